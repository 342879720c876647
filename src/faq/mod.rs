//! Reviewed answers, and finding the one that a person asks for.
//!
//! A topic is written by a person and reviewed by another; nothing here makes up words. The matcher says how sure it
//! is, and "none" is a good answer. This room knows messages and vectors, not flows, conversations or crisis levels.

mod load;
mod matcher;
mod ngrams;
mod topic;

pub use load::{Topics, TopicsLoaded};
pub use matcher::{Candidate, Match, Matcher};
pub use topic::{Region, Source, Topic};
