//! Any text as a condition.

#![no_main]

use handrail::engine::expression::{Expression, Facts, problems};
use handrail::engine::{Position, Value, ValueKind};
use handrail::message::{Country, Language};
use libfuzzer_sys::fuzz_target;

/// `days` is three, `sure` is yes, `stage` is set to a choice, `unset` is a slot without an answer.
struct Answers([(&'static str, Option<Value>); 4]);

impl Facts for Answers {
    fn slot(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| *known == name)?.1.as_ref()
    }

    fn is_slot(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| *known == name)
    }

    fn country(&self) -> Option<Country> {
        Country::from_code("US")
    }

    fn language(&self) -> Language {
        Language::En
    }
}

fuzz_target!(|text: &str| {
    let Ok(parsed) = Expression::parse(text, &Position::default()) else { return };
    let answers = Answers([
        ("days", Some(Value::Number(3.0))),
        ("sure", Some(Value::YesNo(true))),
        ("stage", Some(Value::Choice("looking".into()))),
        ("unset", None),
    ]);
    let holds = parsed.holds(&answers);
    if let Some(Value::YesNo(value)) = parsed.value(&answers) {
        assert_eq!(value, holds);
    }
    let kind = |name: &str| answers.slot(name).map(Value::kind).or((name == "unset").then_some(ValueKind::Number));
    let _ = problems(&parsed.root, &kind, &|_| vec!["looking".to_owned()]);
    assert_eq!(Expression::parse(&parsed.written, &Position::default()).map(|again| again.root), Ok(parsed.root));
});
