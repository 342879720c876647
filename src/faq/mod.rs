//! Reviewed answers, and finding the one that a person asks for.
//!
//! A topic is written by a person and reviewed by another; nothing here makes up words. The matcher says how sure it
//! is, and "none" is a good answer. This room knows messages and vectors, not flows, conversations or crisis levels.

mod compact;
mod exact;
mod examples;
mod gate;
mod glossary;
mod head;
mod index;
mod lexical;
mod load;
mod matcher;
mod meaning;
mod model;
mod ngrams;
mod policy;
mod reading;
mod semantic;
mod sentences;
mod topic;
mod train;

pub use exact::Exact;
pub use examples::{Example, Examples, read_out_of_scope};
pub use glossary::Glossary;
pub use lexical::Lexical;
pub use load::{Topics, TopicsLoaded};
pub use matcher::{Candidate, Match, Matcher};
pub use meaning::{Meaning, Portion};
pub use model::{Model, ModelError};
pub use policy::{Policy, Verdict};
pub use semantic::{Reading, Semantic};
pub use topic::{Region, Source, Topic};
pub use train::{Progress, Report, train};
