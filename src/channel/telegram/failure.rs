//! What a call that failed means: read once from the server's code and the beginning of its words.
//!
//! teloxide knows the errors by their exact words and misses several; Telegram changes words, not beginnings. Nothing of
//! the server's words is kept: they may quote what a person wrote.

use std::time::Duration;

use super::super::Posted;

/// A call that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No connection: nothing was asked.
    NotAsked,
    /// It was asked, and no answer came: it may have been done.
    NoAnswer,
    /// A server error, or something in between that is no Bot API.
    Server,
    /// The call was done and its answer cannot be read.
    Unreadable,
    Refused(Refusal),
}

/// Why the server refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 401, 404: it does not know the token.
    WrongToken,
    /// 403, and what the server calls "bad" though it means the same.
    Unreachable,
    /// 409: somebody else asks for this bot's updates.
    OtherPoller,
    /// 429.
    TooFast(Duration),
    /// The group has become another one.
    Moved(i64),
    /// The message already reads like this.
    NotModified,
    /// The message to change is gone, or may not be changed.
    CannotEdit,
    /// A button that was pressed too long ago to be acknowledged.
    QueryTooOld,
    /// The text's formatting could not be read.
    Unparsable,
    /// Something else that will not be better another time.
    Other(u16),
}

impl Failure {
    /// reqwest's error; it holds the address and with it the token, so it goes no further than here.
    #[must_use]
    pub fn of_transport(error: &reqwest::Error) -> Self {
        if error.is_connect() || error.is_builder() { Self::NotAsked } else { Self::NoAnswer }
    }

    /// What the sender makes of it.
    #[must_use]
    pub fn posted(&self) -> Posted {
        match self {
            Self::NotAsked | Self::Server => Posted::NotDone,
            Self::NoAnswer => Posted::Ambiguous,
            // The message is out; only what the server said about it is lost.
            Self::Unreadable => Posted::Done,
            Self::Refused(refusal) => match refusal {
                Refusal::Unreachable => Posted::Unreachable,
                Refusal::TooFast(wait) => Posted::RetryAfter(*wait),
                Refusal::Moved(chat) => Posted::Moved(chat.to_string()),
                Refusal::NotModified | Refusal::QueryTooOld => Posted::Done,
                Refusal::WrongToken => Posted::Refused("Telegram does not know the token"),
                Refusal::OtherPoller => Posted::NotDone,
                Refusal::CannotEdit => Posted::Refused("the message cannot be changed"),
                Refusal::Unparsable => Posted::Refused("Telegram cannot read the formatting"),
                Refusal::Other(_) => Posted::Refused("Telegram does not take the message"),
            },
        }
    }
}

/// Beginnings of the server's words behind code 400 that mean that nobody can be written to.
const NOBODY_THERE: [&str; 6] = [
    "bad request: chat not found",
    "bad request: user not found",
    "bad request: peer_id_invalid",
    "bad request: have no rights to send",
    "bad request: not enough rights to send",
    "bad request: user is deactivated",
];

/// The same for a message that cannot be changed.
const CANNOT_EDIT: [&str; 3] = [
    "bad request: message to edit not found",
    "bad request: message can't be edited",
    "bad request: message_id_invalid",
];

/// And for a press that is too old.
const TOO_OLD: [&str; 3] =
    ["bad request: query is too old", "bad request: query id is invalid", "bad request: query_id_invalid"];

impl Refusal {
    /// Reads a refusal.
    #[must_use]
    pub fn read(code: u16, words: &str, retry_after: Option<u64>, moved_to: Option<i64>) -> Self {
        if let Some(seconds) = retry_after {
            return Self::TooFast(Duration::from_secs(seconds));
        }
        if let Some(chat) = moved_to {
            return Self::Moved(chat);
        }
        let words = words.to_ascii_lowercase();
        let begins = |with: &[&str]| with.iter().any(|beginning| words.starts_with(beginning));
        match code {
            401 | 404 => Self::WrongToken,
            403 => Self::Unreachable,
            409 => Self::OtherPoller,
            429 => Self::TooFast(Duration::from_secs(1)),
            400 if begins(&TOO_OLD) => Self::QueryTooOld,
            400 if begins(&["bad request: message is not modified"]) => Self::NotModified,
            400 if begins(&CANNOT_EDIT) => Self::CannotEdit,
            400 if begins(&["bad request: can't parse entities"]) => Self::Unparsable,
            400 if begins(&NOBODY_THERE) => Self::Unreachable,
            code => Self::Other(code),
        }
    }
}
