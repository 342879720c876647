//! Which known texts share which features: an inverted index with weights (TF-IDF), for the cosine of a text with all of
//! them at once.
//!
//! A search touches only what it shares with a known text, which is a hundredth of everything. The rarest features tell
//! most, so each is weighted by how rare it is. It is kept small, about a byte and a half for each feature of each text:
//! ten thousand phrasings have nearly a million. What many texts have ("what", "do", "is") is kept as a bit for each
//! text, which is added eight texts at a time: a question is made of little else.

use super::ngrams::Features;

/// Bits of a number in one byte; the highest says that more follow.
const BITS: u32 = 7;
const MORE: u8 = 1 << BITS;
/// A feature is common if at least one in so many texts has it.
const COMMON: usize = 8;
/// Texts in a byte.
const EIGHT: usize = 8;

/// For each byte its bits as numbers.
static SHARES: [[f32; EIGHT]; 256] = {
    let mut shares = [[0.0; EIGHT]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < EIGHT {
            if byte >> bit & 1 == 1 {
                shares[byte][bit] = 1.0;
            }
            bit += 1;
        }
        byte += 1;
    }
    shares
};

/// The index. Features are in order, so that they are found by halving.
#[derive(Clone, Debug, Default)]
pub struct Index {
    features: Box<[u32]>,
    /// Where in `texts` the part of each feature begins.
    starts: Box<[u32]>,
    /// For each feature how many texts have it. For each of those how far it is behind the one before, doubled, and one
    /// more where the feature stands there more than once: then how often. For a common feature a bit for each text
    /// that has it once, how many have it more than once, and these in the same way.
    texts: Box<[u8]>,
    /// What the weights of each text are divided by, as one over it.
    shares: Box<[f32]>,
}

impl Index {
    /// Of all known texts, sixteen millions at most; they are called by their places.
    #[must_use]
    pub fn of(known: impl Iterator<Item = Features>) -> Self {
        // One number each, so that a million of them are sorted in the time of a blink: feature, text, how often.
        let (mut entries, mut count): (Vec<u64>, usize) = (Vec::new(), 0);
        for (place, text) in known.enumerate() {
            let packed = |(feature, times): &(u32, f32)| {
                u64::from(*feature) << 32 | (place as u64) << 8 | u64::from(times.min(255.0) as u8)
            };
            entries.extend(text.0.iter().map(packed));
            count = place + 1;
        }
        entries.sort_unstable();
        let (mut features, mut starts, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        let mut lengths = vec![0.0_f32; count];
        for same in entries.chunk_by(|left, right| left >> 32 == right >> 32) {
            features.push((same[0] >> 32) as u32);
            starts.push(texts.len() as u32);
            write(&mut texts, same.len() as u32);
            let held = || same.iter().map(|entry| (*entry as u32 >> 8, *entry as u8));
            if is_common(same.len(), count) {
                write_common(&mut texts, held(), count);
            } else {
                write_rare(&mut texts, held());
            }
            let rare = rarity(same.len(), count);
            held().for_each(|(place, times)| lengths[place as usize] += (scaled(times.into()) * rare).powi(2));
        }
        Self {
            features: features.into(),
            starts: starts.into(),
            texts: texts.into(),
            shares: lengths.into_iter().map(|length| 1.0 / length.sqrt().max(f32::EPSILON)).collect(),
        }
    }

    /// The cosine of a text with each known one, 0 to 1, by place.
    #[must_use]
    pub fn alike(&self, text: &Features) -> Vec<f32> {
        let count = self.shares.len();
        let mut sums = vec![0.0_f32; count.next_multiple_of(EIGHT)];
        let mut length = 0.0_f32;
        for (feature, times) in &text.0 {
            let mut part = self.part(*feature);
            let having = read(&mut part).unwrap_or(0);
            let rare = rarity(having as usize, count);
            let weight = scaled(*times) * rare;
            length += weight * weight;
            if having == 0 {
                continue;
            }
            if is_common(having as usize, count) {
                add_common(&mut sums, part, count, weight * rare);
            } else {
                add_rare(&mut sums, part, having, weight * rare);
            }
        }
        sums.truncate(count);
        let length = length.sqrt().max(f32::EPSILON);
        sums.iter_mut().zip(&self.shares).for_each(|(sum, share)| *sum *= share / length);
        sums
    }

    /// Where a feature's part of `texts` begins; nothing for one that no known text has.
    fn part(&self, feature: u32) -> &[u8] {
        let row = self.features.binary_search(&feature).ok();
        row.and_then(|row| self.texts.get(self.starts[row] as usize..)).unwrap_or(&[])
    }
}

fn is_common(having: usize, count: usize) -> bool {
    having * COMMON >= count
}

/// Places and how often, in order.
fn write_rare(texts: &mut Vec<u8>, held: impl Iterator<Item = (u32, u8)>) {
    let mut before = 0;
    for (place, times) in held {
        write(texts, (place - before) << 1 | u32::from(times > 1));
        if times > 1 {
            write(texts, times.into());
        }
        before = place;
    }
}

fn write_common(texts: &mut Vec<u8>, held: impl Iterator<Item = (u32, u8)>, count: usize) {
    let first = texts.len();
    texts.resize(first + count.div_ceil(EIGHT), 0);
    let mut several = Vec::new();
    for (place, times) in held {
        if times > 1 {
            several.push((place, times));
        } else {
            texts[first + place as usize / EIGHT] |= 1 << (place as usize % EIGHT);
        }
    }
    write(texts, several.len() as u32);
    write_rare(texts, several.into_iter());
}

fn add_rare(sums: &mut [f32], mut part: &[u8], having: u32, once: f32) {
    let mut place = 0;
    for _ in 0..having {
        let Some(step) = read(&mut part) else { break };
        place += step as usize >> 1;
        // Nearly every feature stands in a text once, and a logarithm takes longer than all the rest.
        sums[place] += if step & 1 == 0 { once } else { once * scaled(read(&mut part).unwrap_or(1) as f32) };
    }
}

fn add_common(sums: &mut [f32], part: &[u8], count: usize, once: f32) {
    let (bits, mut several) = part.split_at(count.div_ceil(EIGHT));
    let (eights, _) = sums.as_chunks_mut::<EIGHT>();
    for (sums, byte) in eights.iter_mut().zip(bits) {
        for (sum, share) in sums.iter_mut().zip(&SHARES[usize::from(*byte)]) {
            *sum += once * share;
        }
    }
    let having = read(&mut several).unwrap_or(0);
    add_rare(sums, several, having, once);
}

/// How much a feature tells that so many of all known texts have.
fn rarity(having: usize, count: usize) -> f32 {
    ((1.0 + count as f32) / (1.0 + having as f32)).ln() + 1.0
}

/// A feature that stands there twice does not count twice.
fn scaled(times: f32) -> f32 {
    1.0 + times.ln()
}

fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= u32::from(MORE) {
        bytes.push(number as u8 | MORE);
        number >>= BITS;
    }
    bytes.push(number as u8);
}

#[inline]
fn read(bytes: &mut &[u8]) -> Option<u32> {
    match bytes {
        // Most numbers are short.
        [byte, rest @ ..] if byte & MORE == 0 => {
            let number = u32::from(*byte);
            *bytes = rest;
            Some(number)
        }
        _ => read_long(bytes),
    }
}

fn read_long(bytes: &mut &[u8]) -> Option<u32> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & !MORE) << shift;
        if byte & MORE == 0 {
            return Some(number);
        }
        shift += BITS;
    }
}

#[cfg(test)]
mod tests {
    use super::Index;
    use crate::faq::ngrams::Features;

    #[test]
    fn a_known_text_is_itself_and_a_stranger_is_like_none() {
        let known = ["does insurance pay for it", "how long does it take", "what do I bring"].map(Features::of);
        let index = Index::of(known.iter().cloned());
        for (place, text) in known.iter().enumerate() {
            assert!((index.alike(text)[place] - 1.0).abs() < 0.001);
        }
        assert!(index.alike(&Features::of("xyzzy")).iter().all(|alike| *alike == 0.0));
        assert!(index.alike(&Features::of("")).iter().all(|alike| *alike == 0.0));
        assert!(Index::of(std::iter::empty()).alike(&known[0]).is_empty());
    }

    #[test]
    fn what_is_rare_tells_more_than_what_all_have() {
        let index = Index::of(["is it far", "is it free", "is it loud", "is it long"].into_iter().map(Features::of));
        let alike = index.alike(&Features::of("is it free then"));
        assert!(alike[1] > 2.0 * alike[0], "{alike:?}");
    }
    #[test]
    fn the_cosine_is_that_of_the_whole_vectors() {
        let texts = ["pay pay pay the bill", "who pays", "the bill and the bus", "a bus", ""];
        let known = texts.map(Features::of);
        let index = Index::of(known.iter().cloned());
        let having =
            |feature: u32| known.iter().filter(|text| text.0.iter().any(|(other, _)| *other == feature)).count();
        let weights = |text: &Features| -> Vec<(u32, f32)> {
            let weight = |(feature, times): &(u32, f32)| {
                (
                    *feature,
                    (1.0 + times.ln()) * (((1.0 + texts.len() as f32) / (1.0 + having(*feature) as f32)).ln() + 1.0),
                )
            };
            text.0.iter().map(weight).collect()
        };
        let product = |left: &[(u32, f32)], right: &[(u32, f32)]| -> f32 {
            let other = |feature| right.iter().find(|(known, _)| known == feature).map_or(0.0, |(_, weight)| *weight);
            left.iter().map(|(feature, weight)| weight * other(feature)).sum()
        };
        let asked = Features::of("who pays the bus, the bus");
        let found = index.alike(&asked);
        for (place, text) in known.iter().enumerate() {
            let (left, right) = (weights(&asked), weights(text));
            let length = (product(&left, &left) * product(&right, &right)).sqrt().max(f32::EPSILON);
            assert!((found[place] - product(&left, &right) / length).abs() < 1e-4, "{}", texts[place]);
        }
    }

    #[test]
    fn what_is_kept_as_bits_counts_like_what_is_kept_as_steps() {
        // Two texts that share a word, among so many strangers that it is common, or not.
        for others in [1, 10, 11, 12, 40, 1000] {
            let strangers = (0..others).map(|number| format!("x{number}x"));
            let texts: Vec<String> = ["pay pay", "pay me"].map(str::to_owned).into_iter().chain(strangers).collect();
            let index = Index::of(texts.iter().map(|text| Features::of(text)));
            let alike = index.alike(&Features::of("pay pay"));
            assert_eq!(alike.len(), texts.len());
            assert!((alike[0] - 1.0).abs() < 1e-3, "{others}: {alike:?}");
            assert!(alike[1] > 0.3 && alike[1] < 0.95, "{others}: {alike:?}");
            assert!(alike[2..].iter().all(|other| *other < 0.1), "{others}: {alike:?}");
        }
    }

    #[test]
    fn large_numbers_are_read_as_they_were_written() {
        let numbers = [0, 1, 127, 128, 300, 16_383, 16_384, u32::MAX >> 1];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| super::write(&mut bytes, *number));
        let mut left = bytes.as_slice();
        assert_eq!(numbers.map(|_| super::read(&mut left)), numbers.map(Some));
        assert_eq!(super::read(&mut left), None);
    }
}
