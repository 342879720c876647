//! After a session was lost, Discord does not tell what happened meanwhile. Direct messages and those of screened channels
//! are fetched, so that nobody who wrote in that time is left without an answer; what was answered before is known by its id.

use std::sync::Arc;

use tracing::{info, warn};

use super::hub::Hub;
use super::read;
use super::rest::Call;
use super::said::Reading;
use crate::channel::Lane;

/// Messages that are fetched of one conversation.
const MOST: usize = 50;

impl Hub {
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
