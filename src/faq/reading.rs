//! What a vector says: every topic's share, and the nine features for the gate.
//!
//! A topic's similarity is 0.6 of its nearest phrasing and 0.4 of the mean of its nearest three: one lucky phrasing
//! counts, and so does a crowd. It is blended with the head's probability, which knows how look-alikes differ.

use super::compact::Compact;
use super::gate::Features;
use super::head::Head;
use crate::encoder::Vector;

/// Weight of the head's probability, as a power.
const HEAD: f32 = 0.5;
/// Weight of the similarity.
const NEAR: f32 = 8.0;
/// Keeps logarithms finite.
const LEAST: f32 = 1e-6;

/// Similarities of one vector to the three nearest texts of each class, the nearest first.
#[derive(Clone, Debug)]
pub struct Nearest(Vec<[f32; 3]>);

/// What a vector says.
#[derive(Clone, Debug)]
pub struct Shares {
    /// Of each topic; they sum to one.
    pub topics: Vec<f32>,
    pub features: Features,
}

impl Nearest {
    /// `classes` says the class of each place; `None` leaves a place out.
    #[must_use]
    pub fn find(vector: &Vector, known: &Compact, classes: &[Option<usize>], count: usize) -> Self {
        let mut nearest = vec![[-1.0_f32; 3]; count];
        for (class, similarity) in classes.iter().zip(known.cosines(vector)) {
            let Some(class) = class else { continue };
            let three = &mut nearest[*class];
            if similarity > three[2] {
                three[2] = similarity;
                three.sort_by(|left, right| right.total_cmp(left));
            }
        }
        Self(nearest)
    }

    /// The nearest text of a class.
    #[must_use]
    pub fn best(&self, class: usize) -> f32 {
        self.0[class][0]
    }

    fn similarity(&self, class: usize) -> f32 {
        let three = self.0[class];
        let known: Vec<f32> = three.into_iter().filter(|similarity| *similarity > -1.0).collect();
        if known.is_empty() { 0.0 } else { 0.6 * known[0] + 0.4 * known.iter().sum::<f32>() / known.len() as f32 }
    }
}

impl Shares {
    /// `probabilities`: of each topic and, last, of none. `words`: how many the text has.
    #[must_use]
    pub fn new(probabilities: &[f32], nearest: &Nearest, words: usize) -> Self {
        let topics = probabilities.len() - 1;
        let similarities: Vec<f32> = (0..=topics).map(|class| nearest.similarity(class)).collect();
        let mut shares: Vec<f32> = (0..topics)
            .map(|class| HEAD * probabilities[class].max(LEAST * LEAST).ln() + NEAR * similarities[class])
            .collect();
        super::head::softmax(&mut shares);
        let [best, second] = best_of(&shares);
        let entropy: f32 = shares.iter().map(|share| -share * (share + LEAST).ln()).sum();
        let [near, next, third] = best_of(&similarities[..topics]);
        let features = [
            best,
            best - second,
            entropy,
            (probabilities[topics] + LEAST).ln(),
            (best_of::<1>(&probabilities[..topics])[0] + LEAST).ln(),
            (0..topics).map(|class| nearest.best(class)).fold(0.0, f32::max),
            similarities[topics],
            (near + next + third) / 3.0,
            (words as f32).ln_1p(),
        ];
        Self { topics: shares, features }
    }
}

/// The probabilities of the head for topics in another order, some of which it may not know.
#[must_use]
pub fn rearranged(head: &Head, classes: &[Option<usize>], vector: &Vector) -> Vec<f32> {
    let all = head.probabilities(vector);
    let unknown = 1.0 / (classes.len() + 1) as f32;
    let outside = all.last().copied().unwrap_or(unknown);
    classes.iter().map(|class| class.map_or(unknown, |class| all[class])).chain([outside]).collect()
}

fn best_of<const COUNT: usize>(numbers: &[f32]) -> [f32; COUNT] {
    let mut best = [0.0_f32; COUNT];
    for number in numbers {
        if let Some(last) = best.last_mut().filter(|last| number > *last) {
            *last = *number;
            best.sort_by(|left, right| right.total_cmp(left));
        }
    }
    best
}
