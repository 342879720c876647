//! From an expression and the facts to a value. Total: unlike kinds are unequal, never an error.

use std::cmp::Ordering;

use super::{Comparison, Known, Term};
use crate::engine::value::Value;
use crate::message::{Country, Language};

/// What an expression can ask about.
pub trait Facts {
    /// The value of a slot, if it is set.
    fn slot(&self, name: &str) -> Option<&Value>;
    /// Whether the flow has a slot of this name; other names are choices.
    fn is_slot(&self, name: &str) -> bool;
    fn country(&self) -> Option<Country>;
    fn language(&self) -> Language;
    /// What is known about the person that is yes or no.
    fn is_so(&self, _known: Known) -> bool {
        false
    }
}

pub fn holds(term: &Term, facts: &dyn Facts) -> bool {
    match term {
        Term::Or(left, right) => holds(left, facts) || holds(right, facts),
        Term::And(left, right) => holds(left, facts) && holds(right, facts),
        Term::Not(inner) => !holds(inner, facts),
        Term::IsSet { name, negated } => {
            let set = if &**name == "person.country" { facts.country().is_some() } else { facts.slot(name).is_some() };
            set != *negated
        }
        Term::In { left, list, negated } => {
            let Some(left) = value(left, facts) else { return false };
            contains(list, &left, facts).is_some_and(|found| found != *negated)
        }
        Term::Compare { left, how, right } => match (value(left, facts), value(right, facts)) {
            (Some(left), Some(right)) => compares(&left, *how, &right),
            _ => false,
        },
        _ => matches!(value(term, facts), Some(Value::YesNo(true))),
    }
}

pub fn value(term: &Term, facts: &dyn Facts) -> Option<Value> {
    match term {
        Term::Number(number) => Some(Value::Number(*number)),
        Term::Words(words) => Some(Value::Text(Box::from(&**words))),
        Term::YesNo(answer) => Some(Value::YesNo(*answer)),
        Term::Name(name) if facts.is_slot(name) => facts.slot(name).cloned(),
        Term::Name(name) => Some(Value::Choice(Box::from(&**name))),
        Term::Known(Known::Country) => facts.country().map(Value::Country),
        Term::Known(Known::Language) => Some(Value::Choice(Box::from(facts.language().code()))),
        Term::Known(known) => Some(Value::YesNo(facts.is_so(*known))),
        Term::List(items) => Some(Value::Choices(
            items
                .iter()
                .filter_map(|item| match value(item, facts) {
                    Some(Value::Choice(name) | Value::Text(name)) => Some(name),
                    _ => None,
                })
                .collect(),
        )),
        _ => Some(Value::YesNo(holds(term, facts))),
    }
}

/// Whether a list (or a slot that holds several) contains a value; `None` when the slot is not set.
fn contains(list: &Term, wanted: &Value, facts: &dyn Facts) -> Option<bool> {
    if let Term::List(items) = list {
        return Some(
            items.iter().any(|item| value(item, facts).is_some_and(|item| compares(&item, Comparison::Equal, wanted))),
        );
    }
    let held = value(list, facts)?;
    let wanted = name_in(wanted);
    Some(match held {
        Value::Choices(names) => wanted.is_some_and(|wanted| names.iter().any(|name| **name == *wanted)),
        Value::List(items) => wanted.is_some_and(|wanted| items.iter().any(|item| **item == *wanted)),
        _ => false,
    })
}

fn name_in(value: &Value) -> Option<String> {
    match value {
        Value::Text(name) | Value::Choice(name) | Value::Zone(name) => Some(name.to_string()),
        Value::Country(country) => Some(country.code().to_owned()),
        _ => None,
    }
}

fn compares(left: &Value, how: Comparison, right: &Value) -> bool {
    let order = order(left, right);
    match how {
        Comparison::Equal => order == Some(Ordering::Equal),
        Comparison::Unequal => order != Some(Ordering::Equal),
        Comparison::Less => order == Some(Ordering::Less),
        Comparison::LessOrEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Comparison::Greater => order == Some(Ordering::Greater),
        Comparison::GreaterOrEqual => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.partial_cmp(right),
        (Value::YesNo(left), Value::YesNo(right)) => Some(left.cmp(right)),
        (Value::Date(left), Value::Date(right)) => Some(left.cmp(right)),
        (Value::Time(left), Value::Time(right)) => Some(left.cmp(right)),
        _ => match (name_in(left), name_in(right)) {
            (Some(left), Some(right)) => Some(left.cmp(&right)),
            _ => (left == right).then_some(Ordering::Equal),
        },
    }
}
