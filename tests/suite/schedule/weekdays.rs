use handrail::schedule::Language::{self, En, Es};
use handrail::schedule::{Reading, Weekdays, read_weekdays};

/// Days as letters with Thursday R, Saturday S and Sunday U; "=MWF" is clear, "~MWF" doubtful,
/// days with a bar between ambiguous, "-" no.
fn shown(reading: &Reading<Weekdays>) -> String {
    let letters = |days: &Weekdays| -> String {
        "MTWRFSU".chars().enumerate().filter(|(bit, _)| days.bits() >> bit & 1 == 1).map(|(_, day)| day).collect()
    };
    match reading {
        Reading::Clear(days) => format!("={}", letters(days)),
        Reading::Doubtful(days) => format!("~{}", letters(days)),
        Reading::Ambiguous(options) => options.iter().map(letters).collect::<Vec<_>>().join("|"),
        Reading::No => "-".into(),
    }
}

fn check(rows: &[(Language, &str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(language, text, expected)| (text, expected, shown(&read_weekdays(text, *language))))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(text, expected, found)| format!("{text:?}: expected {expected}, found {found}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn english() {
    check(&[
        (En, "monday", "=M"),
        (En, "Mondays", "=M"),
        (En, "mon wed fri", "=MWF"),
        (En, "Mon, Wed, Fri", "=MWF"),
        (En, "monday, wednesday and friday", "=MWF"),
        (En, "every monday and thursday", "=MR"),
        (En, "m/w/f", "=MWF"),
        (En, "m-w-f", "=MWF"),
        (En, "mon-wed-fri", "=MWF"),
        (En, "mwf", "=MWF"),
        (En, "MWF", "=MWF"),
        (En, "M.W.F.", "=MWF"),
        (En, "m w f", "=MWF"),
        (En, "mtwthf", "=MTWRF"),
        (En, "mtwtfss", "=MTWRFSU"),
        (En, "t/th", "=TR"),
        (En, "TTh", "=TR"),
        (En, "tr", "=TR"),
        (En, "tues & thurs", "=TR"),
        (En, "tue + thu", "=TR"),
        (En, "m t w", "=MTW"),
        (En, "m t f", "MTF|MRF"),
        (En, "t", "T|R"),
        (En, "sat sun", "=SU"),
        (En, "weekdays", "=MTWRF"),
        (En, "every weekday", "=MTWRF"),
        (En, "weekends", "=SU"),
        (En, "every day", "=MTWRFSU"),
        (En, "everyday", "=MTWRFSU"),
        (En, "daily", "=MTWRFSU"),
        (En, "all", "=MTWRFSU"),
        (En, "every day from monday to friday", "=MTWRF"),
        (En, "all mondays", "=M"),
        (En, "motuth", "=MTR"),
        (En, "MTuWThF", "=MTWRF"),
        (En, "tuth", "=TR"),
        (En, "w", "~W"),
        (En, "wet", "-"),
        (En, "lungs", "-"),
        (En, "monday to friday", "=MTWRF"),
        (En, "monday through thursday", "=MTWR"),
        (En, "from monday to friday", "=MTWRF"),
        (En, "mon-thu", "=MTWR"),
        (En, "mon – thu", "=MTWR"),
        (En, "m-f", "=MTWRF"),
        (En, "mon-wed and sat", "=MTWS"),
        (En, "friday to monday", "~MFSU"),
        (En, "every day except sunday", "=MTWRFS"),
        (En, "every day but sunday", "=MTWRFS"),
        (En, "weekdays but not wednesday", "=MTRF"),
        (En, "monday to friday except wed", "=MTRF"),
        (En, "all except saturday and sunday", "=MTWRF"),
        (En, "monday not sunday", "~M"),
        (En, "weekdays and saturday", "=MTWRFS"),
        (En, "monday or tuesday", "M|T"),
        (En, "maybe monday", "~M"),
        (En, "monday mornings", "=M"),
        (En, "wendesday", "~W"),
        (En, "teusday and thrusday", "~TR"),
        (En, "mon, wensday", "~MW"),
        (En, "tursday", "-"),
        (En, "munday", "~M"),
        (En, "not monday", "-"),
        (En, "everything", "-"),
        (En, "every other monday", "-"),
        (En, "every two days", "-"),
        (En, "3 days a week", "-"),
        (En, "twice a week", "-"),
        (En, "monday 9am", "-"),
        (En, "monday to", "-"),
        (En, "except monday", "-"),
        (En, "monday except monday", "-"),
        (En, "moth", "-"),
    ]);
}

#[test]
fn spanish() {
    check(&[
        (Es, "lunes", "=M"),
        (Es, "los lunes", "=M"),
        (Es, "lunes y miércoles", "=MW"),
        (Es, "lunes, miércoles y viernes", "=MWF"),
        (Es, "LUNES Y MIERCOLES", "=MW"),
        (Es, "lu mi vi", "=MWF"),
        (Es, "lun mié vie", "=MWF"),
        (Es, "L M X J V", "=MTWRF"),
        (Es, "LMXJV", "=MTWRF"),
        (Es, "L M M J V", "=MTWRF"),
        (Es, "L-X-V", "=MWF"),
        (Es, "L/X/V", "=MWF"),
        (Es, "L M V", "MTF|MWF"),
        (Es, "m j", "TR|WR"),
        (Es, "l a v", "=MTWRF"),
        (Es, "L-V", "=MTWRF"),
        (Es, "de lunes a viernes", "=MTWRF"),
        (Es, "lunes a jueves", "=MTWR"),
        (Es, "del lunes al jueves", "=MTWR"),
        (Es, "lunes hasta viernes", "=MTWRF"),
        (Es, "viernes a lunes", "~MFSU"),
        (Es, "entre semana", "=MTWRF"),
        (Es, "días laborables", "=MTWRF"),
        (Es, "fines de semana", "=SU"),
        (Es, "el fin de semana", "=SU"),
        (Es, "todos los días", "=MTWRFSU"),
        (Es, "todos", "=MTWRFSU"),
        (Es, "cada día", "=MTWRFSU"),
        (Es, "a diario", "=MTWRFSU"),
        (Es, "todos los lunes", "=M"),
        (Es, "todos los días de lunes a viernes", "=MTWRF"),
        (Es, "todos los días laborables", "=MTWRF"),
        (Es, "todos los días de la semana", "=MTWRFSU"),
        (Es, "lumivi", "=MWF"),
        (Es, "masa", "-"),
        (Es, "mid", "-"),
        (Es, "cada martes y jueves", "=TR"),
        (Es, "todos menos el domingo", "=MTWRFS"),
        (Es, "todos los días excepto sábados y domingos", "=MTWRF"),
        (Es, "de lunes a viernes salvo el miércoles", "=MTRF"),
        (Es, "entre semana pero no los viernes", "=MTWR"),
        (Es, "lunes o martes", "M|T"),
        (Es, "martes e incluso", "-"),
        (Es, "quizás los lunes", "~M"),
        (Es, "miercols", "~W"),
        (Es, "biernes y zabado", "~FS"),
        (Es, "jueves y sabdo", "~RS"),
        (Es, "sábados por la mañana", "=S"),
        (Es, "monday and wednesday", "~MW"),
        (En, "lunes y miércoles", "~MW"),
        (Es, "mis", "-"),
        (Es, "los lunes no", "-"),
        (Es, "no los lunes", "-"),
        (Es, "cada dos días", "-"),
        (Es, "tres veces por semana", "-"),
        (Es, "lunes a las 9", "-"),
        (Es, "la semana", "-"),
        (Es, "algunos días", "-"),
    ]);
}

#[test]
fn what_is_no_weekday() {
    for text in super::NO_ANSWERS {
        for language in [En, Es] {
            assert_eq!(read_weekdays(text, language), Reading::No, "{text:?}");
        }
    }
    for text in ["mon ".repeat(2_500), "m".repeat(10_000), "t".repeat(200), "t ".repeat(40)] {
        assert_eq!(read_weekdays(&text, En), Reading::No);
    }
}
