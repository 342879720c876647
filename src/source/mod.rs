//! Files that people write: a tree with positions, a table of keys to hold it to, and findings that say what is wrong.
//!
//! Flows, topics and settings are all read through here, so that each error names file, line and column, and no text
//! is changed by a trap of YAML. It knows no format of its own.

mod check;
mod finding;
pub mod shape;
mod template;
pub mod tree;

pub use check::{check, is_name, verb_of, yes_no};
pub use finding::{Finding, Position, Severity, did_you_mean, has_errors};
pub use template::{Part, References, Template};
pub use tree::Node;
