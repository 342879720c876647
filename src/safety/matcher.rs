//! Finds every slot and pattern in a message. Positions are visited from the last to the first, so that whatever a phrase
//! refers to is known when it is needed. The work at one position has a bound, so the whole is linear in the message.

use super::normalise::Break;
use super::spelling::Unit;
use super::trees::{NOWHERE, Node, Role, Trees};
use super::vocabulary::{NAMES, PREFIXES, UNKNOWN};

/// A name found at a position, with the place where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub name: u32,
    pub end: u32,
}

/// A quick "certainly not here" for the names of one position.
#[derive(Clone, Copy, Default)]
struct Sieve([u64; 4]);

impl Sieve {
    fn add(&mut self, name: u32) {
        self.0[(name >> 6 & 3) as usize] |= 1 << (name & 63);
    }

    const fn may_hold(&self, name: u32) -> bool {
        self.0[(name >> 6 & 3) as usize] >> (name & 63) & 1 == 1
    }
}

/// All hits of one message, by position.
#[derive(Default)]
pub(crate) struct Hits {
    arena: Vec<Hit>,
    at: Vec<(u32, u32)>,
    sieves: Vec<Sieve>,
    pub negator: Vec<bool>,
}

impl Hits {
    pub fn at(&self, position: usize) -> &[Hit] {
        self.at.get(position).map_or(&[], |&(from, until)| &self.arena[from as usize..until as usize])
    }
}

/// Most fillers ("a", "just", "really") that are skipped in a row: people use a few, a flood of them is not read through.
const FILLERS: usize = 12;
/// Steps at one position; real messages need a few hundred.
const BUDGET: u32 = 6_000;
/// More names at one position than this are not needed to know what is said there.
const MOST_HITS: usize = 400;
/// Up to so many names of a node are looked for one by one; of more, each hit is looked up.
const FEW: u32 = 64;

/// All slots and patterns of a message.
pub(crate) fn find(trees: &Trees, units: &[Unit]) -> Hits {
    let hits = Hits {
        arena: Vec::with_capacity(units.len() * 8),
        at: vec![(0, 0); units.len()],
        sieves: vec![Sieve::default(); units.len()],
        negator: vec![false; units.len()],
    };
    let mut walk = Walk { trees, units, hits, from: 0, position: 0, budget: 0 };
    for position in (0..units.len()).rev() {
        walk.from = walk.hits.arena.len();
        walk.position = position;
        walk.budget = BUDGET;
        walk.all_ranks();
        walk.close();
    }
    walk.hits
}

struct Walk<'a> {
    trees: &'a Trees,
    units: &'a [Unit],
    hits: Hits,
    from: usize,
    position: usize,
    budget: u32,
}

impl Walk<'_> {
    fn all_ranks(&mut self) {
        let trees = self.trees;
        let unit = self.units[self.position];
        let mut ranks = if unit.word == UNKNOWN { 0 } else { trees.words.of(unit.word) };
        for prefix in unit.prefixes.into_iter().take_while(|&prefix| prefix != 0) {
            ranks |= trees.prefixes.of(prefix - PREFIXES);
        }
        let mut looked_at = self.from;
        let after = self.position + 1;
        let next_of = |table: &[u32], index: u32| table.get(index as usize).copied().unwrap_or(NOWHERE);
        for (rank, root) in trees.roots.iter().enumerate() {
            while looked_at < self.hits.arena.len() {
                ranks |= trees.names.of(self.hits.arena[looked_at].name - NAMES);
                looked_at += 1;
            }
            if ranks >> rank.min(15) & 1 == 0 {
                continue;
            }
            let until = self.hits.arena.len();
            if unit.word != UNKNOWN {
                self.walk(next_of(&root.words, unit.word), after);
            }
            for prefix in unit.prefixes.into_iter().take_while(|&prefix| prefix != 0) {
                self.walk(next_of(&root.prefixes, prefix - PREFIXES), after);
            }
            for index in self.from..until {
                let hit = self.hits.arena[index];
                self.walk(next_of(&root.names, hit.name - NAMES), hit.end as usize);
            }
        }
    }

    /// Notes where the hits of this position stand, and whether it denies.
    fn close(&mut self) {
        let until = self.hits.arena.len();
        self.hits.at[self.position] = (super::normalise::narrow(self.from), super::normalise::narrow(until));
        let role = |hit: &Hit| self.trees.roles.get((hit.name - NAMES) as usize).copied().unwrap_or_default();
        let here = &self.hits.arena[self.from..until];
        if here.iter().any(|hit| role(hit) == Role::Negator) {
            self.hits.negator[self.position] = true;
        }
        if let Some(end) = here.iter().filter(|hit| role(hit) == Role::Exception).map(|hit| hit.end as usize).max() {
            self.hits.negator[self.position..end].fill(false);
        }
    }

    fn walk(&mut self, node_id: u32, at: usize) {
        if node_id == NOWHERE || self.budget == 0 {
            return;
        }
        self.budget -= 1;
        let trees = self.trees;
        let node = trees.nodes[node_id as usize];
        for &name in &trees.accepts[node.accepts.0 as usize..node.accepts.1 as usize] {
            self.accept(name, at);
        }
        if at >= self.units.len() || self.units[at].gap == Break::Sentence {
            return;
        }
        self.steps(node, at);
        for &(most, next) in &trees.gaps[node.gaps.0 as usize..node.gaps.1 as usize] {
            self.gap(most, next, at);
        }
    }

    /// Words, prefixes and names from here; fillers in front of them are skipped.
    fn steps(&mut self, node: Node, mut at: usize) {
        if node.any != NOWHERE {
            self.walk(node.any, at + 1);
        }
        if node.words.0 == node.names.1 {
            return;
        }
        for _ in 0..=FILLERS {
            self.edges(node, at);
            if !self.units[at].filler {
                return;
            }
            at += 1;
            if at >= self.units.len() || self.units[at].gap == Break::Sentence {
                return;
            }
        }
    }

    fn edges(&mut self, node: Node, at: usize) {
        let trees = self.trees;
        let unit = self.units[at];
        if node.words.0 != node.words.1 {
            if unit.word != UNKNOWN {
                self.walk(trees.edge(node.words, unit.word), at + 1);
            }
            for prefix in unit.prefixes.into_iter().take_while(|&prefix| prefix != 0) {
                self.walk(trees.edge(node.words, prefix), at + 1);
            }
        }
        if node.names.0 == node.names.1 {
            return;
        }
        let (from, until) = self.hits.at[at];
        if node.names.1 - node.names.0 > FEW {
            for index in from as usize..until as usize {
                let hit = self.hits.arena[index];
                self.walk(trees.edge(node.names, hit.name), hit.end as usize);
            }
            return;
        }
        for edge in node.names.0 as usize..node.names.1 as usize {
            let name = trees.symbols[edge];
            if self.hits.sieves[at].may_hold(name) {
                for index in from as usize..until as usize {
                    let hit = self.hits.arena[index];
                    if hit.name == name {
                        self.walk(trees.nexts[edge], hit.end as usize);
                    }
                }
            }
        }
    }

    /// Jumps over up to `most` words, never over a negator or the end of a sentence.
    fn gap(&mut self, most: u8, next: u32, at: usize) {
        let node = self.trees.nodes[next as usize];
        for here in at..=at + usize::from(most) {
            if here >= self.units.len() || self.units[here].gap == Break::Sentence || self.budget == 0 {
                return;
            }
            self.budget -= 1;
            self.edges(node, here);
            if node.any != NOWHERE {
                self.walk(node.any, here + 1);
            }
            if self.hits.negator[here] {
                return;
            }
        }
    }

    fn accept(&mut self, name: u32, at: usize) {
        let hit = Hit { name, end: super::normalise::narrow(at) };
        let sieve = &mut self.hits.sieves[self.position];
        let here = &self.hits.arena[self.from..];
        if here.len() < MOST_HITS && !(sieve.may_hold(name) && here.contains(&hit)) {
            sieve.add(name);
            self.hits.arena.push(hit);
        }
    }
}
