//! Which known texts share which features: an inverted index with weights (TF-IDF), for the cosine of a text with all of
//! them at once.
//!
//! A search touches only what it shares with a known text, which is a hundredth of everything. The rarest features tell
//! most, so each is weighted by how rare it is.

use super::ngrams::Features;

/// Weights are kept as whole numbers of this share: cosines are right to four digits, in a third of the room.
const SHARE: f32 = 1.0 / 65_535.0;

/// The index. Lists of features are in order, so that they are found by halving.
#[derive(Clone, Debug, Default)]
pub struct Index {
    features: Box<[u32]>,
    /// How rare each feature is.
    rarity: Box<[f32]>,
    /// Where in `texts` and `weights` the part of each feature begins; one more at the end.
    starts: Box<[u32]>,
    texts: Box<[u32]>,
    weights: Box<[u16]>,
    /// How rare a feature is that no known text has.
    unseen: f32,
    count: usize,
}

impl Index {
    /// Of all known texts, sixteen millions at most; they are called by their places.
    #[must_use]
    pub fn of(known: &[Features]) -> Self {
        // One number each, so that a million of them are sorted in the time of a blink: feature, text, how often.
        let mut entries: Vec<u64> = Vec::with_capacity(known.iter().map(|text| text.0.len()).sum());
        for (place, text) in known.iter().enumerate() {
            let packed = |(feature, times): &(u32, f32)| {
                u64::from(*feature) << 32 | (place as u64) << 8 | u64::from(times.min(255.0) as u8)
            };
            entries.extend(text.0.iter().map(packed));
        }
        entries.sort_unstable();
        let weight = |texts: usize| ((1.0 + known.len() as f32) / (1.0 + texts as f32)).ln() + 1.0;
        let (mut features, mut rarity, mut starts) = (Vec::new(), Vec::new(), vec![0]);
        let mut lengths = vec![0.0_f32; known.len()];
        for same in entries.chunk_by(|left, right| left >> 32 == right >> 32) {
            let rare = weight(same.len());
            features.push((same[0] >> 32) as u32);
            rarity.push(rare);
            starts.push(starts.last().copied().unwrap_or(0) + same.len() as u32);
            for entry in same {
                lengths[text_of(*entry)] += (times_of(*entry) * rare).powi(2);
            }
        }
        lengths.iter_mut().for_each(|length| *length = length.sqrt().max(f32::EPSILON));
        let parts = starts.windows(2).zip(&rarity).flat_map(|(part, rare)| {
            entries[part[0] as usize..part[1] as usize].iter().map(move |entry| (*entry, *rare))
        });
        let weights = parts.map(|(entry, rare)| {
            let weight = times_of(entry) * rare / lengths[text_of(entry)];
            (weight / SHARE).round() as u16
        });
        Self {
            weights: weights.collect(),
            texts: entries.iter().map(|entry| text_of(*entry) as u32).collect(),
            features: features.into(),
            rarity: rarity.into(),
            starts: starts.into(),
            unseen: weight(0),
            count: known.len(),
        }
    }

    /// The cosine of a text with each known one, 0 to 1, by place.
    #[must_use]
    pub fn alike(&self, text: &Features) -> Vec<f32> {
        let (weights, length) = self.weighted(text);
        let mut sums = vec![0.0_f32; self.count];
        for ((feature, _), weight) in text.0.iter().zip(weights) {
            let Ok(row) = self.features.binary_search(feature) else { continue };
            let part = self.starts[row] as usize..self.starts[row + 1] as usize;
            let weight = weight * SHARE / length;
            for (place, known) in self.texts[part.clone()].iter().zip(&self.weights[part]) {
                sums[*place as usize] += weight * f32::from(*known);
            }
        }
        sums
    }

    /// The weight of each feature of a text, and the length of them all.
    fn weighted(&self, text: &Features) -> (Vec<f32>, f32) {
        let weight = |(feature, times): &(u32, f32)| scaled(*times) * self.rarity_of(*feature);
        let weights: Vec<f32> = text.0.iter().map(weight).collect();
        let length = weights.iter().map(|weight| weight * weight).sum::<f32>().sqrt();
        (weights, length.max(f32::EPSILON))
    }

    fn rarity_of(&self, feature: u32) -> f32 {
        self.features.binary_search(&feature).map_or(self.unseen, |row| self.rarity[row])
    }
}

const fn text_of(entry: u64) -> usize {
    (entry as u32 >> 8) as usize
}

fn times_of(entry: u64) -> f32 {
    scaled((entry as u8).into())
}

/// A feature that stands there twice does not count twice.
fn scaled(times: f32) -> f32 {
    1.0 + times.ln()
}

#[cfg(test)]
mod tests {
    use super::Index;
    use crate::faq::ngrams::Features;

    #[test]
    fn a_known_text_is_itself_and_a_stranger_is_like_none() {
        let known = ["does insurance pay for it", "how long does it take", "what do I bring"].map(Features::of);
        let index = Index::of(&known);
        for (place, text) in known.iter().enumerate() {
            assert!((index.alike(text)[place] - 1.0).abs() < 0.001);
        }
        assert!(index.alike(&Features::of("xyzzy")).iter().all(|alike| *alike == 0.0));
        assert!(index.alike(&Features::of("")).iter().all(|alike| *alike == 0.0));
        assert!(Index::of(&[]).alike(&known[0]).is_empty());
    }

    #[test]
    fn what_is_rare_tells_more_than_what_all_have() {
        let index = Index::of(&["is it far", "is it free", "is it loud", "is it long"].map(Features::of));
        let alike = index.alike(&Features::of("is it free then"));
        assert!(alike[1] > 2.0 * alike[0], "{alike:?}");
    }
}
