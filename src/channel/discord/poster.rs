//! One message out: to a channel, to a person, or in answer to an interaction, by whatever way is still open.
//!
//! The answer to an interaction goes first as its callback, then as the edit of what was deferred, then as a follow-up,
//! and when the token is too old as a direct message. What only one person may see never takes a way that others see:
//! there is no such way here.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::{Value, json};
use serenity::model::id::{ChannelId, UserId};
use tracing::warn;

use super::custom_id::{self, Owner};
use super::page::EPHEMERAL;
use super::places::Places;
use super::read;
use super::rest::{Call, Failure, Rest};
use super::ticket::{FIRST_ANSWER, Later, State, Ticket};
use crate::channel::{Lane, Posted, Posts, Rate};
use crate::ops::Time;

/// Messages to one channel: Discord's usual limit is five in five seconds.
const TO_A_CHANNEL: Rate = Rate { burst: 5, every: std::time::Duration::from_secs(1) };
/// The longest nonce.
const NONCE: usize = 25;

/// Types of answers to an interaction.
mod answer {
    pub const MESSAGE: u8 = 4;
    pub const DEFERRED: u8 = 5;
    pub const CHOICES: u8 = 8;
    pub const FORM: u8 = 9;
}

/// One message and where it goes.
pub struct Piece {
    pub to: To,
    pub lane: Lane,
    /// The message as Discord takes it.
    pub body: Value,
    /// The same a second time within minutes sends nothing.
    pub nonce: Option<String>,
}

/// Where a message goes.
#[derive(Clone)]
pub enum To {
    Place(ChannelId),
    /// The direct messages of a person, opened if they are not open.
    Person(UserId),
    Answer(Arc<Ticket>),
}

/// Posts single messages.
pub struct Poster {
    pub rest: Arc<Rest>,
    pub places: Arc<Places>,
    pub time: Time,
}

#[async_trait]
impl Posts for Poster {
    type Piece = Piece;

    async fn post(&self, _address: &str, piece: &Piece) -> Posted {
        match &piece.to {
            To::Place(channel) => self.to_place(*channel, piece).await,
            To::Person(user) => self.to_person(*user, piece).await,
            To::Answer(ticket) => self.to_ticket(ticket, piece).await,
        }
    }

    fn rate(&self, address: &str) -> Rate {
        if address.starts_with('i') { Rate::UNLIMITED } else { TO_A_CHANNEL }
    }
}

impl Poster {
    async fn to_place(&self, channel: ChannelId, piece: &Piece) -> Posted {
        if self.places.is_closed_channel(channel) {
            return Posted::Unreachable;
        }
        if self.places.is_disabled(channel) {
            return Posted::Refused("the bot may not write there");
        }
        let mut body = piece.body.clone();
        if let Some(nonce) = &piece.nonce {
            body["nonce"] = json!(nonce.chars().take(NONCE).collect::<String>());
            body["enforce_nonce"] = json!(true);
        }
        let call = Call::post(format!("/channels/{channel}/messages"), body).in_lane(piece.lane);
        match self.rest.call(&call).await {
            Ok(_) => Posted::Done,
            Err(failure) if failure.is_closed_dm() => {
                self.places.close_channel(channel);
                Posted::Unreachable
            }
            Err(failure) if failure.is_dead_place() => {
                self.places.disable(channel);
                Posted::Refused("the bot may not write there")
            }
            Err(failure) => posted(failure),
        }
    }

    async fn to_person(&self, user: UserId, piece: &Piece) -> Posted {
        if self.places.is_closed(user) {
            return Posted::Unreachable;
        }
        let channel = match self.dm(user, piece.lane).await {
            Ok(channel) => channel,
            Err(posted) => return posted,
        };
        let posted = self.to_place(channel, piece).await;
        if posted == Posted::Unreachable {
            self.places.close(user);
        }
        posted
    }

    /// The direct-message channel of a person.
    async fn dm(&self, user: UserId, lane: Lane) -> Result<ChannelId, Posted> {
        if let Some(channel) = self.places.channel_of(user) {
            return Ok(channel);
        }
        let open = Call::post("/users/@me/channels", json!({ "recipient_id": user })).in_lane(lane);
        match self.rest.call(&open).await {
            Ok(opened) => {
                let channel = read::id(&opened, "/id").ok_or(Posted::NotDone)?;
                self.places.found(user, channel);
                Ok(channel)
            }
            Err(failure) if failure.is_closed_dm() => {
                self.places.close(user);
                Err(Posted::Unreachable)
            }
            Err(failure) => Err(posted(failure)),
        }
    }

    async fn to_ticket(&self, ticket: &Ticket, piece: &Piece) -> Posted {
        let mut state = ticket.state.lock().await;
        loop {
            let now = self.time.now();
            let done = match *state {
                State::Theirs => return Posted::Done,
                State::Fresh | State::Tried if ticket.age(now) < FIRST_ANSWER => {
                    let before = std::mem::replace(&mut *state, State::Tried);
                    match self.call_back(ticket, answer::MESSAGE, &piece.body).await {
                        // An answer of ours whose arrival was in doubt has arrived after all.
                        Err(failure) if failure.is_answered_before() && before == State::Tried => Ok(()),
                        Err(failure) if failure.is_answered_before() => {
                            *state = State::Theirs;
                            return Posted::Done;
                        }
                        done => done,
                    }
                }
                State::Deferred if ticket.lives(now) => {
                    let path = format!("/webhooks/{}/{{token}}/messages/@original", ticket.application);
                    let mut body = piece.body.clone();
                    body["flags"] = json!(body["flags"].as_u64().unwrap_or(0) & !EPHEMERAL);
                    self.rest.call(&Call::patch(path, body).by_token(&ticket.token)).await.map(drop)
                }
                State::Answered if ticket.lives(now) => {
                    let path = format!("/webhooks/{}/{{token}}", ticket.application);
                    self.rest.call(&Call::post(path, piece.body.clone()).by_token(&ticket.token)).await.map(drop)
                }
                State::Fresh | State::Tried | State::Deferred | State::Answered | State::Gone => {
                    *state = State::Gone;
                    return self.too_late(ticket, piece).await;
                }
            };
            match done {
                Ok(()) => {
                    *state = State::Answered;
                    return Posted::Done;
                }
                Err(failure) if failure.is_too_late() => *state = State::Gone,
                Err(failure) => return posted(failure),
            }
        }
    }

    async fn too_late(&self, ticket: &Ticket, piece: &Piece) -> Posted {
        let mut body = piece.body.clone();
        body["flags"] = json!(body["flags"].as_u64().unwrap_or(0) & !EPHEMERAL);
        let nonce = piece.nonce.clone();
        if let Later::OpenDm(guild) = ticket.later
            && let Some(components) = body.get_mut("components")
        {
            custom_id::hand_on(components, Owner::Begun(guild));
        }
        let piece = Piece { to: To::Person(ticket.user), lane: piece.lane, body, nonce };
        match ticket.later {
            Later::Dm(channel) => self.to_place(channel, &piece).await,
            Later::OpenDm(_) => self.to_person(ticket.user, &piece).await,
            Later::Nowhere => {
                warn!("an answer came too late for its interaction and was dropped: there is no private way left");
                Posted::Refused("too late, and no private way left")
            }
        }
    }

    async fn call_back(&self, ticket: &Ticket, kind: u8, data: &Value) -> Result<(), Failure> {
        let path = format!("/interactions/{}/{{token}}/callback", ticket.id);
        let body = json!({ "type": kind, "data": data });
        let call = Call::post(path, body).by_token(&ticket.token).in_lane(Lane::Crisis);
        self.rest.call(&call).await.map(drop)
    }

    /// Tells Discord that an answer will come, if none has.
    pub async fn defer(&self, ticket: &Ticket) {
        let mut state = ticket.state.lock().await;
        if *state != State::Fresh {
            return;
        }
        let flags = if ticket.ephemeral { EPHEMERAL } else { 0 };
        let mut tries = 0;
        while ticket.age(self.time.now()) < FIRST_ANSWER && tries < 3 {
            tries += 1;
            match self.call_back(ticket, answer::DEFERRED, &json!({ "flags": flags })).await {
                Ok(()) => *state = State::Deferred,
                Err(failure) if failure.is_answered_before() => {
                    *state = if tries > 1 { State::Deferred } else { State::Theirs };
                }
                Err(failure) if failure.is_too_late() => *state = State::Gone,
                Err(_) => continue,
            }
            return;
        }
    }

    /// Opens a form in answer to a button.
    pub async fn open_form(&self, ticket: &Ticket, form: &Value) -> Result<(), Failure> {
        let mut state = ticket.state.lock().await;
        *state = State::Answered;
        self.call_back(ticket, answer::FORM, form).await
    }

    /// Offers what could be typed.
    pub async fn offer(&self, ticket: &Ticket, choices: &[Value]) -> Result<(), Failure> {
        let mut state = ticket.state.lock().await;
        *state = State::Answered;
        self.call_back(ticket, answer::CHOICES, &json!({ "choices": choices })).await
    }
}

/// What the channel's sender makes of a failure.
fn posted(failure: Failure) -> Posted {
    match failure {
        Failure::Wait(wait) => Posted::RetryAfter(wait),
        Failure::Unreachable => Posted::NotDone,
        Failure::Ambiguous => Posted::Ambiguous,
        Failure::Token => Posted::Refused("the token is not accepted"),
        Failure::Refused { .. } if failure.is_too_fast() => Posted::RetryAfter(std::time::Duration::from_mins(5)),
        Failure::Refused { .. } => Posted::Refused("Discord does not take it"),
    }
}
