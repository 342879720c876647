//! Texts as bags of character n-grams and words, weighted by how rare they are (TF-IDF).

use std::collections::HashMap;

use crate::message::fold;

/// Longest text that is looked at, in characters: a story's first lines say what it is about.
const LENGTH_MAX: usize = 600;

/// A sparse vector of length one; the keys are in order.
#[derive(Clone, Debug, Default)]
pub struct Bag(Vec<(u32, f32)>);

/// How rare each feature is.
#[derive(Clone, Debug, Default)]
pub struct Rarity {
    weights: HashMap<u32, f32>,
    unseen: f32,
}

impl Rarity {
    /// Learns from all texts.
    #[must_use]
    pub fn learn<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut seen: HashMap<u32, f32> = HashMap::new();
        let mut count = 0.0_f32;
        for text in texts {
            count += 1.0;
            let mut features = features(text);
            features.sort_unstable();
            features.dedup();
            for feature in features {
                *seen.entry(feature).or_default() += 1.0;
            }
        }
        let weight = |texts: f32| ((1.0 + count) / (1.0 + texts)).ln() + 1.0;
        Self {
            weights: seen.into_iter().map(|(feature, texts)| (feature, weight(texts))).collect(),
            unseen: weight(0.0),
        }
    }

    /// The bag of a text.
    #[must_use]
    pub fn bag(&self, text: &str) -> Bag {
        let mut features = features(text);
        features.sort_unstable();
        let mut entries: Vec<(u32, f32)> = Vec::with_capacity(features.len());
        for feature in features {
            match entries.last_mut() {
                Some((last, times)) if *last == feature => *times += 1.0,
                _ => entries.push((feature, 1.0)),
            }
        }
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
    let cut: String = text.chars().take(LENGTH_MAX).collect();
    let folded = fold(&cut);
    let mut features = Vec::new();
    let mut before = "";
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        features.push(hash(&[b"w", word.as_bytes()]));
        features.push(hash(&[b"p", before.as_bytes(), word.as_bytes()]));
        before = word;
        let padded: Vec<char> = format!(" {word} ").chars().collect();
        for length in 3..=5 {
            for gram in padded.windows(length) {
                let gram: String = gram.iter().collect();
                features.push(hash(&[b"g", gram.as_bytes()]));
            }
        }
    }
    features
}

/// FNV-1a over the parts, each closed by a zero byte.
fn hash(parts: &[&[u8]]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for byte in parts.iter().flat_map(|part| part.iter().copied().chain([0])) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash
}
