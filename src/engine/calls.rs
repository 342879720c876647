//! Flows within flows: going down into a called one, coming back up, and what happens when the caller has changed
//! meanwhile. The stack never holds more than `FRAMES_MAX` flows.

use std::sync::Arc;

use super::machine::{Asking, Cursor, FRAMES_MAX, Machine};
use super::model::{Call, Flow, Verb};
use super::read::is_valid;
use super::state::{Frame, Waits};
use super::step::LEFT;
use super::turn::Effect;
use super::value::{Value, ValueKind};
use super::words::Reply;

/// The outcome of a caller that had to end because too many flows were under way.
const TOO_DEEP: &str = "too_deep";

impl Machine<'_> {
    /// Goes into a called flow and gives its first line; the next line of the caller where it cannot or need not.
    pub fn call(&mut self, flow: &Flow, call: &Call, cursor: Cursor) -> Option<Cursor> {
        let after = Cursor { line: cursor.line + 1, ..cursor };
        let Some(number) = call.to else { return Some(after) };
        let callee = &self.flows.flows[number];
        if self.is_too_personal(callee) {
            self.reply(Reply::PrivateOnly);
            return Some(after);
        }
        if self.still_stands(call) && self.stands_once(cursor) {
            return Some(after);
        }
        let given: Vec<_> = call
            .give
            .iter()
            .filter_map(|pair| Some((Box::from(&*pair.theirs.name), self.state.top()?.get(&pair.ours.name)?.clone())))
            .collect();
        let step = &flow.steps[cursor.step];
        // A call right before the end, with nothing to bring back, is a jump: the caller ends first, and a person who
        // goes from guide to guide does not pile them up.
        let jump = match step.lines.get(cursor.line + 1).map(|line| &line.verb) {
            Some(Verb::End(outcome)) if call.take.is_empty() && !self.is_awaited() => Some(Arc::clone(&outcome.name)),
            _ if self.state.frames.len() >= FRAMES_MAX => Some(Arc::from(TOO_DEEP)),
            _ => None,
        };
        if let Some(outcome) = jump {
            self.effects.push(Effect::Ended { flow: Arc::clone(&flow.name.name), outcome });
            let ended = self.state.frames.pop()?;
            if let Some(place) = self.set_aside(&callee.name.name) {
                // A guide that waits below is not begun a second time.
                let ended = self.state.frames[place + 1..].last().cloned().unwrap_or(ended);
                self.leave_above(place + 1, LEFT);
                return self.come_back(&ended);
            }
        } else if let Some(frame) = self.state.frames.last_mut() {
            let nth = step.lines[..cursor.line].iter().filter(|line| calls(&line.verb, &call.flow.name)).count();
            frame.waits = Waits::Call {
                step: Box::from(&*step.name.name),
                flow: Box::from(&*call.flow.name),
                nth: u16::try_from(nth).unwrap_or(u16::MAX),
            };
        }
        let mut frame = Frame::new(&callee.name.name);
        frame.slots = given;
        self.state.frames.push(frame);
        self.effects.push(Effect::Began { flow: Arc::clone(&callee.name.name) });
        Some(Cursor { flow: number, step: 0, line: 0 })
    }

    /// The frame of a flow that a side trip set aside.
    fn set_aside(&self, flow: &str) -> Option<usize> {
        self.state.frames.iter().position(|frame| &*frame.flow == flow && matches!(frame.waits, Waits::Question(_)))
    }

    /// After a correction: whether everything that the call brought back is still there, and nothing that it was given
    /// has changed. A call that brings nothing back leaves no sign that it was made, so it is made again.
    fn still_stands(&self, call: &Call) -> bool {
        let Some(frame) = self.state.top() else { return false };
        let Some(changed) = &frame.changed else { return false };
        !call.take.is_empty()
            && call
                .take
                .iter()
                .all(|pair| frame.get(&pair.ours.name).is_some() && !self.assigned.contains(&pair.ours.name))
            && !call.give.iter().any(|pair| changed.iter().any(|slot| **slot == *pair.ours.name))
    }

    /// Whether the flow below waits for answers of the one that talks, which then must not end before it has them.
    fn is_awaited(&self) -> bool {
        let below = self.state.frames.len().checked_sub(2).and_then(|place| self.state.frames.get(place));
        let Some(Frame { flow, waits: Waits::Call { step, flow: called, nth }, .. }) = below else { return false };
        self.flows
            .flow(flow)
            .and_then(|flow| find_call(flow, step, called, *nth))
            .is_some_and(|found| !found.1.take.is_empty())
    }

    /// Ends the flow that talks and gives the line to go on at in the one below.
    pub fn end(&mut self, outcome: &str) -> Option<Cursor> {
        let ended = self.state.frames.pop()?;
        self.state.pending = None;
        self.effects.push(Effect::Ended { flow: Arc::from(&*ended.flow), outcome: Arc::from(outcome) });
        self.come_back(&ended)
    }

    /// Ends every flow from a place of the stack on, the one that talks first.
    pub fn leave_above(&mut self, place: usize, outcome: &str) {
        for frame in self.state.frames.drain(place..).rev() {
            self.effects.push(Effect::Ended { flow: Arc::from(&*frame.flow), outcome: Arc::from(outcome) });
        }
        self.state.pending = None;
    }

    /// Goes on in the frame that is on top now, after `ended` has left.
    pub fn come_back(&mut self, ended: &Frame) -> Option<Cursor> {
        let frame = self.state.frames.last_mut()?;
        let (waits, gathered) = (std::mem::take(&mut frame.waits), frame.gathered.take());
        let (number, flow) = self.top_flow()?;
        match waits {
            Waits::Call { step, flow: called, nth } => {
                let Some(((step, line), call)) = find_call(flow, &step, &called, nth) else {
                    return Some(self.begin_again(number));
                };
                // Another flow than the called one ends here when the stack grew too deep: its answers are not ours.
                self.bring_back(call, Some(ended).filter(|ended| ended.flow == called));
                Some(Cursor { flow: number, step, line: line + 1 })
            }
            Waits::Question(question) => match Self::question(number, flow, &question) {
                Some(asking) => {
                    self.reply(Reply::BackTo);
                    self.ask(asking.flow, asking.ask);
                    self.gathered_before(&asking, gathered);
                    None
                }
                None => Some(match moved_to(flow, &question) {
                    Some((step, line)) => Cursor { flow: number, step, line },
                    None => self.begin_again(number),
                }),
            },
            Waits::Nothing => Some(self.begin_again(number)),
        }
    }

    /// What had been gathered before a side trip is there again.
    fn gathered_before(&mut self, asking: &Asking<'_>, gathered: Option<Value>) {
        let Some(value) = gathered.filter(|value| is_valid(asking.ask, asking.slot, value)) else { return };
        if asking.slot.kind != ValueKind::Table {
            let answer = self.scene(asking.flow).show(asking.slot, &value);
            self.reply_with(Reply::Picked, &[("answer", &answer)]);
        }
        if let Some(pending) = &mut self.state.pending {
            pending.gathered = Some(value);
        }
        self.show_buttons();
    }

    fn bring_back(&mut self, call: &Call, ended: Option<&Frame>) {
        let Some(frame) = self.state.frames.last_mut() else { return };
        for pair in &call.take {
            let ours = &pair.ours.name;
            let brought = ended.and_then(|ended| ended.get(&pair.theirs.name));
            frame.note_change(ours, brought);
            match brought {
                Some(value) => frame.set(ours, value.clone()),
                None => frame.unset(ours),
            }
        }
    }

    /// From the first step, taking every answer again that still fits.
    pub fn begin_again(&mut self, number: usize) -> Cursor {
        if let Some(frame) = self.state.frames.last_mut() {
            frame.trail.clear();
            frame.changed = Some(Vec::new());
        }
        self.kept = self.says.len();
        Cursor { flow: number, step: 0, line: 0 }
    }
}

/// Where a question or step of an older version went, as the flow's `moved` says.
pub fn moved_to(flow: &Flow, old: &str) -> Option<(usize, usize)> {
    let moved = flow.moved.iter().find(|moved| &*moved.old.name == old)?;
    moved.question.and_then(|slot| flow.asks.get(&slot).copied()).or_else(|| moved.step.map(|step| (step, 0)))
}

fn calls(verb: &Verb, flow: &str) -> bool {
    matches!(verb, Verb::Call(call) if *call.flow.name == *flow)
}

/// The line that called a flow. Where an edit took calls away or renamed their step: the last that is left in the
/// step, or the only one of the whole flow.
fn find_call<'flow>(flow: &'flow Flow, step: &str, called: &str, nth: u16) -> Option<((usize, usize), &'flow Call)> {
    let calls_in = |step: usize| {
        flow.steps[step].lines.iter().enumerate().filter_map(move |(line, found)| match &found.verb {
            Verb::Call(call) if *call.flow.name == *called => Some(((step, line), call)),
            _ => None,
        })
    };
    let step = flow.step(step).or_else(|| moved_to(flow, step).map(|(step, _)| step));
    let here: Vec<_> = step.into_iter().flat_map(calls_in).collect();
    if let Some(last) = here.len().checked_sub(1) {
        return here.get(usize::from(nth).min(last)).copied();
    }
    let mut everywhere = (0..flow.steps.len()).flat_map(calls_in);
    everywhere.next().filter(|_| everywhere.next().is_none())
}
