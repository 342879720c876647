//! Does the token work, and may the bot read the words of messages? One question to Discord, nothing changed.

use std::time::Duration;

use super::read;
use super::rest::{Call, Failure, Rest};
use super::settings::Settings;
use super::start::StartError;
use crate::ops::{Tasks, Time};

/// The flags of an application whose bot is given the words of messages: approved, or below the number of servers that
/// needs an approval (Discord developer documentation, "Application flags").
const WORDS: u64 = 1 << 18 | 1 << 19;

/// What Discord says of the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub name: String,
    /// Whether "Message Content Intent" is on in the developer portal.
    pub has_words: bool,
}

/// What Discord knows of the bot, or why it does not say so.
///
/// # Errors
/// What is wrong, in a sentence for the operator; never the token.
pub async fn check(settings: &Settings) -> Result<Known, String> {
    let client = reqwest::Client::builder().build().map_err(|_| StartError::NoClient.to_string())?;
    let limit = settings.call_limit.min(Duration::from_secs(5));
    let rest = Rest::new(client, (&settings.api_url, limit), &settings.token, Time::system(), Tasks::new());
    let rest = rest.map_err(|_| StartError::Token.to_string())?;
    match rest.call(&Call::get("/applications/@me")).await {
        Ok(application) => Ok(Known {
            name: read::text(&application, "/name").unwrap_or("a bot without a name").to_owned(),
            has_words: read::number(&application, "/flags").is_some_and(|flags| flags & WORDS != 0),
        }),
        Err(Failure::Token) => Err(StartError::Token.to_string()),
        Err(_) => Err(format!("discord: {} does not answer", settings.api_url)),
    }
}
