//! What a lexicon says about its names once phrases have become paths: masks, patterns, negation.

use std::collections::HashMap;

use super::level::{Category, Level, Person};

#[derive(Default)]
pub(crate) struct Rules {
    pub masks: HashMap<u32, Mask>,
    pub patterns: HashMap<u32, Pattern>,
    /// Patterns whose slots may stand anywhere in the message.
    pub anywhere: Vec<(Vec<u32>, u32)>,
    pub negators: Vec<u32>,
    pub exceptions: Vec<u32>,
    pub tongues: Vec<Tongue>,
}

pub(crate) struct Mask {
    pub id: String,
    pub not: Vec<u32>,
}

/// One language's way of saying "I", "not" and "not that".
pub(crate) struct Tongue {
    pub own: Vec<u32>,
    pub deny: u32,
    pub others: u32,
    pub reach: usize,
}

pub(crate) struct Pattern {
    pub id: String,
    pub level: Level,
    pub category: Category,
    pub person: Person,
    pub weak: bool,
    pub negatable: bool,
    pub tongue: usize,
    pub not: Vec<u32>,
    pub raise: Vec<u32>,
    pub lower: Vec<u32>,
}
