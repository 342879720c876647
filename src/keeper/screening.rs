//! The crisis screen as the keeper does it: the lexicons at once, the second reader where there is room.

use std::sync::Arc;
use std::time::Duration;

use super::second_look::Whose;
use super::take::{CRISIS_WAIT, Keeper};
use crate::desk::{self, Look};
use crate::library::Library;
use crate::message::{Body, Inbound, MessageText, PersonKey, Place};
use crate::safety::Verdict;

/// A message is answered without the second reader when that one has not read it by then.
const LOOK_WAIT: Duration = Duration::from_secs(3);

impl Keeper {
    /// How many messages the second reader has looked at, and how many it was too busy for.
    #[must_use]
    pub fn looks(&self) -> (u64, u64) {
        self.0.second_look.counts()
    }

    /// What the lexicons make of a message, together with what the person said minutes ago.
    pub(super) fn by_lexicon(&self, library: &Library, inbound: &Inbound) -> Verdict {
        let crisis = self.0.memory.crisis(&inbound.conversation);
        desk::by_lexicon(library, &crisis, inbound, self.0.time.now())
    }

    /// Lets the second reader look at a message before its turn comes; what the lexicons find needs no look. It takes
    /// three seconds at most.
    pub async fn look(&self, inbound: &Inbound) -> Look {
        let library = self.library();
        let verdict = self.by_lexicon(&library, inbound);
        self.look_after(&library, inbound, &verdict).await
    }

    pub(super) async fn look_after(&self, library: &Arc<Library>, inbound: &Inbound, verdict: &Verdict) -> Look {
        let Body::Text(text) = &inbound.body else { return Look::default() };
        let place = (inbound.place == Place::Public).then_some(inbound.conversation.room.as_str());
        self.look_at(library, text, Whose { person: &inbound.conversation.person, place }, verdict).await
    }

    async fn look_at(&self, library: &Arc<Library>, text: &MessageText, whose: Whose<'_>, verdict: &Verdict) -> Look {
        if !desk::wants_look(library, text.reveal(), verdict) {
            return Look::default();
        }
        let patience = if desk::is_urgent(verdict) { CRISIS_WAIT } else { LOOK_WAIT };
        self.0.second_look.take(library, text, whose, &self.0.time, patience).await
    }

    /// Lets the second reader look at words that a person wrote where others read along, after the lexicons have.
    pub async fn look_in_place(&self, person: &PersonKey, place: &str, text: &MessageText, verdict: &Verdict) -> Look {
        self.look_at(&self.library(), text, Whose { person, place: Some(place) }, verdict).await
    }

    /// Whether an event is answered before what its sender said earlier.
    #[must_use]
    pub fn overtakes(&self, inbound: &Inbound, look: &Look) -> bool {
        desk::overtakes(inbound, &look.raise(self.by_lexicon(&self.library(), inbound)))
    }

    /// Whether an event is to be answered whatever holds its sender back, a limit for instance: it may be about danger.
    #[must_use]
    pub fn cannot_wait(&self, inbound: &Inbound, look: &Look) -> bool {
        let library = self.library();
        let verdict = look.raise(self.by_lexicon(&library, inbound));
        desk::cannot_wait(&library, inbound, &verdict)
    }
}
