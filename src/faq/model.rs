//! What `handrail train` makes and the matcher reads: vectors of all known texts, the head, the gate, fingerprints.
//!
//! A text finds its vector by a hash of its words, so that topics can be edited without training anew: what is new is
//! embedded at start, and a topic that the head has not met is found by its phrasings alone.
//!
//! Layout, little-endian: magic, u64 encoder, u64 inputs, u32 texts, u32 of them out of scope (they come first), u32
//! topics; the hashes, scales and numbers of the vectors; each topic's name behind its length in one byte; the head's
//! weights; the gate's means, spreads, weights and bias.

use std::collections::HashMap;
use std::sync::Arc;

use super::compact::Compact;
use super::gate::{FEATURES, Gate};
use super::head::{Head, ROW};
use crate::encoder::Vector;

const MAGIC: &[u8; 8] = b"HR-FAQ\r\n";

/// A trained model.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The fingerprint of the weights that made the vectors.
    pub encoder: u64,
    /// The fingerprint of topics, texts and glossary.
    pub inputs: u64,
    /// Those out of scope first.
    pub keys: Vec<u64>,
    pub vectors: Compact,
    pub out_of_scope: usize,
    pub names: Vec<Arc<str>>,
    /// A row for each name, and one for "out of scope".
    pub head: Head,
    pub gate: Gate,
}

/// Why a model could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    #[error("this is no model of handrail train")]
    NoModel,
    #[error("the model is cut off or damaged; `handrail train` makes it anew")]
    Damaged,
    #[error("the model was trained with other weights of the encoder; `handrail train` makes it anew")]
    OtherEncoder,
}

impl Model {
    /// Reads what [`Model::write`] wrote.
    ///
    /// # Errors
    /// When the bytes are something else, or do not fit together.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut reader = Reader(bytes.strip_prefix(MAGIC.as_slice()).ok_or(ModelError::NoModel)?);
        let (encoder, inputs) = (reader.u64()?, reader.u64()?);
        let (texts, out_of_scope, topics) = (reader.length()?, reader.length()?, reader.length()?);
        let keys = (0..texts).map(|_| reader.u64()).collect::<Result<_, _>>()?;
        let scales = reader.f32s(texts)?;
        let numbers = reader.take(texts.checked_mul(Vector::LEN).ok_or(ModelError::Damaged)?)?;
        let numbers = numbers.iter().map(|number| number.cast_signed()).collect();
        let vectors = Compact::of(numbers, scales).ok_or(ModelError::Damaged)?;
        let names = (0..topics).map(|_| reader.name()).collect::<Result<_, _>>()?;
        let head = Head::of(reader.f32s((topics + 1) * ROW)?).ok_or(ModelError::Damaged)?;
        let mut features = || -> Result<[f32; FEATURES], ModelError> {
            reader.f32s(FEATURES)?.try_into().map_err(|_| ModelError::Damaged)
        };
        let (means, spreads, weights) = (features()?, features()?, features()?);
        let bias = reader.f32s(1)?.first().copied().ok_or(ModelError::Damaged)?;
        if !reader.0.is_empty() || out_of_scope > texts {
            return Err(ModelError::Damaged);
        }
        let gate = Gate { means, spreads, weights, bias };
        Ok(Self { encoder, inputs, keys, vectors, out_of_scope, names, head, gate })
    }

    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.encoder.to_le_bytes());
        bytes.extend(self.inputs.to_le_bytes());
        for count in [self.keys.len(), self.out_of_scope, self.names.len()] {
            bytes.extend((count as u32).to_le_bytes());
        }
        self.keys.iter().for_each(|key| bytes.extend(key.to_le_bytes()));
        let push = |numbers: &[f32], bytes: &mut Vec<u8>| {
            numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
        };
        push(self.vectors.scales(), &mut bytes);
        bytes.extend(self.vectors.numbers().iter().map(|number| number.cast_unsigned()));
        for name in &self.names {
            bytes.push(name.len() as u8);
            bytes.extend(name.as_bytes());
        }
        push(self.head.weights(), &mut bytes);
        for features in [&self.gate.means, &self.gate.spreads, &self.gate.weights] {
            push(features, &mut bytes);
        }
        push(&[self.gate.bias], &mut bytes);
        bytes
    }

    /// Where the vector of each text lies.
    #[must_use]
    pub fn places(&self) -> HashMap<u64, usize> {
        self.keys.iter().enumerate().map(|(place, key)| (*key, place)).collect()
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], ModelError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(ModelError::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const LENGTH: usize>(&mut self) -> Result<[u8; LENGTH], ModelError> {
        self.take(LENGTH)?.try_into().map_err(|_| ModelError::Damaged)
    }

    fn u64(&mut self) -> Result<u64, ModelError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    fn length(&mut self) -> Result<usize, ModelError> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }

    fn f32s(&mut self, count: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.take(count.checked_mul(4).ok_or(ModelError::Damaged)?)?;
        Ok(bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect())
    }

    fn name(&mut self) -> Result<Arc<str>, ModelError> {
        let [length] = self.array()?;
        let name = std::str::from_utf8(self.take(usize::from(length))?).map_err(|_| ModelError::Damaged)?;
        Ok(Arc::from(name))
    }
}
