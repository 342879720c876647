//! Any text as an answer to a question of each type, in both languages.

#![no_main]

use std::sync::LazyLock;

use handrail::engine::{Flows, Reading, References, Source, Surroundings, Value, Words, limit, read};
use handrail::message::Language;
use libfuzzer_sys::fuzz_target;

const FLOW: &str = "
flow: all
languages: [en, es]
slots:
  a: { type: text, max: 40 }
  b: { type: number, min: 1, max: 7 }
  c: { type: yes_no }
  d: { type: choice }
  e: { type: choices, items: 2 }
  f: { type: list, items: 3, max: 20 }
  g: { type: table, rows: [{ value: r, en: Row, es: Fila }], columns: [{ value: c, en: One, es: Uno }] }
  h: { type: date, future: true }
  i: { type: time }
  j: { type: weekdays }
  k: { type: timezone }
  l: { type: country }
steps:
  hello:
    - ask: d
      en: Which?
      es: ¿Cuál?
      choices: [{ value: home, en: At home, es: En casa }, { value: work, en: At work, es: En el trabajo }]
      skip: home
    - ask: e
      en: Which?
      es: ¿Cuáles?
      choices: [{ value: sleep, en: Sleep, es: Sueño }, { value: mood, en: Mood, es: Ánimo }]
      skip: none
    - end: done
";

struct NoReferences;

impl References for NoReferences {
    fn find(&self, _: &str, _: &str, _: Language) -> Option<String> {
        None
    }
}

static FLOWS: LazyLock<Flows> = LazyLock::new(|| {
    let source = Source { file: "all.yaml".to_owned(), text: FLOW.to_owned() };
    Flows::load(&[source], Words::built_in(), &NoReferences).flows
});

fuzz_target!(|text: &str| {
    let flow = &FLOWS.flows[0];
    for (number, slot) in flow.slots.iter().enumerate() {
        let offered: Vec<_> = flow.ask(number).map(|ask| ask.choices.iter().collect()).unwrap_or_default();
        for language in Language::FLOWS {
            let around = Surroundings {
                language,
                now: jiff::Timestamp::UNIX_EPOCH,
                today: jiff::civil::date(2026, 11, 25),
                offered: &offered,
                first: 0,
                gathered: None,
            };
            match read(slot, text, &around) {
                Reading::Clear(value) | Reading::Doubtful(value) => {
                    assert_eq!(value.kind(), slot.kind);
                    match value {
                        Value::Text(text) => assert!(text.chars().count() <= limit(slot)),
                        Value::List(items) => assert!(items.iter().all(|item| item.chars().count() <= limit(slot))),
                        Value::Date(date) => assert!(date >= around.today),
                        Value::Number(number) => assert!((1.0..=7.0).contains(&number)),
                        _ => {}
                    }
                }
                Reading::Ambiguous(values) => assert!(values.len() > 1),
                _ => {}
            }
        }
    }
});
