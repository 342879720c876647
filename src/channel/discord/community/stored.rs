//! Settings of communities in the store: sealed, and gone when the bot is removed. Sessions with the gateway, which are
//! about nobody, as facts.

use async_trait::async_trait;
use serenity::model::id::GuildId;
use tracing::warn;

use super::{Communities, Community, NotKept};
use crate::channel::discord::gateway::Kept;
use crate::message::Platform;
use crate::store::Store;

#[async_trait]
impl Communities for Store {
    async fn get(&self, guild: GuildId) -> Result<Option<Community>, NotKept> {
        self.community(Platform::Discord, &guild.to_string()).await.map_err(|error| not_kept(&error))
    }

    async fn put(&self, guild: GuildId, community: &Community) -> Result<(), NotKept> {
        let kept = self.put_community(Platform::Discord, &guild.to_string(), Some(community)).await;
        kept.map_err(|error| not_kept(&error))
    }

    async fn delete(&self, guild: GuildId) -> Result<(), NotKept> {
        let gone = self.put_community(Platform::Discord, &guild.to_string(), None::<&Community>).await;
        gone.map_err(|error| not_kept(&error))
    }

    async fn session(&self, shard: u64) -> Result<Option<Kept>, NotKept> {
        let held = self.fact(&fact(shard)).await.map_err(|error| not_kept(&error))?;
        // What another version kept and this one cannot read is none.
        Ok(held.and_then(|held| serde_json::from_slice(&held).ok()))
    }

    async fn keep_session(&self, shard: u64, session: &Kept) -> Result<(), NotKept> {
        let held = serde_json::to_vec(session).map_err(|_| NotKept)?;
        self.put_fact(&fact(shard), &held).await.map_err(|error| not_kept(&error))
    }
}

fn fact(shard: u64) -> String {
    format!("discord session {shard}")
}

fn not_kept(error: &dyn std::error::Error) -> NotKept {
    warn!(%error, "what servers have set could not be read or kept");
    NotKept
}
