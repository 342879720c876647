//! The buttons below a reminder that was delivered.

use super::{acts, change};
use crate::desk::answer::Making;
use crate::engine::{Aspect, Input, Name, Reply, Value};
use crate::message::ReminderTap;
use crate::store::Change;

/// The guide for who will miss a session, and the slots that say so: whoever has a reminder has been asked their age.
const MISSED: (&str, [&str; 2]) = ("during", ["age_known", "will_miss"]);
/// How long a snooze by button is.
const SNOOZE_MINUTES: i64 = 15;

/// What a button of a reminder means.
pub fn tap(making: &mut Making<'_>, tap: ReminderTap) {
    if !making.is_private() {
        return;
    }
    match tap {
        ReminderTap::OnMyWay => making.reply(Reply::ReminderOnMyWay),
        ReminderTap::Miss { .. } => {
            let (flow, slots) = MISSED;
            let answers: Vec<(Name, Value)> = slots.iter().map(|slot| (Box::from(*slot), Value::YesNo(true))).collect();
            making.step(Input::StartWith { flow, answers: &answers });
        }
        ReminderTap::Snooze { reminder, starts_at } => match making.reminder(reminder) {
            Some(_) => acts::put_off(making, reminder, starts_at, SNOOZE_MINUTES),
            None => acts::gone(making),
        },
        ReminderTap::Stop { reminder } => acts::stop_by_number(making, reminder),
        ReminderTap::GoOn { reminder } => match making.reminder(reminder) {
            Some(reminder) => change::begin(making, &reminder, Aspect::Until, None),
            None => acts::gone(making),
        },
        ReminderTap::Enough { reminder } => match making.reminder(reminder) {
            Some(reminder) => {
                making.changes.push(Change::DeleteReminder(reminder.id));
                making.reply(Reply::ReminderEnough);
                making.way_on();
            }
            None => acts::gone(making),
        },
    }
}
