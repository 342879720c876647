//! "My reminders": the next three in words, what does not come and why, and what can be done about it.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use crate::desk::answer::Making;
use crate::engine::{IDLE_S0, Reply, payload};
use crate::message::{Bubble, Place};
use crate::schedule::Occurrence;
use crate::store::{Reminder, Status};

/// The flow in which a reminder is set up and changed.
pub const FLOW: &str = "reminders";
const NEXT: usize = 3;
/// Nobody plans further ahead.
const AHEAD_DAYS: i64 = 800;

pub fn show(making: &mut Making<'_>) {
    let held = making.reminders();
    if held.is_empty() {
        making.reply(Reply::RemindersNone);
        making.button(Reply::LabelSetReminder, payload::start(FLOW));
        making.way_on();
        return;
    }
    say_next(making, &held, NEXT);
    let also: Vec<String> = held.iter().filter_map(|reminder| state_line(making, reminder)).collect();
    if !also.is_empty() {
        making.reply(Reply::RemindersAlso);
        making.bubbles.push(Bubble::Text(also.join("\n").into()));
    }
    buttons(making, &held);
}

fn buttons(making: &mut Making<'_>, held: &[Reminder]) {
    let has = |status| held.iter().any(|reminder| reminder.status == status);
    let today = making.context.today();
    let sleeps = |reminder: &Reminder| is_paused(reminder, today) || reminder.status == Status::Unreachable;
    let comes = held.iter().any(|reminder| reminder.status == Status::Active && !is_paused(reminder, today));
    if comes {
        making.button(Reply::LabelSkipNext, "m:skip".into());
        making.button(Reply::LabelPause, "m:pause".into());
    }
    if held.iter().any(sleeps) {
        making.button(Reply::LabelStartAgain, "m:again".into());
    }
    for reminder in held.iter().filter(|reminder| has_ended(reminder, today)) {
        let label = making.words(Reply::LabelGoOnWith, &[("label", &reminder.words.label)]);
        let payload = format!("m:edit:{}:until", reminder.id).into();
        making.choices.push(crate::message::Choice { label: label.into(), payload });
    }
    if has(Status::Active) || has(Status::Paused) {
        making.button(Reply::LabelChangeSomething, "m:edit".into());
        making.button(Reply::LabelStopReminders, "m:stop".into());
    }
    if has(Status::Stopped) {
        making.button(Reply::LabelUndo, "m:undo".into());
    }
    making.button(Reply::LabelSetReminder, payload::start(FLOW));
    making.way_on();
}

/// What comes next, or that nothing does.
pub fn say_next(making: &mut Making<'_>, reminders: &[Reminder], most: usize) {
    let mut coming: Vec<(Occurrence, &Reminder)> = Vec::new();
    for reminder in reminders.iter().filter(|reminder| reminder.status == Status::Active) {
        coming.extend(next(reminder, making.now).take(most).map(|occurrence| (occurrence, reminder)));
    }
    coming.sort_by_key(|(occurrence, reminder)| (occurrence.due_at, reminder.id));
    coming.truncate(most);
    if coming.is_empty() {
        making.reply(Reply::RemindersNothingNext);
        return;
    }
    let lines: Vec<String> =
        coming.iter().map(|(occurrence, reminder)| making.occurrence_line(reminder, occurrence)).collect();
    making.reply(Reply::RemindersNext);
    making.bubbles.push(Bubble::Text(lines.join("\n").into()));
}

/// The occurrences whose reminder is still to come.
pub fn next(reminder: &Reminder, now: Timestamp) -> impl Iterator<Item = Occurrence> + '_ {
    let to = now.checked_add((AHEAD_DAYS * 24).hours()).unwrap_or(Timestamp::MAX);
    let from = now.checked_add(1.second()).unwrap_or(now);
    reminder.rule.occurrences(from, to)
}

/// Paused without an end, or until a day that is still to come.
pub fn is_paused(reminder: &Reminder, today: Date) -> bool {
    reminder.status == Status::Paused
        || (reminder.status == Status::Active && reminder.rule.paused_until.is_some_and(|day| day > today))
}

pub fn has_ended(reminder: &Reminder, today: Date) -> bool {
    reminder.status == Status::Active && reminder.rule.last_day.is_some_and(|day| day < today)
}

/// Why a reminder does not come; nothing where it does.
fn state_line(making: &Making<'_>, reminder: &Reminder) -> Option<String> {
    let today = making.context.today();
    let plain = |reply| making.words(reply, &[("label", &reminder.words.label)]);
    match reminder.status {
        Status::Unreachable => Some(plain(Reply::ReminderOffLine)),
        Status::Stopped => Some(plain(Reply::ReminderStoppedLine)),
        Status::Paused => Some(plain(Reply::ReminderPausedLine)),
        Status::Active if has_ended(reminder, today) => {
            Some(making.label_and_day(Reply::ReminderEndedLine, reminder, reminder.rule.last_day?))
        }
        Status::Active if is_paused(reminder, today) => {
            Some(making.label_and_day(Reply::ReminderPausedUntilLine, reminder, reminder.rule.paused_until?))
        }
        Status::Active => None,
    }
}

/// All reminders, for "show my data": as a rule, with what is special about each and when it is deleted.
pub fn lines(making: &Making<'_>) -> Vec<String> {
    let held = making.reminders();
    let line = |reminder: &Reminder| {
        let mut line = making.rule_line(reminder);
        if let Some(day) = reminder.rule.last_day {
            line = format!("{line} {}", making.words(Reply::ReminderUntil, &[("day", &making.day(day))]));
        }
        if let Some(end) = reminder.expires_at.and_then(|end| Timestamp::from_second(end).ok()) {
            let day = making.day(making.context.zone.to_datetime(end).date());
            line = format!("{line} {}", making.words(Reply::DataDeletedOn, &[("day", &day)]));
        }
        state_line(making, reminder).map_or(line.clone(), |state| format!("{line}\n{state}"))
    };
    held.iter().map(line).collect()
}

/// Reminders that could not be delivered are offered again when the person writes: with their first message, and then
/// once in a while, not each time.
pub fn offer_again(making: &mut Making<'_>) {
    let off = making.reminders().iter().any(|reminder| reminder.status == Status::Unreachable);
    let gap = making.conversation.last_at.is_none_or(|last| making.now.duration_since(last).as_mins() >= IDLE_S0);
    let asks = gap || making.conversation.back;
    if !off || !asks || making.trace.card || making.trace.task.is_some() || making.context.place == Place::Public {
        return;
    }
    if making.conversation.state.is_asking() {
        let note = making.library.flows.words.say(Reply::RemindersOffNote, making.context.language);
        // Before the question that waits, so that its buttons stand below it.
        let last = making.bubbles.len().saturating_sub(1);
        making.bubbles.insert(last, Bubble::Text(note));
        return;
    }
    making.reply(Reply::RemindersOff);
    making.button(Reply::LabelStartAgain, "m:again".into());
    making.button(Reply::LabelLeaveOff, "m:off".into());
}
