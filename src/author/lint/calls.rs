//! Calls between flows (E102): the flow exists, and what is given and taken fits by name and kind.

use super::with_names;
use crate::engine::model::{Flow, Pair, Verb};
use crate::engine::{Finding, Flows};

pub fn check(flows: &Flows, flow: &Flow, findings: &mut Vec<Finding>) {
    for line in flow.steps.iter().flat_map(|step| &step.lines) {
        let Verb::Call(call) = &line.verb else { continue };
        let Some(called) = call.to.and_then(|number| flows.flows.get(number)) else {
            let name = &call.flow.name;
            let finding = Finding::new("E102", &call.flow.at, format!("there is no flow '{name}' to call"));
            let known = flows.flows.iter().map(|flow| &*flow.name.name);
            findings.push(with_names(finding, name, "flows", known));
            continue;
        };
        for pair in call.give.iter().chain(&call.take) {
            check_pair(flow, called, pair, findings);
        }
    }
}

fn check_pair(flow: &Flow, called: &Flow, pair: &Pair, findings: &mut Vec<Finding>) {
    let Some(theirs) = pair.their_slot.and_then(|slot| called.slots.get(slot)) else {
        let name = &pair.theirs.name;
        let message = format!("the flow '{}' has no slot '{name}'", called.name.name);
        let known = called.slots.iter().map(|slot| &*slot.name.name);
        findings.push(with_names(Finding::new("E102", &pair.theirs.at, message), name, "slots", known));
        return;
    };
    // Our own name is a matter of E301.
    let Some(ours) = pair.our_slot.and_then(|slot| flow.slots.get(slot)) else { return };
    if ours.kind != theirs.kind {
        findings.push(
            Finding::new(
                "E102",
                &pair.ours.at,
                format!(
                    "'{}' is a {} slot, and '{}' of the flow '{}' is a {} slot",
                    ours.name.name,
                    ours.kind.name(),
                    theirs.name.name,
                    called.name.name,
                    theirs.kind.name()
                ),
            )
            .suggest("give both the same type"),
        );
    }
}
