//! The topic that a text names word for word: what is left of matching when there is no time to read for meaning, and
//! what matching by letters is sure of.

use std::collections::HashMap;
use std::sync::Arc;

use super::examples::key_of;
use crate::message::fold;

/// No phrasing is longer.
const LONGEST: usize = 300;

/// Questions and phrasings of all topics, and the number of the topic of each.
#[derive(Clone, Debug)]
pub struct Exact(HashMap<u64, u32>);

impl Exact {
    /// Of texts with the numbers of their topics: see [`super::Topics::texts`].
    pub fn new<'a>(texts: impl Iterator<Item = (usize, &'a Arc<str>)>) -> Self {
        Self(texts.map(|(number, text)| (key_of(&fold(text)), number as u32)).collect())
    }

    /// The number of the topic that has this very phrasing, but for case, marks and stops.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<usize> {
        let short = text.chars().nth(LONGEST).is_none();
        short.then(|| self.0.get(&key_of(&fold(text)))).flatten().map(|number| *number as usize)
    }
}
