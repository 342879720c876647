//! One row of 512 numbers for each piece, kept entropy-coded: a text needs some thirty of 80,669 rows, so decoding
//! those few (a microsecond each) costs less than expanding 41 MB at start and holding them.
//!
//! A row is Rice-coded: the difference of each level to the row's centre, folded to 0, 1, 2 … for 0, −1, 1 …, is
//! written as its quotient by 2^shift (that many ones and a zero) and `shift` low bits, least significant bit first.

use super::Error;
use super::weights::{Header, Weights};

pub(super) const ROW: usize = 512;
const CLASSES: usize = 17;
/// `<unk>`, `<s>` and `</s>` come before the pieces.
pub(super) const SPECIAL_ROWS: u32 = 3;
/// The reader takes eight bytes at a time, so the last row needs bytes behind it.
const PADDING: usize = 8;
/// The script writes less, and more would not fit the eight bytes.
const MAX_SHIFT: u8 = 7;

pub(super) struct Table {
    /// Scale and offset that turn a level into a number.
    classes: [(f32, f32); CLASSES],
    rows: Vec<Row>,
    bytes: Vec<u8>,
}

struct Row {
    start: u32,
    class: u8,
    centre: u8,
    shift: u8,
}

impl Table {
    pub fn read(weights: &mut Weights<'_>, header: &Header) -> Result<Self, Error> {
        weights.begin("token table");
        let count = (SPECIAL_ROWS + header.pieces) as usize;
        let pairs = weights.f32s(CLASSES * 2)?;
        let classes = std::array::from_fn(|class| (pairs[class * 2], pairs[class * 2 + 1]));
        let class = weights.bytes(count)?;
        let centre = weights.bytes(count)?;
        let shift = weights.bytes(count)?;
        if class.iter().any(|&class| usize::from(class) >= CLASSES) || shift.iter().any(|&shift| shift > MAX_SHIFT) {
            return Err(Error::Inconsistent("a row has an unknown class or shift"));
        }
        let mut rows = Vec::with_capacity(count);
        let mut start = 0;
        for (index, size) in weights.u16s(count)?.into_iter().enumerate() {
            rows.push(Row { start, class: class[index], centre: centre[index], shift: shift[index] });
            start += u32::from(size);
        }
        if start as usize != header.table_bytes {
            return Err(Error::Inconsistent("the rows are not as long as the table"));
        }
        let mut bytes = vec![0; header.table_bytes + PADDING];
        weights.fill(&mut bytes[..header.table_bytes])?;
        Ok(Self { classes, rows, bytes })
    }

    /// Writes the row of a token.
    pub fn decode(&self, token: u32, numbers: &mut [f32]) {
        let row = &self.rows[token as usize];
        let (scale, offset) = self.classes[usize::from(row.class)];
        let base = f32::from(row.centre) * scale + offset;
        let shift = u32::from(row.shift);
        let low_bits = (1 << shift) - 1;
        let mut at = u64::from(row.start) * 8;
        for number in &mut numbers[..ROW] {
            let bits = self.bits_at(at);
            let quotient = bits.trailing_ones().min(48);
            let folded = (quotient << shift) | ((bits >> (quotient + 1)) as u32 & low_bits);
            at += u64::from(quotient + 1 + shift);
            let step = (folded >> 1).cast_signed() ^ -(folded & 1).cast_signed();
            *number = step as f32 * scale + base;
        }
    }

    /// At least 57 bits from a position on; zeros behind the end, where only a damaged table leads.
    fn bits_at(&self, position: u64) -> u64 {
        let byte = usize::try_from(position / 8).unwrap_or(usize::MAX);
        let word = self.bytes.get(byte..).and_then(<[u8]>::first_chunk).map_or(0, |eight| u64::from_le_bytes(*eight));
        word >> (position % 8)
    }
}
