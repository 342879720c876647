//! The resources message of a community: the one that is pinned, and the same words wherever someone may need them and
//! cannot be written to in private. It answers nobody, names nobody, and its buttons answer each person on their own.

use jiff::Timestamp;
use serde_json::{Value, json};
use serenity::builder::CreateActionRow;
use serenity::model::application::ButtonStyle;

use super::Community;
use crate::channel::discord::{escape, page, words};
use crate::library::Library;
use crate::message::Language;

/// The message.
#[must_use]
pub fn resources(library: &Library, community: &Community, now: Timestamp) -> Value {
    let language = community.language.unwrap_or_default();
    let flows = if Language::FLOWS.contains(&language) { language } else { Language::En };
    let lines = library.directory.lines_text(community.country, "suicide", flows, now);
    let text = [words::RESOURCES.of(language), &escape(&lines), words::AUTOMATED.of(language)].join("\n\n");
    let mut message = page::page(&text, false);
    message["components"] = json!([CreateActionRow::Buttons(vec![
        page::open_button(words::HELP_NOW.of(language), "w:help_now", ButtonStyle::Primary),
        page::open_button(words::ASK_PRIVATELY.of(language), "w:menu", ButtonStyle::Secondary),
    ])]);
    message
}
