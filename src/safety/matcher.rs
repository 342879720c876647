//! Finds every slot and pattern in a message. Phrases of one rank share a tree whose edges are words, prefixes, gaps and
//! slots of lower ranks; positions are visited from the last to the first, so that whatever a phrase refers to is known
//! when it is needed. The work at one position has a bound, so the whole is linear in the message.

use super::hash::FastMap;
use super::normalise::Break;
use super::spelling::Unit;
use super::vocabulary::{NAMES, PREFIXES, UNKNOWN};

/// One step of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// A word, a prefix or a name: they share one numbering.
    Symbol(u32),
    AnyWord,
    Gap(u8),
}

/// A tree while it grows.
#[derive(Default)]
struct Sprout {
    accepts: Vec<u32>,
    gaps: Vec<(u8, u32)>,
    any: Option<u32>,
    edges: Vec<(u32, u32)>,
}

/// A node once all phrases are known: ranges in shared arrays, edges sorted by symbol, names after words.
#[derive(Clone, Copy, Default)]
struct Node {
    accepts: (u32, u32),
    gaps: (u32, u32),
    words: (u32, u32),
    names: (u32, u32),
    any: u32,
}

/// A name found at a position, with the place where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub name: u32,
    pub end: u32,
}

/// Phrases before they are frozen into a [`Matcher`].
#[derive(Default)]
pub(crate) struct Nursery {
    nodes: Vec<Sprout>,
    edges: FastMap<(u32, u32), u32>,
    roots: Vec<u32>,
}

pub(crate) struct Matcher {
    nodes: Vec<Node>,
    accepts: Vec<u32>,
    gaps: Vec<(u8, u32)>,
    symbols: Vec<u32>,
    nexts: Vec<u32>,
    roots: Vec<Root>,
    words: Starts,
    prefixes: Starts,
    names: Starts,
    /// By name: whether it is a negator or an exception to one.
    roles: Vec<Role>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Role {
    #[default]
    Ordinary,
    Negator,
    Exception,
}

/// The first edges of one rank, by the number of the symbol.
struct Root {
    words: Vec<u32>,
    prefixes: Vec<u32>,
    names: Vec<u32>,
}

/// By symbol: a bit for each rank whose phrases may begin with it.
#[derive(Default)]
struct Starts(Vec<u16>);

impl Starts {
    fn add(&mut self, index: u32, rank: usize) {
        let index = index as usize;
        self.0.resize(self.0.len().max(index + 1), 0);
        self.0[index] |= 1 << rank.min(15);
    }

    fn of(&self, index: u32) -> u16 {
        self.0.get(index as usize).copied().unwrap_or(0)
    }
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
/// No node is a child of a root's root, so its number can stand for "nothing".
const NOWHERE: u32 = 0;
/// Up to so many names of a node are looked for one by one; of more, each hit is looked up.
const FEW: u32 = 64;

impl Nursery {
    pub fn new() -> Self {
        Self { nodes: vec![Sprout::default()], ..Self::default() }
    }

    fn node(&mut self) -> u32 {
        self.nodes.push(Sprout::default());
        super::normalise::narrow(self.nodes.len() - 1)
    }

    pub fn insert(&mut self, rank: usize, steps: &[Step], name: u32) {
        while self.roots.len() <= rank {
            let root = self.node();
            self.roots.push(root);
        }
        let mut node = self.roots[rank];
        for step in steps {
            node = self.child(node, *step);
        }
        let accepts = &mut self.nodes[node as usize].accepts;
        if !accepts.contains(&name) {
            accepts.push(name);
        }
    }

    fn child(&mut self, node: u32, step: Step) -> u32 {
        let here = &self.nodes[node as usize];
        let known = match step {
            Step::Symbol(symbol) => self.edges.get(&(node, symbol)).copied(),
            Step::AnyWord => here.any,
            Step::Gap(most) => here.gaps.iter().find(|(gap, _)| *gap == most).map(|(_, next)| *next),
        };
        if let Some(next) = known {
            return next;
        }
        let next = self.node();
        let here = &mut self.nodes[node as usize];
        match step {
            Step::Symbol(symbol) => {
                here.edges.push((symbol, next));
                self.edges.insert((node, symbol), next);
            }
            Step::AnyWord => here.any = Some(next),
            Step::Gap(most) => here.gaps.push((most, next)),
        }
        next
    }

    pub fn freeze(self, negators: &[u32], exceptions: &[u32]) -> Matcher {
        let mut matcher = Matcher {
            nodes: Vec::with_capacity(self.nodes.len()),
            accepts: Vec::new(),
            gaps: Vec::new(),
            symbols: Vec::new(),
            nexts: Vec::new(),
            roots: Vec::new(),
            words: Starts::default(),
            prefixes: Starts::default(),
            names: Starts::default(),
            roles: Vec::new(),
        };
        for (rank, &root) in self.roots.iter().enumerate() {
            let mut tables = Root { words: Vec::new(), prefixes: Vec::new(), names: Vec::new() };
            for &(symbol, next) in &self.nodes[root as usize].edges {
                let (table, starts, index) = if symbol >= NAMES {
                    (&mut tables.names, &mut matcher.names, symbol - NAMES)
                } else if symbol >= PREFIXES {
                    (&mut tables.prefixes, &mut matcher.prefixes, symbol - PREFIXES)
                } else {
                    (&mut tables.words, &mut matcher.words, symbol)
                };
                table.resize(table.len().max(index as usize + 1), NOWHERE);
                table[index as usize] = next;
                starts.add(index, rank);
            }
            matcher.roots.push(tables);
        }
        for mut sprout in self.nodes {
            sprout.edges.sort_unstable();
            let words = sprout.edges.partition_point(|(symbol, _)| *symbol < NAMES);
            let start = super::normalise::narrow(matcher.symbols.len());
            let (middle, end) =
                (start + super::normalise::narrow(words), start + super::normalise::narrow(sprout.edges.len()));
            matcher.symbols.extend(sprout.edges.iter().map(|(symbol, _)| *symbol));
            matcher.nexts.extend(sprout.edges.iter().map(|(_, next)| *next));
            let accepts = (
                super::normalise::narrow(matcher.accepts.len()),
                super::normalise::narrow(matcher.accepts.len() + sprout.accepts.len()),
            );
            matcher.accepts.extend(&sprout.accepts);
            let gaps = (
                super::normalise::narrow(matcher.gaps.len()),
                super::normalise::narrow(matcher.gaps.len() + sprout.gaps.len()),
            );
            matcher.gaps.extend(&sprout.gaps);
            matcher.nodes.push(Node {
                accepts,
                gaps,
                words: (start, middle),
                names: (middle, end),
                any: sprout.any.unwrap_or(NOWHERE),
            });
        }
        for (names, role) in [(negators, Role::Negator), (exceptions, Role::Exception)] {
            for name in names {
                let index = (name - NAMES) as usize;
                matcher.roles.resize(matcher.roles.len().max(index + 1), Role::Ordinary);
                matcher.roles[index] = role;
            }
        }
        matcher
    }
}

impl Matcher {
    pub const fn node_count(&self) -> usize {
        self.nodes.len()
    }

    pub fn find(&self, units: &[Unit]) -> Hits {
        let hits = Hits {
            arena: Vec::with_capacity(units.len() * 8),
            at: vec![(0, 0); units.len()],
            sieves: vec![Sieve::default(); units.len()],
            negator: vec![false; units.len()],
        };
        let mut walk = Walk { matcher: self, units, hits, from: 0, position: 0, budget: 0 };
        for position in (0..units.len()).rev() {
            walk.from = walk.hits.arena.len();
            walk.position = position;
            walk.budget = BUDGET;
            walk.all_ranks();
            walk.close();
        }
        walk.hits
    }
}

struct Walk<'a> {
    matcher: &'a Matcher,
    units: &'a [Unit],
    hits: Hits,
    from: usize,
    position: usize,
    budget: u32,
}

impl Walk<'_> {
    fn all_ranks(&mut self) {
        let matcher = self.matcher;
        let unit = self.units[self.position];
        let mut ranks = if unit.word == UNKNOWN { 0 } else { matcher.words.of(unit.word) };
        for prefix in unit.prefixes.into_iter().take_while(|&prefix| prefix != 0) {
            ranks |= matcher.prefixes.of(prefix - PREFIXES);
        }
        let mut looked_at = self.from;
        let after = self.position + 1;
        let next_of = |table: &[u32], index: u32| table.get(index as usize).copied().unwrap_or(NOWHERE);
        for (rank, root) in matcher.roots.iter().enumerate() {
            while looked_at < self.hits.arena.len() {
                ranks |= matcher.names.of(self.hits.arena[looked_at].name - NAMES);
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
        let role = |hit: &Hit| self.matcher.roles.get((hit.name - NAMES) as usize).copied().unwrap_or_default();
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
        let matcher = self.matcher;
        let node = matcher.nodes[node_id as usize];
        for &name in &matcher.accepts[node.accepts.0 as usize..node.accepts.1 as usize] {
            self.accept(name, at);
        }
        if at >= self.units.len() || self.units[at].gap == Break::Sentence {
            return;
        }
        self.steps(node, at);
        for &(most, next) in &matcher.gaps[node.gaps.0 as usize..node.gaps.1 as usize] {
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
        let matcher = self.matcher;
        let unit = self.units[at];
        if node.words.0 != node.words.1 {
            if unit.word != UNKNOWN {
                self.walk(matcher.edge(node.words, unit.word), at + 1);
            }
            for prefix in unit.prefixes.into_iter().take_while(|&prefix| prefix != 0) {
                self.walk(matcher.edge(node.words, prefix), at + 1);
            }
        }
        if node.names.0 == node.names.1 {
            return;
        }
        let (from, until) = self.hits.at[at];
        if node.names.1 - node.names.0 > FEW {
            for index in from as usize..until as usize {
                let hit = self.hits.arena[index];
                self.walk(matcher.edge(node.names, hit.name), hit.end as usize);
            }
            return;
        }
        for edge in node.names.0 as usize..node.names.1 as usize {
            let name = matcher.symbols[edge];
            if self.hits.sieves[at].may_hold(name) {
                for index in from as usize..until as usize {
                    let hit = self.hits.arena[index];
                    if hit.name == name {
                        self.walk(matcher.nexts[edge], hit.end as usize);
                    }
                }
            }
        }
    }

    /// Jumps over up to `most` words, never over a negator or the end of a sentence.
    fn gap(&mut self, most: u8, next: u32, at: usize) {
        let node = self.matcher.nodes[next as usize];
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

impl Matcher {
    fn edge(&self, range: (u32, u32), symbol: u32) -> u32 {
        let symbols = &self.symbols[range.0 as usize..range.1 as usize];
        let found = if symbols.len() <= 8 {
            symbols.iter().position(|&known| known == symbol)
        } else {
            symbols.binary_search(&symbol).ok()
        };
        found.map_or(NOWHERE, |index| self.nexts[range.0 as usize + index])
    }
}
