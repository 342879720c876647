//! Fitting a head: stochastic descent with steps that shrink for what has moved much (`AdaGrad`), line by line in a
//! shuffled order that is the same at every run. The same lessons give the same head on the same processor.

use super::features::{ALL, Features};
use super::head::{ANSWERS, FITS, Head, UNITS, VECTOR, Weights};
use super::signs::Signs;
use crate::encoder::Vector;
use crate::safety::level::Level;

const EPOCHS: usize = 10;
const RATE: f32 = 0.1;
/// The part of the rate that is left at the end.
const RATE_LEFT: f32 = 0.02;
/// Hidden units move more slowly than what stands beside them.
const RATE_HIDDEN: f32 = 0.3;
/// How often a hidden unit is left out of a step, so that none relies on another.
const DROPPED: f32 = 0.3;
/// How often a word, a pair, a letter group or a sign is left out of a step, so that none is relied on alone.
const DROPPED_FEATURES: f32 = 0.4;
/// What a line of concern counts: whether it is rather harmless or rather grave is a matter of taste.
const CONCERN: f32 = 0.5;
/// Errors too small to learn from.
const SMALL: f32 = 1e-4;
/// Rows over the vector of one fit.
const ROWS: usize = ANSWERS + UNITS;

/// A line as training sees it.
#[derive(Clone, Debug)]
pub struct Lesson {
    pub features: Features,
    pub vector: Vector,
    pub level: Level,
}

impl Lesson {
    #[must_use]
    pub fn new(text: &str, vector: Vector, signs: &Signs, level: Level) -> Self {
        Self { features: Features::of(text, signs), vector, level }
    }

    /// Anything to worry about; grave.
    fn wanted(&self) -> [f32; ANSWERS] {
        [self.level >= Level::Concern, self.level >= Level::Crisis].map(|yes| if yes { 1.0 } else { 0.0 })
    }
}

/// Fits a head to some lessons: the mean of fits that see them in other orders.
#[must_use]
pub fn fit(lessons: &[&Lesson]) -> Head {
    let fits: Vec<Weights> = (0..FITS as u64).map(|number| fit_once(lessons, number)).collect();
    Head::from(&Weights::mean(&fits))
}

fn fit_once(lessons: &[&Lesson], number: u64) -> Weights {
    let mut fitting = Fitting::new(number);
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    for epoch in 0..EPOCHS {
        let rate = RATE * (1.0 + RATE_LEFT - epoch as f32 / EPOCHS as f32);
        fitting.random.shuffle(&mut order);
        for &place in &order {
            fitting.learn(lessons[place], rate);
        }
    }
    fitting.weights
}

/// Weights, and the sums of squares of all slopes they have seen.
struct Fitting {
    weights: Weights,
    seen: Weights,
    random: Random,
    /// The features of this step that are not left out.
    kept: Vec<(u32, f32)>,
}

impl Fitting {
    fn new(number: u64) -> Self {
        let empty = || Weights {
            buckets: vec![[0.0; ANSWERS]; ALL],
            rows: vec![0.0; ROWS * Vector::LEN],
            biases: vec![0.0; ROWS],
            outer: vec![[0.0; ANSWERS]; UNITS],
        };
        let mut random = Random(0x5ec0_4d5e + number);
        let mut weights = empty();
        let spread = 3.4 / (Vector::LEN as f32).sqrt();
        weights.rows[ANSWERS * Vector::LEN..].iter_mut().for_each(|weight| *weight = spread * (random.share() - 0.5));
        let spread = 2.0 / (UNITS as f32).sqrt();
        weights.outer.iter_mut().flatten().for_each(|weight| *weight = spread * (random.share() - 0.5));
        Self { weights, seen: empty(), random, kept: Vec::new() }
    }

    fn learn(&mut self, lesson: &Lesson, rate: f32) {
        let Self { weights, seen, random, kept } = self;
        let vector = &lesson.vector.0;
        let mut sums = [0.0_f32; ROWS];
        for ((sum, row), bias) in sums.iter_mut().zip(weights.rows.chunks_exact(Vector::LEN)).zip(&weights.biases) {
            *sum = bias + VECTOR * product(row, vector);
        }
        let (answers, hidden) = sums.split_at_mut(ANSWERS);
        kept.clear();
        for (bucket, weight) in &lesson.features.0 {
            if random.share() >= DROPPED_FEATURES {
                kept.push((*bucket, weight / (1.0 - DROPPED_FEATURES)));
            }
        }
        for (bucket, weight) in &*kept {
            for (answer, number) in answers.iter_mut().zip(weights.buckets[*bucket as usize]) {
                *answer += weight * number;
            }
        }
        for (unit, outer) in hidden.iter_mut().zip(&weights.outer) {
            let kept = random.share() >= DROPPED;
            *unit = if kept { unit.max(0.0) / (1.0 - DROPPED) } else { 0.0 };
            answers.iter_mut().zip(outer).for_each(|(answer, weight)| *answer += *unit * weight);
        }
        let counts = if lesson.level == Level::Concern { CONCERN } else { 1.0 };
        let mut errors = lesson.wanted();
        for (error, answer) in errors.iter_mut().zip(&*answers) {
            *error = counts * (1.0 / (1.0 + (-answer).exp()) - *error);
        }
        if errors.iter().all(|error| error.abs() < SMALL) {
            return;
        }
        let slopes = hidden.iter().zip(&weights.outer).map(|(unit, outer)| {
            let slope: f32 = outer.iter().zip(&errors).map(|(weight, error)| weight * error).sum();
            if *unit > 0.0 { slope } else { 0.0 }
        });
        let slopes: Vec<f32> = errors.iter().copied().chain(slopes).collect();
        let rows = weights.rows.chunks_exact_mut(Vector::LEN).zip(seen.rows.chunks_exact_mut(Vector::LEN));
        let biases = weights.biases.iter_mut().zip(&mut seen.biases);
        for (place, (((row, seen), (bias, seen_bias)), slope)) in rows.zip(biases).zip(slopes).enumerate() {
            if slope == 0.0 {
                continue;
            }
            let rate = if place < ANSWERS { rate } else { rate * RATE_HIDDEN };
            for ((weight, seen), number) in row.iter_mut().zip(seen).zip(vector) {
                step(weight, seen, slope * VECTOR * number, rate);
            }
            step(bias, seen_bias, slope, rate);
        }
        for (bucket, weight) in &*kept {
            let place = *bucket as usize;
            for ((number, seen), error) in weights.buckets[place].iter_mut().zip(&mut seen.buckets[place]).zip(&errors)
            {
                step(number, seen, error * weight, rate);
            }
        }
        for ((unit, outer), seen) in hidden.iter().zip(&mut weights.outer).zip(&mut seen.outer) {
            for ((weight, seen), error) in outer.iter_mut().zip(seen).zip(&errors) {
                step(weight, seen, error * unit, rate * RATE_HIDDEN);
            }
        }
    }
}

fn step(weight: &mut f32, seen: &mut f32, slope: f32, rate: f32) {
    *seen += slope * slope;
    *weight -= rate * slope / (seen.sqrt() + 1e-6);
}

fn product(left: &[f32], right: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 16];
    for (left, right) in left.as_chunks::<16>().0.iter().zip(right.as_chunks::<16>().0) {
        for ((lane, left), right) in lanes.iter_mut().zip(left).zip(right) {
            *lane += left * right;
        }
    }
    lanes.iter().sum()
}

/// The same numbers at every run (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, not including, 1.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    fn shuffle(&mut self, items: &mut [usize]) {
        for place in (1..items.len()).rev() {
            let other = (self.next() % (place as u64 + 1)) as usize;
            items.swap(place, other);
        }
    }
}
