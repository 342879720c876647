//! Starting: one task for the plan, one for retention, one for each platform.

use std::fmt;
use std::sync::Arc;

use tokio::sync::{Notify, watch};

use super::pace::PER_SECOND;
use super::planner::Planner;
use super::retention;
use super::sender::Sender;
use crate::channel::Delivers;
use crate::engine::Words;
use crate::message::{PersonKey, Platform};
use crate::ops::{Metrics, Tasks, Time};
use crate::store::Store;

/// Whether a person is to be left alone with check-ins: after a crisis card, for a day. Sessions are reminded of all
/// the same, because getting to care may help.
pub type Quiet = Arc<dyn Fn(&PersonKey) -> bool + Send + Sync>;

/// The words that reminders are made of.
pub type Said = Arc<dyn Fn() -> Arc<Words> + Send + Sync>;

/// What may differ from one installation to another.
#[derive(Clone)]
pub struct Options {
    /// The words of now: files may be read anew.
    pub words: Said,
    pub quiet: Quiet,
    /// Reminders a second on each platform; 0 for no limit but the platform's own.
    pub per_second: u32,
    pub metrics: Metrics,
}

impl Default for Options {
    /// The words that are compiled in, nobody quiet, two thirds of what Telegram bears.
    fn default() -> Self {
        let words = Arc::new(Words::built_in());
        Self {
            words: Arc::new(move || Arc::clone(&words)),
            quiet: Arc::new(|_| false),
            per_second: PER_SECOND,
            metrics: Metrics::new(),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Options").field("per_second", &self.per_second).finish_non_exhaustive()
    }
}

/// Reminders under way. Cheap to clone; dropping it stops nothing.
#[derive(Clone, Debug)]
pub struct Handle {
    store: Store,
    time: Time,
    woken: Arc<Notify>,
    planned: watch::Receiver<u64>,
}

impl Handle {
    /// A reminder was set up or changed: it is planned now and not in a few minutes.
    pub fn wake(&self) {
        self.woken.notify_one();
    }

    /// Sends what is due on a platform, until `tasks` are asked to stop.
    pub fn serve(&self, platform: Platform, delivers: Arc<dyn Delivers>, options: &Options, tasks: &Tasks) {
        let (store, time) = (self.store.clone(), self.time.clone());
        let sender = Sender::new(platform, store, delivers, options.clone(), time, tasks.clone());
        tasks.spawn(Arc::new(sender).run(self.planned.clone()));
    }
}

/// Starts planning and letting go, until `tasks` are asked to stop. `woken` tells that a reminder was set up or changed.
pub fn plan(store: &Store, woken: Arc<Notify>, metrics: &Metrics, time: &Time, tasks: &Tasks) -> Handle {
    let (told, planned) = watch::channel(0);
    tasks.spawn(Planner::new(store.clone(), time.clone()).counted_in(metrics).run(
        Arc::clone(&woken),
        told,
        tasks.clone(),
    ));
    tasks.spawn(retention::run(store.clone(), time.clone(), tasks.clone()));
    Handle { store: store.clone(), time: time.clone(), woken, planned }
}

/// Starts planning, sending and letting go, until `tasks` are asked to stop.
#[must_use]
pub fn start_with(
    store: &Store,
    delivers: Vec<(Platform, Arc<dyn Delivers>)>,
    options: &Options,
    time: &Time,
    tasks: &Tasks,
) -> Handle {
    let handle = plan(store, Arc::new(Notify::new()), &options.metrics, time, tasks);
    for (platform, delivers) in delivers {
        handle.serve(platform, delivers, options, tasks);
    }
    handle
}
