//! A message that comes late, because the bot or the platform was away: the answer says so, since what was true when it
//! was written may not be true now.

use super::answer::Making;
use crate::engine::Reply;
use crate::message::{Bubble, Inbound};

/// From so many minutes on, a message is late.
const LATE_MINUTES: i64 = 30;

impl Making<'_> {
    /// Puts before the answer how long ago its message was written, where that is long.
    pub fn say_how_late(&mut self, inbound: &Inbound) {
        let Some(written) = inbound.written_at else { return };
        let minutes = self.now.as_second().saturating_sub(written) / 60;
        if minutes >= LATE_MINUTES {
            // Nobody needs more than the hour.
            let hours = ((minutes + 30) / 60).max(1).to_string();
            let words = self.library.flows.words.say_with(Reply::Late, self.context.language, &[("hours", &hours)]);
            self.bubbles.insert(0, Bubble::Text(words));
        }
    }
}
