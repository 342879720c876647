//! The time that a server lives by: the machine's, or one that a test or somebody at a terminal moves.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::time::Instant;

use super::now;

/// Tells the time and waits. Cheap to clone; all clones share one time.
#[derive(Clone, Debug)]
pub struct Time(Kind);

#[derive(Clone, Debug)]
enum Kind {
    /// The machine's clock, and how far it has been moved ahead (`/later` in a terminal). Waiting is on its monotonic
    /// clock, so that a jump of the wall clock neither hurries nor holds it.
    Machine { since: Instant, ahead: Arc<watch::Sender<Duration>> },
    /// Stands still until it is moved.
    Moved(Arc<Moved>),
}

#[derive(Debug)]
struct Moved {
    now: Mutex<Timestamp>,
    passed: watch::Sender<Duration>,
}

impl Time {
    #[must_use]
    pub fn system() -> Self {
        Self(Kind::Machine { since: Instant::now(), ahead: Arc::new(watch::channel(Duration::ZERO).0) })
    }

    /// A time that stands still until it is moved with [`advance`](Self::advance).
    #[must_use]
    pub fn standing_at(now: Timestamp) -> Self {
        Self(Kind::Moved(Arc::new(Moved { now: Mutex::new(now), passed: watch::channel(Duration::ZERO).0 })))
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Kind::Machine { ahead, .. } => now().saturating_add(*ahead.borrow()).unwrap_or(Timestamp::MAX),
            Kind::Moved(moved) => *moved.now.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Seconds since 1970, as stores keep them.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.now().as_second()
    }

    /// How much time has passed since this time was made, whatever the clock on the wall was set to in between.
    #[must_use]
    pub fn passed(&self) -> Duration {
        match &self.0 {
            Kind::Machine { since, ahead } => since.elapsed() + *ahead.borrow(),
            Kind::Moved(moved) => *moved.passed.borrow(),
        }
    }

    /// Moves the time ahead, and wakes who waited for it.
    pub fn advance(&self, by: SignedDuration) {
        let passed = by.try_into().unwrap_or(Duration::ZERO);
        match &self.0 {
            Kind::Machine { ahead, .. } => ahead.send_modify(|ahead| *ahead += passed),
            Kind::Moved(moved) => {
                self.jump(by);
                moved.passed.send_modify(|all| *all += passed);
            }
        }
    }

    /// Sets the clock on the wall of a time that stands still; nobody has waited any longer for it. The machine's clock
    /// cannot be set: for it this does nothing.
    pub fn jump(&self, by: SignedDuration) {
        if let Kind::Moved(moved) = &self.0 {
            let mut now = moved.now.lock().unwrap_or_else(PoisonError::into_inner);
            *now = now.saturating_add(by).unwrap_or(*now);
        }
    }

    /// Waits so long by this time.
    pub async fn sleep(&self, how_long: Duration) {
        let until = self.passed().saturating_add(how_long);
        match &self.0 {
            Kind::Machine { ahead, .. } => {
                let mut moved = ahead.subscribe();
                loop {
                    let left = until.saturating_sub(self.passed());
                    if left.is_zero() {
                        return;
                    }
                    tokio::select! {
                        () = tokio::time::sleep(left) => {}
                        // The sender lives as long as this time.
                        _ = moved.changed() => {}
                    }
                }
            }
            Kind::Moved(moved) => {
                // The sender lives as long as `moved`: waiting ends when the time has come.
                let mut passed = moved.passed.subscribe();
                let _ended = passed.wait_for(|passed| *passed >= until).await;
            }
        }
    }
}
