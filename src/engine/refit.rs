//! A state that was made with other flows: what still fits is kept, what does not is asked again. Nobody is stranded.

use super::calls::moved_to;
use super::hash::question_hash;
use super::machine::{Cursor, FRAMES_MAX, Machine};
use super::model::Flow;
use super::read::is_valid;
use super::state::{Frame, State, Waits};
use super::words::Reply;

/// Whether the input of this turn can still be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refitted {
    /// The same question waits, or none: go on as if nothing had happened.
    Same,
    /// Something else is asked now; what was said meant another question.
    AskedAnew,
}

/// The outcome that is counted when a new version no longer has the flow.
const GONE: &str = "gone";

impl Machine<'_> {
    /// Whether the parts of the state belong together: what the engine made with these flows always does, and what
    /// was damaged in a store or made by another version may not.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let State { frames, pending, .. } = &self.state;
        let known = frames.iter().all(|frame| self.flows.number(&frame.flow).is_some());
        match pending {
            None => frames.is_empty(),
            Some(pending) => {
                known
                    && frames.len() <= FRAMES_MAX
                    && self.asking().is_some_and(|asking| asking.ask.hash == pending.hash)
            }
        }
    }

    /// Fits the state to the flows that are loaded now.
    pub fn refit(&mut self) -> Refitted {
        let flows = self.flows;
        let too_many = self.state.frames.len().saturating_sub(FRAMES_MAX);
        self.state.frames.drain(..too_many);
        let known = self.state.frames.iter().position(|frame| flows.number(&frame.flow).is_none());
        let lost = known.and_then(|place| self.state.frames.get(place).cloned());
        for frame in &mut self.state.frames {
            if let Some(flow) = flows.flow(&frame.flow) {
                keep_what_fits(frame, flow);
            }
        }
        if let (Some(lost), Some(place)) = (lost, known) {
            self.leave_above(place, GONE);
            self.reply(Reply::FlowGone);
            self.kept = self.says.len();
            if let Some(cursor) = self.come_back(&lost) {
                self.run(cursor);
            }
            return Refitted::AskedAnew;
        }
        let Some((number, flow)) = self.top_flow() else {
            self.state.pending = None;
            return Refitted::Same;
        };
        let Some(pending) = &self.state.pending else {
            // Frames without a question: nothing could have made them. Begin again rather than fall silent.
            self.reply(Reply::FlowChanged);
            let cursor = self.begin_again(number);
            self.run(cursor);
            return Refitted::AskedAnew;
        };
        let question = pending.question.clone();
        match Self::question(number, flow, &question) {
            Some(asking) if asking.ask.hash == pending.hash => {
                let gathered_fits =
                    pending.gathered.as_ref().is_none_or(|value| is_valid(asking.ask, asking.slot, value));
                if let Some(pending) = &mut self.state.pending {
                    pending.page = 0;
                    if !gathered_fits {
                        pending.gathered = None;
                    }
                }
                Refitted::Same
            }
            Some(asking) => {
                self.reply(Reply::QuestionChanged);
                self.kept = self.says.len();
                self.ask(asking.flow, asking.ask);
                Refitted::AskedAnew
            }
            None => {
                self.state.pending = None;
                self.go_where_it_moved(number, flow, &question);
                Refitted::AskedAnew
            }
        }
    }

    fn go_where_it_moved(&mut self, number: usize, flow: &Flow, question: &str) {
        self.reply(Reply::FlowChanged);
        self.kept = self.says.len();
        let cursor = match moved_to(flow, question) {
            Some((step, line)) => Cursor { flow: number, step, line },
            None => self.begin_again(number),
        };
        self.run(cursor);
    }
}

/// Moves answers to where their questions went, and drops what the flow no longer knows or no longer takes.
fn keep_what_fits(frame: &mut Frame, flow: &Flow) {
    for moved in flow.moved.iter().filter(|moved| moved.question.is_some() && flow.slot(&moved.old.name).is_none()) {
        let (old, new) = (&*moved.old.name, &*moved.new.name);
        if frame.get(new).is_none()
            && let Some((name, _)) = frame.slots.iter_mut().find(|(name, _)| **name == *old)
        {
            *name = Box::from(new);
        }
        if !frame.trail.iter().any(|known| **known == *new)
            && let Some(known) = frame.trail.iter_mut().find(|known| ***known == *old)
        {
            *known = Box::from(new);
        }
    }
    frame.slots.retain(|(name, value)| {
        let Some(number) = flow.slot(name) else { return false };
        let slot = &flow.slots[number];
        match flow.ask(number) {
            Some(ask) => {
                debug_assert_eq!(ask.hash, question_hash(slot, &ask.choices), "the loader made another hash");
                is_valid(ask, slot, value)
            }
            None => value.kind() == slot.kind,
        }
    });
    frame.trail.retain(|name| flow.slot(name).is_some_and(|slot| flow.asks.contains_key(&slot)));
    if let Waits::Question(question) = &frame.waits
        && let Some(moved) = flow.moved.iter().find(|moved| *moved.old.name == **question && moved.question.is_some())
    {
        frame.waits = Waits::Question(Box::from(&*moved.new.name));
    }
}
