//! The words of a date, in each language.

use jiff::civil::Weekday;

use super::vocabulary::{self, Vocabulary, longest, nearest, phrases};
use super::words::{Number, Word};
use super::{Language, names};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Year,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Atom {
    /// A day counted from today.
    FromToday(i64),
    Number(Number),
    /// "a couple of": two, or so.
    Couple,
    Weekday(Weekday),
    Month(i8),
    /// The Spanish "mar": Tuesday, or March.
    Mar,
    Unit(Unit),
    Weekend,
    /// "next", and the Spanish "que viene" after the noun.
    Next,
    /// "próximo": the next one to come, whichever week it falls in.
    Coming,
    This,
    Last,
    In,
    /// "in 3 days", "3 days from now", but also "3 days from tomorrow".
    From,
    Now,
    Ago,
    /// "the end of".
    End,
    /// "the 5th", "el 5": a number that is a day of a month.
    Article,
    Or,
    /// Between the numbers of a date.
    Separator(char),
    Filler,
}

const ENGLISH: Vocabulary<Atom> = &[
    ("today|tonight|this morning|this afternoon|this evening|later today", Atom::FromToday(0)),
    ("tomorrow|tommorow|tmrw|tmr|tmw|tomoz|tomorrow morning|tomorrow afternoon", Atom::FromToday(1)),
    ("tomorrow evening|tomorrow night", Atom::FromToday(1)),
    ("day after tomorrow|overmorrow", Atom::FromToday(2)),
    ("yesterday|last night", Atom::FromToday(-1)),
    ("day before yesterday", Atom::FromToday(-2)),
    ("a|an", Atom::Number(Number { value: 1, digits: 0, ordinal: false })),
    ("couple|couple of|a couple|a couple of", Atom::Couple),
    ("day|days|days time", Atom::Unit(Unit::Day)),
    ("week|weeks|wk|wks|weeks time", Atom::Unit(Unit::Week)),
    ("month|months", Atom::Unit(Unit::Month)),
    ("year|years", Atom::Unit(Unit::Year)),
    ("weekend", Atom::Weekend),
    ("next|the next|following", Atom::Next),
    ("coming|upcoming|this coming", Atom::Coming),
    ("this", Atom::This),
    ("last|past|previous", Atom::Last),
    ("in|within", Atom::In),
    ("from", Atom::From),
    ("now", Atom::Now),
    ("ago|back", Atom::Ago),
    ("end|end of|at the end of", Atom::End),
    ("the", Atom::Article),
    ("or", Atom::Or),
    ("on|of|by|for|at|date|my|beginning|starting|starting on|as of|then|first day", Atom::Filler),
    ("until|till|due|in the morning|in the afternoon|in the evening|at night", Atom::Filler),
];

const SPANISH: Vocabulary<Atom> = &[
    ("hoy|hoy mismo|esta noche|esta tarde|esta manana", Atom::FromToday(0)),
    ("manana|manana por la manana|manana por la tarde|manana por la noche", Atom::FromToday(1)),
    ("manana mismo|manana en la manana|manana en la tarde|manana en la noche", Atom::FromToday(1)),
    ("manana a la manana|manana a la tarde|manana a la noche", Atom::FromToday(1)),
    ("pasado manana|pasadomanana", Atom::FromToday(2)),
    ("ayer|anoche", Atom::FromToday(-1)),
    ("anteayer|antes de ayer|antier|antayer", Atom::FromToday(-2)),
    ("par de|un par de", Atom::Couple),
    ("dia|dias", Atom::Unit(Unit::Day)),
    ("semana|semanas", Atom::Unit(Unit::Week)),
    ("mes|meses", Atom::Unit(Unit::Month)),
    ("ano|anos", Atom::Unit(Unit::Year)),
    ("fin de semana|finde", Atom::Weekend),
    ("que viene|que entra|siguiente|entrante", Atom::Next),
    ("proximo|proxima", Atom::Coming),
    ("este|esta", Atom::This),
    ("pasado|pasada|ultimo|ultima", Atom::Last),
    ("en|dentro de|de aqui a|en unos", Atom::In),
    ("a partir de|a partir del|desde|desde el", Atom::From),
    ("ahora|ya", Atom::Now),
    ("hace", Atom::Ago),
    ("fin de|fin del|final de|final del|finales de|a fin de|a finales de|a fines de", Atom::End),
    ("el|al|del|el dia", Atom::Article),
    ("mar", Atom::Mar),
    ("o|u", Atom::Or),
    ("de|la|las|los|a|para|para el|fecha|mi|hasta|por la manana|por la tarde", Atom::Filler),
    ("por la noche|de la|primer dia", Atom::Filler),
];

impl vocabulary::Atom for Atom {
    fn of_words(words: &[Word], language: Language) -> Option<(Self, usize)> {
        let general = match language {
            Language::En => longest(words, ENGLISH),
            Language::Es => longest(words, SPANISH),
        };
        let weekday = longest(words, names::weekdays(language));
        let month = longest(words, names::months(language));
        general
            .or(weekday.map(|(day, length)| (Self::Weekday(day), length)))
            .or(month.map(|(month, length)| (Self::Month(month), length)))
    }

    fn of_misspelt(word: &str, language: Language) -> Option<Self> {
        let general = match language {
            Language::En => &["tomorrow", "yesterday"][..],
            Language::Es => &[],
        };
        let days = [Self::FromToday(1), Self::FromToday(-1)];
        let weekdays = phrases(names::weekdays(language)).map(|(name, day)| (name, Self::Weekday(day)));
        let months = phrases(names::months(language)).map(|(name, month)| (name, Self::Month(month)));
        nearest(word, names::SHORTEST_MISSPELT, general.iter().copied().zip(days).chain(weekdays).chain(months))
    }

    fn of_number(number: Number) -> Option<Self> {
        Some(Self::Number(number))
    }

    fn of_sign(sign: char) -> Option<Self> {
        match sign {
            '/' | '-' | '.' => Some(Self::Separator(sign)),
            ',' => Some(Self::Filler),
            _ => None,
        }
    }
}
