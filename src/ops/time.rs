//! The time that a server lives by: the machine's, or one that a test moves.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::now;

/// Tells the time and waits. Cheap to clone; all clones share one time.
#[derive(Clone, Debug)]
pub struct Time(Kind);

#[derive(Clone, Debug)]
enum Kind {
    /// The machine's clock. Waiting is on its monotonic clock, so that a jump of the wall clock neither hurries nor
    /// holds it.
    System,
    /// The machine's clock with something added: `/later` in a terminal.
    Shifted(Arc<watch::Sender<SignedDuration>>),
    Moved(Arc<Moved>),
}

#[derive(Debug)]
struct Moved {
    now: Mutex<Timestamp>,
    told: watch::Sender<Timestamp>,
}

impl Time {
    #[must_use]
    pub const fn system() -> Self {
        Self(Kind::System)
    }

    /// The machine's time, which can be moved ahead with [`advance`](Self::advance).
    #[must_use]
    pub fn shifted() -> Self {
        Self(Kind::Shifted(Arc::new(watch::channel(SignedDuration::ZERO).0)))
    }

    /// A time that stands still until it is moved with [`advance`](Self::advance).
    #[must_use]
    pub fn standing_at(now: Timestamp) -> Self {
        Self(Kind::Moved(Arc::new(Moved { now: Mutex::new(now), told: watch::channel(now).0 })))
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Kind::System => now(),
            Kind::Shifted(shift) => now().saturating_add(*shift.borrow()).unwrap_or(Timestamp::MAX),
            Kind::Moved(moved) => *moved.now.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Seconds since 1970, as stores keep them.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.now().as_second()
    }

    /// Moves a time that can be moved, and wakes who waited for it. For the machine's own clock this does nothing.
    pub fn advance(&self, by: SignedDuration) {
        match &self.0 {
            Kind::System => {}
            Kind::Shifted(shift) => shift.send_modify(|shift| *shift = shift.saturating_add(by)),
            Kind::Moved(moved) => {
                let mut now = moved.now.lock().unwrap_or_else(PoisonError::into_inner);
                *now = now.saturating_add(by).unwrap_or(*now);
                moved.told.send_replace(*now);
            }
        }
    }

    /// Waits so long by this time.
    pub async fn sleep(&self, how_long: Duration) {
        match &self.0 {
            Kind::System => tokio::time::sleep(how_long).await,
            Kind::Shifted(shift) => {
                let mut told = shift.subscribe();
                let until = self.now().saturating_add(how_long).unwrap_or(Timestamp::MAX);
                while let Ok(left) = Duration::try_from(self.now().duration_until(until))
                    && !left.is_zero()
                {
                    tokio::select! {
                        () = tokio::time::sleep(left) => {}
                        // The sender lives as long as this time.
                        _ = told.changed() => {}
                    }
                }
            }
            Kind::Moved(moved) => {
                let mut told = moved.told.subscribe();
                let until = self.now().saturating_add(how_long).unwrap_or(Timestamp::MAX);
                // The sender lives as long as `moved`: waiting ends when the time has come.
                let _ended = told.wait_for(|now| *now >= until).await;
            }
        }
    }
}
