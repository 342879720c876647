//! Lanes: who goes first.

use crate::message::{Outbound, Tone};

/// The lane of something to send. What stands first here goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// Help for somebody who may be in danger: it overtakes, and waits for no pacing of ours.
    Crisis,
    /// An answer to somebody who is talking now.
    Reply,
    /// Something a person asked to be told later. It uses what the others leave.
    Reminder,
}

impl Lane {
    pub const ALL: [Self; 3] = [Self::Crisis, Self::Reply, Self::Reminder];

    /// The lane of an answer.
    #[must_use]
    pub fn of(outbound: &Outbound) -> Self {
        if outbound.tone == Tone::Crisis { Self::Crisis } else { Self::Reply }
    }
}
