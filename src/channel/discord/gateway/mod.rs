//! The gateway: one websocket for each shard, on which Discord tells what people do.
//!
//! Its own loop rather than serenity's, for four reasons that were read in serenity 0.12.5 and would each lose or show
//! a message: it starts a task for every event, so that two messages of one person can change places; when the first
//! try to resume fails it gives the session up, and what was written meanwhile never comes; it logs what it cannot
//! parse, words included; and its tasks do not end with the program. A session here is kept through an outage and
//! resumed at the address that Discord named for it. Whoever may not log in (a wrong token) is not tried again.

mod connected;
mod door;
mod session;
mod shard;
mod socket;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use serenity::model::gateway::GatewayIntents;
use tokio::sync::watch;

pub use connected::Connected;
pub use door::Door;
pub use session::{Kept, Session};
pub use shard::{Ended, Shard};

/// Who is told of the events, in their order. It must return at once.
pub trait Hears: Send + Sync {
    fn hear(&self, kind: &str, event: &Value);
    /// A session began anew: what happened since the last one was not told.
    fn session_lost(&self);
}

/// What the bot asks to be told. Words of messages in servers only while a community wants channels screened.
pub struct Intents {
    words: watch::Sender<bool>,
    refused: AtomicBool,
}

impl Default for Intents {
    fn default() -> Self {
        Self { words: watch::channel(false).0, refused: AtomicBool::new(false) }
    }
}

impl Intents {
    /// What needs nobody's approval: mentions of the bot arrive with their words even so.
    pub const PLAIN: GatewayIntents =
        GatewayIntents::GUILDS.union(GatewayIntents::GUILD_MESSAGES).union(GatewayIntents::DIRECT_MESSAGES);

    /// The intents to log in with.
    #[must_use]
    pub fn now(&self) -> GatewayIntents {
        if self.has_words() { Self::PLAIN | GatewayIntents::MESSAGE_CONTENT } else { Self::PLAIN }
    }

    #[must_use]
    pub fn has_words(&self) -> bool {
        *self.words.borrow() && !self.is_refused()
    }

    /// Whether Discord refused the words of messages: the switch in its portal is off.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }

    pub fn refuse(&self) {
        self.refused.store(true, Ordering::Relaxed);
    }

    /// Asks for the words of messages from now on; the shards log in anew.
    pub fn want_words(&self) {
        self.words.send_if_modified(|words| !std::mem::replace(words, true));
    }

    fn changes(self: &Arc<Self>) -> watch::Receiver<bool> {
        self.words.subscribe()
    }
}
