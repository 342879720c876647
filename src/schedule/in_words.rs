//! A time or a date said back to the person, as they would write it.

use jiff::civil::{Date, Time};

use super::{Language, names};

/// A time of day. Noon and midnight have names in English, because "12 pm" is misread.
///
/// ```
/// use handrail::schedule::{Language, time_in_words};
/// use jiff::civil::time;
///
/// assert_eq!(time_in_words(time(0, 30, 0, 0), Language::En), "12:30 am");
/// assert_eq!(time_in_words(time(12, 0, 0, 0), Language::En), "noon");
/// assert_eq!(time_in_words(time(17, 30, 0, 0), Language::Es), "17:30");
/// ```
#[must_use]
pub fn time_in_words(time: Time, language: Language) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    if language == Language::Es {
        return format!("{hour}:{minute:02}");
    }
    let half = if hour < 12 { "am" } else { "pm" };
    let clock_hour = if hour % 12 == 0 { 12 } else { hour % 12 };
    match (hour, minute) {
        (0, 0) => "midnight".into(),
        (12, 0) => "noon".into(),
        (_, 0) => format!("{clock_hour} {half}"),
        _ => format!("{clock_hour}:{minute:02} {half}"),
    }
}

/// A day with its weekday, so that a misread date is noticed. No year: see
/// [`date_with_year_in_words`].
///
/// ```
/// use handrail::schedule::{Language, date_in_words};
/// use jiff::civil::date;
///
/// assert_eq!(date_in_words(date(2026, 12, 1), Language::En), "Tuesday, December 1");
/// assert_eq!(date_in_words(date(2026, 12, 1), Language::Es), "martes 1 de diciembre");
/// ```
#[must_use]
pub fn date_in_words(date: Date, language: Language) -> String {
    let weekday = names::weekday(date.weekday(), language);
    let month = names::month(date.month(), language);
    let day = date.day();
    match language {
        Language::En => format!("{weekday}, {month} {day}"),
        Language::Es => format!("{weekday} {day} de {month}"),
    }
}

/// A day with its year, for options that differ in nothing else.
///
/// ```
/// use handrail::schedule::{Language, date_with_year_in_words};
/// use jiff::civil::date;
///
/// let day = date(2027, 2, 28);
/// assert_eq!(date_with_year_in_words(day, Language::Es), "domingo 28 de febrero de 2027");
/// ```
#[must_use]
pub fn date_with_year_in_words(date: Date, language: Language) -> String {
    let day = date_in_words(date, language);
    let year = date.year();
    match language {
        Language::En => format!("{day}, {year}"),
        Language::Es => format!("{day} de {year}"),
    }
}
