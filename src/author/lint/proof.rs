//! Consent (E601): a reminder is set up only where the person has said yes on every path. A yes that the flow itself
//! set, or that skipping stands for, is none.

use std::collections::HashSet;

use super::paths::Graph;
use super::solve::Known;
use crate::engine::model::{Flow, Skip, Verb};
use crate::engine::{Finding, Flows, Value, ValueKind};

pub fn check(flows: &Flows, graphs: &[Graph<'_>], known: &Known, findings: &mut Vec<Finding>) {
    for (number, flow) in flows.flows.iter().enumerate() {
        check_records(flow, findings);
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

/// The number of a check-in is kept by a yes, which the engine looks at; here is only to be seen that nothing but the
/// person can say it.
fn check_records(flow: &Flow, findings: &mut Vec<Finding>) {
    let lines = || flow.steps.iter().flat_map(|step| &step.lines);
    let set: HashSet<usize> = lines()
        .filter_map(|line| match &line.verb {
            Verb::Set(assignments) => Some(assignments.iter().filter_map(|assignment| assignment.slot)),
            _ => None,
        })
        .flatten()
        .collect();
    for line in lines() {
        let Verb::Record(record) = &line.verb else { continue };
        let Some(slot) = record.consent.slot else { continue };
        let skipped =
            flow.ask(slot).is_some_and(|ask| matches!(&ask.skip, Skip::Value { value: Some(Value::YesNo(true)), .. }));
        if set.contains(&slot) || skipped || flow.ask(slot).is_none() {
            let name = &record.consent.name.name;
            let message = format!("the yes of '{name}' may come from the flow itself, and the person never said it");
            findings.push(
                Finding::new("E601", &record.consent.name.at, message)
                    .suggest(format!("ask '{name}', let skipping mean no, and never set it")),
            );
        }
    }
}
