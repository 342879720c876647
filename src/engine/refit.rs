//! A state that was made with other flows: what still fits is kept, what does not is asked again. Nobody is stranded.

use super::hash::question_hash;
use super::machine::{Cursor, Machine};
use super::model::Flow;
use super::read::is_valid;
use super::state::{Frame, Waits};
use super::words::Reply;

/// Whether the input of this turn can still be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refitted {
    /// The same question waits, or none: go on as if nothing had happened.
    Same,
    /// Something else is asked now; what was said meant another question.
    AskedAnew,
}

impl Machine<'_> {
    /// Fits the state to the flows that are loaded now.
    pub fn refit(&mut self) -> Refitted {
        let before = self.state.frames.len();
        let flows = self.flows;
        let known = self.state.frames.iter().position(|frame| flows.number(&frame.flow).is_none()).unwrap_or(before);
        let lost = self.state.frames.drain(known..).next();
        for frame in &mut self.state.frames {
            if let Some(flow) = flows.flow(&frame.flow) {
                keep_what_fits(frame, flow);
            }
        }
        if let Some(lost) = lost {
            self.state.pending = None;
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
        let moved = flow.moved.iter().find(|moved| &*moved.old.name == question);
        let place = moved.and_then(|moved| {
            moved.question.and_then(|slot| flow.asks.get(&slot).copied()).or_else(|| moved.step.map(|step| (step, 0)))
        });
        let cursor = match place {
            Some((step, line)) => Cursor { flow: number, step, line },
            None => self.begin_again(number),
        };
        self.run(cursor);
    }
}

/// Drops what the flow no longer knows or no longer takes.
fn keep_what_fits(frame: &mut Frame, flow: &Flow) {
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
