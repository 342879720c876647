//! The walk.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt::Write as _;

use super::inputs::{Entry, entries};
use super::live::{Live, Look};
use crate::author::conversation::{NOW, Talk};
use crate::author::coverage::Coverage;
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
    let live = Live::new(flows);
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
            let (mut values, set) = key(flows, &state, &live);
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

/// What tells states apart: by the values that can still be looked at, and by what else there is: which answers are
/// set, and those of the guides that wait below the one that talks. Of a question that lies ahead again, because the
/// person went back, it counts only that it once had an answer.
fn key(flows: &Flows, state: &State, live: &Live) -> (String, String) {
    let mut values = question(state);
    let mut set = String::new();
    for (depth, frame) in state.frames.iter().enumerate() {
        let _ = write!(values, "|{}:{:?}", frame.flow, frame.waits);
        let mut slots: Vec<&(crate::engine::Name, Value)> = frame.slots.iter().collect();
        slots.sort_by(|left, right| left.0.cmp(&right.0));
        if depth + 1 < state.frames.len() {
            slots.iter().for_each(|(name, value)| {
                let _ = write!(set, ",{name}={}", payload::write_value(value));
            });
            continue;
        }
        let looks = state.pending.as_ref().and_then(|pending| live.at(&frame.flow, &pending.question));
        let (Some(looks), Some(flow)) = (looks, flows.flow(&frame.flow)) else { continue };
        let lies_ahead = |name: &str| {
            flow.slot(name).is_some_and(|slot| flow.asks.contains_key(&slot))
                && !frame.trail.iter().any(|passed| **passed == *name)
        };
        for (name, value) in slots {
            let _ = match looks.get(&**name) {
                Some(Look::AtValue) if !lies_ahead(name) => {
                    write!(values, ",{name}={}", payload::write_value(value))
                }
                Some(Look::IfSet) if !lies_ahead(name) => write!(values, ",{name}"),
                Some(_) => write!(set, ",{name}"),
                None => Ok(()),
            };
        }
    }
    if let Some(pending) = &state.pending {
        let gathered = match &pending.gathered {
            None => String::new(),
            Some(Value::Choices(names)) if names.len() == 1 => names.join(","),
            Some(Value::List(items)) if items.len() == 1 => items.join(","),
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
