//! Weekdays in letters: "MWF", "t/th", "L M X J V".
//!
//! Each letter stands for one or two days ("t" is Tuesday or Thursday). Written one after another
//! in the order of the week they often leave only one reading: in "m t w" the "t" is Tuesday.

use jiff::civil::Weekday::{self, Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};

use super::Language;
use super::weekdays::Weekdays;
use super::words::Word;

type Code = (&'static str, &'static [Weekday]);

/// Two letters before one, so that "th" is not "t" and a rest.
const ENGLISH: &[Code] = &[
    ("mo", &[Monday]),
    ("tu", &[Tuesday]),
    ("we", &[Wednesday]),
    ("th", &[Thursday]),
    ("fr", &[Friday]),
    ("sa", &[Saturday]),
    ("su", &[Sunday]),
    ("m", &[Monday]),
    ("t", &[Tuesday, Thursday]),
    ("w", &[Wednesday]),
    ("r", &[Thursday]),
    ("f", &[Friday]),
    ("s", &[Saturday, Sunday]),
];

const SPANISH: &[Code] = &[
    ("lu", &[Monday]),
    ("ma", &[Tuesday]),
    ("mi", &[Wednesday]),
    ("ju", &[Thursday]),
    ("vi", &[Friday]),
    ("sa", &[Saturday]),
    ("do", &[Sunday]),
    ("l", &[Monday]),
    ("m", &[Tuesday, Wednesday]),
    ("x", &[Wednesday]),
    ("j", &[Thursday]),
    ("v", &[Friday]),
    ("s", &[Saturday]),
    ("d", &[Sunday]),
];

/// Letters that spell something else.
const WORDS_OF_THEIR_OWN: [&str; 10] = ["wtf", "wth", "mr", "mrs", "ms", "mf", "tf", "mm", "vs", "md"];

/// The days that one code may stand for.
pub(super) fn days_of_code(word: &str, language: Language) -> Option<Weekdays> {
    let code = codes(language).iter().find(|(code, _)| *code == word)?;
    Some(code.1.iter().copied().collect())
}

/// The words with "mwf" taken apart into "m", "w", "f".
pub(super) fn unpacked(words: &[Word], language: Language) -> Vec<Word> {
    let mut apart = Vec::new();
    for word in words {
        match word {
            Word::Text(text) => match split(text, language) {
                Some(codes) => apart.extend(codes.into_iter().map(|code| Word::Text(code.into()))),
                None => apart.push(word.clone()),
            },
            other => apart.push(other.clone()),
        }
    }
    apart
}

/// All ways to give each place one of its days; only those in the order of the week, if any are.
pub(super) fn assignments(places: &[Weekdays]) -> Vec<Vec<Weekday>> {
    let mut all: Vec<Vec<Weekday>> = vec![Vec::new()];
    for place in places {
        let longer = |known: &Vec<Weekday>| {
            let known = known.clone();
            place.iter().map(move |day| known.iter().copied().chain([day]).collect())
        };
        all = all.iter().flat_map(longer).collect();
        // Fourteen letters are twice the week; more is no list of days.
        if all.len() > 1 << 7 {
            return Vec::new();
        }
    }
    let ordered: Vec<Vec<Weekday>> = all.iter().filter(|days| is_ordered(days)).cloned().collect();
    if ordered.is_empty() { all } else { ordered }
}

fn codes(language: Language) -> &'static [Code] {
    match language {
        Language::En => ENGLISH,
        Language::Es => SPANISH,
    }
}

fn split(text: &str, language: Language) -> Option<Vec<&'static str>> {
    if WORDS_OF_THEIR_OWN.contains(&text) || text.len() > 14 {
        return None;
    }
    let mut found: Vec<Code> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let code = codes(language).iter().find(|(code, _)| rest.starts_with(code))?;
        rest = rest.strip_prefix(code.0)?;
        found.push(*code);
    }
    let places: Vec<Weekdays> = found.iter().map(|(_, days)| days.iter().copied().collect()).collect();
    let is_list =
        found.len() > 1 && is_usual(&found, language) && assignments(&places).iter().all(|days| is_ordered(days));
    is_list.then(|| found.into_iter().map(|(code, _)| code).collect())
}

/// Packed letters are all of one length, three or more if they are pairs ("masa" is no list);
/// English mixes in "th", and beside it "tu".
fn is_usual(found: &[Code], language: Language) -> bool {
    let has_thursday = found.iter().any(|(code, _)| *code == "th");
    let is_single = |(code, _): &Code| {
        let is_mixed = *code == "th" || (*code == "tu" && has_thursday);
        code.len() == 1 || (language == Language::En && is_mixed)
    };
    found.iter().all(is_single) || (found.len() > 2 && found.iter().all(|(code, _)| code.len() == 2))
}

fn is_ordered(days: &[Weekday]) -> bool {
    days.windows(2).all(|two| match two {
        [before, after] => before.to_monday_zero_offset() < after.to_monday_zero_offset(),
        _ => true,
    })
}
