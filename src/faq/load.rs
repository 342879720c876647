//! Loading topics: flows/faq/*.yaml and config/sources.yaml.

use std::collections::HashMap;
use std::sync::Arc;

use super::topic::{Region, Source, Topic};
use crate::message::{Language, Localised};
use crate::source::shape::{Kind, Shape, key, must};
use crate::source::{Finding, Node, Position, References, Template, check, did_you_mean, tree, yes_no};

/// A file of topics.
pub static FILE: Shape = Shape {
    name: "topics file",
    about: "Reviewed answers of one area.",
    languages: false,
    keys: &[must("topics", Kind::List(&Kind::Group(&TOPIC)), "The topics.")],
};

/// One topic.
pub static TOPIC: Shape = Shape {
    name: "topic",
    about: "One reviewed answer.",
    languages: false,
    keys: &[
        must("topic", Kind::Name, "Its name."),
        must("question", Kind::Text, "The question in a few words: the label of its button."),
        must("answer", Kind::Text, "One to three short paragraphs."),
        must("phrasings", Kind::Languages(&Kind::List(&Kind::Words)), "What people type when they mean it."),
        must("region", Kind::OneOf(&["general", "US"]), "US: true in the United States only."),
        key("related", Kind::List(&Kind::Name), "Sibling topics, the likeliest mistaken first."),
        key("journey", Kind::Name, "The flow that helps further."),
        key("lines", Kind::Name, "The need whose help lines follow the answer."),
        must("sources", Kind::List(&Kind::Name), "Keys of config/sources.yaml."),
        must("reviewed", Kind::YesNo, "yes once a clinician has reviewed it."),
    ],
};

/// All topics.
#[derive(Clone, Debug, Default)]
pub struct Topics {
    pub all: Vec<Topic>,
    numbers: HashMap<Arc<str>, usize>,
    pub sources: HashMap<Arc<str>, Source>,
}

/// What loading gives: topics, and what is wrong with them.
#[derive(Debug)]
pub struct TopicsLoaded {
    pub topics: Topics,
    pub findings: Vec<Finding>,
}

impl Topics {
    /// Every question and phrasing with the number of its topic.
    pub fn texts(&self) -> impl Iterator<Item = (usize, &Arc<str>)> {
        self.all.iter().enumerate().flat_map(|(number, topic)| {
            let questions = topic.question.iter().map(|(_, question)| &question.written);
            let phrasings = topic.phrasings.iter().flat_map(|(_, phrasings)| phrasings);
            questions.chain(phrasings).map(move |text| (number, text))
        })
    }

    /// Loads topic files (path and text) and the file of sources.
    #[must_use]
    pub fn load(files: &[(String, String)], sources: (&str, &str), references: &dyn References) -> TopicsLoaded {
        let mut findings = Vec::new();
        let mut topics = Self { sources: read_sources(sources, &mut findings), ..Self::default() };
        for (file, text) in files {
            let (root, problems) = tree::parse(file, text);
            findings.extend(problems);
            let Some(root) = root else { continue };
            check(&root, &FILE, &mut findings);
            for node in root.get("topics").and_then(Node::list).unwrap_or_default() {
                topics.all.extend(read_topic(node, references, &mut findings));
            }
        }
        topics.number(&mut findings);
        topics.check_names(&mut findings);
        TopicsLoaded { topics, findings }
    }

    fn number(&mut self, findings: &mut Vec<Finding>) {
        for (number, topic) in self.all.iter().enumerate() {
            if let Some(first) = self.numbers.insert(Arc::clone(&topic.name), number) {
                findings.push(
                    Finding::new("E004", &topic.at, format!("there are two topics called '{}'", topic.name))
                        .suggest(format!("the other is {}", self.all[first].at)),
                );
            }
        }
    }

    fn check_names(&self, findings: &mut Vec<Finding>) {
        for topic in &self.all {
            for related in topic.related.iter().filter(|related| !self.numbers.contains_key(*related)) {
                findings.push(unknown("topic", related, &topic.at, self.numbers.keys().map(|name| &**name)));
            }
            for source in topic.sources.iter().filter(|source| !self.sources.contains_key(*source)) {
                findings.push(unknown("source", source, &topic.at, self.sources.keys().map(|name| &**name)));
            }
            for language in Language::FLOWS {
                let complete = topic.question.get(language).is_some()
                    && topic.answer.get(language).is_some()
                    && topic.phrasings.get(language).is_some_and(|phrasings| !phrasings.is_empty());
                if !complete {
                    let message =
                        format!("topic '{}' lacks question, answer or phrasings in {}", topic.name, language.name());
                    findings.push(Finding::new("E201", &topic.at, message));
                }
            }
        }
    }

    /// A topic by name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Topic> {
        self.numbers.get(name).and_then(|number| self.all.get(*number))
    }

    /// The number of a topic.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }
}

fn unknown<'a>(what: &str, name: &str, at: &Position, known: impl Iterator<Item = &'a str>) -> Finding {
    let finding = Finding::new("E301", at, format!("there is no {what} '{name}'"));
    match did_you_mean(name, known) {
        Some(near) => finding.suggest(format!("did you mean '{near}'?")),
        None => finding,
    }
}

fn read_topic(node: &Node, references: &dyn References, findings: &mut Vec<Finding>) -> Option<Topic> {
    let name = node.get("topic")?;
    let names = |key: &str| -> Vec<Arc<str>> {
        node.get(key).and_then(Node::list).unwrap_or_default().iter().filter_map(Node::text).map(Arc::from).collect()
    };
    let mut text = |key: &str| -> Localised<Template> {
        let mut localised = Localised::default();
        for language in Language::FLOWS {
            if let Some(entry) = node.get(key).and_then(|group| group.get(language.code())) {
                let words = entry.text().unwrap_or_default().trim();
                localised.insert(language, Template::parse(words, &entry.at, language, references, findings));
            }
        }
        localised
    };
    let question = text("question");
    let answer = text("answer");
    for template in question.iter().chain(answer.iter()).map(|(_, template)| template) {
        if let Some(slot) = template.slots().next() {
            findings.push(Finding::new(
                "E301",
                &template.at,
                format!("a topic has no slots, and '{{{slot}}}' names one"),
            ));
        }
    }
    let phrasings = Language::FLOWS
        .into_iter()
        .filter_map(|language| {
            let items = node.get("phrasings")?.get(language.code())?.list()?;
            Some((language, items.iter().filter_map(Node::text).map(Arc::from).collect()))
        })
        .collect();
    Some(Topic {
        name: Arc::from(name.text()?),
        at: name.at.clone(),
        question,
        answer,
        phrasings,
        region: if node.get("region").and_then(Node::text) == Some("US") { Region::Us } else { Region::General },
        related: names("related"),
        journey: node.get("journey").and_then(Node::text).map(Arc::from),
        lines: node.get("lines").and_then(Node::text).map(Arc::from),
        sources: names("sources"),
        reviewed: node.get("reviewed").and_then(Node::text).and_then(yes_no).unwrap_or_default(),
    })
}

fn read_sources((file, text): (&str, &str), findings: &mut Vec<Finding>) -> HashMap<Arc<str>, Source> {
    let (root, problems) = tree::parse(file, text);
    findings.extend(problems);
    let mut sources = HashMap::new();
    let entries = root.as_ref().and_then(|root| root.get("sources")).and_then(Node::map).unwrap_or_default();
    for (name, node) in entries {
        let field = |key: &str| Arc::from(node.get(key).and_then(Node::text).unwrap_or_default());
        let Some(name) = name.text() else { continue };
        let source =
            Source { key: Arc::from(name), title: field("title"), address: field("address"), year: field("year") };
        sources.insert(Arc::from(name), source);
    }
    sources
}
