//! What a channel hands to the desk.

use super::{ConversationKey, Country, Language, MessageText, Place};

/// One event from a platform, translated and nothing more: no decision has been taken about it.
#[derive(Clone, Debug)]
pub struct Inbound {
    pub conversation: ConversationKey,
    /// The platform's id of the event, for "have I seen this?"; unique within the platform.
    pub update: String,
    pub place: Place,
    /// The language that the platform reports for the person, if any. A hint: what the person chose wins.
    pub language: Option<Language>,
    /// Where the place is, as those who look after it said. It stands in where the person's own country is unknown, is
    /// named where it does, and is never kept as theirs.
    pub country: Option<Country>,
    pub body: Body,
    /// The platform's address for a later message to this person in this place (a chat id, a channel id); empty where
    /// there is none.
    pub reach: String,
    /// When the person did it, in seconds since 1970, where the platform says so: what comes late is answered as late.
    pub written_at: Option<i64>,
}

/// What the person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// They wrote something.
    Text(MessageText),
    /// They pressed a button; the payload is ours, made by [`Choice`](super::Choice).
    Tap(String),
    /// They sent something that has no words.
    Unreadable(Unreadable),
}

/// Things that people send and Handrail cannot read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    Voice,
    Picture,
    Sticker,
    Other,
}
