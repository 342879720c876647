//! Calendar files, line by line.

use handrail::schedule::{Lead, Rule, Weekdays, Zone, calendar};
use jiff::Timestamp;
use jiff::civil::{Weekday, date, time};

fn rule() -> Rule {
    Rule {
        time: time(17, 30, 0, 0),
        weekdays: [Weekday::Monday, Weekday::Thursday].into_iter().collect(),
        zone: Zone::named("America/New_York").unwrap(),
        lead: Lead::EveningBefore,
        first_day: date(2026, 10, 20),
        last_day: Some(date(2026, 11, 12)),
        skip: vec![date(2026, 10, 19), date(2026, 10, 26)],
        paused_until: None,
    }
}

fn now() -> Timestamp {
    "2026-10-18T12:00:00Z".parse().unwrap()
}

/// The lines as they are meant, unfolded.
fn lines(file: &str) -> Vec<String> {
    file.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

#[test]
fn a_whole_file() {
    let file = calendar(&rule(), "Session", 42, now()).unwrap();
    let expected = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Handrail//Reminders//EN
CALSCALE:GREGORIAN
BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:DAYLIGHT
DTSTART:20261021T000000
TZOFFSETFROM:-0400
TZOFFSETTO:-0400
TZNAME:EDT
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20261101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
TZNAME:EST
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:42@handrail
DTSTAMP:20261018T120000Z
DTSTART;TZID=America/New_York:20261022T173000
RRULE:FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20261113T045959Z
EXDATE;TZID=America/New_York:20261026T173000
SUMMARY:Session
CLASS:PRIVATE
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Session
TRIGGER:-PT1350M
END:VALARM
END:VEVENT
END:VCALENDAR";
    assert_eq!(lines(&file), expected.lines().collect::<Vec<_>>());
}

#[test]
fn long_lines_are_folded_within_75_bytes_and_never_within_a_letter() {
    for label in ["ñ".repeat(80), "a🙂".repeat(40), "x".repeat(300)] {
        let file = calendar(&rule(), &label, i64::MAX, now()).unwrap();
        assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
        assert!(lines(&file).contains(&format!("SUMMARY:{label}")));
    }
}

#[test]
fn a_label_can_neither_end_its_line_nor_begin_another() {
    let file = calendar(&rule(), "a\r\nEND:VCALENDAR\u{7},b;c\\d", 1, now()).unwrap();
    assert!(lines(&file).contains(&"SUMMARY:a\\nEND:VCALENDAR\\,b\\;c\\\\d".to_owned()));
    assert_eq!(lines(&file).iter().filter(|line| *line == "END:VCALENDAR").count(), 1);
}

#[test]
fn a_pause_moves_the_first_session_and_no_end_is_no_end() {
    let paused = Rule { paused_until: Some(date(2026, 11, 3)), last_day: None, ..rule() };
    let lines = lines(&calendar(&paused, "Session", 1, now()).unwrap());
    assert!(lines.contains(&"DTSTART;TZID=America/New_York:20261105T173000".to_owned()));
    assert!(lines.contains(&"RRULE:FREQ=WEEKLY;BYDAY=MO,TH".to_owned()));
    // Ten years with two changes each, and how it stood before.
    assert_eq!(lines.iter().filter(|line| line.starts_with("TZNAME:")).count(), 21);
}

#[test]
fn a_rule_without_a_session_has_no_file() {
    for rule in [
        Rule { weekdays: Weekdays::default(), ..rule() },
        Rule { last_day: Some(date(2026, 10, 21)), ..rule() },
        Rule { paused_until: Some(date(2026, 11, 13)), ..rule() },
    ] {
        assert_eq!(calendar(&rule, "Session", 1, now()), None);
    }
}

#[test]
fn offsets_of_half_an_hour_and_west_of_greenwich_are_written_with_their_sign() {
    for (zone, offset) in [
        ("Asia/Kathmandu", "+0545"),
        ("America/St_Johns", "-0230"),
        ("Pacific/Marquesas", "-0930"),
        ("Etc/UTC", "+0000"),
    ] {
        let rule = Rule { zone: Zone::named(zone).unwrap(), last_day: Some(date(2026, 10, 30)), ..rule() };
        let lines = lines(&calendar(&rule, "Session", 1, now()).unwrap());
        assert!(lines.contains(&format!("TZOFFSETTO:{offset}")), "{zone}: {lines:?}");
    }
}
