//! The small language of conditions: what is read, what its types allow, and what it comes to.

use std::collections::BTreeMap;

use handrail::engine::expression::{Expression, Facts, ParseError, TypeProblem, problems};
use handrail::engine::{Position, Value, ValueKind};
use handrail::message::{Country, Language};
use jiff::civil::{date, time};
use proptest::prelude::*;

struct Answers {
    slots: BTreeMap<&'static str, Option<Value>>,
    country: Option<Country>,
}

impl Facts for Answers {
    fn slot(&self, name: &str) -> Option<&Value> {
        self.slots.get(name)?.as_ref()
    }

    fn is_slot(&self, name: &str) -> bool {
        self.slots.contains_key(name)
    }

    fn country(&self) -> Option<Country> {
        self.country
    }

    fn language(&self) -> Language {
        Language::Es
    }
}

fn answers() -> Answers {
    let slots = BTreeMap::from([
        ("days", Some(Value::Number(3.0))),
        ("sure", Some(Value::YesNo(true))),
        ("never", Some(Value::YesNo(false))),
        ("stage", Some(Value::Choice("looking".into()))),
        ("needs", Some(Value::Choices(vec!["sleep".into(), "mood".into()]))),
        ("bring", Some(Value::List(vec!["water".into()]))),
        ("name", Some(Value::Text("Ana".into()))),
        ("start", Some(Value::Date(date(2026, 11, 25)))),
        ("until", Some(Value::Date(date(2026, 12, 25)))),
        ("at", Some(Value::Time(time(17, 30, 0, 0)))),
        ("land", Some(Value::Country(Country::from_code("MX").unwrap()))),
        ("unset", None),
        ("unsure", None),
    ]);
    Answers { slots, country: Country::from_code("US") }
}

fn parse(written: &str) -> Result<Expression, ParseError> {
    Expression::parse(written, &Position::default())
}

fn kind(name: &str) -> Option<ValueKind> {
    match name {
        "unset" => Some(ValueKind::Number),
        "unsure" => Some(ValueKind::YesNo),
        _ => answers().slots.get(name)?.as_ref().map(Value::kind),
    }
}

fn offers(slot: &str) -> Vec<String> {
    if slot == "stage" { vec!["looking".to_owned(), "enrolled".to_owned()] } else { Vec::new() }
}

#[test]
fn conditions_hold_or_do_not() {
    let rows = [
        ("days >= 3", true),
        ("days > 3", false),
        ("days < 4", true),
        ("days <= 2", false),
        ("days == 3", true),
        ("days = 3", true),
        ("days != 3", false),
        ("days != 4", true),
        ("3 == days", true),
        ("4 > days", true),
        ("days == 3.0", true),
        ("days > -1", true),
        ("sure", true),
        ("never", false),
        ("not never", true),
        ("not not sure", true),
        ("sure == yes", true),
        ("sure == no", false),
        ("never == false", true),
        ("yes", true),
        ("no", false),
        ("stage == looking", true),
        ("stage != looking", false),
        ("stage == \"looking\"", true),
        ("looking == stage", true),
        ("stage in [looking, enrolled]", true),
        ("stage in [enrolled]", false),
        ("stage not in [enrolled]", true),
        ("stage in []", false),
        ("days in [1, 3]", true),
        ("days not in [1, 3]", false),
        ("sleep in needs", true),
        ("panic in needs", false),
        ("panic not in needs", true),
        ("\"water\" in bring", true),
        ("name == \"Ana\"", true),
        ("name == 'Ana'", true),
        ("name == 'ana'", false),
        ("start < until", true),
        ("start >= until", false),
        ("start == start", true),
        ("at == at", true),
        ("land == MX", true),
        ("land in [US, MX]", true),
        ("land == US", false),
        ("person.country == US", true),
        ("person.country in [MX, US]", true),
        ("person.country is set", true),
        ("person.country is not set", false),
        ("person.language == es", true),
        ("person.language == en", false),
        ("days is set", true),
        ("days is not set", false),
        ("unset is set", false),
        ("unset is not set", true),
        // A slot that is not set: every comparison is false, and so is the yes.
        ("unset == 3", false),
        ("unset != 3", false),
        ("unset < 3", false),
        ("unset > 3", false),
        ("unset in [3]", false),
        ("unset not in [3]", false),
        ("unset == unset", false),
        ("unsure", false),
        ("not unsure", true),
        ("unsure == no", false),
        ("days == 3 and sure", true),
        ("days == 3 and never", false),
        ("never or sure", true),
        ("never or never", false),
        // `and` binds more tightly than `or`, `not` more tightly than both.
        ("sure or sure and never", true),
        ("(sure or sure) and never", false),
        ("not never and sure", true),
        ("not (sure and never)", true),
        ("not sure or sure", true),
        ("never and never or sure", true),
        ("days >= 3 and stage == looking and sure", true),
        ("unset is set and unset > 3 or days > 2", true),
        // Unlike kinds are unequal, never an error.
        ("days == \"3\"", false),
        ("sure == 1", false),
        ("stage < 3", false),
        ("needs == sleep", false),
        ("start == 3", false),
        ("days", false),
        ("name", false),
        ("days in name", false),
        ("3", false),
        ("\"yes\"", false),
        ("[yes]", false),
    ];
    let answers = answers();
    let wrong: Vec<&str> = rows
        .iter()
        .filter(|(written, expected)| parse(written).map(|parsed| parsed.holds(&answers)) != Ok(*expected))
        .map(|(written, _)| *written)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn without_a_country_nothing_is_known_of_it() {
    let nobody = Answers { country: None, ..answers() };
    for (written, expected) in [
        ("person.country == US", false),
        ("person.country != US", false),
        ("person.country in [US]", false),
        ("person.country not in [US]", false),
        ("person.country is set", false),
        ("person.country is not set", true),
    ] {
        assert_eq!(parse(written).unwrap().holds(&nobody), expected, "{written}");
    }
}

#[test]
fn values_come_out_as_they_are() {
    let answers = answers();
    let value = |written: &str| parse(written).unwrap().value(&answers);
    assert_eq!(value("3"), Some(Value::Number(3.0)));
    assert_eq!(value("-2.5"), Some(Value::Number(-2.5)));
    assert_eq!(value("\"two words\""), Some(Value::Text("two words".into())));
    assert_eq!(value("yes"), Some(Value::YesNo(true)));
    assert_eq!(value("days"), Some(Value::Number(3.0)));
    assert_eq!(value("enrolled"), Some(Value::Choice("enrolled".into())));
    assert_eq!(value("unset"), None);
    assert_eq!(value("days > 2"), Some(Value::YesNo(true)));
    assert_eq!(value("[sleep, \"mood\", 3]"), Some(Value::Choices(vec!["sleep".into(), "mood".into()])));
    assert_eq!(value("person.language"), Some(Value::Choice("es".into())));
}

#[test]
fn what_is_no_condition_is_explained() {
    let rows = [
        ("", "expected a slot, a choice, a number or a text in quotes, but read the end"),
        ("days >", "expected a slot, a choice, a number or a text in quotes, but read the end"),
        ("days >= 3 and", "expected a slot, a choice, a number or a text in quotes, but read the end"),
        ("days 3", "expected the end, but read '3'"),
        ("days == 3 stage", "expected the end, but read 'stage'"),
        ("(days == 3", "expected ')', but read the end"),
        ("days == 3)", "expected the end, but read ')'"),
        ("stage in [looking", "expected ',' or ']', but read the end"),
        ("stage in [looking enrolled]", "expected ',' or ']', but read 'enrolled'"),
        ("name == \"Ana", "a text in quotes is never closed"),
        ("days & 3", "'&' is nothing that a condition can hold"),
        ("days == 3;", "';' is nothing that a condition can hold"),
        ("days === 3", "expected a slot, a choice, a number or a text in quotes, but read '='"),
        ("days is", "expected 'set' or 'not set' after 'is', but read the end"),
        ("days is 3", "expected 'set' or 'not set' after 'is', but read '3'"),
        ("3 is set", "expected the name of a slot before 'is set', but read the end"),
        ("days not 3", "expected 'in' after 'not', but read '3'"),
        ("and", "expected a slot, a choice, a number or a text in quotes, but read 'and'"),
        (
            "person.age > 3",
            "'person.age' is not known; there are person.country, person.language, person.keeps_numbers, person.hard_days, person.not_safe, person.minor, person.not_kept",
        ),
        ("- days", "expected a slot, a choice, a number or a text in quotes, but read 'days'"),
        ("1.2.3", "'.' is nothing that a condition can hold"),
        ("💧", "'💧' is nothing that a condition can hold"),
    ];
    for (written, message) in rows {
        let got = parse(written).map_or_else(|error| error.to_string(), |parsed| format!("{:?}", parsed.root));
        let message = message.replace("read '3'", "read 3");
        assert_eq!(got, message, "{written}");
    }
    assert_eq!(parse(&"(".repeat(31)).err(), Some(ParseError::TooLarge));
    assert_eq!(parse(&format!("days == 3{}", " or days == 3".repeat(100))).err(), Some(ParseError::TooLarge));
    assert!(parse(&format!("{}sure", "not ".repeat(200))).is_ok());
}

#[test]
fn types_that_do_not_go_together_are_found() {
    use TypeProblem::{NoSuchChoice, NotYesNo, UnknownName, Unlike, Unordered};
    let rows: Vec<(&str, Vec<TypeProblem>)> = vec![
        ("days >= 3", vec![]),
        ("start < until", vec![]),
        ("sure and stage == looking", vec![]),
        ("stage in [looking, enrolled]", vec![]),
        ("person.country in [US, MX]", vec![]),
        ("person.language == es", vec![]),
        ("land == US", vec![]),
        ("name == \"Ana\"", vec![]),
        ("stage == \"looking\"", vec![]),
        ("looking == stage", vec![]),
        ("sleep in needs", vec![NoSuchChoice { slot: "needs".to_owned(), choice: "sleep".to_owned() }]),
        ("stage == lookin", vec![NoSuchChoice { slot: "stage".to_owned(), choice: "lookin".to_owned() }]),
        ("stage in [lookin]", vec![NoSuchChoice { slot: "stage".to_owned(), choice: "lookin".to_owned() }]),
        ("stage == \"lookin\"", vec![NoSuchChoice { slot: "stage".to_owned(), choice: "lookin".to_owned() }]),
        ("dayz >= 3", vec![UnknownName("dayz".to_owned())]),
        ("dayz == looking", vec![UnknownName("dayz".to_owned())]),
        ("dayz is set", vec![UnknownName("dayz".to_owned())]),
        ("dayz", vec![UnknownName("dayz".to_owned())]),
        ("not dayz and sure", vec![UnknownName("dayz".to_owned())]),
        ("looking in needz", vec![UnknownName("needz".to_owned())]),
        ("days == yes", vec![Unlike("number", "yes_no")]),
        ("days == \"3\"", vec![Unlike("number", "text")]),
        ("days in [1, \"2\"]", vec![Unlike("number", "text")]),
        ("start > 3", vec![Unlike("date", "number")]),
        ("stage > 3", vec![Unordered("choice")]),
        ("name < \"B\"", vec![Unordered("text")]),
        ("sure > no", vec![Unordered("yes_no")]),
        ("days", vec![NotYesNo("number")]),
        ("stage or sure", vec![NotYesNo("choice")]),
        ("3", vec![NotYesNo("number")]),
        ("days in name", vec![Unlike("text", "choices")]),
        ("person.country == us", vec![UnknownName("us".to_owned())]),
    ];
    for (written, expected) in rows {
        assert_eq!(problems(&parse(written).unwrap().root, &kind, &offers), expected, "{written}");
    }
}

#[test]
fn names_are_those_that_a_correction_has_to_follow() {
    let names = |written: &str| parse(written).unwrap().names().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names("days >= 3 and (stage in [looking] or not name is set)"), ["days", "stage", "looking", "name"]);
    assert!(names("person.country == \"US\"").is_empty());
}

proptest! {
    /// Any text is an expression or an error; any expression has a truth, a value and types.
    #[test]
    fn every_text_is_read_or_refused(written in ".{0,80}") {
        check(&written)?;
    }

    /// Texts of the right words in any order come much further.
    #[test]
    fn every_order_of_words_is_read_or_refused(words in prop::collection::vec(word(), 0..14)) {
        check(&words.join(" "))?;
    }
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "days",
        "stage",
        "sure",
        "unset",
        "needs",
        "looking",
        "and",
        "or",
        "not",
        "is",
        "set",
        "in",
        "(",
        ")",
        "[",
        "]",
        ",",
        "==",
        "!=",
        "<",
        ">=",
        "-",
        "3",
        "0.5",
        "\"Ana\"",
        "'",
        "yes",
        "no",
        "person.country",
        "person.language",
        "person.x",
        "US",
        "💧",
    ])
}

fn check(written: &str) -> Result<(), TestCaseError> {
    let Ok(parsed) = parse(written) else { return Ok(()) };
    let answers = answers();
    let holds = parsed.holds(&answers);
    prop_assert_eq!(holds, parsed.holds(&answers));
    if let Some(Value::YesNo(value)) = parsed.value(&answers) {
        prop_assert_eq!(value, holds);
    }
    prop_assert_eq!(problems(&parsed.root, &kind, &offers), problems(&parsed.root, &kind, &offers));
    prop_assert!(parsed.names().len() <= written.len());
    // What is written is read again as the same.
    prop_assert_eq!(&parse(&parsed.written).unwrap().root, &parsed.root);
    Ok(())
}
