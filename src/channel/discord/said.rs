//! A message that someone wrote, as far as it matters here.

use serde_json::Value;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};

use super::messages::Broken;
use super::read;
use crate::message::{MessageText, Unreadable};

/// Message types that people write: a plain message and a reply.
const WRITTEN: [u64; 2] = [0, 19];
/// The flag of a voice message.
const VOICE: u64 = 1 << 13;

/// A message of a person.
#[derive(Clone, Debug)]
pub struct Said {
    pub id: MessageId,
    pub channel: ChannelId,
    /// None in direct messages.
    pub guild: Option<GuildId>,
    pub author: UserId,
    pub text: MessageText,
    /// What it holds in place of words.
    pub unreadable: Option<Unreadable>,
    pub mentions: Vec<UserId>,
    /// Who wrote the message that this one replies to.
    pub replies_to: Option<UserId>,
    /// Set by Discord when the words were changed, not when a preview was added.
    pub edited_at: Option<String>,
}

/// What an event of a message holds.
#[derive(Debug)]
pub enum Reading {
    Said(Box<Said>),
    /// A bot, a webhook, or a notice of Discord's own.
    NotAPerson,
    /// Something essential is missing. What words there are, and where, for the screen.
    Broken(Broken),
}

impl Reading {
    pub fn of(event: &Value) -> Self {
        if read::is(event, "/author/bot") || read::has(event, "/webhook_id") {
            return Self::NotAPerson;
        }
        if read::number(event, "/type").is_some_and(|kind| !WRITTEN.contains(&kind)) {
            return Self::NotAPerson;
        }
        let text = MessageText::from(words(event));
        let (channel, guild) = (read::id(event, "/channel_id"), read::id(event, "/guild_id"));
        match (read::id(event, "/id"), channel, read::id(event, "/author/id")) {
            (Some(id), Some(channel), Some(author)) => Self::Said(Box::new(Said {
                id,
                channel,
                guild,
                author,
                unreadable: text.reveal().trim().is_empty().then(|| unreadable(event)),
                text,
                mentions: read::list(event, "/mentions").iter().filter_map(|user| read::id(user, "/id")).collect(),
                replies_to: read::id(event, "/referenced_message/author/id"),
                edited_at: read::text(event, "/edited_timestamp").map(str::to_owned),
            })),
            (id, channel, author) => Self::Broken(Broken { text, channel, guild, author, id }),
        }
    }
}

impl Said {
    /// A message of which only this is known.
    pub const fn bare(
        id: MessageId,
        channel: ChannelId,
        guild: Option<GuildId>,
        author: UserId,
        text: MessageText,
    ) -> Self {
        Self {
            id,
            channel,
            guild,
            author,
            text,
            unreadable: None,
            mentions: Vec::new(),
            replies_to: None,
            edited_at: None,
        }
    }
}

/// The person's words, with those that they forwarded, which may say it for them, and those of a poll.
fn words(event: &Value) -> String {
    let own = read::text(event, "/content").unwrap_or_default();
    let forwarded = read::list(event, "/message_snapshots").iter();
    let forwarded = forwarded.filter_map(|snapshot| read::text(snapshot, "/message/content"));
    let question = read::text(event, "/poll/question/text");
    let answers = read::list(event, "/poll/answers").iter();
    let answers = answers.filter_map(|answer| read::text(answer, "/poll_media/text"));
    let poll = question.into_iter().chain(answers);
    let all = std::iter::once(own).chain(forwarded).chain(poll).filter(|text| !text.is_empty());
    all.map(undecorated).collect::<Vec<_>>().join("\n")
}

/// The words without what only decorates them on Discord: hidden text, coloured text, boxes without a language.
fn undecorated(text: &str) -> String {
    let text = text.replace("||", " ").replace("```ansi", " ").replace("```\n", " \n");
    let mut bare = String::with_capacity(text.len());
    let mut parts = text.split('\u{1b}');
    bare.push_str(parts.next().unwrap_or_default());
    for part in parts {
        // A colour is "[", numbers and "m".
        let rest = part
            .strip_prefix('[')
            .map(|part| part.trim_start_matches(|symbol: char| symbol.is_ascii_digit() || symbol == ';'));
        bare.push_str(rest.and_then(|rest| rest.strip_prefix('m')).unwrap_or(part));
    }
    if bare.matches("```").count() % 2 == 1 { bare.replace("```", " ") } else { bare }
}

fn unreadable(event: &Value) -> Unreadable {
    let kinds = || read::list(event, "/attachments").iter().filter_map(|file| read::text(file, "/content_type"));
    if read::number(event, "/flags").is_some_and(|flags| flags & VOICE != 0)
        || kinds().any(|kind| kind.starts_with("audio/"))
    {
        Unreadable::Voice
    } else if kinds().any(|kind| kind.starts_with("image/")) {
        Unreadable::Picture
    } else if !read::list(event, "/sticker_items").is_empty() {
        Unreadable::Sticker
    } else {
        Unreadable::Other
    }
}
