//! Texts as bags of character n-grams and words, weighted by how rare they are (TF-IDF).

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::message::fold;

/// Longest text that is looked at, in characters: a story's first lines say what it is about.
const LENGTH_MAX: usize = 600;

/// A sparse vector of length one; the keys are in order.
#[derive(Clone, Debug, Default)]
pub struct Bag(Vec<(u32, f32)>);

/// How rare each feature is.
#[derive(Clone, Debug, Default)]
pub struct Rarity {
    weights: HashMap<u32, f32, BuildHasherDefault<Hashed>>,
    unseen: f32,
}

/// Features are hashes already: a map of them need not hash again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = (self.0 << 8) ^ u64::from(*byte));
    }

    fn write_u32(&mut self, feature: u32) {
        // The upper half too: a map looks at the first and the last bits.
        self.0 = u64::from(feature).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// The features of a text, in order, each with how often it stands there.
#[derive(Clone, Debug)]
pub struct Features(Vec<(u32, f32)>);

impl Features {
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut found = features(text);
        found.sort_unstable();
        let mut counted: Vec<(u32, f32)> = Vec::with_capacity(found.len());
        for feature in found {
            match counted.last_mut() {
                Some((last, times)) if *last == feature => *times += 1.0,
                _ => counted.push((feature, 1.0)),
            }
        }
        Self(counted)
    }
}

impl Rarity {
    /// Learns from all texts.
    #[must_use]
    pub fn learn(texts: &[Features]) -> Self {
        let mut weights: HashMap<u32, f32, BuildHasherDefault<Hashed>> = HashMap::default();
        for (feature, _) in texts.iter().flat_map(|text| &text.0) {
            *weights.entry(*feature).or_default() += 1.0;
        }
        let weight = |seen: f32| ((1.0 + texts.len() as f32) / (1.0 + seen)).ln() + 1.0;
        weights.values_mut().for_each(|seen| *seen = weight(*seen));
        Self { weights, unseen: weight(0.0) }
    }

    /// The bag of a text.
    #[must_use]
    pub fn bag(&self, features: Features) -> Bag {
        let mut entries = features.0;
        let mut norm = 0.0;
        for (feature, times) in &mut entries {
            *times = (1.0 + times.ln()) * self.weights.get(feature).copied().unwrap_or(self.unseen);
            norm += *times * *times;
        }
        let norm = norm.sqrt().max(f32::EPSILON);
        entries.iter_mut().for_each(|(_, weight)| *weight /= norm);
        Bag(entries)
    }
}

impl Bag {
    /// Cosine similarity, 0 to 1.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f32 {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut sum = 0.0;
        while let (Some((a, x)), Some((b, y))) = (left.peek(), right.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => drop(left.next()),
                std::cmp::Ordering::Greater => drop(right.next()),
                std::cmp::Ordering::Equal => {
                    sum += x * y;
                    left.next();
                    right.next();
                }
            }
        }
        sum
    }
}

/// Hashed features: words, pairs of words, and n-grams of 3 to 5 characters within words.
fn features(text: &str) -> Vec<u32> {
    let cut = text.char_indices().nth(LENGTH_MAX).map_or(text, |(end, _)| &text[..end]);
    let folded = fold(cut);
    let mut features = Vec::with_capacity(folded.len() * 4);
    let mut before = "";
    let mut padded = String::new();
    let mut starts: Vec<usize> = Vec::new();
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        features.push(hash(b'w', &[word]));
        features.push(hash(b'p', &[before, word]));
        before = word;
        padded.clear();
        padded.extend([" ", word, " "]);
        starts.clear();
        starts.extend(padded.char_indices().map(|(start, _)| start).chain([padded.len()]));
        for length in 3..=5 {
            features.extend(starts.windows(length + 1).map(|gram| hash(b'g', &[&padded[gram[0]..gram[length]]])));
        }
    }
    features
}

/// FNV-1a over a kind and parts, each closed by a zero byte.
fn hash(kind: u8, parts: &[&str]) -> u32 {
    let add = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let mut sum = add(add(0x811c_9dc5, kind), 0);
    for part in parts {
        sum = add(part.bytes().fold(sum, add), 0);
    }
    sum
}
