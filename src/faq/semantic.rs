//! The matcher with the encoder: what a text means, whatever words it uses, in English and Spanish.
//!
//! A text is prepared by the glossary, embedded, and read against all phrasings and the head; the gate says how sure it
//! is that any topic is meant. A long message is also read sentence by sentence, and the clearest reading counts. Work
//! is bounded by the encoder's tokens and the number of sentences.

use std::sync::Arc;

use super::compact::Compact;
use super::examples::{Examples, key_of};
use super::gate::{Features, Gate};
use super::glossary::Glossary;
use super::head::Head;
use super::load::Topics;
use super::matcher::{Candidate, Match};
use super::meaning::{Meaning, Portion};
use super::model::{Model, ModelError};
use super::policy::{Policy, Verdict};
use super::reading::{Nearest, Shares, rearranged};
use super::sentences;
use crate::encoder::{Encoder, Vector};
use crate::message::{Language, guess_language};

/// Most topics offered.
const OFFERED: usize = 3;
/// How much clearer a sentence must be than the whole message.
const CLEARER: f32 = 0.05;
/// Longer texts are cut before they are split: the end of a very long story is read by nobody at once.
const LENGTH_MAX: usize = 4000;

/// Finds topics by meaning.
pub struct Semantic {
    encoder: Arc<Encoder>,
    glossary: Glossary,
    policy: Policy,
    names: Vec<Arc<str>>,
    texts: Vec<Arc<str>>,
    /// The vectors of `texts`, then those out of scope.
    vectors: Compact,
    /// The class of each vector.
    classes: Vec<Option<usize>>,
    head: Head,
    /// The head's class of each topic, where it knows the topic.
    known: Vec<Option<usize>>,
    gate: Gate,
}

/// What the matcher makes of a text, with its reasons.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The sentence that counted, where it was not the whole text.
    pub sentence: Option<String>,
    /// As the encoder saw it.
    pub prepared: String,
    /// Every topic and its share, best first.
    pub ranked: Vec<Candidate>,
    /// How sure it is that some topic is meant.
    pub gate: f32,
    /// The best topic's part of the best two.
    pub margin: f32,
    pub features: Features,
    pub verdict: Verdict,
    vector: Vector,
}

impl std::fmt::Debug for Semantic {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} texts of {} topics", self.texts.len(), self.names.len())
    }
}

impl Semantic {
    /// Puts topics and model together. Texts that the model has not seen are embedded now.
    ///
    /// # Errors
    /// When the model was made with other weights.
    pub fn new(
        encoder: Arc<Encoder>,
        topics: &Topics,
        model: Model,
        glossary: Glossary,
        policy: Policy,
    ) -> Result<Self, ModelError> {
        if model.encoder != encoder.fingerprint() {
            return Err(ModelError::OtherEncoder);
        }
        let places = model.places();
        let Examples { all, names } = Examples::new(topics, &[], &glossary);
        let missing: Vec<&str> = all
            .iter()
            .map(|example| example.prepared.as_str())
            .filter(|prepared| !places.contains_key(&key_of(prepared)))
            .collect();
        let mut embedded = encoder.embed_batch(&missing).into_iter();
        let mut numbers = Vec::with_capacity((all.len() + model.out_of_scope) * Vector::LEN);
        let mut scales = Vec::with_capacity(all.len() + model.out_of_scope);
        let mut copy = |from: &Compact, place: usize| {
            numbers.extend_from_slice(&from.numbers()[place * Vector::LEN..][..Vector::LEN]);
            scales.push(from.scales()[place]);
        };
        for example in &all {
            if let Some(place) = places.get(&key_of(&example.prepared)) {
                copy(&model.vectors, *place);
            } else if let Some(vector) = embedded.next() {
                let mut one = Compact::default();
                one.push(&vector);
                copy(&one, 0);
            }
        }
        (0..model.out_of_scope).for_each(|place| copy(&model.vectors, place));
        let outside = std::iter::repeat_n(Some(names.len()), model.out_of_scope);
        let known = names.iter().map(|name| model.names.iter().position(|known| known == name)).collect();
        Ok(Self {
            classes: all.iter().map(|example| Some(example.class)).chain(outside).collect(),
            texts: all.into_iter().map(|example| example.written).collect(),
            vectors: Compact::of(numbers, scales).ok_or(ModelError::Damaged)?,
            encoder,
            glossary,
            policy,
            names,
            known,
            head: model.head,
            gate: model.gate,
        })
    }

    /// A text as the encoder sees it. The language is found out where it is not said.
    #[must_use]
    pub fn meaning(&self, text: &str, language: Option<Language>) -> Meaning {
        self.meanings(&[text], language).pop().unwrap_or_else(|| Meaning(Vec::new()))
    }

    /// The same for many texts, in their order: embedded together.
    #[must_use]
    pub fn meanings(&self, texts: &[&str], language: Option<Language>) -> Vec<Meaning> {
        let written: Vec<Vec<(String, String)>> = texts.iter().map(|text| self.portions(text, language)).collect();
        let prepared: Vec<&str> = written.iter().flatten().map(|(_, prepared)| prepared.as_str()).collect();
        let mut vectors = self.encoder.embed_batch(&prepared).into_iter();
        let meaning = |portions: Vec<(String, String)>| {
            let portions = portions.into_iter().zip(vectors.by_ref());
            Meaning(portions.map(|((written, prepared), vector)| Portion { written, prepared, vector }).collect())
        };
        written.into_iter().map(meaning).collect()
    }

    /// The whole and its sentences, as they are written and as the encoder is to see them.
    fn portions(&self, text: &str, language: Option<Language>) -> Vec<(String, String)> {
        let cut: String = text.chars().take(LENGTH_MAX).collect();
        let language = language.or_else(|| guess_language(&cut)).unwrap_or_default();
        let sentences = sentences::of(&cut, self.policy.long);
        let parts = std::iter::once(cut.as_str()).chain(sentences);
        parts.map(|part| (part.to_owned(), self.glossary.prepare(part, language))).collect()
    }

    /// What it makes of a text. The language is found out where it is not said.
    #[must_use]
    pub fn read(&self, text: &str, language: Option<Language>) -> Reading {
        self.read_meaning(&self.meaning(text, language))
    }

    /// The same of a text that has been embedded.
    #[must_use]
    pub fn read_meaning(&self, Meaning(portions): &Meaning) -> Reading {
        let mut best: Option<Reading> = None;
        for (number, portion) in portions.iter().enumerate() {
            let sentence = (number > 0).then(|| portion.written.clone());
            let reading = self.read_vector(portion.prepared.clone(), portion.vector.clone(), sentence);
            if best.as_ref().is_none_or(|best| reading.gate > best.gate + CLEARER) {
                best = Some(reading);
            }
        }
        let nothing = || self.read_vector(String::new(), self.encoder.embed(""), None);
        let mut reading = best.unwrap_or_else(nothing);
        let says_something = portions.first().is_some_and(|whole| whole.written.chars().any(char::is_alphanumeric));
        if self.names.is_empty() || !says_something {
            reading.verdict = Verdict::Nothing;
        }
        reading
    }

    fn read_vector(&self, prepared: String, vector: Vector, sentence: Option<String>) -> Reading {
        let probabilities = rearranged(&self.head, &self.known, &vector);
        let nearest = Nearest::find(&vector, &self.vectors, &self.classes, self.names.len() + 1);
        let shares = Shares::new(&probabilities, &nearest, prepared.split_whitespace().count());
        let gate = self.gate.open(&shares.features);
        let mut ranked: Vec<Candidate> = self
            .names
            .iter()
            .zip(&shares.topics)
            .map(|(name, share)| Candidate { topic: Arc::clone(name), similarity: *share })
            .collect();
        ranked.sort_by(|left, right| {
            right.similarity.total_cmp(&left.similarity).then_with(|| left.topic.cmp(&right.topic))
        });
        let share = |place: usize| ranked.get(place).map_or(0.0, |candidate| candidate.similarity);
        let margin = if ranked.is_empty() { 0.0 } else { share(0) / (share(0) + share(1)) };
        let verdict = self.policy.decide(gate, margin);
        Reading { sentence, prepared, ranked, gate, margin, features: shares.features, verdict, vector }
    }

    /// The fingerprint of the weights that it embeds with.
    #[must_use]
    pub fn encoder(&self) -> u64 {
        self.encoder.fingerprint()
    }

    /// The known texts that are nearest to what was read, with their topics; `None` for those out of scope.
    #[must_use]
    pub fn nearest(&self, reading: &Reading, count: usize) -> Vec<(Option<&str>, &str, f32)> {
        let mut all: Vec<(usize, f32)> = self.vectors.cosines(&reading.vector).into_iter().enumerate().collect();
        all.sort_by(|left, right| right.1.total_cmp(&left.1));
        let topic = |place: usize| self.classes[place].and_then(|class| self.names.get(class)).map(|name| &**name);
        let text = |place: usize| self.texts.get(place).map_or("(out of scope)", |text| &**text);
        all.into_iter().take(count).map(|(place, similarity)| (topic(place), text(place), similarity)).collect()
    }

    /// The topic that a text asks for, a few to choose from, or none.
    #[must_use]
    pub fn find(&self, meaning: &Meaning) -> Match {
        let mut reading = self.read_meaning(meaning);
        reading.ranked.truncate(OFFERED);
        // Shares compare topics; how sure it is that any is meant compares texts.
        let best = reading.ranked.first().map_or(1.0, |best| best.similarity);
        reading.ranked.iter_mut().for_each(|candidate| candidate.similarity *= reading.gate / best);
        match reading.verdict {
            Verdict::Answer => {
                let best = reading.ranked.remove(0);
                Match::Answer(best, reading.ranked)
            }
            Verdict::Offer => Match::Offer(reading.ranked, reading.gate >= self.policy.answer),
            Verdict::Nothing => Match::None,
        }
    }
}
