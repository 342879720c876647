//! The two large tables of a walk over a message. They are taken out of the heap once for each thread and not for each
//! message: that was a tenth of the work. They hold numbers of names, no words, and are wiped when a message has been read.

use std::cell::Cell;

use super::matcher::Hit;

/// Tables for longer messages are not kept for the next one. In words of 64 bits.
const MOST_KEPT: usize = 1 << 16;

thread_local! {
    static KEPT: Cell<Tables> = const { Cell::new(Tables { bits: Vec::new(), arena: Vec::new() }) };
}

#[derive(Default)]
struct Tables {
    /// All nought between two messages.
    bits: Vec<u64>,
    arena: Vec<Hit>,
}

/// The tables while a message is read.
#[derive(Default)]
pub(crate) struct Numbers {
    /// Which watched names stand at a position, as bits.
    pub bits: Vec<u64>,
    /// All hits, those of a position one behind the other.
    pub arena: Vec<Hit>,
    /// How many of the bits are in use.
    used: usize,
}

impl Numbers {
    /// Tables with room for so many words of bits, all nought.
    pub fn take(used: usize) -> Self {
        let Tables { mut bits, arena } = KEPT.take();
        if bits.len() < used {
            bits.resize(used, 0);
        }
        Self { bits, arena, used }
    }
}

impl Drop for Numbers {
    fn drop(&mut self) {
        if self.bits.len() > MOST_KEPT || self.arena.len() > MOST_KEPT {
            return;
        }
        self.bits[..self.used].fill(0);
        self.arena.fill(Hit::default());
        self.arena.clear();
        KEPT.set(Tables { bits: std::mem::take(&mut self.bits), arena: std::mem::take(&mut self.arena) });
    }
}
