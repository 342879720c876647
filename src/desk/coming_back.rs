//! Time passes between two messages: answers are let go as their storage class says, and a person who comes back is
//! asked whether to go on. What they type then is not taken for the answer of a question they saw long ago.

use std::sync::Arc;

use super::answer::Making;
use super::{courtesy, questions};
use crate::engine::{self, Input, Reply, Word, payload};

/// What the time since the last message did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lapse {
    #[default]
    None,
    /// The guide was set aside just now.
    Parked,
    /// The guide and its answers are gone.
    Expired,
}

impl Making<'_> {
    /// Lets go of what was left too long ago.
    pub fn let_time_pass(&mut self) {
        if std::mem::take(&mut self.conversation.lapsed) {
            self.reply(Reply::Expired);
            self.lapse = Lapse::Expired;
        }
        let Some(last) = self.conversation.last_at else { return };
        let idle_minutes = self.now.duration_since(last).as_secs() / 60;
        if idle_minutes < engine::IDLE_S0 {
            return;
        }
        self.conversation.deleting = false;
        self.conversation.drifting = None;
        let asked = self.conversation.state.is_asking();
        self.step(Input::Expire { idle_minutes });
        self.trace.stepped = false;
        if asked && !self.conversation.state.is_asking() {
            self.reply(Reply::Expired);
            self.lapse = Lapse::Expired;
        } else if asked {
            self.conversation.state.parked = true;
            self.lapse = Lapse::Parked;
        }
    }

    /// Words while a guide is set aside.
    pub fn text_while_parked(&mut self, text: &str) {
        let flows = &self.library.flows;
        let courtesy = flows.words.courtesy(text);
        if courtesy.is_none()
            && let Some(flow) = flows.started_by(text)
        {
            let name = Arc::clone(&flow.name.name);
            self.step(Input::Start(&name));
            return;
        }
        // Only somebody who was asked says yes or no to it.
        let answer = engine::read_yes_no(text).filter(|_| self.lapse == Lapse::None);
        match (answer, courtesy) {
            (Some(true), _) => self.step(Input::Resume),
            (Some(false), _) => {
                self.reply(Reply::AnythingElse);
                self.ways_on();
            }
            (None, Some(courtesy)) => courtesy::while_parked(self, courtesy),
            (None, None) => {
                let found = self.topic_of(text);
                if found.is_clear() {
                    questions::answer_aside(self, &found);
                } else {
                    self.welcome_back();
                }
            }
        }
    }

    /// Something waits: would the person like to go on?
    pub fn welcome_back(&mut self) {
        let flow = self.conversation.state.top().and_then(|frame| self.library.flows.flow(&frame.flow));
        let Some(flow) = flow else { return };
        let title = flow
            .title
            .best(self.context.language)
            .map_or_else(|| Arc::clone(&flow.name.name), |title| Arc::clone(&title.written));
        self.reply_with(Reply::WelcomeBack, &[("title", &title)]);
        self.ways_on();
    }

    /// The ways on from a guide that is set aside.
    pub fn ways_on(&mut self) {
        self.button(Reply::LabelContinue, payload::word(Word::Continue));
        self.button(Reply::LabelStop, payload::word(Word::Stop));
        self.menu_button();
    }
}
