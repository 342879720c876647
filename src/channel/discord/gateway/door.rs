//! The door: logging in is rare. One shard at a time, five seconds apart, and never more often than Discord allows.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::ops::Time;

/// Between two log-ins.
const APART: Duration = Duration::from_secs(5);
/// The longest pause between two log-ins that lead nowhere.
const LONGEST: Duration = Duration::from_mins(15);

/// Shared by all shards of a bot.
#[derive(Clone)]
pub struct Door {
    time: Time,
    opens: Arc<Mutex<Opens>>,
}

#[derive(Default)]
struct Opens {
    at: Option<Timestamp>,
    /// Log-ins in a row that led to no session.
    in_vain: u32,
}

/// The turn to log in; until it is used or dropped, nobody else has one.
pub struct Turn {
    time: Time,
    opens: OwnedMutexGuard<Opens>,
}

impl Door {
    #[must_use]
    pub fn new(time: Time) -> Self {
        Self { time, opens: Arc::default() }
    }

    /// Waits for the turn to log in.
    pub async fn turn(&self) -> Turn {
        let opens = Arc::clone(&self.opens).lock_owned().await;
        if let Some(at) = opens.at {
            let wait = Duration::try_from(at.duration_since(self.time.now())).unwrap_or_default();
            self.time.sleep(wait).await;
        }
        Turn { time: self.time.clone(), opens }
    }

    /// A log-in led to a session.
    pub async fn welcomed(&self) {
        let mut opens = self.opens.lock().await;
        opens.in_vain = 0;
        opens.at = Some(after(&self.time, APART));
    }
}

impl Turn {
    /// The log-in is on its way. Each one that leads to no session makes the next wait longer.
    pub fn used(mut self) {
        let pause = APART.saturating_mul(2_u32.saturating_pow(self.opens.in_vain)).min(LONGEST);
        self.opens.at = Some(after(&self.time, pause));
        self.opens.in_vain = (self.opens.in_vain + 1).min(16);
    }
}

fn after(time: &Time, pause: Duration) -> Timestamp {
    time.now().saturating_add(pause).unwrap_or(Timestamp::MAX)
}
