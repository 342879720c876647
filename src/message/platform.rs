//! What each platform can show. One table: channels render by it, the linter checks every message against it.

use serde::{Deserialize, Serialize};

/// Where a person talks with Handrail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Platform {
    Discord,
    Telegram,
    Terminal,
    Web,
}

/// How a platform counts the length of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextUnit {
    /// Unicode scalar values.
    Characters,
    /// UTF-16 code units: an emoji outside the basic plane counts twice.
    Utf16,
    /// Nothing is counted.
    Unlimited,
}

/// The limits of one platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    pub unit: TextUnit,
    /// Longest text of one message, in `unit`.
    pub text_limit: usize,
    /// Longest label of a button, in characters.
    pub label_limit: usize,
    /// Most buttons below one message.
    pub buttons_max: usize,
    pub buttons_per_row: usize,
    /// Longest payload of a button, in bytes.
    pub payload_limit: usize,
    /// Whether an answer in a public place can be seen by one person only.
    pub private_replies: bool,
    /// Whether a link may dial (`tel:`, `sms:`).
    pub dial_links: bool,
}

impl Platform {
    pub const ALL: [Self; 4] = [Self::Discord, Self::Telegram, Self::Terminal, Self::Web];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Discord => "Discord",
            Self::Telegram => "Telegram",
            Self::Terminal => "the terminal",
            Self::Web => "the web page",
        }
    }

    /// Discord: message 2000 characters, 5 rows of 5 buttons, label 80, `custom_id` 100
    /// (Discord developer documentation, "Message Components"). Telegram: 4096 UTF-16 units, `callback_data` 64 bytes
    /// (Telegram Bot API, "sendMessage", "`InlineKeyboardButton`"); it sets no label limit, but phones cut long ones.
    #[must_use]
    pub const fn capabilities(self) -> Capabilities {
        match self {
            Self::Discord => Capabilities {
                unit: TextUnit::Characters,
                text_limit: 2000,
                label_limit: 80,
                buttons_max: 25,
                buttons_per_row: 5,
                payload_limit: 100,
                private_replies: true,
                dial_links: false,
            },
            Self::Telegram => Capabilities {
                unit: TextUnit::Utf16,
                text_limit: 4096,
                label_limit: 64,
                buttons_max: 100,
                buttons_per_row: 8,
                payload_limit: 64,
                private_replies: false,
                dial_links: false,
            },
            Self::Terminal => Capabilities {
                unit: TextUnit::Unlimited,
                text_limit: usize::MAX,
                label_limit: 200,
                buttons_max: 99,
                buttons_per_row: 1,
                payload_limit: 1000,
                private_replies: true,
                dial_links: false,
            },
            Self::Web => Capabilities {
                unit: TextUnit::Unlimited,
                text_limit: usize::MAX,
                label_limit: 200,
                buttons_max: 99,
                buttons_per_row: 5,
                payload_limit: 1000,
                private_replies: true,
                dial_links: true,
            },
        }
    }
}

impl Capabilities {
    /// The length of a text as this platform counts it.
    #[must_use]
    pub fn length(&self, text: &str) -> usize {
        match self.unit {
            TextUnit::Utf16 => text.encode_utf16().count(),
            TextUnit::Characters | TextUnit::Unlimited => text.chars().count(),
        }
    }
}
