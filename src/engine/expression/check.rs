//! Types: what each side of a comparison is, and which comparisons make sense.

use super::{Comparison, Known, Term};
use crate::engine::value::ValueKind;

/// What is wrong with the types of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeProblem {
    /// Neither a slot nor a choice of the slot it is compared with.
    UnknownName(String),
    /// Two kinds that are never equal.
    Unlike(&'static str, &'static str),
    /// Larger and smaller make no sense for this kind.
    Unordered(&'static str),
    /// A condition that is not yes or no.
    NotYesNo(&'static str),
    /// A name that the slot does not offer.
    NoSuchChoice { slot: String, choice: String },
}

/// What the flow knows about names.
pub type KindOf<'flow> = &'flow dyn Fn(&str) -> Option<ValueKind>;
/// The values that a choice slot offers.
pub type OffersOf<'flow> = &'flow dyn Fn(&str) -> Vec<String>;

/// The kind of a term, where it is known.
#[must_use]
pub fn kind_of(term: &Term, slot: KindOf<'_>) -> Option<ValueKind> {
    match term {
        Term::Number(_) => Some(ValueKind::Number),
        Term::Words(_) => Some(ValueKind::Text),
        Term::Name(name) => slot(name),
        Term::Known(Known::Country) => Some(ValueKind::Country),
        Term::Known(Known::Language) => Some(ValueKind::Choice),
        Term::List(_) => Some(ValueKind::Choices),
        _ => Some(ValueKind::YesNo),
    }
}

/// Everything that is wrong with the types of a condition.
#[must_use]
pub fn problems(root: &Term, slot: KindOf<'_>, offers: OffersOf<'_>) -> Vec<TypeProblem> {
    let mut found = Vec::new();
    condition(root, slot, offers, &mut found);
    found
}

fn condition(term: &Term, slot: KindOf<'_>, offers: OffersOf<'_>, found: &mut Vec<TypeProblem>) {
    match term {
        Term::And(left, right) | Term::Or(left, right) => {
            condition(left, slot, offers, found);
            condition(right, slot, offers, found);
        }
        Term::Not(inner) => condition(inner, slot, offers, found),
        Term::IsSet { name, .. } => {
            if &**name != "person.country" && slot(name).is_none() {
                found.push(TypeProblem::UnknownName(name.to_string()));
            }
        }
        Term::Compare { left, how, right } => comparison(left, *how, right, slot, offers, found),
        Term::In { left, list, .. } => membership(left, list, slot, offers, found),
        Term::Name(name) => match slot(name) {
            Some(ValueKind::YesNo) => {}
            Some(kind) => found.push(TypeProblem::NotYesNo(kind.name())),
            None => found.push(TypeProblem::UnknownName(name.to_string())),
        },
        Term::YesNo(_) => {}
        Term::Known(known) if known.is_yes_no() => {}
        other => found.push(TypeProblem::NotYesNo(kind_of(other, slot).map_or("nothing", ValueKind::name))),
    }
}

fn comparison(
    left: &Term,
    how: Comparison,
    right: &Term,
    slot: KindOf<'_>,
    offers: OffersOf<'_>,
    found: &mut Vec<TypeProblem>,
) {
    let (Some(kind), other) = (kind_of(left, slot), right) else {
        // The left side is no slot: it may be a choice that stands first.
        return match (left, kind_of(right, slot)) {
            (Term::Name(_), Some(_)) => comparison(right, how, left, slot, offers, found),
            (Term::Name(name), None) => found.push(TypeProblem::UnknownName(name.to_string())),
            _ => {}
        };
    };
    if !matches!(how, Comparison::Equal | Comparison::Unequal)
        && !matches!(kind, ValueKind::Number | ValueKind::Date | ValueKind::Time)
    {
        found.push(TypeProblem::Unordered(kind.name()));
        return;
    }
    match (kind_of(other, slot), other) {
        (None, Term::Name(name)) => chosen(left, kind, name, offers, found),
        (Some(ValueKind::Text), Term::Words(name)) if kind == ValueKind::Choice => {
            chosen(left, kind, name, offers, found);
        }
        (Some(other_kind), _) if other_kind != kind && !both_words(kind, other_kind) => {
            found.push(TypeProblem::Unlike(kind.name(), other_kind.name()));
        }
        _ => {}
    }
}

fn membership(left: &Term, list: &Term, slot: KindOf<'_>, offers: OffersOf<'_>, found: &mut Vec<TypeProblem>) {
    match list {
        Term::List(items) => {
            for item in items {
                comparison(left, Comparison::Equal, item, slot, offers, found);
            }
        }
        Term::Name(name) => match (slot(name), left) {
            (None, _) => found.push(TypeProblem::UnknownName(name.to_string())),
            (Some(ValueKind::Choices), Term::Name(choice)) if slot(choice).is_none() => {
                chosen(list, ValueKind::Choice, choice, offers, found);
            }
            (Some(ValueKind::Choices | ValueKind::List), _) => {}
            (Some(kind), _) => found.push(TypeProblem::Unlike(kind.name(), "choices")),
        },
        _ => found.push(TypeProblem::Unlike("a single value", "a list")),
    }
}

/// A bare name on one side: it must be something that the other side offers.
fn chosen(slot: &Term, kind: ValueKind, choice: &str, offers: OffersOf<'_>, found: &mut Vec<TypeProblem>) {
    match (slot, kind) {
        (Term::Name(slot), ValueKind::Choice) => {
            if !offers(slot).iter().any(|offered| offered == choice) {
                found.push(TypeProblem::NoSuchChoice { slot: slot.to_string(), choice: choice.to_owned() });
            }
        }
        (_, ValueKind::Country) if choice.len() == 2 && choice.chars().all(|symbol| symbol.is_ascii_uppercase()) => {}
        (Term::Known(Known::Language), _) if crate::message::Language::from_tag(choice).is_some() => {}
        _ => found.push(TypeProblem::UnknownName(choice.to_owned())),
    }
}

const fn both_words(left: ValueKind, right: ValueKind) -> bool {
    const fn words(kind: ValueKind) -> bool {
        matches!(kind, ValueKind::Text | ValueKind::Choice | ValueKind::Zone | ValueKind::Country)
    }
    words(left) && words(right)
}
