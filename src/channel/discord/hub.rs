//! What all parts of the channel share, and the one place where events come in.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use serde_json::Value;
use serenity::model::id::{ChannelId, GuildId, UserId};
use tracing::warn;

use super::community::Known;
use super::cues::Cues;
use super::gateway::{Connected, Hears, Intents};
use super::hand_over::Stands;
use super::places::Places;
use super::poster::Poster;
use super::read;
use super::rest::{Call, Failure, Rest};
use super::seen::Seen;
use super::titles::Titles;
use crate::channel::{Answers, Inbox, Lane, Sender};
use crate::message::{ConversationKey, PersonKey, Platform};
use crate::ops::{Tasks, Time};

/// The channel.
pub struct Hub {
    pub answers: Arc<dyn Answers>,
    pub rest: Arc<Rest>,
    pub poster: Arc<Poster>,
    /// Messages to channels and people, at the pace of the whole bot.
    pub messages: Sender<Poster>,
    /// Answers to interactions, which Discord does not count.
    pub replies: Sender<Poster>,
    pub inbox: Inbox,
    pub places: Arc<Places>,
    pub seen: Seen,
    pub cues: Cues,
    pub stands: Stands,
    pub titles: Titles,
    pub communities: Known,
    pub intents: Arc<Intents>,
    pub time: Time,
    pub tasks: Tasks,
    /// The bot's own user.
    pub me: OnceLock<UserId>,
    /// When the last process was alive (seconds of 1970), until what it did not hear has been looked for.
    pub last_alive: Mutex<Option<i64>>,
    /// One channel is looked up after the other.
    pub finding: tokio::sync::Mutex<()>,
    /// Events that could not be read as what they are.
    pub broken: AtomicU64,
    /// Shards that have a session just now.
    pub connected: Connected,
    /// What is done once, when the bot is first connected.
    pub on_ready: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

/// A hub that events can be handed to.
pub struct Ears(pub Arc<Hub>);

impl Hears for Ears {
    fn hear(&self, kind: &str, event: &Value) {
        self.0.hear(kind, event);
    }

    fn session_lost(&self) {
        let hub = Arc::clone(&self.0);
        self.0.tasks.spawn(async move { hub.catch_up().await });
    }
}

impl Hub {
    fn hear(self: &Arc<Self>, kind: &str, event: &Value) {
        match kind {
            "READY" => self.is_ready(event),
            "RESUMED" => self.is_connected(),
            "MESSAGE_CREATE" => self.hear_message(event),
            "MESSAGE_UPDATE" => self.hear_edit(event),
            "INTERACTION_CREATE" => self.hear_interaction(event),
            "GUILD_CREATE" => self.joined(event),
            "GUILD_DELETE" => self.left(event),
            "CHANNEL_DELETE" | "THREAD_DELETE" => self.channel_gone(event),
            "CHANNEL_UPDATE" => {
                if let Some(channel) = read::id(event, "/id") {
                    self.places.enable(channel);
                }
            }
            "THREAD_CREATE" => {
                self.note_thread(event);
                self.titles.hear(event);
            }
            "CHANNEL_CREATE" => self.note_channel(event),
            _ => {}
        }
    }

    fn is_ready(&self, event: &Value) {
        if let Some(me) = read::id(event, "/user/id") {
            let _known_before = self.me.set(me);
        }
        self.is_connected();
    }

    fn is_connected(&self) {
        if let Some(first) = self.on_ready.get() {
            first();
        }
    }

    fn joined(self: &Arc<Self>, event: &Value) {
        read::list(event, "/channels").iter().for_each(|channel| self.note_channel(channel));
        read::list(event, "/threads").iter().for_each(|thread| self.note_thread(thread));
        if let Some(guild) = read::id(event, "/id") {
            self.know(guild);
        }
    }

    /// Reads what a community turned on, and asks for the words of messages where it needs them.
    pub fn know(self: &Arc<Self>, guild: GuildId) {
        let hub = Arc::clone(self);
        self.tasks.spawn(async move {
            match hub.communities.load(guild).await {
                Ok(community) if community.needs_words() => hub.intents.want_words(),
                Ok(_) => {}
                Err(error) => warn!(%error, "a server's settings count as off until they can be read"),
            }
        });
    }

    /// Removed from a server, or Discord has an outage there: only the one deletes its settings.
    fn left(self: &Arc<Self>, event: &Value) {
        let Some(guild) = read::id(event, "/id") else { return };
        if read::is(event, "/unavailable") {
            return;
        }
        let hub = Arc::clone(self);
        self.tasks.spawn(async move {
            if let Err(error) = hub.communities.forget(guild).await {
                warn!(%error, "the settings of a server that removed the bot could not be deleted");
            }
        });
    }

    fn channel_gone(self: &Arc<Self>, event: &Value) {
        let Some(channel) = read::id::<ChannelId>(event, "/id") else { return };
        self.places.disable(channel);
        let Some(guild) = read::id::<GuildId>(event, "/guild_id") else { return };
        let known = self.communities.of(guild).is_some_and(|community| community.knows(channel));
        if known {
            let hub = Arc::clone(self);
            self.tasks.spawn(async move {
                let changed = hub.communities.change(guild, |community| {
                    community.let_go(channel);
                });
                if let Err(error) = changed.await {
                    warn!(%error, "a deleted channel stays in the settings of its server");
                }
            });
        }
    }

    fn note_thread(&self, thread: &Value) {
        if let (Some(thread), Some(channel)) = (read::id(thread, "/id"), read::id(thread, "/parent_id")) {
            self.communities.note_thread(thread, channel);
        }
    }

    /// A channel that is no thread stands for itself.
    fn note_channel(&self, channel: &Value) {
        if let Some(channel) = read::id(channel, "/id") {
            self.communities.note_thread(channel, channel);
        }
    }

    /// Which channel's settings hold in this one: asked once, where no event has told it.
    pub async fn find_channel(&self, channel: ChannelId) {
        let _one_at_a_time = self.finding.lock().await;
        if self.communities.knows_channel(channel) {
            return;
        }
        let found = self.rest.insist(&Call::get(format!("/channels/{channel}")).in_lane(Lane::Crisis)).await;
        match found {
            Ok(found) if is_thread(&found) => self.note_thread(&found),
            // It may not be looked at: then it stands for itself.
            Ok(_) | Err(Failure::Refused { .. }) => self.communities.note_thread(channel, channel),
            Err(failure) => warn!(%failure, "it could not be found out whether a channel is a thread"),
        }
    }

    /// Counts an event that could not be read; says so, and nothing of what it held.
    pub fn count_broken(&self, kind: &str) {
        let count = self.broken.fetch_add(1, Ordering::Relaxed) + 1;
        warn!(kind, count, "an event of Discord could not be read whole; its words were screened all the same");
    }

    pub fn is_me(&self, user: UserId) -> bool {
        self.me.get() == Some(&user)
    }
}

/// Announcement threads, public ones and private ones (Discord developer documentation, "Channel types").
fn is_thread(channel: &Value) -> bool {
    read::number(channel, "/type").is_some_and(|kind| (10..=12).contains(&kind))
}

pub fn person(user: UserId) -> PersonKey {
    PersonKey { platform: Platform::Discord, user: user.to_string() }
}

/// The conversation of a person in direct messages.
pub fn dm_conversation(user: UserId) -> ConversationKey {
    ConversationKey { person: person(user), room: String::new() }
}
