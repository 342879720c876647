//! The right to answer one interaction: within three seconds for the first answer, fifteen minutes for the rest.

use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, UserId};
use tokio::sync::Mutex;

/// Discord waits three seconds for the first answer; after this it would come too late.
pub const FIRST_ANSWER: Duration = Duration::from_millis(2500);
/// When the answer is not there by now, Discord is told that it will come.
pub const DEFER: Duration = Duration::from_millis(1500);
/// The token lives for fifteen minutes.
const LIVES: Duration = Duration::from_secs(14 * 60 + 30);

/// An interaction that is to be answered. It has no `Debug`: its token answers for the bot.
pub struct Ticket {
    pub id: InteractionId,
    pub application: ApplicationId,
    pub token: SecretString,
    pub user: UserId,
    pub received_at: Timestamp,
    /// Only the person sees the answers.
    pub ephemeral: bool,
    /// The bot is not there.
    pub elsewhere: bool,
    /// Where an answer goes that comes too late for the interaction.
    pub later: Later,
    pub state: Mutex<State>,
}

/// How far the answering has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Fresh,
    /// A first answer was sent, and whether it arrived is not known.
    Tried,
    /// Discord shows that an answer will come.
    Deferred,
    Answered,
    /// Another process has answered: this one is silent.
    Theirs,
    /// It can no longer be answered.
    Gone,
}

/// Where late answers go. Never where others could read them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// Into the direct messages where the interaction happened.
    Dm(ChannelId),
    /// Into direct messages, which may have to be opened; what was begun in the server goes on there.
    OpenDm(GuildId),
    Nowhere,
}

impl Ticket {
    /// How long ago it came.
    #[must_use]
    pub fn age(&self, now: Timestamp) -> Duration {
        Duration::try_from(now.duration_since(self.received_at)).unwrap_or_default()
    }

    /// Whether its token still works.
    #[must_use]
    pub fn lives(&self, now: Timestamp) -> bool {
        self.age(now) < LIVES
    }
}
