//! Serving one channel: one process at a time for each bot, whichever holds its lease.
//!
//! A process that loses the lease (it was cut off from the database, and another took over) ends its channel and waits
//! for its turn. A database that does not answer is no reason to end: nobody else can take the lease either, and people
//! who write are still answered.

use std::future::Future;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::ops::{Standing, Standings, Tasks, Time};
use crate::store::Store;

/// How long a lease holds without being renewed: how long a crash of its holder is felt at most.
const LEASE_SECONDS: i64 = 30;
const RENEW: Duration = Duration::from_secs(8);
/// What is under way when a channel ends gets so long.
const END: Duration = Duration::from_secs(15);

/// Who serves what, and with what.
#[derive(Clone)]
pub struct Post {
    /// The name of the lease: the platform and the bot.
    pub name: String,
    /// This process.
    pub holder: String,
    pub store: Store,
    pub time: Time,
    pub tasks: Tasks,
    pub standings: Standings,
}

/// Starts the channel whenever this process holds its lease. Gives the error of a first start, or nothing once it
/// serves or waits for its turn.
pub async fn serve<S, F>(post: Post, start: S) -> anyhow::Result<()>
where
    S: Fn(Tasks) -> F + Send + Sync + 'static,
    F: Future<Output = anyhow::Result<()>> + Send + 'static,
{
    let (tell, told) = oneshot::channel();
    let tasks = post.tasks.clone();
    tasks.spawn(live(post, start, tell));
    told.await.unwrap_or(Ok(()))
}

async fn live<S, F>(post: Post, start: S, tell: oneshot::Sender<anyhow::Result<()>>)
where
    S: Fn(Tasks) -> F + Send + Sync + 'static,
    F: Future<Output = anyhow::Result<()>> + Send + 'static,
{
    let mut tell = Some(tell);
    post.stands(Standing::wrong("starting"));
    while !post.tasks.is_stopping() {
        if !post.takes_lease().await {
            post.stands(Standing::waiting("another process serves this bot; this one waits for its turn"));
            if let Some(tell) = tell.take() {
                tracing::info!(channel = post.name, "another process serves this bot; waiting for its turn");
                let _unheard = tell.send(Ok(()));
            }
            post.pause().await;
            continue;
        }
        post.stands(Standing::wrong("starting"));
        let group = post.tasks.group();
        match (start(group.clone()).await, tell.take()) {
            (Ok(()), tell) => {
                tracing::info!(channel = post.name, "serving");
                if let Some(tell) = tell {
                    let _unheard = tell.send(Ok(()));
                }
            }
            (Err(error), Some(tell)) => {
                // The next start need not wait for a process that has ended.
                let _ends_by_itself = post.store.release_lease(&post.name, &post.holder).await;
                let _unheard = tell.send(Err(error));
                return;
            }
            (Err(error), None) => {
                tracing::error!(channel = post.name, "could not start: {error:#}");
                post.stands(Standing::wrong(format!("could not start: {error:#}; trying again")));
            }
        }
        while !group.is_stopping() && post.keeps_lease().await {
            post.pause().await;
        }
        if group.is_stopping() && !post.tasks.is_stopping() {
            // The channel ended by itself; a moment, so that a platform that refuses us is not asked without end.
            post.pause().await;
        }
        group.stop();
        if !group.finished(END).await {
            tracing::warn!(channel = post.name, "not everything under way could be finished");
        }
    }
    // It ends by itself if this does not arrive.
    let _ends_by_itself = post.store.release_lease(&post.name, &post.holder).await;
}

impl Post {
    fn stands(&self, standing: Standing) {
        self.standings.say(&self.name, standing);
    }

    async fn takes_lease(&self) -> bool {
        let taken = self.store.take_lease(&self.name, &self.holder, self.time.seconds(), LEASE_SECONDS).await;
        taken.unwrap_or(false)
    }

    /// Only another holder ends it.
    async fn keeps_lease(&self) -> bool {
        match self.store.take_lease(&self.name, &self.holder, self.time.seconds(), LEASE_SECONDS).await {
            Ok(kept) => {
                if !kept {
                    tracing::warn!(channel = self.name, "another process has taken over");
                }
                kept
            }
            Err(_) => true,
        }
    }

    async fn pause(&self) {
        tokio::select! {
            () = self.time.sleep(RENEW) => {}
            () = self.tasks.stopping() => {}
        }
    }
}
