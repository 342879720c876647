//! How the channel is doing, in one sentence for the operator. The token is in none of them.

use std::fmt;

use tokio::sync::watch;

/// How it is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Condition {
    #[default]
    Starting,
    Connected,
    /// The server does not answer, or not as a Bot API does. It is asked again.
    Unreachable,
    /// Another process asks for this bot's updates. It is asked again.
    OtherPoller,
    /// The channel has ended.
    WrongToken,
    Stopped,
}

impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Starting => "Telegram: starting",
            Self::Connected => "Telegram: connected",
            Self::Unreachable => "Telegram: the server cannot be reached; trying again",
            Self::OtherPoller => {
                "Telegram: another process asks for this bot's updates; stop it, or use the webhook for several"
            }
            Self::WrongToken => "Telegram: the token is wrong; get the current one from @BotFather",
            Self::Stopped => "Telegram: stopped",
        })
    }
}

/// Tells it, and logs each change once.
#[derive(Clone, Debug)]
pub struct Told(watch::Sender<Condition>);

impl Told {
    pub fn new() -> Self {
        Self(watch::channel(Condition::Starting).0)
    }

    pub fn say(&self, condition: Condition) {
        let changed = self.0.send_if_modified(|told| {
            let changed = *told != condition;
            *told = condition;
            changed
        });
        if changed {
            match condition {
                Condition::WrongToken => tracing::error!("{condition}"),
                Condition::Unreachable | Condition::OtherPoller => tracing::warn!("{condition}"),
                _ => tracing::info!("{condition}"),
            }
        }
    }

    pub fn hears(&self) -> watch::Receiver<Condition> {
        self.0.subscribe()
    }
}
