//! The steps of one flow: targets that exist (E101), steps and lines that are reached (E103, E104), branches with an
//! `else` (E105), steps that do not run off their end (E106).
//!
//! Loops and ways to an end need all flows together and are in `loops`.

use super::paths::{Graph, To, follows_goto, targets};
use super::with_names;
use crate::engine::Finding;
use crate::engine::model::{Flow, Line, Step, Verb};

pub fn check(flow: &Flow, graph: &Graph<'_>, findings: &mut Vec<Finding>) {
    for (number, step) in flow.steps.iter().enumerate() {
        for line in &step.lines {
            check_targets(flow, line, findings);
            check_branch(line, findings);
        }
        if !graph.reaches(flow, number) {
            findings.push(
                Finding::new("E103", &step.name.at, format!("no path leads to the step '{}'", step.name.name))
                    .suggest(format!("write `goto: {}` where it belongs, or remove it", step.name.name)),
            );
        }
        check_lines(flow, graph, number, step, findings);
    }
    check_moved(flow, findings);
    check_ignored_gotos(flow, findings);
}

fn check_targets(flow: &Flow, line: &Line, findings: &mut Vec<Finding>) {
    let word = if matches!(line.verb, Verb::Branch { .. }) { "branch" } else { "goto" };
    for target in targets(&line.verb).filter(|target| target.to.is_none()) {
        let name = &target.name.name;
        let message = format!("'{word}' leads to '{name}', and there is no such step");
        let steps = flow.steps.iter().map(|step| &*step.name.name);
        findings.push(with_names(Finding::new("E101", &target.name.at, message), name, "steps", steps));
    }
}

fn check_moved(flow: &Flow, findings: &mut Vec<Finding>) {
    for moved in &flow.moved {
        let asked = moved.question.is_some_and(|slot| flow.asks.contains_key(&slot));
        if !asked && moved.step.is_none() {
            let name = &moved.new.name;
            let message = format!("'moved' leads to '{name}', and there is no such question or step");
            let questions = flow.slots.iter().enumerate().filter(|(slot, _)| flow.asks.contains_key(slot));
            let known =
                questions.map(|(_, slot)| &*slot.name.name).chain(flow.steps.iter().map(|step| &*step.name.name));
            findings.push(with_names(Finding::new("E101", &moved.new.at, message), name, "questions and steps", known));
        }
    }
}

/// A goto that the engine never follows leads nowhere too.
fn check_ignored_gotos(flow: &Flow, findings: &mut Vec<Finding>) {
    for line in flow.steps.iter().flat_map(|step| &step.lines) {
        let Verb::Ask(ask) = &line.verb else { continue };
        let Some(slot) = ask.slot.and_then(|slot| flow.slots.get(slot)) else { continue };
        if follows_goto(Some(slot.kind)) {
            continue;
        }
        for target in ask.choices.iter().filter_map(|choice| choice.goto.as_ref()) {
            findings.push(
                Finding::new(
                    "E101",
                    &target.name.at,
                    format!(
                        "this goto is never followed: '{}' is a question of type {}",
                        ask.name.name,
                        slot.kind.name()
                    ),
                )
                .suggest("branch on the answer in the next line"),
            );
        }
    }
    for slot in &flow.slots {
        for target in slot.rows.iter().chain(&slot.columns).filter_map(|option| option.goto.as_ref()) {
            findings.push(
                Finding::new("E101", &target.name.at, "this goto is never followed: it stands in a table")
                    .suggest("remove it"),
            );
        }
    }
}

fn check_branch(line: &Line, findings: &mut Vec<Finding>) {
    let Verb::Branch { arms, otherwise } = &line.verb else { return };
    match otherwise {
        None => findings.push(
            Finding::new("E105", &line.at, "this branch has no 'else', so a person can be left without a way on")
                .suggest("end it with `- else: step`"),
        ),
        Some(otherwise) => {
            if let Some(arm) = arms.iter().find(|arm| arm.condition.at > otherwise.name.at) {
                findings.push(
                    Finding::new(
                        "E105",
                        &otherwise.name.at,
                        "'else' does not stand last, and a branch is read top to bottom",
                    )
                    .suggest(format!("move it below the arm of line {}", arm.condition.at.line)),
                );
            }
        }
    }
}

/// Lines that are never reached because of the line before, and the end of the step.
fn check_lines(flow: &Flow, graph: &Graph<'_>, number: usize, step: &Step, findings: &mut Vec<Finding>) {
    for (line_number, line) in step.lines.iter().enumerate() {
        let next = graph.place(flow, number, line_number + 1);
        let goes_on = match graph.place(flow, number, line_number) {
            To::Line(node) => !line.verb.leaves() && graph.ways[node].iter().any(|way| way.to == next),
            _ => false,
        };
        match step.lines.get(line_number + 1) {
            Some(after) if !goes_on => {
                let message = match &line.verb {
                    Verb::Ask(ask) => {
                        format!("every answer to '{}' goes elsewhere, so this line is never reached", ask.name.name)
                    }
                    _ => format!(
                        "the line before, at line {}, leaves this step, so this line is never reached",
                        line.at.line
                    ),
                };
                findings.push(
                    Finding::new("E104", &after.at, message).suggest("move it to a step of its own, or remove it"),
                );
                return;
            }
            None if goes_on => {
                findings.push(runs_off(step, &line.at));
            }
            _ => {}
        }
    }
    if step.lines.is_empty() {
        findings.push(runs_off(step, &step.name.at));
    }
}

fn runs_off(step: &Step, at: &crate::engine::Position) -> Finding {
    Finding::new("E106", at, format!("the step '{}' runs off its end after this line", step.name.name))
        .suggest("end it with `goto: step`, `branch:` or `end: outcome`")
}
