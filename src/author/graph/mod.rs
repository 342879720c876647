//! The map of a flow as data, and its pictures: [`mermaid`] text and a self-contained [`svg`].
//!
//! A node is a step, a flow that is called, an end, or the way in; an edge is one way from a node to another, and
//! says what makes a person take it. Same flow, same map, same bytes. What stands in the edges (`goto`, `branch`,
//! `end`) is not repeated among a step's lines.
//!
//! A flow with errors can be drawn too: what leads nowhere leads to a node of its own ([`NodeKind::Nowhere`]). The
//! map says nothing about whether a way can ever be taken; the linter does.

mod layout;
pub mod mermaid;
mod short;
pub mod svg;
mod text;

use std::sync::Arc;

use crate::engine::ValueKind;
use crate::engine::model::{Ask, Flow, Skip, Step, Target, Text, Verb};
use crate::message::Language;

/// Whether a step (flow, step) was reached; `None` where nobody looked. See [`unpainted`].
pub type Seen<'a> = &'a dyn Fn(&str, &str) -> Option<bool>;

/// For a picture without coverage.
#[must_use]
pub const fn unpainted(_flow: &str, _step: &str) -> Option<bool> {
    None
}

/// The map of one flow, with its words in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    pub flow: Arc<str>,
    /// The flow's title, or its name where it has none.
    pub title: String,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub kind: NodeKind,
    /// The step's name, the flow that is called, the outcome, or the name that leads nowhere.
    pub name: Arc<str>,
    pub lines: Vec<Short>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// The way in: what a person can type.
    Start,
    Step,
    /// Another flow; it comes back to the step that calls it.
    Call,
    End,
    /// A step that does not exist, or the end of a step that leads nowhere.
    Nowhere,
}

/// One line of a step in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    /// What happens: "Says", "Asks days (number)".
    pub does: String,
    /// The words of it, shortened; empty where there are none.
    pub words: String,
}

/// One way from a node to another, both by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub kind: EdgeKind,
    /// What makes a person go this way; empty where it is the only one.
    pub label: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeKind {
    Start,
    Choice,
    Skip,
    If,
    Else,
    Goto,
    Call,
    End,
}

/// All edges between the same two nodes, as a picture shows them: one line with several labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle<'a> {
    pub from: usize,
    pub to: usize,
    pub labels: Vec<&'a str>,
    /// The kind of all of them, or `Goto` where they differ.
    pub kind: EdgeKind,
}

impl Graph {
    /// Draws the map of a flow.
    #[must_use]
    pub fn of(flow: &Flow, language: Language) -> Self {
        let title = match words(&flow.title, language) {
            "" => flow.name.name.replace('_', " "),
            title => title.to_owned(),
        };
        let mut mapper = Mapper { flow, language, nodes: Vec::new(), edges: Vec::new() };
        mapper.start();
        mapper.nodes.extend(flow.steps.iter().map(|step| Node {
            kind: NodeKind::Step,
            name: Arc::clone(&step.name.name),
            lines: step.lines.iter().filter_map(|line| short::line(flow, &line.verb, language)).collect(),
        }));
        for (number, step) in flow.steps.iter().enumerate() {
            mapper.step(number, step);
        }
        Self { flow: Arc::clone(&flow.name.name), title, nodes: mapper.nodes, edges: mapper.edges }
    }

    /// The edges, those between the same two nodes together, in the order of their first.
    #[must_use]
    pub fn bundles(&self) -> Vec<Bundle<'_>> {
        let mut bundles: Vec<Bundle<'_>> = Vec::new();
        for edge in &self.edges {
            let label = Some(edge.label.as_str()).filter(|label| !label.is_empty());
            match bundles.iter_mut().find(|bundle| bundle.from == edge.from && bundle.to == edge.to) {
                Some(bundle) => {
                    bundle.labels.extend(label.filter(|label| !bundle.labels.contains(label)));
                    if bundle.kind != edge.kind {
                        bundle.kind = EdgeKind::Goto;
                    }
                }
                None => bundles.push(Bundle {
                    from: edge.from,
                    to: edge.to,
                    labels: label.into_iter().collect(),
                    kind: edge.kind,
                }),
            }
        }
        bundles
    }

    /// Whether a node's step was reached.
    #[must_use]
    pub fn seen(&self, node: &Node, seen: Seen<'_>) -> Option<bool> {
        if node.kind == NodeKind::Step { seen(&self.flow, &node.name) } else { None }
    }
}

/// The words of a text in a language, or nothing.
fn words(text: &Text, language: Language) -> &str {
    text.best(language).map_or("", |template| &template.written)
}

/// Whether nobody gets past a line: it leaves by itself, or it is a question of which each answer leads away.
fn leaves(flow: &Flow, verb: &Verb) -> bool {
    let Verb::Ask(ask) = verb else { return verb.leaves() };
    let leads = |value: &str| ask.choices.iter().any(|choice| &*choice.value.name == value && choice.goto.is_some());
    matches!(ask.skip, Skip::Goto(_))
        && match ask.slot.map(|slot| flow.slots[slot].kind) {
            Some(ValueKind::Choice) => ask.choices.iter().all(|choice| choice.goto.is_some()),
            Some(ValueKind::YesNo) => leads("yes") && leads("no"),
            _ => false,
        }
}

/// The node of the first step: the way in stands before it.
const FIRST_STEP: usize = 1;

struct Mapper<'a> {
    flow: &'a Flow,
    language: Language,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

impl Mapper<'_> {
    fn start(&mut self) {
        let phrases = self.flow.starts_on.best(self.language).map(Vec::as_slice).unwrap_or_default();
        let phrases: Vec<String> = phrases.iter().map(|phrase| format!("“{}”", phrase.name)).collect();
        let lines = match phrases.as_slice() {
            [] => Vec::new(),
            phrases => vec![Short { does: "Begins on".to_owned(), words: phrases.join(", ") }],
        };
        self.nodes.push(Node { kind: NodeKind::Start, name: Arc::from("start"), lines });
        if !self.flow.steps.is_empty() {
            self.edges.push(Edge { from: 0, to: FIRST_STEP, kind: EdgeKind::Start, label: String::new() });
        }
    }

    fn step(&mut self, number: usize, step: &Step) {
        let from = FIRST_STEP + number;
        let several = step.lines.iter().filter(|line| matches!(line.verb, Verb::Ask(_))).count() > 1;
        for line in &step.lines {
            match &line.verb {
                Verb::Ask(ask) => self.ask(from, ask, several),
                Verb::Branch { arms, otherwise } => {
                    for arm in arms {
                        self.aim(from, &arm.target, EdgeKind::If, format!("if {}", arm.condition.written));
                    }
                    if let Some(target) = otherwise {
                        self.aim(from, target, EdgeKind::Else, "else".to_owned());
                    }
                }
                Verb::Goto(target) => self.aim(from, target, EdgeKind::Goto, String::new()),
                Verb::Call(call) => {
                    self.lead(from, NodeKind::Call, &call.flow.name, EdgeKind::Call, "calls, comes back");
                }
                Verb::End(outcome) => self.lead(from, NodeKind::End, &outcome.name, EdgeKind::End, ""),
                Verb::Say(_) | Verb::Set(_) | Verb::Remind(_) | Verb::Record(_) | Verb::Document(_) => {}
            }
        }
        if !step.lines.last().is_some_and(|line| leaves(self.flow, &line.verb)) {
            self.lead(from, NodeKind::Nowhere, "nothing follows", EdgeKind::Goto, "");
        }
    }

    fn ask(&mut self, from: usize, ask: &Ask, several: bool) {
        for choice in &ask.choices {
            let Some(target) = &choice.goto else { continue };
            let label = match words(&choice.label, self.language) {
                "" => &choice.value.name,
                label => label,
            };
            self.aim(from, target, EdgeKind::Choice, format!("“{label}”"));
        }
        if let Skip::Goto(target) = &ask.skip {
            let label = if several { format!("skips {}", ask.name.name) } else { "skips".to_owned() };
            self.aim(from, target, EdgeKind::Skip, label);
        }
    }

    fn aim(&mut self, from: usize, target: &Target, kind: EdgeKind, label: String) {
        match target.to {
            Some(step) => self.edges.push(Edge { from, to: FIRST_STEP + step, kind, label }),
            None => self.lead(from, NodeKind::Nowhere, &target.name.name, kind, &label),
        }
    }

    /// Leads to a node that belongs to this step alone, so that no line crosses the picture for it.
    fn lead(&mut self, from: usize, kind: NodeKind, name: &str, edge: EdgeKind, label: &str) {
        let known = self.edges.iter().map(|edge| (edge.from, edge.to)).find(|(other, to)| {
            *other == from && self.nodes.get(*to).is_some_and(|node| node.kind == kind && &*node.name == name)
        });
        let to = known.map_or(self.nodes.len(), |(_, to)| to);
        if to == self.nodes.len() {
            self.nodes.push(Node { kind, name: Arc::from(name), lines: Vec::new() });
        }
        self.edges.push(Edge { from, to, kind: edge, label: label.to_owned() });
    }
}
