//! All flows together: loops without a question (E107), and places from which no end is reached (E108). Calls count.

use std::collections::BTreeSet;

use super::paths::{Graph, To};
use crate::engine::model::Verb;
use crate::engine::{Finding, Flows};

pub fn check(flows: &Flows, graphs: &[Graph<'_>], findings: &mut Vec<Finding>) {
    check_loops(flows, graphs, findings);
    check_ends(flows, graphs, findings);
}

fn verb<'a>(flows: &'a Flows, graph: &Graph<'_>, flow: usize, node: usize) -> &'a Verb {
    let (step, line) = graph.places[node];
    &flows.flows[flow].steps[step].lines[line].verb
}

/// For each flow, whether a conversation comes from its beginning to its end, where `stops` says which lines it cannot
/// pass. A call passes when the called flow does: a least fixpoint, so calls that go round never pass.
fn passable(flows: &Flows, graphs: &[Graph<'_>], stops: impl Fn(&Verb) -> bool) -> Vec<bool> {
    let mut passes = vec![false; graphs.len()];
    let mut callers: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); graphs.len()];
    for (number, flow) in flows.flows.iter().enumerate() {
        for line in flow.steps.iter().flat_map(|step| &step.lines) {
            if let Verb::Call(call) = &line.verb
                && let Some(callee) = call.to
            {
                callers[callee].insert(number);
            }
        }
    }
    let mut open: Vec<usize> = (0..graphs.len()).collect();
    while let Some(number) = open.pop() {
        if !passes[number] && comes_through(flows, graphs, number, &passes, &stops) {
            passes[number] = true;
            open.extend(&callers[number]);
        }
    }
    passes
}

fn comes_through(
    flows: &Flows,
    graphs: &[Graph<'_>],
    flow: usize,
    passes: &[bool],
    stops: &impl Fn(&Verb) -> bool,
) -> bool {
    let graph = &graphs[flow];
    let mut seen = vec![false; graph.places.len()];
    let mut open = vec![graph.entry];
    while let Some(to) = open.pop() {
        let To::Line(node) = to else { return true };
        if std::mem::replace(&mut seen[node], true) {
            continue;
        }
        let verb = verb(flows, graph, flow, node);
        if !stops(verb) && goes_past(verb, passes) {
            open.extend(graph.ways[node].iter().map(|way| way.to));
        }
    }
    false
}

fn goes_past(verb: &Verb, passes: &[bool]) -> bool {
    match verb {
        Verb::Call(call) => call.to.is_none_or(|callee| passes[callee]),
        _ => true,
    }
}

fn check_loops(flows: &Flows, graphs: &[Graph<'_>], findings: &mut Vec<Finding>) {
    let silent = passable(flows, graphs, |verb| matches!(verb, Verb::Ask(_)));
    let mut offsets = vec![0];
    for graph in graphs {
        offsets.push(offsets.last().copied().unwrap_or_default() + graph.places.len());
    }
    let count = offsets.last().copied().unwrap_or_default();
    let mut owners = Vec::with_capacity(count);
    let mut edges: Vec<Vec<usize>> = Vec::with_capacity(count);
    for (flow, graph) in graphs.iter().enumerate() {
        for (node, ways) in graph.ways.iter().enumerate() {
            owners.push((flow, node));
            let verb = verb(flows, graph, flow, node);
            let mut out = Vec::new();
            let passes = graph.reached[node] && !matches!(verb, Verb::Ask(_)) && goes_past(verb, &silent);
            if passes {
                out.extend(ways.iter().filter_map(|way| line_of(way.to)).map(|to| offsets[flow] + to));
            }
            if let (Verb::Call(call), true) = (verb, graph.reached[node]) {
                let begins = call.to.and_then(|callee| Some(offsets[callee] + line_of(graphs[callee].entry)?));
                out.extend(begins);
            }
            edges.push(out);
        }
    }
    for group in strongly_connected(&edges) {
        let alone = group.len() == 1;
        if alone && !edges[group[0]].contains(&group[0]) {
            continue;
        }
        let mut lines: Vec<_> = group
            .iter()
            .map(|node| {
                let (flow, node) = owners[*node];
                let (step, line) = graphs[flow].places[node];
                let step = &flows.flows[flow].steps[step];
                (&step.lines[line].at, &flows.flows[flow].name.name, &step.name.name)
            })
            .collect();
        lines.sort();
        let across = lines.iter().any(|(_, flow, _)| *flow != lines[0].1);
        let mut steps: Vec<String> = lines
            .iter()
            .map(|(_, flow, step)| if across { format!("{flow}.{step}") } else { step.to_string() })
            .collect();
        steps.dedup();
        findings.push(
            Finding::new("E107", lines[0].0, format!("this goes round without a question: {}", steps.join(", ")))
                .suggest("ask something on the way, or leave the loop"),
        );
    }
}

fn line_of(to: To) -> Option<usize> {
    match to {
        To::Line(node) => Some(node),
        _ => None,
    }
}

fn check_ends(flows: &Flows, graphs: &[Graph<'_>], findings: &mut Vec<Finding>) {
    let ends = passable(flows, graphs, |_| false);
    let everything = vec![true; graphs.len()];
    for (number, flow) in flows.flows.iter().enumerate() {
        let graph = &graphs[number];
        // A flow that would end if its calls came back is told so; one trapped by its own steps is told which.
        let alone = trapped(flows, graph, number, &everything);
        let steps: BTreeSet<usize> = alone.iter().map(|node| graph.places[*node].0).collect();
        if let Some(first) = steps.first() {
            let names: Vec<&str> = steps.iter().map(|step| &*flow.steps[*step].name.name).collect();
            findings.push(
                Finding::new(
                    "E108",
                    &flow.steps[*first].name.at,
                    format!("no path leads from here to an end: {}", names.join(", ")),
                )
                .suggest("let one of them go on to a step with `end: outcome`"),
            );
        } else if !ends[number] {
            findings.push(
                Finding::new(
                    "E108",
                    &flow.name.at,
                    format!(
                        "'{}' never ends: the flows that it calls call each other and never come back",
                        flow.name.name
                    ),
                )
                .suggest("give one of them a path to `end: outcome` without a call"),
            );
        }
    }
}

/// The reached nodes from which no end is reached, when calls come back as `passes` says.
fn trapped(flows: &Flows, graph: &Graph<'_>, flow: usize, passes: &[bool]) -> Vec<usize> {
    let mut back: Vec<Vec<usize>> = vec![Vec::new(); graph.places.len()];
    let mut free = vec![false; graph.places.len()];
    let mut open = Vec::new();
    for (node, ways) in graph.ways.iter().enumerate() {
        if !goes_past(verb(flows, graph, flow, node), passes) {
            continue;
        }
        for way in ways {
            match way.to {
                To::Line(to) => back[to].push(node),
                To::End | To::Off | To::Nowhere => open.push(node),
            }
        }
    }
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut free[node], true) {
            open.extend(&back[node]);
        }
    }
    (0..free.len()).filter(|node| graph.reached[*node] && !free[*node]).collect()
}

/// Groups of nodes that reach each other (Tarjan 1972), without recursion: flows may be long.
pub fn strongly_connected(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut index = vec![NEW; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut on_stack = vec![false; edges.len()];
    let (mut stack, mut groups, mut count) = (Vec::new(), Vec::new(), 0);
    for root in 0..edges.len() {
        if index[root] != NEW {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((node, edge)) = work.pop() {
            if edge == 0 {
                index[node] = count;
                low[node] = count;
                count += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            if let Some(&to) = edges[node].get(edge) {
                work.push((node, edge + 1));
                if index[to] == NEW {
                    work.push((to, 0));
                } else if on_stack[to] {
                    low[node] = low[node].min(index[to]);
                }
                continue;
            }
            if let Some(&(parent, _)) = work.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == index[node] {
                let start = stack.iter().rposition(|member| *member == node).unwrap_or_default();
                let group = stack.split_off(start);
                for member in &group {
                    on_stack[*member] = false;
                }
                groups.push(group);
            }
        }
    }
    groups
}
