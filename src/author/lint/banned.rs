//! Wording that flows must not use, out of config/banned.yaml: banned words (E208), diagnosis and dosage (W606), health
//! words on lock screens (E603), and what a phone number stands near (E605).
//!
//! Phrases match whole words, folded. In a phrase `<number>` stands for digits, `<name>` for any word of the list
//! `names: name`. What stands in `allowed` is never found, and advice does not count after a word of `not_after`: "do
//! you have depression" asks, "if you have depression" supposes.

use std::collections::{HashMap, HashSet};

use crate::engine::tree::{self, Node};
use crate::engine::{Finding, Position, has_errors, start_of};
use crate::message::Language;

use super::tokens::{any_word, sentences};

/// The wording rules.
#[derive(Debug, Default)]
pub struct Banned {
    wording: HashMap<Language, Phrases>,
    allowed: HashMap<Language, Phrases>,
    advice: HashMap<Language, Phrases>,
    lock_screen: HashMap<Language, Phrases>,
    not_after: HashSet<String>,
    call_words: HashSet<String>,
    short_codes: HashSet<String>,
    counted: HashSet<String>,
    reasons: Vec<String>,
    /// One word of every banned or advising phrase. Few texts hold one: the others need no closer look.
    signals: HashSet<String>,
}

/// Phrases by their first word, each with the number of its reason.
#[derive(Debug, Default)]
struct Phrases {
    by_first: HashMap<String, Vec<(Vec<Slot>, usize)>>,
    /// Phrases that begin with a number.
    numbered: Vec<(Vec<Slot>, usize)>,
}

#[derive(Clone, Debug)]
enum Slot {
    Word(String),
    Number,
}

const KEYS: [&str; 9] =
    ["wording", "allowed", "advice", "not_after", "names", "lock_screen", "call_words", "short_codes", "counted"];
/// A phrase with several lists in it stands for each combination; more than so many are a mistake.
const COMBINATIONS_MAX: usize = 2_000;

impl Banned {
    /// The list that comes with Handrail.
    ///
    /// # Errors
    /// As [`Banned::load`].
    pub fn built_in() -> Result<Self, Vec<Finding>> {
        Self::load("config/banned.yaml", include_str!("../../../config/banned.yaml"))
    }

    /// Reads the file.
    ///
    /// # Errors
    /// Every part that is missing, unknown or of the wrong form, with its place.
    pub fn load(file: &str, source: &str) -> Result<Self, Vec<Finding>> {
        let (root, mut findings) = tree::parse(file, source);
        let Some(root) = root else {
            if findings.is_empty() {
                findings.push(Finding::new("E003", &start_of(file), "the file is empty"));
            }
            return Err(findings);
        };
        for (key, _) in root.map().unwrap_or_default() {
            let name = key.text().unwrap_or_default();
            if !KEYS.contains(&name) {
                let finding = Finding::new("E001", &key.at, format!("unknown key '{name}'"));
                findings.push(super::with_names(finding, name, "keys", KEYS.iter().copied()));
            }
        }
        for name in KEYS.iter().filter(|name| root.get(name).is_none()) {
            findings.push(Finding::new("E003", &root.at, format!("the key '{name}' is missing")));
        }
        let mut banned = Self::default();
        let names = Names::of(&root);
        banned.wording = banned.with_reasons(&root, "wording", &names, &mut findings);
        banned.advice = banned.with_reasons(&root, "advice", &names, &mut findings);
        banned.allowed = plain(root.get("allowed"), &names);
        banned.lock_screen = plain(root.get("lock_screen"), &names);
        banned.not_after = all_words(root.get("not_after"));
        banned.counted = all_words(root.get("counted"));
        banned.call_words = all_words(root.get("call_words"));
        banned.short_codes = texts(root.get("short_codes")).map(str::to_owned).collect();
        banned.signals = banned.wording.values().chain(banned.advice.values()).flat_map(Phrases::signals).collect();
        if has_errors(&findings) { Err(findings) } else { Ok(banned) }
    }

    /// Whether a text has a word without which it holds no banned or advising phrase.
    pub(super) fn may_hold(&self, written: &str) -> bool {
        any_word(written, |word| self.signals.contains(word))
    }

    fn with_reasons(
        &mut self,
        root: &Node,
        key: &str,
        names: &Names,
        findings: &mut Vec<Finding>,
    ) -> HashMap<Language, Phrases> {
        let mut phrases: HashMap<Language, Phrases> = HashMap::new();
        for group in root.get(key).and_then(Node::list).unwrap_or_default() {
            let Some(reason) = group.get("reason").and_then(Node::text) else {
                findings.push(Finding::new("E003", &group.at, "each group needs a 'reason'"));
                continue;
            };
            let number = self.reasons.len();
            self.reasons.push(reason.to_owned());
            for language in Language::FLOWS {
                for text in texts(group.get(language.code())) {
                    phrases.entry(language).or_default().add(text, number, language, names);
                }
            }
        }
        phrases
    }

    /// E208.
    pub(super) fn check_wording(
        &self,
        sentence: &[String],
        language: Language,
        at: &Position,
        findings: &mut Vec<Finding>,
    ) {
        let found = self.wording.get(&language).map(|phrases| phrases.find_all(sentence)).unwrap_or_default();
        if found.is_empty() {
            return;
        }
        let allowed = self.allowed.get(&language).map(|allowed| allowed.find_all(sentence)).unwrap_or_default();
        for (start, end, reason) in found {
            if !allowed.iter().any(|(from, to, _)| *from <= start && end <= *to) {
                let words = sentence[start..end].join(" ");
                let finding = Finding::new("E208", at, format!("'{words}' is wording that we do not use"));
                findings.push(finding.suggest(self.reasons[reason].clone()));
            }
        }
    }

    /// W606.
    pub(super) fn check_advice(
        &self,
        sentence: &[String],
        language: Language,
        at: &Position,
        findings: &mut Vec<Finding>,
    ) {
        let found = self.advice.get(&language).map(|phrases| phrases.find_all(sentence)).unwrap_or_default();
        let asserted = |start: usize| !sentence[..start].iter().any(|word| self.not_after.contains(word));
        if let Some((start, end, reason)) = found.into_iter().find(|(start, ..)| asserted(*start)) {
            let words = sentence[start..end].join(" ");
            let finding = Finding::new("W606", at, format!("'{words}' reads like a diagnosis or a dosage"));
            findings.push(finding.suggest(self.reasons[reason].clone()));
        }
    }

    /// The first health word of a text that others may read on a lock screen.
    pub(super) fn health_word(&self, written: &str, language: Language) -> Option<String> {
        let phrases = self.lock_screen.get(&language)?;
        sentences(written).iter().find_map(|sentence| {
            phrases.find_all(sentence).first().map(|(start, end, _)| sentence[*start..*end].join(" "))
        })
    }

    pub(super) fn is_call_word(&self, word: &str) -> bool {
        self.call_words.contains(word)
    }

    /// Whether a number before this word counts something.
    pub(super) fn is_counted(&self, word: &str) -> bool {
        self.counted.contains(word)
    }

    pub(super) fn is_short_code(&self, word: &str) -> bool {
        self.short_codes.contains(word)
    }
}

impl Phrases {
    fn add(&mut self, text: &str, reason: usize, language: Language, names: &Names) {
        for phrase in names.spell_out(text, language) {
            match phrase.first() {
                Some(Slot::Word(first)) => self.by_first.entry(first.clone()).or_default().push((phrase, reason)),
                Some(Slot::Number) => self.numbered.push((phrase, reason)),
                None => {}
            }
        }
    }

    /// The longest word of each phrase: the longer, the rarer.
    fn signals(&self) -> impl Iterator<Item = String> {
        let phrases = self.by_first.values().flatten().chain(&self.numbered);
        phrases.filter_map(|(phrase, _)| {
            let words = phrase.iter().filter_map(|slot| match slot {
                Slot::Word(word) => Some(word),
                Slot::Number => None,
            });
            words.max_by_key(|word| word.len()).cloned()
        })
    }

    /// Where phrases stand in a sentence, the longest at each place.
    fn find_all(&self, sentence: &[String]) -> Vec<(usize, usize, usize)> {
        let mut found = Vec::new();
        for (start, word) in sentence.iter().enumerate() {
            let worded = self.by_first.get(word).map_or(&[][..], Vec::as_slice);
            let fitting = worded.iter().chain(&self.numbered).filter(|(phrase, _)| fits(phrase, &sentence[start..]));
            if let Some((phrase, reason)) = fitting.max_by_key(|(phrase, _)| phrase.len()) {
                found.push((start, start + phrase.len(), *reason));
            }
        }
        found
    }
}

fn fits(phrase: &[Slot], words: &[String]) -> bool {
    phrase.len() <= words.len()
        && phrase.iter().zip(words).all(|(slot, word)| match slot {
            Slot::Word(expected) => expected == word,
            Slot::Number => word.bytes().all(|byte| byte.is_ascii_digit()),
        })
}

/// The lists that phrases name in angle brackets.
struct Names {
    lists: HashMap<(String, Language), Vec<String>>,
}

impl Names {
    fn of(root: &Node) -> Self {
        let mut lists = HashMap::new();
        for (name, group) in root.get("names").and_then(Node::map).unwrap_or_default() {
            for language in Language::FLOWS {
                let words = texts(group.get(language.code())).map(str::to_owned).collect();
                lists.insert((name.text().unwrap_or_default().to_owned(), language), words);
            }
        }
        Self { lists }
    }

    /// Every phrase that one with names stands for.
    fn spell_out(&self, text: &str, language: Language) -> Vec<Vec<Slot>> {
        let mut phrases = vec![Vec::new()];
        for token in text.split_whitespace() {
            let name = token.strip_prefix('<').and_then(|token| token.strip_suffix('>'));
            let options: Vec<Vec<Slot>> = match name {
                Some("number") => vec![vec![Slot::Number]],
                Some(name) => {
                    let list = self.lists.get(&(name.to_owned(), language));
                    list.into_iter().flatten().map(|words| slots(words)).collect()
                }
                None => vec![slots(token)],
            };
            phrases = phrases
                .iter()
                .flat_map(|phrase| options.iter().map(move |option| [phrase.as_slice(), option.as_slice()].concat()))
                .take(COMBINATIONS_MAX)
                .collect();
        }
        phrases
    }
}

fn slots(text: &str) -> Vec<Slot> {
    sentences(text).into_iter().flatten().map(Slot::Word).collect()
}

fn texts(node: Option<&Node>) -> impl Iterator<Item = &str> {
    node.and_then(Node::list).unwrap_or_default().iter().filter_map(Node::text)
}

fn plain(group: Option<&Node>, names: &Names) -> HashMap<Language, Phrases> {
    let mut all: HashMap<Language, Phrases> = HashMap::new();
    for language in Language::FLOWS {
        let phrases = all.entry(language).or_default();
        texts(group.and_then(|group| group.get(language.code())))
            .for_each(|text| phrases.add(text, 0, language, names));
    }
    all
}

fn all_words(group: Option<&Node>) -> HashSet<String> {
    Language::FLOWS
        .iter()
        .flat_map(|language| texts(group.and_then(|group| group.get(language.code()))))
        .flat_map(sentences)
        .flatten()
        .collect()
}
