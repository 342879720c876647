//! The hashed n-grams and words of a text.

use crate::message::fold;

/// Longest text that is looked at, in characters: a story's first lines say what it is about.
const LENGTH_MAX: usize = 600;

/// The features of a text, in order, each with how often it stands there.
#[derive(Clone, Debug)]
pub struct Features(pub Box<[(u32, f32)]>);

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
        Self(counted.into())
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
