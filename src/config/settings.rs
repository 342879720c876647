//! The settings as the program uses them.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use secrecy::SecretString;

use super::read::{Problem, Source, Values};
use crate::message::{Country, Language};

/// Everything that is set.
#[derive(Clone, Debug)]
pub struct Settings {
    pub language: Language,
    pub country: Option<Country>,
    pub encoder: bool,
    pub flows: Option<PathBuf>,
    pub config: Option<PathBuf>,
    /// An operator's own help lines.
    pub hotlines: Option<PathBuf>,
    /// Where the database and the keys are, unless they are said to be elsewhere.
    pub data: PathBuf,
    /// The address of a Postgres database.
    pub database: Option<SecretString>,
    pub connections: u32,
    pub keys_file: Option<PathBuf>,
    pub keys_text: Option<SecretString>,
    pub telegram: Option<Telegram>,
    pub discord: Option<Discord>,
    pub http: Http,
    pub log_format: LogFormat,
    pub log_level: String,
}

#[derive(Clone, Debug)]
pub struct Telegram {
    pub token: SecretString,
    pub api_url: String,
    pub mode: TelegramMode,
    /// Messages over all chats; 0 for no limit.
    pub per_second: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TelegramMode {
    Polling,
    Webhook,
}

#[derive(Clone, Debug)]
pub struct Discord {
    pub token: SecretString,
    pub api_url: String,
}

#[derive(Clone, Debug)]
pub struct Http {
    pub web: bool,
    pub public: SocketAddr,
    pub private: SocketAddr,
    /// Without a slash at the end.
    pub public_url: Option<String>,
    pub embed_origins: Vec<String>,
    /// Who runs this, for the privacy page.
    pub run_by: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

impl Settings {
    /// Makes sense of the values. Files that hold secrets are read here.
    ///
    /// # Errors
    /// Everything that is wrong, each with its place.
    pub fn of(values: &Values) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader { values, problems: Vec::new() };
        let settings = reader.settings();
        match settings {
            Some(settings) if reader.problems.is_empty() => Ok(settings),
            _ => Err(reader.problems),
        }
    }
}

struct Reader<'a> {
    values: &'a Values,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn settings(&mut self) -> Option<Settings> {
        let telegram = self.secret("telegram.token").map(|token| Telegram {
            token,
            api_url: self.url("telegram.api_url").unwrap_or_default(),
            mode: if self.text("telegram.mode") == Some("webhook") {
                TelegramMode::Webhook
            } else {
                TelegramMode::Polling
            },
            per_second: self.text("telegram.per_second").and_then(|number| number.parse().ok()).unwrap_or(30),
        });
        let discord = self
            .secret("discord.token")
            .map(|token| Discord { token, api_url: self.url("discord.api_url").unwrap_or_default() });
        let http = Http {
            web: self.is_yes("http.web"),
            public: self.address("http.public")?,
            private: self.address("http.private")?,
            public_url: self.url("http.public_url"),
            embed_origins: self.list("http.embed_origins"),
            run_by: self.text("http.run_by").map(str::to_owned),
        };
        let webhook = telegram.as_ref().is_some_and(|telegram| telegram.mode == TelegramMode::Webhook);
        if webhook && http.public_url.is_none() {
            self.problem("telegram.mode", "'webhook' needs http.public_url, where Telegram reaches this program");
        }
        Some(Settings {
            language: self.text("language").and_then(Language::from_tag).unwrap_or_default(),
            country: self.country(),
            encoder: self.is_yes("encoder"),
            flows: self.path("flows"),
            config: self.path("config"),
            hotlines: self.path("hotlines"),
            data: self.data()?,
            database: self.secret_at("database.url", "database.url_file"),
            connections: self.text("database.connections").and_then(|number| number.parse().ok()).unwrap_or(10),
            keys_file: self.path("keys.file"),
            keys_text: self.text("keys.text").map(SecretString::from),
            telegram,
            discord,
            http,
            log_format: if self.text("log.format") == Some("json") { LogFormat::Json } else { LogFormat::Text },
            log_level: self.text("log.level").unwrap_or("info").to_owned(),
        })
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.values.get(key)
    }

    fn is_yes(&self, key: &str) -> bool {
        self.text(key) == Some("yes")
    }

    fn path(&self, key: &str) -> Option<PathBuf> {
        self.text(key).map(PathBuf::from)
    }

    fn list(&self, key: &str) -> Vec<String> {
        self.text(key)
            .map(|text| text.split([' ', ',']).filter(|part| !part.is_empty()).map(str::to_owned).collect())
            .unwrap_or_default()
    }

    fn data(&mut self) -> Option<PathBuf> {
        let folder = self.path("data").or_else(super::user_data);
        if folder.is_none() {
            self.problem("data", "this user has no data folder; say one");
        }
        folder
    }

    fn country(&mut self) -> Option<Country> {
        let code = self.text("country")?;
        let country = Country::from_code(code);
        if country.is_none() {
            self.problem("country", "takes two letters, such as US or MX");
        }
        country
    }

    fn url(&mut self, key: &str) -> Option<String> {
        let url = self.text(key)?.trim_end_matches('/').to_owned();
        if url.starts_with("https://") || url.starts_with("http://") {
            return Some(url);
        }
        self.problem(key, "takes an address that begins with https:// or http://");
        None
    }

    fn address(&mut self, key: &str) -> Option<SocketAddr> {
        let address = self.text(key)?.parse().ok();
        if address.is_none() {
            self.problem(key, "takes an address with a port, such as 127.0.0.1:8080");
        }
        address
    }

    fn secret(&mut self, key: &'static str) -> Option<SecretString> {
        self.secret_at(key, &format!("{key}_file"))
    }

    /// A secret that is said, or that stands in a file; never both.
    fn secret_at(&mut self, key: &str, file_key: &str) -> Option<SecretString> {
        match (self.text(key), self.path(file_key)) {
            (Some(_), Some(_)) => {
                self.problem(file_key, &format!("set '{key}' or '{file_key}', not both"));
                None
            }
            (Some(secret), None) => Some(SecretString::from(secret)),
            (None, Some(file)) => self.secret_in(file_key, &file),
            (None, None) => None,
        }
    }

    fn secret_in(&mut self, key: &str, file: &Path) -> Option<SecretString> {
        match fs::read_to_string(file) {
            Ok(text) if text.trim().is_empty() => {
                self.problem(key, &format!("{} is empty", file.display()));
                None
            }
            Ok(text) => Some(SecretString::from(text.trim())),
            Err(error) => {
                self.problem(key, &format!("{} cannot be read: {error}", file.display()));
                None
            }
        }
    }

    fn problem(&mut self, key: &str, what: &str) {
        let place = match self.values.source(key) {
            Source::Default => "settings".to_owned(),
            source => source.to_string(),
        };
        self.problems.push(Problem { place, what: format!("{key}: {what}") });
    }
}
