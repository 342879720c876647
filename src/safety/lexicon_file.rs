//! `config/crisis/<lang>.yaml` as it is written; docs/lexicon.md explains it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::problem::Problem;

use super::level::{Category, Level, Person, Tense};

pub(crate) type Text = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound(deserialize = "Sentence: Deserialize<'de>"))]
pub(crate) struct LexiconFile<Sentence> {
    pub lang: String,
    #[serde(default)]
    pub fillers: Vec<String>,
    #[serde(default)]
    pub negators: Vec<Text>,
    /// Phrases that hold a negator and deny nothing: "no one", "why not".
    #[serde(default)]
    pub negator_exceptions: Vec<Text>,
    #[serde(default)]
    pub deny_frames: Vec<Text>,
    /// How many words before a match a negator may stand.
    #[serde(default = "three")]
    pub negator_reach: usize,
    #[serde(default)]
    pub splits: Vec<String>,
    /// The slots that hold "I".
    #[serde(default)]
    pub self_slots: Vec<Text>,
    /// Subjects before a match without "I" that make it somebody else's.
    #[serde(default)]
    pub other_subjects: Vec<Text>,
    /// Words of the first person; a question without any is about nobody in particular.
    #[serde(default)]
    pub own_words: Vec<Text>,
    #[serde(default)]
    pub anchors: Vec<String>,
    #[serde(default)]
    pub not_typos: Vec<String>,
    #[serde(default)]
    pub typos: BTreeMap<String, String>,
    #[serde(default)]
    pub slots: BTreeMap<String, Vec<Text>>,
    #[serde(default)]
    pub masks: Vec<MaskFile<Sentence>>,
    #[serde(default)]
    pub defaults: BTreeMap<Category, Context>,
    #[serde(default)]
    pub patterns: Vec<PatternFile<Sentence>>,
}

const fn three() -> usize {
    3
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound(deserialize = "Sentence: Deserialize<'de>"))]
pub(crate) struct MaskFile<Sentence> {
    pub id: Text,
    pub phrases: Vec<Text>,
    #[serde(default)]
    pub not: Vec<Text>,
    #[serde(default)]
    pub examples: Vec<Sentence>,
    #[serde(default)]
    pub counter: Vec<Sentence>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Context {
    #[serde(default)]
    pub not: Vec<Text>,
    #[serde(default)]
    pub raise: Vec<Text>,
    #[serde(default)]
    pub lower: Vec<Text>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    #[default]
    Fixed,
    Any,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Within {
    #[default]
    Sentence,
    Message,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound(deserialize = "Sentence: Deserialize<'de>"))]
pub(crate) struct PatternFile<Sentence> {
    pub id: Text,
    pub level: Level,
    pub category: Category,
    #[serde(default)]
    pub person: Person,
    #[serde(default)]
    #[expect(dead_code, reason = "for the people who read and write lexicons")]
    pub tense: Tense,
    #[serde(default)]
    pub say: Vec<Text>,
    #[serde(default)]
    pub all: Vec<Text>,
    #[serde(default = "four")]
    pub window: u8,
    #[serde(default)]
    pub order: Order,
    #[serde(default)]
    pub within: Within,
    pub not: Option<Vec<Text>>,
    pub raise: Option<Vec<Text>>,
    pub lower: Option<Vec<Text>>,
    #[serde(default)]
    pub weak: bool,
    /// Who says this is so often in no danger that the second reader is asked as well.
    #[serde(default)]
    pub unsure: bool,
    #[serde(default = "yes")]
    pub negatable: bool,
    pub examples: Vec<Sentence>,
    #[serde(default)]
    pub counter: Vec<Sentence>,
}

const fn four() -> u8 {
    4
}

const fn yes() -> bool {
    true
}

/// A sentence that is passed over: a start needs none of them.
pub(crate) type Unread = serde::de::IgnoredAny;

/// One lexicon, read and not yet compiled. Reading is half of the work, and each file can be read by itself.
#[derive(Debug)]
pub struct Lexicon {
    pub(crate) file: String,
    pub(crate) read: Result<LexiconFile<Unread>, Problem>,
}

impl Lexicon {
    /// Reads a lexicon. A fault is kept until it is compiled.
    #[must_use]
    pub fn read(file: &str, text: &str) -> Self {
        let read = serde_saphyr::from_str_with_options(text, super::yaml::options());
        Self { file: file.to_owned(), read: read.map_err(|error| Problem::from_yaml(file, &error)) }
    }
}
