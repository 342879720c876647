use jiff::civil::{Date, date};

use handrail::schedule::Language::{self, En, Es};
use handrail::schedule::{Reading, read_date};

/// A Wednesday.
const TODAY: Date = date(2026, 11, 25);

/// "=2026-12-01" is clear, "~2026-12-01" doubtful, dates with a bar between ambiguous, "-" no.
fn shown(reading: &Reading<Date>) -> String {
    match reading {
        Reading::Clear(date) => format!("={date}"),
        Reading::Doubtful(date) => format!("~{date}"),
        Reading::Ambiguous(dates) => dates.iter().map(Date::to_string).collect::<Vec<_>>().join("|"),
        Reading::No => "-".into(),
    }
}

fn check(rows: &[(Language, &str, &str)], today: Date) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(language, text, expected)| (text, expected, shown(&read_date(text, *language, today))))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(text, expected, found)| format!("{text:?}: expected {expected}, found {found}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn near_days_in_english() {
    check(
        &[
            (En, "today", "=2026-11-25"),
            (En, "Tonight", "=2026-11-25"),
            (En, "tomorrow", "=2026-11-26"),
            (En, "tomorow", "~2026-11-26"),
            (En, "tommorow", "=2026-11-26"),
            (En, "tmrw", "=2026-11-26"),
            (En, "tomorrow morning", "=2026-11-26"),
            (En, "the day after tomorrow", "=2026-11-27"),
            (En, "yesterday", "=2026-11-24"),
            (En, "in 3 days", "=2026-11-28"),
            (En, "in two weeks", "=2026-12-09"),
            (En, "in a week", "=2026-12-02"),
            (En, "in a month", "=2026-12-25"),
            (En, "in a couple of days", "~2026-11-27"),
            (En, "2 weeks", "~2026-12-09"),
            (En, "two weeks from now", "=2026-12-09"),
            (En, "3 days from tomorrow", "=2026-11-29"),
            (En, "a week from tuesday", "=2026-12-08"),
            (En, "10 days ago", "=2026-11-15"),
            (En, "next week", "~2026-12-02"),
            (En, "this weekend", "2026-11-28|2026-11-29"),
            (En, "end of the month", "=2026-11-30"),
            (En, "the end of next month", "=2026-12-31"),
            (En, "maybe tomorrow", "~2026-11-26"),
            (En, "today or tomorrow", "2026-11-25|2026-11-26"),
            (En, "in 99999999 days", "-"),
            (En, "in december", "-"),
            (En, "in two", "-"),
            (En, "a", "-"),
        ],
        TODAY,
    );
}

#[test]
fn weekdays_in_english() {
    check(
        &[
            (En, "friday", "=2026-11-27"),
            (En, "Tuesday", "=2026-12-01"),
            (En, "on tues.", "=2026-12-01"),
            (En, "teusday", "~2026-12-01"),
            (En, "wednesday", "2026-11-25|2026-12-02"),
            (En, "this friday", "=2026-11-27"),
            (En, "this coming friday", "=2026-11-27"),
            (En, "this wednesday", "~2026-11-25"),
            (En, "this monday", "~2026-11-30"),
            (En, "next tuesday", "=2026-12-01"),
            (En, "next wednesday", "=2026-12-02"),
            (En, "next friday", "2026-11-27|2026-12-04"),
            (En, "friday next week", "=2026-12-04"),
            (En, "next week friday", "=2026-12-04"),
            (En, "last friday", "=2026-11-20"),
            (En, "tuesday or thursday", "2026-12-01|2026-11-26"),
            (En, "not tuesday", "-"),
            (En, "I am not free on tuesday", "-"),
            (En, "every tuesday", "-"),
            (En, "tursday", "-"),
            (En, "a tuesday", "-"),
            (En, "from monday", "=2026-11-30"),
            (En, "I start on december 7th", "=2026-12-07"),
            (En, "after monday", "-"),
            (En, "friday the 13th", "~2027-08-13"),
            (En, "3-5", "~2027-03-05"),
        ],
        TODAY,
    );
}

#[test]
fn calendar_days_in_english() {
    check(
        &[
            (En, "dec 1", "=2026-12-01"),
            (En, "Dec. 1st", "=2026-12-01"),
            (En, "december the first", "=2026-12-01"),
            (En, "December twenty-fifth", "=2026-12-25"),
            (En, "1 December 2026", "=2026-12-01"),
            (En, "1st of december, 2026", "=2026-12-01"),
            (En, "dec 1, 2027", "=2027-12-01"),
            (En, "decembre 1", "~2026-12-01"),
            (En, "Tuesday, December 1", "=2026-12-01"),
            (En, "monday december 1", "~2026-12-01"),
            (En, "12/1", "=2026-12-01"),
            (En, "12/1/26", "=2026-12-01"),
            (En, "12-1-2026", "=2026-12-01"),
            (En, "12.1.2026", "=2026-12-01"),
            (En, "25/12", "~2026-12-25"),
            (En, "2026-12-01", "=2026-12-01"),
            (En, "2026/12/1", "=2026-12-01"),
            (En, "1-dec-2026", "=2026-12-01"),
            (En, "2026 dec 1", "=2026-12-01"),
            (En, "the 5th", "=2026-12-05"),
            (En, "the 30th", "=2026-11-30"),
            (En, "the 31st", "=2026-12-31"),
            (En, "the fifth", "=2026-12-05"),
            (En, "5", "~2026-12-05"),
            (En, "tuesday the 1st", "=2026-12-01"),
            (En, "tuesday the 5th", "~2027-01-05"),
            (En, "the 5th of next month", "=2026-12-05"),
            (En, "jan 5", "=2027-01-05"),
            (En, "nov 20", "2026-11-20|2027-11-20"),
            (En, "friday nov 20", "=2026-11-20"),
            (En, "nov 20 2026", "=2026-11-20"),
            (En, "may 2", "=2027-05-02"),
            (En, "feb 29", "=2028-02-29"),
            (En, "feb 29 2027", "-"),
            (En, "feb 30", "-"),
            (En, "2026-02-30", "-"),
            (En, "2026-13-01", "-"),
            (En, "13/13", "-"),
            (En, "0/5", "-"),
            (En, "dec 0", "-"),
            (En, "dec 32", "-"),
            (En, "dec 1 1066", "-"),
            (En, "32", "-"),
            (En, "december", "-"),
            (En, "2026", "-"),
            (En, "12/1/2026/5", "-"),
        ],
        TODAY,
    );
}

#[test]
fn near_days_in_spanish() {
    check(
        &[
            (Es, "hoy", "=2026-11-25"),
            (Es, "mañana", "=2026-11-26"),
            (Es, "manana", "=2026-11-26"),
            (Es, "MAÑANA por la mañana", "=2026-11-26"),
            (Es, "pasado mañana", "=2026-11-27"),
            (Es, "ayer", "=2026-11-24"),
            (Es, "anteayer", "=2026-11-23"),
            (Es, "en 3 días", "=2026-11-28"),
            (Es, "dentro de dos semanas", "=2026-12-09"),
            (Es, "en una semana", "=2026-12-02"),
            (Es, "en un mes", "=2026-12-25"),
            (Es, "en ocho días", "2026-12-02|2026-12-03"),
            (Es, "en quince días", "2026-12-09|2026-12-10"),
            (Es, "hace 10 días", "=2026-11-15"),
            (Es, "la semana que viene", "~2026-12-02"),
            (Es, "el fin de semana", "2026-11-28|2026-11-29"),
            (Es, "a fin de mes", "=2026-11-30"),
            (Es, "quizás mañana", "~2026-11-26"),
            (Es, "hoy o mañana", "2026-11-25|2026-11-26"),
            (Es, "mañana o pasado", "2026-11-26|2026-11-27"),
            (Es, "a partir del lunes", "=2026-11-30"),
            (Es, "Termino el 5 de marzo", "=2027-03-05"),
            (Es, "tomorrow", "~2026-11-26"),
            (En, "mañana", "~2026-11-26"),
            (En, "el próximo martes", "~2026-12-01"),
        ],
        TODAY,
    );
}

#[test]
fn weekdays_and_calendar_days_in_spanish() {
    check(
        &[
            (Es, "viernes", "=2026-11-27"),
            (Es, "el viernes", "=2026-11-27"),
            (Es, "miércoles", "2026-11-25|2026-12-02"),
            (Es, "el próximo martes", "=2026-12-01"),
            (Es, "el próximo viernes", "~2026-11-27"),
            (Es, "martes que viene", "=2026-12-01"),
            (Es, "el viernes de la semana que viene", "=2026-12-04"),
            (Es, "el martes de la próxima semana", "=2026-12-01"),
            (Es, "este viernes", "=2026-11-27"),
            (Es, "el viernes pasado", "=2026-11-20"),
            (Es, "vierns", "~2026-11-27"),
            (Es, "1 de diciembre", "=2026-12-01"),
            (Es, "el primero de diciembre", "=2026-12-01"),
            (Es, "1º de diciembre", "=2026-12-01"),
            (Es, "el uno de diciembre de 2026", "=2026-12-01"),
            (Es, "treinta y uno de diciembre", "=2026-12-31"),
            (Es, "martes 1 de diciembre", "=2026-12-01"),
            (Es, "lunes, 1 de diciembre", "~2026-12-01"),
            (Es, "1 dic", "=2026-12-01"),
            (Es, "1/12", "=2026-12-01"),
            (Es, "12/1", "=2027-01-12"),
            (Es, "12/25", "~2026-12-25"),
            (Es, "1-12-2026", "=2026-12-01"),
            (Es, "1.12.26", "=2026-12-01"),
            (Es, "2026-12-01", "=2026-12-01"),
            (Es, "el 5", "=2026-12-05"),
            (Es, "el día 5", "=2026-12-05"),
            (Es, "día 5", "~2026-12-05"),
            (Es, "5", "~2026-12-05"),
            (Es, "el 5 del próximo mes", "=2026-12-05"),
            (Es, "el 30 de este mes", "=2026-11-30"),
            (Es, "mar", "=2026-12-01"),
            (Es, "5 mar", "=2027-03-05"),
            (Es, "5-mar-27", "=2027-03-05"),
            (Es, "el 5 de agosto", "=2027-08-05"),
            (Es, "el 5 de setiembre", "=2027-09-05"),
            (Es, "20 de noviembre", "2026-11-20|2027-11-20"),
            (Es, "30 de febrero", "-"),
            (Es, "32 de enero", "-"),
            (Es, "el martes no", "-"),
            (Es, "diciembre", "-"),
            (Es, "todos los martes", "-"),
        ],
        TODAY,
    );
}

#[test]
fn at_the_edges_of_the_year() {
    check(
        &[
            (En, "jan 1", "=2027-01-01"),
            (En, "tomorrow", "=2027-01-01"),
            (En, "the 1st", "=2027-01-01"),
            (En, "the 31st", "=2026-12-31"),
            (En, "dec 31", "=2026-12-31"),
            (En, "dec 20", "2026-12-20|2027-12-20"),
            (En, "in a month", "=2027-01-31"),
            (En, "in 2 months", "=2027-02-28"),
        ],
        date(2026, 12, 31),
    );
}

#[test]
fn what_is_no_date() {
    for text in super::NO_ANSWERS {
        for language in [En, Es] {
            assert_eq!(read_date(text, language, TODAY), Reading::No, "{text:?}");
        }
    }
    for text in ["tomorrow ".repeat(1_111), "1".repeat(10_000), "a".repeat(10_000)] {
        assert_eq!(read_date(&text, En, TODAY), Reading::No);
    }
}
