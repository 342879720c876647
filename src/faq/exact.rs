//! The topic that a text names word for word: what is left of matching when there is no time to read for meaning.

use std::collections::HashMap;
use std::sync::Arc;

use super::load::Topics;
use super::matcher::{Candidate, Match};
use crate::message::fold;

/// No phrasing is longer.
const LONGEST: usize = 300;

/// Questions and phrasings of all topics.
#[derive(Debug)]
pub struct Exact(HashMap<String, Arc<str>>);

impl Exact {
    #[must_use]
    pub fn new(topics: &Topics) -> Self {
        let mut known = HashMap::new();
        for topic in &topics.all {
            let questions = topic.question.iter().map(|(_, question)| &*question.written);
            let phrasings = topic.phrasings.iter().flat_map(|(_, phrasings)| phrasings).map(|phrasing| &**phrasing);
            for text in questions.chain(phrasings) {
                known.entry(fold(text)).or_insert_with(|| Arc::clone(&topic.name));
            }
        }
        Self(known)
    }

    /// The topic that has this very phrasing, but for case, marks and stops; else none.
    #[must_use]
    pub fn find(&self, text: &str) -> Match {
        let short = text.chars().nth(LONGEST).is_none();
        match short.then(|| self.0.get(&fold(text))).flatten() {
            Some(topic) => Match::Answer(Candidate { topic: Arc::clone(topic), similarity: 1.0 }, Vec::new()),
            None => Match::None,
        }
    }
}
