//! What the desk does when someone may be in danger: the card, its buttons, and the guide that waits meanwhile.
//!
//! The guide is parked, not lost, and its state does not say why. What is remembered here lives in memory for minutes.

use std::sync::Arc;

use jiff::Timestamp;

use super::answer::Making;
use super::conversation::{Conversation, Shown};
use crate::engine::{Input, Reply};
use crate::message::{Bubble, Choice, Country};
use crate::safety::{CardRequest, Category, Level, Person, RecentCues, Step, Verdict, card};

/// Within so many minutes a card of the same or a lower level is a repeat: shorter, with the same action.
const REPEAT_MINUTES: i64 = 15;

/// The weak cues that still count.
pub fn cues_at(conversation: &Conversation, now: Timestamp) -> RecentCues {
    conversation.crisis.cues.at(seconds(now))
}

/// Keeps the weak cues of this message for the next ones.
pub fn remember(conversation: &mut Conversation, verdict: &Verdict, now: Timestamp) {
    conversation.crisis.cues = conversation.crisis.cues.remember(&verdict.cues, seconds(now));
}

fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.as_second()).unwrap_or_default()
}

/// The first card, in place of the answer. Nothing of this message is taken for an answer to anything.
pub fn show_card(making: &mut Making<'_>, verdict: &Verdict) {
    let now = making.now;
    let before =
        making.conversation.crisis.shown.as_ref().filter(|shown| {
            now.duration_since(shown.at).as_secs() < REPEAT_MINUTES * 60 && verdict.level <= shown.level
        });
    let repeat = before.is_some();
    let level = before.map_or(verdict.level, |shown| shown.level.max(verdict.level));
    making.conversation.crisis.shown =
        Some(Shown { at: now, level, category: verdict.category, person: verdict.person });
    making.step(Input::Park);
    making.trace.stepped = false;
    show(making, Step::First, repeat);
}

/// "help now": the lines at once, nothing asked before.
pub fn help_now(making: &mut Making<'_>) {
    let shown = making.conversation.crisis.shown.get_or_insert_with(|| Shown::new(making.now));
    shown.at = making.now;
    making.step(Input::Park);
    making.trace.stepped = false;
    show(making, Step::First, false);
}

/// A button of a card.
pub fn card_choice(making: &mut Making<'_>, key: &str) {
    if let Some(code) = key.strip_prefix("country:") {
        making.conversation.country = Country::from_code(code);
        making.context.country = making.conversation.country;
        show(making, Step::First, false);
        return;
    }
    match (key, Step::after(key)) {
        ("continue", _) => making.resume_after_card(),
        ("stop", _) => making.step(Input::Stop),
        (_, Some(step)) => show(making, step, false),
        (_, None) => {
            making.reply(Reply::GoneButton);
            show(making, Step::First, false);
        }
    }
}

fn show(making: &mut Making<'_>, step: Step, repeat: bool) {
    let shown = making.conversation.crisis.shown.clone().unwrap_or_else(|| Shown::new(making.now));
    let country = making.context.country.map(|country| country.code().to_owned());
    let request = CardRequest {
        level: shown.level,
        category: shown.category,
        person: shown.person,
        lang: making.crisis_language(),
        country: country.as_deref(),
        hour_of_week: None,
        repeat,
        step,
        minor: matches!(shown.category, Some(Category::Youth | Category::Runaway)),
        default_countries: &[],
    };
    let card = card(&request, &making.library.cards, &making.library.directory);
    making.trace.card = true;
    making.bubbles.extend(card.paragraphs.into_iter().map(|words| Bubble::Text(Arc::from(words))));
    making.choices = card
        .choices
        .into_iter()
        .map(|(key, label)| Choice { label: Arc::from(label), payload: Arc::from(format!("k:{key}")) })
        .collect();
}

/// One gentle line after a normal answer.
pub fn add_line(making: &mut Making<'_>, verdict: &Verdict) {
    let country = making.context.country.map(|country| country.code().to_owned());
    let request = CardRequest {
        level: Level::Concern,
        category: verdict.category,
        person: Person::Own,
        lang: making.crisis_language(),
        country: country.as_deref(),
        ..CardRequest::default()
    };
    let card = card(&request, &making.library.cards, &making.library.directory);
    making.bubbles.extend(card.paragraphs.into_iter().map(|words| Bubble::Text(Arc::from(words))));
    making.button(Reply::LabelHelp, Arc::from("w:help_now"));
}

/// Whether the answer is the card for someone who worries about another person.
pub fn is_about_someone(verdict: &Verdict) -> bool {
    verdict.level == Level::Concern && verdict.person == Person::Other
}

impl Making<'_> {
    /// "Continue where I was": the question that waits, or the menu when nothing does.
    fn resume_after_card(&mut self) {
        if self.conversation.state.is_asking() {
            self.step(Input::Resume);
        } else {
            self.reply(Reply::AnythingElse);
            self.menu_button();
        }
    }
}

impl Shown {
    fn new(at: Timestamp) -> Self {
        Self { at, level: Level::Crisis, category: None, person: Person::Own }
    }
}
