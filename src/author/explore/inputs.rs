//! What a person could do at a question: every choice, the way to skip, the edges of what can be typed.

use crate::engine::model::{Ask, Flow, Slot};
use crate::engine::{Flows, State, ValueKind, Word, payload};
use crate::message::Language;

/// One thing that a person does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    Type(String),
    /// A button, by payload.
    Tap(String),
}

/// Something that no question takes, but a text question does.
pub const UNCLEAR: &str = "zzz qqq xxx";

/// Every kind of input at the question that waits, with the edges of its slot.
#[must_use]
pub fn entries(flows: &Flows, state: &State, language: Language) -> Vec<Entry> {
    let Some((flow, slot, ask)) = waiting(flows, state) else { return Vec::new() };
    let mut entries: Vec<Entry> = Vec::new();
    let offers_only = matches!(slot.kind, ValueKind::Choice | ValueKind::Choices | ValueKind::YesNo);
    for choice in &ask.choices {
        entries.push(Entry::Tap(choice.payload.to_string()));
    }
    if gathers(slot.kind) {
        entries.push(Entry::Tap(answer(flow, ask, payload::DONE)));
    }
    if slot.kind == ValueKind::YesNo {
        entries.extend(["yes", "no"].map(|value| Entry::Tap(answer(flow, ask, value))));
    }
    entries.extend(typed(slot, ask, language).into_iter().map(Entry::Type));
    entries.push(Entry::Tap(payload::word(Word::Skip).to_string()));
    entries.push(Entry::Tap(payload::word(Word::Back).to_string()));
    if offers_only || !matches!(slot.kind, ValueKind::Text | ValueKind::List | ValueKind::Table) {
        entries.push(Entry::Type(UNCLEAR.to_owned()));
    }
    entries
}

fn waiting<'a>(flows: &'a Flows, state: &State) -> Option<(&'a Flow, &'a Slot, &'a Ask)> {
    let flow = flows.flow(&state.top()?.flow)?;
    let slot = flow.slot(&state.pending.as_ref()?.question)?;
    Some((flow, &flow.slots[slot], flow.ask(slot)?))
}

const fn gathers(kind: ValueKind) -> bool {
    matches!(kind, ValueKind::Choices | ValueKind::List | ValueKind::Table)
}

fn answer(flow: &Flow, ask: &Ask, value: &str) -> String {
    payload::answer(&flow.name.name, &ask.name.name, ask.hash, value).to_string()
}

/// What can be typed: an ordinary answer, and the smallest and largest where there are such.
fn typed(slot: &Slot, ask: &Ask, language: Language) -> Vec<String> {
    let english = language == Language::En;
    let pick = |in_english: &str, in_spanish: &str| vec![if english { in_english } else { in_spanish }.to_owned()];
    match slot.kind {
        ValueKind::Text => {
            let max = crate::engine::limit(slot);
            let short = pick("blue notebook", "cuaderno azul");
            let long = "a ".repeat(max / 2 + 1).trim().to_owned() + "b";
            short.into_iter().chain([long.chars().take(max + 1).collect()]).collect()
        }
        ValueKind::Number => {
            let (min, max) = (slot.min.unwrap_or(0.0), slot.max.unwrap_or(100.0));
            [min, max, max + 1.0].map(|number| number.to_string()).to_vec()
        }
        ValueKind::YesNo => pick("yes please", "claro que sí"),
        ValueKind::Choice | ValueKind::Choices => {
            let label = |choice: &crate::engine::model::Choice| {
                choice.label.best(language).map(|label| label.written.to_string())
            };
            ask.choices.first().and_then(label).into_iter().collect()
        }
        ValueKind::List => pick("blue notebook, water", "cuaderno azul, agua"),
        ValueKind::Table => pick("about ten", "como diez"),
        ValueKind::Date => pick("tomorrow", "mañana").into_iter().chain(pick("2020-01-01", "2020-01-01")).collect(),
        ValueKind::Time => pick("5:30 pm", "17:30"),
        ValueKind::Weekdays => pick("monday and thursday", "lunes y jueves"),
        ValueKind::Zone => pick("Chicago", "Madrid"),
        ValueKind::Country => {
            pick("France", "Francia").into_iter().chain(pick("United States", "Estados Unidos")).collect()
        }
    }
}
