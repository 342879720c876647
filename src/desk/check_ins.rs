//! Numbers of check-ins: kept for 30 days, only by a person's word, and only the number and the day. They are listed
//! without any judgement; several low ones in a row make a guide offer a message to the care team, and that is all.
//!
//! That there are numbers is what says that a person wants them kept: when the last one has gone, they are asked again.

use std::sync::Arc;

use jiff::civil::Date;

use super::answer::Making;
use super::reminders;
use crate::engine::{Reply, Task};
use crate::message::Bubble;
use crate::store::{Change, CheckIn, Item};

const DAYS: i64 = 30;
const DAY_SECONDS: i64 = 24 * 60 * 60;
/// Numbers further apart than so many days are not "in a row".
const GAP_DAYS: i32 = 3;

impl Making<'_> {
    /// The numbers that are held now, oldest first.
    pub fn check_ins(&self) -> Vec<Item<CheckIn>> {
        let now = self.now.as_second();
        let held = &self.conversation.held.check_ins;
        let mut held: Vec<Item<CheckIn>> = held.iter().filter(|item| item.expires_at > now).cloned().collect();
        held.sort_by_key(|item| (item.held.day, item.id));
        held
    }

    /// Keeps a number of today.
    pub fn keep_number(&mut self, number: u8) {
        if self.conversation.minor {
            return;
        }
        let held = CheckIn { day: self.context.today(), number };
        self.changes.push(Change::CheckIn { held, expires_at: self.now.as_second() + DAYS * DAY_SECONDS });
    }
}

/// Two 1s in a row, or three numbers of 1 or 2: the last number of each day counts, up to today or yesterday.
pub fn hard_days(numbers: &[Item<CheckIn>], today: Date) -> bool {
    let mut days: Vec<(Date, u8)> = Vec::new();
    for CheckIn { day, number } in numbers.iter().map(|item| &item.held) {
        match days.last_mut() {
            Some(last) if last.0 == *day => last.1 = *number,
            _ => days.push((*day, *number)),
        }
    }
    let apart = |earlier: Date, later: Date| earlier.until(later).map_or(i32::MAX, |span| span.get_days());
    let mut row = Vec::new();
    let mut next = today;
    for (day, number) in days.into_iter().rev() {
        let most = if row.is_empty() { 1 } else { GAP_DAYS };
        if apart(day, next) > most {
            break;
        }
        row.push(number);
        next = day;
    }
    let lowest = |count: usize, most: u8| row.len() >= count && row.iter().take(count).all(|number| *number <= most);
    lowest(2, 1) || lowest(3, 2)
}

pub fn act(making: &mut Making<'_>, task: Task) {
    match task {
        Task::DeleteNumbers => delete(making, Reply::NumbersDeleted),
        Task::StopCheckIns => stop(making),
        _ => list(making),
    }
}

/// A button, after `i:`.
pub fn tap(making: &mut Making<'_>, rest: &str) {
    if !making.is_private() {
        return;
    }
    match rest {
        "list" => list(making),
        "delete" => delete(making, Reply::NumbersDeleted),
        "stop" => stop(making),
        _ => {
            making.reply(Reply::GoneButton);
            making.resume_or_menu();
        }
    }
}

/// A plain list: no score, no colours.
pub fn lines(making: &Making<'_>) -> Vec<String> {
    let line = |item: Item<CheckIn>| {
        let (day, number) = (making.day(item.held.day), item.held.number.to_string());
        making.words(Reply::NumberLine, &[("day", &day), ("number", &number)])
    };
    making.check_ins().into_iter().map(line).collect()
}

fn list(making: &mut Making<'_>) {
    let lines = lines(making);
    if lines.is_empty() {
        making.reply(Reply::NumbersNone);
        making.way_on();
        return;
    }
    making.reply(Reply::NumbersList);
    making.bubbles.push(Bubble::Text(Arc::from(lines.join("\n"))));
    making.reply(Reply::NumbersKept);
    making.button(Reply::LabelDeleteNumbers, Arc::from("i:delete"));
    making.button(Reply::LabelStopCheckIns, Arc::from("i:stop"));
    making.way_on();
}

fn delete(making: &mut Making<'_>, reply: Reply) {
    making.changes.push(Change::DeleteCheckIns);
    making.reply(reply);
    making.way_on();
}

/// No numbers, and nothing that asks for one.
fn stop(making: &mut Making<'_>) {
    reminders::stop_check_ins(making);
    delete(making, Reply::CheckInsStopped);
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::hard_days;
    use crate::store::{CheckIn, Item};

    fn numbers(days: &[(i8, u8)]) -> Vec<Item<CheckIn>> {
        let item = |(day, number): &(i8, u8)| Item {
            id: i64::from(*day),
            held: CheckIn { day: date(2026, 12, *day), number: *number },
            expires_at: i64::MAX,
        };
        days.iter().map(item).collect()
    }

    #[test]
    fn two_ones_or_three_low_numbers_in_a_row_are_hard_days() {
        let today = date(2026, 12, 10);
        for (days, hard) in [
            (&[(9, 1), (10, 1)][..], true),
            (&[(8, 2), (9, 1), (10, 2)], true),
            (&[(9, 2), (10, 2)], false),
            (&[(9, 1), (10, 2)], false),
            (&[(8, 1), (9, 3), (10, 1)], false),
            // Days without a number lie between, but not many.
            (&[(7, 1), (10, 1)], true),
            (&[(6, 1), (10, 1)], false),
            // The last number of a day counts.
            (&[(9, 1), (10, 4), (10, 1)], true),
            (&[(9, 1), (10, 1), (10, 4)], false),
            // Long ago.
            (&[(5, 1), (6, 1)], false),
            (&[], false),
        ] {
            assert_eq!(hard_days(&numbers(days), today), hard, "{days:?}");
        }
    }
}
