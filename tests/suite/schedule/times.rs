use jiff::civil::Time;

use handrail::schedule::Language::{self, En, Es};
use handrail::schedule::{Reading, read_time};

/// "=17:30" is clear, "~17:30" doubtful, times with a bar between ambiguous, "-" no.
fn shown(reading: &Reading<Time>) -> String {
    let time = |time: &Time| time.strftime("%H:%M").to_string();
    match reading {
        Reading::Clear(one) => format!("={}", time(one)),
        Reading::Doubtful(one) => format!("~{}", time(one)),
        Reading::Ambiguous(times) => times.iter().map(time).collect::<Vec<_>>().join("|"),
        Reading::No => "-".into(),
    }
}

fn check(rows: &[(Language, &str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(language, text, expected)| (text, expected, shown(&read_time(text, *language))))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(text, expected, found)| format!("{text:?}: expected {expected}, found {found}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn digits_in_english() {
    check(&[
        (En, "5:30 pm", "=17:30"),
        (En, "5:30PM", "=17:30"),
        (En, "5.30pm", "=17:30"),
        (En, "5:30 p.m.", "=17:30"),
        (En, "530pm", "=17:30"),
        (En, "5 30 pm", "=17:30"),
        (En, "17:30", "=17:30"),
        (En, "17:30:00", "=17:30"),
        (En, "17h30", "=17:30"),
        (En, "17 h", "=17:00"),
        (En, "1730", "=17:30"),
        (En, "1700 hours", "=17:00"),
        (En, "0900", "=09:00"),
        (En, "05:30", "=05:30"),
        (En, "5:30", "~17:30"),
        (En, "530", "~17:30"),
        (En, "9am", "=09:00"),
        (En, "9 a", "=09:00"),
        (En, "9", "=09:00"),
        (En, "1", "~13:00"),
        (En, "5", "~17:00"),
        (En, "7", "~19:00"),
        (En, "8", "=08:00"),
        (En, "12", "=12:00"),
        (En, "12:30", "=12:30"),
        (En, "13", "=13:00"),
        (En, "12 pm", "=12:00"),
        (En, "12 am", "~00:00"),
        (En, "12:30 am", "~00:30"),
        (En, "0:30", "~00:30"),
        (En, "00:30", "=00:30"),
        (En, "24:00", "~00:00"),
        (En, "17:30 pm", "=17:30"),
        (En, "2026", "~20:26"),
        (En, "at 9 o'clock", "=09:00"),
        (En, "at 5 o'clock", "~17:00"),
        (En, "9am sharp", "=09:00"),
        (En, "around 9am", "~09:00"),
        (En, "maybe around 9", "~09:00"),
        (En, "9ish", "~09:00"),
        (En, "5 pm EST", "~17:00"),
        (En, "9am, please", "=09:00"),
        (En, "9am 👍", "=09:00"),
        (En, "5 in the morning", "=05:00"),
        (En, "9 am in the morning", "=09:00"),
        (En, "9 am in the evening", "-"),
        (En, "17 in the morning", "-"),
        (En, "2 at night", "~02:00"),
        (En, "9 at night", "=21:00"),
        (En, "12 at night", "=00:00"),
        (En, "12 in the morning", "12:00|00:00"),
        (En, "25:00", "-"),
        (En, "5:60", "-"),
        (En, "5:3", "-"),
        (En, "9, 10", "-"),
        (En, "12/1", "-"),
        (En, "5th", "-"),
        (En, "5 days", "-"),
        (En, "-5", "-"),
        (En, "not at 5", "-"),
        (En, "am", "-"),
        (En, "once", "-"),
        (En, "9am 10am", "-"),
    ]);
}

#[test]
fn words_in_english() {
    check(&[
        (En, "noon", "=12:00"),
        (En, "12 noon", "=12:00"),
        (En, "midnight", "=00:00"),
        (En, "half past five", "~17:30"),
        (En, "half past five pm", "=17:30"),
        (En, "half five", "~17:30"),
        (En, "half past nine", "=09:30"),
        (En, "half nine", "~09:30"),
        (En, "zero", "~00:00"),
        (En, "5 and 0", "-"),
        (En, "001", "-"),
        (En, "quarter to 6", "~17:45"),
        (En, "a quarter to 6 in the evening", "=17:45"),
        (En, "quarter to one", "=12:45"),
        (En, "quarter to 1 pm", "=12:45"),
        (En, "quarter to eight", "~19:45"),
        (En, "quarter past noon", "=12:15"),
        (En, "ten to six pm", "=17:50"),
        (En, "twenty-five to six pm", "=17:35"),
        (En, "20 past 5 pm", "=17:20"),
        (En, "10 minutes to 6 pm", "=17:50"),
        (En, "five thirty", "~17:30"),
        (En, "five thirty pm", "=17:30"),
        (En, "nine", "=09:00"),
        (En, "nine fifteen am", "=09:15"),
        (En, "seventeen thirty", "=17:30"),
        (En, "six in the evening", "=18:00"),
        (En, "eleven this morning", "=11:00"),
        (En, "morning", "-"),
        (En, "half", "-"),
        (En, "quarter to", "-"),
        (En, "past five", "-"),
    ]);
}

#[test]
fn ranges_and_alternatives() {
    check(&[
        (En, "9-12", "~09:00"),
        (En, "9am - 12pm", "~09:00"),
        (En, "9–12 pm", "~09:00"),
        (En, "6-9 pm", "~18:00"),
        (En, "11 - 2pm", "~11:00"),
        (En, "from 9 to 12", "~09:00"),
        (En, "9 to 12", "~09:00"),
        (En, "between 5 and 6 pm", "~17:00"),
        (En, "9 until 12", "~09:00"),
        (En, "5 or 6 pm", "17:00|18:00"),
        (En, "9am or 5pm", "09:00|17:00"),
        (En, "9 or maybe", "-"),
        (En, "10 to 6", "17:50|10:00"),
        (En, "1-2-3", "-"),
        (Es, "de 9 a 12", "~09:00"),
        (Es, "9 a 12", "~09:00"),
        (Es, "de 6 a 9 de la tarde", "~18:00"),
        (Es, "entre las 5 y las 6 de la tarde", "~17:00"),
        (Es, "a las 5 o a las 6 de la tarde", "17:00|18:00"),
        (Es, "18 a 21", "~18:00"),
    ]);
}

#[test]
fn spanish() {
    check(&[
        (Es, "las 5 y media de la tarde", "=17:30"),
        (Es, "a las 5 y media de la tarde", "=17:30"),
        (Es, "a las 18", "=18:00"),
        (Es, "a las 18 h", "=18:00"),
        (Es, "18hs", "=18:00"),
        (Es, "17h30", "=17:30"),
        (Es, "17.30", "=17:30"),
        (Es, "17:30 horas", "=17:30"),
        (Es, "6 de la mañana", "=06:00"),
        (Es, "6 de la manana", "=06:00"),
        (Es, "mediodía", "=12:00"),
        (Es, "al mediodía", "=12:00"),
        (Es, "medianoche", "=00:00"),
        (Es, "a medianoche", "=00:00"),
        (Es, "5 menos cuarto", "~16:45"),
        (Es, "las seis menos diez de la tarde", "=17:50"),
        (Es, "un cuarto para las seis de la tarde", "=17:45"),
        (Es, "diez para las 6 pm", "=17:50"),
        (Es, "faltan 10 minutos para las 6 de la tarde", "=17:50"),
        (Es, "las cinco y cuarto", "~17:15"),
        (Es, "cinco y veinte", "~17:20"),
        (Es, "las cinco treinta y cinco pm", "=17:35"),
        (Es, "nueve y media", "=09:30"),
        (Es, "a la una", "~13:00"),
        (Es, "a las cinco en punto", "~17:00"),
        (Es, "a las 5 p. m.", "=17:00"),
        (Es, "5pm", "=17:00"),
        (Es, "las 9", "=09:00"),
        (Es, "9", "=09:00"),
        (Es, "5", "~17:00"),
        (Es, "a eso de las 9", "~09:00"),
        (Es, "como a las 9 de la mañana", "~09:00"),
        (Es, "más o menos a las 9", "~09:00"),
        (Es, "las 8 de la tarde", "=20:00"),
        (Es, "las 8 de la noche", "=20:00"),
        (Es, "las 12 de la noche", "=00:00"),
        (Es, "12 del día", "=12:00"),
        (Es, "12 y media del mediodía", "=12:30"),
        (Es, "la 1 del mediodía", "=13:00"),
        (Es, "las 12 de la mañana", "12:00|00:00"),
        (Es, "las 3 de la madrugada", "=03:00"),
        (Es, "veinte y cinco", "=20:05"),
        (Es, "las veintiuna", "=21:00"),
        (Es, "once", "=11:00"),
        (Es, "17 de la mañana", "-"),
        (Es, "a las 25", "-"),
        (Es, "a las", "-"),
        (Es, "por la tarde", "-"),
        (Es, "mañana", "-"),
        (Es, "5 días", "-"),
        (Es, "half past five pm", "~17:30"),
        (En, "a las 18", "~18:00"),
        (En, "cinco y media", "~17:30"),
    ]);
}

#[test]
fn what_is_no_time() {
    for text in super::NO_ANSWERS {
        for language in [En, Es] {
            assert_eq!(read_time(text, language), Reading::No, "{text:?}");
        }
    }
    for text in ["9am ".repeat(2_500), "1".repeat(10_000), "a".repeat(10_000)] {
        assert_eq!(read_time(&text, En), Reading::No);
    }
}
