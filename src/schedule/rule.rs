//! From a rule to instants.
//!
//! Invariants: each instant is derived from the rule and never from the one before it, so nothing
//! drifts after a change of the clocks; every day of the rule that exists in its zone fires exactly
//! once, at its first instant when the clock shows the time twice, and as much later as the clocks
//! skipped when it never shows it.

use jiff::civil::{Date, Time, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::weekdays::Weekdays;
use super::zone::Zone;

/// A reminder in the evening before comes at this time.
const EVENING: Time = time(19, 0, 0, 0);

/// How long before the session its reminder is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lead {
    /// When it begins.
    AtTheTime,
    /// So many minutes before it, as they pass (not as the clock shows them).
    MinutesBefore(u16),
    /// At 19:00 on the last day before it.
    EveningBefore,
}

/// When sessions are, in the terms in which people think of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What the clock on the wall shows when a session begins.
    pub time: Time,
    /// The days of the week with a session.
    pub weekdays: Weekdays,
    /// Where the wall is: the zone of the program, not of the person.
    pub zone: Zone,
    /// When the reminder comes.
    pub lead: Lead,
    /// No session is before this day.
    pub first_day: Date,
    /// No session is after this day.
    pub last_day: Option<Date>,
    /// Days without a session.
    pub skip: Vec<Date>,
    /// No reminder for a session before this day.
    pub paused_until: Option<Date>,
}

/// One session and its reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The day of the session in the zone of the rule.
    pub day: Date,
    /// When the session begins; a reminder is useless after it.
    pub starts_at: Timestamp,
    /// When the reminder is due.
    pub due_at: Timestamp,
}

impl Rule {
    /// The occurrences whose reminder is due from `from` on and before `to`, in the order of days.
    ///
    /// ```
    /// use handrail::schedule::{Lead, Rule, Weekdays, Zone};
    /// use jiff::civil::{date, time};
    ///
    /// let rule = Rule {
    ///     time: time(2, 30, 0, 0),
    ///     weekdays: Weekdays::EVERY,
    ///     zone: Zone::named("America/New_York").unwrap(),
    ///     lead: Lead::AtTheTime,
    ///     first_day: date(2026, 3, 7),
    ///     last_day: Some(date(2026, 3, 9)),
    ///     skip: vec![],
    ///     paused_until: None,
    /// };
    /// let from = "2026-03-01T00:00:00Z".parse().unwrap();
    /// let to = "2026-04-01T00:00:00Z".parse().unwrap();
    /// let instants: Vec<String> =
    ///     rule.occurrences(from, to).map(|occurrence| occurrence.due_at.to_string()).collect();
    /// // On the 8th the clocks go from 2:00 to 3:00: the session is at 3:30, and on the 9th at 2:30.
    /// assert_eq!(instants, ["2026-03-07T07:30:00Z", "2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z"]);
    /// ```
    pub fn occurrences(&self, from: Timestamp, to: Timestamp) -> impl Iterator<Item = Occurrence> {
        let zone = self.zone.time_zone();
        // A session may be days after its reminder, and its zone a day away from UTC.
        let slack_days = match self.lead {
            Lead::AtTheTime => 2,
            Lead::EveningBefore => 4,
            Lead::MinutesBefore(minutes) => 2 + i64::from(minutes) / (24 * 60),
        };
        let utc_day = |instant| TimeZone::UTC.to_datetime(instant).date();
        let starts = [Some(self.first_day), self.paused_until, Some(utc_day(from).saturating_sub(2.days()))];
        let ends = [self.last_day, Some(utc_day(to).saturating_add(slack_days.days()))];
        let first = starts.into_iter().flatten().max().unwrap_or(self.first_day);
        let last = ends.into_iter().flatten().min().unwrap_or(first);
        first
            .series(1.day())
            .take_while(move |day| *day <= last)
            .filter(|day| self.weekdays.contains(day.weekday()) && !self.skip.contains(day))
            .filter_map(move |day| self.occurrence(day, &zone))
            .filter(move |occurrence| from <= occurrence.due_at && occurrence.due_at < to)
    }

    /// `None` on a day that does not exist there: nobody has a session on it.
    fn occurrence(&self, day: Date, zone: &TimeZone) -> Option<Occurrence> {
        if !exists(day, zone) {
            return None;
        }
        let starts_at = instant(day, self.time, zone)?;
        let due_at = match self.lead {
            Lead::AtTheTime => starts_at,
            Lead::MinutesBefore(minutes) => starts_at.checked_sub(SignedDuration::from_mins(minutes.into())).ok()?,
            Lead::EveningBefore => instant(day_before(day, zone)?, EVENING, zone)?,
        };
        Some(Occurrence { day, starts_at, due_at })
    }
}

/// Where the clocks skip the time, as much later; where they show it twice, the first.
///
/// The answer is checked against the zone: at the seam between listed changes and the yearly rule
/// after them, jiff 0.2.46 sees a time twice that is there once (Nuuk, 2023-10-28 at 23:45).
fn instant(day: Date, time: Time, zone: &TimeZone) -> Option<Timestamp> {
    let wanted = day.to_datetime(time);
    let shows_it = |instant: &Timestamp| zone.to_datetime(*instant) == wanted;
    let ambiguous = zone.to_ambiguous_timestamp(wanted);
    let first = ambiguous.compatible().ok()?;
    if shows_it(&first) {
        return Some(first);
    }
    Some(ambiguous.later().ok().filter(shows_it).unwrap_or(first))
}

/// Samoa had no December 30 in 2011. A day exists when its first instant is on it.
fn exists(day: Date, zone: &TimeZone) -> bool {
    day.to_zoned(zone.clone()).is_ok_and(|start| start.date() == day)
}

fn day_before(day: Date, zone: &TimeZone) -> Option<Date> {
    let yesterday = day.yesterday().ok()?;
    if exists(yesterday, zone) { Some(yesterday) } else { yesterday.yesterday().ok() }
}
