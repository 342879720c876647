//! Which answers can still matter at a question: those that a condition, a document or a call may look at before their
//! own question is asked anew. Backward data flow over the lines of a flow; sets only grow, so it ends.
//!
//! It follows the ways forward only: what "back" and "change" bring up again is not counted as still to come.

use std::collections::BTreeMap;

use crate::author::lint::paths::{Graph, To};
use crate::engine::Flows;
use crate::engine::expression::{Expression, Term};
use crate::engine::model::{Flow, Verb};

/// How closely conditions look at a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// Only whether it is set, and only for what a document shows.
    Shown,
    /// Whether it is set: that decides the way.
    IfSet,
    AtValue,
}

/// The slots that are looked at, by name.
pub type Looks = BTreeMap<String, Look>;

/// What is looked at from each question on.
#[derive(Debug, Default)]
pub struct Live {
    questions: BTreeMap<(String, String), Looks>,
}

impl Live {
    #[must_use]
    pub fn new(flows: &Flows) -> Self {
        let mut live = Self::default();
        for flow in &flows.flows {
            let graph = Graph::new(flow);
            let known = solve(flows, flow, &graph);
            for (node, &(step, line)) in graph.places.iter().enumerate() {
                if let Verb::Ask(ask) = &flow.steps[step].lines[line].verb {
                    let question = (flow.name.name.to_string(), ask.name.name.to_string());
                    live.questions.insert(question, known[node].clone());
                }
            }
        }
        live
    }

    /// What is looked at while a question of a flow waits, or after it.
    #[must_use]
    pub fn at(&self, flow: &str, question: &str) -> Option<&Looks> {
        self.questions.get(&(flow.to_owned(), question.to_owned()))
    }
}

/// For each line, what is looked at in it or after it.
fn solve(flows: &Flows, flow: &Flow, graph: &Graph<'_>) -> Vec<Looks> {
    let mut known = vec![Looks::new(); graph.places.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for node in (0..graph.places.len()).rev() {
            let (step, line) = graph.places[node];
            let verb = &flow.steps[step].lines[line].verb;
            let mut looks = Looks::new();
            for way in &graph.ways[node] {
                if let To::Line(next) = way.to {
                    known[next].iter().for_each(|(name, look)| add(&mut looks, name, *look));
                }
            }
            forget(verb, &mut looks);
            look_at(flows, verb, &mut looks);
            if looks != known[node] {
                known[node] = looks;
                changed = true;
            }
        }
    }
    known
}

/// What a line gives a new value.
fn forget(verb: &Verb, looks: &mut Looks) {
    match verb {
        Verb::Ask(ask) => {
            looks.remove(&*ask.name.name);
        }
        Verb::Set(assignments) => looks.retain(|name, _| assignments.iter().all(|set| *set.name.name != **name)),
        Verb::Call(call) => looks.retain(|name, _| call.take.iter().all(|pair| *pair.ours.name != **name)),
        _ => {}
    }
}

fn look_at(flows: &Flows, verb: &Verb, looks: &mut Looks) {
    match verb {
        Verb::Branch { arms, .. } => arms.iter().for_each(|arm| look(&arm.condition, Look::IfSet, looks)),
        Verb::Ask(ask) => {
            ask.choices
                .iter()
                .filter_map(|choice| choice.condition.as_ref())
                .for_each(|held| look(held, Look::IfSet, looks));
        }
        Verb::Set(assignments) => assignments.iter().for_each(|set| look(&set.value, Look::IfSet, looks)),
        Verb::Call(call) => call.give.iter().for_each(|pair| add(looks, &pair.ours.name, Look::AtValue)),
        Verb::Document(name) => {
            let parts = flows.document(&name.name).map_or(&[][..], |document| &document.parts);
            parts.iter().filter_map(|part| part.condition.as_ref()).for_each(|held| look(held, Look::Shown, looks));
        }
        _ => {}
    }
}

fn look(condition: &Expression, if_set: Look, looks: &mut Looks) {
    condition.root.walk(&mut |term| match term {
        Term::IsSet { name, .. } => add(looks, name, if_set),
        Term::Name(name) => add(looks, name, Look::AtValue),
        _ => {}
    });
}

fn add(looks: &mut Looks, name: &str, look: Look) {
    let known = looks.entry(name.to_owned()).or_insert(look);
    *known = (*known).max(look);
}
