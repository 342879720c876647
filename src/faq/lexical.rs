//! The matcher without the encoder: by the phrasing most alike, over character n-grams and words.
//!
//! It is for small machines: it offers its best three as buttons and answers at once only when a text is nearly the
//! same as a known phrasing.

use std::sync::{Arc, OnceLock};

use super::exact::Exact;
use super::index::Index;
use super::load::Topics;
use super::matcher::{Candidate, Match};
use super::ngrams::Features;

/// Similarity from which a text is taken to be a phrasing that is known, near enough to answer at once.
const SURE: f32 = 0.72;
/// How much nearer than the next topic it must be then.
const MARGIN: f32 = 0.08;
/// Similarity below which a topic is not even offered.
const POSSIBLE: f32 = 0.16;
/// A clear question of one's own in the middle of a flow.
const CLEAR: f32 = 0.45;
/// Most topics offered.
const OFFERED: usize = 3;

/// Finds topics by letters.
#[derive(Clone, Debug)]
pub struct Lexical {
    /// Each phrasing with the number of its topic.
    texts: Box<[(u32, Arc<str>)]>,
    names: Vec<Arc<str>>,
    /// Made for the first question: a start need not wait for it.
    known: OnceLock<Known>,
}

/// The phrasings as they are searched.
#[derive(Clone, Debug)]
struct Known {
    alike: Index,
    exact: Exact,
}

impl Lexical {
    #[must_use]
    pub fn new(topics: &Topics) -> Self {
        let texts = topics.texts().map(|(number, text)| (number as u32, Arc::clone(text))).collect();
        let names = topics.all.iter().map(|topic| Arc::clone(&topic.name)).collect();
        Self { texts, names, known: OnceLock::new() }
    }

    fn known(&self) -> &Known {
        self.known.get_or_init(|| {
            let alike = Index::of(self.texts.iter().map(|(_, text)| Features::of(text)));
            let exact = Exact::new(self.texts.iter().map(|(number, text)| (*number as usize, text)));
            Known { alike, exact }
        })
    }

    /// Every topic with its similarity, best first.
    #[must_use]
    pub fn rank(&self, text: &str) -> Vec<Candidate> {
        let Known { alike, exact } = self.known();
        let mut best = vec![0.0_f32; self.names.len()];
        for ((topic, _), alike) in self.texts.iter().zip(alike.alike(&Features::of(text))) {
            let best = &mut best[*topic as usize];
            *best = best.max(alike);
        }
        if let Some(topic) = exact.find(text) {
            best[topic] = 1.0;
        }
        let mut ranked: Vec<Candidate> = self
            .names
            .iter()
            .zip(best)
            .map(|(name, similarity)| Candidate { topic: Arc::clone(name), similarity })
            .collect();
        ranked.sort_by(|left, right| {
            right.similarity.total_cmp(&left.similarity).then_with(|| left.topic.cmp(&right.topic))
        });
        ranked
    }

    /// The topic that a text asks for, a few to choose from, or none.
    #[must_use]
    pub fn find(&self, text: &str) -> Match {
        if !text.chars().any(char::is_alphanumeric) {
            return Match::None;
        }
        let mut ranked = self.rank(text);
        ranked.truncate(OFFERED);
        ranked.retain(|candidate| candidate.similarity >= POSSIBLE);
        match ranked.as_slice() {
            [] => Match::None,
            [best, rest @ ..] => {
                let next = rest.first().map_or(0.0, |next| next.similarity);
                if best.similarity >= SURE && best.similarity - next >= MARGIN {
                    Match::Answer(best.clone(), rest.to_vec())
                } else {
                    let clear = best.similarity >= CLEAR;
                    Match::Offer(ranked, clear)
                }
            }
        }
    }
}
