//! The second reader's desk. A look takes about a millisecond of a core; so that a flood of messages costs nobody their
//! answer, looks are taken in a room of their own, so many for one person, for one place and in all. Beyond, the lexicons
//! alone have read a message, which is counted, and it is answered at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::allowance::Allowance;
use crate::desk::Look;
use crate::library::Library;
use crate::message::{MessageText, PersonKey};
use crate::ops::{Metrics, Pool, Size, Time};

/// Looks for one person in a minute. Nobody types so much; a program does.
const PER_PERSON: u32 = 30;
/// Looks for one place where many write, in a minute.
const PER_PLACE: u32 = 300;
/// Messages that wait for their look: a quarter of a second's work.
const IN_LINE: usize = 256;
/// What is read in a channel, where most words are for others, waits only behind so many.
const IN_LINE_OF_PLACES: usize = IN_LINE / 4;

/// Messages that are looked at together: for one alone, most of the time goes into fetching weights from memory.
const TOGETHER: usize = 16;

type Asked = (Arc<Library>, MessageText);

/// Where looks are taken.
#[derive(Debug)]
pub struct SecondLook {
    pool: Pool<Asked, Look>,
    people: Allowance,
    places: Allowance,
    taken: AtomicU64,
    left_out: AtomicU64,
    metrics: Metrics,
}

/// Whose message it is.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    pub person: &'a PersonKey,
    /// Where many write: the place by name.
    pub place: Option<&'a str>,
}

impl SecondLook {
    pub fn new(metrics: Metrics) -> Self {
        Self {
            pool: Pool::new(Size::half_of_the_cores(IN_LINE, TOGETHER), looks),
            people: Allowance::new(PER_PERSON),
            places: Allowance::new(PER_PLACE),
            taken: AtomicU64::new(0),
            left_out: AtomicU64::new(0),
            metrics,
        }
    }

    /// Looks at a message, or leaves it out. It takes no longer than `patience`.
    pub async fn take(
        &self,
        library: &Arc<Library>,
        text: &MessageText,
        whose: Whose<'_>,
        time: &Time,
        patience: Duration,
    ) -> Look {
        let passed = time.passed();
        if whose.place.is_some() && self.pool.waiting() >= IN_LINE_OF_PLACES {
            return self.leave_out("full");
        }
        if !self.people.take(whose.person, passed) {
            return self.leave_out("person");
        }
        if whose.place.is_some_and(|place| !self.places.take(&(whose.person.platform, place), passed)) {
            return self.leave_out("place");
        }
        let looking = self.pool.run((Arc::clone(library), text.clone()));
        match tokio::time::timeout(patience, looking).await {
            Ok(Some(look)) => {
                self.taken.fetch_add(1, Ordering::Relaxed);
                look
            }
            Ok(None) => self.leave_out("full"),
            Err(_) => self.leave_out("late"),
        }
    }

    fn leave_out(&self, reason: &'static str) -> Look {
        self.left_out.fetch_add(1, Ordering::Relaxed);
        self.metrics.left_out(reason);
        Look::left_out()
    }

    /// How many looks were taken and how many left out since the start. Not for a monitor: see [`Metrics::left_out`].
    pub fn counts(&self) -> (u64, u64) {
        (self.taken.load(Ordering::Relaxed), self.left_out.load(Ordering::Relaxed))
    }

    /// Forgets who wrote minutes ago.
    pub fn sweep(&self, time: &Time) {
        let passed = time.passed();
        self.people.sweep(passed);
        self.places.sweep(passed);
    }
}

/// Those that were asked for while the same library was in use are taken together.
fn looks(asked: &[Asked]) -> Vec<Look> {
    let same = asked.chunk_by(|(one, _), (other, _)| Arc::ptr_eq(one, other));
    same.flat_map(|asked| {
        let texts: Vec<&str> = asked.iter().map(|(_, text)| text.reveal()).collect();
        asked.first().map(|(library, _)| Look::at_each(library, &texts)).unwrap_or_default()
    })
    .collect()
}
