//! A conversation at a terminal: lines in, pages out. It reads no clock and no keyboard.

use std::sync::Arc;

use jiff::SignedDuration;

use super::arrivals::{Arrivals, Due};
use super::page::{Page, Style};
use crate::author::conversation::minutes;
use crate::engine::{Word, payload};
use crate::keeper::{Keeper, Taken};
use crate::message::{
    Body, Choice, ConversationKey, Inbound, Language, MessageText, Outbound, PersonKey, Place, Platform, fold,
};

/// The one person at this terminal.
const PERSON: &str = "you";

/// A conversation at a terminal.
pub struct Session {
    keeper: Keeper,
    language: Option<Language>,
    choices: Vec<Choice>,
    /// What comes by itself, where something is kept.
    arrivals: Option<(Arc<dyn Due>, Arc<Arrivals>)>,
    /// Makes the numbers of lines differ from those of earlier runs.
    run: i128,
    lines: u64,
}

/// What a line led to.
pub enum Said {
    Page(String),
    /// The person wants to leave.
    Leave,
}

impl Session {
    #[must_use]
    pub fn new(keeper: Keeper, language: Option<Language>) -> Self {
        let run = keeper.time().now().as_nanosecond();
        Self { keeper, language, choices: Vec::new(), arrivals: None, run, lines: 0 }
    }

    /// The same, with what comes by itself shown after each line and whenever it is asked for.
    #[must_use]
    pub fn with_arrivals(mut self, due: Arc<dyn Due>, arrivals: Arc<Arrivals>) -> Self {
        self.arrivals = Some((due, arrivals));
        self
    }

    /// What has come by itself since the last time, if anything.
    pub async fn arrived(&mut self, style: &Style) -> Option<String> {
        let (due, arrivals) = self.arrivals.as_ref()?;
        due.look().await;
        let come = arrivals.take();
        let last = come.last()?;
        self.choices.clone_from(&last.choices);
        let mut page = Page::new(style);
        come.iter().for_each(|outbound| page.answer(outbound));
        Some(page.finish())
    }

    /// The keeper that answers.
    #[must_use]
    pub const fn keeper(&self) -> &Keeper {
        &self.keeper
    }

    /// What waits from an earlier run: an answer that was never shown, or the question of a guide. Nothing for somebody
    /// new.
    pub async fn resume(&mut self, style: &Style) -> Option<String> {
        let store = self.keeper.store()?;
        let key = Self::key();
        let recalled = store.recall(&key, "", self.keeper.time().seconds()).await.ok()?;
        let unsent = self.keeper.unsent(Platform::Terminal).await;
        if unsent.is_empty() && !recalled.conversation.is_some_and(|_| recalled.asked) {
            return None;
        }
        if unsent.is_empty() {
            let body = Body::Tap(payload::word(Word::Continue).to_string());
            return Some(self.take(body, style).await);
        }
        let mut page = Page::new(style);
        for reply in unsent {
            page.answer(&reply.outbound);
            self.keeper.sent(reply.receipt).await;
            self.choices = reply.outbound.choices;
        }
        Some(page.finish())
    }

    /// Takes one line and gives what to print.
    pub async fn line(&mut self, line: &str, style: &Style) -> Said {
        match self.answer(line, style).await {
            Said::Leave => Said::Leave,
            Said::Page(mut page) => {
                if let Some(more) = self.arrived(style).await {
                    page.push('\n');
                    page.push_str(&more);
                }
                Said::Page(page)
            }
        }
    }

    async fn answer(&mut self, line: &str, style: &Style) -> Said {
        let trimmed = line.trim();
        if matches!(trimmed, "/quit" | "/exit") {
            return Said::Leave;
        }
        if let Some(span) = trimmed.strip_prefix("/later") {
            return Said::Page(self.later(span.trim()));
        }
        let body = match self.button(trimmed) {
            Some(payload) => Body::Tap(payload),
            None => Body::Text(MessageText::from(line.trim_end_matches(['\r', '\n']))),
        };
        Said::Page(self.take(body, style).await)
    }

    async fn take(&mut self, body: Body, style: &Style) -> String {
        self.lines += 1;
        let inbound = Inbound {
            conversation: Self::key(),
            update: format!("{}-{}", self.run, self.lines),
            place: Place::Private,
            language: self.language,
            country: None,
            body,
            reach: PERSON.to_owned(),
            written_at: None,
        };
        let Taken::Reply(reply) = self.keeper.take(&inbound).await else { return String::new() };
        let mut page = Page::new(style);
        page.answer(&reply.outbound);
        let Outbound { choices, .. } = reply.outbound;
        self.choices = choices;
        self.keeper.sent(reply.receipt).await;
        page.finish()
    }

    /// The conversation of this terminal.
    #[must_use]
    pub fn key() -> ConversationKey {
        let person = PersonKey { platform: Platform::Terminal, user: PERSON.to_owned() };
        ConversationKey { person, room: String::new() }
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

    fn later(&self, span: &str) -> String {
        let Some(minutes) = minutes(span) else {
            return "Say how much later: /later 2 days, /later 31 minutes.\n".to_owned();
        };
        let time = self.keeper.time();
        let by = SignedDuration::from_mins(minutes);
        if time.now().checked_add(by).is_err() {
            return "That is further than the calendar goes.\n".to_owned();
        }
        time.advance(by);
        format!("(It is now {}.)\n", time.now().strftime("%A %Y-%m-%d %H:%M UTC"))
    }
}

/// Choices have numbers; the ways out (skip, back, stop) are words, so that a number can be an answer.
pub fn is_numbered(choice: &Choice) -> bool {
    !choice.payload.starts_with("w:")
}
