//! Handrail guides people to, through and out of intensive outpatient programs (IOPs).
//!
//! One deterministic conversation engine, driven by flows that a clinician can read. A message goes
//! `channel -> desk -> (safety, engine, faq) -> channel`; docs/DESIGN.md tells the whole way.
//!
//! | room | holds |
//! |---|---|
//! | [`message`] | what goes in and out, in words that every room shares |
//! | [`source`] | files that people write: positions, keys, findings |
//! | [`engine`] | flows, state, one step |
//! | [`encoder`] | text to sentence vector |
//! | [`schedule`] | times as people write them; rules to instants |
//! | [`http`] | two listeners, their limits and headers |
//! | [`studio`] | what authors of flows look at while writing |

pub mod author;
pub mod channel;
pub mod cli;
pub mod config;
pub mod desk;
pub mod encoder;
pub mod engine;
pub mod faq;
pub mod http;
pub mod keeper;
pub mod library;
pub mod message;
pub mod ops;
pub mod reminder;
pub mod safety;
pub mod schedule;
pub mod source;
pub mod store;
pub mod studio;
