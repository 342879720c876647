//! Reminders, and answers that were on their way when the program ended: to an address that was kept.
//!
//! An address is the id of a direct-message channel, or `u` and the id of a person whose direct messages are opened when
//! there is first something to send, with the server where it was begun behind a slash: that the person asked for it is
//! for the sender to know.

use std::num::NonZeroU64;
use std::sync::Arc;

use async_trait::async_trait;
use serenity::model::id::{ChannelId, GuildId, UserId};
use tracing::info;

use super::custom_id::Owner;
use super::hub::Hub;
use super::page::Look;
use super::poster::To;
use crate::channel::{Delivered, Delivers, Lane};
use crate::message::{Language, Outbound, Platform};

/// The channel as the sender of reminders sees it.
pub struct Deliveries(pub Arc<Hub>);

#[async_trait]
impl Delivers for Deliveries {
    async fn deliver(&self, reach: &str, outbound: &Outbound, lane: Lane, nonce: Option<&str>) -> Delivered {
        let Some((to, owner)) = to(reach) else { return Delivered::Refused("there is no address for it") };
        let look = Look { owner, ..Look::in_dm(Language::En) };
        let delivered = self.0.send_to(&to, outbound, lane, look, nonce).await;
        if delivered == Delivered::Unreachable && lane == Lane::Reminder {
            let person = match to {
                To::Person(user) => Some(user),
                To::Place(channel) => self.0.places.person_of(channel),
                To::Answer(_) => None,
            };
            if let Some(person) = person {
                self.0.places.missed(person);
            }
        }
        delivered
    }
}

impl Hub {
    /// Sends what was on its way when the program ended.
    pub async fn send_unsent(self: &Arc<Self>) {
        let unsent = self.answers.unsent(Platform::Discord).await;
        if !unsent.is_empty() {
            info!(count = unsent.len(), "answers that were on their way are sent now");
        }
        for unsent in unsent {
            let lane = Lane::of(&unsent.outbound);
            // The nonce of the first try: Discord shows it once, if that one has arrived after all.
            let nonce = unsent.receipt.name();
            let deliveries = Deliveries(Arc::clone(self));
            let delivered = deliveries.deliver(&unsent.reach, &unsent.outbound, lane, nonce.as_deref()).await;
            if !matches!(delivered, Delivered::RetryAfter(_) | Delivered::Ambiguous) {
                self.answers.sent(unsent.receipt).await;
            }
        }
    }
}

/// The address, and the server in which what it is about was begun.
fn to(reach: &str) -> Option<(To, Owner)> {
    let id = |text: &str| text.parse::<u64>().ok().and_then(NonZeroU64::new);
    let Some(person) = reach.strip_prefix('u') else {
        return id(reach).map(|id| (To::Place(ChannelId::from(id)), Owner::Dm));
    };
    let (user, guild) = person.split_once('/').map_or((person, None), |(user, guild)| (user, id(guild)));
    let owner = guild.map_or(Owner::Dm, |guild| Owner::Begun(GuildId::from(guild)));
    id(user).map(|id| (To::Person(UserId::from(id)), owner))
}
