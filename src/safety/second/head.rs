//! From features and vector to two answers: is there anything to worry about, and is it grave?
//!
//! Each answer is a sum of weights of the features, of the vector, and of some hidden units over the vector that let it
//! see more than a plane can cut. It is the mean of several fits: their weights are averaged, their hidden units stand side
//! by side. The weights are kept as whole numbers from -127 to 127 with one scale for each row.

use super::features::{ALL, Features};
use crate::encoder::Vector;

/// Fits that a head is the mean of.
pub const FITS: usize = 4;
/// Hidden units of one fit.
pub const UNITS: usize = 64;
/// Hidden units of a head.
pub const HIDDEN: usize = UNITS * FITS;
/// What the length of the vector, which is 1, is brought to.
pub const VECTOR: f32 = 6.0;
/// Two answers.
pub const ANSWERS: usize = 2;
const LANES: usize = 16;

/// Trained weights, ready to use.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Both answers' weights of each bucket.
    pub(super) buckets: Vec<[i8; ANSWERS]>,
    pub(super) bucket_scale: f32,
    /// Two rows for the answers, then one for each hidden unit.
    pub(super) rows: Vec<i8>,
    pub(super) row_scales: Vec<f32>,
    /// Of the rows.
    pub(super) biases: Vec<f32>,
    /// How each hidden unit speaks for each answer.
    pub(super) outer: Vec<[f32; ANSWERS]>,
}

/// Weights as training moves them, and their mean.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    pub buckets: Vec<[f32; ANSWERS]>,
    pub rows: Vec<f32>,
    pub biases: Vec<f32>,
    pub outer: Vec<[f32; ANSWERS]>,
}

/// Rows over the vector.
pub const ROWS: usize = ANSWERS + HIDDEN;

impl Weights {
    /// The mean of as many fits as a head has: weights of answers averaged, hidden units one after the other.
    pub fn mean(fits: &[Self]) -> Self {
        let share = 1.0 / fits.len() as f32;
        let answers = ANSWERS * Vector::LEN;
        let mut mean = Self { buckets: vec![[0.0; ANSWERS]; ALL], rows: vec![0.0; answers], ..Self::default() };
        mean.biases = vec![0.0; ANSWERS];
        for fit in fits {
            let add = |sums: &mut [f32], numbers: &[f32]| {
                sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += share * number);
            };
            add(mean.buckets.as_flattened_mut(), fit.buckets.as_flattened());
            add(&mut mean.rows[..answers], &fit.rows);
            add(&mut mean.biases[..ANSWERS], &fit.biases);
            mean.rows.extend(&fit.rows[answers..]);
            mean.biases.extend(&fit.biases[ANSWERS..]);
            mean.outer.extend(fit.outer.iter().map(|row| row.map(|weight| share * weight)));
        }
        mean
    }
}

impl Head {
    /// Both answers; above 0 means rather yes.
    #[must_use]
    pub fn answers(&self, features: &Features, vector: &Vector) -> [f32; ANSWERS] {
        let mut sums = [0.0_f32; ANSWERS];
        for (bucket, weight) in &features.0 {
            if let Some(row) = self.buckets.get(*bucket as usize) {
                sums.iter_mut().zip(row).for_each(|(sum, number)| *sum += weight * f32::from(*number));
            }
        }
        let row = |place: usize| {
            let numbers = &self.rows[place * Vector::LEN..][..Vector::LEN];
            VECTOR * self.row_scales[place] * product(numbers, vector) + self.biases[place]
        };
        let mut answers = [0.0; ANSWERS];
        for (place, answer) in answers.iter_mut().enumerate() {
            *answer = sums[place] * self.bucket_scale + row(place);
        }
        for (unit, outer) in self.outer.iter().enumerate() {
            let lit = row(ANSWERS + unit).max(0.0);
            answers.iter_mut().zip(outer).for_each(|(answer, weight)| *answer += lit * weight);
        }
        answers
    }
}

impl From<&Weights> for Head {
    fn from(weights: &Weights) -> Self {
        let largest = weights.buckets.iter().flatten().fold(f32::MIN_POSITIVE, |most, number| most.max(number.abs()));
        let bucket_scale = largest / 127.0;
        let small = |number: f32, scale: f32| (number / scale).round() as i8;
        let mut rows = Vec::with_capacity(weights.rows.len());
        let mut row_scales = Vec::with_capacity(ROWS);
        for row in weights.rows.chunks_exact(Vector::LEN) {
            let scale = row.iter().fold(f32::MIN_POSITIVE, |most, number| most.max(number.abs())) / 127.0;
            rows.extend(row.iter().map(|number| small(*number, scale)));
            row_scales.push(scale);
        }
        Self {
            buckets: weights.buckets.iter().map(|row| row.map(|number| small(number, bucket_scale))).collect(),
            bucket_scale,
            rows,
            row_scales,
            biases: weights.biases.clone(),
            outer: weights.outer.clone(),
        }
    }
}

impl Head {
    /// Whether all parts have the sizes that reading relies on.
    pub(super) fn is_whole(&self) -> bool {
        self.buckets.len() == ALL
            && self.rows.len() == ROWS * Vector::LEN
            && self.row_scales.len() == ROWS
            && self.biases.len() == ROWS
            && self.outer.len() == HIDDEN
    }
}

fn product(numbers: &[i8], vector: &Vector) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    for (numbers, others) in numbers.as_chunks::<LANES>().0.iter().zip(vector.0.as_chunks::<LANES>().0) {
        for ((lane, number), other) in lanes.iter_mut().zip(numbers).zip(others) {
            *lane += f32::from(*number) * other;
        }
    }
    lanes.iter().sum()
}
