//! The loop of one platform: end what is late, claim what is due, tell who missed something.
//!
//! Deliveries are claimed as there are hands for them, so that what is claimed leaves within seconds; each then goes its
//! own way in `delivery`, and a slow one holds up nobody. Of several instances one holds the platform's lease and sends
//! at the platform's pace; claims exclude each other all the same.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};

use super::missed::Missed;
use super::pace::Pace;
use super::start::Options;
use super::totals::Totals;
use super::{Steady, delivery};
use crate::channel::Delivers;
use crate::message::Platform;
use crate::ops::{Fate, Tasks, Time};
use crate::store::{Claimed, Store, StoreError, platform_code};

/// How often it looks for what is due.
const TICK: Duration = Duration::from_secs(2);
/// After a jump of the clock, and while the store fails.
const HOLD: Duration = Duration::from_mins(1);
const FAILING: Duration = Duration::from_secs(10);
/// For how long the platform's lease is taken.
const LEASE_SECONDS: i64 = 60;
/// The lease is taken anew, and what is late ended, at least so often.
const AT_LEAST_EVERY: Duration = Duration::from_secs(15);
/// Deliveries under way at once. They wait for the platform most of the time.
const HANDS: u32 = 64;
/// Hands that must be free before more is claimed.
const HANDS_LEAST: u32 = 16;
const EXPIRED_BATCH: i64 = 200;
/// The longest that one chat's answer holds the others.
const HOLD_MOST: Duration = Duration::from_secs(30);

/// Sends the reminders of one platform.
pub struct Sender {
    pub(super) platform: Platform,
    pub(super) store: Store,
    pub(super) delivers: Arc<dyn Delivers>,
    pub(super) options: Options,
    pub(super) pace: Pace,
    pub(super) time: Time,
    pub(super) tasks: Tasks,
    pub(super) totals: Totals,
    hands: Arc<Semaphore>,
    /// Until when the platform wants to be left alone, in time passed.
    held_until: Mutex<Duration>,
    missed: Mutex<Missed>,
    steady: Mutex<Steady>,
    failing: AtomicBool,
    leased_until: AtomicI64,
    holder: String,
}

impl fmt::Debug for Sender {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sender").field("platform", &self.platform).finish_non_exhaustive()
    }
}

impl Sender {
    #[must_use]
    pub fn new(
        platform: Platform,
        store: Store,
        delivers: Arc<dyn Delivers>,
        options: Options,
        time: Time,
        tasks: Tasks,
    ) -> Self {
        // Where the system has no chance to give, holders are told apart by when they began.
        let number = getrandom::u64().unwrap_or_else(|_| time.seconds().cast_unsigned());
        Self {
            platform,
            store,
            delivers,
            pace: Pace::per_second(options.per_second),
            options,
            time,
            tasks,
            totals: Totals::default(),
            hands: Arc::new(Semaphore::new(HANDS as usize)),
            held_until: Mutex::default(),
            missed: Mutex::default(),
            steady: Mutex::default(),
            failing: AtomicBool::new(false),
            leased_until: AtomicI64::new(0),
            holder: format!("{number:016x}"),
        }
    }

    /// Looks again and again until a stop; first after the first round of the planner, so that what was missed is known.
    pub(super) async fn run(self: Arc<Self>, mut planned: watch::Receiver<u64>) {
        tokio::select! {
            _planned = planned.wait_for(|rounds| *rounds > 0) => {}
            () = self.tasks.stopping() => {}
        }
        while !self.tasks.is_stopping() {
            let rest = self.look().await;
            if !rest.is_zero() {
                tokio::select! {
                    () = self.time.sleep(rest) => {}
                    Ok(()) = planned.changed(), if rest == TICK => {}
                    () = self.tasks.stopping() => {}
                }
            }
        }
        self.leave().await;
    }

    /// Looks once for what is to be done, and begins it. For how long to rest then.
    pub async fn look(self: &Arc<Self>) -> Duration {
        if !self.steady.lock().unwrap_or_else(PoisonError::into_inner).look(&self.time) {
            return HOLD;
        }
        let round = self.round().await;
        let failed_before = self.failing.swap(round.is_err(), Ordering::Relaxed);
        match round {
            Ok(true) => Duration::ZERO,
            Ok(false) => TICK,
            Err(error) => {
                if !failed_before {
                    tracing::warn!(platform = self.platform.name(), %error, "reminders wait for the store");
                }
                FAILING
            }
        }
    }

    /// Waits until nothing is under way.
    pub async fn settled(&self) {
        let _all = self.hands.acquire_many(HANDS).await;
    }

    /// One round. `true`: there is more to do at once.
    async fn round(self: &Arc<Self>) -> Result<bool, StoreError> {
        let began = self.time.passed();
        self.totals.write(&self.store).await?;
        let mut late = Duration::ZERO;
        if !self.has_lease().await? {
            return Ok(false);
        }
        self.end_late().await?;
        while !self.tasks.is_stopping() && !self.is_held() {
            if self.time.passed().saturating_sub(began) >= AT_LEAST_EVERY {
                return Ok(true);
            }
            let free = self.free_hands().await;
            let now = self.time.seconds();
            let (lease, claimed) = self.store.claim_due(self.platform, now, i64::from(free)).await?;
            let all = claimed.len() < free as usize;
            late = claimed.iter().map(|delivery| lateness(delivery, now)).max().unwrap_or_default().max(late);
            self.options.metrics.due(platform_code(self.platform), late, HANDS - self.free());
            for delivery in claimed {
                let sender = Arc::clone(self);
                self.spawn(async move { delivery::send(&sender, delivery, lease, now).await }).await;
            }
            if all {
                return self.tell_missed().await;
            }
        }
        Ok(false)
    }

    /// Whether this instance sends for the platform. The lease is taken anew when half of it is over.
    async fn has_lease(&self) -> Result<bool, StoreError> {
        let now = self.time.seconds();
        if now + LEASE_SECONDS / 2 < self.leased_until.load(Ordering::Relaxed) {
            return Ok(true);
        }
        let taken = self.store.take_lease(&self.lease_name(), &self.holder, now, LEASE_SECONDS).await?;
        self.leased_until.store(if taken { now + LEASE_SECONDS } else { 0 }, Ordering::Relaxed);
        Ok(taken)
    }

    async fn end_late(&self) -> Result<(), StoreError> {
        loop {
            let now = self.time.seconds();
            let late = self.store.expire(self.platform, now, EXPIRED_BATCH).await?;
            if late.is_empty() {
                return Ok(());
            }
            for claimed in late {
                self.count("late");
                self.missed().note(claimed, self.platform);
            }
        }
    }

    /// Tells who missed something, as far as there are hands. `true`: there are more.
    async fn tell_missed(self: &Arc<Self>) -> Result<bool, StoreError> {
        for _ in 0..self.free_hands().await {
            if self.is_held() {
                return Ok(false);
            }
            let line = self.missed().take(self.time.seconds());
            let Some(line) = line else { return Ok(false) };
            let sender = Arc::clone(self);
            self.spawn(async move { delivery::tell_missed(&sender, line).await }).await;
        }
        Ok(true)
    }

    async fn spawn<F>(&self, work: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        // Nobody closes it.
        if let Ok(hand) = Arc::clone(&self.hands).acquire_owned().await {
            self.tasks.spawn(async move {
                work.await;
                drop(hand);
            });
        }
    }

    /// Waits until there are hands free, and says how many.
    async fn free_hands(&self) -> u32 {
        tokio::select! {
            _free = self.hands.acquire_many(HANDS_LEAST) => {}
            () = self.tasks.stopping() => {}
        }
        self.free().max(1)
    }

    fn free(&self) -> u32 {
        u32::try_from(self.hands.available_permits()).unwrap_or(HANDS)
    }

    /// Counts what became of a reminder: in the totals of the day, and in the figures of this process.
    pub(super) fn count(&self, end: &'static str) {
        self.totals.count(end, self.platform, self.time.now());
        let fate = match end {
            "sent" | "missed" => Fate::Sent,
            "late" | "skipped" => Fate::Skipped,
            _ => Fate::Failed,
        };
        self.options.metrics.delivery(platform_code(self.platform), fate, end);
    }

    /// The platform wants to be left alone for so long. One chat's answer holds the others for a short time only.
    pub(super) fn hold(&self, wait: Duration) {
        let until = self.time.passed() + wait.min(HOLD_MOST);
        let mut held_until = self.held_until.lock().unwrap_or_else(PoisonError::into_inner);
        *held_until = until.max(*held_until);
    }

    pub(super) fn is_held(&self) -> bool {
        *self.held_until.lock().unwrap_or_else(PoisonError::into_inner) > self.time.passed()
    }

    pub(super) fn missed(&self) -> MutexGuard<'_, Missed> {
        self.missed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for what is under way and lets another instance go on.
    async fn leave(&self) {
        self.settled().await;
        // A lease that cannot be given back ends by itself; totals that cannot be written are a day's detail.
        let _given_back = self.store.release_lease(&self.lease_name(), &self.holder).await;
        let _written = self.totals.write(&self.store).await;
    }

    fn lease_name(&self) -> String {
        format!("reminders.{}", platform_code(self.platform))
    }
}

/// How long after its time a delivery was taken up. One that may have arrived has waited for its lease, and counts not.
fn lateness(claimed: &Claimed, now: i64) -> Duration {
    let late = if claimed.interrupted { 0 } else { now.saturating_sub(claimed.occurs_at) };
    Duration::from_secs(late.max(0).unsigned_abs())
}
