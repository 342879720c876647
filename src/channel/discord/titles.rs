//! Titles of new posts: a forum shows them above the first message, and they may say what that message does not. In
//! memory, until the message comes, and bounded.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use serenity::model::id::ChannelId;

use super::read;
use crate::message::MessageText;

const MOST: usize = 1_000;

/// Titles by the thread, whose first message has the same id.
#[derive(Default)]
pub struct Titles(Mutex<HashMap<ChannelId, MessageText>>);

impl Titles {
    /// A thread was made.
    pub fn hear(&self, thread: &Value) {
        let (Some(id), Some(title)) = (read::id(thread, "/id"), read::text(thread, "/name")) else { return };
        if !read::is(thread, "/newly_created") {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(id, MessageText::from(title));
    }

    /// The words of the first message of a post, with its title above; the words alone of any other.
    pub fn above(&self, thread: ChannelId, text: &MessageText) -> MessageText {
        let title = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&thread);
        match title {
            Some(title) => MessageText::from(format!("{}\n{}", title.reveal(), text.reveal())),
            None => text.clone(),
        }
    }
}
