//! Questions that the desk asks by itself, about what it holds: how long to keep a page, until when to pause. They stand
//! beside the guide that waits, and wait for one message: whatever else is said, they are gone.

use std::sync::Arc;

use super::answer::Making;
use super::{check_ins, my_data, reminders, saved};
use crate::engine::{Reply, Task, Word, payload};
use crate::message::Place;

impl Making<'_> {
    /// Waits for the answer to a question of the desk's own, named as its button's payload is.
    pub fn wait_for(&mut self, aside: &str) {
        self.conversation.aside = Some(Arc::from(aside));
    }

    /// The way on from something that was shown beside a guide, or after it.
    pub fn way_on(&mut self) {
        if self.conversation.state.is_asking() {
            self.button(Reply::LabelContinue, payload::word(Word::Continue));
        } else {
            self.menu_button();
        }
    }

    /// What is held about a person is spoken of in private only. Says so where it is not.
    pub fn is_private(&mut self) -> bool {
        let private = self.context.place == Place::Private;
        if !private {
            self.reply(Reply::DataPrivate);
            self.resume_or_menu();
        }
        private
    }
}

/// Takes words as the answer to the question that waited. Says whether they were one.
pub fn text(making: &mut Making<'_>, aside: &str, text: &str) -> bool {
    match aside.split_once(':') {
        Some(("p", rest)) => saved::said(making, rest, text),
        Some(("m", rest)) => reminders::said(making, rest, text),
        _ => false,
    }
}

/// Does what a text asks to be done with what is held.
pub fn act(making: &mut Making<'_>, task: Task, rest: &str) {
    if !making.is_private() {
        return;
    }
    making.trace.task = Some(task);
    match task {
        Task::MyReminders
        | Task::Pause
        | Task::StartAgain
        | Task::SkipNext
        | Task::Snooze
        | Task::ChangeReminder
        | Task::StopOne
        | Task::StopAll
        | Task::Undo => reminders::act(making, task, rest),
        Task::SavePage | Task::MyPages => saved::act(making, task),
        Task::MyNumbers | Task::DeleteNumbers | Task::StopCheckIns => check_ins::act(making, task),
        Task::DataFile => my_data::file(making),
    }
}
