//! Settings of communities in memory: for tests, and for a bot without a store, which forgets them at its end.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use serenity::model::id::{ChannelId, GuildId};

use super::{Communities, Community, NotKept};
use crate::channel::discord::gateway::Kept;

#[derive(Debug, Default)]
pub struct InMemory(Mutex<HashMap<GuildId, Community>>, Mutex<HashMap<u64, Kept>>);

#[async_trait]
impl Communities for InMemory {
    async fn get(&self, guild: GuildId) -> Result<Option<Community>, NotKept> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&guild).cloned())
    }

    async fn put(&self, guild: GuildId, community: &Community) -> Result<(), NotKept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(guild, community.clone());
        Ok(())
    }

    async fn delete(&self, guild: GuildId) -> Result<(), NotKept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&guild);
        Ok(())
    }

    async fn session(&self, shard: u64) -> Result<Option<Kept>, NotKept> {
        Ok(self.1.lock().unwrap_or_else(PoisonError::into_inner).get(&shard).cloned())
    }

    async fn direct_channels(&self, _since: i64) -> Result<Vec<ChannelId>, NotKept> {
        Ok(Vec::new())
    }

    async fn keep_session(&self, shard: u64, session: &Kept) -> Result<(), NotKept> {
        self.1.lock().unwrap_or_else(PoisonError::into_inner).insert(shard, session.clone());
        Ok(())
    }
}
