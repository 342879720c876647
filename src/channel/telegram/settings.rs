//! What the operator says about the Telegram bot.

use std::net::SocketAddr;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};

use crate::channel::{Pace, Rate};

/// The Bot API of Telegram itself; people may run their own.
pub const API_URL: &str = "https://api.telegram.org";

/// Telegram lets a bot send about this much a second over all chats (Telegram Bot FAQ, "broadcasting to users").
const ALL_PER_SECOND: u32 = 30;
/// What reminders may take of it.
const REMINDERS_PER_SECOND: u32 = 20;

/// The settings of the channel.
#[derive(Clone, Debug)]
pub struct Settings {
    pub token: SecretString,
    /// Where the Bot API is, without the token.
    pub api_url: String,
    pub mode: Mode,
    pub limits: Limits,
    /// How long one call may take before it counts as one that may have been done.
    pub call_limit: Duration,
    /// How long Telegram may hold a request for updates while there are none.
    pub poll: Duration,
}

/// How updates come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The bot asks for them. Needs no address of its own; one process at a time.
    Polling,
    /// Telegram sends them.
    Webhook(Webhook),
}

/// Where Telegram sends updates to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// The address that Telegram calls: `https://` with a certificate that it accepts.
    pub public_url: String,
    /// Where this process listens, behind whatever ends TLS. None where a router of somebody else takes the calls:
    /// [`Running::webhook`](super::Running::webhook).
    pub listen: Option<SocketAddr>,
}

/// How fast to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub pace: Pace,
    /// One private chat.
    pub chat: Rate,
    /// One group.
    pub group: Rate,
}

impl Limits {
    /// What Telegram itself bears: short bursts to one chat, then one a second; 20 a minute to a group.
    #[must_use]
    pub fn telegram() -> Self {
        Self {
            pace: Pace { all: Rate::per_second(ALL_PER_SECOND), reminders: Rate::per_second(REMINDERS_PER_SECOND) },
            chat: Rate { burst: 5, every: Duration::from_secs(1) },
            group: Rate { burst: 3, every: Duration::from_secs(3) },
        }
    }

    /// The same with so many a second over all chats, two thirds of it for reminders; 0 for no limits at all.
    #[must_use]
    pub fn per_second(all: u32) -> Self {
        if all == 0 {
            return Self::none();
        }
        let pace = Pace { all: Rate::per_second(all), reminders: Rate::per_second((all * 2 / 3).max(1)) };
        Self { pace, ..Self::telegram() }
    }

    /// None, for a Bot API of one's own that has none.
    #[must_use]
    pub const fn none() -> Self {
        Self { pace: Pace::UNLIMITED, chat: Rate::UNLIMITED, group: Rate::UNLIMITED }
    }
}

impl Settings {
    /// The usual ones: Telegram's own server, asked for updates.
    #[must_use]
    pub fn new(token: SecretString) -> Self {
        Self {
            token,
            api_url: API_URL.to_owned(),
            mode: Mode::Polling,
            limits: Limits::telegram(),
            call_limit: Duration::from_secs(10),
            poll: Duration::from_secs(30),
        }
    }

    /// Whether the token looks like one: digits, a colon, letters and digits and `_` and `-`.
    #[must_use]
    pub(super) fn token_has_shape(&self) -> bool {
        let token = self.token.expose_secret();
        token.split_once(':').is_some_and(|(bot, secret)| {
            !bot.is_empty()
                && bot.bytes().all(|byte| byte.is_ascii_digit())
                && !secret.is_empty()
                && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        })
    }
}
