//! A text as a bag of hashed features: words, pairs of words up to three apart, n-grams of two to five letters within
//! words, and what the lexicons saw in it. Words come from the same even text that the lexicon reads, so accents,
//! look-alike letters and invisible signs change nothing. Bounded: what comes after [`WORDS_MAX`] words is not read.

use super::signs::Signs;
use crate::safety::normalise::normalise;

/// Buckets of words and pairs, and as many again of letters.
pub const BUCKETS: usize = 1 << 17;
/// All buckets.
pub const ALL: usize = 2 * BUCKETS;
/// More words than a message of any platform holds.
const WORDS_MAX: usize = 1000;
/// Longer words are cut: no word that says something is so long.
const LETTERS_MAX: usize = 24;
/// How far apart the words of a pair may stand.
const APART: usize = 3;
/// What the length of each half of a bag is brought to. The vector's length is `head::VECTOR`.
const LENGTH: f32 = 1.8;

/// The weight of each sign of the lexicons.
const SIGN: f32 = 0.6;

/// Buckets, each with its weight: words, then signs, then letters, each in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features(pub Vec<(u32, f32)>);

impl Features {
    #[must_use]
    pub fn of(text: &str, signs: &Signs) -> Self {
        let even = normalise(text);
        let mut words: Vec<&str> = Vec::with_capacity(even.tokens.len() + 4);
        for token in even.tokens.iter().take(WORDS_MAX) {
            words.push(even.word(token));
            if token.asked {
                words.push("?");
            }
        }
        let mut bag = gathered(of_words(&words), 1.0);
        bag.extend(signs.0.iter().map(|bucket| (*bucket, SIGN)));
        bag.append(&mut gathered(of_letters(&words), f32::INFINITY));
        Self(bag)
    }
}

fn of_words(words: &[&str]) -> Vec<u32> {
    let mut found = Vec::with_capacity(words.len() * (APART + 1));
    for (place, word) in words.iter().enumerate() {
        found.push(bucket(0, &[word.as_bytes()]));
        for apart in 1..=APART {
            if let Some(next) = words.get(place + apart) {
                found.push(bucket(apart as u8, &[word.as_bytes(), next.as_bytes()]));
            }
        }
    }
    found
}

fn of_letters(words: &[&str]) -> Vec<u32> {
    let mut found = Vec::with_capacity(words.len() * 16);
    let mut padded = String::new();
    let mut starts: Vec<usize> = Vec::new();
    for word in words {
        padded.clear();
        padded.push(' ');
        padded.extend(word.chars().take(LETTERS_MAX));
        padded.push(' ');
        starts.clear();
        starts.extend(padded.char_indices().map(|(start, _)| start).chain([padded.len()]));
        for length in 2..=5 {
            let grams = starts.windows(length + 1).map(|gram| &padded.as_bytes()[gram[0]..gram[length]]);
            found.extend(grams.map(|gram| bucket(9, &[gram]) + BUCKETS as u32));
        }
    }
    found
}

/// Counts each bucket, weighs it by the root of its count (at most `most`), and brings all to one length.
fn gathered(mut found: Vec<u32>, most: f32) -> Vec<(u32, f32)> {
    found.sort_unstable();
    let mut bag: Vec<(u32, f32)> = Vec::with_capacity(found.len());
    for bucket in found {
        match bag.last_mut() {
            Some((last, times)) if *last == bucket => *times += 1.0,
            _ => bag.push((bucket, 1.0)),
        }
    }
    let mut squares = 0.0;
    for (_, weight) in &mut bag {
        *weight = weight.sqrt().min(most);
        squares += *weight * *weight;
    }
    let factor = LENGTH / squares.sqrt().max(f32::MIN_POSITIVE);
    bag.iter_mut().for_each(|(_, weight)| *weight *= factor);
    bag
}

/// FNV-1a over a kind and parts, each closed by a zero byte, folded to a bucket.
pub(super) fn bucket(kind: u8, parts: &[&[u8]]) -> u32 {
    let add = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let mut hash = add(0x811c_9dc5, kind);
    for part in parts {
        hash = add(part.iter().copied().fold(hash, add), 0);
    }
    (hash ^ (hash >> 17)) & (BUCKETS as u32 - 1)
}

#[cfg(test)]
mod tests {
    use super::{ALL, Features, Signs, bucket};

    fn of(text: &str) -> Features {
        Features::of(text, &Signs::default())
    }

    #[test]
    fn writing_changes_nothing_and_order_does() {
        assert_eq!(of("Ｉ  wánt\u{200b} to REST"), of("i want to rest"));
        assert_ne!(of("to rest i want"), of("i want to rest"));
        assert_ne!(of("i want to rest?"), of("i want to rest"));
    }

    #[test]
    fn any_text_gives_buckets_in_order_and_in_range() {
        for text in ["", "🙂", "a", &"word ".repeat(5000), &"x".repeat(100_000), "日本語 Привет"] {
            let Features(bag) = of(text);
            assert!(bag.is_sorted_by(|left, right| left.0 < right.0));
            assert!(bag.iter().all(|(bucket, weight)| (*bucket as usize) < ALL && weight.is_finite()));
        }
        assert_eq!(of("").0, []);
    }

    #[test]
    fn what_the_lexicons_saw_stands_beside_the_words() {
        let signs = Signs(vec![bucket(20, &[b"some"])]);
        assert_eq!(Features::of("rest", &signs).0.len(), of("rest").0.len() + 1);
    }
}
