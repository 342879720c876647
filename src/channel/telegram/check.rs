//! Does the token work? One question to the server, nothing changed.

use std::time::Duration;

use teloxide::payloads::GetMe;
use teloxide::types::Me;

use super::client::Client;
use super::failure::{Failure, Refusal};
use super::settings::Settings;
use super::start::StartError;

/// The user name of the bot, or why the server does not give it.
///
/// # Errors
/// What is wrong, in a sentence for the operator; never the token.
pub async fn bot_name(settings: &Settings) -> Result<String, String> {
    if !settings.token_has_shape() {
        return Err(StartError::TokenShape.to_string());
    }
    let limit = settings.call_limit.min(Duration::from_secs(5));
    let client =
        Client::new(&settings.api_url, &settings.token, limit).ok_or_else(|| StartError::ApiUrl.to_string())?;
    match client.call::<_, Me>(&GetMe::new()).await {
        Ok(me) => Ok(me.username().to_owned()),
        Err(Failure::Refused(Refusal::WrongToken)) => Err(StartError::WrongToken.to_string()),
        Err(_) => Err(format!("telegram: {} does not answer", settings.api_url)),
    }
}
