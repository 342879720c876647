//! How long and how often a send is tried again.
//!
//! What surely did not happen is tried again until the patience ends. What may have happened is tried again a few times
//! for people who wait for an answer (twice is better than never), and not at all for reminders, whose sender decides.

use std::time::Duration;

use super::Lane;

/// The bounds of one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// From the first failure to the last try.
    pub lasts: Duration,
    /// How many times a send that may have happened is sent again.
    pub resends: u32,
    /// The first wait; each is twice the one before.
    pub first: Duration,
    pub longest: Duration,
    /// The longest that a platform may ask to wait before the sender is told instead.
    pub waits_at_most: Duration,
}

impl Patience {
    #[must_use]
    pub const fn of(lane: Lane) -> Self {
        match lane {
            Lane::Crisis => Self {
                lasts: Duration::from_mins(30),
                resends: 4,
                first: Duration::from_millis(100),
                longest: Duration::from_secs(5),
                waits_at_most: Duration::from_mins(30),
            },
            Lane::Reply => Self {
                lasts: Duration::from_mins(15),
                resends: 3,
                first: Duration::from_millis(250),
                longest: Duration::from_secs(15),
                waits_at_most: Duration::from_mins(15),
            },
            Lane::Reminder => Self {
                lasts: Duration::from_secs(20),
                resends: 0,
                first: Duration::from_secs(1),
                longest: Duration::from_secs(8),
                waits_at_most: Duration::from_secs(5),
            },
        }
    }

    /// The wait before the next try, after so many failures (the first is 0).
    #[must_use]
    pub fn wait(&self, failures: u32) -> Duration {
        self.first.saturating_mul(1 << failures.min(16)).min(self.longest)
    }
}
