//! What is certain at each line, whatever way led there: which slots are set, which hold yes, and which yes can only
//! have come from the person.
//!
//! Where ways meet, only what holds on each of them is kept. A branch teaches: `days >= 3` holds only when `days` is
//! set. How facts travel through the flows is told in `solve`.

use crate::engine::ValueKind;
use crate::engine::expression::{Comparison, Known, Term};
use crate::engine::model::{Assignment, Flow};

/// One bit for each slot of a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    fn all(count: usize, on: bool) -> Self {
        Self(vec![if on { u64::MAX } else { 0 }; count.div_ceil(64)])
    }

    pub fn has(&self, slot: usize) -> bool {
        self.0.get(slot / 64).is_some_and(|word| word & (1 << (slot % 64)) != 0)
    }

    fn put(&mut self, slot: usize, on: bool) {
        if let Some(word) = self.0.get_mut(slot / 64) {
            let bit = 1 << (slot % 64);
            *word = if on { *word | bit } else { *word & !bit };
        }
    }

    fn meet(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }
}

/// What is certain at a line, before it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub set: Bits,
    /// Yes/no slots that hold yes.
    pub yes: Bits,
    /// Slots that hold no yes that the person did not say.
    pub spoken: Bits,
}

impl Facts {
    pub fn nothing(flow: &Flow) -> Self {
        let count = flow.slots.len();
        Self { set: Bits::all(count, false), yes: Bits::all(count, false), spoken: Bits::all(count, true) }
    }

    pub fn meet(&mut self, other: &Self) {
        self.set.meet(&other.set);
        self.yes.meet(&other.yes);
        self.spoken.meet(&other.spoken);
    }

    pub fn put(&mut self, slot: usize, (set, yes, spoken): (bool, bool, bool)) {
        self.set.put(slot, set);
        self.yes.put(slot, yes);
        self.spoken.put(slot, spoken);
    }

    pub fn of(&self, slot: usize) -> (bool, bool, bool) {
        (self.set.has(slot), self.yes.has(slot), self.spoken.has(slot))
    }

    /// What a condition teaches when it holds (or does not).
    pub fn learn(&mut self, flow: &Flow, term: &Term, holds: bool) {
        match (term, holds) {
            (Term::Not(inner), _) => self.learn(flow, inner, !holds),
            (Term::And(left, right), true) | (Term::Or(left, right), false) => {
                self.learn(flow, left, holds);
                self.learn(flow, right, holds);
            }
            (Term::And(left, right), false) | (Term::Or(left, right), true) => {
                let mut other = self.clone();
                self.learn(flow, left, holds);
                other.learn(flow, left, !holds);
                other.learn(flow, right, holds);
                self.meet(&other);
            }
            (Term::IsSet { name, negated }, _) if *negated != holds => self.learn_set(flow, name),
            (Term::Name(name), true) => self.learn_yes(flow, name),
            (Term::Compare { left, how, right }, _) => self.learn_comparison(flow, left, *how, right, holds),
            (Term::In { left, list, .. }, true) => {
                self.learn_operand(flow, left);
                self.learn_operand(flow, list);
            }
            _ => {}
        }
    }

    fn learn_comparison(&mut self, flow: &Flow, left: &Term, how: Comparison, right: &Term, holds: bool) {
        let answer = match (left, right) {
            (Term::Name(name), Term::YesNo(answer)) | (Term::YesNo(answer), Term::Name(name)) => Some((name, *answer)),
            _ => None,
        };
        if holds {
            self.learn_operand(flow, left);
            self.learn_operand(flow, right);
        }
        let Some((name, answer)) = answer else { return };
        let Some(slot) = flow.slot(name) else { return };
        let says_yes = matches!((how, answer), (Comparison::Equal, true) | (Comparison::Unequal, false));
        let says_no = matches!((how, answer), (Comparison::Equal, false) | (Comparison::Unequal, true));
        if (says_yes && holds) || (says_no && !holds && self.set.has(slot)) {
            self.learn_yes(flow, name);
        }
    }

    /// A comparison that holds has both sides: one with an unset slot is never true.
    fn learn_operand(&mut self, flow: &Flow, term: &Term) {
        if let Term::Name(name) = term {
            self.learn_set(flow, name);
        }
    }

    fn learn_set(&mut self, flow: &Flow, name: &str) {
        if let Some(slot) = flow.slot(name) {
            self.set.put(slot, true);
        }
    }

    fn learn_yes(&mut self, flow: &Flow, name: &str) {
        if let Some(slot) = flow.slot(name).filter(|slot| flow.slots[*slot].kind == ValueKind::YesNo) {
            self.set.put(slot, true);
            self.yes.put(slot, true);
        }
    }

    pub fn assign(&mut self, flow: &Flow, assignment: &Assignment) {
        let Some(slot) = assignment.slot else { return };
        let after = match &assignment.value.root {
            Term::Name(name) => match flow.slot(name) {
                Some(from) => self.of(from),
                None => (true, false, true),
            },
            Term::YesNo(answer) => (true, *answer, !*answer),
            Term::Known(Known::Country) => (false, false, true),
            // A condition gives yes or no by itself, which is not the person's word.
            _ => (true, false, flow.slots[slot].kind != ValueKind::YesNo),
        };
        self.put(slot, after);
    }
}

/// Meets what is known with what a new way brings; whether that changed anything.
pub fn lower(known: &mut Option<Facts>, facts: &Facts) -> bool {
    match known {
        None => {
            *known = Some(facts.clone());
            true
        }
        Some(known) => {
            let before = known.clone();
            known.meet(facts);
            *known != before
        }
    }
}
