//! Questions and what they offer: a question twice (E302), choices missing or alike (E303), slots that nothing fills or
//! nothing reads (W306).

use std::collections::HashMap;

use crate::engine::expression::Expression;
use crate::engine::model::{Ask, Choice, Flow, Shown, Text, Verb};
use crate::engine::{Finding, Flows, Position, ValueKind};

pub fn check(flow: &Flow, findings: &mut Vec<Finding>) {
    let mut asked: HashMap<&str, &Position> = HashMap::new();
    for line in flow.steps.iter().flat_map(|step| &step.lines) {
        let Verb::Ask(ask) = &line.verb else { continue };
        if let Some(first) = asked.get(&*ask.name.name) {
            findings.push(
                Finding::new("E302", &ask.name.at, format!("'{}' is asked twice in this flow", ask.name.name))
                    .suggest(format!("go to the question at line {}, or give this one a slot of its own", first.line)),
            );
        } else {
            asked.insert(&ask.name.name, &ask.name.at);
        }
        check_choices(flow, ask, findings);
    }
}

fn check_choices(flow: &Flow, ask: &Ask, findings: &mut Vec<Finding>) {
    let Some(slot) = ask.slot.and_then(|slot| flow.slots.get(slot)) else { return };
    match slot.kind {
        ValueKind::Choice | ValueKind::Choices if ask.choices.is_empty() => findings.push(
            Finding::new("E303", &ask.name.at, format!("'{}' is a choice, and it has no choices", ask.name.name))
                .suggest("list them under `choices:`, each with a value and its words"),
        ),
        ValueKind::Table if slot.rows.is_empty() || slot.columns.is_empty() => findings.push(
            Finding::new(
                "E303",
                &slot.name.at,
                format!("'{}' is a table, and it lacks rows or columns", ask.name.name),
            )
            .suggest("list them under `rows:` and `columns:`"),
        ),
        _ => {}
    }
    let mut said: HashMap<&str, &Choice> = HashMap::new();
    for choice in &ask.choices {
        for words in &choice.folded {
            match said.get(words.as_str()) {
                Some(first) if first.value.name != choice.value.name && together(first, choice) => {
                    findings.push(
                        Finding::new(
                            "E303",
                            &choice.value.at,
                            format!(
                                "\"{words}\" can mean '{}' and '{}': when someone types it, the first is taken",
                                first.value.name, choice.value.name
                            ),
                        )
                        .suggest("give them different words in every language"),
                    );
                    break;
                }
                Some(_) => {}
                None => {
                    said.insert(words, choice);
                }
            }
        }
    }
}

/// Whether both can be on offer at once, as far as can be told: two with conditions may exclude each other.
fn together(left: &Choice, right: &Choice) -> bool {
    match (&left.condition, &right.condition) {
        (Some(left), Some(right)) => left.root == right.root,
        _ => true,
    }
}

/// What happens to a slot anywhere.
#[derive(Clone, Copy, Default)]
struct Use {
    filled: bool,
    read: bool,
}

pub fn check_use(flows: &Flows, findings: &mut Vec<Finding>) {
    let mut uses: Vec<Vec<Use>> = flows.flows.iter().map(|flow| vec![Use::default(); flow.slots.len()]).collect();
    for (number, flow) in flows.flows.iter().enumerate() {
        for line in flow.steps.iter().flat_map(|step| &step.lines) {
            note(flow, number, &line.verb, &mut uses);
        }
    }
    for document in &flows.documents {
        let Some(number) = flows.number(&document.flow.name) else { continue };
        let flow = &flows.flows[number];
        for part in &document.parts {
            read_text(flow, &part.text, &mut uses[number]);
            part.condition.iter().for_each(|condition| read_condition(flow, condition, &mut uses[number]));
        }
    }
    for (flow, uses) in flows.flows.iter().zip(&uses) {
        for (slot, used) in flow.slots.iter().zip(uses) {
            let name = &slot.name.name;
            let message = match (used.filled, used.read || slot.person) {
                (true, true) => continue,
                (false, true) => format!("nothing fills '{name}': it is never asked, set, given or taken"),
                (true, false) => format!("nothing reads '{name}': it is never shown, tested, given or taken"),
                (false, false) => format!("'{name}' is never used"),
            };
            findings.push(Finding::new("W306", &slot.name.at, message).suggest("use it, or do not ask for it"));
        }
    }
}

fn note(flow: &Flow, number: usize, verb: &Verb, uses: &mut [Vec<Use>]) {
    match verb {
        Verb::Say(Shown::Words(text) | Shown::Image { alt: text, .. }) => read_text(flow, text, &mut uses[number]),
        Verb::Ask(ask) => {
            read_text(flow, &ask.text, &mut uses[number]);
            read_text(flow, &ask.unclear, &mut uses[number]);
            for choice in &ask.choices {
                read_text(flow, &choice.label, &mut uses[number]);
                choice.condition.iter().for_each(|condition| read_condition(flow, condition, &mut uses[number]));
            }
            if let Some(used) = ask.slot.and_then(|slot| uses[number].get_mut(slot)) {
                used.filled = true;
                used.read |= ask.choices.iter().any(|choice| choice.goto.is_some());
            }
        }
        Verb::Branch { arms, .. } => {
            for arm in arms {
                read_condition(flow, &arm.condition, &mut uses[number]);
            }
        }
        Verb::Set(assignments) => {
            for assignment in assignments {
                read_condition(flow, &assignment.value, &mut uses[number]);
                if let Some(used) = assignment.slot.and_then(|slot| uses[number].get_mut(slot)) {
                    used.filled = true;
                }
            }
        }
        Verb::Call(call) => {
            let mut mark = |flow: Option<usize>, slot: Option<usize>, filled: bool| {
                if let Some(used) =
                    flow.and_then(|flow| uses.get_mut(flow)).zip(slot).and_then(|(uses, slot)| uses.get_mut(slot))
                {
                    used.filled |= filled;
                    used.read |= !filled;
                }
            };
            for pair in &call.give {
                mark(Some(number), pair.our_slot, false);
                mark(call.to, pair.their_slot, true);
            }
            for pair in &call.take {
                mark(Some(number), pair.our_slot, true);
                mark(call.to, pair.their_slot, false);
            }
        }
        Verb::Remind(remind) => {
            read_text(flow, &remind.text, &mut uses[number]);
            for name in remind.slots() {
                read(name.slot, &mut uses[number]);
            }
            // The desk fills it, when the person changes a reminder that they have.
            if let Some(used) = remind.changes.as_ref().and_then(|name| uses[number].get_mut(name.slot?)) {
                used.filled = true;
            }
        }
        Verb::Record(record) => {
            read(record.consent.slot, &mut uses[number]);
            read(record.number.slot, &mut uses[number]);
        }
        Verb::Say(_) | Verb::Goto(_) | Verb::Document(_) | Verb::End(_) => {}
    }
}

fn read(slot: Option<usize>, uses: &mut [Use]) {
    if let Some(used) = slot.and_then(|slot| uses.get_mut(slot)) {
        used.read = true;
    }
}

fn read_text(flow: &Flow, text: &Text, uses: &mut [Use]) {
    for (_, template) in text.iter() {
        template.slots().for_each(|name| read(flow.slot(name), uses));
    }
}

fn read_condition(flow: &Flow, condition: &Expression, uses: &mut [Use]) {
    condition.names().iter().for_each(|name| read(flow.slot(name), uses));
}
