//! One step of a conversation.

use std::sync::Arc;

use super::flows::Flows;
use super::machine::{FRAMES_MAX, Machine};
use super::model::Keep;
use super::payload;
use super::refit::Refitted;
use super::state::{State, Waits};
use super::turn::{Context, EXPIRED, Effect, Input, Turn};
use super::value::{Name, Value};
use super::words::{Reply, Word};

/// Minutes after which answers of class S0 are let go.
pub const IDLE_S0: i64 = 30;
/// The outcome that is counted when a person left a flow for another one, or for its own beginning.
pub const LEFT: &str = "left";
/// Minutes after which everything of a journey is let go.
pub const IDLE_S1: i64 = 24 * 60;

/// Does one step: same flows, state, input and context, same turn. Never fails, and always has something to say
/// unless the input is one that asks for silence ([`Input::Park`], [`Input::Expire`]).
///
/// A state that was made with other flows is fitted first. If another question has to be asked because of that, what
/// was said is not taken for its answer.
#[must_use]
pub fn step(flows: &Flows, state: State, input: Input<'_>, context: &Context) -> Turn {
    let mut machine = Machine::new(flows, state, context);
    let silent = matches!(input, Input::Park | Input::Expire { .. });
    let other_flows = machine.state.fingerprint != flows.fingerprint && !machine.state.frames.is_empty();
    if other_flows || !machine.is_sound() {
        let refitted = machine.refit();
        if refitted == Refitted::AskedAnew
            && matches!(input, Input::Text(_) | Input::Tap { .. } | Input::Resume | Input::Skip)
        {
            machine.state.parked = false;
            return machine.finish();
        }
        if silent {
            machine.says.clear();
            machine.choices.clear();
        }
    }
    machine.kept = machine.says.len();
    if matches!(input, Input::Back | Input::Skip | Input::Change(_) | Input::ChangeQuestion { .. }) {
        machine.state.parked = false;
    }
    match input {
        Input::Start(flow) => machine.start(flow, &[]),
        Input::StartWith { flow, answers } => machine.start(flow, answers),
        Input::Text(text) => machine.text(text),
        Input::Tap { flow, question, hash, value } => machine.tap(flow, question, hash, value),
        Input::Back => machine.back(),
        Input::Skip => machine.skip(),
        Input::Stop => machine.stop(),
        Input::Change(wanted) => machine.change(wanted),
        Input::ChangeQuestion { flow, question } => machine.change_question(flow, question),
        Input::Resume => {
            if machine.state.frames.is_empty() {
                machine.reply(Reply::NothingContinue);
            }
            machine.resume();
        }
        Input::Park => machine.state.parked = !machine.state.frames.is_empty(),
        Input::Expire { idle_minutes } => machine.expire(idle_minutes),
    }
    if machine.says.is_empty() && !silent {
        machine.no_question();
    }
    machine.finish()
}

impl Machine<'_> {
    fn start(&mut self, name: &str, answers: &[(Name, Value)]) {
        self.state.parked = false;
        let Some(number) = self.flows.number(name) else {
            self.reply(Reply::FlowGone);
            self.resume();
            return;
        };
        if self.is_too_personal(&self.flows.flows[number]) {
            self.reply(Reply::PrivateOnly);
            self.resume();
            return;
        }
        let top = self.state.frames.len().wrapping_sub(1);
        match self.state.frames.iter().rposition(|frame| &*frame.flow == name) {
            Some(place)
                if answers.is_empty()
                    && place != top
                    && matches!(self.state.frames[place].waits, Waits::Question(_)) =>
            {
                self.return_to(place);
                return;
            }
            // Said again while it talks, or while a flow talks that it called: from the beginning, with nothing kept.
            Some(place) => self.leave_above(place, LEFT),
            None => {
                if let (Some(pending), Some(frame)) = (self.state.pending.take(), self.state.frames.last_mut()) {
                    frame.waits = Waits::Question(pending.question);
                    frame.gathered = pending.gathered;
                }
            }
        }
        self.make_room();
        self.begin(number, answers);
    }

    /// Leaves everything above a frame and asks its question again.
    fn return_to(&mut self, place: usize) {
        let Some(left) = self.state.frames.last().cloned() else { return };
        self.leave_above(place + 1, LEFT);
        if let Some(cursor) = self.come_back(&left) {
            self.run(cursor);
        }
    }

    /// A person who starts one thing after another lets go of the oldest.
    fn make_room(&mut self) {
        while self.state.frames.len() >= FRAMES_MAX {
            let oldest = self.state.frames.remove(0);
            self.effects.push(Effect::Ended { flow: Arc::from(&*oldest.flow), outcome: Arc::from(LEFT) });
        }
    }

    fn text(&mut self, text: &str) {
        if self.asking().is_none() {
            self.no_question();
        } else if self.state.parked {
            self.resume();
        } else {
            self.answer_text(text);
        }
    }

    fn tap(&mut self, flow: &str, question: &str, hash: u16, value: &str) {
        self.state.parked = false;
        match self.asking() {
            Some(asking)
                if *asking.flow.name.name == *flow
                    && *asking.ask.name.name == *question
                    && payload::short(asking.ask.hash) == hash =>
            {
                self.answer_tap(&asking, value);
            }
            _ => self.explain(flow, question, hash),
        }
    }

    fn no_question(&mut self) {
        self.reply(Reply::AnythingElse);
        self.button(Reply::LabelMenu, payload::word(Word::Menu));
    }

    /// Time has passed: lets go of what its storage class no longer allows. Says nothing; the desk greets.
    fn expire(&mut self, idle_minutes: i64) {
        let flows = self.flows;
        let lives = |keep: Keep| idle_minutes < if keep == Keep::S0 { IDLE_S0 } else { IDLE_S1 };
        let keeps_any = self.state.frames.iter().any(|frame| {
            let Some(flow) = flows.flow(&frame.flow) else { return false };
            frame.slots.iter().any(|(name, _)| flow.slot(name).is_some_and(|slot| lives(flow.slots[slot].keep)))
        });
        if idle_minutes < IDLE_S0 {
            return;
        }
        if !keeps_any {
            self.leave_above(0, EXPIRED);
            return;
        }
        let mut lost = false;
        for frame in &mut self.state.frames {
            let Some(flow) = flows.flow(&frame.flow) else { continue };
            if let Waits::Question(question) = &frame.waits
                && !flow.slot(question).is_some_and(|slot| lives(flow.slots[slot].keep))
            {
                frame.gathered = None;
            }
            let before = frame.slots.len();
            frame.slots.retain(|(name, _)| flow.slot(name).is_some_and(|slot| lives(flow.slots[slot].keep)));
            lost = frame.slots.len() < before;
            if lost {
                // What was let go is asked again on the way; what was kept is not.
                frame.changed = Some(Vec::new());
            }
        }
        let gathered_lives = self.asking().is_some_and(|asking| lives(asking.slot.keep));
        if let Some(pending) = self.state.pending.as_mut().filter(|_| !gathered_lives) {
            pending.gathered = None;
        }
        if lost {
            self.ask_what_was_lost();
        }
    }

    /// From the beginning to the first question whose answer was let go, at the latest to the one that waits. In
    /// silence, and without setting up a reminder a second time.
    fn ask_what_was_lost(&mut self) {
        let Some((number, _)) = self.top_flow() else { return };
        if let (Some(pending), Some(frame)) = (self.state.pending.take(), self.state.frames.last_mut()) {
            frame.unset(&pending.question);
        }
        let cursor = self.begin_again(number);
        self.run(cursor);
        self.effects.retain(|effect| !matches!(effect, Effect::Remind(_) | Effect::Number(_) | Effect::Country(_)));
        self.says.clear();
        self.choices.clear();
    }
}
