//! What was seen before: events that Discord repeats, and words that were screened already. In memory, the last few
//! thousand; the keeper remembers longer.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use serenity::model::id::MessageId;

use crate::message::MessageText;

const MOST: usize = 8_192;

/// Events and words. Shared by reference.
#[derive(Default)]
pub struct Seen(Mutex<Known>);

#[derive(Default)]
struct Known {
    events: HashSet<u64>,
    events_in_order: VecDeque<u64>,
    /// A fingerprint of the words of a message; never written anywhere.
    words: HashMap<MessageId, u64>,
    words_in_order: VecDeque<MessageId>,
}

impl Seen {
    /// Whether this is the first time that an event with this id comes.
    pub fn is_first(&self, id: u64) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.events.insert(id) {
            return false;
        }
        known.events_in_order.push_back(id);
        if known.events_in_order.len() > MOST
            && let Some(oldest) = known.events_in_order.pop_front()
        {
            known.events.remove(&oldest);
        }
        true
    }

    /// Whether the words of a message are other than those it had when this was asked last.
    pub fn are_new_words(&self, message: MessageId, text: &MessageText) -> bool {
        let mut hasher = DefaultHasher::new();
        text.reveal().hash(&mut hasher);
        let fingerprint = hasher.finish();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = known.words.insert(message, fingerprint);
        if before.is_none() {
            known.words_in_order.push_back(message);
            if known.words_in_order.len() > MOST
                && let Some(oldest) = known.words_in_order.pop_front()
            {
                known.words.remove(&oldest);
            }
        }
        before != Some(fingerprint)
    }
}
