use std::collections::BTreeSet;

use jiff::civil::{Date, Time, date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use proptest::prelude::*;

use handrail::schedule::{Lead, Occurrence, Rule, Weekdays, Zone};

/// Zones with unusual laws, and some that many people keep.
const ZONES: [&str; 42] = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Anchorage",
    "America/Adak",
    "Pacific/Honolulu",
    "America/St_Johns",
    "America/Halifax",
    "America/Caracas",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/Asuncion",
    "America/Havana",
    "America/Mexico_City",
    "America/Tijuana",
    "America/Scoresbysund",
    "America/Nuuk",
    "America/Argentina/San_Luis",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Madrid",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Africa/Monrovia",
    "Asia/Amman",
    "Asia/Gaza",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Pacific/Apia",
    "Pacific/Fakaofo",
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
    "Pacific/Chatham",
];

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn daily(zone: &str, time: Time, first_day: Date, last_day: Date) -> Rule {
    Rule {
        time,
        weekdays: Weekdays::EVERY,
        zone: Zone::named(zone).unwrap(),
        lead: Lead::AtTheTime,
        first_day,
        last_day: Some(last_day),
        skip: vec![],
        paused_until: None,
    }
}

fn all(rule: &Rule) -> Vec<Occurrence> {
    rule.occurrences(Timestamp::MIN, Timestamp::MAX).collect()
}

fn starts(rule: &Rule) -> Vec<String> {
    all(rule).iter().map(|occurrence| occurrence.starts_at.to_string()).collect()
}

fn due(rule: &Rule) -> Vec<String> {
    all(rule).iter().map(|occurrence| occurrence.due_at.to_string()).collect()
}

#[test]
fn a_time_that_the_clocks_skip_comes_as_much_later_and_does_not_drift() {
    let rule = daily("America/New_York", time(2, 30, 0, 0), date(2026, 3, 7), date(2026, 3, 9));
    assert_eq!(starts(&rule), ["2026-03-07T07:30:00Z", "2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z"]);
}

#[test]
fn a_time_that_the_clocks_show_twice_fires_at_the_first() {
    let rule = daily("America/New_York", time(1, 30, 0, 0), date(2026, 10, 31), date(2026, 11, 2));
    assert_eq!(starts(&rule), ["2026-10-31T05:30:00Z", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"]);
}

#[test]
fn a_day_that_never_was_is_dropped() {
    let rule = daily("Pacific/Apia", time(9, 0, 0, 0), date(2011, 12, 29), date(2011, 12, 31));
    let days: Vec<Date> = all(&rule).iter().map(|occurrence| occurrence.day).collect();
    assert_eq!(days, [date(2011, 12, 29), date(2011, 12, 31)]);
    assert_eq!(starts(&rule), ["2011-12-29T19:00:00Z", "2011-12-30T19:00:00Z"]);
}

#[test]
fn the_evening_before_a_day_after_one_that_never_was_is_two_dates_back() {
    let mut rule = daily("Pacific/Apia", time(9, 0, 0, 0), date(2011, 12, 31), date(2011, 12, 31));
    rule.lead = Lead::EveningBefore;
    // 19:00 on the 29th, five hours before midnight, which began the 31st.
    assert_eq!(due(&rule), ["2011-12-30T05:00:00Z"]);
}

#[test]
fn half_an_hour_on_lord_howe() {
    // On 2026-04-05 the clocks go back from 2:00 to 1:30, on 2026-10-04 ahead from 2:00 to 2:30.
    let rule = daily("Australia/Lord_Howe", time(1, 45, 0, 0), date(2026, 4, 4), date(2026, 4, 6));
    assert_eq!(starts(&rule), ["2026-04-03T14:45:00Z", "2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"]);
    let rule = daily("Australia/Lord_Howe", time(2, 15, 0, 0), date(2026, 10, 3), date(2026, 10, 5));
    assert_eq!(starts(&rule), ["2026-10-02T15:45:00Z", "2026-10-03T15:45:00Z", "2026-10-04T15:15:00Z"]);
}

#[test]
fn midnight_that_the_clocks_skip() {
    // On 2018-11-04 São Paulo went from 0:00 to 1:00.
    let rule = daily("America/Sao_Paulo", time(0, 0, 0, 0), date(2018, 11, 3), date(2018, 11, 5));
    assert_eq!(starts(&rule), ["2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"]);
}

#[test]
fn a_time_before_the_yearly_rule_begins_is_there_once() {
    // From March 2023 Nuuk was at -2; the rule with summer time begins with 2023-10-29T01:00Z.
    let rule = daily("America/Nuuk", time(23, 45, 0, 0), date(2023, 10, 27), date(2023, 10, 29));
    assert_eq!(starts(&rule), ["2023-10-28T01:45:00Z", "2023-10-29T01:45:00Z", "2023-10-30T01:45:00Z"]);
}

#[test]
fn minutes_before_pass_and_are_not_shown_by_the_clock() {
    let mut rule = daily("America/New_York", time(3, 15, 0, 0), date(2026, 3, 8), date(2026, 3, 8));
    rule.lead = Lead::MinutesBefore(30);
    // 3:15 is fifteen minutes after 1:59 became 3:00: the reminder comes at 1:45.
    assert_eq!(due(&rule), ["2026-03-08T06:45:00Z"]);
}

#[test]
fn the_evening_before_is_at_seven_in_the_zone_of_the_session() {
    let mut rule = daily("Europe/Madrid", time(9, 0, 0, 0), date(2026, 3, 29), date(2026, 3, 30));
    rule.lead = Lead::EveningBefore;
    assert_eq!(due(&rule), ["2026-03-28T18:00:00Z", "2026-03-29T17:00:00Z"]);
}

#[test]
fn only_days_of_the_mask_that_are_not_skipped_paused_or_outside() {
    let mut rule = daily("America/Chicago", time(9, 0, 0, 0), date(2026, 11, 2), date(2026, 11, 30));
    rule.weekdays = [jiff::civil::Weekday::Monday, jiff::civil::Weekday::Wednesday].into_iter().collect();
    rule.skip = vec![date(2026, 11, 18)];
    rule.paused_until = Some(date(2026, 11, 11));
    let days: Vec<i8> = all(&rule).iter().map(|occurrence| occurrence.day.day()).collect();
    assert_eq!(days, [11, 16, 23, 25, 30]);
}

#[test]
fn a_window_takes_in_its_beginning_and_not_its_end() {
    let rule = daily("Etc/UTC", time(9, 0, 0, 0), date(2026, 1, 1), date(2026, 1, 9));
    let within = |from: &str, to: &str| rule.occurrences(at(from), at(to)).count();
    assert_eq!(within("2026-01-02T09:00:00Z", "2026-01-03T09:00:00Z"), 1);
    assert_eq!(within("2026-01-02T09:00:01Z", "2026-01-03T09:00:00Z"), 0);
    assert_eq!(within("2026-01-02T09:00:00Z", "2026-01-03T09:00:01Z"), 2);
    assert_eq!(within("2026-01-03T09:00:00Z", "2026-01-02T09:00:00Z"), 0);
}

#[test]
fn a_reminder_days_before_is_found_by_when_it_is_due() {
    let mut rule = daily("Pacific/Kiritimati", time(9, 0, 0, 0), date(2026, 1, 1), date(2026, 12, 31));
    rule.lead = Lead::MinutesBefore(u16::MAX);
    let found: Vec<Occurrence> = rule.occurrences(at("2026-06-01T00:00:00Z"), at("2026-06-02T00:00:00Z")).collect();
    assert_eq!(found.len(), 1);
    let lead = found[0].starts_at.duration_since(found[0].due_at);
    assert_eq!(lead, SignedDuration::from_mins(u16::MAX.into()));
}

#[test]
fn no_days_no_occurrences_even_without_an_end() {
    let mut rule = daily("Europe/Madrid", time(9, 0, 0, 0), Date::MIN, Date::MAX);
    rule.weekdays = Weekdays::default();
    assert_eq!(rule.occurrences(at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")).count(), 0);
    rule.weekdays = Weekdays::EVERY;
    rule.last_day = None;
    assert_eq!(rule.occurrences(at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")).count(), 365);
}

/// The local days of a year, found by walking its instants and not by the code under test.
fn days_that_exist(zone: &TimeZone, year: i16) -> BTreeSet<Date> {
    let start = TimeZone::UTC.to_timestamp(date(year - 1, 12, 30).at(0, 0, 0, 0)).unwrap();
    (0..369 * 24)
        .map(|hour| zone.to_datetime(start + SignedDuration::from_hours(hour)).date())
        .filter(|day| day.year() == year)
        .collect()
}

fn check_year(name: &str, year: i16, weekdays: Weekdays, at: Time) {
    let zone = Zone::named(name).unwrap().time_zone();
    check_days(name, year, &days_that_exist(&zone, year), weekdays, at);
}

fn check_days(name: &str, year: i16, days: &BTreeSet<Date>, weekdays: Weekdays, at: Time) {
    let mut rule = daily(name, at, date(year, 1, 1), date(year, 12, 31));
    rule.weekdays = weekdays;
    let zone = rule.zone.time_zone();
    let occurrences = all(&rule);
    let expected: Vec<Date> = days.iter().copied().filter(|day| weekdays.contains(day.weekday())).collect();
    let found: Vec<Date> = occurrences.iter().map(|occurrence| occurrence.day).collect();
    assert_eq!(found, expected, "{name} {year} {at}");
    for occurrence in &occurrences {
        let local = zone.to_datetime(occurrence.starts_at);
        let wanted = occurrence.day.to_datetime(at);
        let shifted = local.duration_since(wanted);
        let earlier = zone.to_datetime(occurrence.starts_at - SignedDuration::from_hours(1));
        if shifted.is_zero() {
            // The first: an hour before, the clock did not show it.
            assert_ne!(earlier, local, "{name} {wanted}");
        } else {
            // No instant of these hours shows the time; it came later by what was skipped.
            assert!(zone.to_ambiguous_timestamp(wanted).is_ambiguous(), "{name} {wanted} {local}");
            assert!(shifted.is_positive() && shifted <= SignedDuration::from_hours(12), "{name} {wanted} {local}");
        }
    }
}

#[test]
fn every_day_of_the_mask_fires_once_in_years_of_upheaval() {
    let rows = [
        ("Pacific/Apia", 2011),
        ("Pacific/Fakaofo", 2011),
        ("Pacific/Kiritimati", 1994),
        ("Pacific/Kiritimati", 1995),
        ("Pacific/Kwajalein", 1993),
        ("Africa/Monrovia", 1972),
        ("Asia/Pyongyang", 2015),
        ("Asia/Pyongyang", 2018),
        ("America/Caracas", 2007),
        ("America/Nuuk", 2024),
        ("America/Scoresbysund", 2024),
        ("Antarctica/Troll", 2026),
        ("Africa/Casablanca", 2026),
        ("America/Toronto", 1974),
    ];
    for (zone, year) in rows {
        for hour in [0, 1, 2, 3, 9, 23] {
            check_year(zone, year, Weekdays::EVERY, time(hour, 30, 0, 0));
        }
    }
}

/// Minutes of work, so not in every run: `cargo test --release -- --ignored whole_database`.
#[test]
#[ignore = "every zone and year takes minutes"]
fn every_day_of_the_mask_fires_once_in_the_whole_database() {
    let zones: Vec<String> =
        jiff::tz::db().available().map(|name| name.to_string()).filter(|name| Zone::named(name).is_some()).collect();
    assert!(zones.len() > 500, "{}", zones.len());
    for zone in zones {
        let rules = Zone::named(&zone).unwrap().time_zone();
        for year in 1970..=2040 {
            let days = days_that_exist(&rules, year);
            for at in [time(0, 0, 0, 0), time(2, 30, 0, 0), time(23, 45, 0, 0)] {
                check_days(&zone, year, &days, Weekdays::EVERY, at);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn every_day_of_the_mask_fires_once(
        zone in prop::sample::select(&ZONES[..]),
        year in 1970i16..=2040,
        bits in 1u8..=127,
        minute in 0i16..24 * 60,
    ) {
        let at = Time::midnight() + i64::from(minute).minutes();
        check_year(zone, year, Weekdays::from_bits(bits).unwrap(), at);
    }

    /// Windows that meet cover everything once: a planner never loses or doubles a day.
    #[test]
    fn windows_that_meet_lose_and_double_nothing(
        zone in prop::sample::select(&ZONES[..]),
        year in 1970i16..=2040,
        cuts in prop::collection::btree_set(0i64..400 * 24 * 60, 0..12),
        lead in prop_oneof![
            Just(Lead::AtTheTime), Just(Lead::EveningBefore), (0u16..3_000).prop_map(Lead::MinutesBefore),
        ],
    ) {
        let mut rule = daily(zone, time(2, 30, 0, 0), date(year, 1, 1), date(year, 12, 31));
        rule.lead = lead;
        let start = TimeZone::UTC.to_timestamp(date(year, 1, 1).at(0, 0, 0, 0)).unwrap();
        let cuts = cuts.into_iter().map(|minute| start + SignedDuration::from_mins(minute));
        let edges: Vec<Timestamp> = [Timestamp::MIN].into_iter().chain(cuts).chain([Timestamp::MAX]).collect();
        let pieces: Vec<Occurrence> =
            edges.windows(2).flat_map(|edge| rule.occurrences(edge[0], edge[1]).collect::<Vec<_>>()).collect();
        prop_assert_eq!(pieces, all(&rule));
    }
}
