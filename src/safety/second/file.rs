//! The second reader as bytes.
//!
//! Layout, little-endian: magic, u64 encoder, u64 inputs, five f32 shifts, three f32 thresholds; f32 scale and numbers of the buckets, both
//! answers of one after the other; f32 scales, f32 biases and numbers of the rows; f32 outer weights.

use super::features::ALL;
use super::head::{ANSWERS, HIDDEN, Head, ROWS};
use super::{Second, Thresholds};
use crate::encoder::Vector;

const MAGIC: &[u8; 8] = b"HR-2ND2\n";

/// Why a file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecondError {
    #[error("this is no second reader of handrail train")]
    NoReader,
    #[error("the second reader is cut off or damaged; `handrail train` makes it anew")]
    Damaged,
    #[error("the second reader was trained with other weights of the encoder; `handrail train` makes it anew")]
    OtherEncoder,
}

impl Second {
    /// Reads what [`Second::write`] wrote.
    ///
    /// # Errors
    /// When the bytes are something else, do not fit together, or hold numbers that are none.
    pub fn open(bytes: &[u8]) -> Result<Self, SecondError> {
        let mut rest = Rest(bytes.strip_prefix(MAGIC.as_slice()).ok_or(SecondError::NoReader)?);
        let (encoder, inputs) = (rest.u64()?, rest.u64()?);
        let shifts = rest.f32s()?;
        let [agree, concern, crisis] = rest.f32s::<3>()?;
        let [bucket_scale] = rest.f32s::<1>()?;
        let numbers = rest.take(ALL * ANSWERS)?;
        let (pairs, _) = numbers.as_chunks::<ANSWERS>();
        let buckets = pairs.iter().map(|pair| pair.map(u8::cast_signed)).collect();
        let row_scales = rest.f32s::<ROWS>()?.to_vec();
        let biases = rest.f32s::<ROWS>()?.to_vec();
        let rows = rest.take(ROWS * Vector::LEN)?.iter().map(|number| number.cast_signed()).collect();
        let outer = rest.f32s::<{ HIDDEN * ANSWERS }>()?.as_chunks::<ANSWERS>().0.to_vec();
        let head = Head { buckets, bucket_scale, rows, row_scales, biases, outer };
        if !rest.0.is_empty() || !head.is_whole() || agree > concern || concern > crisis {
            return Err(SecondError::Damaged);
        }
        Ok(Self { encoder, inputs, thresholds: Thresholds { shifts, agree, concern, crisis }, head })
    }

    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.encoder.to_le_bytes());
        bytes.extend(self.inputs.to_le_bytes());
        let push = |numbers: &[f32], bytes: &mut Vec<u8>| {
            numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
        };
        let Thresholds { shifts, agree, concern, crisis } = self.thresholds;
        push(&shifts, &mut bytes);
        push(&[agree, concern, crisis, self.head.bucket_scale], &mut bytes);
        bytes.extend(self.head.buckets.iter().flatten().map(|number| number.cast_unsigned()));
        push(&self.head.row_scales, &mut bytes);
        push(&self.head.biases, &mut bytes);
        bytes.extend(self.head.rows.iter().map(|number| number.cast_unsigned()));
        push(self.head.outer.as_flattened(), &mut bytes);
        bytes
    }
}

struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], SecondError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(SecondError::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn u64(&mut self) -> Result<u64, SecondError> {
        let bytes = self.take(8)?.try_into().map_err(|_| SecondError::Damaged)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn f32s<const COUNT: usize>(&mut self) -> Result<[f32; COUNT], SecondError> {
        let bytes = self.take(COUNT * 4)?;
        let mut numbers = [0.0; COUNT];
        for (number, four) in numbers.iter_mut().zip(bytes.as_chunks().0) {
            *number = f32::from_le_bytes(*four);
        }
        if numbers.iter().all(|number| number.is_finite()) { Ok(numbers) } else { Err(SecondError::Damaged) }
    }
}
