//! Finds every slot and pattern in a message. Phrases of one rank share a tree whose edges are words, prefixes, gaps and
//! slots of lower ranks; positions are visited from the last to the first, so that whatever a phrase refers to is known
//! when it is needed. The work at one position has a bound, so the whole is linear in the message.

use super::hash::FastMap;
use super::normalise::Break;
use super::spelling::Unit;
use super::vocabulary::UNKNOWN;

/// One step of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// A word, a prefix or a name: they share one numbering.
    Symbol(u32),
    AnyWord,
    Gap(u8),
}

#[derive(Default)]
struct Node {
    accepts: Vec<u32>,
    gaps: Vec<(u8, u32)>,
    any: Option<u32>,
    has_edges: bool,
    has_names: bool,
}

/// A name found at a position, with the place where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub name: u32,
    pub end: u32,
}

#[derive(Default)]
pub(crate) struct Matcher {
    nodes: Vec<Node>,
    edges: FastMap<(u32, u32), u32>,
    roots: Vec<u32>,
    /// By symbol: a bit for each rank whose phrases may begin with it.
    begins: FastMap<u32, u16>,
    names_from: u32,
}

/// All hits of one message, by position.
#[derive(Default)]
pub(crate) struct Hits {
    arena: Vec<Hit>,
    at: Vec<(u32, u32)>,
    pub negator: Vec<bool>,
}

impl Hits {
    pub fn at(&self, position: usize) -> &[Hit] {
        self.at.get(position).map_or(&[], |&(from, until)| &self.arena[from as usize..until as usize])
    }
}

/// What the matcher must know about names while it runs.
pub(crate) struct Negation<'a> {
    pub negators: &'a [u32],
    pub exceptions: &'a [u32],
}

/// Steps at one position; real messages need a few hundred.
const BUDGET: u32 = 6_000;
/// More names at one position than this are not needed to know what is said there.
const MOST_HITS: usize = 400;

impl Matcher {
    pub fn new(names_from: u32) -> Self {
        Self { names_from, ..Self::default() }
    }

    pub const fn node_count(&self) -> usize {
        self.nodes.len()
    }

    fn node(&mut self) -> u32 {
        self.nodes.push(Node::default());
        super::normalise::narrow(self.nodes.len() - 1)
    }

    pub fn insert(&mut self, rank: usize, steps: &[Step], name: u32) {
        while self.roots.len() <= rank {
            let root = self.node();
            self.roots.push(root);
        }
        if let Some(&Step::Symbol(symbol)) = steps.first() {
            *self.begins.entry(symbol).or_default() |= 1 << rank.min(15);
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
                here.has_edges = true;
                here.has_names |= symbol >= self.names_from;
                self.edges.insert((node, symbol), next);
            }
            Step::AnyWord => here.any = Some(next),
            Step::Gap(most) => here.gaps.push((most, next)),
        }
        next
    }

    pub fn find(&self, units: &[Unit], negation: &Negation<'_>) -> Hits {
        let mut hits = Hits {
            arena: Vec::with_capacity(units.len() * 4),
            at: vec![(0, 0); units.len()],
            negator: vec![false; units.len()],
        };
        for position in (0..units.len()).rev() {
            let from = hits.arena.len();
            let mut walk = Walk { matcher: self, units, hits, from, position, budget: BUDGET };
            walk.all_ranks();
            hits = walk.hits;
            hits.at[position] = (super::normalise::narrow(from), super::normalise::narrow(hits.arena.len()));
            for index in from..hits.arena.len() {
                let hit = hits.arena[index];
                if negation.negators.contains(&hit.name) {
                    hits.negator[position] = true;
                }
            }
            for index in from..hits.arena.len() {
                let hit = hits.arena[index];
                if negation.exceptions.contains(&hit.name) {
                    hits.negator[position..hit.end as usize].fill(false);
                }
            }
        }
        hits
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
        let unit = self.units[self.position];
        let begins = &self.matcher.begins;
        let mut ranks = 0_u16;
        if unit.word != UNKNOWN {
            ranks |= begins.get(&unit.word).copied().unwrap_or(0);
        }
        for prefix in unit.prefixes.into_iter().take_while(|&prefix| prefix != 0) {
            ranks |= begins.get(&prefix).copied().unwrap_or(0);
        }
        let mut looked_at = self.from;
        for (rank, &root) in self.matcher.roots.iter().enumerate() {
            while looked_at < self.hits.arena.len() {
                ranks |= begins.get(&self.hits.arena[looked_at].name).copied().unwrap_or(0);
                looked_at += 1;
            }
            if ranks >> rank.min(15) & 1 == 1 {
                self.walk(root, self.position);
            }
        }
    }

    fn walk(&mut self, node_id: u32, at: usize) {
        if self.budget == 0 {
            return;
        }
        self.budget -= 1;
        let matcher = self.matcher;
        let node = &matcher.nodes[node_id as usize];
        for &name in &node.accepts {
            self.accept(name, at);
        }
        if at >= self.units.len() || (at > self.position && self.units[at].gap == Break::Sentence) {
            return;
        }
        let unit = self.units[at];
        if node.has_edges {
            self.edges(node_id, node.has_names, unit, at);
        }
        if let Some(next) = node.any {
            self.walk(next, at + 1);
        }
        for &(most, next) in &node.gaps {
            self.gap(most, next, at);
        }
        if unit.filler && at > self.position && node.has_edges {
            self.walk_edges_after_filler(node_id, at + 1);
        }
    }

    /// Fillers are skipped only before a word, a prefix or a slot.
    fn walk_edges_after_filler(&mut self, node_id: u32, mut at: usize) {
        let has_names = self.matcher.nodes[node_id as usize].has_names;
        while let Some(&unit) = self.units.get(at) {
            if unit.gap == Break::Sentence {
                return;
            }
            self.edges(node_id, has_names, unit, at);
            if !unit.filler {
                return;
            }
            at += 1;
        }
    }

    fn edges(&mut self, node: u32, has_names: bool, unit: Unit, at: usize) {
        let edges = &self.matcher.edges;
        if unit.word != UNKNOWN
            && let Some(&next) = edges.get(&(node, unit.word))
        {
            self.walk(next, at + 1);
        }
        for prefix in unit.prefixes.into_iter().take_while(|&prefix| prefix != 0) {
            if let Some(&next) = edges.get(&(node, prefix)) {
                self.walk(next, at + 1);
            }
        }
        if has_names {
            let (from, until) = if at == self.position {
                (self.from, self.hits.arena.len())
            } else {
                let (from, until) = self.hits.at[at];
                (from as usize, until as usize)
            };
            for index in from..until {
                let hit = self.hits.arena[index];
                if let Some(&next) = edges.get(&(node, hit.name)) {
                    self.walk(next, hit.end as usize);
                }
            }
        }
    }

    /// Jumps over up to `most` words, never over a negator or the end of a sentence.
    fn gap(&mut self, most: u8, next: u32, at: usize) {
        for jumped in 0..=usize::from(most) {
            let here = at + jumped;
            if here >= self.units.len() || (here > self.position && self.units[here].gap == Break::Sentence) {
                return;
            }
            self.walk(next, here);
            if self.hits.negator[here] {
                return;
            }
        }
    }

    fn accept(&mut self, name: u32, at: usize) {
        let hit = Hit { name, end: super::normalise::narrow(at) };
        if at > self.position
            && self.hits.arena.len() - self.from < MOST_HITS
            && !self.hits.arena[self.from..].contains(&hit)
        {
            self.hits.arena.push(hit);
        }
    }
}
