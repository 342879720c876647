//! Names that must exist (E301: slots, topics, needs, documents) and names that must not stand twice (E004: documents,
//! values of choices).

use std::collections::HashMap;

use super::pieces::Piece;
use super::{Catalog, with_names};
use crate::engine::model::{Choice, Document, Flow, Named, Shown, Verb};
use crate::engine::{Finding, Flows, Template};

pub fn check(flows: &Flows, flow: &Flow, pieces: &[Piece<'_>], catalog: &Catalog<'_>, findings: &mut Vec<Finding>) {
    for piece in pieces {
        for (_, template) in piece.text.iter() {
            if piece.role.takes_slots() {
                check_template(flow, template, findings);
            } else {
                refuse_slots(template, piece.role.name(), findings);
            }
        }
    }
    for line in flow.steps.iter().flat_map(|step| &step.lines) {
        match &line.verb {
            Verb::Ask(ask) if ask.slot.is_none() => unknown_slot(flow, &ask.name, findings),
            Verb::Set(assignments) => {
                for assignment in assignments.iter().filter(|assignment| assignment.slot.is_none()) {
                    unknown_slot(flow, &assignment.name, findings);
                }
            }
            Verb::Call(call) => {
                for pair in call.give.iter().chain(&call.take).filter(|pair| pair.our_slot.is_none()) {
                    unknown_slot(flow, &pair.ours, findings);
                }
            }
            Verb::Remind(remind) => {
                for name in remind.slots().filter(|name| name.slot.is_none()) {
                    unknown_slot(flow, &name.name, findings);
                }
            }
            Verb::Record(record) => {
                for name in [&record.consent, &record.number].into_iter().filter(|name| name.slot.is_none()) {
                    unknown_slot(flow, &name.name, findings);
                }
            }
            Verb::Say(Shown::Topic(topic)) if !(catalog.topics)(&topic.name) => {
                findings.push(
                    Finding::new("E301", &topic.at, format!("there is no topic '{}'", topic.name))
                        .suggest("look at the names in flows/faq"),
                );
            }
            Verb::Say(Shown::Lines(need)) if !catalog.needs.contains(&&*need.name) => {
                let finding = Finding::new("E301", &need.at, format!("there are no crisis lines for '{}'", need.name));
                findings.push(with_names(finding, &need.name, "needs", catalog.needs.iter().copied()));
            }
            Verb::Document(name) => check_shown_document(flows, flow, name, findings),
            _ => {}
        }
    }
}

fn check_shown_document(flows: &Flows, flow: &Flow, name: &Named, findings: &mut Vec<Finding>) {
    match flows.document(&name.name) {
        None => {
            let finding = Finding::new("E301", &name.at, format!("there is no document '{}'", name.name));
            let known = flows.documents.iter().map(|document| &*document.name.name);
            findings.push(with_names(finding, &name.name, "documents", known));
        }
        Some(document) if document.flow.name != flow.name.name => findings.push(
            Finding::new(
                "E301",
                &name.at,
                format!("the document '{}' is made for the flow '{}'", name.name, document.flow.name),
            )
            .suggest("show it there, or make one for this flow"),
        ),
        Some(_) => {}
    }
}

pub fn check_document(flows: &Flows, document: &Document, findings: &mut Vec<Finding>) {
    for (_, title) in document.title.iter() {
        refuse_slots(title, "title", findings);
    }
    let Some(flow) = flows.flow(&document.flow.name) else {
        let name = &document.flow.name;
        let finding = Finding::new("E301", &document.flow.at, format!("there is no flow '{name}'"));
        findings.push(with_names(finding, name, "flows", flows.flows.iter().map(|flow| &*flow.name.name)));
        return;
    };
    for (_, template) in document.parts.iter().flat_map(|part| part.text.iter()) {
        check_template(flow, template, findings);
    }
}

fn check_template(flow: &Flow, template: &Template, findings: &mut Vec<Finding>) {
    for name in template.slots().filter(|name| flow.slot(name).is_none()) {
        unknown_slot(flow, &Named { name: name.clone(), at: template.at.clone() }, findings);
    }
}

fn refuse_slots(template: &Template, role: &str, findings: &mut Vec<Finding>) {
    if let Some(name) = template.slots().next() {
        findings.push(
            Finding::new(
                "E301",
                &template.at,
                format!("{{{name}}} stands in a {role}, and a {role} here holds no answers"),
            )
            .suggest("write it without"),
        );
    }
}

/// An unknown slot, with the one that may be meant.
pub fn unknown_slot(flow: &Flow, name: &Named, findings: &mut Vec<Finding>) {
    let finding = Finding::new("E301", &name.at, format!("there is no slot '{}' in this flow", name.name));
    findings.push(with_names(finding, &name.name, "slots", flow.slots.iter().map(|slot| &*slot.name.name)));
}

pub fn check_twice(flows: &Flows, findings: &mut Vec<Finding>) {
    let mut names = HashMap::new();
    for document in &flows.documents {
        twice(&mut names, &document.name, "document", findings);
    }
    for flow in &flows.flows {
        for slot in &flow.slots {
            options_twice(&slot.rows, findings);
            options_twice(&slot.columns, findings);
        }
        for line in flow.steps.iter().flat_map(|step| &step.lines) {
            if let Verb::Ask(ask) = &line.verb {
                options_twice(&ask.choices, findings);
            }
        }
    }
}

fn options_twice(options: &[Choice], findings: &mut Vec<Finding>) {
    let mut names = HashMap::new();
    for option in options {
        twice(&mut names, &option.value, "value", findings);
    }
}

fn twice<'a>(names: &mut HashMap<&'a str, &'a Named>, name: &'a Named, kind: &str, findings: &mut Vec<Finding>) {
    if let Some(first) = names.insert(&name.name, name) {
        findings.push(
            Finding::new("E004", &name.at, format!("the {kind} '{}' stands here twice", name.name))
                .suggest(format!("the other is at {}; give one another name", first.at)),
        );
    }
}
