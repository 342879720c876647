//! What authors of flows use: the linter and its pages, conversation tests and coverage, explore, replay, maps, schema.
//!
//! Everything here is pure: files come in as text, findings and pages go out as text. It may use the desk's pure
//! decisions, since a conversation test has to talk in the order of a real message. It runs in no live conversation.

pub mod check;
pub mod conversation;
pub mod coverage;
pub mod explain;
pub mod explore;
pub mod graph;
pub mod lint;
pub mod reference;
pub mod replay;
pub mod report;
pub mod schema;
