//! `/handrail`: what those who manage a server turn on, post and look up. Only they see the answers.

use std::sync::Arc;

use serde_json::{Value, json};
use serenity::model::id::{ChannelId, GuildId, InteractionId};
use serenity::model::permissions::Permissions;

use super::community::{self, Community, resources, rules, shown};
use super::hub::Hub;
use super::interaction::{Act, Interaction};
use super::rest::Call;
use super::ticket::Ticket;
use super::turn::nonce_of;
use super::words;
use crate::channel::Lane;
use crate::engine::country_name;
use crate::message::Language;

impl Hub {
    pub fn administer(self: &Arc<Self>, ticket: &Arc<Ticket>, interaction: Interaction) {
        let (hub, ticket) = (Arc::clone(self), Arc::clone(ticket));
        self.defer_if_late(&ticket);
        self.tasks.spawn(async move {
            let text = hub.administered(&interaction).await;
            hub.tell(&ticket, &text);
        });
    }

    async fn administered(self: &Arc<Self>, interaction: &Interaction) -> String {
        let language = self.language(interaction);
        let Some(guild) = interaction.guild() else { return words::SERVER_ONLY.of(language).to_owned() };
        if !interaction.permissions.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR) {
            return words::ADMIN_ONLY.of(language).to_owned();
        }
        let Act::Command { sub, options, .. } = &interaction.act else { return String::new() };
        match (sub.as_deref(), interaction.channel) {
            (Some("setup"), _) => self.set_up(guild, options, language).await,
            (Some("post"), Some(channel)) => self.post(guild, (channel, interaction.id), language).await,
            _ => match self.communities.load(guild).await {
                Ok(community) => self.status(&community, language),
                Err(_) => words::NOT_KEPT.of(language).to_owned(),
            },
        }
    }

    async fn set_up(self: &Arc<Self>, guild: GuildId, options: &[(String, Value)], language: Language) -> String {
        let change = match community::change(options) {
            Ok(change) => change,
            Err(words) => return words.of(language).to_owned(),
        };
        let mut refused = None;
        let changed = self.communities.change(guild, |community| refused = change.apply(community).err()).await;
        let community = match (refused, changed) {
            (Some(words), _) => return words.of(language).to_owned(),
            (None, Err(_)) => return words::NOT_KEPT.of(language).to_owned(),
            (None, Ok(community)) => community,
        };
        for channel in community.screened.iter().chain(&community.answered).chain(&community.alerts) {
            // Whoever sets a channel up has just seen to its permissions.
            self.places.enable(*channel);
        }
        if community.needs_words() {
            self.intents.want_words();
        }
        let mut text = format!("{} {}", words::KEPT.of(language), self.status(&community, language));
        if let Some(rules) = rules(&community, community.language.unwrap_or(language)) {
            text = format!("{text}\n\n{}\n>>> {rules}", words::TELL_MEMBERS.of(language));
        }
        text
    }

    fn status(&self, community: &Community, language: Language) -> String {
        let not_set = words::NOT_SET.of(language);
        let spoken = community.language.map_or(not_set, Language::name);
        let country = community.country.map_or_else(|| not_set.to_owned(), |country| country_name(country, language));
        let mut lines = vec![
            shown(community, language),
            words::LANGUAGE_IS.of(language).replace("{value}", spoken),
            words::COUNTRY_IS.of(language).replace("{value}", &country),
        ];
        if let Some(alerts) = community.alerts {
            lines.push(format!("- {}", community::channels([alerts])));
        }
        if self.intents.is_refused() && community.needs_words() {
            lines.push(words::WORDS_REFUSED.of(language).to_owned());
        }
        lines.join("\n")
    }

    async fn post(
        self: &Arc<Self>,
        guild: GuildId,
        (channel, asked): (ChannelId, InteractionId),
        language: Language,
    ) -> String {
        let Ok(community) = self.communities.load(guild).await else { return words::NOT_KEPT.of(language).to_owned() };
        self.places.enable(channel);
        let mut message = resources(&self.answers.library(), &community, self.time.now());
        // Discord may tell of the command twice, and a try whose end is not known is tried again.
        message["nonce"] = json!(nonce_of(&asked.to_string(), 0));
        message["enforce_nonce"] = json!(true);
        let post = Call::post(format!("/channels/{channel}/messages"), message).in_lane(Lane::Reply);
        let posted = self.rest.insist(&post).await.ok();
        let Some(id) = posted.and_then(|posted| super::read::id::<serenity::model::id::MessageId>(&posted, "/id"))
        else {
            return words::NOT_POSTED.of(language).to_owned();
        };
        let pinned = self.rest.call(&Call::put(format!("/channels/{channel}/pins/{id}"), None)).await;
        if pinned.is_ok() { words::POSTED.of(language) } else { words::POSTED_NOT_PINNED.of(language) }.to_owned()
    }
}
