//! After a session was lost, Discord does not tell what happened meanwhile. Direct messages and those of screened channels
//! are fetched, so that nobody who wrote in that time is left without an answer; what was answered before is known by its id.
//! After a start with a session that Discord has let go of, these are the direct messages of those who wrote before.

use std::sync::Arc;

use serenity::model::id::MessageId;
use tracing::{info, warn};

use super::community::Communities;
use super::hub::Hub;
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
/// Milliseconds of 1970 at which Discord's ids begin; behind these 22 bits an id holds the time
/// (Discord developer documentation, "Snowflakes").
const EPOCH: i64 = 1_420_070_400_000;

impl Hub {
    /// The program begins and was last alive then (seconds of 1970). If Discord does not go on with that session, what was
    /// written to the bot meanwhile is fetched from the direct-message channels that the store knows.
    pub async fn may_have_missed(&self, last_at: Option<i64>, communities: &dyn Communities) {
        let Some(last_at) = last_at else { return };
        let number = ((last_at - MARGIN) * 1000).saturating_sub(EPOCH).max(0).unsigned_abs() << 22;
        let since = self.time.seconds() - DAYS * 24 * 3600;
        let channels = communities.direct_channels(since).await;
        for channel in channels.unwrap_or_default() {
            self.places.heard(channel, MessageId::new(number.max(1)), None);
        }
    }

    pub async fn catch_up(self: &Arc<Self>) {
        let mut found = 0_u32;
        for heard in self.places.heard_in() {
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
