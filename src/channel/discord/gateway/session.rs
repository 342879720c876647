//! A session with the gateway: what is needed to go on with it after the connection broke, or after the program ended.
//!
//! What is kept for the next start is behind what was heard: an event of the last seconds may not be answered yet when
//! the program is killed, so it is asked for once more. That it was answered already is for the keeper to know.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::channel::discord::read;

/// An event has been answered by then, or its answer lies in the store.
const SETTLED: Duration = Duration::from_secs(20);
/// Between two notes of where the events are, and between two times that the session is kept.
const NOTED: Duration = Duration::from_secs(1);

/// A session that can be resumed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub id: String,
    /// Where Discord wants it resumed.
    pub address: Option<String>,
}

/// What the next start needs to know of a shard. Nothing in it is about people, and it is of no use without the token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub session: Option<Session>,
    /// The last event that needs not be told again.
    pub last: u64,
    /// How many shards there were.
    pub of: u64,
    /// Whether the session was told the words of messages.
    pub words: bool,
    /// When this was kept, in seconds of 1970: until about then the bot heard what was said.
    #[serde(default)]
    pub at: Option<i64>,
}

/// What the shard knows of its session.
#[derive(Default)]
pub struct Sessions {
    pub current: Option<Session>,
    /// The number of the last event; none before the first.
    pub last: Option<u64>,
    /// Whether there was a session before this one.
    pub had_one: bool,
    /// Connections in a row at the session's own address that did not come about.
    pub in_vain: u32,
    settled: u64,
    trail: VecDeque<(Timestamp, u64)>,
    kept_at: Option<Timestamp>,
}

impl Sessions {
    /// Goes on with what the last process kept.
    pub fn again(kept: Kept) -> Self {
        let last = kept.session.is_some().then_some(kept.last);
        Self { current: kept.session, last, had_one: true, settled: kept.last, ..Self::default() }
    }

    /// Keeps what a READY says.
    pub fn began(&mut self, ready: &Value) {
        self.current = read::text(ready, "/session_id").map(|id| Session {
            id: id.to_owned(),
            address: read::text(ready, "/resume_gateway_url").map(str::to_owned),
        });
        self.settled = self.last.unwrap_or(0);
        self.kept_at = None;
    }

    /// There was a session, and it is of no use.
    pub fn anew() -> Self {
        Self { had_one: true, ..Self::default() }
    }

    pub fn lost(&mut self) {
        *self = Self::anew();
    }

    /// Where to connect: at the address of the session, and at the gateway's own when there is no way there.
    pub fn address<'a>(&'a self, gateway: &'a str) -> &'a str {
        let own = self.current.as_ref().and_then(|session| session.address.as_deref());
        own.filter(|_| self.in_vain.is_multiple_of(2)).unwrap_or(gateway)
    }

    /// An event was handed on.
    pub fn heard(&mut self, number: u64, now: Timestamp) {
        self.last = Some(number);
        if self.trail.back().is_none_or(|(at, _)| since(*at, now) >= NOTED) {
            self.trail.push_back((now, number));
        }
    }

    /// What is to be kept, when it is time to keep it again; `at_once` when it is the last time.
    pub fn next_to_keep(&mut self, of: u64, words: bool, now: Timestamp, at_once: bool) -> Option<Kept> {
        if !at_once && self.kept_at.is_some_and(|at| since(at, now) < NOTED) {
            return None;
        }
        self.kept_at = Some(now);
        while let Some((at, number)) = self.trail.front().copied() {
            if since(at, now) < SETTLED {
                break;
            }
            self.settled = number;
            self.trail.pop_front();
        }
        Some(Kept { session: self.current.clone(), last: self.settled, of, words, at: Some(now.as_second()) })
    }
}

fn since(earlier: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(earlier)).unwrap_or_default()
}
