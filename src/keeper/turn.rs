//! A turn on its way to the store, and the conversation on its way back.

use std::sync::Arc;

use jiff::Timestamp;

use crate::desk::{self, Answer, Conversation};
use crate::engine::State;
use crate::library::Library;
use crate::message::{Inbound, Place};
use crate::schedule::Zone;
use crate::store::{Change, Kept, PendingReply, Person, Recalled, Receipt, Store, StoreError, Turn as Record};

/// Everything that is to be committed, owned.
pub struct Turn {
    inbound: Inbound,
    version: i64,
    /// Nothing where their row stays as it is.
    person: Option<Person>,
    kept: Kept,
    expires_at: i64,
    asked: bool,
    reply: Option<PendingReply>,
    changes: Vec<Change>,
    now: i64,
}

impl Turn {
    /// What an answer changes. The reply is kept with it unless it belongs to a crisis.
    pub fn of(
        library: &Library,
        inbound: &Inbound,
        recalled: &Recalled,
        answer: &Answer,
        now: Timestamp,
    ) -> Option<Self> {
        let conversation = &answer.conversation;
        let mut person = recalled.person.clone().unwrap_or_default();
        person.user.clone_from(&inbound.conversation.person.user);
        if inbound.place == Place::Private && inbound.conversation.room.is_empty() && !inbound.reach.is_empty() {
            person.reach.clone_from(&inbound.reach);
        }
        person.language = conversation.language;
        person.country = conversation.country;
        person.zone = conversation.zone.as_ref().map(|zone| zone.name().to_owned());
        let kept = Kept {
            state: conversation.state.encode().ok()?,
            last_at: conversation.last_at.map(Timestamp::as_second),
            unanswered: conversation.unanswered,
            deleting: conversation.deleting,
            drifting: conversation.drifting,
            aside: conversation.aside.as_deref().map(str::to_owned),
            minor: conversation.minor,
            pages: conversation.pages.clone(),
        };
        let reply = PendingReply { reach: inbound.reach.clone(), outbound: answer.outbound.clone() };
        Some(Self {
            inbound: inbound.clone(),
            version: recalled.version,
            person: Some(person).filter(|person| recalled.is_news(person, now.as_second())),
            kept,
            expires_at: now.as_second() + desk::keep_seconds(library, conversation),
            asked: conversation.state.is_asking(),
            reply: Some(reply).filter(|_| !answer.trace.card),
            changes: answer.changes.clone(),
            now: now.as_second(),
        })
    }

    pub async fn commit(&self, store: &Store) -> Result<Receipt, StoreError> {
        let record = Record {
            key: &self.inbound.conversation,
            update: &self.inbound.update,
            version: self.version,
            person: self.person.as_ref(),
            conversation: &self.kept,
            expires_at: self.expires_at,
            asked: self.asked,
            reply: self.reply.as_ref(),
            changes: &self.changes,
            now: self.now,
        };
        store.commit(&record).await
    }
}

/// The conversation as it was left. A state that this version cannot read is none: the person begins anew.
pub fn conversation(recalled: &Recalled) -> Conversation {
    let person = recalled.person.as_ref();
    let kept = recalled.conversation.clone().unwrap_or_default();
    Conversation {
        state: State::decode(&kept.state).unwrap_or_default(),
        language: person.and_then(|person| person.language),
        country: person.and_then(|person| person.country),
        zone: person.and_then(|person| Zone::named(person.zone.as_deref()?)),
        last_at: kept.last_at.and_then(|second| Timestamp::from_second(second).ok()),
        unanswered: kept.unanswered,
        deleting: kept.deleting,
        drifting: kept.drifting,
        aside: kept.aside.map(Arc::from),
        minor: kept.minor,
        pages: kept.pages,
        lapsed: recalled.lapsed,
        back: recalled.unreachable,
        known: person.is_some(),
        held: recalled.held.clone(),
        ..Conversation::default()
    }
}
