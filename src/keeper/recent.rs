//! The updates of the last while: a platform may send one again while its answer is still under way, and without a
//! store nothing else would know it.

use std::collections::{HashSet, VecDeque};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use crate::message::Inbound;

/// How many are remembered.
const MOST: usize = 20_000;

/// A hash with a key of this process: small, and says nothing about who wrote. That two of so many are alike happens
/// once in 10^15 messages.
type Update = u64;

#[derive(Clone, Debug, Default)]
pub struct Recent(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    key: RandomState,
    updates: HashSet<Update>,
    oldest_first: VecDeque<Update>,
}

/// An update that is being answered. Dropped before it is [`done`](Self::done), it may come again.
#[derive(Debug)]
pub struct UnderWay {
    recent: Recent,
    update: Option<Update>,
}

impl Recent {
    /// Notes an update; nothing when it is known already.
    pub fn begin(&self, inbound: &Inbound) -> Option<UnderWay> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let update = known.key.hash_one((inbound.conversation.person.platform, &inbound.update));
        if !known.updates.insert(update) {
            return None;
        }
        known.oldest_first.push_back(update);
        if known.oldest_first.len() > MOST
            && let Some(oldest) = known.oldest_first.pop_front()
        {
            known.updates.remove(&oldest);
        }
        Some(UnderWay { recent: self.clone(), update: Some(update) })
    }
}

impl UnderWay {
    /// It was answered, and stays known.
    pub fn done(mut self) {
        self.update = None;
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if let Some(update) = self.update.take() {
            let mut known = self.recent.0.lock().unwrap_or_else(PoisonError::into_inner);
            known.updates.remove(&update);
            known.oldest_first.retain(|other| *other != update);
        }
    }
}
