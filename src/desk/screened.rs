//! The first step of a message: the crisis screen. The lexicons read every message, in microseconds, wherever it is.
//! What they pass is embedded and read by the second reader, which takes a hundred times as long: the [`Look`]. Who has
//! many messages to answer may let it be taken elsewhere, or not at all; without one the lexicons' verdict stands.

use jiff::Timestamp;

use super::conversation::CrisisMemory;
use super::crisis;
use crate::engine::{Word, payload};
use crate::faq::Meaning;
use crate::library::Library;
use crate::message::{Body, Inbound};
use crate::safety::{Level, Opinion, Verdict, raise};

/// A message that was screened: the verdict, and the look that was taken for it.
#[derive(Clone, Debug, Default)]
pub struct Screened {
    pub verdict: Verdict,
    pub look: Look,
}

/// A message as the encoder sees it, embedded once for all who read it, and what the second reader makes of it. It holds
/// words of a person: it lives for one turn and shows nothing.
#[derive(Clone, Debug, Default)]
pub struct Look {
    pub(super) meaning: Option<Meaning>,
    opinion: Option<Opinion>,
    pub(super) is_left_out: bool,
}

impl Look {
    /// Embeds a text and lets the second reader read it: about a millisecond of work.
    #[must_use]
    pub fn at(library: &Library, text: &str) -> Self {
        Self::at_each(library, &[text]).pop().unwrap_or_default()
    }

    /// The same for many texts, in their order, which together take less time.
    #[must_use]
    pub fn at_each(library: &Library, texts: &[&str]) -> Vec<Self> {
        let Some(meanings) = library.matcher.meanings(texts) else { return vec![Self::default(); texts.len()] };
        let look = |(text, meaning): (&&str, Meaning)| Self {
            opinion: library.opinion(text, &meaning),
            meaning: Some(meaning),
            is_left_out: false,
        };
        texts.iter().zip(meanings).map(look).collect()
    }

    /// None was taken, for want of time: topics are then found by their own phrasings only.
    #[must_use]
    pub fn left_out() -> Self {
        Self { is_left_out: true, ..Self::default() }
    }

    /// A verdict of the lexicons after the second reader has spoken: raised where it thinks that it should be, and without
    /// what they were unsure of where it does not agree.
    #[must_use]
    pub fn raise(&self, verdict: Verdict) -> Verdict {
        match &self.opinion {
            Some(opinion) => raise(verdict, opinion),
            None => verdict,
        }
    }
}

/// Both readers, one after the other. It needs no more of the conversation than what lives in memory.
#[must_use]
pub fn screen(library: &Library, memory: &CrisisMemory, inbound: &Inbound, now: Timestamp) -> Screened {
    let verdict = by_lexicon(library, memory, inbound, now);
    let text = words_of(inbound);
    let look = if wants_look(library, text, &verdict) { Look::at(library, text) } else { Look::default() };
    Screened { verdict: look.raise(verdict), look }
}

/// The same with a look that has been taken already.
#[must_use]
pub fn screen_looked(
    library: &Library,
    memory: &CrisisMemory,
    inbound: &Inbound,
    look: Look,
    now: Timestamp,
) -> Screened {
    let verdict = look.raise(by_lexicon(library, memory, inbound, now));
    Screened { verdict, look }
}

/// The lexicons alone, before anything that could fail, wait or limit.
#[must_use]
pub fn by_lexicon(library: &Library, memory: &CrisisMemory, inbound: &Inbound, now: Timestamp) -> Verdict {
    library.screen.screen(words_of(inbound), &crisis::cues_at(memory, now))
}

/// Whether a text that the lexicons have read is to be looked at. What they are sure of at the level of a card is answered
/// at once; a reserved word ("stop", "menu") says nothing more.
#[must_use]
pub fn wants_look(library: &Library, text: &str, verdict: &Verdict) -> bool {
    verdict.sure() < Level::Crisis
        && !text.is_empty()
        && library.matcher.reads_meaning()
        && library.flows.words.reserved(text).is_none()
}

/// Whether a verdict calls for a card.
#[must_use]
pub fn is_urgent(verdict: &Verdict) -> bool {
    verdict.level >= Level::Crisis || crisis::is_about_someone(verdict)
}

/// Whether an event overtakes what its sender said before: it calls for a card, or asks for help now.
#[must_use]
pub fn overtakes(inbound: &Inbound, verdict: &Verdict) -> bool {
    match &inbound.body {
        Body::Text(_) => is_urgent(verdict),
        Body::Tap(tap) => **tap == *payload::word(Word::HelpNow),
        Body::Unreadable(_) => false,
    }
}

/// Whether an event is to be answered whatever else holds its sender back: a limit, a queue, a store that does not answer.
/// It errs on the side of yes: weak signs count too.
#[must_use]
pub fn cannot_wait(library: &Library, inbound: &Inbound, verdict: &Verdict) -> bool {
    match &inbound.body {
        Body::Text(text) => {
            verdict.level >= Level::Concern
                || !verdict.cues.is_empty()
                || library.flows.words.reserved(text.reveal()) == Some(Word::HelpNow)
        }
        Body::Tap(tap) => tap.starts_with("k:") || **tap == *payload::word(Word::HelpNow),
        Body::Unreadable(_) => false,
    }
}

/// What a person wrote; nothing where they tapped.
pub fn words_of(inbound: &Inbound) -> &str {
    match &inbound.body {
        Body::Text(text) => text.reveal(),
        Body::Tap(_) | Body::Unreadable(_) => "",
    }
}
