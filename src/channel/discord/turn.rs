//! One turn: an event goes to the keeper, its answer goes out by the way that the event came.
//!
//! Turns of one conversation follow each other; words of danger wait for none of them. An answer that is a crisis card
//! never goes where others read along: it is handed over in private.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::num::NonZeroU64;
use std::sync::Arc;

use serde_json::{Value, json};
use serenity::model::id::{ChannelId, GuildId};
use tracing::warn;

use super::community::shown;
use super::custom_id::Owner;
use super::hand_over::Given;
use super::hub::Hub;
use super::page::{self, Look, pages};
use super::poster::{Piece, To};
use super::said::Said;
use super::ticket::Ticket;
use super::words;
use crate::channel::{Delivered, Lane, Sending, in_turn};
use crate::desk;
use crate::keeper::{Receipt, Reply, Taken};
use crate::message::{Body, Bubble, Inbound, Language, Outbound, PersonKey, Tone};

/// The longest nonce.
const NONCE: usize = 25;

/// An event and the way that its answer takes.
pub struct Turn {
    pub inbound: Inbound,
    pub way: Way,
}

/// How the answer goes.
#[derive(Clone)]
pub enum Way {
    Dm(ChannelId),
    /// `shows` is the server whose settings follow the answer.
    Answer {
        ticket: Arc<Ticket>,
        shows: Option<GuildId>,
    },
    /// In a channel, where everyone sees it.
    Public {
        said: Arc<Said>,
        guild: GuildId,
    },
}

impl Way {
    fn to(&self) -> To {
        match self {
            Self::Dm(channel) => To::Place(*channel),
            Self::Answer { ticket, .. } => To::Answer(Arc::clone(ticket)),
            Self::Public { said, .. } => To::Place(said.channel),
        }
    }
}

impl Hub {
    /// Lets a turn be taken: after those of the same conversation, or at once where someone may be in danger.
    pub fn take_turn(self: &Arc<Self>, turn: Turn) {
        let key = format!("{} {}", turn.inbound.conversation.person.user, turn.inbound.conversation.room);
        let (hub, inbound) = (Arc::clone(self), turn.inbound.clone());
        in_turn(&self.answers, (&self.inbox, &key), &self.tasks, &inbound, |look| hub.turn(turn, look));
    }

    pub async fn turn(self: Arc<Self>, turn: Turn, look: Option<desk::Look>) {
        let Turn { inbound, way } = turn;
        let Taken::Reply(reply) = self.answers.take(&inbound, look).await else { return };
        if let Way::Public { said, guild } = &way
            && reply.outbound.tone == Tone::Crisis
        {
            self.hand_over(said, *guild, Given::Card(reply), crate::safety::Level::Crisis).await;
            return;
        }
        let Reply { mut outbound, urgent, receipt } = reply;
        let lane = if urgent || outbound.tone == Tone::Crisis { Lane::Crisis } else { Lane::Reply };
        let language = inbound.language.unwrap_or_default();
        self.add_missed(&mut outbound, &inbound.conversation.person, &way, language);
        let mut pages = Self::pages_of(&way, &outbound, language, &inbound);
        if let Way::Answer { shows: Some(guild), ticket } = &way
            && let Ok(community) = self.communities.load(*guild).await
        {
            pages.push(page::page(&shown(&community, language), ticket.ephemeral));
        }
        let nonce = receipt.name().unwrap_or(inbound.update);
        let sending = self.send_pages(&way.to(), pages, lane, Some(&nonce));
        let person = inbound.conversation.person;
        let hub = Arc::clone(&self);
        // The next turn need not wait until this answer has arrived: the sender keeps the order.
        self.tasks.spawn(async move { hub.settle(sending.await, &person, receipt).await });
    }

    /// Someone whom a reminder could not reach is told when they come back.
    fn add_missed(&self, outbound: &mut Outbound, person: &PersonKey, way: &Way, language: Language) {
        let user = person.user.parse().ok().and_then(std::num::NonZeroU64::new).map(Into::into);
        if !matches!(way, Way::Public { .. }) && user.is_some_and(|user| self.places.take_missed(user)) {
            let note = Bubble::Text(Arc::from(words::MISSED.of(language)));
            if outbound.tone == Tone::Crisis { outbound.bubbles.push(note) } else { outbound.bubbles.insert(0, note) }
        }
    }

    /// The messages of an answer, as they look where it goes.
    fn pages_of(way: &Way, outbound: &Outbound, language: Language, inbound: &Inbound) -> Vec<Value> {
        match way {
            Way::Dm(_) => pages(outbound, Look::in_dm(language)),
            Way::Answer { ticket, .. } => {
                let begun = inbound.conversation.room.parse().ok().and_then(NonZeroU64::new);
                let in_dm = begun.map_or(Owner::Dm, |guild| Owner::Begun(guild.into()));
                let owner = if ticket.ephemeral { Owner::Person(ticket.user) } else { in_dm };
                let (ephemeral, elsewhere) = (ticket.ephemeral, ticket.elsewhere);
                pages(outbound, Look { owner, ephemeral, elsewhere, language, wrote: None })
            }
            Way::Public { said, .. } => {
                let wrote = match &inbound.body {
                    Body::Text(text) => Some(text),
                    Body::Tap(_) | Body::Unreadable(_) => None,
                };
                let mut pages = pages(outbound, Look { owner: Owner::Everyone, wrote, ..Look::in_dm(language) });
                pages[0]["message_reference"] =
                    json!({ "message_id": said.id, "channel_id": said.channel, "fail_if_not_exists": false });
                pages
            }
        }
    }

    /// Queues an answer for a place, a person or an interaction.
    pub fn send_to(&self, to: &To, outbound: &Outbound, lane: Lane, look: Look<'_>, nonce: Option<&str>) -> Sending {
        self.send_pages(to, pages(outbound, look), lane, nonce)
    }

    /// Queues messages in order.
    pub fn send_pages(&self, to: &To, pages: Vec<Value>, lane: Lane, nonce: Option<&str>) -> Sending {
        let pieces = pages.into_iter().enumerate().map(|(number, body)| {
            let nonce = nonce.map(|nonce| nonce_of(nonce, number));
            Piece { to: to.clone(), lane, body, nonce }
        });
        let pieces = pieces.collect();
        match to {
            To::Place(channel) => self.messages.send(&channel.to_string(), lane, pieces),
            // The same queue as for answers in that channel, where it is known: they stay in order.
            To::Person(user) => {
                let address = self.places.channel_of(*user).map_or_else(|| format!("u{user}"), |id| id.to_string());
                self.messages.send(&address, lane, pieces)
            }
            To::Answer(ticket) => self.replies.send(&format!("i{}", ticket.id), lane, pieces),
        }
    }

    /// Answers an interaction with plain words.
    pub fn tell(self: &Arc<Self>, ticket: &Arc<Ticket>, text: &str) {
        let page = page::page(text, ticket.ephemeral);
        let sending = self.send_pages(&To::Answer(Arc::clone(ticket)), vec![page], Lane::Reply, None);
        self.tasks.spawn(async move {
            let _logged_by_the_poster = sending.await;
        });
    }

    /// What follows from how a send ended.
    pub async fn settle(&self, delivered: Delivered, person: &PersonKey, receipt: Receipt) {
        match delivered {
            Delivered::Sent => {}
            Delivered::Unreachable => self.answers.unreachable(person).await,
            // It stays unsent, for the next start or the next time that Discord tells of the event.
            Delivered::RetryAfter(_) | Delivered::Ambiguous => {
                warn!("an answer could not be delivered to Discord for now");
                return;
            }
            Delivered::Refused(why) => warn!(why, "Discord did not take an answer"),
        }
        self.answers.sent(receipt).await;
    }
}

/// A nonce for one message of an answer: the same for the same event, and short enough.
pub fn nonce_of(update: &str, number: usize) -> String {
    let plain = format!("{update}-{number}");
    if plain.len() <= NONCE {
        return plain;
    }
    let mut hasher = DefaultHasher::new();
    update.hash(&mut hasher);
    format!("{:x}-{number}", hasher.finish())
}
