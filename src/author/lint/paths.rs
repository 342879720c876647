//! The lines of one flow as a graph: where a conversation can go from each line, and by what.
//!
//! It mirrors how the engine walks (`machine.rs`): the goto of a choice is followed for questions of type choice,
//! country and `yes_no` only; a skip with a value takes the way of that value.

use crate::engine::model::{Ask, Choice, Flow, Skip, Target, Verb};
use crate::engine::{Value, ValueKind};

/// Where a way leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    Line(usize),
    /// The flow has ended.
    End,
    /// Past the last line of a step.
    Off,
    /// To a step that does not exist.
    Nowhere,
}

/// By what a way is taken.
#[derive(Clone, Copy, Debug)]
pub enum By<'flow> {
    /// There is no other way.
    On,
    /// The person answered.
    Answer,
    /// The person answered yes: this way is taken by no other answer.
    Yes,
    /// The person skipped, and the slot got this value.
    SkipTo(&'flow Value),
    /// The person skipped, and the slot is unset.
    SkipUnset,
    Arm(usize),
    Otherwise,
}

#[derive(Clone, Copy, Debug)]
pub struct Way<'flow> {
    pub to: To,
    pub by: By<'flow>,
}

/// The graph of one flow. Nodes are its lines, numbered through all steps.
#[derive(Debug)]
pub struct Graph<'flow> {
    /// Step and line of each node.
    pub places: Vec<(usize, usize)>,
    /// The first node of each step.
    firsts: Vec<usize>,
    pub ways: Vec<Vec<Way<'flow>>>,
    pub entry: To,
    /// Whether a conversation can come to a node, from the first step or by `moved`.
    pub reached: Vec<bool>,
}

impl<'flow> Graph<'flow> {
    #[must_use]
    pub fn new(flow: &'flow Flow) -> Self {
        let mut places = Vec::new();
        let mut firsts = Vec::new();
        for (step, lines) in flow.steps.iter().enumerate() {
            firsts.push(places.len());
            places.extend((0..lines.lines.len()).map(|line| (step, line)));
        }
        let mut graph = Self { places, firsts, ways: Vec::new(), entry: To::Off, reached: Vec::new() };
        graph.entry = graph.place(flow, 0, 0);
        graph.ways = graph.places.iter().map(|&(step, line)| graph.ways_from(flow, step, line)).collect();
        graph.reached = graph.reach(flow);
        graph
    }

    /// The node of a line.
    #[must_use]
    pub fn place(&self, flow: &Flow, step: usize, line: usize) -> To {
        match (self.firsts.get(step), flow.steps.get(step)) {
            (Some(first), Some(lines)) if line < lines.lines.len() => To::Line(first + line),
            (Some(_), Some(_)) => To::Off,
            _ => To::Nowhere,
        }
    }

    /// Whether a conversation can come to a step.
    #[must_use]
    pub fn reaches(&self, flow: &Flow, step: usize) -> bool {
        match self.place(flow, step, 0) {
            To::Line(node) => self.reached[node],
            _ => step == 0 || self.leads_to_empty(flow, step),
        }
    }

    fn leads_to_empty(&self, flow: &Flow, step: usize) -> bool {
        self.places.iter().enumerate().any(|(node, &(from, line))| {
            self.reached[node] && targets(&flow.steps[from].lines[line].verb).any(|target| target.to == Some(step))
        })
    }

    fn ways_from(&self, flow: &'flow Flow, step: usize, line: usize) -> Vec<Way<'flow>> {
        let next = self.place(flow, step, line + 1);
        let aim = |target: &Target| target.to.map_or(To::Nowhere, |step| self.place(flow, step, 0));
        match &flow.steps[step].lines[line].verb {
            Verb::Ask(ask) => self.ways_of_ask(flow, ask, next),
            Verb::Branch { arms, otherwise } => {
                let mut ways: Vec<Way<'flow>> = arms
                    .iter()
                    .enumerate()
                    .map(|(number, arm)| Way { to: aim(&arm.target), by: By::Arm(number) })
                    .collect();
                ways.push(Way { to: otherwise.as_ref().map_or(To::Nowhere, aim), by: By::Otherwise });
                ways
            }
            Verb::Goto(target) => vec![Way { to: aim(target), by: By::On }],
            Verb::End(_) => vec![Way { to: To::End, by: By::On }],
            Verb::Say(_) | Verb::Set(_) | Verb::Call(_) | Verb::Remind(_) | Verb::Record(_) | Verb::Document(_) => {
                vec![Way { to: next, by: By::On }]
            }
        }
    }

    fn ways_of_ask(&self, flow: &'flow Flow, ask: &'flow Ask, next: To) -> Vec<Way<'flow>> {
        let kind = ask.slot.and_then(|slot| flow.slots.get(slot)).map(|slot| slot.kind);
        let aim = |target: &Target| target.to.map_or(To::Nowhere, |step| self.place(flow, step, 0));
        let mut ways = Vec::new();
        if follows_goto(kind) {
            let yes = |choice: &Choice| kind == Some(ValueKind::YesNo) && &*choice.value.name == "yes";
            ways.extend(ask.choices.iter().filter_map(|choice| {
                let by = if yes(choice) { By::Yes } else { By::Answer };
                Some(Way { to: aim(choice.goto.as_ref()?), by })
            }));
        }
        if !every_answer_leaves(kind, ask) {
            let yes = kind == Some(ValueKind::YesNo) && leaves(ask, "no");
            ways.push(Way { to: next, by: if yes { By::Yes } else { By::Answer } });
        }
        ways.push(match &ask.skip {
            Skip::Value { value: Some(value), .. } => {
                let goto = chosen(ask, value).and_then(|choice| choice.goto.as_ref());
                Way { to: goto.map_or(next, aim), by: By::SkipTo(value) }
            }
            Skip::Goto(target) => Way { to: aim(target), by: By::SkipUnset },
            // Reported as such; what follows is judged as if it were mended.
            Skip::Value { value: None, .. } | Skip::Missing => Way { to: next, by: By::Answer },
        });
        ways
    }

    fn reach(&self, flow: &Flow) -> Vec<bool> {
        let mut reached = vec![false; self.places.len()];
        let mut open: Vec<To> = vec![self.entry];
        for moved in &flow.moved {
            let question = moved.question.and_then(|slot| flow.asks.get(&slot)).copied();
            if let Some((step, line)) = question.or_else(|| moved.step.map(|step| (step, 0))) {
                open.push(self.place(flow, step, line));
            }
        }
        while let Some(to) = open.pop() {
            let To::Line(node) = to else { continue };
            if !std::mem::replace(&mut reached[node], true) {
                open.extend(self.ways[node].iter().map(|way| way.to));
            }
        }
        reached
    }
}

/// Whether the engine follows the goto of a choice of such a question.
#[must_use]
pub fn follows_goto(kind: Option<ValueKind>) -> bool {
    matches!(kind, Some(ValueKind::Choice | ValueKind::Country | ValueKind::YesNo) | None)
}

/// Whether each answer to a question leads elsewhere. Yes and no can also be typed where they are no buttons.
#[must_use]
pub fn every_answer_leaves(kind: Option<ValueKind>, ask: &Ask) -> bool {
    match kind {
        Some(ValueKind::Choice) | None => {
            !ask.choices.is_empty() && ask.choices.iter().all(|choice| choice.goto.is_some())
        }
        Some(ValueKind::YesNo) => leaves(ask, "yes") && leaves(ask, "no"),
        Some(_) => false,
    }
}

/// Whether the button of a value leads elsewhere.
fn leaves(ask: &Ask, value: &str) -> bool {
    ask.choices.iter().any(|choice| &*choice.value.name == value && choice.goto.is_some())
}

/// The choice whose way a value takes, as the engine finds it.
fn chosen<'ask>(ask: &'ask Ask, value: &Value) -> Option<&'ask Choice> {
    match value {
        Value::Choice(name) => ask.choices.iter().find(|choice| *choice.value.name == **name),
        Value::Country(country) => {
            ask.choices.iter().find(|choice| choice.value.name.eq_ignore_ascii_case(country.code()))
        }
        Value::YesNo(answer) => {
            let answer = if *answer { "yes" } else { "no" };
            ask.choices.iter().find(|choice| &*choice.value.name == answer)
        }
        _ => None,
    }
}

/// Every target that a line names.
pub fn targets(verb: &Verb) -> impl Iterator<Item = &Target> {
    let (arms, otherwise, ask, goto) = match verb {
        Verb::Branch { arms, otherwise } => (arms.as_slice(), otherwise.as_ref(), None, None),
        Verb::Ask(ask) => (&[][..], None, Some(ask), None),
        Verb::Goto(target) => (&[][..], None, None, Some(target)),
        _ => (&[][..], None, None, None),
    };
    let skip = ask.and_then(|ask| match &ask.skip {
        Skip::Goto(target) => Some(target),
        _ => None,
    });
    let choices = ask.map_or(&[][..], |ask| ask.choices.as_slice());
    arms.iter()
        .map(|arm| &arm.target)
        .chain(otherwise)
        .chain(choices.iter().filter_map(|choice| choice.goto.as_ref()))
        .chain(skip)
        .chain(goto)
}
