//! All tests in one program: one linking, one list. `cargo test NAME` runs those whose path holds NAME.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should say so and stop")]
#![expect(clippy::disallowed_methods, reason = "fake servers live as long as the test that starts them")]
#![expect(
    clippy::duration_suboptimal_units,
    clippy::needless_pass_by_value,
    clippy::doc_markdown,
    clippy::inconsistent_digit_grouping,
    clippy::cmp_owned,
    clippy::unchecked_time_subtraction,
    clippy::type_complexity,
    clippy::single_range_in_vec_init,
    clippy::semicolon_if_nothing_returned,
    clippy::match_wild_err_arm,
    clippy::flat_map_option,
    clippy::double_ended_iterator_last,
    clippy::cast_possible_wrap,
    clippy::await_holding_lock,
    clippy::assigning_clones,
    reason = "style of test code; what it says is checked by running it"
)]

mod article;
mod author_fixtures;
mod author_graph;
mod author_replay;
mod author_schema;
mod both_platforms;
mod card_said;
mod channel_inbox;
mod channel_sender;
mod channel_split;
mod closed_output;
mod conversations;
mod desk_held;
mod discord_conversations;
mod discord_figures;
mod discord_load;
mod discord_program;
mod discord_scenarios;
mod discord_second_look;
mod discord_world;
mod drafts;
mod drills;
mod encoder;
mod engine_asking;
mod engine_calls;
mod engine_corrections;
mod engine_properties;
mod engine_read;
mod engine_reminders;
mod engine_steps;
mod engine_unclear;
mod engine_versions;
mod expressions;
#[path = "../support/discord/mod.rs"]
#[expect(dead_code, reason = "the fake can do more than the scenarios ask of it")]
mod fake_discord;
mod faq;
mod faulty_rows;
mod keeper;
mod kills;
mod lint;
mod packaging;
mod play;
mod reminders;
mod reminders_failures;
mod reminders_time;
mod reminders_words;
mod rooms;
mod running;
mod safety_card_rules;
mod safety_directory;
mod safety_lexicon;
mod safety_properties;
mod safety_second;
mod safety_tongues;
mod schedule;
mod settings;
mod source;
mod store;
mod support;
#[path = "../support/telegram/mod.rs"]
mod telegram;
mod telegram_crash;
mod telegram_figures;
mod telegram_groups;
mod telegram_parts;
mod telegram_reminders;
mod telegram_sending;
mod telegram_service;
mod telegram_store;
mod telegram_talk;
mod telegram_webhook;
mod topics;
mod verbs;
mod web;
