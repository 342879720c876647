//! What Telegram sends, as far as Handrail reads it.
//!
//! Of our own, not teloxide's: its types take a message as unreadable when one part of it is new to them (an entity of a
//! kind that came later), and what cannot be read may be somebody asking for help. Here every part that is not known is
//! passed over. Nothing here can be printed.

use serde::Deserialize;
use serde::de::IgnoredAny;

/// Every answer of the Bot API.
#[derive(Deserialize)]
pub struct Answer<T> {
    pub ok: bool,
    pub result: Option<T>,
    pub error_code: Option<u16>,
    pub description: Option<String>,
    pub parameters: Option<Parameters>,
}

#[derive(Default, Deserialize)]
pub struct Parameters {
    pub retry_after: Option<u64>,
    pub migrate_to_chat_id: Option<i64>,
}

/// The bot itself.
#[derive(Deserialize)]
pub struct Me {
    pub id: i64,
    pub username: Option<String>,
}

/// The number of an update, which can be read whatever else it holds.
#[derive(Deserialize)]
pub struct Numbered {
    pub update_id: i64,
}

#[derive(Deserialize)]
pub struct Update {
    pub message: Option<Message>,
    pub edited_message: Option<Message>,
    pub callback_query: Option<CallbackQuery>,
    pub my_chat_member: Option<ChatMemberUpdated>,
}

#[derive(Deserialize)]
pub struct User {
    pub id: i64,
    #[serde(default)]
    pub is_bot: bool,
    pub language_code: Option<String>,
}

#[derive(Deserialize)]
pub struct Chat {
    pub id: i64,
    #[serde(rename = "type")]
    pub kind: String,
}

impl Chat {
    pub fn is_private(&self) -> bool {
        self.kind == "private"
    }
}

#[derive(Deserialize)]
pub struct Message {
    pub chat: Chat,
    pub from: Option<User>,
    #[serde(default)]
    pub date: i64,
    pub edit_date: Option<i64>,
    pub text: Option<String>,
    pub caption: Option<String>,
    pub message_thread_id: Option<i32>,
    #[serde(default)]
    pub is_topic_message: bool,
    pub reply_to_message: Option<Replied>,
    pub voice: Option<IgnoredAny>,
    pub video_note: Option<IgnoredAny>,
    pub audio: Option<IgnoredAny>,
    pub photo: Option<IgnoredAny>,
    pub video: Option<IgnoredAny>,
    pub animation: Option<IgnoredAny>,
    pub sticker: Option<IgnoredAny>,
    pub document: Option<IgnoredAny>,
    pub contact: Option<IgnoredAny>,
    pub location: Option<IgnoredAny>,
    pub venue: Option<IgnoredAny>,
    pub poll: Option<IgnoredAny>,
    pub dice: Option<IgnoredAny>,
    pub story: Option<IgnoredAny>,
    pub paid_media: Option<IgnoredAny>,
    pub checklist: Option<IgnoredAny>,
}

/// The message that another one answers: only whose it is.
#[derive(Deserialize)]
pub struct Replied {
    pub from: Option<User>,
}

#[derive(Deserialize)]
pub struct CallbackQuery {
    pub id: String,
    pub from: User,
    /// Missing for messages sent by way of another bot; only chat and number for those that are too old to be shown.
    pub message: Option<Pressed>,
    pub data: Option<String>,
}

/// The message whose button was pressed.
#[derive(Deserialize)]
pub struct Pressed {
    pub chat: Chat,
    pub message_thread_id: Option<i32>,
    #[serde(default)]
    pub is_topic_message: bool,
}

#[derive(Deserialize)]
pub struct ChatMemberUpdated {
    pub chat: Chat,
    pub from: User,
    pub new_chat_member: ChatMember,
}

#[derive(Deserialize)]
pub struct ChatMember {
    pub status: String,
}

/// A command as the server lists it.
#[derive(Deserialize, PartialEq, Eq)]
pub struct Command {
    pub command: String,
    pub description: String,
}
