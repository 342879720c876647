//! What became of something sent.

use std::time::Duration;

use async_trait::async_trait;

use super::Lane;
use crate::message::Outbound;

/// The end of a send. Whoever sends decides what follows; the retries that are safe have been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// The platform has all of it.
    Sent,
    /// This person cannot be written to: they blocked the bot, or never opened a chat.
    Unreachable,
    /// Nothing, or not all, was sent; it may be tried again after this time.
    RetryAfter(Duration),
    /// The platform may have it or not: it was asked, and did not answer.
    Ambiguous,
    /// The platform does not take it, and would not take it another time.
    Refused(&'static str),
}

/// A channel as the sender of reminders sees it.
#[async_trait]
pub trait Delivers: Send + Sync {
    /// Sends one answer to a platform address and waits for what became of it. Where the platform knows nonces, the
    /// same nonce a second time sends nothing.
    async fn deliver(&self, reach: &str, outbound: &Outbound, lane: Lane, nonce: Option<&str>) -> Delivered;
}
