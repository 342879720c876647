//! What is answered at once whatever else holds a person back: a limit, a queue, a store that does not answer.

use jiff::Timestamp;

use super::answer::screen;
use super::conversation::CrisisMemory;
use crate::engine::{Word, payload};
use crate::library::Library;
use crate::message::{Body, Inbound};
use crate::safety::Level;

/// Whether an event may be about danger. It errs on the side of yes: weak signs count too.
#[must_use]
pub fn cannot_wait(library: &Library, crisis: &CrisisMemory, inbound: &Inbound, now: Timestamp) -> bool {
    match &inbound.body {
        Body::Text(text) => {
            let verdict = screen(library, crisis, inbound, now).verdict;
            verdict.level >= Level::Concern
                || !verdict.cues.is_empty()
                || library.flows.words.reserved(text.reveal()) == Some(Word::HelpNow)
        }
        Body::Tap(tap) => tap.starts_with("k:") || **tap == *payload::word(Word::HelpNow),
        Body::Unreadable(_) => false,
    }
}
