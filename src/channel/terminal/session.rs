//! A conversation at a terminal: lines in, pages out. It reads no clock and no keyboard.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::page::{Page, Style};
use crate::author::conversation::minutes;
use crate::desk::{self, Conversation};
use crate::engine::Effect;
use crate::library::Library;
use crate::message::{
    Body, Choice, ConversationKey, Country, Inbound, Language, MessageText, Outbound, PersonKey, Place, Platform, fold,
};

/// How a session begins.
#[derive(Clone, Copy, Debug, Default)]
pub struct Start {
    pub language: Option<Language>,
    pub country: Option<Country>,
}

/// A conversation at a terminal.
pub struct Session {
    library: Arc<Library>,
    conversation: Conversation,
    choices: Vec<Choice>,
    offset: SignedDuration,
    lines: u64,
    start: Start,
}

/// What a line led to.
pub enum Said {
    Page(String),
    /// The person wants to leave.
    Leave,
}

impl Session {
    #[must_use]
    pub fn new(library: Arc<Library>, start: Start) -> Self {
        let conversation = Conversation { language: start.language, country: start.country, ..Conversation::default() };
        Self { library, conversation, choices: Vec::new(), offset: SignedDuration::ZERO, lines: 0, start }
    }

    /// Takes one line and gives what to print.
    pub fn line(&mut self, line: &str, now: Timestamp, style: &Style) -> Said {
        let trimmed = line.trim();
        if matches!(trimmed, "/quit" | "/exit") {
            return Said::Leave;
        }
        if let Some(span) = trimmed.strip_prefix("/later") {
            return Said::Page(self.later(span.trim(), now));
        }
        let body = match self.button(trimmed) {
            Some(payload) => Body::Tap(payload),
            None => Body::Text(MessageText::from(line.trim_end_matches(['\r', '\n']))),
        };
        self.lines += 1;
        let person = PersonKey { platform: Platform::Terminal, user: String::new() };
        let inbound = Inbound {
            conversation: ConversationKey { person, room: String::new() },
            update: self.lines.to_string(),
            place: Place::Private,
            language: self.start.language,
            body,
            reach: String::new(),
            written_at: None,
        };
        let conversation = std::mem::take(&mut self.conversation);
        let answer =
            desk::answer(&self.library, conversation, &inbound, now.saturating_add(self.offset).unwrap_or(now));
        self.conversation = answer.conversation;
        let mut page = Page::new(style);
        page.answer(&answer.outbound);
        if answer.effects.iter().any(|effect| matches!(effect, Effect::Remind(_))) {
            page.note("(A reminder would be set here. This version cannot send it yet.)");
        }
        let Outbound { choices, .. } = answer.outbound;
        self.choices = choices;
        Said::Page(page.finish())
    }

    /// The button that a line names: by its number, or by its label.
    fn button(&self, line: &str) -> Option<String> {
        let numbered: Vec<&Choice> = self.choices.iter().filter(|choice| is_numbered(choice)).collect();
        if let Ok(number) = line.parse::<usize>() {
            return numbered.get(number.checked_sub(1)?).map(|choice| choice.payload.to_string());
        }
        let folded = fold(line);
        let named = self.choices.iter().find(|choice| !folded.is_empty() && fold(&choice.label) == folded)?;
        Some(named.payload.to_string())
    }

    fn later(&mut self, span: &str, now: Timestamp) -> String {
        let Some(minutes) = minutes(span) else {
            return "Say how much later: /later 2 days, /later 31 minutes.\n".to_owned();
        };
        let moved = SignedDuration::from_mins(minutes).checked_add(self.offset);
        if let Some(offset) = moved.filter(|offset| now.checked_add(*offset).is_ok()) {
            self.offset = offset;
            let then = now.saturating_add(offset).unwrap_or(now);
            return format!("(It is now {}.)\n", then.strftime("%A %Y-%m-%d %H:%M UTC"));
        }
        "That is further than the calendar goes.\n".to_owned()
    }
}

/// Choices have numbers; the ways out (skip, back, stop) are words, so that a number can be an answer.
pub fn is_numbered(choice: &Choice) -> bool {
    !choice.payload.starts_with("w:")
}
