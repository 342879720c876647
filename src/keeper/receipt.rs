//! The receipt of a reply: what is still to be done once the platform has it.

use std::fmt;

use super::line::Turnstile;
use super::recent::UnderWay;
use super::sending::OnItsWay;
use super::turn::Turn;
use crate::store;

/// To be given back to the keeper when the reply has reached the platform, or never can. Dropped instead, the reply
/// counts as not sent: it goes out again when the platform sends the update again, or at the next start.
pub struct Receipt {
    pub(super) under_way: Option<UnderWay>,
    pub(super) kept: Kept,
}

/// Where the turn is.
pub(super) enum Kept {
    /// Nowhere: there is no store, or it failed.
    Nowhere,
    /// In the store, with the reply.
    Reply(OnItsWay),
    /// The same, left behind by a process that ended.
    Left(store::Receipt),
    /// Not yet in the store: the reply is one that is never kept. The conversation waits until it is.
    Later { turn: Box<Turn>, place: Option<Turnstile> },
}

impl Receipt {
    /// Whether the reply outlives a crash. If not, the update must be confirmed to the platform only after the reply
    /// was sent, so that a crash in between brings it again.
    #[must_use]
    pub const fn is_durable(&self) -> bool {
        matches!(self.kept, Kept::Reply(_) | Kept::Left(_))
    }

    /// A name for the reply, where it outlives a crash: the same when it is sent again after one.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        match &self.kept {
            Kept::Reply(on_its_way) => Some(on_its_way.receipt.name()),
            Kept::Left(receipt) => Some(receipt.name()),
            Kept::Nowhere | Kept::Later { .. } => None,
        }
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = match self.kept {
            Kept::Nowhere => "nowhere",
            Kept::Reply(_) | Kept::Left(_) => "in the store",
            Kept::Later { .. } => "to be kept once it was sent",
        };
        formatter.debug_struct("Receipt").field("kept", &kept).finish_non_exhaustive()
    }
}
