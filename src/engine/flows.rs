//! All flows of a folder, loaded together: what the engine runs and the linter reads.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::hash::Fingerprint;
use super::lower::{Lowering, resolve_text, start_of};
use super::model::{Document, Flow, Verb};
use super::shape::{FLOW, TEMPLATE};
use super::words::Words;
use crate::message::fold;
use crate::source::Finding;
use crate::source::References;
use crate::source::tree;

/// A file of the flows folder: its path as shown to people, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    pub file: String,
    pub text: String,
}

/// Flows, documents and built-in words, ready to run.
#[derive(Clone, Debug)]
#[expect(clippy::struct_field_names, reason = "the flows of a folder are called flows everywhere")]
pub struct Flows {
    pub flows: Vec<Flow>,
    pub documents: Vec<Document>,
    pub words: Arc<Words>,
    numbers: HashMap<Arc<str>, usize>,
    starts: HashMap<String, usize>,
    /// Changes whenever a file changes: a state with another fingerprint is fitted before it is used.
    pub fingerprint: u32,
}

/// What loading gives: flows to look at, and what is wrong with them. Flows with errors must not be run.
#[derive(Debug)]
pub struct Loaded {
    pub flows: Flows,
    pub findings: Vec<Finding>,
}

impl Flows {
    /// Loads flows and document templates. A file is a template when it begins with `document:`.
    #[must_use]
    pub fn load(sources: &[Source], words: Words, references: &dyn References) -> Loaded {
        let read: Vec<(Vec<Finding>, Option<Part>)> =
            sources.par_iter().map(|source| read(source, references)).collect();
        let mut findings = Vec::new();
        let mut flows = Self {
            flows: Vec::new(),
            documents: Vec::new(),
            words: Arc::new(words),
            numbers: HashMap::new(),
            starts: HashMap::new(),
            fingerprint: 0,
        };
        let mut fingerprint = Fingerprint::default();
        for (source, (problems, part)) in sources.iter().zip(read) {
            fingerprint.add(&source.text);
            findings.extend(problems);
            match part {
                Some(Part::Flow(flow)) => flows.flows.push(*flow),
                Some(Part::Document(document)) => flows.documents.push(document),
                None => {}
            }
        }
        flows.fingerprint = fingerprint.finish();
        flows.connect(&mut findings);
        Loaded { flows, findings }
    }

    /// Connects the flows with each other.
    fn connect(&mut self, findings: &mut Vec<Finding>) {
        for (number, flow) in self.flows.iter().enumerate() {
            if let Some(first) = self.numbers.insert(Arc::clone(&flow.name.name), number) {
                findings.push(
                    Finding::new("E004", &flow.name.at, format!("there are two flows called '{}'", flow.name.name))
                        .suggest(format!("the other is {}", self.flows[first].name.at)),
                );
            }
            for (_, phrases) in flow.starts_on.iter() {
                for phrase in phrases {
                    self.starts.entry(start_key(&phrase.name)).or_insert(number);
                }
            }
        }
        let numbers = self.numbers.clone();
        let slots: Vec<HashMap<Arc<str>, usize>> = self
            .flows
            .iter()
            .map(|flow| {
                flow.slots.iter().enumerate().map(|(number, slot)| (Arc::clone(&slot.name.name), number)).collect()
            })
            .collect();
        for line in self.flows.iter_mut().flat_map(|flow| &mut flow.steps).flat_map(|step| &mut step.lines) {
            let Verb::Call(call) = &mut line.verb else { continue };
            call.to = numbers.get(&call.flow.name).copied();
            let Some(to) = call.to else { continue };
            for pair in call.give.iter_mut().chain(&mut call.take) {
                pair.their_slot = slots[to].get(&pair.theirs.name).copied();
            }
        }
        let flows = &self.flows;
        for document in &mut self.documents {
            let Some(flow) = numbers.get(&document.flow.name).map(|number| &flows[*number]) else { continue };
            let number = |name: &str| flow.slot(name);
            resolve_text(&mut document.title, &number);
            for part in &mut document.parts {
                resolve_text(&mut part.text, &number);
            }
        }
    }

    /// The number of a flow.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    /// A flow by name.
    #[must_use]
    pub fn flow(&self, name: &str) -> Option<&Flow> {
        self.number(name).and_then(|number| self.flows.get(number))
    }

    /// A document template by name.
    #[must_use]
    pub fn document(&self, name: &str) -> Option<&Document> {
        self.documents.iter().find(|document| &*document.name.name == name)
    }

    /// The flow that a text begins, in any language.
    #[must_use]
    pub fn started_by(&self, text: &str) -> Option<&Flow> {
        if text.len() > 200 {
            return None;
        }
        self.starts.get(&start_key(text)).and_then(|number| self.flows.get(*number))
    }
}

/// What a file holds.
enum Part {
    Flow(Box<Flow>),
    Document(Document),
}

/// Reads one file by itself: files know nothing of each other yet, so that all are read at once.
fn read(source: &Source, references: &dyn References) -> (Vec<Finding>, Option<Part>) {
    let (root, mut findings) = tree::parse(&source.file, &source.text);
    let Some(root) = root.filter(|root| !root.is_empty()) else {
        if findings.is_empty() {
            findings.push(
                Finding::new("E003", &start_of(&source.file), "the file is empty")
                    .suggest("begin it with `flow: name`, or remove it"),
            );
        }
        return (findings, None);
    };
    let is_document = root.get("document").is_some();
    crate::source::check(&root, if is_document { &TEMPLATE } else { &FLOW }, &mut findings);
    let mut lowering = Lowering { references, findings: &mut findings };
    let part = if is_document {
        lowering.document(&root).map(Part::Document)
    } else {
        lowering.flow(&root).map(|flow| Part::Flow(Box::new(flow)))
    };
    (findings, part)
}

/// Start phrases keep a leading slash: `/start` is a command, "start" a word.
fn start_key(phrase: &str) -> String {
    let folded = fold(phrase);
    if phrase.trim_start().starts_with('/') { format!("/{folded}") } else { folded }
}
