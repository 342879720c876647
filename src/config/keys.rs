//! Every key of the settings: its name, its kind, its value where nothing is said, and what it is for.

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// Text that nothing may show.
    Secret,
    /// The name of a file or folder.
    Path,
    Number,
    YesNo,
    /// Several texts.
    List,
    /// One of these.
    OneOf(&'static [&'static str]),
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// With its section: `telegram.token_file`.
    pub name: &'static str,
    pub kind: Kind,
    /// As it is written in the file; empty where nothing is set.
    pub default: &'static str,
    pub says: &'static str,
}

const fn key(name: &'static str, kind: Kind, default: &'static str, says: &'static str) -> Key {
    Key { name, kind, default, says }
}

use Kind::{List, Number, OneOf, Path, Secret, Text, YesNo};

/// All keys, in the order of the file.
pub const KEYS: &[Key] = &[
    key("language", OneOf(&["en", "es"]), "en", "The language for people whose words and platform tell none."),
    key(
        "country",
        Text,
        "",
        "The country whose help lines people see who have not said where they live, such as US. Leave it out unless all of \
         your people live there: a wrong number is worse than a list of several.",
    ),
    key("encoder", YesNo, "yes", "Find answers by meaning. \"no\" saves 50 MB of memory and finds much less."),
    key("flows", Path, "", "A folder with your own flows, topics and documents in place of the built-in ones."),
    key(
        "config",
        Path,
        "",
        "A folder with your own hotlines, words and crisis lexicons in place of the built-in ones.",
    ),
    key(
        "hotlines",
        Path,
        "",
        "A file with help lines of your own and the days on which you checked lines, which `handrail hotlines checked` \
         writes. Without it: hotlines.local.yaml in the folder of config.",
    ),
    key("data", Path, "", "The folder for the database and the keys. Without it: the data folder of the user."),
    key("database.url", Secret, "", "A Postgres database, for several instances: postgres://user:password@host/name."),
    key("database.url_file", Path, "", "A file that holds the address of the database instead."),
    key("database.connections", Number, "10", "How many connections to Postgres one instance opens at most."),
    key("keys.file", Path, "", "The file with the keys that seal the data. Without it: keys, in the data folder."),
    key("keys.text", Secret, "", "The keys themselves, for the environment: HANDRAIL__KEYS__TEXT."),
    key("telegram.token", Secret, "", "The token of the Telegram bot. Better in a file:"),
    key("telegram.token_file", Path, "", "A file that holds the token, readable by this program only."),
    key("telegram.api_url", Text, "https://api.telegram.org", "Another server for a Bot API server of your own."),
    key(
        "telegram.mode",
        OneOf(&["polling", "webhook"]),
        "polling",
        "How updates come. \"webhook\" needs http.public_url.",
    ),
    key(
        "telegram.per_second",
        Number,
        "30",
        "How many messages to send in a second, all chats together. Telegram bears 30 unless you pay for more; 0 is no limit.",
    ),
    key("discord.token", Secret, "", "The token of the Discord bot. Better in a file:"),
    key("discord.token_file", Path, "", "A file that holds the token, readable by this program only."),
    key("discord.api_url", Text, "https://discord.com", "Another server, for tests."),
    key("http.web", YesNo, "no", "Show the chat as a web page on the public address."),
    key("http.public", Text, "127.0.0.1:8080", "Where the web page, the help pages and Telegram's webhook listen."),
    key("http.private", Text, "127.0.0.1:8081", "Where health and metrics listen. Never open this one to the world."),
    key(
        "http.public_url",
        Text,
        "",
        "The address under which others reach the public one, such as https://help.example.org.",
    ),
    key(
        "http.embed_origins",
        List,
        "",
        "Sites that may show the chat in a page of theirs, such as https://clinic.example.org.",
    ),
    key(
        "http.run_by",
        Text,
        "",
        "Who runs this and how to reach them, for the privacy page: a name and an address or a telephone number.",
    ),
    key("log.format", OneOf(&["text", "json"]), "text", "How log lines look."),
    key(
        "log.level",
        OneOf(&["error", "warn", "info", "debug", "trace"]),
        "info",
        "How much is logged. No level logs what people write.",
    ),
];

/// The key of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}
