//! A reminder that a guide has set up becomes one that is kept.

use jiff::tz::TimeZone;

use super::answer::Making;
use crate::engine::{self, Value};
use crate::schedule::{Lead, Rule, Weekdays, Zone};
use crate::store::{Change, Kind, Reminder, ReminderWords, Status};

/// Days after the last session for which a reminder is still kept.
const KEPT_AFTER_DAYS: i64 = 7;
const DAY_SECONDS: i64 = 24 * 60 * 60;

impl Making<'_> {
    /// Keeps what the person has set up and said yes to. The linter has proved the consent (E201).
    pub fn set_reminder(&mut self, wanted: &engine::Reminder) {
        let Some(rule) = self.rule(wanted) else { return };
        let text = |value: Option<&Value>| match value {
            Some(Value::Text(text)) => text.to_string(),
            _ => String::new(),
        };
        let words = ReminderWords {
            label: text(wanted.label.as_ref()),
            text: wanted.text.to_string(),
            consent: wanted.consent.to_string(),
            language: self.context.language,
        };
        let reminder = Reminder {
            id: 0,
            kind: Kind::Session,
            expires_at: expiry(&rule),
            rule,
            status: Status::Active,
            words,
            consent_at: self.now.as_second(),
        };
        self.changes.push(Change::Reminder(Box::new(reminder)));
    }

    fn rule(&self, wanted: &engine::Reminder) -> Option<Rule> {
        let (Value::Weekdays(days), Value::Time(time), Value::Zone(zone)) = (&wanted.days, &wanted.time, &wanted.zone)
        else {
            return None;
        };
        let zone = Zone::named(zone)?;
        let first_day = zone.time_zone().to_datetime(self.now).date();
        Some(Rule {
            time: *time,
            weekdays: Weekdays::from_bits(*days)?,
            zone,
            lead: wanted.lead.as_ref().and_then(lead).unwrap_or(Lead::AtTheTime),
            first_day,
            last_day: match &wanted.until {
                Some(Value::Date(day)) => Some(*day),
                _ => None,
            },
            skip: Vec::new(),
            paused_until: None,
        })
    }
}

/// A lead as flows name it: `at_the_time`, `min_15`, `hour_1`, `evening_before`.
pub fn lead(value: &Value) -> Option<Lead> {
    let Value::Choice(name) = value else { return None };
    match &**name {
        "at_the_time" => Some(Lead::AtTheTime),
        "evening_before" => Some(Lead::EveningBefore),
        name => {
            let (unit, number) = name.split_once('_')?;
            let number: u16 = number.parse().ok()?;
            match unit {
                "min" => Some(Lead::MinutesBefore(number)),
                "hour" => Some(Lead::MinutesBefore(number.checked_mul(60)?)),
                _ => None,
            }
        }
    }
}

/// When a reminder is let go: a week after its last day.
pub fn expiry(rule: &Rule) -> Option<i64> {
    let end = rule.last_day?.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?;
    Some(end.timestamp().as_second() + KEPT_AFTER_DAYS * DAY_SECONDS)
}
