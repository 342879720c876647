//! The address of a chat as text: its id, and behind a slash the topic where there is one.

use std::fmt;

use teloxide::types::{ChatId, MessageId, ThreadId};

/// Where a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    pub chat: ChatId,
    pub topic: Option<ThreadId>,
}

impl Reach {
    pub fn new(chat: i64, topic: Option<i32>) -> Self {
        Self { chat: ChatId(chat), topic: topic.map(|topic| ThreadId(MessageId(topic))) }
    }

    /// Reads an address.
    ///
    /// The topic's number is wrong in a chat that moved: a chat's new address stands without it.
    pub fn read(written: &str) -> Option<Self> {
        let (chat, topic) = match written.split_once('/') {
            Some((chat, topic)) => (chat, Some(topic.parse().ok()?)),
            None => (written, None),
        };
        Some(Self::new(chat.parse().ok()?, topic))
    }

    /// Groups have negative ids.
    pub const fn is_group(self) -> bool {
        self.chat.0 < 0
    }
}

impl fmt::Display for Reach {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.chat.0)?;
        self.topic.map_or(Ok(()), |topic| write!(formatter, "/{}", topic.0.0))
    }
}
