//! What follows from what the platform said about a delivery.

use std::time::Duration;

use crate::channel::Delivered;
use crate::message::Platform;
use crate::store::{Claimed, Ended};

/// A delivery is given up after so many tries.
pub const MOST_ATTEMPTS: i64 = 5;
/// Where the platform has no nonces and does not answer, what may have arrived is sent once more and no more.
const MOST_UNANSWERED: i64 = 2;
/// The channel has been patient already.
const WAIT_LEAST: Duration = Duration::from_secs(5);

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    End(Ended, Option<&'static str>),
    /// Surely not sent: again after this time; whether the try counts.
    Again(Duration, bool),
    /// It may have arrived, and stays `sending` as after a crash: it comes back when its lease ends.
    Unsure,
    /// Nothing can be sent to this person.
    Unreachable,
}

/// Whether the same nonce a second time sends nothing.
pub const fn has_nonces(platform: Platform) -> bool {
    matches!(platform, Platform::Discord)
}

/// How a delivery ends that was tried as often as it may be. A send that was cut short says nothing of whether it arrived:
/// it is made again, so that a crash loses nothing, and doubles at most what it cut short.
pub fn given_up(claimed: &Claimed) -> Option<(Ended, &'static str)> {
    match (claimed.attempts < MOST_ATTEMPTS, claimed.interrupted) {
        (true, _) => None,
        (false, true) => Some((Ended::Unknown, "unsure")),
        (false, false) => Some((Ended::Dead, "tries")),
    }
}

/// What follows from a try, the `tries`th. Without `delivered`, sending broke.
pub fn next(delivered: Option<Delivered>, tries: i64, platform: Platform) -> Next {
    match delivered {
        Some(Delivered::Sent) => Next::End(Ended::Sent, None),
        Some(Delivered::Unreachable) => Next::Unreachable,
        Some(Delivered::Refused(why)) => Next::End(Ended::Dead, Some(why)),
        Some(Delivered::RetryAfter(wait)) => Next::Again(wait.max(WAIT_LEAST), false),
        Some(Delivered::Ambiguous) if tries >= most_unanswered(platform) => Next::End(Ended::Unknown, Some("unsure")),
        Some(Delivered::Ambiguous) => Next::Unsure,
        None if tries >= MOST_ATTEMPTS => Next::End(Ended::Dead, Some("broke")),
        None => Next::Again(Duration::from_secs(30), true),
    }
}

const fn most_unanswered(platform: Platform) -> i64 {
    if has_nonces(platform) { MOST_ATTEMPTS } else { MOST_UNANSWERED }
}
