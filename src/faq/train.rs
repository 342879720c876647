//! Training: vectors of all examples to a [`Model`]. The same inputs give the same model.
//!
//! The head is fitted by Adam over shuffled batches, its rate falling to zero. The gate must learn from readings of
//! texts that were not known to what read them, so the examples are dealt into parts and each part is read by a head
//! trained on the others.

use super::compact::Compact;
use super::examples::{Examples, key_of};
use super::gate::{Features, Gate};
use super::head::{Head, ROW, softmax};
use super::model::Model;
use super::reading::{Nearest, Shares};
use crate::encoder::Vector;

const BATCH: usize = 64;
const EPOCHS: usize = 20;
const RATE: f32 = 0.1;
const SHRINK: f32 = 1e-5;
/// Epochs of the heads that only the gate needs.
const EPOCHS_GATE: usize = 10;
const PARTS: usize = 4;

/// How training goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A part of the examples is being read by what was trained on the others.
    Gate {
        part: usize,
        parts: usize,
    },
    Head,
}

/// What training found out about itself: how often an example that was left out found its own topic.
#[derive(Clone, Copy, Debug, Default)]
pub struct Report {
    pub first: f32,
    pub among_three: f32,
}

/// `vectors`: of the examples, in their order.
pub fn train(
    examples: &Examples,
    vectors: &[Vector],
    encoder: u64,
    mut progress: impl FnMut(Progress),
) -> (Model, Report) {
    let topics = examples.names.len();
    let classes: Vec<usize> = examples.all.iter().map(|example| example.class).collect();
    let mut known = Compact::default();
    vectors.iter().for_each(|vector| known.push(vector));

    let mut readings: Vec<(Features, bool)> = Vec::with_capacity(classes.len());
    let (mut first, mut among_three) = (0, 0);
    for part in 0..PARTS {
        progress(Progress::Gate { part: part + 1, parts: PARTS });
        let places: Vec<usize> = (0..classes.len()).filter(|place| place % PARTS != part).collect();
        let head = fit(&known, &classes, &places, topics + 1, EPOCHS_GATE);
        let others: Vec<Option<usize>> =
            classes.iter().enumerate().map(|(place, class)| (place % PARTS != part).then_some(*class)).collect();
        for place in (part..classes.len()).step_by(PARTS) {
            let nearest = Nearest::find(&vectors[place], &known, &others, topics + 1);
            let words = examples.all[place].prepared.split_whitespace().count();
            let shares = Shares::new(&head.probabilities(&vectors[place]), &nearest, words);
            readings.push((shares.features, classes[place] < topics));
            if let Some(share) = shares.topics.get(classes[place]) {
                let before = shares.topics.iter().filter(|other| *other > share).count();
                first += usize::from(before == 0);
                among_three += usize::from(before < 3);
            }
        }
    }
    progress(Progress::Head);
    let everything: Vec<usize> = (0..classes.len()).collect();
    let head = fit(&known, &classes, &everything, topics + 1, EPOCHS);

    let inside = classes.iter().filter(|class| **class < topics).count().max(1) as f32;
    let report = Report { first: first as f32 / inside, among_three: among_three as f32 / inside };
    let mut keys = Vec::with_capacity(classes.len());
    let mut ordered = Compact::default();
    let (outside, inside): (Vec<usize>, Vec<usize>) =
        everything.into_iter().partition(|place| classes[*place] == topics);
    for place in outside.iter().chain(&inside) {
        keys.push(key_of(&examples.all[*place].prepared));
        ordered.push(&vectors[*place]);
    }
    let model = Model {
        encoder,
        inputs: examples.fingerprint(encoder),
        keys,
        vectors: ordered,
        out_of_scope: outside.len(),
        names: examples.names.clone(),
        head,
        gate: Gate::learn(&readings),
    };
    (model, report)
}

/// Fits a head to the examples at some places.
fn fit(known: &Compact, classes: &[usize], places: &[usize], count: usize, epochs: usize) -> Head {
    let mut weights = vec![0.0_f32; count * ROW];
    let mut slopes = vec![0.0_f32; count * ROW];
    let mut adam = Adam::new(weights.len());
    let mut order = places.to_vec();
    let mut shuffle = Shuffle(0x9e37_79b9_7f4a_7c15);
    let steps = epochs * places.len().div_ceil(BATCH);
    for _ in 0..epochs {
        shuffle.shuffle(&mut order);
        for batch in order.chunks(BATCH) {
            for (slopes, weights) in slopes.chunks_exact_mut(ROW).zip(weights.chunks_exact(ROW)) {
                slopes.iter_mut().zip(weights).for_each(|(slope, weight)| *slope = 2.0 * SHRINK * weight);
                slopes[Vector::LEN] = 0.0;
            }
            let share = 1.0 / batch.len() as f32;
            for place in batch {
                add_slopes(&known.get(*place), classes[*place], share, &weights, &mut slopes);
            }
            adam.step(&mut weights, &slopes, steps);
        }
    }
    Head::of(weights).unwrap_or_default()
}

/// The slopes of one example's loss.
fn add_slopes(vector: &Vector, class: usize, share: f32, weights: &[f32], slopes: &mut [f32]) {
    let product = |row: &[f32]| super::head::product(&row[..Vector::LEN], &vector.0) + row[Vector::LEN];
    let mut errors: Vec<f32> = weights.chunks_exact(ROW).map(product).collect();
    softmax(&mut errors);
    errors[class] -= 1.0;
    for (row, error) in slopes.chunks_exact_mut(ROW).zip(errors) {
        // Most classes are out of the question; their slopes would change nothing that can be seen.
        if error.abs() < 1e-4 {
            continue;
        }
        let factor = error * share;
        let (numbers, bias) = row.split_at_mut(Vector::LEN);
        numbers.iter_mut().zip(&vector.0).for_each(|(slope, number)| *slope += factor * number);
        bias[0] += factor;
    }
}

/// Adam (Kingma and Ba, 2015) with a rate that falls in a straight line.
struct Adam {
    means: Vec<f32>,
    squares: Vec<f32>,
    step: usize,
}

impl Adam {
    fn new(length: usize) -> Self {
        Self { means: vec![0.0; length], squares: vec![0.0; length], step: 0 }
    }

    fn step(&mut self, weights: &mut [f32], slopes: &[f32], steps: usize) {
        let rate = RATE * (1.0 - self.step as f32 / steps as f32);
        self.step += 1;
        let power = self.step as f32;
        let (mean_part, square_part) = (1.0 - 0.9_f32.powf(power), 1.0 - 0.999_f32.powf(power));
        let states = self.means.iter_mut().zip(&mut self.squares);
        for ((weight, slope), (mean, square)) in weights.iter_mut().zip(slopes).zip(states) {
            *mean += 0.1 * (slope - *mean);
            *square += 0.001 * (slope * slope - *square);
            *weight -= rate * (*mean / mean_part) / ((*square / square_part).sqrt() + 1e-8);
        }
    }
}

/// A shuffle that is the same at every run: numbers from splitmix64.
struct Shuffle(u64);

impl Shuffle {
    fn shuffle(&mut self, items: &mut [usize]) {
        for place in (1..items.len()).rev() {
            let other = (self.next() % (place as u64 + 1)) as usize;
            items.swap(place, other);
        }
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
