//! After a session was lost, Discord does not tell what happened meanwhile. Direct messages and those of screened channels
//! are fetched, so that nobody who wrote in that time is left without an answer; what was answered before is known by its id.
//! After a start with a session that Discord has let go of, these are the direct messages of those who wrote before.

use std::sync::{Arc, PoisonError};

use serenity::model::id::MessageId;
use tracing::{info, warn};

use super::hub::Hub;
use super::places::Heard;
use super::read;
use super::rest::Call;
use super::said::Reading;
use crate::channel::Lane;

/// Messages that are fetched of one conversation.
const MOST: usize = 50;

/// So long before the last sign of life an event may have been heard and not been answered.
const MARGIN: i64 = 60;
/// Whoever wrote in these days is looked for; later ones of a conversation are rare, and each costs a call.
const DAYS: i64 = 30;

impl Hub {
    /// The direct-message channels that the store knows, from the last process's last sign of life on; once.
    async fn not_heard_since_the_last_process(&self) -> Vec<Heard> {
        let last_alive = *self.last_alive.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(last_alive) = last_alive else { return Vec::new() };
        let since = self.time.seconds() - DAYS * 24 * 3600;
        let Ok(channels) = self.communities.direct_channels(since).await else { return Vec::new() };
        *self.last_alive.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let message = MessageId::new(read::first_id_at(last_alive - MARGIN));
        channels.into_iter().map(|channel| Heard { channel, message, guild: None }).collect()
    }

    pub async fn catch_up(self: &Arc<Self>) {
        let mut found = 0_u32;
        let places = self.places.heard_in().into_iter();
        for heard in places.chain(self.not_heard_since_the_last_process().await) {
            let path = format!("/channels/{}/messages?after={}&limit={MOST}", heard.channel, heard.message);
            match self.rest.insist(&Call::get(path).in_lane(Lane::Reply)).await {
                // Discord lists the newest first.
                Ok(messages) => {
                    for message in read::list(&messages, "").iter().rev() {
                        if let Reading::Said(mut said) = Reading::of(message) {
                            found += 1;
                            // A message that is fetched does not say in which server it stands.
                            said.guild = heard.guild;
                            self.said(*said);
                        }
                    }
                }
                Err(failure) => warn!(%failure, "a conversation could not be caught up with"),
            }
            if self.tasks.is_stopping() {
                return;
            }
        }
        if found > 0 {
            info!(found, "messages of a lost session were fetched");
        }
    }
}
