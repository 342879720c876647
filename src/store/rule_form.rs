//! The rule of a reminder as columns, and back.

use jiff::civil::{Date, Time};

use super::error::StoreError;
use super::sealed::ReminderRow;
use crate::schedule::{Lead, Rule, Weekdays, Zone};

const EVENING: &str = "evening";

/// Writes a rule into the columns of a row.
pub fn write(rule: &Rule, row: &mut ReminderRow) {
    row.local_time = rule.time.strftime("%H:%M").to_string();
    row.weekdays = i64::from(rule.weekdays.bits());
    rule.zone.name().clone_into(&mut row.zone);
    row.lead = match rule.lead {
        Lead::AtTheTime => "0m".to_owned(),
        Lead::MinutesBefore(minutes) => format!("{minutes}m"),
        Lead::EveningBefore => EVENING.to_owned(),
    };
    row.paused_until = rule.paused_until.map(|day| day.to_string());
    row.skip_dates = rule.skip.iter().map(Date::to_string).collect::<Vec<_>>().join(",");
    row.first_day = rule.first_day.to_string();
    row.last_day = rule.last_day.map(|day| day.to_string());
}

/// Reads a rule from the columns of a row.
///
/// # Errors
/// When somebody changed the row by hand into something that is no rule.
pub fn read(row: &ReminderRow) -> Result<Rule, StoreError> {
    rule(row).ok_or(StoreError::Damaged { table: "reminder" })
}

fn rule(row: &ReminderRow) -> Option<Rule> {
    let day = |text: &String| text.parse::<Date>().ok();
    let lead = match row.lead.as_str() {
        EVENING => Lead::EveningBefore,
        "0m" => Lead::AtTheTime,
        minutes => Lead::MinutesBefore(minutes.strip_suffix('m')?.parse().ok()?),
    };
    Some(Rule {
        time: Time::strptime("%H:%M", &row.local_time).ok()?,
        weekdays: Weekdays::from_bits(u8::try_from(row.weekdays).ok()?)?,
        zone: Zone::named(&row.zone)?,
        lead,
        first_day: day(&row.first_day)?,
        last_day: row.last_day.as_ref().map(day).map_or(Some(None), |day| day.map(Some))?,
        skip: row
            .skip_dates
            .split(',')
            .filter(|day| !day.is_empty())
            .map(|day| day.parse().ok())
            .collect::<Option<_>>()?,
        paused_until: row.paused_until.as_ref().map(day).map_or(Some(None), |day| day.map(Some))?,
    })
}
