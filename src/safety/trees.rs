//! The trees of phrases once all are known: what a walk over a message reads.
//!
//! A phrase is a path from the root; its steps are words, prefixes, gaps and names of slots. Everything lies in a few flat
//! arrays: a node holds where its parts begin, and the next node where they end. A phrase that ends where no other goes on
//! needs no node: the edge itself says which name it accepts.

use serde::{Deserialize, Serialize};

use super::vocabulary::NAMES;

/// One step of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// A word, a prefix or a name: they share one numbering.
    Symbol(u32),
    AnyWord,
    Gap(u8),
}

/// Where an edge leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Target(u32);

/// What stands at the end of an edge.
pub(crate) enum End {
    Nowhere,
    Node(u32),
    /// A phrase of this name ends here, and no other goes on.
    Accept(u32),
}

/// Names stay far below it.
const LEAF: u32 = 1 << 31;

impl Target {
    pub const NOWHERE: Self = Self(0);

    /// Node 0 is the empty one, so its number can stand for "nowhere".
    pub const fn node(number: u32) -> Self {
        Self(number)
    }

    pub const fn accept(name: u32) -> Self {
        Self(LEAF | name)
    }

    pub const fn end(self) -> End {
        match self.0 {
            0 => End::Nowhere,
            leaf if leaf & LEAF != 0 => End::Accept(leaf & !LEAF),
            node => End::Node(node),
        }
    }
}

/// Where the parts of a node begin.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Node {
    pub accepts: u32,
    pub gaps: u32,
    pub words: u32,
    pub blocks: u32,
    pub any: Target,
    /// Which words and prefixes it has edges for, folded by [`fold`]: most places of a message have none of them, and that
    /// is seen here, before anything else of the node is fetched.
    pub symbol_mask: u32,
}

/// One of 32 bits for a number: what two sets have in common is a bit that both have.
pub(crate) const fn fold(number: u32) -> u32 {
    1 << (number % 32)
}

/// Edges by name, up to 64 neighbours in one: which of them stand at a place of a message is one look.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Block {
    /// Which 64 of the watched names.
    pub number: u32,
    pub mask: u64,
    /// Where the targets of these names begin.
    pub first: u32,
}

/// A name that is found where a phrase ends, with what has to be known of it then.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Accept {
    pub name: u32,
    /// Its bit among the watched names, or [`UNWATCHED`].
    pub bit: u32,
    /// Where phrases that begin with it go on.
    pub root: Target,
}

/// The first edges, by the number of the symbol.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Root {
    pub words: Vec<Target>,
    pub prefixes: Vec<Target>,
    pub names: Vec<Target>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Trees {
    /// One more than there are: the last one only ends the parts of the one before.
    pub nodes: Vec<Node>,
    pub accepts: Vec<Accept>,
    pub gaps: Vec<(u8, Target)>,
    /// Words and prefixes, ascending in each node.
    pub symbols: Vec<u32>,
    pub targets: Vec<Target>,
    pub blocks: Vec<Block>,
    pub named: Vec<(u32, Target)>,
    pub root: Root,
    /// By name: its bit among the watched ones, or [`UNWATCHED`].
    pub bits: Vec<u32>,
    /// Words of 64 bits that hold the watched names.
    pub width: usize,
    /// The bits of the names that deny.
    pub negators: Vec<u32>,
    /// The names of what looks like it and denies nothing, and their bits.
    pub exceptions: Vec<(u32, u32)>,
}

/// A name that no edge and no rule asks for: patterns and masks.
pub(crate) const UNWATCHED: u32 = u32::MAX;

impl Trees {
    /// A node, and the one behind it.
    pub fn node(&self, number: u32) -> (&Node, &Node) {
        (&self.nodes[number as usize], &self.nodes[number as usize + 1])
    }

    /// Where a word or a prefix leads from a node.
    pub fn edge(&self, node: &Node, next: &Node, symbol: u32) -> Target {
        let symbols = &self.symbols[node.words as usize..next.words as usize];
        let found = if symbols.len() <= 8 {
            symbols.iter().position(|&known| known == symbol)
        } else {
            symbols.binary_search(&symbol).ok()
        };
        found.map_or(Target::NOWHERE, |index| self.targets[node.words as usize + index])
    }

    /// What has to be known of a name that is found.
    pub fn accept(&self, name: u32) -> Accept {
        Accept { name, bit: self.bit(name), root: of(&self.root.names, name - NAMES) }
    }

    pub fn bit(&self, name: u32) -> u32 {
        self.bits.get((name - NAMES) as usize).copied().unwrap_or(UNWATCHED)
    }
}

/// What a table says of an index; tables are only as long as they have to be.
pub(crate) fn of(table: &[Target], index: u32) -> Target {
    table.get(index as usize).copied().unwrap_or(Target::NOWHERE)
}
