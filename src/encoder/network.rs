//! Rows of tokens to one vector: n-gram convolutions, a sum over the text, two residual blocks.
//!
//! Texts of a batch lie below each other with [`GAP`] rows of zeros before, between and behind them, which is what the
//! convolutions must see outside a text. The matrix crate multiplies, with kernels picked for the CPU at run time. It
//! would spread each multiplication over all cores; at a millisecond a text that costs more than it gains and makes
//! latency a lottery, so all of it runs on one thread that the network owns.

use super::Error;
use super::layers::{Dense, Norm, relu};
use super::table::{ROW, Table};
use super::vector::Vector;
use super::weights::Weights;
use std::ops::Range;

/// Rows of zeros between texts: as far as a convolution looks to either side.
const GAP: usize = 2;
const BRANCH: usize = 256;
/// Tokens in the window of each branch, and how many of them lie left of the one looked at.
const WINDOWS: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];
const PROJECTED: usize = WINDOWS.len() * BRANCH;
const FEATURES: usize = ROW + PROJECTED;
const HIDDEN: usize = 320;

pub(super) struct Network {
    projection: Dense,
    projection_norm: Norm,
    /// Two convolutions for each of `WINDOWS`.
    branches: Vec<[Dense; 2]>,
    feature_norm: Norm,
    summary: Dense,
    summary_bias: Vec<f32>,
    blocks: [Residual; 2],
    thread: rayon::ThreadPool,
}

struct Residual {
    inner: Dense,
    outer: Dense,
    skip: Dense,
}

impl Network {
    pub fn read(weights: &mut Weights<'_>) -> Result<Self, Error> {
        weights.begin("network");
        Ok(Self {
            projection: Dense::read_with_bias(weights, ROW, PROJECTED)?,
            projection_norm: Norm::read(weights, PROJECTED)?,
            branches: WINDOWS
                .iter()
                .map(|(width, _)| {
                    let mut convolution = || Dense::read_with_bias(weights, width * BRANCH, BRANCH);
                    Ok([convolution()?, convolution()?])
                })
                .collect::<Result<_, Error>>()?,
            feature_norm: Norm::read(weights, FEATURES)?,
            summary: Dense::read_for_one(weights, FEATURES, Vector::LEN)?,
            summary_bias: weights.f32s(Vector::LEN)?,
            blocks: [
                Residual::read(weights, [Vector::LEN, HIDDEN, HIDDEN])?,
                Residual::read(weights, [HIDDEN, Vector::LEN, Vector::LEN])?,
            ],
            thread: rayon::ThreadPoolBuilder::new().num_threads(1).thread_name(|_| "encoder".to_owned()).build()?,
        })
    }

    /// One vector for each text, given as its tokens.
    pub fn forward(&self, table: &Table, texts: &[Vec<u32>]) -> Vec<Vector> {
        if texts.is_empty() {
            return Vec::new();
        }
        self.thread.install(|| {
            let summaries = self.summaries(table, texts);
            let mut vectors = self.blocks[0].apply(&summaries);
            relu(&mut vectors);
            let vectors = self.blocks[1].apply(&vectors);
            vectors.as_chunks().0.iter().map(|numbers| Vector::of(numbers.map(f32::tanh))).collect()
        })
    }

    /// A row of [`Vector::LEN`] numbers for each text.
    fn summaries(&self, table: &Table, texts: &[Vec<u32>]) -> Vec<f32> {
        let places = places(texts);
        let rows = places.last().map_or(0, |last| last.end + GAP);
        let mut tokens = vec![0.0; rows * ROW];
        for (text, place) in texts.iter().zip(&places) {
            for (&token, row) in text.iter().zip(tokens[place.start * ROW..].chunks_exact_mut(ROW)) {
                table.decode(token, row);
            }
        }
        let mut projected = self.projection.apply(&tokens);
        for row in places.iter().cloned().flatten() {
            self.projection_norm.apply(&mut projected[row * PROJECTED..][..PROJECTED]);
        }
        let branches: Vec<_> = (0..WINDOWS.len()).map(|branch| self.branch(branch, &projected, &places)).collect();

        let mut sums = vec![0.0; texts.len() * FEATURES];
        let mut features = [0.0; FEATURES];
        for (place, sum) in places.iter().zip(sums.chunks_exact_mut(FEATURES)) {
            for row in place.clone() {
                features[..ROW].copy_from_slice(&tokens[row * ROW..][..ROW]);
                for (part, branch) in features[ROW..].chunks_exact_mut(BRANCH).zip(&branches) {
                    part.copy_from_slice(&branch[row * BRANCH..][..BRANCH]);
                }
                self.feature_norm.apply(&mut features);
                for (sum, feature) in sum.iter_mut().zip(&features) {
                    *sum += feature;
                }
            }
        }
        let mut summaries = self.summary.apply(&sums);
        for (summary, text) in summaries.chunks_exact_mut(Vector::LEN).zip(texts) {
            let length = text.len() as f32;
            for (number, bias) in summary.iter_mut().zip(&self.summary_bias) {
                *number = (*number + length * bias) / length.sqrt();
            }
        }
        summaries
    }

    /// Two convolutions over one part of each projected row, each with a way around it.
    fn branch(&self, branch: usize, projected: &[f32], places: &[Range<usize>]) -> Vec<f32> {
        let (width, left) = WINDOWS[branch];
        let rows = projected.len() / PROJECTED;
        let mut input = vec![0.0; rows * BRANCH];
        for row in places.iter().cloned().flatten() {
            let part = &projected[row * PROJECTED + branch * BRANCH..][..BRANCH];
            input[row * BRANCH..][..BRANCH].copy_from_slice(part);
        }
        for convolution in &self.branches[branch] {
            let windows = &input[(GAP - left) * BRANCH..(rows - GAP - left + width - 1) * BRANCH];
            let mut output = convolution.slide(windows, BRANCH);
            relu(&mut output);
            // Row by row, because the gaps must stay zero.
            for row in places.iter().cloned().flatten() {
                let kept = &mut input[row * BRANCH..][..BRANCH];
                for (kept, new) in kept.iter_mut().zip(&output[(row - GAP) * BRANCH..]) {
                    *kept += new;
                }
            }
        }
        input
    }
}

impl Residual {
    fn read(weights: &mut Weights<'_>, [inputs, inside, outputs]: [usize; 3]) -> Result<Self, Error> {
        Ok(Self {
            inner: Dense::read_for_one(weights, inputs, inside)?,
            outer: Dense::read_for_one(weights, inside, outputs)?,
            skip: Dense::read_for_one(weights, inputs, outputs)?,
        })
    }

    fn apply(&self, input: &[f32]) -> Vec<f32> {
        let mut inside = self.inner.apply(input);
        relu(&mut inside);
        let mut output = self.skip.apply(input);
        self.outer.add_to(&inside, &mut output);
        output
    }
}

/// Which rows each text takes, with gaps around them.
fn places(texts: &[Vec<u32>]) -> Vec<Range<usize>> {
    let mut end = 0;
    texts
        .iter()
        .map(|text| {
            let start = end + GAP;
            end = start + text.len();
            start..end
        })
        .collect()
}
