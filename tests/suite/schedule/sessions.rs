use jiff::civil::Time;

use handrail::schedule::Language::{self, En, Es};
use handrail::schedule::{Reading, Weekdays, read_session};

fn shown<T>(reading: &Reading<T>, say: impl Fn(&T) -> String) -> String {
    match reading {
        Reading::Clear(one) => say(one),
        Reading::Doubtful(one) => format!("~{}", say(one)),
        Reading::Ambiguous(options) => options.iter().map(say).collect::<Vec<_>>().join("|"),
        Reading::No => "-".into(),
    }
}

fn check(rows: &[(Language, &str, &str, &str)]) {
    let letters = |days: &Weekdays| -> String {
        "MTWRFSU".chars().enumerate().filter(|(bit, _)| days.bits() >> bit & 1 == 1).map(|(_, day)| day).collect()
    };
    let mut wrong = Vec::new();
    for (language, text, days, time) in rows {
        let found = read_session(text, *language);
        let found = (shown(&found.0, letters), shown(&found.1, |time: &Time| time.strftime("%H:%M").to_string()));
        if found != ((*days).into(), (*time).into()) {
            wrong.push(format!("{text:?}: expected {days} {time}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn english() {
    check(&[
        (En, "mon wed fri 9am", "MWF", "09:00"),
        (En, "Mon/Wed/Fri at 9 am", "MWF", "09:00"),
        (En, "mwf 9", "MWF", "09:00"),
        (En, "MWF 9-12", "MWF", "~09:00"),
        (En, "m-f 9-5", "MTWRF", "~09:00"),
        (En, "every weekday 6:30 pm", "MTWRF", "18:30"),
        (En, "weekdays, 6:30pm", "MTWRF", "18:30"),
        (En, "9am mon wed fri", "MWF", "09:00"),
        (En, "at 9 on mondays", "M", "09:00"),
        (En, "mondays at 9am and wednesdays", "MW", "09:00"),
        (En, "tuesdays and thursdays from 6 to 9 pm", "TR", "~18:00"),
        (En, "mon-thu 6-9 pm", "MTWR", "~18:00"),
        (En, "tues & thurs half past five pm", "TR", "17:30"),
        (En, "monday to friday quarter to 6 pm", "MTWRF", "17:45"),
        (En, "friday night at 9", "F", "21:00"),
        (En, "monday morning at 6", "M", "06:00"),
        (En, "monday evening at 9", "M", "21:00"),
        (En, "mon wed fri 5", "MWF", "~17:00"),
        (En, "every day except sunday at noon", "MTWRFS", "12:00"),
        (En, "all days 8:15", "MTWRFSU", "08:15"),
        (En, "t th 1730", "TR", "17:30"),
        (En, "saturday 12 am", "S", "~00:00"),
        (En, "wendesday 9am", "~W", "09:00"),
        (En, "maybe monday 9am", "~M", "~09:00"),
        (En, "monday 5 or 6 pm", "M", "17:00|18:00"),
        (En, "monday or tuesday 9am", "M|T", "09:00"),
        (En, "it starts at 9am on monday", "M", "09:00"),
        (En, "it's mon, wed and fri at 9", "MWF", "09:00"),
        (En, "mon wed fri", "MWF", "-"),
        (En, "9am", "-", "09:00"),
        (En, "monday 9am and wednesday 10am", "-", "-"),
        (En, "monday 9am wednesday", "MW", "09:00"),
        (En, "3 days a week at 9am", "-", "-"),
        (En, "not monday 9am", "-", "-"),
        (En, "lunes y miércoles a las 18", "~MW", "~18:00"),
        (En, "mondays 9 to noon", "M", "~09:00"),
    ]);
}

#[test]
fn spanish() {
    check(&[
        (Es, "lunes y miércoles a las 18", "MW", "18:00"),
        (Es, "lunes y miercoles 18h", "MW", "18:00"),
        (Es, "los lunes a las 9 de la mañana", "M", "09:00"),
        (Es, "de lunes a viernes a las 9", "MTWRF", "09:00"),
        (Es, "lunes a viernes de 9 a 12", "MTWRF", "~09:00"),
        (Es, "de lunes a jueves, de 18 a 21", "MTWR", "~18:00"),
        (Es, "L M X J V 17:30", "MTWRF", "17:30"),
        (Es, "L-V 9h", "MTWRF", "09:00"),
        (Es, "martes y jueves a las 5 y media de la tarde", "TR", "17:30"),
        (Es, "martes y jueves a las seis menos cuarto de la tarde", "TR", "17:45"),
        (Es, "entre semana a las 18:30", "MTWRF", "18:30"),
        (Es, "todos los días al mediodía", "MTWRFSU", "12:00"),
        (Es, "todos menos el domingo a las 10", "MTWRFS", "10:00"),
        (Es, "a las 9 los lunes", "M", "09:00"),
        (Es, "los sábados por la mañana a las 6", "S", "06:00"),
        (Es, "los viernes por la noche a las 9", "F", "21:00"),
        (Es, "lu mi vi 9am", "MWF", "09:00"),
        (Es, "lunes y miércoles a las 5", "MW", "~17:00"),
        (Es, "quizás los lunes a las 9", "~M", "~09:00"),
        (Es, "son los lunes y martes a las 9", "MT", "09:00"),
        (Es, "cada martes a la 1 de la tarde", "T", "13:00"),
        (Es, "los domingos a medianoche", "U", "00:00"),
        (Es, "lunes y miércoles", "MW", "-"),
        (Es, "a las 18", "-", "18:00"),
        (Es, "mañana a las 9", "-", "-"),
        (Es, "lunes a las 9 y martes a las 10", "-", "-"),
        (Es, "mon wed fri 9am", "~MWF", "~09:00"),
    ]);
}

#[test]
fn what_is_no_session() {
    for text in super::NO_ANSWERS {
        for language in [En, Es] {
            assert_eq!(read_session(text, language), (Reading::No, Reading::No), "{text:?}");
        }
    }
    let long = "mon 9am ".repeat(1_250);
    assert_eq!(read_session(&long, En), (Reading::No, Reading::No));
}
