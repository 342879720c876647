//! Conditions that can never hold (W109): an arm that earlier arms leave nothing for, a condition that contradicts
//! itself, the limits of its slot, or what the question offers.
//!
//! Sound, not complete: a condition is cut at its `and`s; parts that are comparisons of one slot with constants become
//! ranges, the others count only as equal to themselves. Limits and choices bind only slots that nothing but their
//! question fills.

use std::collections::{BTreeMap, HashSet};

use super::ranges::{self, Range};
use crate::engine::expression::{Expression, Facts, Term};
use crate::engine::model::{Flow, Verb};
use crate::engine::{Finding, Flows, Value, ValueKind};
use crate::message::{Country, Language};

pub fn check(flows: &Flows, findings: &mut Vec<Finding>) {
    let elsewhere = filled_elsewhere(flows);
    for (number, flow) in flows.flows.iter().enumerate() {
        let reader = Reader { flow, number, elsewhere: &elsewhere };
        for line in flow.steps.iter().flat_map(|step| &step.lines) {
            match &line.verb {
                Verb::Branch { arms, .. } => {
                    let conditions: Vec<&Expression> = arms.iter().map(|arm| &arm.condition).collect();
                    reader.check_branch(&conditions, findings);
                }
                Verb::Ask(ask) => {
                    let conditions = ask.choices.iter().filter_map(|choice| choice.condition.as_ref());
                    conditions.for_each(|condition| reader.check_alone(condition, findings));
                }
                _ => {}
            }
        }
    }
    for document in &flows.documents {
        let Some(number) = flows.number(&document.flow.name) else { continue };
        let reader = Reader { flow: &flows.flows[number], number, elsewhere: &elsewhere };
        let conditions = document.parts.iter().filter_map(|part| part.condition.as_ref());
        conditions.for_each(|condition| reader.check_alone(condition, findings));
    }
}

/// Slots that something other than their question fills.
fn filled_elsewhere(flows: &Flows) -> HashSet<(usize, usize)> {
    let mut filled = HashSet::new();
    for (number, flow) in flows.flows.iter().enumerate() {
        for line in flow.steps.iter().flat_map(|step| &step.lines) {
            match &line.verb {
                Verb::Set(assignments) => {
                    filled.extend(assignments.iter().filter_map(|assignment| Some((number, assignment.slot?))));
                }
                Verb::Call(call) => {
                    filled.extend(call.take.iter().filter_map(|pair| Some((number, pair.our_slot?))));
                    filled.extend(call.give.iter().filter_map(|pair| Some((call.to?, pair.their_slot?))));
                }
                _ => {}
            }
        }
    }
    filled
}

/// A condition, cut at its `and`s.
struct Parts<'a> {
    ranges: BTreeMap<String, Range>,
    others: Vec<&'a Term>,
    impossible: bool,
}

struct Reader<'a> {
    flow: &'a Flow,
    number: usize,
    elsewhere: &'a HashSet<(usize, usize)>,
}

impl Reader<'_> {
    fn check_alone(&self, condition: &Expression, findings: &mut Vec<Finding>) {
        if self.parts(&condition.root).impossible {
            findings.push(never(condition, "it contradicts itself, or what its slots can hold"));
        }
    }

    fn check_branch(&self, conditions: &[&Expression], findings: &mut Vec<Finding>) {
        let mut earlier: Vec<(Parts<'_>, &Expression)> = Vec::new();
        // What arms about one slot alone have taken away together.
        let mut taken: BTreeMap<String, Range> = BTreeMap::new();
        for condition in conditions {
            let parts = self.parts(&condition.root);
            if parts.impossible {
                findings.push(never(condition, "it contradicts itself, or what its slots can hold"));
            } else if let Some((_, first)) = earlier.iter().find(|(first, _)| covers(first, &parts)) {
                findings.push(never(condition, &format!("the arm of line {} is taken before it", first.at.line)));
            } else if parts.ranges.iter().any(|(slot, range)| taken.get(slot).is_some_and(|taken| range.within(taken)))
            {
                findings.push(never(condition, "the arms above take every case of it"));
            }
            if let (1, Some((slot, range))) = (parts.ranges.len() + parts.others.len(), parts.ranges.first_key_value())
            {
                match taken.get(slot) {
                    None => {
                        taken.insert(slot.clone(), range.clone());
                    }
                    Some(before) => {
                        if let Some(both) = before.or(range) {
                            taken.insert(slot.clone(), both);
                        }
                    }
                }
            }
            earlier.push((parts, condition));
        }
    }

    fn parts<'a>(&self, root: &'a Term) -> Parts<'a> {
        let mut parts = Parts { ranges: BTreeMap::new(), others: Vec::new(), impossible: false };
        self.cut(root, &mut parts);
        for (slot, range) in &mut parts.ranges {
            // Without a value no limit holds; a choice that is not offered is reported as E305.
            let Some(domain) = self.domain(slot).filter(|domain| *range != Range::Unset && known(range, domain)) else {
                continue;
            };
            *range = range.clone().and(&domain);
        }
        let contradicts =
            |term: &&Term| parts.others.iter().any(|other| matches!(other, Term::Not(inner) if **inner == **term));
        let denied = parts.others.iter().any(contradicts);
        let no_value = parts.ranges.values().any(|range| *range == Range::Empty);
        parts.impossible = parts.impossible || denied || no_value;
        parts
    }

    fn cut<'a>(&self, term: &'a Term, parts: &mut Parts<'a>) {
        if let Term::And(left, right) = term {
            self.cut(left, parts);
            self.cut(right, parts);
        } else if let Some(holds) = constant(term) {
            parts.impossible |= !holds;
        } else if let Some((slot, range)) = ranges::of(self.flow, term) {
            let both = match parts.ranges.get(&slot) {
                Some(known) => known.clone().and(&range),
                None => range,
            };
            parts.ranges.insert(slot, both);
        } else {
            parts.others.push(term);
        }
    }

    /// What a slot can hold when only its question fills it.
    fn domain(&self, name: &str) -> Option<Range> {
        let number = self.flow.slot(name)?;
        let slot = &self.flow.slots[number];
        let ask = self.flow.ask(number)?;
        if self.elsewhere.contains(&(self.number, number)) {
            return None;
        }
        match slot.kind {
            ValueKind::Number => Some(Range::Numbers {
                low: (slot.min.unwrap_or(f64::NEG_INFINITY), true),
                high: (slot.max.unwrap_or(f64::INFINITY), true),
            }),
            ValueKind::Choice if !ask.choices.is_empty() => {
                Some(Range::names(ask.choices.iter().map(|choice| &*choice.value.name)))
            }
            ValueKind::YesNo => Some(Range::names(["yes", "no"])),
            _ => None,
        }
    }
}

fn never(condition: &Expression, why: &str) -> Finding {
    Finding::new("W109", &condition.at, format!("'{}' never holds here: {why}", condition.written))
        .suggest("change the condition, or remove it")
}

/// Whether every name of a range is one that the question offers.
fn known(range: &Range, domain: &Range) -> bool {
    match (range, domain) {
        (Range::Names { names, .. }, Range::Names { names: offered, .. }) => names.is_subset(offered),
        _ => true,
    }
}

/// Whether the first holds wherever the second does.
fn covers(first: &Parts<'_>, second: &Parts<'_>) -> bool {
    first.ranges.iter().all(|(slot, range)| second.ranges.get(slot).is_some_and(|narrower| narrower.within(range)))
        && first.others.iter().all(|other| second.others.contains(other))
}

/// The answer of a condition that asks about nothing.
fn constant(term: &Term) -> Option<bool> {
    let mut names = false;
    term.walk(&mut |term| names |= matches!(term, Term::Name(_) | Term::Known(_) | Term::IsSet { .. }));
    if names {
        return None;
    }
    let expression = Expression { written: "".into(), at: crate::engine::Position::default(), root: term.clone() };
    Some(expression.holds(&NoFacts))
}

struct NoFacts;

impl Facts for NoFacts {
    fn slot(&self, _: &str) -> Option<&Value> {
        None
    }

    fn is_slot(&self, _: &str) -> bool {
        false
    }

    fn country(&self) -> Option<Country> {
        None
    }

    fn language(&self) -> Language {
        Language::En
    }
}
