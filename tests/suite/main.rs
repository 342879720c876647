//! All tests in one program: one linking, one list. `cargo test NAME` runs those whose path holds NAME.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so and stop")]

mod article;
mod author_fixtures;
mod author_graph;
mod author_replay;
mod author_schema;
mod card_said;
mod channel_inbox;
mod channel_sender;
mod channel_split;
mod conversations;
mod desk_held;
mod discord_conversations;
mod discord_scenarios;
mod discord_world;
mod drafts;
mod encoder;
mod engine_properties;
mod engine_read;
mod engine_steps;
mod engine_versions;
mod expressions;
#[path = "../support/discord/mod.rs"]
mod fake_discord;
mod faq;
mod faulty_rows;
mod keeper;
mod lint;
mod packaging;
mod play;
mod rooms;
mod safety_card_rules;
mod safety_directory;
mod safety_lexicon;
mod safety_properties;
mod safety_second;
mod schedule;
mod settings;
mod source;
mod store;
mod support;
#[path = "../support/telegram/mod.rs"]
mod telegram;
mod telegram_crash;
mod telegram_groups;
mod telegram_parts;
mod telegram_sending;
mod telegram_service;
mod telegram_store;
mod telegram_talk;
mod telegram_webhook;
mod topics;
mod verbs;
