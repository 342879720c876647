//! A question's hash: equal as long as the question can take the same answers.
//!
//! FNV-1a, 32 bits (Fowler, Noll, Vo; IETF draft-eastlake-fnv), written out here because the value is stored with
//! people's state and must never change with a library or a compiler.

use super::model::{Choice, Slot};

/// The hash of a question: its type, limits and the values it offers, not its words.
#[must_use]
pub fn question_hash(slot: &Slot, choices: &[Choice]) -> u32 {
    let mut hash = Fnv::new();
    hash.add(slot.kind.name());
    for limit in [slot.min, slot.max] {
        hash.add(&limit.map_or_else(String::new, |limit| limit.to_string()));
    }
    hash.add(&slot.items.to_string());
    for choice in choices.iter().chain(&slot.rows).chain(&slot.columns) {
        hash.add(&choice.value.name);
    }
    hash.finish()
}

/// FNV-1a over texts, each closed by a zero byte.
pub struct Fnv(u32);

impl Fnv {
    #[must_use]
    pub const fn new() -> Self {
        Self(0x811c_9dc5)
    }

    pub fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0]) {
            self.0 = (self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }

    #[must_use]
    pub const fn finish(&self) -> u32 {
        self.0
    }
}

impl Default for Fnv {
    fn default() -> Self {
        Self::new()
    }
}

/// Of whole files, eight bytes at a time: only whether two are equal is ever asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fingerprint(u64);

impl Fingerprint {
    pub fn add(&mut self, text: &str) {
        let (chunks, rest) = text.as_bytes().as_chunks::<8>();
        for chunk in chunks {
            self.mix(u64::from_le_bytes(*chunk));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.mix(u64::from_le_bytes(last));
        self.mix(text.len() as u64);
    }

    const fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    #[must_use]
    pub const fn finish(&self) -> u32 {
        (self.0 ^ (self.0 >> 32)) as u32
    }
}
