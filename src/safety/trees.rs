//! The trees of phrases once all are known: what a walk over a message reads. Phrases of one rank share a tree whose edges
//! are words, prefixes, gaps and slots of lower ranks. Flat arrays, so that they are written and read as they stand.

use serde::{Deserialize, Serialize};

/// One step of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// A word, a prefix or a name: they share one numbering.
    Symbol(u32),
    AnyWord,
    Gap(u8),
}

/// A node once all phrases are known: ranges in shared arrays, edges sorted by symbol, names after words.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Node {
    pub accepts: (u32, u32),
    pub gaps: (u32, u32),
    pub words: (u32, u32),
    pub names: (u32, u32),
    pub any: u32,
}

/// No node is a child of a root's root, so its number can stand for "nothing".
pub(crate) const NOWHERE: u32 = 0;

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Trees {
    pub nodes: Vec<Node>,
    pub accepts: Vec<u32>,
    pub gaps: Vec<(u8, u32)>,
    pub symbols: Vec<u32>,
    pub nexts: Vec<u32>,
    pub roots: Vec<Root>,
    pub words: Starts,
    pub prefixes: Starts,
    pub names: Starts,
    /// By name: whether it is a negator or an exception to one.
    pub roles: Vec<Role>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Role {
    #[default]
    Ordinary,
    Negator,
    Exception,
}

/// The first edges of one rank, by the number of the symbol.
#[derive(Serialize, Deserialize)]
pub(crate) struct Root {
    pub words: Vec<u32>,
    pub prefixes: Vec<u32>,
    pub names: Vec<u32>,
}

/// By symbol: a bit for each rank whose phrases may begin with it.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Starts(Vec<u16>);

impl Starts {
    pub fn add(&mut self, index: u32, rank: usize) {
        let index = index as usize;
        self.0.resize(self.0.len().max(index + 1), 0);
        self.0[index] |= 1 << rank.min(15);
    }

    pub fn of(&self, index: u32) -> u16 {
        self.0.get(index as usize).copied().unwrap_or(0)
    }
}

impl Trees {
    pub fn edge(&self, range: (u32, u32), symbol: u32) -> u32 {
        let symbols = &self.symbols[range.0 as usize..range.1 as usize];
        let found = if symbols.len() <= 8 {
            symbols.iter().position(|&known| known == symbol)
        } else {
            symbols.binary_search(&symbol).ok()
        };
        found.map_or(NOWHERE, |index| self.nexts[range.0 as usize + index])
    }
}
