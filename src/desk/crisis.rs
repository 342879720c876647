//! What the desk does when someone may be in danger: the card, its buttons, and the guide that waits meanwhile.
//!
//! The guide is parked, not lost, and its state does not say why. What is remembered here lives in memory for minutes.

use std::sync::Arc;

use jiff::Timestamp;

use super::answer::Making;
use super::conversation::{Conversation, CrisisMemory, Open, Shown};
use crate::engine::{Input, Reply};
use crate::message::{Bubble, Choice, Country, Language, clear_language, guess_language};
use crate::safety::{CardRequest, Category, Level, Need, Person, RecentCues, Step, Verdict, card};

/// Within so many minutes a card of the same or a lower level is a repeat: shorter, with the same action.
const REPEAT_MINUTES: i64 = 15;
/// Minutes after which a card that nobody answers is no longer open.
const OPEN_MINUTES: i64 = 30;
/// Minutes within which somebody who said that they are not safe is led to no result of an orientation.
const NOT_SAFE_MINUTES: i64 = 30;

/// The button that answers "are you in danger?" with yes.
const DANGER: &str = "danger_yes";

/// The weak cues that still count.
pub fn cues_at(memory: &CrisisMemory, now: Timestamp) -> RecentCues {
    memory.cues.at(seconds(now))
}

/// Keeps the weak cues of this message for the next ones.
pub fn remember(conversation: &mut Conversation, verdict: &Verdict, now: Timestamp) {
    conversation.crisis.cues = conversation.crisis.cues.remember(&verdict.cues, seconds(now));
}

/// Lets go of a card that has been left alone: minutes only, and in memory only.
pub fn forget_old(conversation: &mut Conversation, now: Timestamp) {
    let memory = &mut conversation.crisis;
    let last = memory.open.map(|open| open.at).or(memory.shown.as_ref().map(|shown| shown.at));
    if last.is_some_and(|last| now.duration_since(last).as_secs() >= OPEN_MINUTES * 60) {
        memory.open = None;
        memory.shown = None;
    }
    if memory.not_safe_at.is_some_and(|said| now.duration_since(said).as_secs() >= NOT_SAFE_MINUTES * 60) {
        memory.not_safe_at = None;
    }
}

fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.as_second()).unwrap_or_default()
}

/// The first card, in place of the answer. Nothing of this message is taken for an answer to anything.
pub fn show_card(making: &mut Making<'_>, verdict: &Verdict, text: &str) {
    let now = making.now;
    let language = language_of(making, verdict, text);
    let before =
        making.conversation.crisis.shown.as_ref().filter(|shown| {
            now.duration_since(shown.at).as_secs() < REPEAT_MINUTES * 60 && verdict.level <= shown.level
        });
    let repeat = before.is_some();
    let level = before.map_or(verdict.level, |shown| shown.level.max(verdict.level));
    making.conversation.crisis.shown =
        Some(Shown { at: now, level, category: verdict.category, person: verdict.person, language });
    show(making, Step::First, repeat);
}

/// The language of the card for a message: the one it is clearly written in, or whose words it was found by; else that
/// of the conversation.
fn language_of(making: &Making<'_>, verdict: &Verdict, text: &str) -> Language {
    let words = verdict.pattern.as_deref().and_then(|id| Language::from_tag(id.split('.').next().unwrap_or_default()));
    let wrote = guess_language(text).filter(|wrote| Some(*wrote) == words);
    clear_language(text).or(wrote).unwrap_or_else(|| making.crisis_language())
}

/// "help now": the lines at once, nothing asked before.
pub fn help_now(making: &mut Making<'_>) {
    let language = making.crisis_language();
    let shown = making.conversation.crisis.shown.get_or_insert_with(|| Shown::new(making.now, language));
    shown.at = making.now;
    show(making, Step::First, false);
}

/// A button of a card.
pub fn card_choice(making: &mut Making<'_>, key: &str) {
    if let Some(country) = key.strip_prefix("country:").and_then(Country::from_code) {
        set_country(making, country);
        return;
    }
    if key == DANGER {
        making.conversation.crisis.not_safe_at = Some(making.now);
    }
    match (key, Step::after(key)) {
        ("continue", _) => {
            making.conversation.crisis.open = None;
            making.resume_after_card();
        }
        ("stop", _) => stop(making),
        (_, Some(step)) => show(making, step, false),
        (_, None) => {
            making.reply(Reply::GoneButton);
            show(making, Step::First, false);
        }
    }
}

/// The person said where they are: the card again, with the lines of that country.
pub fn set_country(making: &mut Making<'_>, country: Country) {
    making.conversation.country = Some(country);
    making.context.country = Some(country);
    show(making, Step::First, false);
}

/// "Stop here": what was under way ends, and the card says so in its own words.
fn stop(making: &mut Making<'_>) {
    making.step(Input::Stop);
    making.bubbles.clear();
    show(making, Step::Stop, false);
    making.choices.retain(|choice| &*choice.payload != "k:continue");
}

/// A card. The guide is set aside meanwhile.
pub fn show(making: &mut Making<'_>, step: Step, repeat: bool) {
    let now = making.now;
    let language = making.crisis_language();
    let shown = making.conversation.crisis.shown.get_or_insert_with(|| Shown::new(now, language)).clone();
    let closes = matches!(step, Step::Safe | Step::Misunderstood | Step::Stop);
    making.conversation.crisis.open = (!closes).then_some(Open { at: now, step });
    making.step(Input::Park);
    making.trace.stepped = false;
    if step == Step::First {
        // Nothing stands before the help, not even that answers were let go.
        making.bubbles.clear();
    }
    let country = making.context.country.map(|country| country.code().to_owned());
    let near = near(making);
    let request = CardRequest {
        level: shown.level,
        category: shown.category,
        person: shown.person,
        lang: shown.language,
        country: country.as_deref(),
        hour_of_week: None,
        repeat,
        step,
        minor: matches!(shown.category, Some(Category::Youth | Category::Runaway)),
        default_countries: near.as_slice(),
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

/// The country of the place, where it has lines to name; only a person whose own is unknown is shown them.
fn near<'a>(making: &Making<'a>) -> Option<&'a str> {
    let country = making.library.directory.country(making.place_country?.code())?;
    let has_lines = country.emergency_number().is_some() && !country.lines_for(Need::Suicide, None).is_empty();
    has_lines.then_some(country.code.as_str())
}

/// One gentle line after a normal answer.
pub fn add_line(making: &mut Making<'_>, verdict: &Verdict) {
    let country = making.context.country.map(|country| country.code().to_owned());
    let near = near(making);
    let request = CardRequest {
        level: Level::Concern,
        category: verdict.category,
        person: Person::Own,
        lang: making.crisis_language(),
        country: country.as_deref(),
        default_countries: near.as_slice(),
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
    fn new(at: Timestamp, language: Language) -> Self {
        Self { at, level: Level::Crisis, category: None, person: Person::Own, language }
    }
}
