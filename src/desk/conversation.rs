//! What is remembered of a conversation between two messages.

use std::sync::Arc;

use jiff::Timestamp;

use crate::engine::State;
use crate::message::{Country, Language};
use crate::safety::{Category, Level, Person, RecentCues, Step};
use crate::schedule::Zone;
use crate::store::{Document, Held};

/// A conversation. The crisis part lives in memory only: no store ever sees it.
#[derive(Clone, Debug, Default)]
pub struct Conversation {
    pub state: State,
    /// The language that the person chose or wrote in.
    pub language: Option<Language>,
    pub country: Option<Country>,
    /// The time zone that they gave for reminders, while they have any.
    pub zone: Option<Zone>,
    pub last_at: Option<Timestamp>,
    /// How many messages in a row found no answer.
    pub unanswered: u8,
    /// Whether "delete my data" waits for a yes.
    pub deleting: bool,
    /// The other language in which the last message was clearly written: a second one makes the bot follow.
    pub drifting: Option<Language>,
    /// A question of the desk's own that waits, as the payload of the button that asked it.
    pub aside: Option<Arc<str>>,
    /// They said in this conversation that they are under 18: nothing of theirs is saved.
    pub minor: bool,
    /// Pages that were shown and can still be saved, by the names of their templates: those of one answer, and only
    /// while a guide is under way.
    pub pages: Vec<(String, Document)>,
    /// A question waited so long that its guide and its answers have been let go.
    pub lapsed: bool,
    /// There is no store: nothing is kept once the program ends, and nothing can be sent later.
    pub not_kept: bool,
    /// They could not be written to, and this is their first message since.
    pub back: bool,
    /// They have written before.
    pub known: bool,
    /// What is held beside the conversation: reminders, saved pages, check-ins.
    pub held: Held,
    pub crisis: CrisisMemory,
}

/// Minutes only, and in memory only.
#[derive(Clone, Debug, Default)]
pub struct CrisisMemory {
    pub cues: RecentCues,
    pub shown: Option<Shown>,
    /// The card that the person has not left yet.
    pub open: Option<Open>,
    /// The language that the person last wrote in, where it is one that only the cards have.
    pub language: Option<Language>,
    /// When they last said that they are not safe.
    pub not_safe_at: Option<Timestamp>,
}

impl CrisisMemory {
    /// Nothing to remember.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.cues.is_empty()
            && self.shown.is_none()
            && self.open.is_none()
            && self.language.is_none()
            && self.not_safe_at.is_none()
    }
}

impl Conversation {
    /// The question that waits, as flow and name.
    #[must_use]
    pub fn question(&self) -> Option<(Arc<str>, Arc<str>)> {
        let (frame, pending) = (self.state.top()?, self.state.pending.as_ref()?);
        Some((Arc::from(&*frame.flow), Arc::from(&*pending.question)))
    }
}

/// The last card: repeats are shorter, a rise in level is not.
#[derive(Clone, Debug)]
pub struct Shown {
    pub at: Timestamp,
    pub level: Level,
    pub category: Option<Category>,
    pub person: Person,
    /// The language it was written in.
    pub language: Language,
}

/// A card that is still open: what is typed is about it until the person goes on, stops or is safe.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    pub at: Timestamp,
    pub step: Step,
}
