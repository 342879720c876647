//! How fast a channel may send: in all, and to one chat.
//!
//! Reckoned by tokio's clock, which only goes forward and which tests can hold. A place in a bucket is booked by whoever
//! takes it and is not given back.

use std::time::Duration;

use tokio::time::Instant;

use super::Lane;

/// Reminders wait for others at most so long; then they take their place in the line like a reply.
const YIELD_MAX: Duration = Duration::from_secs(30);

/// So many at once, then one every so often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub burst: u32,
    pub every: Duration,
}

impl Rate {
    /// No limit.
    pub const UNLIMITED: Self = Self { burst: 1, every: Duration::ZERO };

    /// So many a second, and as many at once. None for zero.
    #[must_use]
    pub fn per_second(number: u32) -> Self {
        if number == 0 { Self::UNLIMITED } else { Self { burst: number, every: Duration::from_secs(1) / number } }
    }
}

/// A rate and how much of it is used.
#[derive(Clone, Copy, Debug)]
pub struct Bucket {
    rate: Rate,
    /// When the last place that was booked would have come up, had everybody waited `every` for the one before.
    booked_until: Instant,
}

impl Bucket {
    #[must_use]
    pub fn new(rate: Rate, now: Instant) -> Self {
        Self { rate, booked_until: now }
    }

    /// How long whoever comes now would wait.
    #[must_use]
    pub fn wait(&self, now: Instant) -> Duration {
        let at_once = self.rate.every * self.rate.burst.saturating_sub(1);
        self.booked_until.saturating_duration_since(now).saturating_sub(at_once)
    }

    /// Books a place and says how long to wait for it.
    pub fn take(&mut self, now: Instant) -> Duration {
        let wait = self.wait(now);
        self.booked_until = self.booked_until.max(now) + self.rate.every;
        wait
    }

    /// Whether nothing of it is used: to forget it changes nothing.
    #[must_use]
    pub fn is_rested(&self, now: Instant) -> bool {
        self.booked_until <= now
    }
}

/// How fast a channel sends in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Everything together.
    pub all: Rate,
    /// Of that, reminders at most.
    pub reminders: Rate,
}

impl Pace {
    pub const UNLIMITED: Self = Self { all: Rate::UNLIMITED, reminders: Rate::UNLIMITED };
}

/// The gate that every send of a channel passes.
#[derive(Debug)]
pub(super) struct Gate {
    all: Bucket,
    reminders: Bucket,
}

impl Gate {
    pub fn new(pace: Pace, now: Instant) -> Self {
        Self { all: Bucket::new(pace.all, now), reminders: Bucket::new(pace.reminders, now) }
    }

    /// A place for one send, or how long to wait before asking again. A reply books its place and waits for it. A
    /// reminder books one among the reminders, and of what all share nothing ahead, so that ten thousand of them hold no
    /// reply up: when its place has come up (`queued_since`) it takes what the others leave.
    pub fn ask(&mut self, lane: Lane, queued_since: Option<Instant>, now: Instant) -> Pass {
        match (lane, queued_since) {
            (Lane::Crisis, _) => {
                self.all.take(now);
                Pass::Go
            }
            (Lane::Reply, _) => Pass::booked(self.all.take(now)),
            (Lane::Reminder, None) => Pass::Queued(self.reminders.take(now)),
            (Lane::Reminder, Some(since)) => {
                let others = self.all.wait(now);
                if others > Duration::ZERO && now.saturating_duration_since(since) < YIELD_MAX {
                    return Pass::AskAgain(others);
                }
                Pass::booked(self.all.take(now))
            }
        }
    }
}

/// What the gate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    Go,
    /// The place is booked and comes up after this time.
    GoAfter(Duration),
    /// A place among the reminders is booked; ask again when it comes up, after this time.
    Queued(Duration),
    /// Nothing is booked.
    AskAgain(Duration),
}

impl Pass {
    fn booked(wait: Duration) -> Self {
        if wait.is_zero() { Self::Go } else { Self::GoAfter(wait) }
    }
}
