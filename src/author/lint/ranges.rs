//! Which values of a slot a comparison lets through. Exact for what it reads, and it says `None` for the rest: the rule
//! about arms that never hold is only as sharp as it can be sure.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::engine::ValueKind;
use crate::engine::expression::{Comparison, Known, Term};
use crate::engine::model::Flow;

/// A set of values of one slot.
#[derive(Clone, Debug, PartialEq)]
pub enum Range {
    /// Every value, as long as there is one.
    Any,
    /// No value: the slot is not set.
    Unset,
    /// From and to; a border counts when its flag is set.
    Numbers { low: (f64, bool), high: (f64, bool) },
    /// One of these, or any but these. Yes and no are names too.
    Names { names: BTreeSet<String>, except: bool },
    /// Nothing at all.
    Empty,
}

impl Range {
    pub fn names<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self::Names { names: names.into_iter().map(str::to_owned).collect(), except: false }
    }

    /// What both let through. Sets of different kinds of values are left as they are: types are another rule's matter.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        match (self, other) {
            (Self::Unset, Self::Unset) => Self::Unset,
            (Self::Empty | Self::Unset, _) | (_, Self::Empty | Self::Unset) => Self::Empty,
            (Self::Any, other) => other.clone(),
            (Self::Numbers { low, high }, Self::Numbers { low: other_low, high: other_high }) => {
                let (low, high) =
                    (tighter(low, *other_low, Ordering::Greater), tighter(high, *other_high, Ordering::Less));
                match low.0.total_cmp(&high.0) {
                    Ordering::Less => Self::Numbers { low, high },
                    Ordering::Equal if low.1 && high.1 => Self::Numbers { low, high },
                    _ => Self::Empty,
                }
            }
            (Self::Names { names, except }, Self::Names { names: other, except: other_except }) => {
                let (names, except) = match (except, other_except) {
                    (false, false) => (&names & other, false),
                    (false, true) => (&names - other, false),
                    (true, false) => (other - &names, false),
                    (true, true) => (&names | other, true),
                };
                if names.is_empty() && !except { Self::Empty } else { Self::Names { names, except } }
            }
            (left, _) => left,
        }
    }

    /// Whether everything here is also in the other.
    #[must_use]
    pub fn within(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Empty, _)
            | (Self::Unset, Self::Unset)
            | (Self::Any | Self::Numbers { .. } | Self::Names { .. }, Self::Any) => true,
            (Self::Numbers { .. }, Self::Numbers { .. }) | (Self::Names { .. }, Self::Names { .. }) => {
                self.clone().and(other) == *self
            }
            _ => false,
        }
    }

    /// Both together, where that is a list of names.
    #[must_use]
    pub fn or(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Names { names, except: false }, Self::Names { names: other, except: false }) => {
                Some(Self::Names { names: names | other, except: false })
            }
            _ => None,
        }
    }
}

/// The tighter of two borders: the one on the `side` of the other, or of two equal ones the one that does not count.
fn tighter(left: (f64, bool), right: (f64, bool), side: Ordering) -> (f64, bool) {
    match right.0.total_cmp(&left.0) {
        Ordering::Equal => (left.0, left.1 && right.1),
        order if order == side => right,
        _ => left,
    }
}

/// The slot that a comparison is about, and what it lets through.
pub fn of(flow: &Flow, term: &Term) -> Option<(String, Range)> {
    let kind = |name: &str| flow.slot(name).map(|slot| flow.slots[slot].kind);
    match term {
        Term::Name(name) if kind(name) == Some(ValueKind::YesNo) => Some((name.to_string(), Range::names(["yes"]))),
        Term::IsSet { name, negated } => Some((name.to_string(), if *negated { Range::Unset } else { Range::Any })),
        Term::In { left, list, negated } => {
            let slot = subject(flow, left)?;
            let Term::List(items) = &**list else { return None };
            let names: Option<BTreeSet<String>> = items.iter().map(|item| name_of(flow, item)).collect();
            Some((slot, Range::Names { names: names?, except: *negated }))
        }
        Term::Compare { left, how, right } => match (subject(flow, left), subject(flow, right)) {
            (Some(slot), None) => Some((slot, compared(flow, *how, right)?)),
            (None, Some(slot)) => Some((slot, compared(flow, turned(*how), left)?)),
            _ => None,
        },
        _ => None,
    }
}

fn subject(flow: &Flow, term: &Term) -> Option<String> {
    match term {
        Term::Name(name) => {
            let kind = flow.slots[flow.slot(name)?].kind;
            let single = matches!(
                kind,
                ValueKind::Number | ValueKind::YesNo | ValueKind::Choice | ValueKind::Text | ValueKind::Country
            );
            single.then(|| name.to_string())
        }
        Term::Known(Known::Country) => Some("person.country".to_owned()),
        Term::Known(Known::Language) => Some("person.language".to_owned()),
        _ => None,
    }
}

fn name_of(flow: &Flow, term: &Term) -> Option<String> {
    match term {
        Term::Name(name) if flow.slot(name).is_none() => Some(name.to_string()),
        Term::Words(words) => Some(words.to_string()),
        _ => None,
    }
}

fn compared(flow: &Flow, how: Comparison, with: &Term) -> Option<Range> {
    let (below, above) = ((f64::NEG_INFINITY, true), (f64::INFINITY, true));
    if let Term::Number(number) = with {
        let (low, high) = match how {
            Comparison::Equal => ((*number, true), (*number, true)),
            Comparison::Less => (below, (*number, false)),
            Comparison::LessOrEqual => (below, (*number, true)),
            Comparison::Greater => ((*number, false), above),
            Comparison::GreaterOrEqual => ((*number, true), above),
            Comparison::Unequal => return None,
        };
        return Some(Range::Numbers { low, high });
    }
    let except = match how {
        Comparison::Equal => false,
        Comparison::Unequal => true,
        _ => return None,
    };
    if let Term::YesNo(answer) = with {
        return Some(Range::names([if *answer == except { "no" } else { "yes" }]));
    }
    Some(Range::Names { names: BTreeSet::from([name_of(flow, with)?]), except })
}

const fn turned(how: Comparison) -> Comparison {
    match how {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        same => same,
    }
}
