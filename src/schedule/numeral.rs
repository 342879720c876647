//! Numbers in words, up to fifty-nine: hours, minutes, days of a month.

use super::Language;
use super::vocabulary::{Vocabulary, longest};
use super::words::{Number, Word};

const ENGLISH: Vocabulary<u32> = &[
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty|fourty", 40),
    ("fifty", 50),
];

const ENGLISH_ORDINALS: Vocabulary<u32> = &[
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth|eigth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("eleventh", 11),
    ("twelfth|twelveth", 12),
    ("thirteenth", 13),
    ("fourteenth", 14),
    ("fifteenth", 15),
    ("sixteenth", 16),
    ("seventeenth", 17),
    ("eighteenth", 18),
    ("nineteenth", 19),
    ("twentieth", 20),
    ("thirtieth", 30),
];

const SPANISH: Vocabulary<u32> = &[
    ("cero", 0),
    ("un|una|uno", 1),
    ("dos", 2),
    ("tres", 3),
    ("cuatro", 4),
    ("cinco", 5),
    ("seis", 6),
    ("siete", 7),
    ("ocho", 8),
    ("nueve", 9),
    ("diez", 10),
    ("once", 11),
    ("doce", 12),
    ("trece", 13),
    ("catorce", 14),
    ("quince", 15),
    ("dieciseis|diez y seis", 16),
    ("diecisiete|diez y siete", 17),
    ("dieciocho|diez y ocho", 18),
    ("diecinueve|diez y nueve", 19),
    ("veinte", 20),
    ("veintiuno|veintiun|veintiuna", 21),
    ("veintidos", 22),
    ("veintitres", 23),
    ("veinticuatro", 24),
    ("veinticinco", 25),
    ("veintiseis", 26),
    ("veintisiete", 27),
    ("veintiocho", 28),
    ("veintinueve", 29),
    ("treinta", 30),
    ("cuarenta", 40),
    ("cincuenta", 50),
];

const SPANISH_ORDINALS: Vocabulary<u32> = &[("primero|primer", 1)];

/// The number that the words begin with, and how many words it takes.
pub(super) fn numeral(words: &[Word], language: Language) -> Option<(Number, usize)> {
    let (cardinals, ordinals, joint) = match language {
        Language::En => (ENGLISH, ENGLISH_ORDINALS, Word::Sign('-')),
        Language::Es => (SPANISH, SPANISH_ORDINALS, Word::Text("y".into())),
    };
    if let Some((value, length)) = longest(words, ordinals) {
        return Some((spelled(value, true), length));
    }
    let (value, length) = longest(words, cardinals)?;
    // "twenty five", "twenty-fifth", "treinta y cinco"; but "veinte y cinco" is 20:05.
    let is_ten = match language {
        Language::En => value >= 20,
        Language::Es => value >= 30,
    };
    if !is_ten {
        return Some((spelled(value, false), length));
    }
    let joined = usize::from(words.get(length) == Some(&joint));
    let may_follow = joined == 1 || language == Language::En;
    let rest = words.get(length + joined..).unwrap_or_default();
    let unit = |table| longest(rest, table).filter(|(unit, _)| may_follow && (1..=9).contains(unit));
    if let Some((unit, more)) = unit(ordinals) {
        return Some((spelled(value + unit, true), length + joined + more));
    }
    if let Some((unit, more)) = unit(cardinals) {
        return Some((spelled(value + unit, false), length + joined + more));
    }
    Some((spelled(value, false), length))
}

fn spelled(value: u32, ordinal: bool) -> Number {
    Number { value, digits: 0, ordinal }
}
