//! The numbers of slots, masks, patterns and roles: each has one, given out in the order in which they are met.

use super::hash::FastMap;
use super::vocabulary::NAMES;

#[derive(Default)]
pub(crate) struct Names {
    numbers: FastMap<String, u32>,
    given: u32,
}

impl Names {
    /// The number of a name, a new one where it has none.
    pub fn number(&mut self, key: String) -> u32 {
        if let Some(&number) = self.numbers.get(&key) {
            return number;
        }
        let number = self.unnamed();
        self.numbers.insert(key, number);
        number
    }

    /// A new number for something that only phrases refer to.
    pub const fn unnamed(&mut self) -> u32 {
        self.given += 1;
        NAMES + self.given - 1
    }

    pub fn get(&self, key: &str) -> Option<u32> {
        self.numbers.get(key).copied()
    }
}
