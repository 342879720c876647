//! The few answers that are the channel's own, because they are about Telegram and not about a conversation.

use std::sync::Arc;

use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};

use super::render::Piece;
use crate::engine::{Reply, Word, payload};
use crate::library::Library;
use crate::message::{Bubble, Choice, Language, Outbound};

/// "/language": one button for each language of the flows.
pub fn languages() -> Outbound {
    let choices = Language::FLOWS.into_iter().map(|language| Choice {
        label: Arc::from(language.name()),
        payload: payload::word(if language == Language::Es { Word::InSpanish } else { Word::InEnglish }),
    });
    let names: Vec<&str> = Language::FLOWS.into_iter().map(Language::name).collect();
    Outbound {
        bubbles: vec![Bubble::Text(Arc::from(format!("{}?", names.join(" / "))))],
        choices: choices.collect(),
        ..Outbound::default()
    }
}

/// "/ask" with nothing behind it.
pub fn question(library: &Library, language: Language) -> Outbound {
    let words = &library.flows.words;
    Outbound {
        bubbles: vec![Bubble::Text(words.say(Reply::AllRight, language))],
        choices: vec![Choice { label: words.say(Reply::LabelMenu, language), payload: payload::word(Word::Menu) }],
        ..Outbound::default()
    }
}

/// Something failed on our side, and the ways on.
pub fn trouble(library: &Library, language: Language) -> Outbound {
    let words = &library.flows.words;
    let choice = |label, word| Choice { label: words.say(label, language), payload: payload::word(word) };
    Outbound {
        bubbles: vec![Bubble::Text(words.say(Reply::Trouble, language))],
        choices: vec![choice(Reply::LabelHelp, Word::HelpNow), choice(Reply::LabelMenu, Word::Menu)],
        ..Outbound::default()
    }
}

/// In a group: a way into the private chat, and one straight to the help lines there. Nothing of anybody's.
pub fn in_private(library: &Library, language: Language, bot: &str) -> Vec<Piece> {
    let words = &library.flows.words;
    let link = |label: &str, payload: &str| {
        let address = reqwest::Url::parse(&format!("https://t.me/{bot}?start={payload}")).ok()?;
        Some(InlineKeyboardButton::url(label, address))
    };
    let help = words.say(Reply::LabelHelp, language);
    let row = [link(&format!("@{bot}"), "menu"), link(&help, "helpnow")].into_iter().flatten();
    vec![Piece {
        keyboard: Some(InlineKeyboardMarkup::new([row.collect::<Vec<_>>()])),
        ..Piece::text(words.say(Reply::PrivateOnly, language).to_string())
    }]
}
