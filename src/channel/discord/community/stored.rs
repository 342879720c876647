//! Settings of communities in the store: sealed, and gone when the bot is removed. Sessions with the gateway, which are
//! about nobody, as facts.

use std::collections::BTreeSet;
use std::num::NonZeroU64;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serenity::model::id::{ChannelId, GuildId};
use tracing::warn;

use super::{Communities, Community, NotKept};
use crate::channel::discord::gateway::Kept;
use crate::message::{Country, Language, Platform};
use crate::store::Store;

/// Direct-message channels that are looked through after the bot was away: at 45 a second, a minute's work.
const MOST: i64 = 2_000;

/// Settings as they lie in a row. Ids are plain numbers there: serenity reads its own only from forms that name their
/// types, and a row does not.
#[derive(Serialize, Deserialize)]
struct Row {
    language: Option<Language>,
    country: Option<Country>,
    screened: Vec<NonZeroU64>,
    answered: Vec<NonZeroU64>,
    alerts: Option<NonZeroU64>,
    stay_out_of_dms: bool,
}

impl Row {
    fn of(community: &Community) -> Self {
        let numbers = |channels: &BTreeSet<ChannelId>| channels.iter().map(|channel| (*channel).into()).collect();
        Self {
            language: community.language,
            country: community.country,
            screened: numbers(&community.screened),
            answered: numbers(&community.answered),
            alerts: community.alerts.map(NonZeroU64::from),
            stay_out_of_dms: community.stay_out_of_dms,
        }
    }
}

impl From<Row> for Community {
    fn from(row: Row) -> Self {
        Self {
            language: row.language,
            country: row.country,
            screened: row.screened.into_iter().map(ChannelId::from).collect(),
            answered: row.answered.into_iter().map(ChannelId::from).collect(),
            alerts: row.alerts.map(ChannelId::from),
            stay_out_of_dms: row.stay_out_of_dms,
        }
    }
}

#[async_trait]
impl Communities for Store {
    async fn get(&self, guild: GuildId) -> Result<Option<Community>, NotKept> {
        let row: Option<Row> =
            self.community(Platform::Discord, &guild.to_string()).await.map_err(|error| not_kept(&error))?;
        Ok(row.map(Community::from))
    }

    async fn put(&self, guild: GuildId, community: &Community) -> Result<(), NotKept> {
        let kept = self.put_community(Platform::Discord, &guild.to_string(), Some(&Row::of(community))).await;
        kept.map_err(|error| not_kept(&error))
    }

    async fn delete(&self, guild: GuildId) -> Result<(), NotKept> {
        let gone = self.put_community(Platform::Discord, &guild.to_string(), None::<&Row>).await;
        gone.map_err(|error| not_kept(&error))
    }

    async fn session(&self, shard: u64) -> Result<Option<Kept>, NotKept> {
        let held = self.fact(&fact(shard)).await.map_err(|error| not_kept(&error))?;
        // What another version kept and this one cannot read is none.
        Ok(held.and_then(|held| serde_json::from_slice(&held).ok()))
    }

    async fn direct_channels(&self, since: i64) -> Result<Vec<ChannelId>, NotKept> {
        let reaches = self.reaches(Platform::Discord, since, MOST).await.map_err(|error| not_kept(&error))?;
        // Whoever used the bot in servers only has no such channel.
        let channels = reaches.iter().filter_map(|reach| reach.parse::<NonZeroU64>().ok());
        Ok(channels.map(ChannelId::from).collect())
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
