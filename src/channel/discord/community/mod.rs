//! What a community turned on. Everything is off until someone who manages the server turns it on.

mod known;
mod memory;
mod resources;
mod setup;
mod shown;
mod stored;

use std::collections::BTreeSet;

use async_trait::async_trait;
use serenity::model::id::{ChannelId, GuildId};

pub use known::Known;
pub use memory::InMemory;
pub use resources::resources;
pub use setup::change;
pub use shown::{channels, rules, shown};

use super::gateway::Kept;
use crate::message::{Country, Language};

/// The settings of one server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Community {
    pub language: Option<Language>,
    /// Whose lines the resources message shows.
    pub country: Option<Country>,
    /// Channels whose messages are screened.
    pub screened: BTreeSet<ChannelId>,
    /// Channels in which questions are answered without a mention.
    pub answered: BTreeSet<ChannelId>,
    /// Where moderators are told; nobody is told while there is none.
    pub alerts: Option<ChannelId>,
    /// The bot sends no direct messages to members.
    pub stay_out_of_dms: bool,
}

impl Community {
    /// Whether it needs the words of messages, which Discord gives only with a privileged intent.
    #[must_use]
    pub fn needs_words(&self) -> bool {
        !self.screened.is_empty() || !self.answered.is_empty()
    }

    /// Whether anything is set for a channel.
    #[must_use]
    pub fn knows(&self, channel: ChannelId) -> bool {
        self.screened.contains(&channel) || self.answered.contains(&channel) || self.alerts == Some(channel)
    }

    /// A channel is gone.
    pub fn let_go(&mut self, channel: ChannelId) {
        self.screened.remove(&channel);
        self.answered.remove(&channel);
        self.alerts = self.alerts.filter(|alerts| *alerts != channel);
    }
}

/// Why settings could not be read or kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the settings of communities cannot be read or kept now")]
pub struct NotKept;

/// Where the settings of communities are kept, and the sessions with the gateway.
#[async_trait]
pub trait Communities: Send + Sync {
    /// The settings of a server; none where nobody has set anything.
    ///
    /// # Errors
    /// When they cannot be read now.
    async fn get(&self, guild: GuildId) -> Result<Option<Community>, NotKept>;

    /// # Errors
    /// When they cannot be kept now.
    async fn put(&self, guild: GuildId, community: &Community) -> Result<(), NotKept>;

    /// # Errors
    /// When they cannot be deleted now.
    async fn delete(&self, guild: GuildId) -> Result<(), NotKept>;

    /// The session of a shard, as the last process left it.
    ///
    /// # Errors
    /// When it cannot be read now.
    async fn session(&self, shard: u64) -> Result<Option<Kept>, NotKept>;

    /// The direct-message channels of those who wrote since a time (seconds of 1970), the last who wrote first.
    ///
    /// # Errors
    /// When they cannot be read now.
    async fn direct_channels(&self, since: i64) -> Result<Vec<ChannelId>, NotKept>;

    /// # Errors
    /// When it cannot be kept now.
    async fn keep_session(&self, shard: u64, session: &Kept) -> Result<(), NotKept>;
}
