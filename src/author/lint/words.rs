//! Words that already mean something: reserved words and start phrases of other flows (E311), crisis words (E604).

use super::Catalog;
use crate::engine::model::{Choice, Flow, Verb};
use crate::engine::{Finding, Flows, Position};
use crate::message::fold;

pub fn check(flows: &Flows, flow: &Flow, catalog: &Catalog<'_>, findings: &mut Vec<Finding>) {
    for (_, phrases) in flow.starts_on.iter() {
        for phrase in phrases {
            check_phrase(flows, flow, catalog, &phrase.name, &phrase.at, "start phrase", findings);
        }
    }
    for line in flow.steps.iter().flat_map(|step| &step.lines) {
        let Verb::Ask(ask) = &line.verb else { continue };
        ask.choices.iter().for_each(|choice| check_choice(flows, flow, catalog, choice, findings));
    }
}

fn check_choice(flows: &Flows, flow: &Flow, catalog: &Catalog<'_>, choice: &Choice, findings: &mut Vec<Finding>) {
    for (_, label) in choice.label.iter() {
        check_phrase(flows, flow, catalog, &label.written, &label.at, "label", findings);
        if let Some(slot) = corrected(flows, flow, &label.written) {
            findings.push(
                Finding::new("E311", &label.at, format!("typing this label corrects the answer to '{slot}' instead"))
                    .suggest("begin it with another word"),
            );
        }
    }
    for (_, phrases) in choice.also.iter() {
        for phrase in phrases {
            check_phrase(flows, flow, catalog, &phrase.name, &phrase.at, "word", findings);
        }
    }
}

/// The slot of this flow that "change days" would correct.
fn corrected<'flow>(flows: &Flows, flow: &'flow Flow, label: &str) -> Option<&'flow str> {
    let wanted = flows.words.change_of(label)?;
    let called = flow.slots.iter().find(|slot| {
        fold(&slot.name.name) == wanted || slot.label.iter().any(|(_, label)| fold(&label.written) == wanted)
    })?;
    Some(&called.name.name)
}

fn check_phrase(
    flows: &Flows,
    flow: &Flow,
    catalog: &Catalog<'_>,
    phrase: &str,
    at: &Position,
    what: &str,
    findings: &mut Vec<Finding>,
) {
    let owner = flows.started_by(phrase).filter(|owner| owner.name.name != flow.name.name);
    if let Some(word) = flows.words.reserved(phrase) {
        findings.push(
            Finding::new(
                "E311",
                at,
                format!("the {what} '{phrase}' is a reserved word: it always means '{}'", word.name()),
            )
            .suggest("use other words; config/words.yaml lists the reserved ones"),
        );
    } else if let Some((task, "")) = flows.words.task(phrase).filter(|_| what == "start phrase") {
        findings.push(
            Finding::new("E311", at, format!("the {what} '{phrase}' already means '{}'", task.name()))
                .suggest("use other words; config/words.yaml lists them under `tasks`"),
        );
    } else if let Some(owner) = owner {
        findings.push(
            Finding::new("E311", at, format!("the {what} '{phrase}' begins the flow '{}'", owner.name.name))
                .suggest("use other words in one of the two"),
        );
    }
    if (catalog.is_crisis)(phrase) {
        findings.push(
            Finding::new(
                "E604",
                at,
                format!("the {what} '{phrase}' is screened as crisis language, so it never comes here"),
            )
            .suggest("leave such words to the crisis screen"),
        );
    }
}
