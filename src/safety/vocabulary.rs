//! The words the lexicons know, with numbers, and the ways a typed word can turn out to be one of them.

use serde::{Deserialize, Serialize};

use super::hash::FastMap;
use super::slips::{Slips, Tongues};

pub(crate) const UNKNOWN: u32 = 0;
/// Numbers of words stay below this, numbers of prefixes begin here.
pub(crate) const PREFIXES: u32 = 1 << 20;
/// Numbers of slots, patterns and masks begin here.
pub(crate) const NAMES: u32 = 1 << 21;
/// A word typed with an error is looked for only if it is this long: short words lie too close together.
const LONG: usize = 6;
/// The other symbols that a word may be taken for: prefixes, and what was typed where a slip stands for one word.
pub(crate) type Also = [u32; 3];

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Vocabulary {
    words: FastMap<Box<str>, u32>,
    spelt: Vec<Box<str>>,
    prefixes: FastMap<[u8; 3], Vec<(Box<str>, u32)>>,
    prefix_count: u32,
    of_word: Vec<Also>,
    filler: Vec<bool>,
    split: Vec<bool>,
    near: FastMap<Box<str>, Vec<u32>>,
    starred: FastMap<Box<str>, u32>,
    pub slips: Slips,
    /// By word: whether it is also a slip for something else.
    slip: Vec<bool>,
    /// By word: the languages that use it.
    used_by: Vec<Tongues>,
    /// The language being learnt.
    tongue: Tongues,
    real: super::hash::FastSet<Box<str>>,
}

impl Vocabulary {
    pub fn new() -> Self {
        let mut new = Self::default();
        new.spelt.push(Box::from(""));
        new.used_by.push(0);
        new
    }

    /// From here on words are learnt from another language.
    pub fn next_tongue(&mut self) {
        self.tongue = if self.tongue == 0 { 1 } else { self.tongue.rotate_left(1) };
    }

    pub fn learn(&mut self, word: &str) -> u32 {
        if let Some(&id) = self.words.get(word) {
            self.used_by[id as usize] |= self.tongue;
            return id;
        }
        let id = super::normalise::narrow(self.spelt.len());
        self.used_by.push(self.tongue);
        self.spelt.push(Box::from(word));
        self.words.insert(Box::from(word), id);
        id
    }

    pub fn learn_prefix(&mut self, stem: &str) -> u32 {
        let list = self.prefixes.entry(first_three(stem)).or_default();
        if let Some((_, id)) = list.iter().find(|(known, _)| &**known == stem) {
            return *id;
        }
        let id = PREFIXES + self.prefix_count;
        self.prefix_count += 1;
        list.push((Box::from(stem), id));
        id
    }

    pub fn learn_filler(&mut self, word: &str) {
        let id = self.learn(word) as usize;
        self.filler.resize(self.filler.len().max(id + 1), false);
        self.filler[id] = true;
    }

    pub fn learn_split(&mut self, word: &str) {
        let id = self.learn(word) as usize;
        self.split.resize(self.split.len().max(id + 1), false);
        self.split[id] = true;
    }

    /// What the language being learnt means by a slip of typing.
    pub fn learn_slip(&mut self, typed: &str, meant: Vec<u32>) {
        self.slips.learn(typed, meant, self.tongue);
    }

    /// What the language being learnt means by a word, where it is one of its slips.
    pub fn meant(&self, word: &str) -> Option<Vec<&str>> {
        let meant = self.slips.meant(word, self.tongue)?;
        Some(meant.iter().map(|id| self.spelling(*id)).collect())
    }

    pub fn learn_real(&mut self, word: &str) {
        self.real.insert(Box::from(word));
    }

    /// An anchor is also found with letters starred out and, if it is long, with one typing error.
    pub fn learn_anchor(&mut self, word: &str) {
        let id = self.learn(word);
        let letters: Vec<char> = word.chars().collect();
        for from in 1..letters.len().saturating_sub(1) {
            for until in from + 1..letters.len() {
                let stars = "*".repeat(until - from);
                let head: String = letters[..from].iter().collect();
                let tail: String = letters[until..].iter().collect();
                for star in [stars.as_str(), "*"] {
                    self.starred.entry(format!("{head}{star}{tail}").into_boxed_str()).or_insert(id);
                }
            }
        }
        if letters.len() >= LONG {
            self.near.entry(Box::from(word)).or_default().push(id);
            for shorter in shortened(word) {
                self.near.entry(shorter.into_boxed_str()).or_default().push(id);
            }
        }
    }

    /// To be called once, after all words are known.
    pub fn settle(&mut self) {
        let (words, used_by) = (&self.words, &self.used_by);
        self.slips.settle(|typed| words.get(typed).map(|&id| (id, used_by[id as usize])));
        self.slip = vec![false; self.spelt.len()];
        self.slips.words().for_each(|id| self.slip[id as usize] = true);
        self.of_word = self.spelt.iter().map(|word| self.prefixes_of(word)).collect();
        self.filler.resize(self.spelt.len(), false);
        self.split.resize(self.spelt.len(), false);
    }

    pub fn find(&self, word: &str) -> Option<u32> {
        self.words.get(word).copied()
    }

    /// The languages that use a word.
    pub fn used_by(&self, id: u32) -> Tongues {
        self.used_by.get(id as usize).copied().unwrap_or(0)
    }

    pub fn starred(&self, word: &str) -> Option<u32> {
        self.starred.get(word).copied()
    }

    pub fn prefix_ids(&self, id: u32, word: &str) -> Also {
        self.of_word.get(id as usize).filter(|_| id != UNKNOWN).copied().unwrap_or_else(|| self.prefixes_of(word))
    }

    pub fn is_filler(&self, id: u32) -> bool {
        self.filler.get(id as usize).copied().unwrap_or(false)
    }

    /// Whether a word may also be a slip of typing.
    pub fn is_slip(&self, id: u32) -> bool {
        self.slip.get(id as usize).copied().unwrap_or(false)
    }

    pub fn is_split(&self, id: u32) -> bool {
        self.split.get(id as usize).copied().unwrap_or(false)
    }

    pub fn spelling(&self, id: u32) -> &str {
        self.spelt.get(id as usize).map_or("", |word| word)
    }

    /// The anchor that differs by one letter, or by two neighbours changed over.
    pub fn one_error_away(&self, word: &str) -> Option<u32> {
        let length = word.chars().count();
        if !(LONG - 1..=24).contains(&length) || self.real.contains(word) {
            return None;
        }
        let fits = |ids: &Vec<u32>| {
            ids.iter().copied().find(|&id| {
                let anchor = self.spelling(id);
                anchor.as_bytes().first() == word.as_bytes().first() && one_apart(anchor, word)
            })
        };
        if let Some(id) = self.near.get(word).and_then(fits) {
            return Some(id);
        }
        let mut shorter = String::with_capacity(word.len());
        word.char_indices().find_map(|(at, c)| {
            shorter.clear();
            shorter.extend([&word[..at], &word[at + c.len_utf8()..]]);
            self.near.get(shorter.as_str()).and_then(fits)
        })
    }

    fn prefixes_of(&self, word: &str) -> Also {
        let mut ids = Also::default();
        if word.len() < 3 {
            return ids;
        }
        let Some(list) = self.prefixes.get(&first_three(word)) else { return ids };
        for (slot, id) in
            ids.iter_mut().zip(list.iter().filter(|(stem, _)| word.starts_with(&**stem)).map(|(_, id)| *id))
        {
            *slot = id;
        }
        ids
    }
}

fn first_three(word: &str) -> [u8; 3] {
    let bytes = word.as_bytes();
    [0, 1, 2].map(|index| bytes.get(index).copied().unwrap_or(0))
}

fn shortened(word: &str) -> impl Iterator<Item = String> {
    word.char_indices().map(move |(at, c)| format!("{}{}", &word[..at], &word[at + c.len_utf8()..]))
}

fn one_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (rest_a, rest_b) = (&a[same..], &b[same..]);
    match (rest_a, rest_b) {
        ([], [] | [_]) | ([_], []) => true,
        ([x, after_a @ ..], [y, after_b @ ..]) => {
            after_a == after_b
                || after_a == rest_b
                || rest_a == after_b
                || matches!((after_a, after_b), ([x2, more_a @ ..], [y2, more_b @ ..]) if x == y2 && y == x2 && more_a == more_b)
        }
        _ => false,
    }
}
