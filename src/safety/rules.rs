//! What a lexicon says about its names once phrases have become paths: masks, patterns, negation.

use serde::{Deserialize, Serialize};

use super::level::{Category, Level, Person};
use super::vocabulary::NAMES;

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Rules {
    /// By name.
    meanings: Vec<Meaning>,
    pub pattern_count: usize,
    /// Patterns whose slots may stand anywhere in the message.
    pub anywhere: Vec<(Vec<u32>, u32)>,
    pub negators: Vec<u32>,
    pub exceptions: Vec<u32>,
    pub tongues: Vec<Tongue>,
}

#[derive(Default, Serialize, Deserialize)]
pub(crate) enum Meaning {
    #[default]
    Slot,
    Mask(Mask),
    Pattern(Pattern),
}

impl Rules {
    pub fn meaning(&self, name: u32) -> &Meaning {
        self.meanings.get((name - NAMES) as usize).unwrap_or(&Meaning::Slot)
    }

    pub fn add_mask(&mut self, name: u32, mask: Mask) {
        *self.place(name) = Meaning::Mask(mask);
    }

    pub fn add_pattern(&mut self, name: u32, pattern: Pattern) {
        self.pattern_count += 1;
        *self.place(name) = Meaning::Pattern(pattern);
    }

    /// All names whose presence a rule asks for.
    pub fn asked_for(&self) -> impl Iterator<Item = u32> {
        let surroundings = self.meanings.iter().flat_map(|meaning| match meaning {
            Meaning::Slot => [&[][..]; 3],
            Meaning::Mask(mask) => [&mask.not[..], &[], &[]],
            Meaning::Pattern(pattern) => [&pattern.not[..], &pattern.raise, &pattern.lower],
        });
        let roles = self
            .tongues
            .iter()
            .flat_map(|tongue| tongue.own.iter().copied().chain([tongue.deny, tongue.others, tongue.own_words]));
        let anywhere = self.anywhere.iter().flat_map(|(slots, _)| slots);
        let denying = self.negators.iter().chain(&self.exceptions);
        surroundings.flatten().chain(anywhere).chain(denying).copied().chain(roles)
    }

    fn place(&mut self, name: u32) -> &mut Meaning {
        let index = (name - NAMES) as usize;
        if self.meanings.len() <= index {
            self.meanings.resize_with(index + 1, Meaning::default);
        }
        &mut self.meanings[index]
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Mask {
    pub id: String,
    pub not: Vec<u32>,
}

/// One language's way of saying "I", "not" and "not that".
#[derive(Serialize, Deserialize)]
pub(crate) struct Tongue {
    pub own: Vec<u32>,
    pub deny: u32,
    pub others: u32,
    pub own_words: u32,
    pub reach: usize,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Pattern {
    pub id: String,
    pub level: Level,
    pub category: Category,
    pub person: Person,
    pub weak: bool,
    pub unsure: bool,
    pub negatable: bool,
    pub tongue: usize,
    pub not: Vec<u32>,
    pub raise: Vec<u32>,
    pub lower: Vec<u32>,
}
