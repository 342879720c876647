//! Commands and deep links: what they mean, and the lists that Telegram shows for them.
//!
//! A command that is a word or a beginning of a flow goes to the desk as it was typed ("/find" is folded to "find"). Here
//! are only those that are not, and the links `t.me/BOT?start=...` of pages and posters.

use teloxide::payloads::{GetMyCommands, GetMyCommandsSetters as _, SetMyCommands, SetMyCommandsSetters as _};
use teloxide::types::{BotCommand, BotCommandScope};

use super::client::Client;
use super::translate::Us;
use super::wire;
use crate::engine::{Flows, payload};
use crate::message::Language;

/// Commands in private chats: the name, and what it does in each language of the flows.
const PRIVATE: [Entry; 12] = [
    Entry::new("start", "What I can do", "Qué puedo hacer"),
    Entry::new("helpnow", "Crisis lines, at once", "Líneas de crisis, enseguida"),
    Entry::new("ask", "Ask a question", "Hacer una pregunta"),
    Entry::new("find", "Find a program", "Buscar un programa"),
    Entry::new("prepare", "Prepare for a program", "Prepararme para un programa"),
    Entry::new("remind", "Session reminders", "Recordatorios de sesiones"),
    Entry::new("resources", "Help lines", "Líneas de ayuda"),
    Entry::new("privacy", "What I keep, and what I do not", "Qué guardo y qué no"),
    Entry::new("mydata", "See what I hold about you", "Ver lo que guardo sobre usted"),
    Entry::new("delete", "Delete what I hold about you", "Borrar lo que guardo sobre usted"),
    Entry::new("language", "English or Spanish", "Inglés o español"),
    Entry::new("stop", "Stop what we are doing", "Parar lo que estamos haciendo"),
];

/// Commands in groups: nothing personal is done there.
const GROUP: [Entry; 1] = [Entry::new("start", "Talk with me in private", "Hablar conmigo en privado")];

struct Entry {
    name: &'static str,
    en: &'static str,
    es: &'static str,
}

impl Entry {
    const fn new(name: &'static str, en: &'static str, es: &'static str) -> Self {
        Self { name, en, es }
    }

    fn words(&self, language: Language) -> &'static str {
        if language == Language::Es { self.es } else { self.en }
    }
}

/// What a text that begins with a slash asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked<'a> {
    /// The same as this button.
    Button(String),
    /// English or Spanish?
    Language,
    /// "/ask" with nothing behind it.
    Question,
    /// What was typed, for the desk.
    Text(&'a str),
    /// A command for another bot of the group.
    NotForUs,
}

/// Reads a text of a person.
pub fn read<'a>(text: &'a str, us: Us<'_>) -> Asked<'a> {
    let trimmed = text.trim();
    let Some(command) = trimmed.strip_prefix('/') else { return Asked::Text(text) };
    let (named, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    let rest = rest.trim();
    let name = match named.split_once('@') {
        Some((_, to)) if us.name.is_some_and(|name| !name.eq_ignore_ascii_case(to)) => return Asked::NotForUs,
        Some((name, _)) => name,
        None => named,
    };
    match (name.to_ascii_lowercase().as_str(), rest) {
        ("start", "") => Asked::Text("/start"),
        ("start", payload) if is_payload(payload) => {
            linked(payload, us.flows).map_or(Asked::Text("/start"), Asked::Button)
        }
        ("start", words) => Asked::Text(words),
        ("helpnow" | "ayudaya", "") => Asked::Button("w:help_now".to_owned()),
        ("language" | "idioma", "") => Asked::Language,
        ("ask" | "preguntar", "") => Asked::Question,
        ("ask" | "preguntar", question) => Asked::Text(question),
        (_, "") if named.len() != name.len() => Asked::Text(&trimmed[..=name.len()]),
        // Words behind a command are words: they are screened and answered like any.
        _ => Asked::Text(text),
    }
}

/// Where a link `t.me/BOT?start=...` leads.
fn linked(link: &str, flows: &Flows) -> Option<String> {
    let button = match link {
        "helpnow" | "help" => "w:help_now",
        "privacy" => "w:privacy",
        "menu" => "w:menu",
        "find" => "s:find_program",
        "remind" => "s:reminders",
        "lines" => "s:resources",
        flow => return flows.flow(flow).map(|flow| payload::start(&flow.name.name).to_string()),
    };
    Some(button.to_owned())
}

/// Whether it can have been in a link: then it is no text of a person.
fn is_payload(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Sets the lists that differ from ours. A list that cannot be read or set stays as it is; they are a convenience.
pub async fn publish(client: &Client) {
    for (scope, entries) in
        [(BotCommandScope::AllPrivateChats, &PRIVATE[..]), (BotCommandScope::AllGroupChats, &GROUP[..])]
    {
        for language in [None, Some(Language::Es)] {
            if publish_list(client, &scope, entries, language).await.is_none() {
                tracing::info!("a list of commands could not be set; Telegram shows the old one");
            }
        }
    }
}

async fn publish_list(
    client: &Client,
    scope: &BotCommandScope,
    entries: &[Entry],
    language: Option<Language>,
) -> Option<()> {
    let code = language.map(Language::code).unwrap_or_default();
    let wanted: Vec<BotCommand> =
        entries.iter().map(|entry| BotCommand::new(entry.name, entry.words(language.unwrap_or_default()))).collect();
    let get = GetMyCommands::new().scope(scope.clone()).language_code(code);
    let there: Vec<wire::Command> = client.call(&get).await.ok()?;
    let same = there.len() == wanted.len()
        && there
            .iter()
            .zip(&wanted)
            .all(|(there, wanted)| there.command == wanted.command && there.description == wanted.description);
    if !same {
        let set = SetMyCommands::new(wanted).scope(scope.clone()).language_code(code);
        client.call::<_, bool>(&set).await.ok()?;
    }
    Some(())
}
