//! Two versions of the flows: questions that went away without saying where to (E701), questions that no longer take
//! answers they took before (E702).
//!
//! A conversation that waits at a question, or holds its answer, outlives the edit. `moved:` says where it goes on; an
//! answer that no longer fits is asked again, which is why narrowing should be on purpose.

use super::{in_order, with_names};
use crate::engine::model::{Ask, Choice, Flow, Slot, Verb};
use crate::engine::{Finding, Flows, ValueKind, did_you_mean, limit};

/// What an edit would change for conversations that are under way. Positions are those of the newer files, or of the
/// older one where a flow is gone.
#[must_use]
pub fn compare(older: &Flows, newer: &Flows) -> Vec<Finding> {
    let mut findings = Vec::new();
    for before in &older.flows {
        if let Some(after) = newer.flow(&before.name.name) {
            compare_flow(before, after, &mut findings);
        } else {
            let finding = Finding::new(
                "E701",
                &before.name.at,
                format!("the flow '{}' is gone, and conversations in it would end", before.name.name),
            );
            let names = newer.flows.iter().map(|flow| &*flow.name.name);
            findings.push(with_names(finding, &before.name.name, "flows", names));
        }
    }
    in_order(findings)
}

fn questions(flow: &Flow) -> impl Iterator<Item = &Ask> {
    flow.steps.iter().flat_map(|step| &step.lines).filter_map(|line| match &line.verb {
        Verb::Ask(ask) => Some(&**ask),
        _ => None,
    })
}

fn compare_flow(before: &Flow, after: &Flow, findings: &mut Vec<Finding>) {
    for old in questions(before) {
        let name = &old.name.name;
        match after.slot(name).and_then(|slot| Some((slot, after.ask(slot)?))) {
            Some((slot, new)) => {
                if let Some(slot_before) = old.slot.and_then(|slot| before.slots.get(slot)) {
                    compare_question(old, slot_before, new, &after.slots[slot], findings);
                }
            }
            None if is_moved(after, name) => {}
            None => {
                let names = questions(after).map(|ask| &*ask.name.name);
                let added: Vec<&str> = names.filter(|name| before.slot(name).is_none()).collect();
                let finding = Finding::new(
                    "E701",
                    &after.name.at,
                    format!("the question '{name}' is gone, and nothing says where a person who waits there goes on"),
                );
                let target = did_you_mean(name, added.iter().copied()).or(added.first().copied()).unwrap_or("step");
                findings.push(finding.suggest(format!("write `moved: {{ {name}: {target} }}`")));
            }
        }
    }
}

fn is_moved(flow: &Flow, question: &str) -> bool {
    flow.moved.iter().any(|moved| {
        let asked = moved.question.is_some_and(|slot| flow.asks.contains_key(&slot));
        &*moved.old.name == question && (asked || moved.step.is_some())
    })
}

fn compare_question(old: &Ask, before: &Slot, new: &Ask, after: &Slot, findings: &mut Vec<Finding>) {
    let name = &new.name.name;
    let mut narrowed = |what: String, at: &crate::engine::Position| {
        findings.push(
            Finding::new("E702", at, format!("'{name}' {what}: answers that people gave would be asked again"))
                .suggest("keep what was allowed, or ask under a new name and say `moved:`"),
        );
    };
    if before.kind != after.kind {
        narrowed(format!("was a {} and is a {}", before.kind.name(), after.kind.name()), &after.name.at);
        return;
    }
    match after.kind {
        ValueKind::Number => {
            if after.min.is_some_and(|min| before.min.is_none_or(|before| min > before)) {
                narrowed(format!("has a higher `min` ({})", after.min.unwrap_or_default()), &after.name.at);
            }
            if after.max.is_some_and(|max| before.max.is_none_or(|before| max < before)) {
                narrowed(format!("has a lower `max` ({})", after.max.unwrap_or_default()), &after.name.at);
            }
        }
        ValueKind::Text | ValueKind::List if limit(after) < limit(before) => {
            narrowed(format!("takes fewer characters ({} instead of {})", limit(after), limit(before)), &after.name.at);
        }
        _ => {}
    }
    if matches!(after.kind, ValueKind::List | ValueKind::Choices) && after.items < before.items {
        narrowed(format!("takes fewer entries ({} instead of {})", after.items, before.items), &after.name.at);
    }
    if matches!(after.kind, ValueKind::Choice | ValueKind::Choices) {
        for gone in missing(&old.choices, &new.choices) {
            narrowed(format!("no longer offers '{gone}'"), &new.name.at);
        }
    }
    if after.kind == ValueKind::Table {
        for gone in missing(&before.rows, &after.rows).chain(missing(&before.columns, &after.columns)) {
            narrowed(format!("no longer has '{gone}'"), &after.name.at);
        }
    }
}

fn missing<'a>(before: &'a [Choice], after: &'a [Choice]) -> impl Iterator<Item = &'a str> {
    let names = before.iter().map(|choice| &*choice.value.name);
    names.filter(|name| !after.iter().any(|choice| choice.value.name.as_ref() == *name))
}
