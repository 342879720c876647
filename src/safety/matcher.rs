//! Finds every slot and pattern in a message. Positions are visited from the last to the first, so that whatever a phrase
//! refers to is known when it is needed. The work at one position has a bound, so the whole is linear in the message.
//!
//! No phrase reaches over the end of a sentence: when words of a sentence are hidden, only that sentence is read again.

use std::ops::Range;

use super::normalise::{Break, narrow};
use super::numbers::Numbers;
use super::spelling::Unit;
use super::trees::{Accept, End, Node, Target, Trees, UNWATCHED, fold, of};
use super::vocabulary::{PREFIXES, UNKNOWN};

/// A name found at a position, with the place where it ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hit {
    pub name: u32,
    pub end: u32,
}

/// A pattern or a mask and the words it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    pub from: usize,
    pub name: u32,
    pub until: usize,
}

/// All hits of one message, by position.
pub(crate) struct Hits<'a> {
    trees: &'a Trees,
    numbers: Numbers,
    at: Vec<(u32, u32)>,
    /// Which word stands at a position, and what it may be taken for, folded.
    symbols: Vec<u32>,
    found: Vec<Found>,
    pub negator: Vec<bool>,
}

/// Most fillers ("a", "just", "really") that are skipped in a row: people use a few, a flood of them is not read through.
const FILLERS: usize = 12;
/// Steps at one position; real messages need a few hundred.
const BUDGET: u32 = 6_000;
/// More names at one position than this are not needed to know what is said there.
const MOST_HITS: usize = 400;

impl<'a> Hits<'a> {
    /// Everything that stands in a message.
    pub fn of(trees: &'a Trees, units: &[Unit]) -> Self {
        let mut hits = Self {
            trees,
            numbers: Numbers::take(units.len() * trees.width),
            at: vec![(0, 0); units.len()],
            symbols: vec![0; units.len()],
            found: Vec::new(),
            negator: vec![false; units.len()],
        };
        hits.look((0..units.len()).rev(), units);
        hits
    }

    /// What stands there once words of these ranges have been hidden: their sentences are read again.
    pub fn again(&mut self, hidden: impl Iterator<Item = Range<usize>>, units: &[Unit]) {
        let mut again = vec![false; units.len()];
        for range in hidden.filter(|range| !range.is_empty()) {
            if again[range.start] && again[range.end - 1] {
                continue;
            }
            let starts = |at: &usize| units[*at].gap == Break::Sentence;
            let from = (1..=range.start).rev().find(starts).unwrap_or(0);
            let until = (range.end..units.len()).find(starts).unwrap_or(units.len());
            again[from..until].fill(true);
        }
        self.found.retain(|found| !again[found.from]);
        let positions = || (0..units.len()).rev().filter(|position| again[*position]);
        for position in positions() {
            self.numbers.bits[position * self.trees.width..][..self.trees.width].fill(0);
            self.negator[position] = false;
        }
        self.look(positions(), units);
    }

    fn look(&mut self, positions: impl Iterator<Item = usize>, units: &[Unit]) {
        let trees = self.trees;
        let roots = Vec::with_capacity(32);
        let mut walk = Walk { trees, units, hits: self, roots, from: 0, found_from: 0, position: 0, budget: 0 };
        for position in positions {
            walk.from = walk.hits.numbers.arena.len();
            walk.found_from = walk.hits.found.len();
            walk.position = position;
            walk.budget = BUDGET;
            walk.here();
            walk.close();
        }
        self.found.sort_unstable();
    }

    /// The slots that begin at a position.
    pub fn at(&self, position: usize) -> &[Hit] {
        self.at.get(position).map_or(&[], |&(from, until)| &self.numbers.arena[from as usize..until as usize])
    }

    /// Whether a name that a rule asks for begins at a position.
    pub fn holds(&self, position: usize, name: u32) -> bool {
        let bit = self.trees.bit(name);
        bit != UNWATCHED && self.has(position, bit)
    }

    /// The same by the bit of the name.
    fn has(&self, position: usize, bit: u32) -> bool {
        self.numbers.bits[position * self.trees.width + bit as usize / 64] >> (bit % 64) & 1 == 1
    }

    /// Where a name that begins at a position ends.
    pub fn ends(&self, position: usize, name: u32) -> impl Iterator<Item = usize> {
        let hits = if self.holds(position, name) { self.at(position) } else { &[] };
        hits.iter().filter(move |hit| hit.name == name).map(|hit| hit.end as usize)
    }

    /// Patterns and masks in the order of the message.
    pub fn found(&self) -> &[Found] {
        &self.found
    }
}

struct Walk<'a, 'm> {
    trees: &'a Trees,
    units: &'m [Unit],
    hits: &'m mut Hits<'a>,
    /// Where phrases go on that begin with what was found here, and where that ends.
    roots: Vec<(Target, u32)>,
    from: usize,
    found_from: usize,
    position: usize,
    budget: u32,
}

impl Walk<'_, '_> {
    /// Everything that begins at this position: with its word, and with what has been found to begin here.
    fn here(&mut self) {
        let root = &self.trees.root;
        let unit = self.units[self.position];
        let after = self.position + 1;
        let mut symbols = if unit.word == UNKNOWN { 0 } else { fold(unit.word) };
        unit.also.into_iter().filter(|&symbol| symbol != 0).for_each(|symbol| symbols |= fold(symbol));
        self.hits.symbols[self.position] = symbols;
        if unit.word != UNKNOWN {
            self.follow(of(&root.words, unit.word), after);
        }
        for symbol in unit.also.into_iter().take_while(|&symbol| symbol != 0) {
            let target =
                if symbol < PREFIXES { of(&root.words, symbol) } else { of(&root.prefixes, symbol - PREFIXES) };
            self.follow(target, after);
        }
        let mut next = 0;
        while let Some(&(target, end)) = self.roots.get(next) {
            self.follow(target, end as usize);
            next += 1;
        }
        self.roots.clear();
    }

    /// Notes where the hits of this position stand, and whether it denies.
    fn close(&mut self) {
        let position = self.position;
        self.hits.at[position] = (narrow(self.from), narrow(self.hits.numbers.arena.len()));
        if self.trees.negators.iter().any(|bit| self.hits.has(position, *bit)) {
            self.hits.negator[position] = true;
        }
        for &(name, bit) in &self.trees.exceptions {
            if self.hits.has(position, bit)
                && let Some(end) = self.hits.ends(position, name).max()
            {
                self.hits.negator[position..end].fill(false);
            }
        }
    }

    #[inline]
    fn follow(&mut self, target: Target, at: usize) {
        if target != Target::NOWHERE {
            self.go(target, at);
        }
    }

    fn go(&mut self, target: Target, at: usize) {
        match target.end() {
            End::Nowhere => {}
            End::Accept(name) => self.accept(self.trees.accept(name), at),
            End::Node(number) => self.walk(number, at),
        }
    }

    fn walk(&mut self, number: u32, mut at: usize) {
        if self.budget == 0 {
            return;
        }
        self.budget -= 1;
        let trees = self.trees;
        let (node, next) = trees.node(number);
        for &accept in &trees.accepts[node.accepts as usize..next.accepts as usize] {
            self.accept(accept, at);
        }
        if self.is_over(at) {
            return;
        }
        for &(most, target) in &trees.gaps[node.gaps as usize..next.gaps as usize] {
            self.gap(most, target, at);
        }
        self.follow(node.any, at + 1);
        if node.symbol_mask == 0 && node.blocks == next.blocks {
            return;
        }
        // Fillers in front of a word or a name are skipped.
        for _ in 0..=FILLERS {
            self.edges(node, next, at);
            if !self.units[at].filler {
                return;
            }
            at += 1;
            if self.is_over(at) {
                return;
            }
        }
    }

    fn is_over(&self, at: usize) -> bool {
        self.units.get(at).is_none_or(|unit| unit.gap == Break::Sentence)
    }

    /// Words, prefixes and names that stand exactly here.
    fn edges(&mut self, node: &Node, next: &Node, at: usize) {
        let trees = self.trees;
        if node.symbol_mask & self.hits.symbols[at] != 0 {
            let unit = self.units[at];
            if unit.word != UNKNOWN {
                self.follow(trees.edge(node, next, unit.word), at + 1);
            }
            for symbol in unit.also.into_iter().take_while(|&symbol| symbol != 0) {
                self.follow(trees.edge(node, next, symbol), at + 1);
            }
        }
        for block in &trees.blocks[node.blocks as usize..next.blocks as usize] {
            let mut common = block.mask & self.hits.numbers.bits[at * trees.width + block.number as usize];
            while common != 0 {
                let before = block.mask & ((common & common.wrapping_neg()) - 1);
                common &= common - 1;
                let (name, target) = trees.named[(block.first + before.count_ones()) as usize];
                let (from, until) = self.hits.at[at];
                for index in from as usize..until as usize {
                    let hit = self.hits.numbers.arena[index];
                    if hit.name == name {
                        self.follow(target, hit.end as usize);
                    }
                }
            }
        }
    }

    /// Jumps over up to `most` words, never over a negator or the end of a sentence.
    fn gap(&mut self, most: u8, target: Target, at: usize) {
        let End::Node(number) = target.end() else { return };
        let (node, next) = self.trees.node(number);
        for here in at..=at + usize::from(most) {
            if self.is_over(here) || self.budget == 0 {
                return;
            }
            self.budget -= 1;
            self.edges(node, next, here);
            self.follow(node.any, here + 1);
            if self.hits.negator[here] {
                return;
            }
        }
    }

    fn accept(&mut self, Accept { name, bit, root }: Accept, at: usize) {
        if bit == UNWATCHED {
            let found = Found { from: self.position, name, until: at };
            let here = &self.hits.found[self.found_from..];
            if here.len() < MOST_HITS && !here.contains(&found) {
                self.hits.found.push(found);
            }
            return;
        }
        let hit = Hit { name, end: narrow(at) };
        let bits = &mut self.hits.numbers.bits[self.position * self.trees.width + bit as usize / 64];
        let here = &self.hits.numbers.arena[self.from..];
        let known = *bits >> (bit % 64) & 1 == 1;
        if here.len() < MOST_HITS && !(known && here.contains(&hit)) {
            *bits |= 1 << (bit % 64);
            self.hits.numbers.arena.push(hit);
            if root != Target::NOWHERE {
                self.roots.push((root, hit.end));
            }
        }
    }
}
