//! The walk.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt::Write as _;

use super::inputs::{Entry, entries};
use crate::author::conversation::{NOW, Talk};
use crate::author::coverage::Coverage;
use crate::engine::expression::{Expression, Term};
use crate::engine::model::Verb;
use crate::engine::{Flows, State, Value, Visit, payload};
use crate::library::Library;
use crate::message::{Country, Language, Place};

/// Most states looked at in one language: far above what flows that can be read aloud have.
const STATES_MAX: usize = 100_000;
/// States that differ only in which answers are set, looked at for each that differs in an answer's value.
const VARIANTS_MAX: usize = 2;
/// How often the same words are typed at the same question.
const TYPED_MAX: usize = 2;
/// Longest conversation.
const DEPTH_MAX: usize = 60;

/// What exploring found.
#[derive(Debug, Default)]
pub struct Explored {
    /// Conversations that together go over everything that can be reached.
    pub conversations: Vec<Path>,
    /// Everything gone over.
    pub coverage: Coverage,
    pub states: usize,
    /// Languages in which the walk stopped at its limit.
    pub cut: Vec<Language>,
}

/// One conversation: the flow that it begins with, and what the person does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    pub flow: String,
    pub language: Language,
    pub country: Option<Country>,
    pub entries: Vec<Entry>,
}

struct Node {
    state: State,
    country: Option<Country>,
    parent: Option<(usize, Entry)>,
    depth: usize,
}

/// Explores every flow in every language it is written in, from each flow's beginning, in the countries that a
/// condition could tell apart: none known, the United States, another.
#[must_use]
pub fn explore(library: &Library) -> Explored {
    let mut explored = Explored::default();
    let languages: BTreeSet<Language> =
        library.flows.flows.iter().flat_map(|flow| flow.languages.iter().copied()).collect();
    for language in languages {
        walk(library, language, &mut explored);
    }
    explored.conversations.sort();
    explored
}

/// One walk through all flows: where one hands over to another, it goes on in states that the other's own walk knows.
fn walk(library: &Library, language: Language, explored: &mut Explored) {
    let flows = &library.flows;
    let looked_at = looked_at(flows);
    let mut nodes = Vec::new();
    let mut queue = VecDeque::new();
    for country in [None, Country::from_code("US"), Country::from_code("FR")] {
        queue.push_back(nodes.len());
        nodes.push(Node { state: State::default(), country, parent: None, depth: 0 });
    }
    let mut known: HashMap<String, HashSet<String>> = HashMap::new();
    let mut edges: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut wanted: Vec<(usize, Entry)> = Vec::new();
    while let Some(number) = queue.pop_front() {
        let inputs = if nodes[number].parent.is_none() {
            starts(flows, language)
        } else {
            entries(flows, &nodes[number].state, language)
        };
        for input in inputs {
            let edge = edges.entry((question(&nodes[number].state), kind_of(&input))).or_default();
            if matches!(input, Entry::Type(_)) && *edge >= TYPED_MAX {
                continue;
            }
            *edge += 1;
            let first = *edge == 1;
            let (state, country, visits) = play(library, &nodes[number], &input, language);
            if first || visits.iter().any(|visit| !explored.coverage.knows(*visit)) {
                wanted.push((number, input.clone()));
            }
            explored.coverage.add(&visits, &[language]);
            let (mut values, set) = key(flows, &state, &looked_at);
            let _ = write!(
                values,
                "@{}",
                country.map_or("", |country| if country.code() == "US" { "US" } else { "other" })
            );
            let variants = known.entry(values).or_default();
            if variants.len() >= VARIANTS_MAX
                || !variants.insert(set)
                || !state.is_asking()
                || nodes[number].depth >= DEPTH_MAX
            {
                continue;
            }
            nodes.push(Node { state, country, parent: Some((number, input)), depth: nodes[number].depth + 1 });
            queue.push_back(nodes.len() - 1);
        }
        if nodes.len() >= STATES_MAX {
            explored.cut.push(language);
            break;
        }
    }
    explored.states += nodes.len();
    explored.conversations.extend(paths(&nodes, wanted, language));
}

fn starts(flows: &Flows, language: Language) -> Vec<Entry> {
    let spoken = flows.flows.iter().filter(|flow| flow.languages.contains(&language));
    spoken.map(|flow| Entry::Tap(payload::start(&flow.name.name).to_string())).collect()
}

/// Conversations that hold all the wanted steps: none that another already holds.
fn paths(nodes: &[Node], wanted: Vec<(usize, Entry)>, language: Language) -> Vec<Path> {
    let mut paths: Vec<Path> = wanted
        .into_iter()
        .map(|(number, last)| {
            let mut entries = vec![last];
            let mut at = number;
            while let Some((parent, entry)) = &nodes[at].parent {
                entries.push(entry.clone());
                at = *parent;
            }
            entries.reverse();
            let flow = match entries.first() {
                Some(Entry::Tap(payload)) => payload.trim_start_matches("s:").to_owned(),
                _ => String::new(),
            };
            Path { flow, language, country: nodes[at].country, entries }
        })
        .collect();
    // The longest first: a path that another one begins with is a neighbour of it once they are in order.
    paths.sort();
    let mut kept: Vec<Path> = Vec::new();
    for path in paths.into_iter().rev() {
        let held = kept
            .last()
            .is_some_and(|longer| longer.country == path.country && longer.entries.starts_with(&path.entries));
        if !held {
            kept.push(path);
        }
    }
    kept
}

/// One input in one state, through the desk.
fn play(library: &Library, node: &Node, input: &Entry, language: Language) -> (State, Option<Country>, Vec<Visit>) {
    let now = NOW.parse().unwrap_or_default();
    let mut talk = Talk::new(library, Some(language), node.country, Place::Private, now);
    talk.conversation.state = node.state.clone();
    talk.conversation.last_at = Some(now);
    match input {
        Entry::Type(text) => talk.say(text),
        Entry::Tap(payload) => {
            // Every payload is a button's own, so there is always one to press.
            let _ = talk.tap(payload);
        }
    }
    (std::mem::take(&mut talk.conversation.state), talk.conversation.country, talk.visits)
}

/// How closely conditions look at a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    /// Only whether it is set.
    IfSet,
    AtValue,
}

/// The slots of each flow that any condition or any call looks at.
fn looked_at(flows: &Flows) -> BTreeMap<String, BTreeMap<String, Look>> {
    let mut looked_at: BTreeMap<String, BTreeMap<String, Look>> = BTreeMap::new();
    for flow in &flows.flows {
        let slots = looked_at.entry(flow.name.name.to_string()).or_default();
        for line in flow.steps.iter().flat_map(|step| &step.lines) {
            match &line.verb {
                Verb::Branch { arms, .. } => arms.iter().for_each(|arm| look(&arm.condition, slots)),
                Verb::Ask(ask) => ask
                    .choices
                    .iter()
                    .filter_map(|choice| choice.condition.as_ref())
                    .for_each(|condition| look(condition, slots)),
                Verb::Set(assignments) => assignments.iter().for_each(|set| look(&set.value, slots)),
                Verb::Call(call) => {
                    slots.extend(call.give.iter().map(|pair| (pair.ours.name.to_string(), Look::AtValue)));
                }
                _ => {}
            }
        }
        for document in flows.documents.iter().filter(|document| document.flow.name == flow.name.name) {
            document
                .parts
                .iter()
                .filter_map(|part| part.condition.as_ref())
                .for_each(|condition| look(condition, slots));
        }
    }
    looked_at
}

fn look(condition: &Expression, slots: &mut BTreeMap<String, Look>) {
    condition.root.walk(&mut |term| {
        let (name, look) = match term {
            Term::IsSet { name, .. } => (name, Look::IfSet),
            Term::Name(name) => (name, Look::AtValue),
            _ => return,
        };
        let known = slots.entry(name.to_string()).or_insert(look);
        *known = (*known).max(look);
    });
}

/// What tells states apart: by the values that are looked at, and by what else is set. Of a question that lies ahead
/// again, because the person went back, it counts only that it once had an answer.
fn key(flows: &Flows, state: &State, looked_at: &BTreeMap<String, BTreeMap<String, Look>>) -> (String, String) {
    let mut values = question(state);
    let mut set = String::new();
    for frame in &state.frames {
        let _ = write!(values, "|{}:{:?}", frame.flow, frame.waits);
        let (Some(relevant), Some(flow)) = (looked_at.get(&*frame.flow), flows.flow(&frame.flow)) else { continue };
        let lies_ahead = |name: &str| {
            flow.slot(name).is_some_and(|slot| flow.asks.contains_key(&slot))
                && !frame.trail.iter().any(|passed| **passed == *name)
        };
        let mut slots: Vec<&(crate::engine::Name, Value)> = frame.slots.iter().collect();
        slots.sort_by(|left, right| left.0.cmp(&right.0));
        for (name, value) in slots {
            let _ = match relevant.get(&**name) {
                Some(Look::AtValue) if !lies_ahead(name) => {
                    write!(values, ",{name}={}", payload::write_value(value))
                }
                Some(_) => write!(set, ",{name}"),
                None => Ok(()),
            };
        }
    }
    if let Some(pending) = &state.pending {
        let gathered = match &pending.gathered {
            None => String::new(),
            Some(Value::Choices(names)) if names.len() == 1 => names.join(","),
            Some(_) => "several".to_owned(),
        };
        let _ = write!(values, "?{}{gathered}", pending.tries.min(1));
    }
    (values, set)
}

fn question(state: &State) -> String {
    match (state.top(), &state.pending) {
        (Some(frame), Some(pending)) => format!("{}.{}", frame.flow, pending.question),
        _ => String::new(),
    }
}

/// The kind of an input: each choice is one, everything typed is told apart by its text.
fn kind_of(input: &Entry) -> String {
    match input {
        Entry::Type(text) => format!("type {text}"),
        Entry::Tap(payload) => format!("tap {payload}"),
    }
}
