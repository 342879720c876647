//! Conditions and values: comparisons, `and`, `or`, `not`, `is set`, `in [..]`. Tiny, typed and total: no loops, no
//! input, and an answer for every state. A comparison with a slot that is not set is false, whatever it compares.

mod check;
mod evaluate;
mod parse;

pub use check::{TypeProblem, kind_of, problems};
pub use evaluate::Facts;
pub use parse::ParseError;

use std::sync::Arc;

use crate::source::Position;

/// A parsed expression with the place where it stands.
#[derive(Clone, Debug)]
pub struct Expression {
    pub written: Arc<str>,
    pub at: Position,
    pub root: Term,
}

/// The parts of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    Number(f64),
    Words(Arc<str>),
    YesNo(bool),
    /// A slot of the flow or, where there is no such slot, the name of a choice.
    Name(Arc<str>),
    /// Something that Handrail knows about the conversation.
    Known(Known),
    List(Vec<Term>),
    Compare {
        left: Box<Term>,
        how: Comparison,
        right: Box<Term>,
    },
    In {
        left: Box<Term>,
        list: Box<Term>,
        negated: bool,
    },
    IsSet {
        name: Arc<str>,
        negated: bool,
    },
    Not(Box<Term>),
    And(Box<Term>, Box<Term>),
    Or(Box<Term>, Box<Term>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What a condition may ask besides slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// `person.country`: two capitals, unset while unknown.
    Country,
    /// `person.language`: a language code.
    Language,
    /// `person.keeps_numbers`: they have numbers of check-ins kept.
    KeepsNumbers,
    /// `person.hard_days`: the last of those numbers were low, several days in a row.
    HardDays,
    /// `person.not_safe`: they said so within the last half hour.
    NotSafe,
    /// `person.minor`: they said in this conversation that they are under 18.
    Minor,
    /// `person.not_kept`: nothing is kept of them once the program ends, so that nothing can come later.
    NotKept,
}

impl Known {
    pub const ALL: [Self; 7] =
        [Self::Country, Self::Language, Self::KeepsNumbers, Self::HardDays, Self::NotSafe, Self::Minor, Self::NotKept];

    /// How conditions write it.
    #[must_use]
    pub const fn written(self) -> &'static str {
        match self {
            Self::Country => "person.country",
            Self::Language => "person.language",
            Self::KeepsNumbers => "person.keeps_numbers",
            Self::HardDays => "person.hard_days",
            Self::NotSafe => "person.not_safe",
            Self::Minor => "person.minor",
            Self::NotKept => "person.not_kept",
        }
    }

    /// Whether it is yes or no, and never unset.
    #[must_use]
    pub const fn is_yes_no(self) -> bool {
        !matches!(self, Self::Country | Self::Language)
    }
}

impl Expression {
    /// Parses one expression.
    ///
    /// # Errors
    /// Says in one sentence what was read and what was expected.
    pub fn parse(written: &str, at: &Position) -> Result<Self, ParseError> {
        Ok(Self { written: Arc::from(written), at: at.clone(), root: parse::parse(written)? })
    }

    /// Whether the condition holds. Anything but yes is no.
    #[must_use]
    pub fn holds(&self, facts: &dyn Facts) -> bool {
        evaluate::holds(&self.root, facts)
    }

    /// The value it stands for; `None` when it names something that is not set.
    #[must_use]
    pub fn value(&self, facts: &dyn Facts) -> Option<super::value::Value> {
        evaluate::value(&self.root, facts)
    }

    /// Every name in it, slots and choices alike.
    #[must_use]
    pub fn names(&self) -> Vec<Arc<str>> {
        let mut names = Vec::new();
        self.root.walk(&mut |term| match term {
            Term::Name(name) | Term::IsSet { name, .. } => names.push(Arc::clone(name)),
            _ => {}
        });
        names
    }
}

impl Term {
    /// Visits this term and all below it.
    pub fn walk(&self, visit: &mut dyn FnMut(&Self)) {
        visit(self);
        match self {
            Self::List(items) => items.iter().for_each(|item| item.walk(visit)),
            Self::Compare { left, right, .. } | Self::And(left, right) | Self::Or(left, right) => {
                left.walk(visit);
                right.walk(visit);
            }
            Self::In { left, list, .. } => {
                left.walk(visit);
                list.walk(visit);
            }
            Self::Not(inner) => inner.walk(visit),
            _ => {}
        }
    }
}
