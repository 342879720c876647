//! The zone of a place that was named.
//!
//! Several names narrow one another ("Portland, Oregon"), and a name that stands for more than one
//! zone offers them all. An unknown town is forgiven only before a comma and a known region.

use jiff::Timestamp;

use super::mention::{Mention, city_of_database, mention, misspelt};
use super::vocabulary::{Vocabulary, longest};
use super::words::Word;
use super::zone::Zone;
use super::{Language, Reading};

/// A sentence about something else is let go at its fourth unknown word.
const MOST_UNKNOWN_WORDS: usize = 3;

#[derive(Clone, Copy, PartialEq, Eq)]
struct Filler;

const ENGLISH_FILLER: Vocabulary<Filler> = &[
    ("i|im|i am|live|we|are|am|in|at|on|near|close to|from|my|the|of|is|here|just|same as", Filler),
    ("time|times|zone|zones|timezone|standard|daylight|savings|saving|city|state|area|use", Filler),
];

const SPANISH_FILLER: Vocabulary<Filler> = &[
    ("estoy|vivo|soy|en|de|del|desde|cerca de|mi|el|la|los|las|aqui|estamos|vivimos|para", Filler),
    ("hora|horas|horario|huso|zona|horaria|estandar|ciudad|estado|tiempo|verano|invierno", Filler),
];

/// The zone of the places that these words name.
pub(super) fn by_place(words: &[Word], language: Language, now: Timestamp) -> Reading<Zone> {
    // "new-york" is "new york"; with numbers it is an offset.
    let has_number = words.iter().any(|word| matches!(word, Word::Number(_)));
    let undashed: Vec<Word> = words.iter().filter(|word| has_number || **word != Word::Sign('-')).cloned().collect();
    let words = undashed.as_slice();
    let or = Word::Text(if language == Language::En { "or" } else { "o" }.into());
    let alternatives: Vec<Reading<Zone>> =
        words.split(|word| *word == or).map(|words| by_names(words, language, now)).collect();
    // "Portland, OR" is one place.
    if alternatives.len() == 1 || alternatives.iter().any(Reading::is_no) {
        return by_names(words, language, now);
    }
    Reading::of_options(alternatives.into_iter().flat_map(Reading::into_options))
}

fn by_names(words: &[Word], language: Language, now: Timestamp) -> Reading<Zone> {
    let filler = match language {
        Language::En => ENGLISH_FILLER,
        Language::Es => SPANISH_FILLER,
    };
    let mut mentions: Vec<Mention> = Vec::new();
    let mut unknown: Vec<&str> = Vec::new();
    let mut comma_after_unknown = false;
    let mut rest = words;
    while let Some(first) = rest.first() {
        let is_region = !mentions.is_empty() || comma_after_unknown;
        let skipped = longest(rest, filler).map_or(0, |(_, length)| length);
        let named = mention(rest, is_region).filter(|(_, length)| {
            // "la" is an article in Spanish, and Los Angeles in English.
            *length > skipped || (*length == skipped && language == Language::En)
        });
        let taken = match (named, first) {
            (Some((mention, length)), _) => {
                mentions.push(mention);
                length
            }
            (None, _) if skipped > 0 => skipped,
            (None, Word::Text(text))
                if mentions.is_empty() && !comma_after_unknown && unknown.len() < MOST_UNKNOWN_WORDS =>
            {
                unknown.push(text);
                1
            }
            (None, Word::Sign(',')) => {
                comma_after_unknown = !unknown.is_empty();
                1
            }
            (None, Word::Sign('/')) => 1,
            _ => return Reading::No,
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    let town = unknown.join(" ");
    if let Some(city) = city_of_database(&town) {
        mentions.insert(0, city);
        unknown.clear();
    }
    if mentions.is_empty() {
        return misspelt(&town);
    }
    if !unknown.is_empty() && !comma_after_unknown {
        return Reading::No;
    }
    let doubt = !unknown.is_empty() || mentions.iter().all(|mention| mention.is_doubtful);
    Reading::of_options(narrowed(mentions, now)).doubtful_if(doubt)
}

/// What all mentions agree on; when two contradict one another, both are offered.
fn narrowed(mentions: Vec<Mention>, now: Timestamp) -> Vec<Zone> {
    let both = |one: &[Zone], other: &[Zone]| -> Vec<Zone> {
        one.iter().filter(|zone| other.contains(zone)).cloned().collect()
    };
    let agreed = mentions.into_iter().reduce(|known, next| {
        let covered = both(&known.covered, &next.covered);
        let mut offered = both(&known.offered, &next.covered);
        if offered.is_empty() {
            offered = both(&known.covered, &next.offered);
        }
        if offered.is_empty() && next.is_state {
            offered.clone_from(&next.offered);
        }
        if offered.is_empty() {
            offered = at_same_offset(&known.offered, &next.offered, now);
        }
        if offered.is_empty() {
            offered = [known.offered, next.offered].concat();
        }
        Mention { offered, covered, is_doubtful: false, is_state: false }
    });
    agreed.map_or_else(Vec::new, |mention| mention.offered)
}

/// "Toronto, Eastern time": not the same zone, but the same clock.
fn at_same_offset(one: &[Zone], other: &[Zone], now: Timestamp) -> Vec<Zone> {
    let offset = |zone: &Zone| zone.time_zone().to_offset(now);
    let agrees = |zone: &&Zone| other.iter().any(|other| offset(other) == offset(zone));
    one.iter().filter(agrees).cloned().collect()
}
