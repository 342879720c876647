//! What a person does with their reminders: see what comes next, pause, skip, put off, change, stop, undo, and the
//! buttons below a reminder that was delivered.
//!
//! Buttons carry `m:` and what to do, those below a delivered reminder `r:` (`ReminderTap`). Whatever is done is said
//! back in words, with what comes next. A reminder is looked for among those of whoever asks, by its number.
//!
//! It plans and sends nothing: it says what changes (`Change`), and the keeper commits that with the turn.

mod acts;
mod change;
mod delivered;
mod list;
mod pause;
mod read;
mod words;

pub use delivered::tap as delivered;
pub use list::{lines, offer_again};

use super::answer::Making;
use crate::engine::{Aspect, Input, Reply, Task};
use crate::message::Place;
use crate::store::{Change, Kind, Reminder, Status};

impl Making<'_> {
    /// The reminders that are held now.
    pub fn reminders(&self) -> Vec<Reminder> {
        let now = self.now.as_second();
        let held = &self.conversation.held.reminders;
        held.iter().filter(|reminder| reminder.expires_at.is_none_or(|end| end > now)).cloned().collect()
    }

    /// Those that come, now or after a pause.
    fn live_reminders(&self) -> Vec<Reminder> {
        let live = |reminder: &Reminder| matches!(reminder.status, Status::Active | Status::Paused);
        self.reminders().into_iter().filter(live).collect()
    }

    fn reminder(&self, id: i64) -> Option<Reminder> {
        self.reminders().into_iter().find(|reminder| reminder.id == id)
    }

    fn change_reminder(&mut self, reminder: Reminder) {
        self.changes.push(Change::Reminder(Box::new(reminder)));
    }
}

/// What a text asks for.
pub fn act(making: &mut Making<'_>, task: Task, rest: &str) {
    match task {
        Task::Pause => pause::typed(making, rest),
        Task::StartAgain => acts::start_again(making),
        Task::SkipNext => acts::skip_next(making, rest),
        Task::Snooze => acts::snooze(making, rest),
        Task::ChangeReminder => change::which(making, rest),
        Task::StopOne => acts::stop_one(making, rest),
        Task::StopAll => acts::stop_all(making),
        Task::Undo => acts::undo(making),
        _ => list::show(making),
    }
}

/// A button of the desk's own, after `m:`.
pub fn tap(making: &mut Making<'_>, rest: &str) {
    if !making.is_private() {
        return;
    }
    let (word, more) = rest.split_once(':').unwrap_or((rest, ""));
    match word {
        "list" => list::show(making),
        "pause" => pause::tapped(making, more),
        "skip" => acts::skip_next(making, ""),
        "stop" => acts::stop_one(making, ""),
        "stopall" => acts::stop_all(making),
        "undo" => acts::undo(making),
        "again" => acts::start_again(making),
        "off" => acts::leave_off(making),
        "edit" => change::tapped(making, more),
        _ => {
            making.reply(Reply::GoneButton);
            making.resume_or_menu();
        }
    }
}

/// Words after one of the desk's own questions about reminders. Says whether they were an answer.
pub fn said(making: &mut Making<'_>, aside: &str, text: &str) -> bool {
    match aside.split_once(':').unwrap_or((aside, "")) {
        ("pause", _) => pause::said(making, text),
        ("edit", "") => change::said_which(making, text),
        ("edit", id) => change::said_what(making, id, text),
        ("stop", _) => acts::said_which(making, text),
        _ => false,
    }
}

/// "change time to 6 pm", with no guide under way.
pub fn change_part(making: &mut Making<'_>, aspect: Aspect, value: &str) {
    if making.is_private() {
        change::part(making, aspect, value);
    }
}

/// The word "stop": it ends the guide that is under way; where none is, the reminders.
pub fn stop_word(making: &mut Making<'_>) {
    let private = making.context.place == Place::Private;
    let any = private && !making.live_reminders().is_empty();
    if any && making.conversation.state.frames.is_empty() {
        acts::stop_all(making);
        return;
    }
    making.step(Input::Stop);
    if any {
        making.button(Reply::LabelStopReminders, "m:stop".into());
    }
}

/// The word "undo", which means "back" while a guide is under way.
pub fn can_undo(making: &Making<'_>) -> bool {
    making.conversation.state.frames.is_empty()
        && making.context.place == Place::Private
        && making.reminders().iter().any(|reminder| reminder.status == Status::Stopped)
}

/// Stops what asks how somebody is.
pub fn stop_check_ins(making: &mut Making<'_>) {
    for reminder in making.reminders().into_iter().filter(|reminder| reminder.kind == Kind::CheckIn) {
        making.changes.push(Change::DeleteReminder(reminder.id));
    }
}
