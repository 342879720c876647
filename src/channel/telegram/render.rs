//! An answer as messages of Telegram.
//!
//! Bubbles become paragraphs of one message, so that an answer is one call and one sound; something to keep is a message of
//! its own, so that it can be passed on alone. What does not fit is split. The buttons stand under the last message.

use teloxide::types::{InlineKeyboardButtonKind, InlineKeyboardMarkup};

use super::keyboard::keyboard;
use super::numbers::numbers;
use crate::channel::split;
use crate::message::{Bubble, Outbound, Platform, Tone};

/// One message.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The words, without formatting: what goes out when Telegram cannot read the formatting.
    pub plain: String,
    /// How many bytes of them, at the beginning, are a title.
    pub title: usize,
    pub keyboard: Option<InlineKeyboardMarkup>,
}

impl Piece {
    #[must_use]
    pub const fn text(plain: String) -> Self {
        Self { plain, title: 0, keyboard: None }
    }

    /// Rows of buttons: the label, and what a tap sends to us; nothing where it only copies.
    #[must_use]
    pub fn buttons(&self) -> Vec<Vec<(String, Option<String>)>> {
        let rows = self.keyboard.iter().flat_map(|keyboard| &keyboard.inline_keyboard);
        let button = |button: &teloxide::types::InlineKeyboardButton| match &button.kind {
            InlineKeyboardButtonKind::CallbackData(payload) => (button.text.clone(), Some(payload.clone())),
            _ => (button.text.clone(), None),
        };
        rows.map(|row| row.iter().map(button).collect()).collect()
    }

    /// The words as Telegram's HTML.
    #[must_use]
    pub fn html(&self) -> String {
        let (title, rest) = self.plain.split_at_checked(self.title).unwrap_or(("", &self.plain));
        let mut html = String::with_capacity(self.plain.len() + 16);
        if !title.is_empty() {
            html.push_str("<b>");
            escape(&mut html, title);
            html.push_str("</b>");
        }
        escape(&mut html, rest);
        html
    }
}

/// The messages of an answer, in order; none for an answer without words.
#[must_use]
pub fn render(outbound: &Outbound) -> Vec<Piece> {
    let capabilities = Platform::Telegram.capabilities();
    let mut pieces = Vec::new();
    let mut paragraphs = String::new();
    let finish = |paragraphs: &mut String, pieces: &mut Vec<Piece>| {
        pieces.extend(split(paragraphs, &capabilities).into_iter().map(Piece::text));
        paragraphs.clear();
    };
    for bubble in &outbound.bubbles {
        match bubble {
            Bubble::Text(_) | Bubble::Image { .. } => {
                if !paragraphs.is_empty() {
                    paragraphs.push_str("\n\n");
                }
                paragraphs.push_str(&bubble.words());
            }
            Bubble::Document { title, text } => {
                finish(&mut paragraphs, &mut pieces);
                let title = title.trim();
                let whole = split(&format!("{title}\n\n{text}"), &capabilities);
                pieces.extend(whole.into_iter().enumerate().map(|(number, plain)| {
                    let title = if number == 0 && plain.starts_with(title) { title.len() } else { 0 };
                    Piece { title, ..Piece::text(plain) }
                }));
            }
        }
    }
    finish(&mut paragraphs, &mut pieces);
    let numbers = if outbound.tone == Tone::Crisis {
        numbers(&outbound.bubbles.iter().map(Bubble::words).collect::<Vec<_>>().join("\n"))
    } else {
        Vec::new()
    };
    if let Some(last) = pieces.last_mut() {
        last.keyboard = keyboard(&outbound.choices, &numbers);
    }
    pieces
}

fn escape(html: &mut String, text: &str) {
    for symbol in text.chars() {
        match symbol {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            symbol => html.push(symbol),
        }
    }
}
