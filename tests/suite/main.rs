//! All tests in one program: one linking, one list. `cargo test NAME` runs those whose path holds NAME.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so and stop")]

mod article;
mod author_fixtures;
mod author_graph;
mod author_replay;
mod author_schema;
mod card_said;
mod conversations;
mod drafts;
mod encoder;
mod engine_properties;
mod engine_read;
mod engine_steps;
mod engine_versions;
mod expressions;
mod faq;
mod lint;
mod play;
mod reminders;
mod reminders_failures;
mod reminders_time;
mod reminders_words;
mod rooms;
mod safety_card_rules;
mod safety_directory;
mod safety_lexicon;
mod safety_properties;
mod schedule;
mod source;
mod support;
mod topics;
