//! Going back, changing an answer, skipping, stopping, and buttons of earlier messages.

use std::sync::Arc;

use super::machine::{Asking, Cursor, Machine};
use super::model::{Skip, Slot};
use super::payload;
use super::show::Scene;
use super::state::{Frame, Waits};
use super::turn::{STOPPED, Visit};
use super::words::{Reply, Word};
use crate::message::{Choice, fold};

/// The outcome that is counted when a person went back to a flow below.
const WENT_BACK: &str = "went_back";

impl Machine<'_> {
    /// Whether "back" leads anywhere.
    #[must_use]
    pub fn can_go_back(&self) -> bool {
        self.way_back().is_some()
    }

    /// The place of the frame in which "back" asks a question: the nearest with an answered one, or with one that
    /// waits below a side trip.
    fn way_back(&self) -> Option<usize> {
        let (flows, frames) = (self.flows, &self.state.frames);
        (0..frames.len()).rev().find(|place| {
            let frame = &frames[*place];
            let asked = flows
                .flow(&frame.flow)
                .is_some_and(|flow| frame.trail.iter().any(|name| Self::question(0, flow, name).is_some()));
            is_side_trip_above(frames, *place) || asked
        })
    }

    /// Asks the previous question again; from the first question of a called flow, the caller's last one; from the
    /// first question of a side trip, what waited below.
    pub fn back(&mut self) {
        if self.state.frames.is_empty() {
            self.reply(Reply::NothingBack);
            return;
        }
        let Some(place) = self.way_back() else {
            self.reply(Reply::FirstQuestion);
            self.resume();
            return;
        };
        let side_trip = is_side_trip_above(&self.state.frames, place);
        let left = self.state.frames.last().cloned();
        self.leave_above(place + 1, WENT_BACK);
        if let (true, Some(left)) = (side_trip, left) {
            if let Some(cursor) = self.come_back(&left) {
                self.run(cursor);
            }
            return;
        }
        let Some((number, flow)) = self.top_flow() else { return };
        let Some(frame) = self.state.frames.last_mut() else { return };
        frame.waits = Waits::Nothing;
        while let Some(question) = frame.trail.pop() {
            if let Some(asking) = Self::question(number, flow, &question) {
                self.ask(asking.flow, asking.ask);
                return;
            }
        }
    }

    /// Skips the question that waits, as its flow says.
    pub fn skip(&mut self) {
        let Some(asking) = self.asking() else {
            self.reply(Reply::NothingSkip);
            return;
        };
        self.visit(Visit::Skip { flow: asking.flow_number, step: asking.step, line: asking.line });
        match &asking.ask.skip {
            Skip::Value { value: Some(value), .. } => self.accept(&asking, value.clone()),
            Skip::Goto(target) => {
                self.state.pending = None;
                if let Some(frame) = self.state.frames.last_mut() {
                    frame.note_change(&asking.ask.name.name, None);
                    frame.unset(&asking.ask.name.name);
                    frame.passed(&asking.ask.name.name);
                }
                let step = target.to.unwrap_or(usize::MAX);
                self.run(Cursor { flow: asking.flow_number, step, line: 0 });
            }
            // Without a way to skip (the linter refuses it) the next line is the best there is.
            Skip::Value { value: None, .. } | Skip::Missing => {
                self.state.pending = None;
                self.run(Cursor { flow: asking.flow_number, step: asking.step, line: asking.line + 1 });
            }
        }
    }

    /// Ends everything that is under way.
    pub fn stop(&mut self) {
        let nothing = self.state.frames.is_empty();
        self.leave_above(0, STOPPED);
        self.state.parked = false;
        self.reply(if nothing { Reply::NothingStop } else { Reply::Stopped });
        self.button(Reply::LabelMenu, payload::word(Word::Menu));
    }

    /// Asks an answered question again; answers that do not depend on it are kept.
    pub fn change(&mut self, wanted: Option<&str>) {
        let Some((number, flow)) = self.top_flow() else {
            self.reply(Reply::NothingChange);
            return;
        };
        let trail = self.state.top().map(|frame| frame.trail.clone()).unwrap_or_default();
        let answered: Vec<Asking<'_>> =
            trail.iter().filter_map(|question| Self::question(number, flow, question)).collect();
        if answered.is_empty() {
            self.reply(Reply::NothingChange);
            self.resume();
            return;
        }
        let wanted = wanted.map(fold);
        let found = wanted.as_deref().and_then(|wanted| answered.iter().find(|asking| is_called(asking.slot, wanted)));
        if let Some(asking) = found {
            let question: Box<str> = Box::from(&*asking.ask.name.name);
            self.ask_again(&question);
        } else {
            self.reply(Reply::ChangeWhat);
            for asking in &answered {
                let label = asking.slot.label.best(self.context.language).map_or_else(
                    || Arc::from(asking.slot.name.name.replace('_', " ")),
                    |label| Arc::clone(&label.written),
                );
                self.choices.push(Choice { label, payload: payload::change(&flow.name.name, &asking.ask.name.name) });
            }
            self.button(Reply::LabelContinue, payload::word(Word::Continue));
        }
    }

    /// Asks a question of the frame that talks again, to correct its answer.
    fn ask_again(&mut self, question: &str) {
        let Some((number, flow)) = self.top_flow() else { return };
        let Some(asking) = Self::question(number, flow, question) else { return };
        if let Some(frame) = self.state.frames.last_mut() {
            if let Some(place) = frame.trail.iter().position(|known| &**known == question) {
                frame.trail.truncate(place);
            }
            frame.changed = Some(Vec::new());
        }
        self.ask(asking.flow, asking.ask);
    }

    /// The button of a "change that answer".
    pub fn change_question(&mut self, flow: &str, question: &str) {
        let in_talk = self
            .state
            .top()
            .is_some_and(|frame| &*frame.flow == flow && frame.trail.iter().any(|known| &**known == question));
        let waits =
            self.asking().is_some_and(|asking| *asking.flow.name.name == *flow && *asking.ask.name.name == *question);
        if waits {
            self.resume();
        } else if in_talk {
            self.ask_again(question);
        } else {
            self.explain(flow, question, 0);
        }
    }

    /// Explains a button that does not belong to the question that waits, then asks that one again. No try is used up.
    pub fn explain(&mut self, flow: &str, question: &str, hash: u16) {
        let known =
            self.flows.number(flow).and_then(|number| Self::question(number, &self.flows.flows[number], question));
        let Some(asking) = known else {
            self.reply(Reply::GoneButton);
            self.resume();
            return;
        };
        let place = self.state.frames.iter().rposition(|frame| &*frame.flow == flow);
        let Some((place, frame)) = place.and_then(|place| Some((place, self.state.frames.get(place)?.clone()))) else {
            self.reply(Reply::EndedButton);
            self.resume();
            if self.choices.is_empty() {
                self.button(Reply::LabelMenu, payload::word(Word::Menu));
            }
            return;
        };
        let talks = place + 1 == self.state.frames.len();
        let waits_now = talks && self.state.pending.as_ref().is_some_and(|pending| &*pending.question == question);
        if waits_now {
            if payload::short(asking.ask.hash) != hash {
                self.reply(Reply::ChangedButton);
            }
            self.resume();
            return;
        }
        let text = self.old_text(&asking, &frame);
        self.reply_with(Reply::OldButton, &[("question", &text)]);
        if talks && frame.trail.iter().any(|known| &**known == question) {
            self.button(Reply::LabelChange, payload::change(flow, question));
        }
        self.button(Reply::LabelContinue, payload::word(Word::Continue));
    }

    fn old_text(&self, asking: &Asking<'_>, frame: &Frame) -> Arc<str> {
        Scene { frame: Some(frame), ..self.scene(asking.flow) }.fill(&asking.ask.text)
    }
}

/// A slip of one letter changes the length by at most so many bytes.
const SLIP_BYTES: usize = 4;

/// Whether the frame at a place waits for a side trip to end.
fn is_side_trip_above(frames: &[Frame], place: usize) -> bool {
    place + 1 < frames.len() && frames.get(place).is_some_and(|frame| matches!(frame.waits, Waits::Question(_)))
}

/// Whether a person means this slot by these folded words.
fn is_called(slot: &Slot, wanted: &str) -> bool {
    fold(&slot.name.name) == wanted
        || slot.label.iter().any(|(_, label)| {
            let label = fold(&label.written);
            // Lengths first: comparing letter by letter takes their product in memory.
            label == wanted
                || (wanted.len() >= 4
                    && label.len().abs_diff(wanted.len()) <= SLIP_BYTES
                    && strsim::damerau_levenshtein(&label, wanted) <= 1)
        })
}
