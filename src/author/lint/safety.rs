//! What others could read: private answers where a flow may run in front of others (E602), private answers and health
//! words in reminders, which stand on lock screens (E603).

use super::banned::Banned;
use super::pieces::{Piece, Role, of_document};
use crate::engine::model::{Flow, Remind, Verb};
use crate::engine::{Finding, Flows, Position, ValueKind};
use crate::message::Place;

pub fn check(flows: &Flows, flow: &Flow, pieces: &[Piece<'_>], banned: &Banned, findings: &mut Vec<Finding>) {
    if flow.place == Place::Public {
        for piece in pieces {
            check_shown(flow, piece, findings);
        }
        check_copies(flows, flow, findings);
        for line in flow.steps.iter().flat_map(|step| &step.lines) {
            if let Verb::Document(name) = &line.verb {
                let document = flows.document(&name.name).filter(|found| found.flow.name == flow.name.name);
                let pieces = document.map(of_document).unwrap_or_default();
                for piece in &pieces {
                    check_shown(flow, piece, findings);
                }
            }
        }
    }
    for line in flow.steps.iter().flat_map(|step| &step.lines) {
        if let Verb::Remind(remind) = &line.verb {
            check_reminder(flow, remind, banned, findings);
        }
    }
}

fn is_private(flow: &Flow, slot: Option<usize>) -> bool {
    slot.and_then(|slot| flow.slots.get(slot)).is_some_and(|slot| slot.private)
}

fn check_shown(flow: &Flow, piece: &Piece<'_>, findings: &mut Vec<Finding>) {
    if piece.role == Role::Reminder {
        return;
    }
    for (_, template) in piece.text.iter() {
        let Some(name) = template.slots().find(|name| is_private(flow, flow.slot(name))) else { continue };
        findings.push(
            Finding::new(
                "E602",
                &template.at,
                format!("'{name}' is private, and this flow may run where others read along"),
            )
            .suggest("make the flow `place: private`, or leave the answer out"),
        );
        return;
    }
}

/// A private answer that is copied into a slot that is none is private no longer.
fn check_copies(flows: &Flows, flow: &Flow, findings: &mut Vec<Finding>) {
    let mut copied = |from: &str, to: &str, at: &Position| {
        findings.push(
            Finding::new("E602", at, format!("'{from}' is private, and '{to}', to which it is copied here, is not"))
                .suggest(format!("make '{to}' `private: yes`")),
        );
    };
    for line in flow.steps.iter().flat_map(|step| &step.lines) {
        match &line.verb {
            Verb::Set(assignments) => {
                for assignment in assignments.iter().filter(|assignment| !is_private(flow, assignment.slot)) {
                    let names = assignment.value.names();
                    if let Some(name) = names.iter().find(|name| is_private(flow, flow.slot(name))) {
                        copied(name, &assignment.name.name, &assignment.name.at);
                    }
                }
            }
            Verb::Call(call) => {
                let Some(called) = call.to.and_then(|number| flows.flows.get(number)) else { continue };
                for pair in call.give.iter().filter(|_| called.place == Place::Public) {
                    if is_private(flow, pair.our_slot)
                        && pair.their_slot.is_some()
                        && !is_private(called, pair.their_slot)
                    {
                        copied(&pair.ours.name, &pair.theirs.name, &pair.ours.at);
                    }
                }
                for pair in &call.take {
                    if is_private(called, pair.their_slot)
                        && pair.our_slot.is_some()
                        && !is_private(flow, pair.our_slot)
                    {
                        copied(&pair.theirs.name, &pair.ours.name, &pair.theirs.at);
                    }
                }
            }
            _ => {}
        }
    }
}

fn check_reminder(flow: &Flow, remind: &Remind, banned: &Banned, findings: &mut Vec<Finding>) {
    let quiet = "reminders stand on lock screens: say when and that it is a reminder, no more";
    if let Some(label) = remind.label.as_ref().filter(|label| is_private(flow, label.slot)) {
        let message = format!("'{}' is private, and a reminder shows its label", label.name.name);
        findings.push(Finding::new("E603", &label.name.at, message).suggest("name a slot that is not private"));
    }
    for (language, template) in remind.text.iter() {
        for name in template.slots() {
            let Some(number) = flow.slot(name) else { continue };
            if flow.slots[number].private {
                let message = format!("'{name}' is private, and this reminder shows it");
                findings.push(Finding::new("E603", &template.at, message).suggest(quiet));
                continue;
            }
            let offered = matches!(flow.slots[number].kind, ValueKind::Choice | ValueKind::Choices);
            let choices = flow.ask(number).filter(|_| offered).map_or(&[][..], |ask| &ask.choices);
            let telling =
                choices.iter().find_map(|choice| banned.health_word(&choice.label.get(language)?.written, language));
            if let Some(word) = telling {
                let message =
                    format!("this reminder shows '{name}', and one of its choices holds the health word '{word}'");
                findings.push(Finding::new("E603", &template.at, message).suggest(quiet));
            }
        }
        if let Some(word) = banned.health_word(&template.written, language) {
            let message = format!("this reminder holds the health word '{word}'");
            findings.push(Finding::new("E603", &template.at, message).suggest(quiet));
        }
    }
}
