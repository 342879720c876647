//! The words of a time of day, in each language.

use super::Language;
use super::day_part::Part;
use super::vocabulary::{self, Vocabulary, longest};
use super::words::{Number, Word};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Atom {
    Number(Number),
    /// ":" or "." between hours and minutes.
    Colon,
    /// "h", "o'clock", "horas".
    Hour,
    /// "minutes".
    Minutes,
    Half,
    Quarter,
    Noon,
    Midnight,
    Part(Part),
    /// "past", "after".
    Past,
    /// "quarter to six", but also "nine to twelve".
    To,
    /// "cuarto para las seis".
    Before,
    /// "between five and six".
    Both,
    /// "cinco y media", and "entre las cinco y las seis".
    And,
    /// "seis menos cuarto".
    Less,
    /// Between the two ends of a range; "a las" is before a lone time too.
    Until,
    Dash,
    /// "from nine to twelve".
    From,
    Or,
    Comma,
    /// "EST": the zone is another question's answer.
    Zone,
    Filler,
}

const ENGLISH: Vocabulary<Atom> = &[
    ("h|hr|hrs|hour|hours|oclock|o clock", Atom::Hour),
    ("minute|minutes|min|mins", Atom::Minutes),
    ("half|a half", Atom::Half),
    ("quarter|a quarter", Atom::Quarter),
    ("noon|midday|mid day|noontime", Atom::Noon),
    ("midnight|mid night", Atom::Midnight),
    ("am|a m|a", Atom::Part(Part::Am)),
    ("pm|p m|p", Atom::Part(Part::Pm)),
    ("in the morning|this morning|morning|mornings|in the mornings", Atom::Part(Part::Morning)),
    ("in the afternoon|this afternoon|afternoon|afternoons|in the afternoons", Atom::Part(Part::Afternoon)),
    ("in the evening|this evening|evening|evenings|in the evenings", Atom::Part(Part::Evening)),
    ("at night|in the night|tonight|night|nights", Atom::Part(Part::Night)),
    ("past|after", Atom::Past),
    ("to|till|til|before", Atom::To),
    ("until|through|thru", Atom::Until),
    ("from|between", Atom::From),
    ("and", Atom::Both),
    ("or", Atom::Or),
    ("et|est|edt|ct|cst|cdt|mt|mst|mdt|pt|pst|pdt|gmt|bst|utc|cet|cest|ist", Atom::Zone),
    ("eastern|central|mountain|pacific|eastern time|central time", Atom::Zone),
    ("mountain time|pacific time|my time|local time", Atom::Zone),
    ("at|the|in|on|by|for|sharp|exactly|on the dot|every|time|session|just|then", Atom::Filler),
];

const SPANISH: Vocabulary<Atom> = &[
    ("h|hs|hr|hrs|hora|horas", Atom::Hour),
    ("minuto|minutos|min", Atom::Minutes),
    ("media", Atom::Half),
    ("cuarto|un cuarto", Atom::Quarter),
    ("mediodia|medio dia|al mediodia|al medio dia", Atom::Noon),
    ("medianoche|media noche", Atom::Midnight),
    ("am|a m", Atom::Part(Part::Am)),
    ("pm|p m|p", Atom::Part(Part::Pm)),
    ("de la madrugada|por la madrugada|madrugada", Atom::Part(Part::SmallHours)),
    ("de la manana|por la manana|en la manana|por las mananas", Atom::Part(Part::Morning)),
    ("de la tarde|por la tarde|en la tarde|de tarde|tarde|por las tardes", Atom::Part(Part::Afternoon)),
    ("de la noche|por la noche|en la noche|de noche|noche|por las noches|esta noche", Atom::Part(Part::Night)),
    ("del mediodia|del medio dia|de mediodia|del dia", Atom::Part(Part::Midday)),
    ("para|para la|para las", Atom::Before),
    ("y|con", Atom::And),
    ("menos", Atom::Less),
    ("a|a la|a las|hasta|hasta la|hasta las", Atom::Until),
    ("de|desde|entre|de las|desde las|entre las", Atom::From),
    ("o|u", Atom::Or),
    ("et|est|edt|ct|cst|cdt|mt|mst|mdt|pt|pst|pdt|gmt|utc|cet|cest", Atom::Zone),
    ("hora local|mi hora", Atom::Zone),
    ("la|las|el|los|en punto|faltan|falta|cada|por|en|para la sesion|sesion|cita|ahora", Atom::Filler),
];

impl vocabulary::Atom for Atom {
    fn of_words(words: &[Word], language: Language) -> Option<(Self, usize)> {
        match language {
            Language::En => longest(words, ENGLISH),
            Language::Es => longest(words, SPANISH),
        }
    }

    /// Never: a misspelt time is too easily another time.
    fn of_misspelt(_: &str, _: Language) -> Option<Self> {
        None
    }

    fn of_number(number: Number) -> Option<Self> {
        (!number.ordinal).then_some(Self::Number(number))
    }

    fn of_sign(sign: char) -> Option<Self> {
        match sign {
            ':' | '.' => Some(Self::Colon),
            '-' => Some(Self::Dash),
            ',' => Some(Self::Comma),
            _ => None,
        }
    }
}
