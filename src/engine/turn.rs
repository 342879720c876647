//! What goes into a step of the engine, and what comes out.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::state::State;
use super::value::{Name, Value};
use crate::message::{Choice, Country, Language, Place};

/// What the engine may know of the world besides the state. Same context, same state, same input: same bytes out.
#[derive(Clone, Debug)]
pub struct Context {
    pub now: Timestamp,
    pub language: Language,
    pub place: Place,
    pub country: Option<Country>,
    /// The person's zone where it is known, else UTC: it decides what "tomorrow" is.
    pub zone: TimeZone,
    pub person: Standing,
    /// Whether the turn lists the lines it went over.
    pub traced: bool,
}

/// What conditions can ask about the person besides country and language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own that a condition asks")]
pub struct Standing {
    /// They have numbers of check-ins kept.
    pub keeps_numbers: bool,
    /// The last of those numbers were low, several days in a row.
    pub hard_days: bool,
    /// They said within the last half hour that they are not safe.
    pub not_safe: bool,
    /// They said in this conversation that they are under 18.
    pub minor: bool,
    /// Nothing is kept once the program ends.
    pub not_kept: bool,
}

impl Context {
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }
}

/// One thing that happens to a conversation.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// Begin a flow; one that is under way waits until it has ended.
    Start(&'a str),
    /// Begin a flow anew with answers that are known: it asks only for what is missing.
    StartWith {
        flow: &'a str,
        answers: &'a [(Name, Value)],
    },
    /// Words, to be taken as an answer.
    Text(&'a str),
    /// A button that answers a question.
    Tap {
        flow: &'a str,
        question: &'a str,
        hash: u16,
        value: &'a str,
    },
    Back,
    Skip,
    /// End everything that is under way.
    Stop,
    /// Correct an answer: by what the person calls it, or nothing to be asked which.
    Change(Option<&'a str>),
    /// Correct the answer of a button's question.
    ChangeQuestion {
        flow: &'a str,
        question: &'a str,
    },
    /// Ask the question that waits once more (after a side question, or after a pause).
    Resume,
    /// Set the conversation aside.
    Park,
    /// So many minutes have passed without a message.
    Expire {
        idle_minutes: i64,
    },
}

/// One thing to say. Topics and crisis lines are named only: the desk knows their words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Say {
    Words(Arc<str>),
    /// The words of the question that waits now.
    Question(Arc<str>),
    Topic(Arc<str>),
    Lines(Arc<str>),
    Document {
        name: Arc<str>,
        title: Arc<str>,
        text: Arc<str>,
    },
    Image {
        file: Arc<str>,
        alt: Arc<str>,
    },
}

/// What should happen outside the conversation.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Began {
        flow: Arc<str>,
    },
    Ended {
        flow: Arc<str>,
        outcome: Arc<str>,
    },
    /// The person said where they live.
    Country(Country),
    /// The person said yes to a reminder.
    Remind(Box<Reminder>),
    /// The person said yes to keeping the number of a check-in.
    Number(u8),
}

/// A reminder as the person set it up.
#[derive(Clone, Debug, PartialEq)]
pub struct Reminder {
    pub days: Value,
    pub time: Value,
    pub zone: Value,
    pub lead: Option<Value>,
    pub until: Option<Value>,
    pub label: Option<Value>,
    /// The number of a reminder whose place it takes.
    pub changes: Option<Value>,
    pub check_in: Option<Value>,
    /// What is sent.
    pub text: Arc<str>,
    /// The question that they said yes to, as it was asked.
    pub consent: Arc<str>,
}

/// What a step gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    pub state: State,
    pub says: Vec<Say>,
    /// The buttons under the last thing said.
    pub choices: Vec<Choice>,
    pub effects: Vec<Effect>,
    /// The lines, arms and choices it went over, where the context asks for them.
    pub visits: Vec<Visit>,
}

/// Something that a turn went over: for coverage. Numbers are those of the loaded flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Visit {
    Line {
        flow: usize,
        step: usize,
        line: usize,
    },
    /// An arm of a branch; the number after the last arm is `else`.
    Arm {
        flow: usize,
        step: usize,
        line: usize,
        arm: usize,
    },
    /// A choice of a question.
    Choice {
        flow: usize,
        step: usize,
        line: usize,
        choice: usize,
    },
    /// The way that skipping a question leads.
    Skip {
        flow: usize,
        step: usize,
        line: usize,
    },
}

/// The outcome that is counted when a person stops.
pub const STOPPED: &str = "stopped";
/// The outcome that is counted when a flow went round without asking, which no flow that passes the check does.
pub const TROUBLE: &str = "trouble";
/// The outcome that is counted when a conversation was left and its time ran out.
pub const EXPIRED: &str = "expired";
/// The outcome of a flow, or the value of a choice, by which the person says that they are not safe: for half an hour
/// `person.not_safe` holds.
pub const NOT_SAFE: &str = "not_safe";
