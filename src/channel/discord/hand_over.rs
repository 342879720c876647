//! Help in private for words that were said where others read along.
//!
//! The card goes to their writer as a direct message, which no click preceded and the community's rules announce. Where
//! the community keeps the bot out of direct messages, or they are closed, the community's resources message stands in
//! the channel: the same words as the pinned one, no reply, no mention. Moderators hear of it only where the community
//! turned that on and the writer has been told; what they get is a link and the time.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serenity::model::id::{ChannelId, GuildId};
use tracing::warn;

use super::community::{Community, resources};
use super::hub::{Hub, person};
use super::messages::in_dm;
use super::page::{self, Look};
use super::poster::To;
use super::said::Said;
use super::turn::nonce_of;
use super::{read, words};
use crate::channel::{Delivered, Lane};
use crate::desk;
use crate::keeper::{Reply, Taken};
use crate::message::{Body, Bubble, Country, Inbound, Language, MessageText, Outbound, Tone};
use crate::safety::{Level, Verdict};

/// When the direct message has not arrived by then, the resources message goes out as well.
const PATIENCE: Duration = Duration::from_secs(10);
/// One resources message in a channel serves everyone who needs it within this time.
const STANDS_FOR: Duration = Duration::from_secs(30);

/// What there is already when help is handed over.
pub enum Given {
    Nothing,
    /// The second reader has looked at the message.
    Look(desk::Look),
    /// The desk has made the card.
    Card(Reply),
}

impl Hub {
    /// The second reader looks at a message of a channel that the lexicons have passed, where there is room. What it thinks
    /// to be grave is handed over, and nothing else comes of it.
    pub fn look_again(self: &Arc<Self>, said: Said, guild: GuildId, verdict: Verdict) {
        if !desk::wants_look(&self.answers.library(), said.text.reveal(), &verdict) {
            return;
        }
        let hub = Arc::clone(self);
        self.tasks.spawn(async move {
            let place = format!("{guild}/{}", said.channel);
            let look = hub.answers.look_in_place(&person(said.author), &place, &said.text, &verdict).await;
            let level = look.raise(verdict).level;
            if level >= Level::Crisis {
                hub.hand_over(&said, guild, Given::Look(look), level).await;
            }
        });
    }

    pub fn hand_over_soon(self: &Arc<Self>, said: Said, guild: GuildId, level: Level) {
        let hub = Arc::clone(self);
        self.tasks.spawn(async move { hub.hand_over(&said, guild, Given::Nothing, level).await });
    }

    /// Hands help over to the writer of a message.
    pub async fn hand_over(self: &Arc<Self>, said: &Said, guild: GuildId, given: Given, level: Level) {
        let community = self.communities.load(guild).await.unwrap_or_default();
        let reply = match given {
            Given::Card(reply) => Some(reply),
            Given::Look(look) => self.card_for(said, community.country, Some(look)).await,
            Given::Nothing => self.card_for(said, community.country, None).await,
        };
        let Some(Reply { mut outbound, receipt, .. }) = reply else { return };
        let language = community.language.unwrap_or_default();
        let alerts = community.alerts.filter(|_| !community.stay_out_of_dms);
        if alerts.is_some() {
            outbound.bubbles.push(Bubble::Text(Arc::from(words::MODERATORS_TOLD.of(language))));
        }
        let told = !community.stay_out_of_dms && self.write_to(said, &outbound, language).await;
        if !told {
            self.post_resources(said.channel, &community).await;
        }
        self.answers.sent(receipt).await;
        if let Some(alerts) = alerts.filter(|_| told) {
            self.alert(alerts, said, guild, level, language);
        }
    }

    /// The card for a message. Where the desk, which does not know what else was said in the channel, sees no danger in
    /// it, the person gets the help lines all the same.
    async fn card_for(&self, said: &Said, country: Option<Country>, look: Option<desk::Look>) -> Option<Reply> {
        let update = said.edited_at.as_ref().map_or_else(|| said.id.to_string(), |at| format!("{}@{at}", said.id));
        let inbound = Inbound { country, ..in_dm(said, update.clone(), Body::Text(said.text.clone())) };
        let Taken::Reply(reply) = self.answers.take(&inbound, look).await else { return None };
        if reply.outbound.tone == Tone::Crisis {
            return Some(reply);
        }
        self.answers.sent(reply.receipt).await;
        let help = Body::Tap("w:help_now".to_owned());
        let help = Inbound { country, ..in_dm(said, format!("{update}+"), help) };
        match self.answers.take(&help, None).await {
            Taken::Reply(reply) => Some(reply),
            Taken::Seen => None,
        }
    }

    /// Writes to the person; whether that worked, or will have worked soon.
    async fn write_to(&self, said: &Said, outbound: &Outbound, language: Language) -> bool {
        let look = Look::in_dm(language);
        let update = said.id.to_string();
        let sending = self.send_to(&To::Person(said.author), outbound, Lane::Crisis, look, Some(&update));
        tokio::select! {
            delivered = sending => {
                if delivered == Delivered::Unreachable {
                    self.answers.unreachable(&person(said.author)).await;
                }
                delivered == Delivered::Sent
            }
            () = self.time.sleep(PATIENCE) => {
                warn!("a card could not be delivered in time; the resources message stands in for it");
                false
            }
        }
    }

    /// Posts the resources message of a community, unless it stands there since a moment ago.
    async fn post_resources(self: &Arc<Self>, channel: ChannelId, community: &Community) {
        let now = self.time.now();
        if !self.stands.post(channel, now) {
            return;
        }
        let message = resources(&self.answers.library(), community, now);
        match self.send_pages(&To::Place(channel), vec![message], Lane::Crisis, None).await {
            Delivered::Sent => {}
            delivered => {
                self.stands.gone(channel);
                warn!(?delivered, "a resources message could not be posted");
            }
        }
    }

    pub fn post_resources_soon(self: &Arc<Self>, channel: ChannelId, guild: GuildId) {
        let hub = Arc::clone(self);
        self.tasks.spawn(async move {
            let community = hub.communities.load(guild).await.unwrap_or_default();
            hub.post_resources(channel, &community).await;
        });
    }

    /// Help in direct messages for someone of whom nothing is known but where they wrote.
    pub fn help_unknown(self: &Arc<Self>, channel: ChannelId, text: &MessageText) {
        let outbound = self.card_without_memory(text);
        let look = Look::in_dm(Language::En);
        let sending = self.send_to(&To::Place(channel), &outbound, Lane::Crisis, look, None);
        self.tasks.spawn(async move {
            if sending.await != Delivered::Sent {
                warn!("a card for an event that could not be read whole was not delivered");
            }
        });
    }

    /// What the desk says to words alone.
    pub fn card_without_memory(&self, text: &MessageText) -> Outbound {
        let said = Said::bare(
            serenity::model::id::MessageId::default(),
            ChannelId::default(),
            None,
            serenity::model::id::UserId::default(),
            text.clone(),
        );
        let inbound = in_dm(&said, String::new(), Body::Text(text.clone()));
        crate::desk::answer(&self.answers.library(), crate::desk::Conversation::default(), &inbound, self.time.now())
            .outbound
    }

    fn alert(self: &Arc<Self>, channel: ChannelId, said: &Said, guild: GuildId, level: Level, language: Language) {
        let words = if level >= Level::Emergency { words::ALERT_URGENT } else { words::ALERT };
        let link = format!("https://discord.com/channels/{guild}/{}/{}", said.channel, said.id);
        let text = words.of(language).replace("{link}", &link);
        let text = text.replace("{time}", &format!("<t:{}:f>", read::made_at(said.id.get())));
        let nonce = nonce_of(&format!("a{}", said.id), 0);
        let sending = self.send_pages(&To::Place(channel), vec![page::page(&text, false)], Lane::Reply, Some(&nonce));
        self.tasks.spawn(async move {
            if !matches!(sending.await, Delivered::Sent) {
                warn!("moderators could not be told: the channel for alerts does not take it");
            }
        });
    }
}

/// The resources messages that stand since a moment ago.
#[derive(Default)]
pub struct Stands(std::sync::Mutex<std::collections::HashMap<ChannelId, Timestamp>>);

impl Stands {
    /// Whether one is to be posted now.
    fn post(&self, channel: ChannelId, now: Timestamp) -> bool {
        let mut known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let fresh = |at: &Timestamp| Duration::try_from(now.duration_since(*at)).unwrap_or_default() < STANDS_FOR;
        known.retain(|_, at| fresh(at));
        if known.contains_key(&channel) {
            return false;
        }
        known.insert(channel, now);
        true
    }

    fn gone(&self, channel: ChannelId) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(&channel);
    }
}
