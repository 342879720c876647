//! The settings of the communities that the bot is in, at hand for every message.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{ChannelId, GuildId};
use tokio::sync::Mutex;

use super::{Communities, Community, NotKept};

/// Threads whose channel is remembered, at most.
const MOST_THREADS: usize = 50_000;

/// After a failure, reading is tried again after this.
const TRY_AGAIN: SignedDuration = SignedDuration::from_secs(10);

/// Settings read once for each server, and written through.
pub struct Known {
    kept: Arc<dyn Communities>,
    read: RwLock<HashMap<GuildId, Arc<Community>>>,
    threads: RwLock<HashMap<ChannelId, ChannelId>>,
    /// When reading was tried last because of a message.
    tried: RwLock<HashMap<GuildId, Timestamp>>,
    /// One change at a time.
    changing: Mutex<()>,
    /// One message finds out, the others wait for what it finds.
    reading: Mutex<()>,
}

impl Known {
    #[must_use]
    pub fn new(kept: Arc<dyn Communities>) -> Self {
        Self {
            kept,
            read: RwLock::default(),
            threads: RwLock::default(),
            tried: RwLock::default(),
            changing: Mutex::default(),
            reading: Mutex::default(),
        }
    }

    /// As [`Communities::direct_channels`].
    ///
    /// # Errors
    /// When they cannot be read now.
    pub async fn direct_channels(&self, since: i64) -> Result<Vec<ChannelId>, NotKept> {
        self.kept.direct_channels(since).await
    }

    /// The settings of a server, where they have been read.
    #[must_use]
    pub fn of(&self, guild: GuildId) -> Option<Arc<Community>> {
        self.read.read().unwrap_or_else(PoisonError::into_inner).get(&guild).cloned()
    }

    /// Reads the settings of a server, unless they are known.
    ///
    /// # Errors
    /// When they cannot be read now: they stay unknown.
    pub async fn load(&self, guild: GuildId) -> Result<Arc<Community>, NotKept> {
        if let Some(known) = self.of(guild) {
            return Ok(known);
        }
        let community = Arc::new(self.kept.get(guild).await?.unwrap_or_default());
        self.remember(guild, Arc::clone(&community));
        Ok(community)
    }

    /// Reads the settings of a server because of a message there. After a failure not for each message, but now and then.
    ///
    /// # Errors
    /// When they cannot be read now, or could not be a moment ago.
    pub async fn load_now_and_then(&self, guild: GuildId, now: Timestamp) -> Result<Arc<Community>, NotKept> {
        let _one_reads = self.reading.lock().await;
        match self.of(guild) {
            Some(known) => Ok(known),
            None if !self.may_try(guild, now) => Err(NotKept),
            None => {
                let read = self.load(guild).await;
                if read.is_ok() {
                    self.tried.write().unwrap_or_else(PoisonError::into_inner).remove(&guild);
                }
                read
            }
        }
    }

    /// Whether reading is worth a try: a message in a server whose settings could not be read is one, now and then.
    fn may_try(&self, guild: GuildId, now: Timestamp) -> bool {
        let mut tried = self.tried.write().unwrap_or_else(PoisonError::into_inner);
        let last = tried.insert(guild, now);
        let soon = last.filter(|last| now.duration_since(*last) < TRY_AGAIN);
        if let Some(last) = soon {
            tried.insert(guild, last);
        }
        soon.is_none()
    }

    /// Changes the settings of a server and keeps them.
    ///
    /// # Errors
    /// When they cannot be kept now: nothing has changed.
    pub async fn change(&self, guild: GuildId, change: impl FnOnce(&mut Community)) -> Result<Arc<Community>, NotKept> {
        let _alone = self.changing.lock().await;
        let mut community = Community::clone(&*self.load(guild).await?);
        change(&mut community);
        self.kept.put(guild, &community).await?;
        let community = Arc::new(community);
        self.remember(guild, Arc::clone(&community));
        Ok(community)
    }

    /// The bot was removed from the server.
    ///
    /// # Errors
    /// When they cannot be deleted now.
    pub async fn forget(&self, guild: GuildId) -> Result<(), NotKept> {
        let _alone = self.changing.lock().await;
        self.read.write().unwrap_or_else(PoisonError::into_inner).remove(&guild);
        self.kept.delete(guild).await
    }

    fn remember(&self, guild: GuildId, community: Arc<Community>) {
        self.read.write().unwrap_or_else(PoisonError::into_inner).insert(guild, community);
    }

    /// A thread belongs to a channel, and what holds for the channel holds for it.
    pub fn note_thread(&self, thread: ChannelId, channel: ChannelId) {
        let mut threads = self.threads.write().unwrap_or_else(PoisonError::into_inner);
        if threads.len() >= MOST_THREADS {
            threads.clear();
        }
        threads.insert(thread, channel);
    }

    /// Whether it is known which channel's settings hold there.
    #[must_use]
    pub fn knows_channel(&self, channel: ChannelId) -> bool {
        self.threads.read().unwrap_or_else(PoisonError::into_inner).contains_key(&channel)
    }

    /// The channel that a message is in, for settings: that of its thread.
    #[must_use]
    pub fn channel_of(&self, channel: ChannelId) -> ChannelId {
        self.threads.read().unwrap_or_else(PoisonError::into_inner).get(&channel).copied().unwrap_or(channel)
    }
}
