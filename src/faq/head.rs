//! Logistic regression over topics and one class more, "out of scope": which topic is a vector most likely to mean?

use crate::encoder::Vector;

const LANES: usize = 16;
/// Numbers for each class: one for each of the vector, and a bias.
pub const ROW: usize = Vector::LEN + 1;

/// The weights, class by class.
#[derive(Clone, Debug, Default)]
pub struct Head(Vec<f32>);

impl Head {
    /// `None` where the numbers are no whole rows.
    #[must_use]
    pub fn of(weights: Vec<f32>) -> Option<Self> {
        weights.len().is_multiple_of(ROW).then_some(Self(weights))
    }

    #[must_use]
    pub fn weights(&self) -> &[f32] {
        &self.0
    }

    #[must_use]
    pub fn classes(&self) -> usize {
        self.0.len() / ROW
    }

    /// The probability of each class.
    #[must_use]
    pub fn probabilities(&self, vector: &Vector) -> Vec<f32> {
        let mut scores: Vec<f32> =
            self.0.chunks_exact(ROW).map(|row| product(&row[..Vector::LEN], &vector.0) + row[Vector::LEN]).collect();
        softmax(&mut scores);
        scores
    }
}

/// Scores to probabilities.
pub fn softmax(scores: &mut [f32]) {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - highest).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
}

/// The scalar product of two rows of numbers.
pub fn product(left: &[f32], right: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    for (left, right) in left.as_chunks::<LANES>().0.iter().zip(right.as_chunks::<LANES>().0) {
        for ((lane, left), right) in lanes.iter_mut().zip(left).zip(right) {
            *lane += left * right;
        }
    }
    lanes.iter().sum()
}
