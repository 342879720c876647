//! The zones in which it is now the time that someone's clock shows, or at a given offset.
//!
//! Neither names a place, so the answer is a choice among the zones that most people keep.

use jiff::Timestamp;
use jiff::civil::Time;

use super::place::by_place;
use super::places::{WELL_KNOWN, WELL_KNOWN_SPANISH};
use super::time::time_of;
use super::vocabulary::{Vocabulary, longest};
use super::words::{Number, Word, other};
use super::zone::Zone;
use super::{Language, Reading};

/// Clocks are read in passing and typed later.
const CLOCK_ERROR_MINUTES: i32 = 10;
/// More options than this are no help.
const MOST_OPTIONS: usize = 5;

/// What an offset is counted from.
const OFFSET_NAMES: [&str; 3] = ["utc", "gmt", "z"];

/// Words that make any time the time of a clock.
#[rustfmt::skip]
const POINTING: &[&str] = &[
    "clock", "watch", "phone", "computer", "here", "now", "currently",
    "reloj", "telefono", "celular", "movil", "aqui", "aca", "ahora",
];

const ABOUT_CLOCKS: Vocabulary<()> = &[
    ("my|clock|watch|phone|computer|says|shows|reads|here|now|right now|right|the|time|is|i have", ()),
    ("currently|at the moment|local|local time|where i am|where i live|it|we have|today|current|this", ()),
    ("mi|el|reloj|telefono|celular|movil|dice|marca|muestra|pone|aqui|aca|ahora|ahora mismo|son|es", ()),
    ("la|las|hora|la hora|en este momento|tengo|tenemos|que|donde vivo|donde estoy|hora actual", ()),
];

/// "my clock says 14:05", "aquí son las 2 de la tarde"; in "2 pm in Chicago" the place says more.
pub(super) fn zones_at_clock(words: &[Word], language: Language, now: Timestamp) -> Reading<Zone> {
    let has_offset_name = words.iter().any(|word| match word {
        Word::Text(text) => OFFSET_NAMES.contains(&text.as_str()),
        _ => false,
    });
    let said = without_clock_words(words);
    // "UTC 5" is no clock, nor is a range.
    if has_offset_name || said.contains(&Word::Sign('-')) {
        return Reading::No;
    }
    for at in 1..said.len() {
        let (time, place) = said.split_at(at);
        if time_of(time, language).is_no() {
            continue;
        }
        let place = by_place(place, language, now);
        if !place.is_no() {
            return place.doubtful();
        }
    }
    let is_time = |language: &Language| !time_of(&said, *language).is_no();
    let Some(told_in) = [language, other(language)].into_iter().find(is_time) else {
        return Reading::No;
    };
    if !is_clock(words, &said, told_in) {
        return Reading::No;
    }
    let times = shown_times(&said, told_in);
    choice(language, |zone| {
        let local = zone.time_zone().to_datetime(now).time();
        times.iter().any(|shown| minutes_apart(*shown, local) <= CLOCK_ERROR_MINUTES)
    })
}

/// "UTC-5", "GMT+5:30", "+0530".
pub(super) fn zones_at_offset(words: &[Word], language: Language, now: Timestamp) -> Reading<Zone> {
    let Some(seconds) = offset_seconds(words) else {
        return Reading::No;
    };
    let known = choice(language, |zone| zone.time_zone().to_offset(now).seconds() == seconds);
    if !known.is_no() {
        return known;
    }
    // The tz database counts these westward.
    let fixed = (seconds % 3600 == 0).then(|| format!("Etc/GMT{:+}", -seconds / 3600));
    Reading::from(fixed.and_then(|name| Zone::named(&name))).doubtful()
}

fn offset_seconds(words: &[Word]) -> Option<i32> {
    let words = match words {
        [Word::Text(name), rest @ ..] if OFFSET_NAMES.contains(&name.as_str()) => rest,
        all => all,
    };
    let (sign, rest) = words.split_first()?;
    let sign = match sign {
        Word::Sign('+') => 1,
        Word::Sign('-') => -1,
        Word::Text(text) if matches!(text.as_str(), "plus" | "mas") => 1,
        Word::Text(text) if matches!(text.as_str(), "minus" | "menos") => -1,
        _ => return None,
    };
    let (hours, minutes) = match rest {
        [Word::Number(Number { value, digits: 1..=2, ordinal: false })] => (*value, 0),
        [Word::Number(Number { value, digits: 4, ordinal: false })] => (value / 100, value % 100),
        [Word::Number(hours), Word::Sign(':' | '.'), Word::Number(minutes)] => (hours.value, minutes.value),
        _ => return None,
    };
    if hours > 14 || !matches!(minutes, 0 | 30 | 45) {
        return None;
    }
    i32::try_from(hours * 60 + minutes).ok().map(|minutes| sign * minutes * 60)
}

/// A time as a clock shows it, or one that is said to be a clock's: "at 5" is neither.
fn is_clock(words: &[Word], said: &[Word], language: Language) -> bool {
    let is_shown = said.iter().any(|word| match word {
        Word::Sign(sign) => *sign == ':',
        Word::Number(number) => number.digits == 4,
        Word::Text(_) => false,
    });
    let is_pointed_at = words.iter().any(|word| match word {
        Word::Text(text) => POINTING.contains(&text.as_str()),
        _ => false,
    });
    is_shown || is_pointed_at || has_part(said, language)
}

/// Whether the half of the day is told, so that "pm" cannot be added.
fn has_part(said: &[Word], language: Language) -> bool {
    let in_half = |half: &str| time_of(&[said, &[Word::Text(half.into())]].concat(), language);
    in_half("am") == in_half("pm") || in_half("am").is_no() || in_half("pm").is_no()
}

fn without_clock_words(words: &[Word]) -> Vec<Word> {
    let mut kept = Vec::new();
    let mut rest = words;
    while let Some((first, after)) = rest.split_first() {
        let about_clocks = longest(rest, ABOUT_CLOCKS).map_or(0, |((), length)| length);
        if about_clocks == 0 {
            kept.push(first.clone());
            rest = after;
        } else {
            rest = rest.get(about_clocks..).unwrap_or_default();
        }
    }
    kept
}

/// The times that a clock may mean: without a part of the day, "9:05" is also 21:05.
fn shown_times(said: &[Word], language: Language) -> Vec<Time> {
    let as_said = time_of(said, language).into_options();
    let halves = ["am", "pm"]
        .into_iter()
        .flat_map(|half| time_of(&[said, &[Word::Text(half.into())]].concat(), language).into_options());
    as_said.into_iter().chain(halves).collect()
}

fn minutes_apart(one: Time, other: Time) -> i32 {
    let minutes = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    let apart = (minutes(one) - minutes(other)).rem_euclid(24 * 60);
    apart.min(24 * 60 - apart)
}

/// The best known zones that fit.
fn choice(language: Language, fits: impl Fn(&Zone) -> bool) -> Reading<Zone> {
    let first = match language {
        Language::En => &[],
        Language::Es => WELL_KNOWN_SPANISH,
    };
    let mut options: Vec<Zone> = Vec::new();
    for zone in first.iter().chain(WELL_KNOWN).filter_map(|name| Zone::named(name)) {
        if options.len() < MOST_OPTIONS && !options.contains(&zone) && fits(&zone) {
            options.push(zone);
        }
    }
    Reading::of_options(options).doubtful()
}
