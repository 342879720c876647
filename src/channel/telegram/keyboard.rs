//! The buttons under a message.
//!
//! Invariant: no button can make Telegram refuse its message. A payload longer than Telegram takes, or an empty label,
//! costs its own button.

use std::sync::Arc;

use teloxide::types::{CopyTextButton, InlineKeyboardButton, InlineKeyboardButtonKind, InlineKeyboardMarkup};

use crate::message::{Choice, Platform};

/// So many characters of labels stand side by side on a narrow phone.
const ROW_WIDTH: usize = 28;
/// So many buttons to a row at most, though Telegram takes eight: more are too narrow for a thumb.
const ROW_BUTTONS: usize = 3;

/// The keyboard for choices, and for numbers to copy.
pub fn keyboard(choices: &[Choice], numbers: &[String]) -> Option<InlineKeyboardMarkup> {
    let capabilities = Platform::Telegram.capabilities();
    let fits = |choice: &&Choice| {
        !choice.label.trim().is_empty() && (1..=capabilities.payload_limit).contains(&choice.payload.len())
    };
    let mut rows = Rows::default();
    for number in numbers {
        rows.add(number.chars().count() + 2, copies(number));
    }
    rows.close();
    // Answers first, then the ways out: skip, back, stop, menu.
    let (ways_out, answers): (Vec<&Choice>, Vec<&Choice>) = choices
        .iter()
        .filter(fits)
        .take(capabilities.buttons_max - numbers.len())
        .partition(|choice| is_way_out(choice));
    for group in [answers, ways_out] {
        for choice in group {
            let label = shortened(&choice.label, capabilities.label_limit);
            rows.add(label.chars().count(), InlineKeyboardButton::callback(label, &*choice.payload));
        }
        rows.close();
    }
    (!rows.done.is_empty()).then(|| InlineKeyboardMarkup::new(rows.done))
}

#[derive(Default)]
struct Rows {
    done: Vec<Vec<InlineKeyboardButton>>,
    open: Vec<InlineKeyboardButton>,
    width: usize,
}

impl Rows {
    fn add(&mut self, width: usize, button: InlineKeyboardButton) {
        if self.open.len() >= ROW_BUTTONS || self.width + width > ROW_WIDTH {
            self.close();
        }
        self.width += width;
        self.open.push(button);
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.done.push(std::mem::take(&mut self.open));
        }
        self.width = 0;
    }
}

fn copies(number: &str) -> InlineKeyboardButton {
    // Two joined squares: "copy", in every language.
    InlineKeyboardButton::new(
        format!("⧉ {number}"),
        InlineKeyboardButtonKind::CopyText(CopyTextButton { text: number.to_owned() }),
    )
}

fn is_way_out(choice: &Choice) -> bool {
    choice.payload.starts_with("w:")
}

fn shortened(label: &Arc<str>, limit: usize) -> String {
    if label.chars().count() <= limit {
        return label.to_string();
    }
    let kept: String = label.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}
