//! How fast reminders leave: one after the other, evenly, so that the rest of what a platform bears is left for people
//! who talk now.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::ops::Time;

/// Telegram bears 30 messages a second of one bot; ten are left for answers.
pub const PER_SECOND: u32 = 20;

/// Gives out turns.
#[derive(Debug)]
pub struct Pace {
    every: Duration,
    /// When the next turn is, in time passed.
    next: Mutex<Duration>,
}

impl Pace {
    /// So many a second; 0 for as many as there are.
    pub fn per_second(number: u32) -> Self {
        let every = if number == 0 { Duration::ZERO } else { Duration::from_secs(1) / number };
        Self { every, next: Mutex::new(Duration::ZERO) }
    }

    /// Waits for a turn.
    pub async fn turn(&self, time: &Time) {
        let wait = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let passed = time.passed();
            let turn = passed.max(*next);
            *next = turn + self.every;
            turn.saturating_sub(passed)
        };
        if !wait.is_zero() {
            time.sleep(wait).await;
        }
    }
}
