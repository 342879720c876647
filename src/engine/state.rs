//! Where a conversation is: flow, question, answers, and the flows that wait below. Small, and no larger after a
//! thousand answers than after ten: every question appears at most once in it.

use serde::{Deserialize, Serialize};

use super::value::{Name, Value};

/// The form of the stored bytes. Another number is not read.
const FORM: u8 = 2;

/// The state of one conversation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The fingerprint of the flows it was made with.
    pub fingerprint: u32,
    /// The flows under way, the one that is talking last.
    pub frames: Vec<Frame>,
    /// The question that waits for an answer; it belongs to the last frame.
    pub pending: Option<Pending>,
    /// Set aside: nothing typed is taken for an answer until the person goes on. It does not say why.
    pub parked: bool,
}

/// One flow under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub flow: Name,
    pub slots: Vec<(Name, Value)>,
    /// The questions answered or skipped, oldest first, each once.
    pub trail: Vec<Name>,
    /// What this frame waits for while another one talks.
    pub waits: Waits,
    /// Slots that a correction has changed. While it is there, answers that do not depend on them and that the trail
    /// does not hold yet are taken again without asking.
    pub changed: Option<Vec<Name>>,
    /// What had been gathered for the question that waits below a side trip.
    pub gathered: Option<Value>,
}

/// Why a frame is not the one that talks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Waits {
    #[default]
    Nothing,
    /// For a called flow: the `nth` call of that flow in the step.
    Call { step: Name, flow: Name, nth: u16 },
    /// For a side trip: its question is asked again afterwards.
    Question(Name),
}

/// The question that waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    pub question: Name,
    pub hash: u32,
    /// How many answers in a row were not understood; stops counting at 3.
    pub tries: u8,
    /// Which page of the choices is shown.
    pub page: u8,
    /// What has been gathered so far for a question with several answers.
    pub gathered: Option<Value>,
}

/// Why stored bytes could not be read.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    #[error("the stored state has form {0}, and this version reads form {FORM}")]
    Form(u8),
    #[error("the stored state is damaged: {0}")]
    Damaged(#[from] postcard::Error),
    #[error("the stored state has {0} bytes too many")]
    TooLong(usize),
    #[error("there is no stored state")]
    Empty,
}

impl State {
    /// The stored form.
    ///
    /// # Errors
    /// Only if the allocator fails: every state can be stored.
    pub fn encode(&self) -> Result<Vec<u8>, StateError> {
        let mut bytes = Vec::with_capacity(256);
        bytes.push(FORM);
        Ok(postcard::to_extend(self, bytes)?)
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// When the bytes are empty, of another form, or damaged. The desk then begins anew and says so.
    pub fn decode(bytes: &[u8]) -> Result<Self, StateError> {
        match bytes.split_first() {
            None => Err(StateError::Empty),
            Some((&FORM, rest)) => match postcard::take_from_bytes(rest)? {
                (state, []) => Ok(state),
                (_, more) => Err(StateError::TooLong(more.len())),
            },
            Some((form, _)) => Err(StateError::Form(*form)),
        }
    }

    /// The flow that is talking.
    #[must_use]
    pub fn top(&self) -> Option<&Frame> {
        self.frames.last()
    }

    /// Whether a question waits.
    #[must_use]
    pub const fn is_asking(&self) -> bool {
        self.pending.is_some()
    }
}

impl Frame {
    #[must_use]
    pub fn new(flow: &str) -> Self {
        Self {
            flow: Box::from(flow),
            slots: Vec::new(),
            trail: Vec::new(),
            waits: Waits::Nothing,
            changed: None,
            gathered: None,
        }
    }

    #[must_use]
    pub fn get(&self, slot: &str) -> Option<&Value> {
        self.slots.iter().find(|(name, _)| &**name == slot).map(|(_, value)| value)
    }

    pub fn set(&mut self, slot: &str, value: Value) {
        match self.slots.iter_mut().find(|(name, _)| &**name == slot) {
            Some((_, held)) => *held = value,
            None => self.slots.push((Box::from(slot), value)),
        }
    }

    pub fn unset(&mut self, slot: &str) {
        self.slots.retain(|(name, _)| &**name != slot);
    }

    /// During a correction: notes that a slot is about to hold something else, so that what depends on it is asked again.
    pub fn note_change(&mut self, slot: &str, value: Option<&Value>) {
        let same = self.get(slot) == value;
        if let (Some(changed), false) = (&mut self.changed, same)
            && !changed.iter().any(|known| **known == *slot)
        {
            changed.push(Box::from(slot));
        }
    }

    /// Whether a question was answered or skipped, and not gone back from.
    #[must_use]
    pub fn has_passed(&self, question: &str) -> bool {
        self.trail.iter().any(|known| **known == *question)
    }

    /// Notes that a question was answered or skipped: it becomes the newest of the trail.
    pub fn passed(&mut self, question: &str) {
        match self.trail.iter().position(|known| &**known == question) {
            Some(place) if place + 1 == self.trail.len() => {}
            Some(place) => {
                let name = self.trail.remove(place);
                self.trail.push(name);
            }
            None => self.trail.push(Box::from(question)),
        }
    }
}
