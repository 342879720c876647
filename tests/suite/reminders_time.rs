//! Reminders over days and years: started whole, killed again and again, planned in any rhythm, let go of in time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use handrail::channel::Delivers;
use handrail::message::{ConversationKey, Outbound, Platform};
use handrail::ops::{Tasks, Time};
use handrail::reminder::{Planner, Sender, start_with, sweep};
use handrail::schedule::{Lead, Rule, Weekdays, Zone};
use handrail::store::{Change, CheckIn, Document, Kept, Keys, PendingReply, Person, Place, Store, Turn};
use jiff::civil::{Date, date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use proptest::prelude::*;
use sqlx::Connection as _;

use crate::reminders::{Does, Fake, Folder, World, at, daily, options, worlds};

#[tokio::test]
async fn everything_together_sends_a_reminder_and_ends_when_asked() {
    for world in worlds("2026-12-01T12:59:00Z").await {
        let delivers: Arc<dyn Delivers> = Arc::clone(&world.fake) as Arc<dyn Delivers>;
        let tasks = Tasks::new();
        let handle = start_with(&world.store, vec![(world.platform, delivers)], &options(), &world.time, &tasks);
        world.reminder("a", daily()).await;
        handle.wake();
        // The plan is made as soon as it is asked for; then it is a matter of minutes.
        let due = async {
            while world.fake.count() == 0 {
                world.time.advance(SignedDuration::from_secs(1));
                tokio::task::yield_now().await;
                let _planned = world.store.ping().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), due).await.unwrap();
        tasks.stop();
        assert!(tasks.finished(Duration::from_secs(60)).await);
        // The lease was given back: another instance goes on at once.
        assert!(world.store.take_lease("reminders.telegram", "another", world.time.seconds(), 60).await.unwrap());
    }
}

/// How many sends the database knows to have been answered.
async fn written_down(place: &Place) -> usize {
    let Place::File(file) = place else { panic!("it lies in a file") };
    let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let count = sqlx::query_scalar("SELECT COUNT(*) FROM delivery WHERE state = 'sent'");
    let count: i64 = count.fetch_one(&mut connection).await.unwrap();
    usize::try_from(count).unwrap()
}

/// A process that lives until its platform has had so many calls, and is gone in the middle of the next.
fn one_life(
    place: &Place,
    keys: &Keys,
    now: Timestamp,
    platform: Platform,
    calls: usize,
) -> (usize, Timestamp, Vec<String>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let ended = runtime.block_on(async {
        let sent_before = written_down(place).await;
        let (time, tasks) = (Time::standing_at(now), Tasks::new());
        let store = Store::open_at(place, keys.clone(), &tasks).await.unwrap();
        let fake = Fake::new(&time);
        fake.does((0..calls).map(|_| Does::Says(handrail::channel::Delivered::Sent)));
        // From then on nothing ends: these sends are in flight when the process goes.
        fake.does([Does::Hangs; 64]);
        let delivers: Arc<dyn Delivers> = Arc::clone(&fake) as Arc<dyn Delivers>;
        let sender = Arc::new(Sender::new(platform, store.clone(), delivers, options(), time.clone(), tasks.clone()));
        Planner::new(store, time.clone()).round(true).await.unwrap();
        let mut idle = 0;
        // Until it hangs, or until nothing has come for longer than a lease.
        while fake.count() <= calls && idle < 80 {
            let before = fake.count();
            sender.look().await;
            if fake.count() <= calls {
                tokio::time::timeout(Duration::from_secs(1), sender.settled()).await.ok();
            }
            idle = if fake.count() == before { idle + 1 } else { 0 };
            time.advance(SignedDuration::from_secs(2));
        }
        // What the platform has answered is written down, so that only what hangs is cut short.
        let answered = sent_before + fake.count().min(calls);
        let written_down = async {
            while written_down(place).await < answered {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), written_down).await.unwrap();
        (fake.count().saturating_sub(calls), time.now(), fake.calls().into_iter().map(|call| call.reach).collect())
    });
    runtime.shutdown_background();
    ended
}

fn kill_again_and_again(platform: Platform) {
    const PEOPLE: usize = 60;
    let folder = Folder::new();
    let place = Place::File(folder.file());
    let keys = Keys::generate().unwrap();
    let begin = at("2026-12-01T12:00:00Z");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let world = World::new(platform, &place, Time::standing_at(begin), keys.clone(), None).await;
        for person in 0..PEOPLE {
            world.reminder(&person.to_string(), Rule { last_day: Some(date(2026, 12, 1)), ..daily() }).await;
        }
        world.store.close().await;
    });
    let mut now = at("2026-12-01T12:58:00Z");
    let mut came: BTreeMap<String, usize> = BTreeMap::new();
    let mut in_flight = 0;
    for calls in [0, 3, 7, 12, 5, 0, 9, 1000] {
        let (hanging, ended_at, reached) = one_life(&place, &keys, now, platform, calls);
        in_flight += hanging;
        now = ended_at.checked_add(SignedDuration::from_secs(1)).unwrap();
        reached.into_iter().for_each(|address| *came.entry(address).or_default() += 1);
    }
    let doubles: usize = came.values().map(|times| times - 1).sum();
    assert!(in_flight > 0 && doubles > 0, "the kills came at the wrong time: {doubles} of {in_flight}");
    assert_eq!(came.len(), PEOPLE, "nobody is forgotten");
    assert!(doubles <= in_flight, "{doubles} came again, {in_flight} were in flight");
}

#[test]
fn killed_again_and_again_no_reminder_is_lost_and_only_those_in_flight_may_come_twice() {
    for platform in [Platform::Telegram, Platform::Discord] {
        kill_again_and_again(platform);
    }
}

/// Zones whose clocks do something worth a look.
const ZONES: &[&str] = &[
    "America/New_York",
    "America/Santiago",
    "America/St_Johns",
    "America/Nuuk",
    "America/Sao_Paulo",
    "Europe/Dublin",
    "Europe/London",
    "Europe/Istanbul",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Tehran",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Pyongyang",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
    "Antarctica/Troll",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
    "Pacific/Honolulu",
];

fn rule(zone: usize, minute: i16, mask: u8, lead: u8, first: Date) -> Rule {
    Rule {
        time: time((minute / 60) as i8, (minute % 60) as i8, 0, 0),
        weekdays: Weekdays::from_bits(mask).unwrap(),
        zone: Zone::named(ZONES[zone]).unwrap(),
        lead: match lead {
            0 => Lead::AtTheTime,
            1 => Lead::EveningBefore,
            minutes => Lead::MinutesBefore(u16::from(minutes) * 15),
        },
        first_day: first,
        last_day: Some(first.saturating_add(13.days())),
        skip: Vec::new(),
        paused_until: None,
    }
}

/// The days of a rule that exist where it is.
fn days(rule: &Rule) -> Vec<Date> {
    let zone = rule.zone.time_zone();
    let exists = |day: &Date| day.to_zoned(zone.clone()).unwrap().date() == *day;
    let days = rule.first_day.series(1.day()).take_while(|day| *day <= rule.last_day.unwrap());
    days.filter(|day| rule.weekdays.contains(day.weekday())).filter(exists).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// However the time is cut into windows, each day of the rule comes up once.
    #[test]
    fn windows_that_follow_each_other_plan_each_day_once(
        zone in 0..ZONES.len(),
        minute in 0_i16..24 * 60,
        mask in 1_u8..128,
        lead in 0_u8..12,
        year in 1970_i16..2040,
        day in 1_i16..366,
        cuts in prop::collection::vec(1_i64..72 * 60, 1..40),
    ) {
        let first = date(year, 1, 1).saturating_add((day - 1).days());
        let rule = rule(zone, minute, mask, lead, first);
        let mut from = first.saturating_sub(7.days()).to_zoned(TimeZone::UTC).unwrap().timestamp();
        let end = from.checked_add(SignedDuration::from_hours(45 * 24)).unwrap();
        let mut planned = Vec::new();
        for minutes in cuts.iter().cycle() {
            if from >= end {
                break;
            }
            let to = from.checked_add(SignedDuration::from_mins(*minutes)).unwrap();
            planned.extend(rule.occurrences(from, to).map(|occurrence| occurrence.day));
            from = to;
        }
        planned.sort_unstable();
        prop_assert_eq!(planned, days(&rule));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, failure_persistence: None, ..ProptestConfig::default() })]

    /// Through planner, store and sender, in any rhythm: each day of the rule comes once, or is told as missed.
    #[test]
    fn each_day_comes_once_however_irregularly_it_is_looked_at(
        zone in 0..ZONES.len(),
        minute in 0_i16..24 * 60,
        mask in 1_u8..128,
        lead in 0_u8..12,
        year in 2024_i16..2038,
        steps in prop::collection::vec(1_i64..14, 1..20),
    ) {
        // Around a change of the clocks, where there is one.
        let new_year = date(year, 1, 1).to_zoned(TimeZone::UTC).unwrap().timestamp();
        let laws = TimeZone::get(ZONES[zone]).unwrap();
        let change = laws.following(new_year).next().map_or(new_year, |change| change.timestamp());
        let first = TimeZone::UTC.to_datetime(change).date().saturating_sub(6.days());
        let rule = rule(zone, minute, mask, lead, first);
        let expected = days(&rule).len();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let came = runtime.block_on(async move {
            let begin = first.saturating_sub(3.days()).to_zoned(TimeZone::UTC).unwrap().timestamp();
            let (time, keys) = (Time::standing_at(begin), Keys::generate().unwrap());
            let world = World::new(Platform::Telegram, &Place::Memory, time, keys, None).await;
            world.reminder("a", rule).await;
            let mut passed = 0;
            for minutes in steps.iter().cycle() {
                if passed > 20 * 24 * 60 {
                    break;
                }
                passed += minutes;
                world.time.advance(SignedDuration::from_mins(*minutes));
                // Every quarter of an hour at least: a reminder at the time itself is of use that long.
                if world.sender.look().await.is_zero() {
                    world.sender.look().await;
                }
                if passed % 3 == 0 {
                    world.planner.round(true).await.unwrap();
                }
            }
            world.sender.settled().await;
            world.fake.count()
        });
        prop_assert_eq!(came, expected);
    }
}

/// A person of whom everything is kept that can be.
async fn everything(store: &Store, now: i64) {
    let key = ConversationKey {
        person: handrail::message::PersonKey { platform: Platform::Telegram, user: "a".to_owned() },
        room: String::new(),
    };
    let day = 24 * 60 * 60;
    let reply = PendingReply { reach: "chat-a".to_owned(), outbound: Outbound::default() };
    let reminder = handrail::store::Reminder {
        id: 0,
        kind: handrail::store::Kind::Session,
        rule: Rule { last_day: Some(date(2026, 12, 2)), ..daily() },
        status: handrail::store::Status::Active,
        words: handrail::store::ReminderWords::default(),
        consent_at: now,
        expires_at: Some(at("2026-12-10T00:00:00Z").as_second()),
    };
    let turn = Turn {
        key: &key,
        update: "one",
        version: 0,
        person: Some(&Person { user: "a".to_owned(), reach: "chat-a".to_owned(), ..Person::default() }),
        conversation: &Kept { state: vec![1, 2, 3], ..Kept::default() },
        expires_at: now + 1800,
        asked: true,
        reply: Some(&reply),
        changes: &[
            Change::Reminder(Box::new(reminder)),
            Change::Document {
                held: Document { title: "plan".to_owned(), text: "walk".to_owned() },
                expires_at: now + 30 * day,
            },
            Change::CheckIn { held: CheckIn { day: date(2026, 12, 1), number: 4 }, expires_at: now + 31 * day },
        ],
        now,
    };
    store.commit(&turn).await.unwrap();
}

#[tokio::test]
async fn what_has_had_its_time_is_let_go_day_by_day() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        everything(&world.store, world.time.seconds()).await;
        // When which rows go, in hours from the beginning.
        let mut gone: Vec<(i64, &str)> = Vec::new();
        for hour in 1..=35 * 24 {
            world.time.advance(SignedDuration::from_hours(1));
            world.go().await;
            let swept = world.store.sweep(world.time.seconds(), 100).await.unwrap();
            let kinds = [
                ("answers", swept.emptied),
                ("conversation", swept.conversations),
                ("update", swept.seen),
                ("reply", swept.replies),
                ("delivery", swept.deliveries),
                ("reminder", swept.reminders),
                ("document", swept.documents),
                ("check-in", swept.check_ins),
                ("person", swept.people),
                ("total", swept.totals),
            ];
            gone.extend(kinds.into_iter().filter(|(_, rows)| *rows > 0).map(|(kind, _)| (hour, kind)));
        }
        assert_eq!(
            gone,
            [
                (1, "answers"),
                (24, "reply"),
                (25, "conversation"),
                (7 * 24, "update"),
                (8 * 24 + 12, "reminder"),
                (30 * 24, "document"),
                (31 * 24, "check-in"),
            ]
        );
    }
}

#[tokio::test]
async fn finished_deliveries_are_let_go_after_thirty_days() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        world.reminder("a", Rule { last_day: Some(date(2026, 12, 1)), ..daily() }).await;
        world.pass(90).await;
        assert_eq!(world.fake.count(), 1);
        let day = SignedDuration::from_hours(24);
        let mut swept_on = Vec::new();
        for number in 1..=32 {
            world.time.advance(day);
            let swept = world.store.sweep(world.time.seconds(), 100).await.unwrap();
            swept_on.extend((swept.deliveries > 0).then_some(number));
        }
        assert_eq!(swept_on, [30]);
    }
}

#[tokio::test]
async fn letting_go_of_much_goes_on_in_small_batches_until_nothing_is_left() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        for person in 0..450 {
            let change = Change::CheckIn {
                held: CheckIn { day: date(2026, 12, 1), number: 3 },
                expires_at: world.time.seconds() + 60,
            };
            world.change(&person.to_string(), change).await;
        }
        world.time.advance(SignedDuration::from_hours(40 * 24));
        let rows = sweep(&world.store, &world.time, &world.tasks).await.unwrap();
        // Of each person: the conversation emptied and let go, the update, the check-in.
        assert_eq!(rows, 4 * 450);
        assert_eq!(sweep(&world.store, &world.time, &world.tasks).await.unwrap(), 0);
    }
}
