//! Messages: direct ones are answered; in servers only those that speak to the bot, or that stand where a community
//! turned something on. Bots, webhooks and Discord's own notices are none of its business.

use std::sync::Arc;

use serde_json::Value;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};
use tracing::warn;

use super::community::Community;
use super::cues;
use super::hub::{Hub, dm_conversation, person};
use super::read;
use super::said::{Reading, Said};
use super::turn::{Turn, Way};
use crate::desk;
use crate::message::{Body, ConversationKey, Inbound, MessageText, Place};
use crate::safety::Level;

impl Hub {
    pub fn hear_message(self: &Arc<Self>, event: &Value) {
        match Reading::of(event) {
            Reading::NotAPerson => {}
            Reading::Broken(broken) => {
                self.count_broken("MESSAGE_CREATE");
                self.broken_message(broken);
            }
            Reading::Said(said) => self.said(*said),
        }
    }

    pub fn said(self: &Arc<Self>, said: Said) {
        if self.is_me(said.author) || !self.seen.is_first(said.id.get()) {
            return;
        }
        self.seen.are_new_words(said.id, &said.text);
        match said.guild {
            None => self.said_in_dm(&said),
            Some(guild) => self.in_server(said, guild, false),
        }
    }

    /// A message in a server, new or changed. What holds in the place where it was written is found out first: a
    /// message that comes before the settings have been read waits for them.
    fn in_server(self: &Arc<Self>, said: Said, guild: GuildId, changed: bool) {
        let known = self.communities.of(guild);
        let is_known = |community: &Community| !community.needs_words() || self.communities.knows_channel(said.channel);
        if let Some(community) = known.filter(|community| is_known(community)) {
            self.weigh(said, guild, &community, changed);
            return;
        }
        let hub = Arc::clone(self);
        self.tasks.spawn(async move {
            let now = hub.time.now();
            let community = match hub.communities.load_now_and_then(guild, now).await {
                Ok(community) => community,
                Err(error) => {
                    warn!(%error, "a server's settings count as off until they can be read");
                    Arc::default()
                }
            };
            if community.needs_words() {
                hub.intents.want_words();
                if !hub.communities.knows_channel(said.channel) {
                    hub.find_channel(said.channel).await;
                }
            }
            hub.weigh(said, guild, &community, changed);
        });
    }

    fn said_in_dm(self: &Arc<Self>, said: &Said) {
        self.places.opened(said.author, said.channel);
        self.places.heard(said.channel, said.id, None);
        let body = body(&said.text, said);
        self.take_turn(Turn { inbound: in_dm(said, said.id.to_string(), body), way: Way::Dm(said.channel) });
    }

    fn weigh(self: &Arc<Self>, mut said: Said, guild: GuildId, community: &Community, changed: bool) {
        let channel = self.communities.channel_of(said.channel);
        let is_in = |channels: &std::collections::BTreeSet<ChannelId>| {
            channels.contains(&channel) || channels.contains(&said.channel)
        };
        let me = self.me.get();
        let spoken_to = me.is_some_and(|me| said.mentions.contains(me) || said.replies_to == Some(*me));
        let answered = spoken_to || is_in(&community.answered);
        let screened = is_in(&community.screened);
        if !answered && !screened {
            return;
        }
        if screened {
            self.places.heard(said.channel, said.id, Some(guild));
        }
        if said.id.get() == said.channel.get() {
            said.text = self.titles.above(said.channel, &said.text);
        }
        let library = self.answers.library();
        let verdict = self.cues.screen(&library, said.author, &said.text, &self.time);
        // What the lexicons are unsure of is looked at first, where anybody reads after them.
        let is_settled = !desk::wants_look(&library, said.text.reveal(), &verdict);
        if verdict.level >= Level::Crisis && is_settled {
            self.hand_over_soon(said, guild, verdict.level);
        } else if answered && !changed {
            self.answer_in_public(said, guild, community);
        } else {
            self.look_again(said, guild, verdict);
        }
    }

    fn answer_in_public(self: &Arc<Self>, said: Said, guild: GuildId, community: &Community) {
        let text = self.without_mention(&said.text);
        // Only the mention: they want to know what there is.
        let named_only = text.reveal().is_empty() && said.unreadable.is_none();
        let body = if named_only { Body::Tap("w:menu".to_owned()) } else { body(&text, &said) };
        let inbound = Inbound {
            conversation: ConversationKey { person: person(said.author), room: format!("{guild}/public") },
            update: said.id.to_string(),
            place: Place::Public,
            language: community.language,
            country: community.country,
            body,
            reach: String::new(),
            written_at: Some(read::made_at(said.id.get())),
        };
        self.take_turn(Turn { inbound, way: Way::Public { said: Arc::new(said), guild } });
    }

    /// The words without the mention of the bot.
    fn without_mention(&self, text: &MessageText) -> MessageText {
        let Some(me) = self.me.get() else { return text.clone() };
        let bare = text.reveal().replace(&format!("<@{me}>"), " ").replace(&format!("<@!{me}>"), " ");
        MessageText::from(bare.trim())
    }

    /// A message was changed: what it says now is screened, once; nothing else is answered a second time.
    pub fn hear_edit(self: &Arc<Self>, event: &Value) {
        let said = match Reading::of(event) {
            Reading::NotAPerson => return,
            Reading::Said(said) => *said,
            Reading::Broken(broken) if broken.text.reveal().is_empty() => return,
            Reading::Broken(broken) => {
                self.count_broken("MESSAGE_UPDATE");
                self.broken_message(broken);
                return;
            }
        };
        if said.text.reveal().is_empty() || self.is_me(said.author) || !self.seen.are_new_words(said.id, &said.text) {
            return;
        }
        let Some(edited_at) = said.edited_at.clone() else { return };
        match said.guild {
            None => self.edited_in_dm(&said, &edited_at),
            Some(guild) => self.in_server(said, guild, true),
        }
    }

    fn edited_in_dm(self: &Arc<Self>, said: &Said, edited_at: &str) {
        let inbound = in_dm(said, format!("{}@{edited_at}", said.id), Body::Text(said.text.clone()));
        let (hub, channel) = (Arc::clone(self), said.channel);
        self.tasks.spawn(async move {
            let look = hub.answers.look(&inbound).await;
            if hub.answers.overtakes(&inbound, &look) {
                hub.turn(Turn { inbound, way: Way::Dm(channel) }, Some(look)).await;
            }
        });
    }

    /// Something essential could not be read. Words of danger are answered even so, where there is a way.
    pub fn broken_message(self: &Arc<Self>, broken: Broken) {
        let level = cues::level(&self.answers.library(), &broken.text);
        let Some(channel) = broken.channel else { return };
        if level < Level::Crisis {
            return;
        }
        if let Some(author) = broken.author {
            let id = broken.id.unwrap_or_else(|| self.made_up_id());
            if !self.seen.is_first(id.get()) {
                return;
            }
            let said = Said::bare(id, channel, broken.guild, author, broken.text);
            match said.guild {
                None => {
                    let body = Body::Text(said.text.clone());
                    let inbound = in_dm(&said, said.id.to_string(), body);
                    self.take_turn(Turn { inbound, way: Way::Dm(channel) });
                }
                Some(guild) => self.hand_over_soon(said, guild, level),
            }
            return;
        }
        match broken.guild {
            None => self.help_unknown(channel, &broken.text),
            Some(guild) => self.post_resources_soon(channel, guild),
        }
    }

    /// An id for an event that came without one: it is answered, and can only be answered twice if it comes twice.
    fn made_up_id(&self) -> MessageId {
        let nanoseconds = u64::try_from(self.time.now().as_nanosecond()).unwrap_or(1);
        MessageId::new(nanoseconds.max(1))
    }
}

/// A message of which something essential is missing: what there is.
#[derive(Debug)]
pub struct Broken {
    pub text: MessageText,
    pub channel: Option<ChannelId>,
    pub guild: Option<GuildId>,
    pub author: Option<UserId>,
    pub id: Option<MessageId>,
}

/// What the desk is told of a direct message, or of one that is answered like one.
pub fn in_dm(said: &Said, update: String, body: Body) -> Inbound {
    let reach = if said.guild.is_none() { said.channel.to_string() } else { format!("u{}", said.author) };
    Inbound {
        conversation: dm_conversation(said.author),
        update,
        place: Place::Private,
        language: None,
        country: None,
        body,
        reach,
        written_at: Some(read::made_at(said.id.get())),
    }
}

fn body(text: &MessageText, said: &Said) -> Body {
    said.unreadable.map_or_else(|| Body::Text(text.clone()), Body::Unreadable)
}
