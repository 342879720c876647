//! Settings of communities in the store: sealed, and gone when the bot is removed.

use async_trait::async_trait;
use serenity::model::id::GuildId;
use tracing::warn;

use super::{Communities, Community, NotKept};
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
}

fn not_kept(error: &dyn std::error::Error) -> NotKept {
    warn!(%error, "the settings of a server could not be read or kept");
    NotKept
}
