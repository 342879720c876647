//! Does the question that waits take this text? Asked before the FAQ is, so that a side question is answered and
//! uses up no try.

use super::courtesy::Courtesy;
use super::flows::Flows;
use super::machine::Machine;
use super::read::Reading;
use super::state::State;
use super::turn::Context;
use super::value::ValueKind;
use crate::message::fold;

/// How well a text answers the question that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    Fits,
    /// It could be an answer, and it could be a question of the person's own.
    Doubtful,
    No,
}

const QUESTION_WORDS: &[&str] = &[
    "what", "whats", "how", "hows", "why", "when", "where", "who", "which", "can", "could", "do", "does", "did", "is",
    "are", "should", "will", "would", "am", "que", "como", "cuando", "donde", "quien", "quienes", "cual", "cuales",
    "cuanto", "cuanta", "cuantos", "cuantas", "puedo", "puede", "debo", "hay", "es", "tengo",
];
/// An answer in own words is seldom longer; a story is.
const ANSWER_WORDS: usize = 12;

/// Whether the question that waits takes a text.
#[must_use]
pub fn fit(flows: &Flows, state: &State, text: &str, context: &Context) -> Fit {
    if state.parked || state.fingerprint != flows.fingerprint {
        return Fit::No;
    }
    let machine = Machine::new(flows, State { fingerprint: state.fingerprint, ..state.clone() }, context);
    let Some(asking) = machine.asking() else { return Fit::No };
    if machine.typed_button(&asking, text).is_some() {
        return Fit::Fits;
    }
    match flows.words.courtesy(text) {
        Some(Courtesy::NoMore) if machine.is_no_more(&asking, text) => return Fit::Fits,
        // "Hello" and "thank you" are nobody's name and no note.
        Some(courtesy) if asking.slot.kind.is_free_text() && !courtesy.is_own_words() => return Fit::No,
        _ => {}
    }
    match machine.read(&asking, text) {
        Reading::Clear(_) if asking.slot.kind.is_free_text() && seems_a_question(text) => Fit::Doubtful,
        Reading::Clear(_) | Reading::Ambiguous(_) | Reading::OutOfRange | Reading::Past => Fit::Fits,
        Reading::Doubtful(_) if asking.slot.kind == ValueKind::Choice && seems_a_question(text) => Fit::No,
        Reading::Doubtful(_) | Reading::TooMany(_) => Fit::Doubtful,
        Reading::TooLong(_) => Fit::Doubtful,
        Reading::Unclear => Fit::No,
    }
}

/// Whether a text reads like a question of the person's own.
#[must_use]
pub fn seems_a_question(text: &str) -> bool {
    if text.contains(['?', '¿']) {
        return true;
    }
    let folded = fold(text);
    let mut words = folded.split(' ');
    let first = words.next().unwrap_or_default();
    let rest = words.count();
    (QUESTION_WORDS.contains(&first) && rest >= 2) || rest >= ANSWER_WORDS
}
