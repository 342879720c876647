//! What is typed while a card is open: an answer to it, a clear act, a clear question, or else the same help again.
//!
//! A person who has just said that they may not live hears no offers of unrelated topics, and nothing they type is
//! taken for the answer of a guide. The card closes when they go on, stop, are safe, or leave it for 30 minutes.

use std::sync::Arc;

use super::answer::Making;
use super::{crisis, questions, reserved};
use crate::engine::payload::{self, Tap};
use crate::engine::{Input, Word, find_country};
use crate::faq::Match;
use crate::message::Choice;
use crate::safety::{Level, Step};

/// The card that is open now.
pub fn step_of(making: &Making<'_>) -> Option<Step> {
    making.conversation.crisis.open.map(|open| open.step)
}

/// Takes words while a card is open.
pub fn text(making: &mut Making<'_>, step: Step, text: &str) {
    let library = making.library;
    if let Some(key) = library.cards.choice_said(text)
        && (asks(making, step) || !matches!(key, "danger_yes" | "danger_no"))
    {
        crisis::card_choice(making, key);
        return;
    }
    let words = &library.flows.words;
    if let Some(word) = words.reserved(text) {
        act(making, word);
        return;
    }
    if let Some((country, exact)) = find_country(text)
        && (exact || step == Step::OtherCountry)
    {
        crisis::set_country(making, country);
        return;
    }
    if words.courtesy(text).is_some() {
        still_here(making);
        return;
    }
    if let Some(flow) = library.flows.started_by(text) {
        let name = Arc::clone(&flow.name.name);
        making.conversation.crisis.open = None;
        making.step(Input::Start(&name));
        return;
    }
    match making.topic_of(text) {
        Match::Answer(best, _) => {
            questions::tell(making, &best.topic);
            ways_on(making);
        }
        Match::Offer(..) | Match::None => still_here(making),
    }
}

/// A button that is not the card's, while a card is open. Says whether that was all there is to do: a button of a guide
/// closes the card and does what it does.
pub fn tap(making: &mut Making<'_>, payload: &str) -> bool {
    match payload::read(payload) {
        Tap::Word(word) => act(making, word),
        Tap::Answer { .. } | Tap::Change { .. } | Tap::Start(_) => {
            making.conversation.crisis.open = None;
            return false;
        }
        Tap::Other(other) => match other.split_once(':') {
            Some(("t", topic)) => {
                questions::tell(making, topic);
                ways_on(making);
            }
            Some(("n", _)) => still_here(making),
            _ => return false,
        },
    }
    true
}

/// The same help again, in short.
pub fn still_here(making: &mut Making<'_>) {
    crisis::show(making, Step::StillHere, false);
}

/// Whether a yes or a no answers the card.
fn asks(making: &Making<'_>, step: Step) -> bool {
    let level = making.conversation.crisis.shown.as_ref().map_or(Level::Crisis, |shown| shown.level);
    step == Step::StillHere || (step == Step::First && level > Level::Concern)
}

/// A reserved word. Those about a guide wait until the person goes on with it.
fn act(making: &mut Making<'_>, word: Word) {
    match word {
        Word::Continue => crisis::card_choice(making, "continue"),
        Word::Stop => crisis::card_choice(making, "stop"),
        Word::Back | Word::Skip | Word::Change | Word::Person => {
            making.trace.reserved = Some(word);
            still_here(making);
        }
        Word::InEnglish | Word::InSpanish => {
            reserved::act(making, word);
            if let Some(shown) = &mut making.conversation.crisis.shown {
                shown.language = making.context.language;
            }
            still_here(making);
        }
        Word::Menu => {
            making.conversation.crisis.open = None;
            reserved::act(making, word);
        }
        Word::HelpNow | Word::DeleteData | Word::ShowData | Word::Privacy | Word::CrisisPolicy => {
            reserved::act(making, word);
        }
    }
}

/// The ways on from something that was shown beside the card.
pub fn ways_on(making: &mut Making<'_>) {
    let language = making.crisis_language();
    for key in ["help_now", "continue", "stop"] {
        let label = Arc::from(making.library.cards.label(key, language));
        making.choices.push(Choice { label, payload: Arc::from(format!("k:{key}")) });
    }
}
