//! An update as an event. No decision is taken about a conversation; what is decided here is what concerns Telegram only:
//! which chat is private, which message is addressed to the bot, what is an edit.

use super::commands::{self, Asked};
use super::reach::Reach;
use super::wire::{CallbackQuery, ChatMemberUpdated, Message, Update, User};
use crate::engine::Flows;
use crate::message::{Body, ConversationKey, Inbound, Language, MessageText, PersonKey, Place, Platform, Unreadable};

/// What an update is about.
#[derive(Debug)]
pub enum Event {
    /// Somebody wrote, or pressed a button.
    Said(Inbound),
    /// Somebody changed what they wrote before.
    Changed(Inbound),
    /// "/language" and "/ask" alone: the channel's own sheets.
    AskedLanguage(Inbound),
    AskedQuestion(Inbound),
    /// Somebody spoke to the bot in a group.
    InGroup {
        reach: String,
        language: Option<Language>,
    },
    /// The person shut the bot out.
    ShutOut(PersonKey),
    /// Nothing to do with us.
    Nothing,
}

/// An event, and what of it concerns its coming only.
#[derive(Debug)]
pub struct Arrived {
    pub event: Event,
    /// The chat: its events are taken one after another.
    pub chat: i64,
    /// The press to acknowledge.
    pub press: Option<String>,
}

/// Who the bot is, as far as it is known yet, and what it can begin.
#[derive(Clone, Copy)]
pub struct Us<'a> {
    pub id: Option<i64>,
    pub name: Option<&'a str>,
    pub flows: &'a Flows,
}

/// Translates an update.
pub fn translate(id: i64, update: Update, us: Us<'_>) -> Option<Arrived> {
    let Update { message, edited_message, callback_query, my_chat_member } = update;
    if let Some(query) = callback_query {
        return Some(pressed(id, query));
    }
    if let Some(member) = my_chat_member {
        return shut_out(&member);
    }
    let changed = edited_message.is_some();
    let message = message.or(edited_message)?;
    let chat = message.chat.id;
    let event = if message.chat.is_private() {
        in_private(id, &message, changed, us)
    } else if !changed && message.from.as_ref().is_some_and(|from| !from.is_bot) && is_for_us(&message, us) {
        let reach = reach_of(chat, message.message_thread_id, message.is_topic_message);
        Event::InGroup { reach, language: message.from.as_ref().and_then(language_of) }
    } else {
        Event::Nothing
    };
    Some(Arrived { event, chat, press: None })
}

fn in_private(id: i64, message: &Message, changed: bool, us: Us<'_>) -> Event {
    let Some(from) = message.from.as_ref().filter(|from| !from.is_bot) else { return Event::Nothing };
    let reach = reach_of(message.chat.id, message.message_thread_id, message.is_topic_message);
    let written = if changed { message.edit_date.unwrap_or(message.date) } else { message.date };
    let inbound = |body| inbound(id, from, &reach, (written > 0).then_some(written), body);
    let text = message.text.as_ref().or(message.caption.as_ref());
    let Some(text) = text else {
        return match unreadable(message) {
            Some(kind) if !changed => Event::Said(inbound(Body::Unreadable(kind))),
            _ => Event::Nothing,
        };
    };
    if changed {
        return Event::Changed(inbound(Body::Text(MessageText::from(text.as_str()))));
    }
    match commands::read(text, us) {
        Asked::Text(text) => Event::Said(inbound(Body::Text(MessageText::from(text)))),
        Asked::Button(payload) => Event::Said(inbound(Body::Tap(payload))),
        Asked::Language => Event::AskedLanguage(inbound(Body::Text(MessageText::from(text.as_str())))),
        Asked::Question => Event::AskedQuestion(inbound(Body::Text(MessageText::from(text.as_str())))),
        Asked::NotForUs => Event::Nothing,
    }
}

fn pressed(id: i64, query: CallbackQuery) -> Arrived {
    let press = Some(query.id);
    // A button of a message that is no longer shown still says what it means; without a message it can only have been
    // pressed in the private chat, whose id is the person's.
    let (chat, private, reach) = match &query.message {
        Some(message) => {
            let reach = reach_of(message.chat.id, message.message_thread_id, message.is_topic_message);
            (message.chat.id, message.chat.is_private(), reach)
        }
        None => (query.from.id, true, query.from.id.to_string()),
    };
    let event = match query.data {
        Some(data) if private => Event::Said(inbound(id, &query.from, &reach, None, Body::Tap(data))),
        _ => Event::Nothing,
    };
    Arrived { event, chat, press }
}

fn shut_out(member: &ChatMemberUpdated) -> Option<Arrived> {
    let out = member.chat.is_private() && matches!(member.new_chat_member.status.as_str(), "kicked" | "left");
    out.then(|| Arrived { event: Event::ShutOut(person(&member.from)), chat: member.chat.id, press: None })
}

fn inbound(id: i64, from: &User, reach: &str, written_at: Option<i64>, body: Body) -> Inbound {
    Inbound {
        conversation: ConversationKey { person: person(from), room: String::new() },
        update: id.to_string(),
        place: Place::Private,
        language: language_of(from),
        country: None,
        body,
        reach: reach.to_owned(),
        written_at,
    }
}

fn person(user: &User) -> PersonKey {
    PersonKey { platform: Platform::Telegram, user: user.id.to_string() }
}

fn language_of(user: &User) -> Option<Language> {
    user.language_code.as_deref().and_then(Language::from_tag)
}

fn reach_of(chat: i64, thread: Option<i32>, is_topic: bool) -> String {
    Reach::new(chat, thread.filter(|_| is_topic)).to_string()
}

/// In a group: a command to us or to nobody, our name, or an answer to a message of ours.
fn is_for_us(message: &Message, us: Us<'_>) -> bool {
    let text = message.text.as_deref().or(message.caption.as_deref()).unwrap_or_default();
    let command = text.trim_start().starts_with('/') && commands::read(text, us) != Asked::NotForUs;
    let named = us.name.is_some_and(|name| names(text, name));
    let answered = message.reply_to_message.as_ref().and_then(|message| message.from.as_ref());
    command || named || (us.id.is_some() && answered.map(|from| from.id) == us.id)
}

/// Whether a text holds `@name`, whole.
fn names(text: &str, name: &str) -> bool {
    text.split('@').skip(1).any(|after| {
        let called = after.split(|symbol: char| !symbol.is_ascii_alphanumeric() && symbol != '_').next();
        called.is_some_and(|called| called.eq_ignore_ascii_case(name))
    })
}

/// What a message without words is. None for what nobody sent: somebody joined, a message was pinned.
fn unreadable(message: &Message) -> Option<Unreadable> {
    let any = |parts: &[bool]| parts.iter().any(|there| *there);
    if any(&[message.voice.is_some(), message.video_note.is_some(), message.audio.is_some()]) {
        return Some(Unreadable::Voice);
    }
    if message.sticker.is_some() {
        return Some(Unreadable::Sticker);
    }
    if any(&[message.photo.is_some(), message.video.is_some(), message.animation.is_some()]) {
        return Some(Unreadable::Picture);
    }
    any(&[
        message.document.is_some(),
        message.contact.is_some(),
        message.location.is_some(),
        message.venue.is_some(),
        message.poll.is_some(),
        message.dice.is_some(),
        message.story.is_some(),
        message.paid_media.is_some(),
        message.checklist.is_some(),
    ])
    .then_some(Unreadable::Other)
}
