//! Answers as people type them, in English and Spanish, with what each is read as, and what must stay unclear.
//!
//! One table a type. A reading is written as the value (`yes`, `3`, `work_job`, `a|b`), with `~` in front when it is
//! said back, `a/b?` when it may be one of several, `-` when it is unclear, and `>long`, `>many`, `>range` for answers
//! that are understood and not taken. Days, times and zones have their own tables in `schedule`.

use handrail::engine::{Flows, Reading, Surroundings, Value, payload, read};
use handrail::message::Language::{self, En, Es};

use crate::play::load_clean;

const FLOW: &str = "
flow: words
languages: [en, es]
slots:
  sure: { type: yes_no }
  agree: { type: yes_no }
  days: { type: number, min: 1, max: 7 }
  cost: { type: number }
  kind: { type: choice }
  needs: { type: choices, items: 3 }
  bring: { type: list, items: 4, max: 30 }
  land: { type: country }
  name: { type: text, max: 40 }
steps:
  hello:
    - ask: agree
      en: May I?
      es: ¿Puedo?
      choices:
        - { value: yes, en: Sign me up, es: Apúnteme }
        - value: no
          en: Leave me out
          es: Déjeme fuera
          also: { en: [count me out], es: [mejor ni hablar] }
      skip: no
    - ask: kind
      en: Which?
      es: ¿Cuál?
      choices:
        - { value: home, en: At home, es: En casa }
        - { value: work_job, en: At work, es: En el trabajo, also: { en: [office, my job], es: [oficina, mi empleo] } }
        - { value: school, en: At school, es: En la escuela }
        - { value: not_sure, en: Not sure yet, es: Todavía no sé }
        - { value: else, en: Something else, es: Otra cosa }
        - { value: nowhere, en: Nowhere, es: En ningún sitio }
      skip: home
    - ask: needs
      en: What for?
      es: ¿Para qué?
      choices:
        - { value: sleep, en: Sleep, es: Sueño }
        - { value: panic, en: Panic, es: Pánico }
        - { value: mood, en: Mood, es: Ánimo }
        - { value: food, en: Food and eating, es: Comida y alimentación }
        - { value: money, en: Money, es: Dinero }
      skip: none
    - end: done
";

fn shown(value: &Value) -> String {
    match value {
        Value::List(items) => items.join("|"),
        Value::Choices(names) => names.join("|"),
        other => payload::write_value(other),
    }
}

fn reading(flows: &Flows, slot: &str, text: &str, language: Language) -> String {
    let flow = &flows.flows[0];
    let number = flow.slot(slot).unwrap();
    let offered: Vec<_> = flow.ask(number).map(|ask| ask.choices.iter().collect()).unwrap_or_default();
    let now = "2026-11-25T10:00:00Z".parse().unwrap();
    let around = Surroundings {
        language,
        now,
        today: jiff::civil::date(2026, 11, 25),
        offered: &offered,
        first: 0,
        gathered: None,
    };
    match read(&flow.slots[number], text, &around) {
        Reading::Clear(value) => shown(&value),
        Reading::Doubtful(value) => format!("~{}", shown(&value)),
        Reading::Ambiguous(values) => format!("{}?", values.iter().map(shown).collect::<Vec<_>>().join("/")),
        Reading::TooLong(_) => ">long".to_owned(),
        Reading::TooMany(_) => ">many".to_owned(),
        Reading::OutOfRange => ">range".to_owned(),
        Reading::Past => ">past".to_owned(),
        Reading::Unclear => "-".to_owned(),
    }
}

/// Language, text, reading.
type Row = (Language, &'static str, &'static str);

fn table(slot: &str, rows: &[Row]) {
    let flows = load_clean(&[FLOW]);
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(language, text, expected)| {
            let got = reading(&flows, slot, text, *language);
            (got != *expected).then(|| format!("{} {text:?}: {got}, not {expected}", language.code()))
        })
        .collect();
    assert!(wrong.is_empty(), "{slot}\n{}", wrong.join("\n"));
}

#[test]
#[rustfmt::skip]
fn yes_and_no() {
    let rows: &[Row] = &[
        (En, "yes", "yes"), (En, "Yes.", "yes"), (En, "YES!!", "yes"), (En, "y", "yes"), (En, "yeah", "yes"),
        (En, "yep", "yes"), (En, "Yup", "yes"), (En, "sure", "yes"), (En, "Sure, why not", "yes"),
        (En, "ok", "yes"), (En, "okay then", "yes"), (En, "yes please", "yes"), (En, "of course", "yes"),
        (En, "absolutely", "yes"), (En, "I do", "yes"), (En, "i think so", "yes"), (En, "yes, I can", "yes"),
        (En, "👍", "yes"), (En, "yes 👍🏽", "yes"), (En, "👎", "no"), (En, "no", "no"), (En, "No thanks", "no"),
        (En, "no thank you!", "no"), (En, "nope", "no"), (En, "nah", "no"), (En, "not really", "no"),
        (En, "not now", "no"), (En, "no, I work then", "no"), (En, "I'd rather not", "no"), (En, "I don’t", "no"),
        (En, "n", "no"), (En, "never", "no"), (En, "no way", "no"), (En, "I don't think so", "no"),
        (En, "I'm not", "no"), (En, "  no  ", "no"),
        // Neither, or both: a yes to a reminder must never be guessed.
        (En, "yes and no", "-"), (En, "yes but not today", "-"), (En, "no idea", "-"), (En, "maybe", "-"),
        (En, "I don't know", "-"), (En, "what does that mean?", "-"), (En, "ok but no reminders", "-"),
        (En, "yesterday", "-"), (En, "nothing", "-"), (En, "not sure", "-"), (En, "👍👎", "-"), (En, "?", "-"),
        (En, "no problem, yes", "-"), (En, "sure, if it does not cost anything", "-"), (En, "", "-"), (En, "12", "-"),
        (En, "please don't", "-"), (En, "ok no", "-"), (En, "yes no", "-"),
        (Es, "sí", "yes"), (Es, "si", "yes"), (Es, "Sí, por favor", "yes"), (Es, "¡Claro que sí!", "yes"),
        (Es, "claro", "yes"), (Es, "vale", "yes"), (Es, "dale", "yes"), (Es, "por supuesto", "yes"),
        (Es, "de acuerdo", "yes"), (Es, "bueno", "yes"), (Es, "creo que sí", "yes"), (Es, "sí, quiero", "yes"),
        (Es, "así es", "yes"), (Es, "yes", "yes"), (Es, "no", "no"), (Es, "No, gracias", "no"), (Es, "nop", "no"),
        (Es, "para nada", "no"), (Es, "ahora no", "no"), (Es, "todavía no", "no"), (Es, "aún no", "no"),
        (Es, "creo que no", "no"), (Es, "claro que no", "no"), (Es, "mejor no", "no"), (Es, "no quiero", "no"),
        (Es, "no, trabajo a esa hora", "no"), (Es, "nunca", "no"), (Es, "en absoluto", "no"),
        (Es, "no sé", "-"), (Es, "no lo sé", "-"), (Es, "no estoy segura", "-"), (Es, "sí y no", "-"),
        (Es, "tal vez", "-"), (Es, "quizás", "-"), (Es, "¿qué es eso?", "-"), (Es, "sí pero no hoy", "-"),
        (Es, "depende", "-"), (Es, "bueno, no", "-"), (Es, "claro, pero no hoy", "-"), (Es, "no entiendo", "-"),
        (Es, "no entiendo la pregunta", "-"), (En, "no clue", "-"), (En, "no comment", "-"),
        (En, "please stop", "-"), (En, "ok what is it?", "-"), (En, "ok stop", "-"), (En, "right now I can't", "-"),
        (En, "yes if it's free", "-"), (En, "yes yes", "yes"), (En, "no no no", "no"), (En, "ok, that works", "yes"),
        (En, "no I work then", "no"), (En, "no, it's fine", "no"), (En, "sure thing", "yes"), (En, "not 👍", "-"),
        (En, "no, I don't know", "-"), (En, "no problem", "-"), (En, "definitely maybe", "-"), (En, "fine, do it", "yes"),
        (Es, "ya basta", "-"), (Es, "vale la pena", "-"), (Es, "vale, hágalo", "yes"), (Es, "si puedo", "yes"),
        (Es, "claro que puedo", "yes"), (Es, "no puedo", "no"), (Es, "no tengo idea", "-"), (Es, "sin duda no sé", "-"),
        (Es, "por favor no", "-"), (Es, "no, ya no", "no"), (Es, "sí sí", "yes"), (Es, "no hay problema", "-"),
    ];
    table("sure", rows);
}

#[test]
#[rustfmt::skip]
fn yes_and_no_with_buttons_of_their_own() {
    let rows: &[Row] = &[
        (En, "Sign me up", "yes"), (En, "sign me up!", "yes"), (En, "leave me out", "no"), (En, "Count me out", "no"),
        (Es, "apunteme", "yes"), (Es, "Déjeme fuera", "no"), (Es, "mejor ni hablar", "no"), (En, "Apúnteme", "yes"),
        (En, "yes", "yes"), (Es, "no", "no"), (En, "out", "-"), (Es, "fuera de aquí", "-"),
    ];
    table("agree", rows);
}

#[test]
#[rustfmt::skip]
fn numbers() {
    let rows: &[Row] = &[
        (En, "3", "3"), (En, " 3 ", "3"), (En, "3.", "3"), (En, "3 days", "3"), (En, "about 3", "3"),
        (En, "three", "3"), (En, "Three days", "3"), (En, "maybe 4 or so", "4"), (En, "5 days a week", "5"),
        (En, "twice", "2"), (En, "once", "1"), (En, "a couple", "2"), (En, "3!", "3"), (En, "(3)", "3"),
        (En, "I think seven", "7"), (En, "1.5", "1.5"), (En, "1,5", "1.5"), (En, "3x", "-"), (En, "one", "1"),
        (En, "only one", "1"), (En, "up to four days", "4"), (En, "7.0", "7"), (En, "#3", "3"), (En, "~3", "3"),
        (En, "0", ">range"), (En, "none", ">range"), (En, "8", ">range"), (En, "twelve", ">range"),
        (En, "-1", ">range"), (En, "365", ">range"), (En, "half", ">range"), (En, "1000000", ">range"),
        (En, "2 or 3", "-"), (En, "2-3", "-"), (En, "between two and four", "-"), (En, "every day", "-"),
        (En, "a lot", "-"), (En, "it depends", "-"), (En, "NaN", "-"), (En, "inf", "-"), (En, "monday", "-"),
        (En, "", "-"), (En, "?", "-"), (En, "1e400", "-"), (En, "not sure", "-"),
        (En, "5 days, 3 hours", "-"), (En, "I could do mornings if my sister takes the kids, else none at all I fear", "-"),
        (Es, "3", "3"), (Es, "tres", "3"), (Es, "tres días", "3"), (Es, "unos 4 días", "4"), (Es, "cinco", "5"),
        (Es, "dos veces", "2"), (Es, "un par", "2"), (Es, "una", "1"), (Es, "creo que siete", "7"), (Es, "1,5", "1.5"),
        (Es, "once", ">range"), (Es, "dieciséis", ">range"), (Es, "ninguno", ">range"), (Es, "cero", ">range"),
        (Es, "treinta y cuatro", ">range"), (Es, "dos o tres", "-"), (Es, "todos los días", "-"),
        (Es, "depende", "-"), (Es, "no sé", "-"), (Es, "el martes", "-"), (Es, "de 2 a 3", "-"), (Es, "four", "4"),
    ];
    table("days", rows);
}

#[test]
#[rustfmt::skip]
fn amounts() {
    let rows: &[Row] = &[
        (En, "1500", "1500"), (En, "1,500", "1500"), (En, "$1,500", "1500"), (En, "1,500 dollars", "1500"),
        (En, "12,345,678", "12345678"), (En, "1,50", "1.5"), (En, "0,500", "0.5"), (En, "twenty", "20"),
        (Es, "veinticinco", "25"), (Es, "veintiún", "-"), (En, "twenty five", "25"), (En, "twenty-five", "25"), (En, "forty two", "42"), (En, "sixty", "60"),
        (En, "0", "0"), (En, "-20", "-20"), (Es, "veinte", "20"), (Es, "cuarenta y dos", "42"), (Es, "once", "11"),
        (Es, "noventa", "90"), (Es, "1,500", "1500"), (Es, "cien", "100"), (En, "100", "100"), (En, "ninety nine", "99"),
    ];
    table("cost", rows);
}

#[test]
#[rustfmt::skip]
fn one_choice() {
    let rows: &[Row] = &[
        (En, "At home", "home"), (En, "at home", "home"), (En, "AT HOME!", "home"), (En, "home", "home"),
        (En, "At work", "work_job"), (En, "office", "work_job"), (En, "my job", "work_job"), (En, "work_job", "work_job"),
        (En, "1", "home"), (En, "2", "work_job"), (En, "6", "nowhere"), (En, "number 3", "school"),
        (En, "option 2", "work_job"), (En, "the first one", "home"), (En, "second", "work_job"), (En, "the last", "nowhere"),
        (En, "the third one", "school"), (En, "at home please", "home"), (En, "I'd say at school", "school"),
        (En, "not sure yet", "not_sure"), (En, "something else", "else"), (En, "nowhere", "nowhere"),
        (En, "En casa", "home"), (En, "the office", "work_job"), (En, "2.", "work_job"), (En, "(2)", "work_job"),
        (En, "fourth", "not_sure"), (En, "fifth", "else"), (En, "number 1", "home"),
        // A slip of the finger is said back.
        (En, "at scool", "~school"), (En, "ofice", "~work_job"), (En, "nowere", "~nowhere"), (En, "anyhting", "-"),
        // A story that names one is said back; one that names two is asked about.
        (En, "well I guess most days I would be at home with my kids", "~home"),
        (En, "at home or at school", "home/school?"), (En, "at work and at home", "home/work_job?"),
        // What is taken back in the same breath is asked again.
        (En, "at home but not really", "-"), (En, "not at home", "-"), (En, "I cant be at work", "-"),
        (Es, "en casa, pero no siempre", "-"), (Es, "nunca en la escuela", "-"), (En, "I'm not sure yet", "not_sure"),
        (En, "no, at home", "~home"), (Es, "no, en casa", "~home"),
        (En, "7", "-"), (En, "0", "-"), (En, "99999999999999999999", "-"),
        (En, "18446744073709551615", "-"), (En, "yes", "-"), (En, "ho", "-"), (En, "what?", "-"), (En, "both", "-"),
        (En, "none", "-"), (En, "", "-"), (En, "xyz", "-"), (En, "homework", "-"), (En, "schooling", "-"),
        (En, "...", "-"), (En, "🏠", "-"),
        (Es, "En casa", "home"), (Es, "en casa", "home"), (Es, "en el trabajo", "work_job"), (Es, "oficina", "work_job"),
        (Es, "mi empleo", "work_job"), (Es, "en la escuela", "school"), (Es, "todavia no se", "not_sure"),
        (Es, "otra cosa", "else"), (Es, "en ningun sitio", "nowhere"), (Es, "la primera", "home"), (Es, "el segundo", "work_job"),
        (Es, "la última", "nowhere"), (Es, "opción 3", "school"), (Es, "número 2", "work_job"), (Es, "2", "work_job"),
        (Es, "en la ofisina", "-"), (Es, "ofisina", "~work_job"), (Es, "en la escuela, creo", "school"),
        (Es, "en casa o en la escuela", "home/school?"), (Es, "todo", "-"), (Es, "no sé", "-"), (Es, "casa", "-"),
        (Es, "ninguna", "-"), (Es, "at work", "work_job"),
    ];
    table("kind", rows);
}

#[test]
#[rustfmt::skip]
fn several_choices() {
    let rows: &[Row] = &[
        (En, "sleep", "sleep"), (En, "Sleep and panic", "sleep|panic"), (En, "sleep, panic", "sleep|panic"),
        (En, "sleep, panic and mood", "sleep|panic|mood"), (En, "panic & mood", "panic|mood"), (En, "1 and 3", "sleep|mood"),
        (En, "1,3", "sleep|mood"), (En, "1 3", "sleep|mood"), (En, "1, 2 and 3", "sleep|panic|mood"), (En, "2", "panic"),
        (En, "Food and eating", "food"), (En, "food and eating, money", "food|money"), (En, "sleep/mood", "sleep|mood"),
        (En, "sleep + money", "sleep|money"), (En, "sleep\npanic", "sleep|panic"), (En, "sleep; panic", "sleep|panic"),
        (En, "mood, mood, mood", "mood"), (En, "mostly sleep", "sleep"), (En, "sleep, also money", "sleep|money"),
        (En, "the first and the last", "sleep|money"), (En, "PANIC", "panic"), (En, "sleep plus mood", "sleep|mood"),
        (En, "number 2 and number 5", "panic|money"), (En, "sleep,panic,", "sleep|panic"),
        (En, "panik", "~panic"), (En, "sleep and monney", "~sleep|money"), (En, "sleep and my cat", "~sleep"),
        (En, "sleep, whatever else", "~sleep"), (En, "panic and 9", "~panic"),
        (En, "all", ">many"), (En, "all of them", ">many"), (En, "everything", ">many"), (En, "1 2 3 4", ">many"),
        (En, "sleep, panic, mood, money", ">many"),
        (En, "none", "-"), (En, "nothing", "-"), (En, "9", "-"), (En, "my cat", "-"), (En, "and", "-"), (En, ",,,", "-"),
        (En, "", "-"), (En, "why do you ask?", "-"), (En, "0", "-"),
        (Es, "sueño", "sleep"), (Es, "sueño y pánico", "sleep|panic"), (Es, "sueño, ánimo", "sleep|mood"),
        (Es, "panico y dinero", "panic|money"), (Es, "1 y 3", "sleep|mood"), (Es, "comida y alimentacion", "food"),
        (Es, "comida y alimentación, dinero", "food|money"), (Es, "sueño, también dinero", "sleep|money"),
        (Es, "sueño e ánimo", "sleep|mood"), (Es, "todo", ">many"), (Es, "todas", ">many"), (Es, "dinreo", "~money"),
        (Es, "sueño y mi gato", "~sleep"), (Es, "nada", "-"), (Es, "no sé", "-"), (Es, "ninguna", "-"),
        (Es, "la primera y la segunda", "sleep|panic"), (Es, "sleep y dinero", "sleep|money"),
    ];
    table("needs", rows);
}

#[test]
#[rustfmt::skip]
fn lists() {
    let rows: &[Row] = &[
        (En, "water", "water"), (En, "water, book", "water|book"), (En, "water,book", "water|book"),
        (En, "water\nbook", "water|book"), (En, "- water\n- book", "water|book"), (En, "* water\n* book", "water|book"),
        (En, "• water\n• book", "water|book"), (En, "1. water\n2. book", "water|book"), (En, "1) water\n2) book", "water|book"),
        (En, "1. water\n2. book, pen", "water|book, pen"), (En, "water; book, pen", "water|book, pen"),
        (En, "water, water, water", "water"), (En, " water ,  book ", "water|book"), (En, "a, b, c, d", "a|b|c|d"),
        (En, "water,", "water"), (En, ",water", "water"), (En, "water,,book", "water|book"), (En, "my ID card", "my ID card"),
        (En, "a snack and a book", "a snack and a book"), (En, "3 pens", "3 pens"), (En, "Dr. Lee", "Dr. Lee"),
        (En, "2.5 liters of water", "2.5 liters of water"), (En, "$20", "$20"), (En, "O'Neil", "O'Neil"), (En, "no", "no"),
        (En, "water 💧", "water 💧"), (En, "-water", "water"), (En, "email: a@b.c", "email: a@b.c"), (En, "12", "12"),
        (En, "a, b, c, d, e", ">many"), (En, "a\nb\nc\nd\ne\nf", ">many"),
        (En, "a very long thing that has more than thirty letters", ">long"),
        (En, "water, a very long thing that has more than thirty letters", ">long"),
        (En, "", "-"), (En, ",", "-"), (En, ", , ,", "-"), (En, "...", "-"), (En, "- \n- ", "-"), (En, "💧", "-"),
        (En, "!!!", "-"), (En, "?", "-"), (En, "1.", "-"),
        (Es, "agua", "agua"), (Es, "agua, libro", "agua|libro"), (Es, "agua\nlibro", "agua|libro"),
        (Es, "1. agua\n2. mi cédula", "agua|mi cédula"), (Es, "- agua\n- lápiz", "agua|lápiz"), (Es, "agua; libro, pluma", "agua|libro, pluma"),
        (Es, "agua y libro", "agua y libro"), (Es, "año, niño", "año|niño"), (Es, "a, b, c, d, e", ">many"),
        (Es, "una cosa muy larga que tiene más de treinta letras", ">long"), (Es, "¿?", "-"), (Es, "¡!", "-"), (Es, " ; ", "-"),
        (Es, "agua, AGUA", "agua|AGUA"), (Es, "20 dólares", "20 dólares"),
    ];
    table("bring", rows);
}

#[test]
#[rustfmt::skip]
fn countries() {
    let rows: &[Row] = &[
        (En, "United States", "US"), (En, "united states", "US"), (En, "USA", "US"), (En, "usa", "US"), (En, "U.S.", "US"),
        (En, "U.S.A.", "US"), (En, "US", "US"), (En, "the US", "US"), (En, "America", "US"), (En, "the states", "US"),
        (En, "I live in the USA", "US"), (En, "I live in the United States", "US"), (En, "Mexico", "MX"), (En, "México", "MX"),
        (En, "I'm in Canada", "CA"), (En, "from Spain", "ES"), (En, "Germany", "DE"), (En, "Deutschland", "DE"),
        (En, "UK", "GB"), (En, "uk", "GB"), (En, "England", "GB"), (En, "scotland", "GB"), (En, "the UK", "GB"),
        (En, "the Netherlands", "NL"), (En, "Holland", "NL"), (En, "NO", "NO"), (En, "Norway", "NO"), (En, "Ireland", "IE"),
        (En, "Northern Ireland", "GB"), (En, "GB", "GB"), (En, "IN", "IN"), (En, "India", "IN"), (En, "Puerto Rico", "PR"),
        (En, "Argentina!", "AR"), (En, "in Japan", "JP"), (En, "South Korea", "KR"), (En, "Czech Republic", "CZ"),
        (En, "Germny", "~DE"), (En, "Argentinia", "~AR"), (En, "Unted States", "~US"), (En, "Swizerland", "~CH"),
        (En, "no", "-"), (En, "No.", "-"), (En, "in", "-"), (En, "us", "US"), (En, "it", "-"), (En, "Atlantis", "-"),
        (En, "somewhere", "-"), (En, "here", "-"), (En, "", "-"), (En, "XX", "-"), (En, "Europe", "-"),
        (En, "why do you need that?", "-"), (En, "yes", "-"), (En, "Mexico or Spain", "-"),
        (Es, "Estados Unidos", "US"), (Es, "EE. UU.", "US"), (Es, "EEUU", "US"), (Es, "EE.UU.", "US"), (Es, "México", "MX"),
        (Es, "mexico", "MX"), (Es, "Vivo en México", "MX"), (Es, "España", "ES"), (Es, "espana", "ES"), (Es, "soy de Colombia", "CO"),
        (Es, "Alemania", "DE"), (Es, "Reino Unido", "GB"), (Es, "Inglaterra", "GB"), (Es, "Corea del Sur", "KR"),
        (Es, "República Dominicana", "DO"), (Es, "el Perú", "PE"), (Es, "Vivo en los Estados Unidos", "US"), (En, "I am from the Netherlands", "NL"), (Es, "Perú", "PE"), (Es, "estoy en Chile", "CL"),
        (Es, "Brasil", "BR"), (Es, "Japón", "JP"), (Es, "Guatemla", "~GT"), (Es, "no", "-"), (Es, "aquí", "-"),
        (Es, "no sé", "-"), (Es, "un país lejano", "-"),
    ];
    table("land", rows);
}

#[test]
#[rustfmt::skip]
fn texts() {
    let rows: &[Row] = &[
        (En, "Ana", "Ana"), (En, "  Ana  ", "Ana"), (En, "call me Sam", "call me Sam"), (En, "no", "no"), (En, "true", "true"),
        (En, "17:30", "17:30"), (En, "O'Neil", "O'Neil"), (En, "Ana-María", "Ana-María"), (En, "X", "X"), (En, "7", "7"),
        (En, "😀 Sam", "😀 Sam"), (En, "J.R.", "J.R."), (En, "a b c", "a b c"), (En, "null", "null"), (En, "~x", "~x"),
        (En, "{name}", "{name}"), (En, "<b>Sam</b>", "<b>Sam</b>"), (En, "Sam; DROP TABLE", "Sam; DROP TABLE"),
        (En, "@everyone", "@everyone"), (En, "line one\nline two", "line one\nline two"), (En, "\"Sam\"", "\"Sam\""),
        (En, "it's # 5", "it's # 5"), (En, "en: Sam", "en: Sam"), (En, "100%", "100%"), (En, "Dr. Lee, MD", "Dr. Lee, MD"),
        (En, "1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890"),
        (En, "12345678901234567890123456789012345678901", ">long"), (En, "a name that is by far longer than what anyone is called", ">long"),
        (En, "", "-"), (En, "   ", "-"), (En, "\n\n", "-"), (En, "?", "-"), (En, "...", "-"), (En, "😀", "-"), (En, "—", "-"),
        (En, "!!!", "-"), (En, "( )", "-"), (En, "* * *", "-"), (En, "¯\\_(ツ)_/¯", "¯\\_(ツ)_/¯"),
        (Es, "Íñigo", "Íñigo"), (Es, "María José", "María José"), (Es, "me llamo Ana", "me llamo Ana"), (Es, "ñ", "ñ"),
        (Es, "¿Ana?", "¿Ana?"), (Es, "¡!", "-"), (Es, "¿?", "-"), (Es, "…", "-"), (Es, "Ana, 34", "Ana, 34"), (Es, "no sé", "no sé"),
        (Es, "el niño", "el niño"), (Es, "un nombre mucho más largo que cualquiera que exista", ">long"),
        (Es, "ñññññññññññññññññññññññññññññññññññññññññ", ">long"), (Es, "ññññññññññññññññññññññññññññññññññññññññ", "ññññññññññññññññññññññññññññññññññññññññ"),
        (Es, "Ana\u{301}", "Ana\u{301}"), (Es, "мария", "мария"), (Es, "李", "李"), (Es, "123", "123"),
    ];
    table("name", rows);
}

/// Numbers mean what the person sees: on the second page "1" is the first choice there.
#[test]
fn a_number_counts_from_the_page_that_is_shown() {
    let flows = load_clean(&[FLOW]);
    let flow = &flows.flows[0];
    let kind = flow.slot("kind").unwrap();
    let offered: Vec<_> = flow.ask(kind).unwrap().choices.iter().collect();
    let around = Surroundings {
        language: En,
        now: "2026-11-25T10:00:00Z".parse().unwrap(),
        today: jiff::civil::date(2026, 11, 25),
        offered: &offered,
        first: 5,
        gathered: None,
    };
    let choice = |text: &str| match read(&flow.slots[kind], text, &around) {
        Reading::Clear(value) => shown(&value),
        other => format!("{other:?}"),
    };
    assert_eq!(choice("1"), "nowhere");
    assert_eq!(choice("2"), "Unclear");
    assert_eq!(choice("at home"), "home");
    // The largest number there is must not overflow.
    assert_eq!(choice(&usize::MAX.to_string()), "Unclear");
}
