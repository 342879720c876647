//! What is trained and compiled in: the encoder's weights, the matcher's model, the crisis screen's second reader.

use super::Files;
use crate::encoder::{self, Encoder};
use crate::faq::{Model, ModelError};
use crate::safety::{Second, SecondError};

/// Where the model lies in the package.
pub const MODEL: &str = "data/faq/model.bin";

/// Where the second reader lies in the package.
pub const SECOND: &str = "data/crisis/second.bin";

static WEIGHTS: &[u8] = include_bytes!("../../data/encoder/use-m3.bin.zst");
static TRAINED: &[u8] = include_bytes!("../../data/faq/model.bin");
static SECOND_TRAINED: &[u8] = include_bytes!("../../data/crisis/second.bin");

/// The sentence encoder. It takes a tenth of a second: load it once.
///
/// # Errors
/// When the system gives no thread to compute on.
pub fn encoder() -> Result<Encoder, encoder::Error> {
    Encoder::load(WEIGHTS)
}

/// The model of the last `handrail train`, or the one that the operator trained.
///
/// # Errors
/// When it was made by another version.
pub fn model(files: &Files) -> Result<Model, ModelError> {
    Model::read(files.model().unwrap_or(TRAINED))
}

/// The second reader of the last `handrail train`.
///
/// # Errors
/// When it was made by another version.
pub fn second() -> Result<Second, SecondError> {
    Second::open(SECOND_TRAINED)
}
