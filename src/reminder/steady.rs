//! Whether the clock on the wall can be trusted just now.
//!
//! Waiting goes by monotonic time and deciding by the clock on the wall. When the two disagree, the machine slept or
//! somebody set the clock: whoever decides by it holds for one tick, in which a wrong clock may be put right, before
//! it ends or sends anything by the new time.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::ops::Time;

/// Slower drift is how clocks are kept right.
const DRIFT_MOST: SignedDuration = SignedDuration::from_secs(60);

/// Compares the clock on the wall with the time that has passed, from look to look.
#[derive(Debug, Default)]
pub struct Steady {
    seen: Option<(Timestamp, Duration)>,
}

impl Steady {
    /// Whether the clock went as it should since the last look. Warns when it did not.
    pub fn look(&mut self, time: &Time) -> bool {
        let (now, passed) = (time.now(), time.passed());
        let Some((before, passed_before)) = self.seen.replace((now, passed)) else { return true };
        let waited = SignedDuration::try_from(passed.saturating_sub(passed_before)).unwrap_or(SignedDuration::MAX);
        let drift = now.duration_since(before).saturating_sub(waited);
        if drift.abs() <= DRIFT_MOST {
            return true;
        }
        tracing::warn!(drift_seconds = drift.as_secs(), "the clock has jumped; reminders hold for a moment");
        false
    }
}
