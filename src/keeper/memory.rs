//! What lives in memory only: the crisis part of each conversation, and whole conversations where there is no store.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::desk::{Conversation, CrisisMemory};
use crate::message::{ConversationKey, PersonKey};

/// Nothing is remembered for longer.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);
/// At most so many conversations; beyond, the oldest third is dropped.
const MOST: usize = 30_000;

#[derive(Debug, Default)]
pub struct Memory {
    known: Mutex<HashMap<ConversationKey, (Timestamp, Conversation)>>,
    /// When each person last saw a card: they are left alone with check-ins for a day.
    cards: Mutex<HashMap<PersonKey, Timestamp>>,
}

impl Memory {
    /// The whole conversation, as it was left.
    pub fn conversation(&self, key: &ConversationKey) -> Option<Conversation> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(key).map(|(_, conversation)| conversation.clone())
    }

    /// The crisis part alone.
    pub fn crisis(&self, key: &ConversationKey) -> CrisisMemory {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(key).map(|(_, conversation)| conversation.crisis.clone()).unwrap_or_default()
    }

    /// Remembers the crisis part; the rest is in the store.
    pub fn put_crisis(&self, key: &ConversationKey, crisis: &CrisisMemory, now: Timestamp) {
        if crisis.is_empty() {
            self.forget(key);
        } else {
            self.put(key, Conversation { crisis: crisis.clone(), ..Conversation::default() }, now);
        }
    }

    pub fn put(&self, key: &ConversationKey, conversation: Conversation, now: Timestamp) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.retain(|_, (at, _)| now.duration_since(*at) < LONGEST);
        }
        if known.len() >= MOST {
            let mut times: Vec<Timestamp> = known.values().map(|(at, _)| *at).collect();
            times.sort_unstable();
            let third = times[MOST / 3];
            known.retain(|_, (at, _)| *at > third);
        }
        known.insert(key.clone(), (now, conversation));
    }

    /// A card was shown.
    pub fn note_card(&self, person: &PersonKey, now: Timestamp) {
        self.cards.lock().unwrap_or_else(PoisonError::into_inner).insert(person.clone(), now);
    }

    /// Whether a card was shown within a day.
    pub fn is_quiet(&self, person: &PersonKey, now: Timestamp) -> bool {
        let cards = self.cards.lock().unwrap_or_else(PoisonError::into_inner);
        cards.get(person).is_some_and(|at| now.duration_since(*at) < LONGEST)
    }

    pub fn forget(&self, key: &ConversationKey) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    /// Drops what is older than a day.
    pub fn sweep(&self, now: Timestamp) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, (at, _)| now.duration_since(*at) < LONGEST);
        drop(known);
        let mut cards = self.cards.lock().unwrap_or_else(PoisonError::into_inner);
        cards.retain(|_, at| now.duration_since(*at) < LONGEST);
    }
}
