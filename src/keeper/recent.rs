//! The updates of the last while: a platform may send one again while its answer is still under way, and without a
//! store nothing else would know it.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use crate::message::{Inbound, Platform};

/// How many are remembered.
const MOST: usize = 20_000;

type Update = (Platform, String);

#[derive(Clone, Debug, Default)]
pub struct Recent(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
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
        let update = (inbound.conversation.person.platform, inbound.update.clone());
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.updates.insert(update.clone()) {
            return None;
        }
        known.oldest_first.push_back(update.clone());
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
