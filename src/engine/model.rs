//! Flows as the engine and the linter see them: every name resolved where it could be, every place remembered.
//!
//! A model may hold names that lead nowhere (`None` beside a name): the linter reports them, and `Flows` that have
//! errors are never run.

use std::collections::HashMap;
use std::sync::Arc;

use super::expression::Expression;
use super::value::{Value, ValueKind};
use crate::message::{Localised, Place};
use crate::source::Position;
use crate::source::Template;

/// A name as it stands in a file.
#[derive(Clone, Debug, Default)]
pub struct Named {
    pub name: Arc<str>,
    pub at: Position,
}

/// A name that should lead to step `to`.
#[derive(Clone, Debug)]
pub struct Target {
    pub name: Named,
    pub to: Option<usize>,
}

/// How long a slot is kept (journeys, "Storage classes"): the only retention rule there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keep {
    /// Until the journey ends or 30 minutes pass.
    #[default]
    S0,
    /// 24 hours after the last message.
    S1,
    /// A saved document: 7, 30 or 90 days.
    S2,
    /// A reminder: until its end date and 7 days.
    S3,
    /// A check-in: 30 days, rolling.
    S4,
}

/// Words in every language the flow is written in.
pub type Text = Localised<Template>;

#[derive(Clone, Debug)]
pub struct Flow {
    pub name: Named,
    pub title: Text,
    pub languages: Vec<crate::message::Language>,
    pub starts_on: Localised<Vec<Named>>,
    pub place: Place,
    pub slots: Vec<Slot>,
    pub steps: Vec<Step>,
    pub moved: Vec<Moved>,
    /// Where each question is asked: slot number to step and line.
    pub asks: HashMap<usize, (usize, usize)>,
}

#[derive(Clone, Debug)]
pub struct Slot {
    pub name: Named,
    pub kind: ValueKind,
    pub label: Text,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub items: usize,
    pub private: bool,
    pub keep: Keep,
    pub person: bool,
    pub future: bool,
    pub rows: Vec<Choice>,
    pub columns: Vec<Choice>,
}

/// A question that is no longer asked under its old name.
#[derive(Clone, Debug)]
pub struct Moved {
    pub old: Named,
    /// The question (a slot number) or step (a step number) that takes its place.
    pub new: Named,
    pub question: Option<usize>,
    pub step: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Step {
    pub name: Named,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug)]
pub struct Line {
    pub at: Position,
    pub verb: Verb,
}

#[derive(Clone, Debug)]
pub enum Verb {
    Say(Shown),
    Ask(Box<Ask>),
    Branch { arms: Vec<Arm>, otherwise: Option<Target> },
    Set(Vec<Assignment>),
    Call(Call),
    Goto(Target),
    Remind(Box<Remind>),
    Record(Box<Record>),
    Document(Named),
    End(Named),
}

#[derive(Clone, Debug)]
pub enum Shown {
    Words(Text),
    Topic(Named),
    Lines(Named),
    Image { file: Named, alt: Text },
}

#[derive(Clone, Debug)]
pub struct Ask {
    pub name: Named,
    /// The slot it fills; `None` when there is no such slot.
    pub slot: Option<usize>,
    pub text: Text,
    pub choices: Vec<Choice>,
    /// Answers to tap, as a person would type them.
    pub suggest: Localised<Vec<Named>>,
    pub skip: Skip,
    pub unclear: Text,
    /// Changes when the question could no longer take the same answers: type, limits, values.
    pub hash: u32,
}

#[derive(Clone, Debug)]
pub enum Skip {
    /// Take this for an answer; `None` when the scalar is no such value.
    Value {
        written: Named,
        value: Option<Value>,
    },
    Goto(Target),
    /// The key is missing: the file has an error.
    Missing,
}

/// A choice of a question, or a row or column of a table.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: Named,
    pub label: Text,
    pub goto: Option<Target>,
    pub condition: Option<Expression>,
    pub also: Localised<Vec<Named>>,
    /// The payload of its button, made once.
    pub payload: Arc<str>,
    /// Everything a person can type for it, folded, in every language: label, other words, value.
    pub folded: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Arm {
    pub condition: Expression,
    pub target: Target,
}

#[derive(Clone, Debug)]
pub struct Assignment {
    pub name: Named,
    pub slot: Option<usize>,
    pub value: Expression,
}

#[derive(Clone, Debug)]
pub struct Call {
    pub flow: Named,
    pub to: Option<usize>,
    /// Their slot, our slot.
    pub give: Vec<Pair>,
    /// Our slot, their slot.
    pub take: Vec<Pair>,
}

/// Two slots of two flows, by name and number.
#[derive(Clone, Debug)]
pub struct Pair {
    pub theirs: Named,
    pub ours: Named,
    pub their_slot: Option<usize>,
    pub our_slot: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Remind {
    pub consent: SlotName,
    pub days: SlotName,
    pub time: SlotName,
    pub zone: SlotName,
    pub lead: Option<SlotName>,
    pub until: Option<SlotName>,
    pub label: Option<SlotName>,
    /// The text slot with the number of a reminder that this one takes the place of.
    pub changes: Option<SlotName>,
    /// The `yes_no` slot in which the person asked for a check-in after each session.
    pub check_in: Option<SlotName>,
    pub text: Text,
}

/// A number of a check-in that is kept.
#[derive(Clone, Debug)]
pub struct Record {
    pub consent: SlotName,
    pub number: SlotName,
}

impl Remind {
    /// Every slot that it names.
    pub fn slots(&self) -> impl Iterator<Item = &SlotName> {
        [&self.consent, &self.days, &self.time, &self.zone]
            .into_iter()
            .chain(self.lead.as_ref())
            .chain(self.until.as_ref())
            .chain(self.label.as_ref())
            .chain(self.changes.as_ref())
            .chain(self.check_in.as_ref())
    }
}

/// The name of a slot, and its number where there is such a slot.
#[derive(Clone, Debug)]
pub struct SlotName {
    pub name: Named,
    pub slot: Option<usize>,
}

/// A document template.
#[derive(Clone, Debug)]
pub struct Document {
    pub name: Named,
    pub flow: Named,
    pub languages: Vec<crate::message::Language>,
    pub title: Text,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug)]
pub struct Part {
    pub at: Position,
    pub condition: Option<Expression>,
    pub text: Text,
}

impl Flow {
    #[must_use]
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.slots.iter().position(|slot| &*slot.name.name == name)
    }

    #[must_use]
    pub fn step(&self, name: &str) -> Option<usize> {
        self.steps.iter().position(|step| &*step.name.name == name)
    }

    /// The question that fills a slot.
    #[must_use]
    pub fn ask(&self, slot: usize) -> Option<&Ask> {
        let (step, line) = *self.asks.get(&slot)?;
        match &self.steps.get(step)?.lines.get(line)?.verb {
            Verb::Ask(ask) => Some(ask),
            _ => None,
        }
    }
}

impl Verb {
    /// Whether the line after this one is never reached from it.
    #[must_use]
    pub const fn leaves(&self) -> bool {
        matches!(self, Self::Branch { .. } | Self::Goto(_) | Self::End(_))
    }
}
