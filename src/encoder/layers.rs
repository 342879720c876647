//! The two kinds of layers the network is made of.

use super::Error;
use super::weights::Weights;
use rten_gemm::{BiasVector, GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::NdTensorView;

const EPSILON: f32 = 1e-12;

/// A matrix, and a bias if the layer has one.
pub(super) struct Dense {
    weights: Matrix,
    bias: Option<Vec<f32>>,
    inputs: usize,
    outputs: usize,
}

enum Matrix {
    /// For the rows of tokens.
    Packed(PackedBMatrix<f32>),
    /// For the rows of whole texts. There is often just one, for which they lie column behind column: packed, five rows of
    /// zeros would be multiplied beside it.
    Both { columns: Vec<f32>, packed: PackedBMatrix<f32> },
}

impl Dense {
    /// A layer for the tokens of texts.
    pub fn read(weights: &mut Weights<'_>, inputs: usize, outputs: usize) -> Result<Self, Error> {
        Ok(Self { weights: Matrix::Packed(weights.matrix(inputs, outputs)?), bias: None, inputs, outputs })
    }

    /// A layer for whole texts.
    pub fn read_for_one(weights: &mut Weights<'_>, inputs: usize, outputs: usize) -> Result<Self, Error> {
        let columns = weights.columns(inputs, outputs)?;
        let packed = GemmExecutor::<f32>::default().prepack_b(by_columns(&columns, inputs, outputs));
        Ok(Self { weights: Matrix::Both { columns, packed }, bias: None, inputs, outputs })
    }

    pub fn read_with_bias(weights: &mut Weights<'_>, inputs: usize, outputs: usize) -> Result<Self, Error> {
        let layer = Self::read(weights, inputs, outputs)?;
        Ok(Self { bias: Some(weights.f32s(outputs)?), ..layer })
    }

    /// Multiplies rows that lie one behind the other.
    pub fn apply(&self, input: &[f32]) -> Vec<f32> {
        let mut output = vec![0.0; input.len() / self.inputs * self.outputs];
        self.multiply(input, self.inputs, 0.0, &mut output);
        output
    }

    /// Multiplies and adds to what `output` holds.
    pub fn add_to(&self, input: &[f32], output: &mut [f32]) {
        self.multiply(input, self.inputs, 1.0, output);
    }

    /// Multiplies windows that overlap: each starts `stride` numbers behind the one before. There are as many as fit.
    pub fn slide(&self, input: &[f32], stride: usize) -> Vec<f32> {
        let windows = (input.len() - self.inputs) / stride + 1;
        let mut output = vec![0.0; windows * self.outputs];
        self.multiply(input, stride, 0.0, &mut output);
        output
    }

    #[expect(clippy::expect_used, reason = "shapes follow from the widths that were fixed when the layer was read")]
    fn multiply(&self, input: &[f32], stride: usize, keep: f32, output: &mut [f32]) {
        let shape = [output.len() / self.outputs, self.inputs];
        let rows = NdTensorView::from_slice_with_strides(shape, input, [stride, 1]).expect("the input holds all rows");
        let bias = self.bias.as_deref().map(BiasVector::Row);
        let options = GemmOptions { beta: keep, bias, ..GemmOptions::default() };
        let weights = match &self.weights {
            Matrix::Both { columns, .. } if shape[0] == 1 => {
                GemmInputB::Unpacked(by_columns(columns, self.inputs, self.outputs))
            }
            Matrix::Both { packed, .. } | Matrix::Packed(packed) => GemmInputB::Packed(packed),
        };
        // An executor is a choice of kernel, made anew because it cannot move between threads; that costs nothing.
        GemmExecutor::<f32>::default()
            .gemm(output, GemmInputA::Unpacked(rows), weights, options)
            .expect("widths were fixed when the layer was read");
    }
}

#[expect(clippy::expect_used, reason = "as many weights were read as the layer has")]
fn by_columns(columns: &[f32], inputs: usize, outputs: usize) -> NdTensorView<'_, f32, 2> {
    NdTensorView::from_slice_with_strides([inputs, outputs], columns, [1, inputs]).expect("the matrix is whole")
}

/// Brings each row to mean 0 and variance 1, then stretches and shifts its numbers.
pub(super) struct Norm {
    gain: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    pub fn read(weights: &mut Weights<'_>, width: usize) -> Result<Self, Error> {
        Ok(Self { gain: weights.f32s(width)?, bias: weights.f32s(width)? })
    }

    pub fn apply(&self, row: &mut [f32]) {
        let width = row.len() as f32;
        let mean = sum(row, |number| number) / width;
        let variance = sum(row, |number| (number - mean) * (number - mean)) / width;
        let factor = (variance + EPSILON).sqrt().recip();
        for ((number, gain), bias) in row.iter_mut().zip(&self.gain).zip(&self.bias) {
            *number = (*number - mean) * factor * gain + bias;
        }
    }
}

/// Sixteen sums side by side, which the compiler turns into vector instructions; one sum in order it may not reorder.
fn sum(numbers: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; 16];
    let (chunks, rest) = numbers.as_chunks::<16>();
    for chunk in chunks {
        for (lane, &number) in lanes.iter_mut().zip(chunk) {
            *lane += term(number);
        }
    }
    lanes.iter().sum::<f32>() + rest.iter().map(|&number| term(number)).sum::<f32>()
}

pub(super) fn relu(numbers: &mut [f32]) {
    for number in numbers {
        *number = number.max(0.0);
    }
}
