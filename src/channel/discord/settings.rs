//! The settings of the Discord channel.

use std::time::Duration;

use secrecy::SecretString;

/// Where Discord is.
pub const ORIGIN: &str = "https://discord.com";

/// What the operator sets.
#[derive(Clone, Debug)]
pub struct Settings {
    pub token: SecretString,
    /// Where the REST interface is; its answer names the gateway. Another than Discord's own is for tests and proxies.
    pub api_url: String,
    /// How long one call may take.
    pub call_limit: Duration,
    /// Whether commands are registered; off where another process of the same bot does it.
    pub register_commands: bool,
}

impl Settings {
    #[must_use]
    pub fn new(token: SecretString) -> Self {
        Self { token, api_url: ORIGIN.to_owned(), call_limit: Duration::from_secs(15), register_commands: true }
    }
}
