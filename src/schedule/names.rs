//! The names of months and weekdays: read (with abbreviations) and written.

use jiff::civil::Weekday;

use super::Language;
use super::vocabulary::Vocabulary;

/// "Lungs" is not lunes: a misspelt name must have so many letters.
pub(super) const SHORTEST_MISSPELT: usize = 6;

const ENGLISH_WEEKDAYS: Vocabulary<Weekday> = &[
    ("monday|mondays|mon|mons", Weekday::Monday),
    ("tuesday|tuesdays|tue|tues", Weekday::Tuesday),
    ("wednesday|wednesdays|wed|weds", Weekday::Wednesday),
    ("thursday|thursdays|thu|thur|thurs", Weekday::Thursday),
    ("friday|fridays|fri|fris", Weekday::Friday),
    ("saturday|saturdays|sat|sats", Weekday::Saturday),
    ("sunday|sundays|sun|suns", Weekday::Sunday),
];

const SPANISH_WEEKDAYS: Vocabulary<Weekday> = &[
    ("lunes|lun|lunez", Weekday::Monday),
    ("martes|mar", Weekday::Tuesday),
    ("miercoles|mie|mier|mierc", Weekday::Wednesday),
    ("jueves|jue", Weekday::Thursday),
    ("viernes|vie|vier", Weekday::Friday),
    ("sabado|sabados|sab", Weekday::Saturday),
    ("domingo|domingos|dom", Weekday::Sunday),
];

const ENGLISH_MONTHS: Vocabulary<i8> = &[
    ("january|jan", 1),
    ("february|feb", 2),
    ("march|mar", 3),
    ("april|apr", 4),
    ("may", 5),
    ("june|jun", 6),
    ("july|jul", 7),
    ("august|aug", 8),
    ("september|sep|sept", 9),
    ("october|oct", 10),
    ("november|nov", 11),
    ("december|dec", 12),
];

/// "mar" is a weekday too; the date reader tells them apart.
const SPANISH_MONTHS: Vocabulary<i8> = &[
    ("enero|ene", 1),
    ("febrero|feb", 2),
    ("marzo|mzo", 3),
    ("abril|abr", 4),
    ("mayo|may", 5),
    ("junio|jun", 6),
    ("julio|jul", 7),
    ("agosto|ago", 8),
    ("septiembre|setiembre|sep|sept|set", 9),
    ("octubre|oct", 10),
    ("noviembre|nov", 11),
    ("diciembre|dic", 12),
];

pub(super) fn weekdays(language: Language) -> Vocabulary<Weekday> {
    match language {
        Language::En => ENGLISH_WEEKDAYS,
        Language::Es => SPANISH_WEEKDAYS,
    }
}

pub(super) fn months(language: Language) -> Vocabulary<i8> {
    match language {
        Language::En => ENGLISH_MONTHS,
        Language::Es => SPANISH_MONTHS,
    }
}

/// A weekday as it is written in a sentence.
pub(super) fn weekday(day: Weekday, language: Language) -> &'static str {
    match (language, day) {
        (Language::En, Weekday::Monday) => "Monday",
        (Language::En, Weekday::Tuesday) => "Tuesday",
        (Language::En, Weekday::Wednesday) => "Wednesday",
        (Language::En, Weekday::Thursday) => "Thursday",
        (Language::En, Weekday::Friday) => "Friday",
        (Language::En, Weekday::Saturday) => "Saturday",
        (Language::En, Weekday::Sunday) => "Sunday",
        (Language::Es, Weekday::Monday) => "lunes",
        (Language::Es, Weekday::Tuesday) => "martes",
        (Language::Es, Weekday::Wednesday) => "miércoles",
        (Language::Es, Weekday::Thursday) => "jueves",
        (Language::Es, Weekday::Friday) => "viernes",
        (Language::Es, Weekday::Saturday) => "sábado",
        (Language::Es, Weekday::Sunday) => "domingo",
    }
}

/// A month as it is written in a sentence; months are 1 to 12.
pub(super) fn month(month: i8, language: Language) -> &'static str {
    const ENGLISH: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const SPANISH: [&str; 12] = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ];
    let names = match language {
        Language::En => ENGLISH,
        Language::Es => SPANISH,
    };
    usize::try_from(month - 1).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
}
