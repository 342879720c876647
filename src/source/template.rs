//! Words with places for answers: `{slot}`, `{contact:id}`, `{line:id}`, `{emergency:COUNTRY}`.
//!
//! Contacts and crisis numbers are looked up when the flows are loaded, since they stand in the settings and not in
//! a flow; slots are filled in when the words are said.

use std::sync::Arc;

use crate::message::Language;
use crate::source::{Finding, Position};

/// Words of one language, cut at their places.
#[derive(Clone, Debug)]
pub struct Template {
    /// As written, with its braces.
    pub written: Arc<str>,
    pub at: Position,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Words(Arc<str>),
    /// A slot by name, and by number once its flow is known.
    Slot {
        name: Arc<str>,
        slot: Option<usize>,
    },
}

/// Numbers and addresses that texts name, by kind and id, in the words of a language.
pub trait References: Sync {
    /// The words for `{kind:id}`.
    fn find(&self, kind: &str, id: &str, language: Language) -> Option<String>;
}

impl Template {
    /// Cuts words at their places. What cannot be looked up is reported and stays as written.
    #[must_use]
    pub fn parse(
        written: &str,
        at: &Position,
        language: Language,
        references: &dyn References,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut parts = Vec::new();
        let mut words = String::new();
        let mut rest = written;
        while let Some(open) = rest.find('{') {
            words.push_str(&rest[..open]);
            rest = &rest[open..];
            let Some(close) = rest.find('}') else {
                findings.push(
                    Finding::new("E301", at, "a { is never closed").suggest("close it with }, or leave the { out"),
                );
                break;
            };
            let name = &rest[1..close];
            if let Some((kind, id)) = name.split_once(':') {
                if let Some(found) = references.find(kind, id, language) {
                    words.push_str(&found);
                } else {
                    findings.push(
                        Finding::new("E301", at, format!("there is no {kind} '{id}'"))
                            .suggest("look at config/contacts.yaml and config/hotlines.yaml"),
                    );
                    words.push_str(&rest[..=close]);
                }
            } else {
                if !words.is_empty() {
                    parts.push(Part::Words(Arc::from(std::mem::take(&mut words))));
                }
                parts.push(Part::Slot { name: Arc::from(name), slot: None });
            }
            rest = &rest[close + 1..];
        }
        words.push_str(rest);
        if !words.is_empty() || parts.is_empty() {
            parts.push(Part::Words(Arc::from(words)));
        }
        Self { written: Arc::from(written), at: at.clone(), parts }
    }

    /// Words without any place, for tests and for built-in replies.
    #[must_use]
    pub fn plain(words: &str) -> Self {
        Self { written: Arc::from(words), at: Position::default(), parts: vec![Part::Words(Arc::from(words))] }
    }

    /// The names of the slots it shows.
    pub fn slots(&self) -> impl Iterator<Item = &Arc<str>> {
        self.parts.iter().filter_map(|part| match part {
            Part::Slot { name, .. } => Some(name),
            Part::Words(_) => None,
        })
    }

    /// Gives each slot its number in the flow.
    pub fn resolve(&mut self, number: impl Fn(&str) -> Option<usize>) {
        for part in &mut self.parts {
            if let Part::Slot { name, slot } = part {
                *slot = number(name);
            }
        }
    }

    /// The words with each slot filled in by `show`. Words without places are shared, not copied.
    #[must_use]
    pub fn render(&self, mut show: impl FnMut(&str, Option<usize>, &mut String)) -> Arc<str> {
        if let [Part::Words(words)] = self.parts.as_slice() {
            return Arc::clone(words);
        }
        let mut rendered = String::with_capacity(self.written.len() + 16);
        for part in &self.parts {
            match part {
                Part::Words(words) => rendered.push_str(words),
                Part::Slot { name, slot } => show(name, *slot, &mut rendered),
            }
        }
        Arc::from(rendered)
    }
}
