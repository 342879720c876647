//! One conversation, one message at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OwnedMutexGuard;

use crate::message::ConversationKey;

/// Above so many known conversations, those that nobody waits for are dropped.
const MOST_IDLE: usize = 1024;

/// The place at the head of a conversation's queue; leaving it lets the next message in.
pub type Turnstile = OwnedMutexGuard<()>;

/// The queues of all conversations.
#[derive(Debug, Default)]
pub struct Lines(Mutex<HashMap<ConversationKey, Arc<tokio::sync::Mutex<()>>>>);

impl Lines {
    /// Waits for its turn in this conversation, first come first served.
    pub async fn wait(&self, key: &ConversationKey) -> Turnstile {
        self.queue(key).lock_owned().await
    }

    fn queue(&self, key: &ConversationKey) -> Arc<tokio::sync::Mutex<()>> {
        let mut queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if queues.len() > MOST_IDLE {
            queues.retain(|_, queue| Arc::strong_count(queue) > 1);
        }
        Arc::clone(queues.entry(key.clone()).or_default())
    }
}
