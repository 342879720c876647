//! Interactions: what a command, a button, a select, a form or a menu means, and that it is answered in time.

use std::sync::Arc;

use secrecy::SecretString;
use serde_json::Value;
use serenity::model::id::{GuildId, InteractionId};
use tracing::warn;

use super::commands;
use super::cues;
use super::custom_id::{self, Does, Owner};
use super::hub::{Hub, dm_conversation, person};
use super::interaction::{Act, Interaction, Where};
use super::page::{self, Look};
use super::poster::To;
use super::ticket::{DEFER, Later, State, Ticket};
use super::turn::{Turn, Way};
use super::{read, words};
use crate::channel::{Delivered, Lane};
use crate::keeper::Taken;
use crate::message::{Body, ConversationKey, Inbound, Language, MessageText, Place};

/// The card for someone who worries about another person.
const ABOUT_SOMEONE: &str = "k:someone_else";
const MENU: &str = "w:menu";
/// Longest payload of a button that is handed on.
const PAYLOAD: usize = 100;

impl Hub {
    pub fn hear_interaction(self: &Arc<Self>, event: &Value) {
        let Some(interaction) = Interaction::of(event) else {
            self.count_broken("INTERACTION_CREATE");
            self.broken_interaction(event);
            return;
        };
        if !self.seen.is_first(interaction.id.get()) {
            return;
        }
        if let (Where::Dm, Some(channel)) = (interaction.place, interaction.channel) {
            self.places.opened(interaction.user, channel);
        }
        let ticket = Arc::new(self.ticket(&interaction));
        match &interaction.act {
            Act::Typing { text, .. } => self.complete(&ticket, &interaction, text),
            Act::Command { name, .. } if name == commands::ADMIN => self.administer(&ticket, interaction),
            Act::Press { custom_id, .. } => match custom_id::read(custom_id) {
                Some((owner, _)) if !owner.admits(interaction.user) => {
                    self.tell(&ticket, words::NOT_YOURS.of(self.language(&interaction)));
                }
                Some((owner, Does::Write)) => self.open_form(&ticket, owner, &interaction),
                Some((_, Does::ToDm)) => self.move_to_dm(&ticket, &interaction),
                _ => self.answer_interaction(ticket, interaction),
            },
            Act::Command { .. } | Act::Menu { .. } | Act::Form { .. } => self.answer_interaction(ticket, interaction),
        }
    }

    fn ticket(&self, interaction: &Interaction) -> Ticket {
        let later = match (interaction.place, interaction.channel) {
            (Where::Dm, Some(channel)) => Later::Dm(channel),
            (Where::Server(guild), _) if !self.stays_out(interaction) => Later::OpenDm(guild),
            (Where::Dm | Where::Server(_) | Where::Elsewhere, _) => Later::Nowhere,
        };
        Ticket {
            id: interaction.id,
            application: interaction.application,
            token: interaction.token.clone(),
            user: interaction.user,
            received_at: self.time.now(),
            ephemeral: interaction.place != Where::Dm,
            elsewhere: interaction.place == Where::Elsewhere,
            later,
            state: tokio::sync::Mutex::new(State::Fresh),
        }
    }

    fn stays_out(&self, interaction: &Interaction) -> bool {
        let community = interaction.guild().and_then(|guild| self.communities.of(guild));
        community.is_some_and(|community| community.stay_out_of_dms)
    }

    /// The language of the person's Discord, else of the server.
    pub fn language(&self, interaction: &Interaction) -> Language {
        let community = interaction.guild().and_then(|guild| self.communities.of(guild));
        interaction.locale.or_else(|| community.and_then(|community| community.language)).unwrap_or_default()
    }

    fn answer_interaction(self: &Arc<Self>, ticket: Arc<Ticket>, interaction: Interaction) {
        let language = self.language(&interaction);
        let asks_for_privacy = matches!(&interaction.act, Act::Command { name, .. } if name == commands::PRIVACY);
        // With `/privacy`, members see what their server turned on.
        let shows = interaction.guild().filter(|_| asks_for_privacy);
        let room = match (interaction.place, interaction.channel) {
            (Where::Server(guild), _) => guild.to_string(),
            (Where::Elsewhere, Some(channel)) => format!("c{channel}"),
            (Where::Elsewhere, None) => "c".to_owned(),
            (Where::Dm, _) => begun_in(&interaction.act).map(|guild| guild.to_string()).unwrap_or_default(),
        };
        let reach = match (interaction.place, interaction.channel) {
            (Where::Dm, Some(channel)) => channel.to_string(),
            (Where::Server(guild), _) if !self.stays_out(&interaction) => format!("u{}/{guild}", interaction.user),
            (Where::Dm | Where::Server(_) | Where::Elsewhere, _) => String::new(),
        };
        let community = interaction.guild().and_then(|guild| self.communities.of(guild));
        let inbound = Inbound {
            conversation: ConversationKey { person: person(interaction.user), room },
            update: interaction.id.to_string(),
            place: Place::Private,
            language: Some(language),
            country: community.and_then(|community| community.country),
            body: self.body(interaction.act),
            reach,
            written_at: Some(read::made_at(interaction.id.get())),
        };
        self.defer_if_late(&ticket);
        self.take_turn(Turn { inbound, way: Way::Answer { ticket, shows } });
    }

    fn body(&self, act: Act) -> Body {
        match act {
            Act::Command { name, options, .. } => {
                let option = |wanted: &str| {
                    options.iter().find(|(name, _)| name == wanted).and_then(|(_, value)| value.as_str())
                };
                match (name.as_str(), option("question"), option("mine")) {
                    (commands::ASK, Some(question), _) => Body::Text(MessageText::from(question)),
                    (commands::PRIVACY, _, Some("show")) => tap("w:show_data"),
                    (commands::PRIVACY, _, Some("delete")) => tap("w:delete_data"),
                    (name, ..) => tap(commands::payload(name).unwrap_or(MENU)),
                }
            }
            // A message that someone wrote themselves is as if they said it here; one of someone else is never quoted.
            Act::Menu { own: true, target: Some(text), .. } if cues::is_urgent(&self.answers.library(), &text) => {
                Body::Text(text)
            }
            Act::Menu { .. } => tap(ABOUT_SOMEONE),
            Act::Press { custom_id, values } => match custom_id::read(&custom_id) {
                Some((_, Does::Choose(payload))) => tap(payload),
                Some((_, Does::Select)) => {
                    let value = values.into_iter().next().unwrap_or_default();
                    let text = MessageText::from(value.as_str());
                    if cues::is_urgent(&self.answers.library(), &text) { Body::Text(text) } else { Body::Tap(value) }
                }
                Some((_, Does::Write | Does::ToDm)) => tap(MENU),
                None => Body::Tap(custom_id.chars().take(PAYLOAD).collect()),
            },
            Act::Form { text, .. } | Act::Typing { text, .. } => Body::Text(text),
        }
    }

    fn open_form(self: &Arc<Self>, ticket: &Arc<Ticket>, owner: Owner, interaction: &Interaction) {
        let form = page::form(owner, self.language(interaction));
        let (hub, ticket) = (Arc::clone(self), Arc::clone(ticket));
        self.tasks.spawn(async move {
            if let Err(failure) = hub.poster.open_form(&ticket, &form).await
                && !failure.is_answered_before()
            {
                warn!(%failure, "a form could not be opened");
            }
        });
    }

    /// Goes on in direct messages, which the person has just asked for.
    fn move_to_dm(self: &Arc<Self>, ticket: &Arc<Ticket>, interaction: &Interaction) {
        let language = self.language(interaction);
        let inbound = Inbound {
            conversation: dm_conversation(interaction.user),
            update: interaction.id.to_string(),
            place: Place::Private,
            language: Some(language),
            country: None,
            body: tap(MENU),
            reach: format!("u{}", interaction.user),
            written_at: Some(read::made_at(interaction.id.get())),
        };
        self.defer_if_late(ticket);
        let (hub, ticket) = (Arc::clone(self), Arc::clone(ticket));
        self.tasks.spawn(async move {
            let Taken::Reply(reply) = hub.answers.take(&inbound, None).await else { return };
            let to = To::Person(ticket.user);
            let look = Look::in_dm(language);
            let nonce = reply.receipt.name().unwrap_or(inbound.update);
            let delivered = hub.send_to(&to, &reply.outbound, Lane::Reply, look, Some(&nonce)).await;
            let words = if delivered == Delivered::Sent { words::WROTE_TO_YOU } else { words::CANNOT_WRITE };
            hub.tell(&ticket, words.of(language));
            hub.settle(delivered, &inbound.conversation.person, reply.receipt).await;
        });
    }

    /// Discord is told that an answer will come, when it takes longer.
    pub fn defer_if_late(self: &Arc<Self>, ticket: &Arc<Ticket>) {
        let (hub, ticket) = (Arc::clone(self), Arc::clone(ticket));
        self.tasks.spawn(async move {
            hub.time.sleep(DEFER.saturating_sub(ticket.age(hub.time.now()))).await;
            hub.poster.defer(&ticket).await;
        });
    }

    /// An interaction that could not be read: words of danger in it are answered, if it can be answered at all.
    fn broken_interaction(self: &Arc<Self>, event: &Value) {
        let mut words = Vec::new();
        gather(event.get("data").unwrap_or(&Value::Null), &mut words);
        let text = MessageText::from(words.join("\n"));
        let (Some(id), Some(application), Some(token)) =
            (read::id::<InteractionId>(event, "/id"), read::id(event, "/application_id"), read::text(event, "/token"))
        else {
            return;
        };
        if !self.seen.is_first(id.get()) || !cues::is_urgent(&self.answers.library(), &text) {
            return;
        }
        let ticket = Arc::new(Ticket {
            id,
            application,
            token: SecretString::from(token),
            user: serenity::model::id::UserId::default(),
            received_at: self.time.now(),
            ephemeral: true,
            elsewhere: false,
            later: Later::Nowhere,
            state: tokio::sync::Mutex::new(State::Fresh),
        });
        let outbound = self.card_without_memory(&text);
        let look = Look { owner: Owner::Everyone, ephemeral: true, ..Look::in_dm(Language::En) };
        let sending = self.send_to(&To::Answer(ticket), &outbound, Lane::Crisis, look, None);
        self.tasks.spawn(async move {
            if sending.await != Delivered::Sent {
                warn!("a card for an interaction that could not be read whole was not delivered");
            }
        });
    }
}

/// The server in which what a component goes on with was begun, where that is not where it stands.
fn begun_in(act: &Act) -> Option<GuildId> {
    let (Act::Press { custom_id, .. } | Act::Form { custom_id, .. }) = act else { return None };
    match custom_id::read(custom_id) {
        Some((Owner::Begun(guild), _)) => Some(guild),
        _ => None,
    }
}

fn tap(payload: &str) -> Body {
    Body::Tap(payload.to_owned())
}

/// Every text that a person may have written or chosen.
fn gather(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(text) if key == "value" || key == "content" => words.push(text.clone()),
                    Value::Object(_) | Value::Array(_) => gather(value, words),
                    _ => {}
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| gather(value, words)),
        _ => {}
    }
}
