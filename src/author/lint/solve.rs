//! Facts carried through all flows, until nothing changes any more.
//!
//! A forward data flow over lines and calls. A skip with a goto forgets; a call carries over what it gives and takes.
//! A flow that a person can begin begins with nothing set; one that is only called begins with what every caller
//! gives. Lines that no conversation reaches have no facts, and no rule speaks about them. Facts only ever shrink, so
//! it ends.

use std::collections::VecDeque;

use super::facts::{Facts, lower};
use super::paths::{By, Graph, To};
use crate::engine::model::{Call, Flow, Verb};
use crate::engine::{Flows, Value};
use crate::message::Place;

/// What is known at each line of each flow; `None` where no conversation comes.
pub type Known = Vec<Vec<Option<Facts>>>;

struct Solver<'a> {
    flows: &'a Flows,
    graphs: &'a [Graph<'a>],
    entries: Vec<Option<Facts>>,
    exits: Vec<Option<Facts>>,
    known: Known,
    callers: Vec<Vec<usize>>,
    open: VecDeque<usize>,
    waiting: Vec<bool>,
}

pub fn solve(flows: &Flows, graphs: &[Graph<'_>]) -> Known {
    let count = flows.flows.len();
    let mut callers: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (number, flow) in flows.flows.iter().enumerate() {
        for line in flow.steps.iter().flat_map(|step| &step.lines) {
            if let Verb::Call(Call { to: Some(callee), .. }) = &line.verb {
                callers[*callee].push(number);
            }
        }
    }
    callers.iter_mut().for_each(Vec::dedup);
    let mut solver = Solver {
        flows,
        graphs,
        entries: vec![None; count],
        exits: vec![None; count],
        known: graphs.iter().map(|graph| vec![None; graph.places.len()]).collect(),
        callers,
        open: VecDeque::new(),
        waiting: vec![false; count],
    };
    for (number, flow) in flows.flows.iter().enumerate() {
        if !flow.starts_on.is_empty() || !flow.title.is_empty() || solver.callers[number].is_empty() {
            solver.enter(number, &Facts::nothing(flow));
        }
    }
    solver.run();
    // Flows that only call each other: somebody may still begin them by a button.
    for (number, flow) in flows.flows.iter().enumerate() {
        if solver.entries[number].is_none() {
            solver.enter(number, &Facts::nothing(flow));
            solver.run();
        }
    }
    solver.known
}

impl Solver<'_> {
    fn run(&mut self) {
        while let Some(flow) = self.open.pop_front() {
            self.waiting[flow] = false;
            self.walk(flow);
        }
    }

    fn queue(&mut self, flow: usize) {
        if !std::mem::replace(&mut self.waiting[flow], true) {
            self.open.push_back(flow);
        }
    }

    fn enter(&mut self, flow: usize, facts: &Facts) {
        if lower(&mut self.entries[flow], facts) {
            self.queue(flow);
        }
    }

    /// Walks one flow until nothing changes.
    fn walk(&mut self, number: usize) {
        let Some(entry) = self.entries[number].clone() else { return };
        let flow = &self.flows.flows[number];
        let graph = &self.graphs[number];
        let mut exit = self.exits[number].clone();
        let mut open = Vec::new();
        self.arrive(number, graph.entry, &entry, &mut exit, &mut open);
        // A flow whose callee has changed is walked again from each of its calls.
        for (node, &(step, line)) in graph.places.iter().enumerate() {
            if matches!(flow.steps[step].lines[line].verb, Verb::Call(_)) && self.known[number][node].is_some() {
                open.push(node);
            }
        }
        while let Some(node) = open.pop() {
            let Some(before) = self.known[number][node].clone() else { continue };
            let (step, line) = graph.places[node];
            let verb = &flow.steps[step].lines[line].verb;
            if let Verb::Call(call) = verb {
                self.give(flow, call, &before);
            }
            for way in &graph.ways[node] {
                if let Some(after) = self.after(flow, verb, way.by, &before) {
                    self.arrive(number, way.to, &after, &mut exit, &mut open);
                }
            }
        }
        if exit != self.exits[number] {
            self.exits[number] = exit;
            for caller in self.callers[number].clone() {
                self.queue(caller);
            }
        }
    }

    fn arrive(&mut self, number: usize, to: To, facts: &Facts, exit: &mut Option<Facts>, open: &mut Vec<usize>) {
        match to {
            To::Line(node) => {
                if lower(&mut self.known[number][node], facts) {
                    open.push(node);
                }
            }
            To::End | To::Off | To::Nowhere => {
                lower(exit, facts);
            }
        }
    }

    /// What holds after a line, when it is left by this way; `None` when it is never left.
    fn after(&self, flow: &Flow, verb: &Verb, by: By<'_>, before: &Facts) -> Option<Facts> {
        let mut facts = before.clone();
        match verb {
            Verb::Ask(ask) => {
                if let Some(slot) = ask.slot {
                    let yes = matches!(by, By::SkipTo(Value::YesNo(true)));
                    facts.put(
                        slot,
                        match by {
                            By::SkipUnset => (false, false, true),
                            By::SkipTo(_) => (true, yes, !yes),
                            By::Yes => (true, true, true),
                            _ => (true, false, true),
                        },
                    );
                }
            }
            Verb::Branch { arms, .. } => {
                let taken = match by {
                    By::Arm(number) => number,
                    _ => arms.len(),
                };
                arms[..taken].iter().for_each(|arm| facts.learn(flow, &arm.condition.root, false));
                if let Some(arm) = arms.get(taken) {
                    facts.learn(flow, &arm.condition.root, true);
                }
            }
            Verb::Set(assignments) => assignments.iter().for_each(|assignment| facts.assign(flow, assignment)),
            Verb::Call(call) => return self.taken(flow, call, before),
            _ => {}
        }
        Some(facts)
    }

    fn give(&mut self, flow: &Flow, call: &Call, before: &Facts) {
        let Some(callee) = call.to else { return };
        let mut given = Facts::nothing(&self.flows.flows[callee]);
        for pair in &call.give {
            if let (Some(theirs), Some(ours)) = (pair.their_slot, pair.our_slot)
                && ours < flow.slots.len()
            {
                given.put(theirs, before.of(ours));
            }
        }
        self.enter(callee, &given);
    }

    fn taken(&self, flow: &Flow, call: &Call, before: &Facts) -> Option<Facts> {
        let Some(callee) = call.to else { return Some(before.clone()) };
        let exit = self.exits[callee].as_ref();
        // Where others read along, a private flow is refused and brings nothing.
        let refused = flow.place == Place::Public && self.flows.flows[callee].place == Place::Private;
        let mut facts = before.clone();
        match exit {
            None if refused => return Some(facts),
            None => return None,
            Some(exit) => {
                for pair in &call.take {
                    if let (Some(theirs), Some(ours)) = (pair.their_slot, pair.our_slot) {
                        facts.put(ours, exit.of(theirs));
                    }
                }
            }
        }
        if refused {
            facts.meet(before);
        }
        Some(facts)
    }
}
