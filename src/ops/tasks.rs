//! The only spawner: what is started here can be asked to stop, and is waited for.

use std::future::Future;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The tasks of a server. Cheap to clone; all clones share one set.
#[derive(Clone, Debug, Default)]
pub struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
}

impl Tasks {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A set of its own that ends with this one, and can be ended before.
    #[must_use]
    pub fn group(&self) -> Self {
        Self { tracker: TaskTracker::new(), stop: self.stop.child_token() }
    }

    /// Starts a task. A panic in it ends it alone; the runtime reports it on standard error without what it worked on.
    #[expect(clippy::disallowed_methods, reason = "the one place where tasks are started")]
    pub fn spawn<F>(&self, work: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        drop(tokio::spawn(self.tracker.track_future(work)));
    }

    /// Starts a task that nobody waits for at the end.
    #[expect(clippy::disallowed_methods, clippy::unused_self, reason = "the one place where tasks are started")]
    pub fn spawn_loose<F>(&self, work: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        drop(tokio::spawn(work));
    }

    /// Asks every task to stop: they see it through [`stopping`](Self::stopping).
    pub fn stop(&self) {
        self.stop.cancel();
        self.tracker.close();
    }

    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// Returns once a stop was asked for.
    pub async fn stopping(&self) {
        self.stop.cancelled().await;
    }

    /// Waits until at most so many tasks are left, at most so long. Whether it came to that.
    pub async fn ended_but(&self, left: usize, within: Duration) -> bool {
        let few = async {
            while self.tracker.len() > left {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(within, few).await.is_ok()
    }

    /// Waits until every task has ended, at most so long. Whether they all did.
    pub async fn finished(&self, within: Duration) -> bool {
        self.tracker.close();
        tokio::time::timeout(within, self.tracker.wait()).await.is_ok()
    }
}
