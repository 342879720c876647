//! Discord's rate limits: per route as its headers say, and for the whole bot what a global 429 asks for.
//!
//! Nothing waits here: a call that would come too early is told how long it has to wait, and a later lane gives way to
//! an earlier one that was told so, so that a crisis answer is the first through when the gate opens. The interaction
//! endpoints have no gate. What is remembered is bounded: gates that say nothing any more are let go.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;

use super::{Call, Failure};
use crate::ops::Time;

/// Gates that are remembered at most.
const MOST_GATES: usize = 2_000;
/// While one call finds out what a route allows, the others come back after this.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// So long a gate is kept free for a call of an earlier lane that had to wait.
const KEPT_FREE: Duration = Duration::from_millis(500);
const LANES: usize = 3;

/// All limits of one bot.
pub struct Limits {
    time: Time,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// Nothing at all before this.
    silent_until: Option<Timestamp>,
    gates: HashMap<String, Gate>,
}

/// What is known of a route.
#[derive(Default)]
struct Gate {
    /// Calls that are left in this window; none while nothing is known.
    left: Option<u32>,
    limit: Option<u32>,
    resets_at: Option<Timestamp>,
    under_way: u32,
    /// Until when the gate is kept free for a lane.
    kept_for: [Option<Timestamp>; LANES],
}

/// What an answer says about limits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Headers {
    left: Option<u32>,
    limit: Option<u32>,
    resets_in: Option<Duration>,
    /// How long a 429 asks to wait.
    pub wait: Option<Duration>,
    /// Whether it asks that of the whole bot.
    whole_bot: bool,
}

/// The right to make one call; dropping it ends the call.
pub struct Pass<'a> {
    limits: &'a Limits,
    gate: Option<String>,
    said: Option<Headers>,
}

impl Limits {
    pub fn new(time: Time) -> Self {
        Self { time, known: Mutex::default() }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a turn.
    ///
    /// # Errors
    /// [`Failure::Wait`] when it is too early.
    pub fn enter(&self, call: &Call) -> Result<Pass<'_>, Failure> {
        if let Some(gate) = &call.gate {
            let now = self.time.now();
            self.known().enter(gate, call.lane as usize, now).map_err(Failure::Wait)?;
        }
        Ok(Pass { limits: self, gate: call.gate.clone(), said: None })
    }
}

impl Known {
    fn enter(&mut self, name: &str, lane: usize, now: Timestamp) -> Result<(), Duration> {
        if let Some(until) = self.silent_until {
            if until > now {
                return Err(between(now, until));
            }
            self.silent_until = None;
        }
        let gate = self.gates.entry(name.to_owned()).or_default();
        let wait = gate.wait(lane, now);
        if let Some(wait) = wait {
            gate.kept_for[lane] = Some(later(now, wait + KEPT_FREE));
            return Err(wait);
        }
        gate.kept_for[lane] = None;
        gate.left = gate.left.map(|left| left - 1);
        gate.under_way += 1;
        Ok(())
    }

    fn learn(&mut self, name: &str, said: Option<Headers>, now: Timestamp) {
        let gate = self.gates.entry(name.to_owned()).or_default();
        gate.under_way = gate.under_way.saturating_sub(1);
        let Some(said) = said else { return };
        if let (Some(left), Some(resets_in)) = (said.left, said.resets_in) {
            let same_window = gate.resets_at.is_some();
            gate.left = Some(if same_window { gate.left.map_or(left, |known| known.min(left)) } else { left });
            gate.limit = said.limit.or(gate.limit);
            gate.resets_at = Some(later(now, resets_in));
        }
        match said.wait {
            Some(wait) if said.whole_bot => self.silent_until = Some(later(now, wait)),
            Some(wait) => {
                gate.left = Some(0);
                gate.limit = gate.limit.or(Some(1));
                gate.resets_at = Some(later(now, wait));
            }
            None => {}
        }
    }

    /// Lets go of gates that say nothing any more.
    fn forget_idle(&mut self, now: Timestamp) {
        if self.gates.len() > MOST_GATES {
            self.gates.retain(|_, gate| gate.under_way > 0 || gate.resets_at.is_some_and(|resets| resets > now));
        }
    }
}

impl Gate {
    /// How long a call of a lane has to wait; none when it may go.
    fn wait(&mut self, lane: usize, now: Timestamp) -> Option<Duration> {
        if self.resets_at.is_some_and(|resets| resets <= now) {
            self.resets_at = None;
            self.left = self.limit;
        }
        match self.left {
            // Nothing is known: one goes ahead and finds out.
            None if self.under_way > 0 => return Some(LOOK_AGAIN),
            Some(0) => return Some(self.resets_at.map_or(LOOK_AGAIN, |resets| between(now, resets))),
            None | Some(_) => {}
        }
        let kept = self.kept_for[..lane].iter().flatten().filter(|until| **until > now).count();
        let free = self.left.unwrap_or(1) as usize;
        (kept >= free).then_some(LOOK_AGAIN)
    }
}

impl Pass<'_> {
    /// The call is over; what its answer said about limits.
    pub fn leave(mut self, said: Headers) {
        self.said = Some(said);
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        let now = self.limits.time.now();
        let mut known = self.limits.known();
        if let Some(gate) = &self.gate {
            known.learn(gate, self.said, now);
        } else if let Some(Headers { wait: Some(wait), whole_bot: true, .. }) = self.said {
            known.silent_until = Some(later(now, wait));
        }
        known.forget_idle(now);
    }
}

impl Headers {
    pub fn read(status: StatusCode, headers: &HeaderMap, body: &Value) -> Self {
        let text = |name: &str| headers.get(name)?.to_str().ok();
        let duration = |seconds: f64| Duration::try_from_secs_f64(seconds).ok();
        let seconds = |name: &str| text(name)?.parse().ok().and_then(duration);
        let refused = status == StatusCode::TOO_MANY_REQUESTS;
        let asked = body.get("retry_after").and_then(Value::as_f64).and_then(duration);
        let global = body.get("global").and_then(Value::as_bool) == Some(true);
        Self {
            left: text("x-ratelimit-remaining").and_then(|left| left.parse().ok()),
            limit: text("x-ratelimit-limit").and_then(|limit| limit.parse().ok()),
            resets_in: seconds("x-ratelimit-reset-after"),
            wait: if refused { asked.or_else(|| seconds("retry-after")) } else { None },
            whole_bot: refused && (global || text("x-ratelimit-global").is_some()),
        }
    }
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    now.saturating_add(by).unwrap_or(Timestamp::MAX)
}

fn between(earlier: Timestamp, later: Timestamp) -> Duration {
    Duration::try_from(later.duration_since(earlier)).unwrap_or_default()
}
