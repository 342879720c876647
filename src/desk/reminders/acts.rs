//! Skipping, putting off, stopping, starting again.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::list::{is_paused, next, say_next};
use super::read;
use crate::desk::answer::Making;
use crate::desk::remind::expiry;
use crate::engine::Reply;
use crate::message::{Choice, ReminderTap};
use crate::store::{Change, Kind, Reminder, Status};

/// So long a stop can be undone; then the reminder is deleted.
const UNDO_SECONDS: i64 = 15 * 60;
/// A snooze is so long unless the person says otherwise.
const SNOOZE_MINUTES: i64 = 15;
/// A reminder that was due longer ago is not the one that somebody puts off.
const JUST_DUE_HOURS: i64 = 12;

/// Leaves out the next session: of the reminder that is named, else of whichever comes first.
pub fn skip_next(making: &mut Making<'_>, rest: &str) {
    let live = read::named(&making.live_reminders(), rest);
    let coming = live
        .into_iter()
        .filter(|reminder| reminder.status == Status::Active && reminder.kind != Kind::CheckIn)
        .filter_map(|reminder| {
            let occurrence = next(&reminder, making.now).next()?;
            Some((occurrence, reminder))
        });
    let Some((occurrence, mut reminder)) = coming.min_by_key(|(occurrence, _)| occurrence.due_at) else {
        nothing(making);
        return;
    };
    let today = reminder.rule.zone.time_zone().to_datetime(making.now).date();
    reminder.rule.skip.retain(|day| *day >= today);
    reminder.rule.skip.push(occurrence.day);
    let words = making.label_and_day(Reply::ReminderSkipped, &reminder, occurrence.day);
    making.bubbles.push(crate::message::Bubble::Text(words.into()));
    say_next(making, std::slice::from_ref(&reminder), 1);
    making.change_reminder(reminder);
    making.way_on();
}

/// Puts off the reminder that came last.
pub fn snooze(making: &mut Making<'_>, rest: &str) {
    let minutes = if rest.is_empty() { Some(SNOOZE_MINUTES) } else { read::minutes(rest) };
    let due = making.live_reminders().into_iter().filter(|reminder| reminder.status == Status::Active);
    let last = due.filter_map(|reminder| just_due(&reminder, making.now).map(|starts_at| (starts_at, reminder.id)));
    if let (Some((starts_at, id)), minutes) = (last.min(), minutes) {
        put_off(making, id, starts_at, minutes.unwrap_or(SNOOZE_MINUTES));
    } else {
        making.reply(Reply::ReminderSnoozeNone);
        making.way_on();
    }
}

/// When the session begins whose reminder has come already.
fn just_due(reminder: &Reminder, now: Timestamp) -> Option<i64> {
    let from = now.checked_sub(SignedDuration::from_hours(JUST_DUE_HOURS)).ok()?;
    let due = reminder.rule.occurrences(from, now).filter(|occurrence| occurrence.starts_at > now);
    due.last().map(|occurrence| occurrence.starts_at.as_second())
}

/// Once more, while it is of use.
pub fn put_off(making: &mut Making<'_>, reminder: i64, starts_at: i64, minutes: i64) {
    let at = making.now.as_second() + minutes * 60;
    if at >= starts_at {
        making.reply(Reply::ReminderSnoozeLate);
    } else {
        making.changes.push(Change::Once { reminder, at, until: starts_at });
        let time = making.time_here(Timestamp::from_second(at).unwrap_or(making.now));
        making.reply_with(Reply::ReminderSnoozed, &[("time", &time)]);
    }
    making.way_on();
}

/// Stops one: the only one, the one that is named, or the one that the person then picks.
pub fn stop_one(making: &mut Making<'_>, rest: &str) {
    let live = making.live_reminders();
    match read::named(&live, rest).as_slice() {
        [] => nothing(making),
        [only] => stop(making, vec![only.clone()], Reply::ReminderStopped),
        several => {
            making.reply(Reply::ReminderForWhich);
            for reminder in several {
                let label = making.words(Reply::LabelStopThis, &[("label", &reminder.words.label)]);
                let payload = ReminderTap::Stop { reminder: reminder.id }.payload();
                making.choices.push(Choice { label: Arc::from(label), payload });
            }
            making.button(Reply::LabelStopAll, Arc::from("m:stopall"));
            making.way_on();
            making.wait_for("m:stop");
        }
    }
}

/// The answer to "which reminder?".
pub fn said_which(making: &mut Making<'_>, text: &str) -> bool {
    let live = making.live_reminders();
    let found = read::picked(&live, text);
    if let Some(reminder) = &found {
        stop(making, vec![reminder.clone()], Reply::ReminderStopped);
    }
    found.is_some()
}

/// Stops a reminder by its number.
pub fn stop_by_number(making: &mut Making<'_>, id: i64) {
    match making.reminder(id).filter(|reminder| reminder.status != Status::Stopped) {
        Some(reminder) => stop(making, vec![reminder], Reply::ReminderStopped),
        None => gone(making),
    }
}

pub fn stop_all(making: &mut Making<'_>) {
    let live = making.live_reminders();
    let reply = if live.len() == 1 { Reply::ReminderStopped } else { Reply::RemindersStopped };
    if live.is_empty() { nothing(making) } else { stop(making, live, reply) }
}

/// Reminders that could not be delivered stay off.
pub fn leave_off(making: &mut Making<'_>) {
    let off = making.reminders().into_iter().filter(|reminder| reminder.status == Status::Unreachable).collect();
    stop(making, off, Reply::RemindersStopped);
}

/// Stopped at once; deleted when it can no longer be undone.
fn stop(making: &mut Making<'_>, reminders: Vec<Reminder>, reply: Reply) {
    if reminders.is_empty() {
        nothing(making);
        return;
    }
    for mut reminder in reminders {
        if reminder.status == Status::Paused {
            // So that undoing the stop brings the pause back.
            reminder.rule.paused_until = Some(Date::MAX);
        }
        reminder.status = Status::Stopped;
        reminder.expires_at = Some(making.now.as_second() + UNDO_SECONDS);
        making.change_reminder(reminder);
    }
    making.reply(reply);
    making.button(Reply::LabelUndo, Arc::from("m:undo"));
    making.way_on();
}

/// Takes back every stop that can be.
pub fn undo(making: &mut Making<'_>) {
    let stopped: Vec<Reminder> =
        making.reminders().into_iter().filter(|reminder| reminder.status == Status::Stopped).collect();
    if stopped.is_empty() {
        making.reply(Reply::ReminderUndoNone);
        making.way_on();
        return;
    }
    let back: Vec<Reminder> = stopped
        .into_iter()
        .map(|mut reminder| {
            reminder.expires_at = expiry(&reminder.rule);
            reminder.status = if reminder.rule.paused_until == Some(Date::MAX) {
                reminder.rule.paused_until = None;
                Status::Paused
            } else {
                Status::Active
            };
            reminder
        })
        .collect();
    put_back(making, back);
}

/// After a pause, or when the person can be written to again: both by their word.
pub fn start_again(making: &mut Making<'_>) {
    let today = making.context.today();
    let asked = making.words(Reply::RemindersOff, &[]);
    let sleeping: Vec<Reminder> = making
        .reminders()
        .into_iter()
        .filter(|reminder| reminder.status == Status::Unreachable || is_paused(reminder, today))
        .map(|mut reminder| {
            if reminder.status == Status::Unreachable {
                reminder.consent_at = making.now.as_second();
                reminder.words.consent.clone_from(&asked);
            }
            reminder.status = Status::Active;
            reminder.rule.paused_until = None;
            reminder
        })
        .collect();
    if sleeping.is_empty() { nothing(making) } else { put_back(making, sleeping) }
}

fn put_back(making: &mut Making<'_>, reminders: Vec<Reminder>) {
    making.reply(Reply::ReminderUndone);
    say_next(making, &reminders, 3);
    for reminder in reminders {
        making.change_reminder(reminder);
    }
    making.way_on();
}

/// There is nothing that it could be about.
pub fn nothing(making: &mut Making<'_>) {
    let reply = if making.reminders().is_empty() { Reply::RemindersNone } else { Reply::RemindersNothingNext };
    making.reply(reply);
    making.way_on();
}

/// A button of a reminder that is not there.
pub fn gone(making: &mut Making<'_>) {
    making.reply(Reply::ReminderGone);
    making.way_on();
}
