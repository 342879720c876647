//! A rule as a calendar file (RFC 5545) that any calendar reads: the sessions, and an alarm where the reminder is due.
//!
//! The file names the event by the person's own label and says nothing else about it. The zone's changes of the clock
//! stand in it, so that a calendar that does not know the zone shows the right time too. A day on which the clocks skip
//! the session's time is shown as each calendar reads it; [`Rule::occurrences`] says when the reminder comes.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{Dst, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::{Lead, Rule};

/// Bytes of a line, without its end.
const LINE: usize = 75;
/// A rule without an end has the changes of the clock of so many years.
const YEARS: i64 = 10;
const EVENING_HOUR: i64 = 19;

/// The calendar file of a rule. `number` tells this event from others and stays the same when the rule changes.
/// Nothing when the rule has no session at all.
///
/// ```
/// use handrail::schedule::{Lead, Rule, Weekdays, Zone, calendar};
/// use jiff::civil::{date, time};
///
/// let rule = Rule {
///     time: time(9, 0, 0, 0),
///     weekdays: Weekdays::WORKING,
///     zone: Zone::named("America/Chicago").unwrap(),
///     lead: Lead::MinutesBefore(60),
///     first_day: date(2026, 10, 31), // a Saturday
///     last_day: Some(date(2026, 11, 27)),
///     skip: vec![date(2026, 11, 26)],
///     paused_until: None,
/// };
/// let file = calendar(&rule, "Cita; a las 9", 7, "2026-10-30T12:00:00Z".parse().unwrap()).unwrap();
/// assert!(file.contains("DTSTART;TZID=America/Chicago:20261102T090000\r\n"));
/// assert!(file.contains("RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261128T055959Z\r\n"));
/// assert!(file.contains("EXDATE;TZID=America/Chicago:20261126T090000\r\n"));
/// assert!(file.contains("SUMMARY:Cita\\; a las 9\r\n"));
/// assert!(file.contains("TRIGGER:-PT60M\r\n"));
/// ```
#[must_use]
pub fn calendar(rule: &Rule, label: &str, number: i64, now: Timestamp) -> Option<String> {
    let first_day = rule.paused_until.map_or(rule.first_day, |day| day.max(rule.first_day));
    let last_day = rule.last_day.unwrap_or(Date::MAX);
    let first =
        first_day.series(1.day()).take(7).find(|day| rule.weekdays.contains(day.weekday()) && *day <= last_day)?;
    let zone = rule.zone.time_zone();
    let name = rule.zone.name();
    let mut file = File::default();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Handrail//Reminders//EN", "CALSCALE:GREGORIAN"] {
        file.line(line);
    }
    time_zone(&mut file, name, &zone, first, rule.last_day);
    file.line("BEGIN:VEVENT");
    file.line(&format!("UID:{number}@handrail"));
    file.line(&format!("DTSTAMP:{}", utc(now)));
    file.line(&format!("DTSTART;TZID={name}:{}", local(first.to_datetime(rule.time))));
    let days: Vec<&str> = rule.weekdays.iter().map(day_code).collect();
    // RFC 5545, 3.3.10: with a zone at the start, the end is in UTC.
    let until = rule.last_day.and_then(|day| end_of(day, &zone)).map(|end| format!(";UNTIL={}", utc(end)));
    file.line(&format!("RRULE:FREQ=WEEKLY;BYDAY={}{}", days.join(","), until.unwrap_or_default()));
    for day in rule.skip.iter().filter(|day| **day >= first) {
        file.line(&format!("EXDATE;TZID={name}:{}", local(day.to_datetime(rule.time))));
    }
    file.line(&format!("SUMMARY:{}", text(label)));
    file.line("CLASS:PRIVATE");
    file.line("BEGIN:VALARM");
    file.line("ACTION:DISPLAY");
    file.line(&format!("DESCRIPTION:{}", text(label)));
    file.line(&format!("TRIGGER:-PT{}M", minutes_before(rule.lead, rule.time)));
    for line in ["END:VALARM", "END:VEVENT", "END:VCALENDAR"] {
        file.line(line);
    }
    Some(file.0)
}

/// By the clock on the wall; an alarm knows no other way to say "the evening before".
fn minutes_before(lead: Lead, time: Time) -> i64 {
    match lead {
        Lead::AtTheTime => 0,
        Lead::MinutesBefore(minutes) => i64::from(minutes),
        Lead::EveningBefore => (24 - EVENING_HOUR + i64::from(time.hour())) * 60 + i64::from(time.minute()),
    }
}

/// The last second of a day.
fn end_of(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    let next = day.tomorrow().ok()?.to_zoned(zone.clone()).ok()?.timestamp();
    next.checked_sub(SignedDuration::from_secs(1)).ok()
}

/// The changes of the clock around the sessions.
fn time_zone(file: &mut File, name: &str, zone: &TimeZone, first: Date, last: Option<Date>) {
    let begin = first.to_zoned(zone.clone()).map_or(Timestamp::MIN, |start| start.timestamp());
    let last = last.unwrap_or_else(|| first.saturating_add(YEARS.years()));
    let end = end_of(last, zone).unwrap_or(begin);
    let before = zone.to_offset_info(begin);
    file.line("BEGIN:VTIMEZONE");
    file.line(&format!("TZID:{name}"));
    let start = first.yesterday().unwrap_or(first).to_datetime(Time::midnight());
    observance(file, before.dst(), start, before.offset(), before.offset(), before.abbreviation());
    let mut offset = before.offset();
    for change in zone.following(begin).take_while(|change| change.timestamp() <= end) {
        // The clock as it stood until then.
        let shown = offset.to_datetime(change.timestamp());
        observance(file, change.dst(), shown, offset, change.offset(), change.abbreviation());
        offset = change.offset();
    }
    file.line("END:VTIMEZONE");
}

fn observance(file: &mut File, dst: Dst, start: DateTime, from: Offset, to: Offset, abbreviation: &str) {
    let kind = if dst == Dst::Yes { "DAYLIGHT" } else { "STANDARD" };
    file.line(&format!("BEGIN:{kind}"));
    file.line(&format!("DTSTART:{}", local(start)));
    file.line(&format!("TZOFFSETFROM:{}", offset(from)));
    file.line(&format!("TZOFFSETTO:{}", offset(to)));
    file.line(&format!("TZNAME:{}", text(abbreviation)));
    file.line(&format!("END:{kind}"));
}

fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

fn local(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}

fn utc(at: Timestamp) -> String {
    format!("{}Z", local(TimeZone::UTC.to_datetime(at)))
}

const fn day_code(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

/// Text as RFC 5545, 3.3.11 writes it; control characters have no place in it.
fn text(written: &str) -> String {
    let mut escaped = String::new();
    for symbol in written.chars() {
        match symbol {
            '\\' | ';' | ',' => escaped.extend(['\\', symbol]),
            '\n' => escaped.push_str("\\n"),
            symbol if symbol.is_control() => {}
            symbol => escaped.push(symbol),
        }
    }
    escaped
}

/// A file in the making.
#[derive(Default)]
struct File(String);

impl File {
    /// Adds a line, folded after 75 bytes and never within a character (RFC 5545, 3.1).
    fn line(&mut self, line: &str) {
        let mut room = LINE;
        for symbol in line.chars() {
            if symbol.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LINE - 1;
            }
            room -= symbol.len_utf8();
            self.0.push(symbol);
        }
        self.0.push_str("\r\n");
    }
}
