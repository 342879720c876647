//! Weak cues of people in screened channels: minutes only, in memory only, bounded.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serenity::model::id::UserId;

use crate::library::Library;
use crate::message::MessageText;
use crate::ops::Time;
use crate::safety::{Level, RecentCues, Verdict};

const MOST: usize = 10_000;

/// The cues of everyone who said one lately.
#[derive(Default)]
pub struct Cues(Mutex<HashMap<UserId, RecentCues>>);

impl Cues {
    /// Screens a message of a channel in the light of what the person said there minutes ago.
    pub fn screen(&self, library: &Library, author: UserId, text: &MessageText, time: &Time) -> Verdict {
        let now = u64::try_from(time.seconds()).unwrap_or_default();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = known.get(&author).map(|cues| cues.at(now)).unwrap_or_default();
        drop(known);
        let verdict = library.screen.screen(text.reveal(), &before);
        if !verdict.cues.is_empty() {
            known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if known.len() >= MOST {
                known.retain(|_, cues| !cues.at(now).is_empty());
            }
            if known.len() < MOST {
                known.insert(author, before.remember(&verdict.cues, now));
            }
        }
        verdict
    }
}

/// Whether words need help at once, whatever was said before.
pub fn is_urgent(library: &Library, text: &MessageText) -> bool {
    level(library, text) >= Level::Crisis
}

/// The level of words taken alone.
pub fn level(library: &Library, text: &MessageText) -> Level {
    library.screen.screen(text.reveal(), &RecentCues::new()).level
}
