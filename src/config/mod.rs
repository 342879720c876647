//! The settings: the only place that reads the environment and the settings file.
//!
//! File, then environment (`HANDRAIL__TELEGRAM__TOKEN` is `telegram.token`), then flags: the later one wins. A key that
//! is not known is an error with a suggestion. `config/handrail.toml` is written from the table of keys, and a test keeps
//! it so. Secrets are `SecretString`s and are shown by nothing.

mod example;
mod keys;
mod read;
mod settings;

use std::path::PathBuf;

pub use example::example;
pub use keys::{KEYS, Key, Kind};
pub use read::{Problem, Source, Values};
pub use settings::{Discord, Http, LogFormat, Settings, Telegram, TelegramMode};

/// Whether the environment asks for no colours (<https://no-color.org>: set and not empty).
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
pub fn no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// The variables of this process that are settings.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
pub fn environment() -> Vec<(String, String)> {
    std::env::vars().filter(|(name, _)| name.starts_with(read::PREFIX)).collect()
}

/// Where systemd puts the credentials of a unit (systemd.exec(5), `$CREDENTIALS_DIRECTORY`).
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
pub fn credentials() -> Option<PathBuf> {
    std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from)
}

/// The folder for this user's data where nothing else is said.
#[must_use]
pub fn user_data() -> Option<PathBuf> {
    dirs::data_dir().map(|folder| folder.join("handrail"))
}
