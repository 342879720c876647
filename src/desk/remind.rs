//! A reminder that a guide has set up becomes one that is kept; one that it changed takes the place of the old one.

use jiff::civil::{Time, time};
use jiff::tz::TimeZone;

use super::answer::Making;
use crate::engine::{self, Reply, Value};
use crate::schedule::{Lead, Rule, Weekdays, Zone};
use crate::store::{Change, Kind, Reminder, ReminderWords, Status};

/// Days after the last session for which a reminder is still kept.
const KEPT_AFTER_DAYS: i64 = 7;
const DAY_SECONDS: i64 = 24 * 60 * 60;
/// Seconds within which a test is of use: the person looks at the chat now.
const TEST_SECONDS: i64 = 15 * 60;
/// A check-in comes so long after a session begins, and not in the night.
const CHECK_IN_HOURS: i64 = 3;
const CHECK_IN_LATEST: Time = time(21, 30, 0, 0);

impl Making<'_> {
    /// Keeps what the person has set up and said yes to. The linter has proved the consent (E601).
    pub fn set_reminder(&mut self, wanted: &engine::Reminder) {
        let Some(mut rule) = self.rule(wanted) else { return };
        let text = |value: Option<&Value>| match value {
            Some(Value::Text(text)) => text.to_string(),
            _ => String::new(),
        };
        let old = text(wanted.changes.as_ref())
            .parse()
            .ok()
            .and_then(|id: i64| self.reminders().into_iter().find(|reminder| reminder.id == id));
        let words = ReminderWords {
            label: text(wanted.label.as_ref()),
            text: wanted.text.to_string(),
            consent: old.as_ref().map_or_else(|| wanted.consent.to_string(), |old| old.words.consent.clone()),
            language: self.context.language,
        };
        if let Some(old) = &old {
            rule.skip.clone_from(&old.rule.skip);
            rule.paused_until = old.rule.paused_until;
        }
        self.conversation.zone = Some(rule.zone.clone());
        self.context.zone = rule.zone.time_zone();
        if self.library.lock_screen.tells(&words.label) {
            self.reply_with(Reply::LabelTells, &[("label", &words.label)]);
        }
        // The check-in goes with the session that it comes after.
        let follows = old.as_ref().is_some_and(|old| self.checked_in_after(&old.rule));
        let check_in = (follows || wanted.check_in == Some(Value::YesNo(true))).then(|| self.check_in(&rule, &words));
        let reminder = Reminder {
            id: old.as_ref().map_or(0, |old| old.id),
            kind: Kind::Session,
            expires_at: expiry(&rule),
            rule,
            status: Status::Active,
            words,
            consent_at: old.as_ref().map_or(self.now.as_second(), |old| old.consent_at),
        };
        self.changes.push(Change::Reminder(Box::new(reminder)));
        if old.is_none() {
            let at = self.now.as_second();
            self.changes.push(Change::Once { reminder: 0, at, until: at + TEST_SECONDS });
        }
        self.changes.extend(check_in.map(|check_in| Change::Reminder(Box::new(check_in))));
    }

    /// Whether a check-in comes after the sessions of a rule.
    fn checked_in_after(&self, session: &Rule) -> bool {
        let comes_after = |rule: &Rule| {
            rule.time == after(session.time) && rule.weekdays == session.weekdays && rule.zone == session.zone
        };
        self.reminders().iter().any(|reminder| reminder.kind == Kind::CheckIn && comes_after(&reminder.rule))
    }

    /// The check-in after each session of a rule: in the place of the one that there is, if there is one.
    fn check_in(&self, session: &Rule, words: &ReminderWords) -> Reminder {
        let known = self.reminders().into_iter().find(|reminder| reminder.kind == Kind::CheckIn);
        let rule = Rule { time: after(session.time), lead: Lead::AtTheTime, ..session.clone() };
        Reminder {
            id: known.map_or(0, |known| known.id),
            kind: Kind::CheckIn,
            expires_at: expiry(&rule),
            rule,
            status: Status::Active,
            words: ReminderWords {
                label: self.words(Reply::CheckInLabel, &[]),
                text: self.words(Reply::CheckInText, &[]),
                ..words.clone()
            },
            consent_at: self.now.as_second(),
        }
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

/// When a check-in comes after a session that begins then: the same day, and before it only where that is late already.
fn after(session: Time) -> Time {
    let hours = jiff::SignedDuration::from_hours(CHECK_IN_HOURS);
    match session.checked_add(hours) {
        Ok(later) if later <= CHECK_IN_LATEST => later,
        _ => CHECK_IN_LATEST.max(session),
    }
}

/// A lead as flows name it: `at_time`, `min_15`, `hour_1`, `evening_before`.
pub fn lead(value: &Value) -> Option<Lead> {
    let Value::Choice(name) = value else { return None };
    match &**name {
        "at_time" => Some(Lead::AtTheTime),
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

/// The name that flows use for a lead.
pub fn lead_name(lead: Lead) -> String {
    match lead {
        Lead::AtTheTime => "at_time".to_owned(),
        Lead::EveningBefore => "evening_before".to_owned(),
        Lead::MinutesBefore(minutes) if minutes > 0 && minutes % 60 == 0 => format!("hour_{}", minutes / 60),
        Lead::MinutesBefore(minutes) => format!("min_{minutes}"),
    }
}

/// When a reminder is let go: a week after its last day.
pub fn expiry(rule: &Rule) -> Option<i64> {
    let end = rule.last_day?.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?;
    Some(end.timestamp().as_second() + KEPT_AFTER_DAYS * DAY_SECONDS)
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::{after, lead, lead_name};
    use crate::engine::Value;
    use crate::schedule::Lead;

    #[test]
    fn a_lead_goes_into_its_name_and_back() {
        for known in [
            Lead::AtTheTime,
            Lead::EveningBefore,
            Lead::MinutesBefore(15),
            Lead::MinutesBefore(60),
            Lead::MinutesBefore(90),
            Lead::MinutesBefore(120),
        ] {
            assert_eq!(lead(&Value::Choice(lead_name(known).into())), Some(known));
        }
    }

    #[test]
    fn a_check_in_comes_after_the_session_and_not_in_the_night() {
        assert_eq!(after(time(9, 0, 0, 0)), time(12, 0, 0, 0));
        assert_eq!(after(time(18, 0, 0, 0)), time(21, 0, 0, 0));
        assert_eq!(after(time(19, 30, 0, 0)), time(21, 30, 0, 0));
        assert_eq!(after(time(22, 0, 0, 0)), time(22, 0, 0, 0));
    }
}
