//! Slips of typing that the lexicons list: what is typed, and what is meant by it in each language.
//!
//! One language's slip may be another's word, or another's slip for something else ("to" is a word, and short for "estou";
//! "k" is "ok", and short for "que"). Which it is, the other words of the message say.

use serde::{Deserialize, Serialize};

use super::hash::FastMap;
use super::vocabulary::UNKNOWN;

/// A bit for each language.
pub(crate) type Tongues = u16;

/// The minimum under all lexicons is compiled first. It has words of many languages, so it speaks for none.
const MINIMUM: Tongues = 1;

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Slips(FastMap<Box<str>, Slip>);

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Slip {
    readings: Vec<(Tongues, Vec<u32>)>,
    /// What is typed as a word of its own; unknown if no language has it.
    pub word: u32,
    /// The languages that have this word and no slip of this spelling.
    rivals: Tongues,
}

impl Slips {
    pub fn learn(&mut self, typed: &str, meant: Vec<u32>, tongue: Tongues) {
        let readings = &mut self.0.entry(Box::from(typed)).or_default().readings;
        if readings.iter().all(|(known, _)| *known != tongue) {
            readings.push((tongue, meant));
        }
    }

    /// To be called once, after all words are known; `word_of` says the number of a word and who uses it.
    pub fn settle(&mut self, word_of: impl Fn(&str) -> Option<(u32, Tongues)>) {
        for (typed, slip) in &mut self.0 {
            let own = slip.readings.iter().fold(0, |all, (tongue, _)| all | tongue);
            let (word, used_by) = word_of(typed).unwrap_or((UNKNOWN, 0));
            (slip.word, slip.rivals) = (word, used_by & !own);
        }
    }

    /// The words that are slips, too.
    pub fn words(&self) -> impl Iterator<Item = u32> {
        self.0.values().map(|slip| slip.word).filter(|word| *word != UNKNOWN)
    }

    pub fn get(&self, typed: &str) -> Option<&Slip> {
        self.0.get(typed)
    }

    /// What a language means by a slip.
    pub fn meant(&self, typed: &str, tongue: Tongues) -> Option<&[u32]> {
        self.get(typed)?.readings.iter().find(|(known, _)| *known == tongue).map(|(_, meant)| meant.as_slice())
    }
}

impl Slip {
    /// What is meant in any message, if there is no doubt.
    pub fn certain(&self) -> Option<&[u32]> {
        let (_, first) = self.readings.first()?;
        let agreed = self.readings.iter().all(|(_, meant)| meant == first);
        (agreed && self.rivals == 0).then_some(first)
    }

    /// What is meant in a message that speaks like this; None for the word as it stands. In doubt it stands.
    pub fn likeliest(&self, votes: &Votes) -> Option<&[u32]> {
        let votes_for = self.readings.iter().map(|(tongue, _)| votes.most(*tongue)).max()?;
        let mut first =
            self.readings.iter().filter(|(tongue, _)| votes.most(*tongue) == votes_for).map(|(_, meant)| meant);
        let meant = first.next()?;
        // Two languages that have as many votes and mean different things: nobody knows.
        if first.any(|other| other != meant) {
            return None;
        }
        (self.rivals == 0 || votes_for > votes.most(self.rivals)).then_some(meant)
    }
}

/// How much the words of a message speak for each language.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Votes([u32; Tongues::BITS as usize]);

impl Votes {
    /// A word that few languages have says more than one that many have.
    pub fn add(&mut self, used_by: Tongues) {
        const WHOLE: u32 = 60;
        let used_by = used_by & !MINIMUM;
        let weight = WHOLE / used_by.count_ones().max(1);
        for (tongue, votes) in self.0.iter_mut().enumerate() {
            *votes += (u32::from(used_by) >> tongue & 1) * weight;
        }
    }

    /// These and those together.
    pub fn and(mut self, others: &Self) -> Self {
        self.0.iter_mut().zip(others.0).for_each(|(votes, more)| *votes += more);
        self
    }

    /// The votes for the strongest of these languages.
    fn most(&self, tongues: Tongues) -> u32 {
        let of = |(tongue, votes): (usize, &u32)| if tongues >> tongue & 1 == 1 { *votes } else { 0 };
        self.0.iter().enumerate().map(of).max().unwrap_or(0)
    }
}
