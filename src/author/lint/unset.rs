//! Slots that may be unset where they are used (E304): in a text, a condition, a document, a reminder or what a call
//! gives. `is set` is what asks; it needs nothing. The `lead`, `until` and `label` of a reminder may be unset, since a
//! reminder can do without.

use std::collections::BTreeSet;

use super::facts::Facts;
use super::paths::Graph;
use super::solve::Known;
use crate::engine::expression::Term;
use crate::engine::model::{Flow, Shown, Skip, Text, Verb};
use crate::engine::{Finding, Flows, Position};

struct Looker<'a> {
    flow: &'a Flow,
    /// A use is reported once, however many ways and languages lead to it.
    seen: BTreeSet<(Position, usize)>,
    findings: &'a mut Vec<Finding>,
}

pub fn check(flows: &Flows, graphs: &[Graph<'_>], known: &Known, findings: &mut Vec<Finding>) {
    for (number, flow) in flows.flows.iter().enumerate() {
        let mut looker = Looker { flow, seen: BTreeSet::new(), findings };
        for (node, &(step, line)) in graphs[number].places.iter().enumerate() {
            if let Some(facts) = &known[number][node] {
                let line = &flow.steps[step].lines[line];
                looker.line(flows, &line.verb, &line.at, facts);
            }
        }
    }
}

impl Looker<'_> {
    fn line(&mut self, flows: &Flows, verb: &Verb, at: &Position, facts: &Facts) {
        match verb {
            Verb::Say(Shown::Words(text) | Shown::Image { alt: text, .. }) => self.text(text, facts),
            Verb::Ask(ask) => {
                self.text(&ask.text, facts);
                self.text(&ask.unclear, facts);
                for choice in &ask.choices {
                    match &choice.condition {
                        Some(condition) => {
                            self.condition(&condition.root, &condition.at, facts);
                            let mut offered = facts.clone();
                            offered.learn(self.flow, &condition.root, true);
                            self.text(&choice.label, &offered);
                        }
                        None => self.text(&choice.label, facts),
                    }
                }
            }
            Verb::Branch { arms, .. } => {
                let mut facts = facts.clone();
                for arm in arms {
                    self.condition(&arm.condition.root, &arm.condition.at, &facts);
                    facts.learn(self.flow, &arm.condition.root, false);
                }
            }
            Verb::Call(call) => {
                for pair in &call.give {
                    self.slot(pair.our_slot, &pair.ours.at, facts);
                }
            }
            Verb::Remind(remind) => {
                for name in [&remind.days, &remind.time, &remind.zone] {
                    self.slot(name.slot, &name.name.at, facts);
                }
                self.text(&remind.text, facts);
            }
            Verb::Document(name) => {
                let document = flows.document(&name.name).filter(|found| found.flow.name == self.flow.name.name);
                for part in document.map_or(&[][..], |document| &document.parts) {
                    let mut shown = facts.clone();
                    if let Some(condition) = &part.condition {
                        self.condition(&condition.root, &condition.at, facts);
                        shown.learn(self.flow, &condition.root, true);
                    }
                    self.shown(&part.text, &shown, Some(at));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &Text, facts: &Facts) {
        self.shown(text, facts, None);
    }

    fn shown(&mut self, text: &Text, facts: &Facts, from: Option<&Position>) {
        let mut found = BTreeSet::new();
        for (_, template) in text.iter() {
            for name in template.slots() {
                if let Some(slot) = self.flow.slot(name)
                    && found.insert(slot)
                {
                    self.used(slot, &template.at, facts, from);
                }
            }
        }
    }

    /// `a and b` reads `b` only where `a` holds, `a or b` only where it does not.
    fn condition(&mut self, term: &Term, at: &Position, facts: &Facts) {
        match term {
            Term::And(left, right) | Term::Or(left, right) => {
                self.condition(left, at, facts);
                let mut then = facts.clone();
                then.learn(self.flow, left, matches!(term, Term::And(..)));
                self.condition(right, at, &then);
            }
            Term::Not(inner) => self.condition(inner, at, facts),
            Term::Compare { left, right, .. } | Term::In { left, list: right, .. } => {
                self.condition(left, at, facts);
                self.condition(right, at, facts);
            }
            Term::List(items) => items.iter().for_each(|item| self.condition(item, at, facts)),
            Term::Name(name) => self.slot(self.flow.slot(name), at, facts),
            _ => {}
        }
    }

    fn slot(&mut self, slot: Option<usize>, at: &Position, facts: &Facts) {
        if let Some(slot) = slot {
            self.used(slot, at, facts, None);
        }
    }

    fn used(&mut self, slot: usize, at: &Position, facts: &Facts, from: Option<&Position>) {
        if facts.set.has(slot) || !self.seen.insert((at.clone(), slot)) {
            return;
        }
        let name = &self.flow.slots[slot].name.name;
        let why = match self.flow.ask(slot).map(|ask| (&ask.skip, &ask.name.at)) {
            Some((Skip::Goto(_), asked)) => {
                format!(": its question at line {} can be skipped or passed by", asked.line)
            }
            Some((_, asked)) => format!(": not every path here asks its question at line {}", asked.line),
            None => ": nothing sets it on every path to here".to_owned(),
        };
        let shown = from.map_or_else(String::new, |from| format!(" when it is shown at {from}"));
        self.findings.push(
            Finding::new("E304", at, format!("'{name}' may be unset here{shown}{why}"))
                .suggest(format!("use it only where `{name} is set`, or let skipping give it a value")),
        );
    }
}
