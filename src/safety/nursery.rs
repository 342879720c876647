//! Trees of phrases while they grow: each phrase is put in step by step, then everything is frozen into flat arrays.

use std::collections::BTreeSet;

use super::hash::FastMap;
use super::normalise::narrow;
use super::rules::Rules;
use super::trees::{Block, Node, Root, Step, Target, Trees, UNWATCHED, fold};
use super::vocabulary::{NAMES, PREFIXES};

/// A node while it grows.
#[derive(Default)]
struct Sprout {
    accepts: Vec<u32>,
    gaps: Vec<(u8, u32)>,
    any: Option<u32>,
    edges: Vec<(u32, u32)>,
}

impl Sprout {
    /// The name that ends here, if nothing else is to be said of this node.
    fn leaf(&self) -> Option<u32> {
        match self.accepts[..] {
            [name] if self.gaps.is_empty() && self.any.is_none() && self.edges.is_empty() => Some(name),
            _ => None,
        }
    }
}

/// Phrases before they are frozen into [`Trees`].
pub(crate) struct Nursery {
    nodes: Vec<Sprout>,
    edges: FastMap<(u32, u32), u32>,
}

const ROOT: u32 = 0;

impl Nursery {
    pub fn new() -> Self {
        Self { nodes: vec![Sprout::default()], edges: FastMap::default() }
    }

    pub fn insert(&mut self, steps: impl IntoIterator<Item = Step>, name: u32) {
        let node = steps.into_iter().fold(ROOT, |node, step| self.child(node, step));
        let accepts = &mut self.nodes[node as usize].accepts;
        if !accepts.contains(&name) {
            accepts.push(name);
        }
    }

    fn child(&mut self, node: u32, step: Step) -> u32 {
        let new = narrow(self.nodes.len());
        let here = &mut self.nodes[node as usize];
        let child = match step {
            Step::Symbol(symbol) => {
                let child = *self.edges.entry((node, symbol)).or_insert(new);
                if child == new {
                    here.edges.push((symbol, new));
                }
                child
            }
            Step::AnyWord => *here.any.get_or_insert(new),
            Step::Gap(most) => {
                let known = here.gaps.iter().find(|(gap, _)| *gap == most).map(|(_, child)| *child);
                if known.is_none() {
                    here.gaps.push((most, new));
                }
                known.unwrap_or(new)
            }
        };
        if child == new {
            self.nodes.push(Sprout::default());
        }
        child
    }

    /// The finished trees. Watched are the names that an edge or a rule asks for.
    pub fn freeze(mut self, rules: &Rules) -> Trees {
        for sprout in &mut self.nodes {
            sprout.edges.sort_unstable();
        }
        let mut trees = Trees::default();
        self.watch(rules, &mut trees);
        trees.negators = rules.negators.iter().map(|name| trees.bit(*name)).collect();
        trees.exceptions = rules.exceptions.iter().map(|name| (*name, trees.bit(*name))).collect();
        let targets = self.targets();
        trees.root = root(&self.nodes[ROOT as usize], &targets);
        trees.nodes.push(Node::default());
        for sprout in self.nodes.iter().skip(1).filter(|sprout| sprout.leaf().is_none()) {
            let mut node = start(&trees, sprout.any.map_or(Target::NOWHERE, |any| targets[any as usize]));
            add(sprout, &targets, &mut trees);
            node.symbol_mask = trees.symbols[node.words as usize..].iter().fold(0, |mask, symbol| mask | fold(*symbol));
            trees.nodes.push(node);
        }
        trees.nodes.push(start(&trees, Target::NOWHERE));
        trees
    }

    /// Gives each watched name a bit; neighbours stay neighbours.
    fn watch(&self, rules: &Rules, trees: &mut Trees) {
        let symbols = self.nodes.iter().flat_map(|sprout| &sprout.edges).map(|(symbol, _)| *symbol);
        let watched: BTreeSet<u32> = symbols.filter(|symbol| *symbol >= NAMES).chain(rules.asked_for()).collect();
        let names = watched.last().map_or(0, |last| (last - NAMES) as usize + 1);
        trees.bits = vec![UNWATCHED; names];
        for (bit, name) in watched.iter().enumerate() {
            trees.bits[(name - NAMES) as usize] = narrow(bit);
        }
        trees.width = watched.len().div_ceil(64);
    }

    /// By the number of a node that grows: where its edge leads in the end.
    fn targets(&self) -> Vec<Target> {
        let mut nodes = 0;
        let inner = self.nodes.iter().skip(1).map(|sprout| {
            sprout.leaf().map_or_else(
                || {
                    nodes += 1;
                    Target::node(nodes)
                },
                Target::accept,
            )
        });
        [Target::NOWHERE].into_iter().chain(inner).collect()
    }
}

/// A node whose parts begin where the arrays end now.
fn start(trees: &Trees, any: Target) -> Node {
    Node {
        accepts: narrow(trees.accepts.len()),
        gaps: narrow(trees.gaps.len()),
        words: narrow(trees.symbols.len()),
        blocks: narrow(trees.blocks.len()),
        any,
        symbol_mask: 0,
    }
}

fn add(sprout: &Sprout, targets: &[Target], trees: &mut Trees) {
    for &name in &sprout.accepts {
        trees.accepts.push(trees.accept(name));
    }
    trees.gaps.extend(sprout.gaps.iter().map(|(most, next)| (*most, targets[*next as usize])));
    let begin = trees.blocks.len();
    for &(symbol, next) in &sprout.edges {
        let target = targets[next as usize];
        if symbol < NAMES {
            trees.symbols.push(symbol);
            trees.targets.push(target);
            continue;
        }
        let (number, bit) = (trees.bit(symbol) / 64, 1 << (trees.bit(symbol) % 64));
        match trees.blocks[begin..].last_mut() {
            Some(block) if block.number == number => block.mask |= bit,
            _ => trees.blocks.push(Block { number, mask: bit, first: narrow(trees.named.len()) }),
        }
        trees.named.push((symbol, target));
    }
}

fn root(sprout: &Sprout, targets: &[Target]) -> Root {
    let mut root = Root::default();
    for &(symbol, next) in &sprout.edges {
        let (table, index) = if symbol >= NAMES {
            (&mut root.names, symbol - NAMES)
        } else if symbol >= PREFIXES {
            (&mut root.prefixes, symbol - PREFIXES)
        } else {
            (&mut root.words, symbol)
        };
        table.resize(table.len().max(index as usize + 1), Target::NOWHERE);
        table[index as usize] = targets[next as usize];
    }
    root
}
