//! What is known of places: who takes no direct messages, where the bot may not write, which channel reaches whom.
//!
//! A refusal is remembered, so that nothing is tried there again: ten thousand refused calls in ten minutes close
//! Discord to the bot. In memory and bounded; a person who writes is reachable again.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};

/// Entries of each kind that are kept; the oldest go first.
const MOST: usize = 20_000;

/// Everything that is known. Shared by reference.
#[derive(Default)]
pub struct Places(Mutex<Known>);

#[derive(Default)]
struct Known {
    channels: Bounded<UserId, ChannelId>,
    people: Bounded<ChannelId, UserId>,
    closed: Bounded<UserId, ()>,
    closed_channels: Bounded<ChannelId, ()>,
    /// People who were to get a message that could not reach them.
    missed: Bounded<UserId, ()>,
    disabled: Bounded<ChannelId, ()>,
    /// The last message that was heard in a direct-message channel, or in a screened channel of a server.
    heard: Bounded<ChannelId, Heard>,
}

impl Places {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The person wrote in direct messages, there: they can be reached.
    pub fn opened(&self, user: UserId, channel: ChannelId) {
        let mut known = self.known();
        known.channels.insert(user, channel);
        known.people.insert(channel, user);
        known.closed.remove(&user);
        known.closed_channels.remove(&channel);
    }

    /// A direct-message channel that the bot opened.
    pub fn found(&self, user: UserId, channel: ChannelId) {
        let mut known = self.known();
        known.channels.insert(user, channel);
        known.people.insert(channel, user);
    }

    pub fn channel_of(&self, user: UserId) -> Option<ChannelId> {
        self.known().channels.get(&user).copied()
    }

    pub fn close(&self, user: UserId) {
        self.known().closed.insert(user, ());
    }

    pub fn close_channel(&self, channel: ChannelId) {
        let mut known = self.known();
        known.closed_channels.insert(channel, ());
        if let Some(user) = known.people.get(&channel).copied() {
            known.closed.insert(user, ());
        }
    }

    pub fn is_closed(&self, user: UserId) -> bool {
        self.known().closed.get(&user).is_some()
    }

    pub fn is_closed_channel(&self, channel: ChannelId) -> bool {
        self.known().closed_channels.get(&channel).is_some()
    }

    /// The person closed their direct messages to something they had asked for: they are told when they come back.
    pub fn missed(&self, user: UserId) {
        self.known().missed.insert(user, ());
    }

    pub fn person_of(&self, channel: ChannelId) -> Option<UserId> {
        self.known().people.get(&channel).copied()
    }

    /// Whether the person is to be told that they missed something; asked once.
    pub fn take_missed(&self, user: UserId) -> bool {
        self.known().missed.remove(&user).is_some()
    }

    pub fn disable(&self, channel: ChannelId) {
        self.known().disabled.insert(channel, ());
    }

    /// The bot may write there again, as far as anyone knows.
    pub fn enable(&self, channel: ChannelId) {
        self.known().disabled.remove(&channel);
    }

    pub fn is_disabled(&self, channel: ChannelId) -> bool {
        self.known().disabled.get(&channel).is_some()
    }

    pub fn heard(&self, channel: ChannelId, message: MessageId, guild: Option<GuildId>) {
        let mut known = self.known();
        if known.heard.get(&channel).is_none_or(|last| last.message < message) {
            known.heard.insert(channel, Heard { channel, message, guild });
        }
    }

    /// Where something was heard.
    pub fn heard_in(&self) -> Vec<Heard> {
        self.known().heard.entries.values().map(|(heard, _)| *heard).collect()
    }
}

/// The last message of a place.
#[derive(Clone, Copy, Debug)]
pub struct Heard {
    pub channel: ChannelId,
    pub message: MessageId,
    /// None in direct messages.
    pub guild: Option<GuildId>,
}

/// A map that forgets its oldest half when it is full.
struct Bounded<K, V> {
    entries: HashMap<K, (V, u64)>,
    count: u64,
}

impl<K, V> Default for Bounded<K, V> {
    fn default() -> Self {
        Self { entries: HashMap::new(), count: 0 }
    }
}

impl<K: Hash + Eq, V> Bounded<K, V> {
    fn get(&self, key: &K) -> Option<&V> {
        self.entries.get(key).map(|(value, _)| value)
    }

    fn insert(&mut self, key: K, value: V) {
        self.count += 1;
        self.entries.insert(key, (value, self.count));
        if self.entries.len() > MOST {
            let oldest = self.count.saturating_sub(MOST as u64 / 2);
            self.entries.retain(|_, (_, number)| *number > oldest);
        }
    }

    fn remove(&mut self, key: &K) -> Option<V> {
        self.entries.remove(key).map(|(value, _)| value)
    }
}
