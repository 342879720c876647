//! Which topic does a text ask for? One answer, a few to choose from, or none.
//!
//! With the encoder it goes by meaning ([`Semantic`]); small machines do without it and go by letters ([`Lexical`]).
//! Whoever asks need not know which.

use std::sync::Arc;

use super::lexical::Lexical;
use super::meaning::Meaning;
use super::semantic::Semantic;

/// Finds topics for texts.
#[derive(Debug)]
pub enum Matcher {
    Lexical(Box<Lexical>),
    Semantic(Box<Semantic>),
}

/// One topic and how likely it is, 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub topic: Arc<str>,
    pub similarity: f32,
}

/// What came of a search.
#[derive(Clone, Debug, PartialEq)]
pub enum Match {
    /// This one, and the next best for "not what you meant?".
    Answer(Candidate, Vec<Candidate>),
    /// One of these, best first; ask which. The flag says that a topic is meant for sure, only not which.
    Offer(Vec<Candidate>, bool),
    None,
}

impl Match {
    /// Whether it is clear enough to interrupt a question that waits.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        match self {
            Self::Answer(..) => true,
            Self::Offer(_, clear) => *clear,
            Self::None => false,
        }
    }
}

impl Matcher {
    /// The topic that a text asks for, a few to choose from, or none.
    #[must_use]
    pub fn find(&self, text: &str) -> Match {
        self.find_with(text, self.meaning(text).as_ref())
    }

    /// Whether there is an encoder.
    #[must_use]
    pub const fn reads_meaning(&self) -> bool {
        matches!(self, Self::Semantic(_))
    }

    /// A text as the encoder sees it; nothing where there is no encoder.
    #[must_use]
    pub fn meaning(&self, text: &str) -> Option<Meaning> {
        self.meanings(&[text]).and_then(|mut meanings| meanings.pop())
    }

    /// The same for many texts, in their order, which together take less time.
    #[must_use]
    pub fn meanings(&self, texts: &[&str]) -> Option<Vec<Meaning>> {
        match self {
            Self::Lexical(_) => None,
            Self::Semantic(matcher) => Some(matcher.meanings(texts, None)),
        }
    }

    /// [`Matcher::find`] for a text whose [`Matcher::meaning`] is known already.
    #[must_use]
    pub fn find_with(&self, text: &str, meaning: Option<&Meaning>) -> Match {
        match (self, meaning) {
            (Self::Lexical(matcher), _) => matcher.find(text),
            (Self::Semantic(matcher), Some(meaning)) => matcher.find(meaning),
            (Self::Semantic(matcher), None) => matcher.find(&matcher.meaning(text, None)),
        }
    }
}
