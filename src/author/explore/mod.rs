//! Walking every path of every flow in every language, and writing the conversation tests that cover what no test
//! covers yet.
//!
//! The walk is breadth first over what can change what happens next: the flows under way, the question that waits, and
//! the answers that a condition can still look at. Two states that differ in nothing else count as one, so the walk
//! ends.

mod inputs;
mod live;
mod walk;
mod write;

pub use inputs::{Entry, entries};
pub use walk::{Explored, Path, explore};
pub use write::to_yaml;
