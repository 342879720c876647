//! Pausing: until a day, for so many days, or until the person says so.

use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::list::say_next;
use super::{acts, read};
use crate::desk::answer::Making;
use crate::engine::{Reply, spoken};
use crate::message::{Bubble, Choice};
use crate::schedule::{Reading, date_in_words};
use crate::store::{Kind, Status};

/// Days to choose from.
const DAYS: [i64; 3] = [7, 14, 28];

/// "pause", "pause until monday", "pausa hasta el lunes".
pub fn typed(making: &mut Making<'_>, rest: &str) {
    if making.live_reminders().is_empty() {
        acts::nothing(making);
    } else if rest.is_empty() || !said(making, rest) {
        ask(making);
    }
}

fn ask(making: &mut Making<'_>) {
    making.reply(Reply::ReminderPauseHowLong);
    let today = making.context.today();
    for days in DAYS {
        if let Ok(day) = today.checked_add(days.days()) {
            let label = making.words(Reply::LabelDays, &[("days", &days.to_string())]);
            making.choices.push(Choice { label: Arc::from(label), payload: Arc::from(format!("m:pause:{day}")) });
        }
    }
    making.button(Reply::LabelPauseOpen, Arc::from("m:pause:open"));
    making.way_on();
    making.wait_for("m:pause");
}

pub fn tapped(making: &mut Making<'_>, more: &str) {
    match more {
        "" => typed(making, ""),
        "open" => pause(making, None),
        day => match day.parse() {
            Ok(day) => pause(making, Some(day)),
            Err(_) => ask(making),
        },
    }
}

/// A day, or how long. Says whether it was one.
pub fn said(making: &mut Making<'_>, text: &str) -> bool {
    let open = making.words(Reply::LabelPauseOpen, &[]);
    if crate::message::fold(text) == crate::message::fold(&open) {
        pause(making, None);
        return true;
    }
    let today = making.context.today();
    match read::day(text, spoken(making.context.language), today) {
        Reading::Clear(day) | Reading::Doubtful(day) if day > today => pause(making, Some(day)),
        Reading::Clear(_) | Reading::Doubtful(_) => {
            making.reply(Reply::PastDate);
            ask(making);
        }
        Reading::Ambiguous(days) => {
            making.reply(Reply::WhichOne);
            for day in days.into_iter().filter(|day| *day > today).take(4) {
                let label = Arc::from(date_in_words(day, spoken(making.context.language)));
                making.choices.push(Choice { label, payload: Arc::from(format!("m:pause:{day}")) });
            }
            making.way_on();
            making.wait_for("m:pause");
        }
        Reading::No => return false,
    }
    true
}

/// All of them: whoever is away is away from everything.
fn pause(making: &mut Making<'_>, until: Option<Date>) {
    let live = making.live_reminders();
    if live.is_empty() {
        acts::nothing(making);
        return;
    }
    match until {
        Some(day) => making.reply_with(Reply::ReminderPausedUntil, &[("day", &making.day(day))]),
        None => making.reply(Reply::ReminderPaused),
    }
    let paused: Vec<_> = live
        .into_iter()
        .map(|mut reminder| {
            reminder.rule.paused_until = until;
            reminder.status = if until.is_some() { Status::Active } else { Status::Paused };
            reminder
        })
        .collect();
    let sessions: Vec<_> = paused.iter().filter(|reminder| reminder.kind != Kind::CheckIn).cloned().collect();
    if let Some(day) = until {
        let over = |last: Option<Date>| last.is_some_and(|last| last < day);
        if sessions.iter().all(|reminder| over(reminder.rule.last_day)) {
            let words = making.words(Reply::ReminderAfterEnd, &[]);
            making.bubbles.push(Bubble::Text(Arc::from(words)));
        } else {
            say_next(making, &sessions, 1);
        }
    }
    for reminder in paused {
        making.change_reminder(reminder);
    }
    making.button(Reply::LabelStartAgain, Arc::from("m:again"));
    making.way_on();
}
