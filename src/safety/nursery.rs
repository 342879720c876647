//! Trees of phrases while they grow: each phrase is put in step by step, then everything is frozen into flat arrays.

use super::hash::FastMap;
use super::normalise::narrow;
use super::trees::{NOWHERE, Node, Role, Root, Step, Trees};
use super::vocabulary::{NAMES, PREFIXES};

/// A tree while it grows.
#[derive(Default)]
struct Sprout {
    accepts: Vec<u32>,
    gaps: Vec<(u8, u32)>,
    any: Option<u32>,
    edges: Vec<(u32, u32)>,
}

/// Phrases before they are frozen into [`Trees`].
#[derive(Default)]
pub(crate) struct Nursery {
    nodes: Vec<Sprout>,
    edges: FastMap<(u32, u32), u32>,
    roots: Vec<u32>,
}

impl Nursery {
    pub fn new() -> Self {
        Self { nodes: vec![Sprout::default()], ..Self::default() }
    }

    fn node(&mut self) -> u32 {
        self.nodes.push(Sprout::default());
        narrow(self.nodes.len() - 1)
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

    pub fn freeze(self, negators: &[u32], exceptions: &[u32]) -> Trees {
        let mut trees = Trees { nodes: Vec::with_capacity(self.nodes.len()), ..Trees::default() };
        for (rank, &root) in self.roots.iter().enumerate() {
            let mut tables = Root { words: Vec::new(), prefixes: Vec::new(), names: Vec::new() };
            for &(symbol, next) in &self.nodes[root as usize].edges {
                let (table, starts, index) = if symbol >= NAMES {
                    (&mut tables.names, &mut trees.names, symbol - NAMES)
                } else if symbol >= PREFIXES {
                    (&mut tables.prefixes, &mut trees.prefixes, symbol - PREFIXES)
                } else {
                    (&mut tables.words, &mut trees.words, symbol)
                };
                table.resize(table.len().max(index as usize + 1), NOWHERE);
                table[index as usize] = next;
                starts.add(index, rank);
            }
            trees.roots.push(tables);
        }
        for mut sprout in self.nodes {
            sprout.edges.sort_unstable();
            let words = sprout.edges.partition_point(|(symbol, _)| *symbol < NAMES);
            let start = narrow(trees.symbols.len());
            let (middle, end) = (start + narrow(words), start + narrow(sprout.edges.len()));
            trees.symbols.extend(sprout.edges.iter().map(|(symbol, _)| *symbol));
            trees.nexts.extend(sprout.edges.iter().map(|(_, next)| *next));
            let accepts = (narrow(trees.accepts.len()), narrow(trees.accepts.len() + sprout.accepts.len()));
            trees.accepts.extend(&sprout.accepts);
            let gaps = (narrow(trees.gaps.len()), narrow(trees.gaps.len() + sprout.gaps.len()));
            trees.gaps.extend(&sprout.gaps);
            trees.nodes.push(Node {
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
                trees.roles.resize(trees.roles.len().max(index + 1), Role::Ordinary);
                trees.roles[index] = role;
            }
        }
        trees
    }
}
