//! Consent (E601): a reminder is set up only where the person has said yes on every path. A yes that the flow itself
//! set, or that skipping stands for, is none.

use super::paths::Graph;
use super::solve::Known;
use crate::engine::model::Verb;
use crate::engine::{Finding, Flows, ValueKind};

pub fn check(flows: &Flows, graphs: &[Graph<'_>], known: &Known, findings: &mut Vec<Finding>) {
    for (number, flow) in flows.flows.iter().enumerate() {
        for (node, &(step, line)) in graphs[number].places.iter().enumerate() {
            let line = &flow.steps[step].lines[line];
            let (Verb::Remind(remind), Some(facts)) = (&line.verb, &known[number][node]) else { continue };
            let Some(slot) = remind.consent.slot.filter(|slot| flow.slots[*slot].kind == ValueKind::YesNo) else {
                continue;
            };
            let name = &remind.consent.name.name;
            let finding = |message: String| Finding::new("E601", &remind.consent.name.at, message);
            if !facts.yes.has(slot) {
                findings.push(
                    finding(format!("a path comes to this reminder without a yes to '{name}'"))
                        .suggest(format!("come here only from a branch `if: {name}`")),
                );
            } else if !facts.spoken.has(slot) {
                findings.push(
                    finding(format!("the yes of '{name}' may come from the flow itself, and the person never said it"))
                        .suggest(format!("ask '{name}', let skipping mean no, and never set it to yes")),
                );
            }
        }
    }
}
