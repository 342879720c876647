//! What is kept, in the words of the domain. `Debug` of these says nothing of a person.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::message::{Country, Language, Outbound};
use crate::schedule::Rule;

/// A person, as long as they do not delete their data.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The platform's id.
    pub user: String,
    /// Where they can be written to in private; empty until they wrote in private.
    pub reach: String,
    pub language: Option<Language>,
    pub country: Option<Country>,
    /// The name of the time zone that they gave for reminders.
    pub zone: Option<String>,
}

impl fmt::Debug for Person {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(a person)")
    }
}

/// A conversation between two messages.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The engine's stored form.
    pub state: Vec<u8>,
    /// Seconds since 1970.
    pub last_at: Option<i64>,
    pub unanswered: u8,
    pub deleting: bool,
    pub drifting: Option<Language>,
    /// A question of the desk's own that waits, as the payload of the button that asked it.
    pub aside: Option<String>,
    /// They said in this conversation that they are under 18: nothing of theirs is saved.
    pub minor: bool,
    /// Pages that were shown and can still be saved, by the names of their templates.
    pub pages: Vec<(String, Document)>,
}

impl fmt::Debug for Kept {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(a conversation)")
    }
}

/// Why a reminder comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Session,
    /// "How is today, 1 to 5?"
    CheckIn,
    /// A look at one's own plan.
    Review,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Session, Self::CheckIn, Self::Review];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::CheckIn => "check-in",
            Self::Review => "review",
        }
    }
}

/// Whether a reminder comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    #[default]
    Active,
    /// Paused without a day to begin again; `Rule::paused_until` is the other pause.
    Paused,
    /// For a few minutes, so that a stop can be undone; then it is deleted.
    Stopped,
    /// The platform does not let us write; asked about again when the person writes.
    Unreachable,
}

impl Status {
    pub const ALL: [Self; 4] = [Self::Active, Self::Paused, Self::Stopped, Self::Unreachable];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
            Self::Unreachable => "unreachable",
        }
    }
}

/// A reminder.
#[derive(Clone, PartialEq, Eq)]
pub struct Reminder {
    /// 0 until it is kept.
    pub id: i64,
    pub kind: Kind,
    pub rule: Rule,
    pub status: Status,
    pub words: ReminderWords,
    /// When they said yes, in seconds since 1970.
    pub consent_at: i64,
    /// From when on it is let go.
    pub expires_at: Option<i64>,
}

impl fmt::Debug for Reminder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "(a reminder, {})", self.status.code())
    }
}

/// The words of a reminder: sealed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderWords {
    pub label: String,
    /// What is sent.
    pub text: String,
    /// What they said yes to.
    pub consent: String,
    pub language: Language,
}

impl fmt::Debug for ReminderWords {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(the words of a reminder)")
    }
}

/// A page that the person chose to save.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub title: String,
    pub text: String,
}

impl fmt::Debug for Document {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(a document)")
    }
}

/// A number from 1 to 5 on a day.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckIn {
    pub day: jiff::civil::Date,
    pub number: u8,
}

impl fmt::Debug for CheckIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(a check-in)")
    }
}

/// Something with a number and an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<T> {
    pub id: i64,
    pub held: T,
    /// Seconds since 1970.
    pub expires_at: i64,
}

/// What is held about a person beside their conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub reminders: Vec<Reminder>,
    pub documents: Vec<Item<Document>>,
    pub check_ins: Vec<Item<CheckIn>>,
}

/// What a turn changes beside its conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A new reminder (id 0) or a changed one; its deliveries are planned anew.
    Reminder(Box<Reminder>),
    DeleteReminder(i64),
    /// A single reminder of its own at this time (seconds since 1970): a snooze or a test. Useless after `until`. With
    /// the number 0 it belongs to the newest reminder among the changes before it.
    Once {
        reminder: i64,
        at: i64,
        until: i64,
    },
    Document {
        held: Document,
        expires_at: i64,
    },
    DeleteDocument(i64),
    CheckIn {
        held: CheckIn,
        expires_at: i64,
    },
    DeleteCheckIns,
}

/// A reply that no platform has confirmed yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingReply {
    pub reach: String,
    pub outbound: Outbound,
}
