//! Conversation tests: what a person says and what the bot answers, as data in tests/conversations.
//!
//! A test talks with the desk itself, in the order of a real message; after each turn the state goes through its
//! stored form, so that a test also proves that nothing is lost on disk.

mod format;
mod glob;
mod held;
mod run;

pub use format::{Conversation, Expectation, NOW, Turn, load, minutes};
pub use glob::matches;
pub use run::{Failure, Outcome, Talk, run};
