//! All texts that the matcher knows, in one order: the questions and phrasings of each topic, and what is out of scope.
//!
//! A fingerprint over topics, texts and encoder says whether the trained model still belongs to them.

use std::sync::Arc;

use super::glossary::Glossary;
use super::load::Topics;
use crate::message::Language;
use crate::source::shape::{Kind, Shape, key};
use crate::source::{Finding, Node, check, tree};

/// The file of texts out of scope.
pub static FILE: Shape = Shape {
    name: "out-of-scope file",
    about: "Texts that no reviewed answer fits.",
    languages: false,
    keys: &[key("en", Kind::List(&Kind::Words), "In English."), key("es", Kind::List(&Kind::Words), "In Spanish.")],
};

/// One text that is known to mean a topic, or none.
#[derive(Clone, Debug)]
pub struct Example {
    /// The number of the topic; the number of topics for what is out of scope.
    pub class: usize,
    /// As the encoder sees it.
    pub prepared: String,
    pub written: Arc<str>,
}

impl Example {
    /// Its name in a model.
    #[must_use]
    pub fn key(&self) -> u64 {
        key_of(&self.prepared)
    }
}

/// The texts of all topics, then those out of scope.
#[derive(Clone, Debug)]
pub struct Examples {
    pub all: Vec<Example>,
    pub names: Vec<Arc<str>>,
}

impl Examples {
    #[must_use]
    pub fn new(topics: &Topics, out_of_scope: &[(Language, String)], glossary: &Glossary) -> Self {
        let mut all = Vec::new();
        let mut push = |class: usize, text: &Arc<str>, language: Language| {
            all.push(Example { class, prepared: glossary.prepare(text, language), written: Arc::clone(text) });
        };
        for (class, topic) in topics.all.iter().enumerate() {
            for (language, question) in topic.question.iter() {
                push(class, &question.written, language);
            }
            for (language, phrasings) in topic.phrasings.iter() {
                phrasings.iter().for_each(|phrasing| push(class, phrasing, language));
            }
        }
        for (language, text) in out_of_scope {
            push(topics.all.len(), &Arc::from(text.as_str()), *language);
        }
        Self { all, names: topics.all.iter().map(|topic| Arc::clone(&topic.name)).collect() }
    }

    /// The same for the same topics, texts and weights, whatever else changes.
    #[must_use]
    pub fn fingerprint(&self, encoder: u64) -> u64 {
        let names = self.names.iter().map(|name| name.as_bytes());
        let texts = self.all.iter().map(|example| example.prepared.as_bytes());
        let classes: Vec<[u8; 8]> = self.all.iter().map(|example| (example.class as u64).to_le_bytes()).collect();
        hash(names.chain(texts).chain(classes.iter().map(<[u8; 8]>::as_slice)).chain([&encoder.to_le_bytes()[..]]))
    }
}

/// Reads training/faq/out-of-scope.yaml.
#[must_use]
pub fn read_out_of_scope(file: &str, text: &str, findings: &mut Vec<Finding>) -> Vec<(Language, String)> {
    let (root, problems) = tree::parse(file, text);
    findings.extend(problems);
    let Some(root) = root else { return Vec::new() };
    check(&root, &FILE, findings);
    let texts = |language: Language| {
        let items = root.get(language.code()).and_then(Node::list).unwrap_or_default();
        items.iter().filter_map(Node::text).map(move |text| (language, text.to_owned()))
    };
    Language::FLOWS.into_iter().flat_map(texts).collect()
}

/// The name of a text in a model.
#[must_use]
pub fn key_of(prepared: &str) -> u64 {
    hash([prepared.as_bytes()].into_iter())
}

/// FNV-1a of 64 bits over the parts, each closed by a zero byte.
fn hash<'a>(parts: impl Iterator<Item = &'a [u8]>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in parts.flat_map(|part| part.iter().copied().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash
}
