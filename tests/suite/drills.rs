//! Drills with the program itself: processes that are killed with -9 while reminders go out and people talk. What is
//! sent goes to a fake Telegram in this process; the database is a file, or the tests' own Postgres.
//!
//! A killed process leaves leases behind that end by themselves after two minutes; instead of waiting, the test makes
//! that time pass in the database.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use handrail::message::Language;
use handrail::ops::now;
use handrail::schedule::{Lead, Rule, Weekdays, Zone};
use handrail::store::{Change, Kept, Keys, Kind, Person, Place, Reminder, ReminderWords, Status, Turn};
use jiff::{SignedDuration, ToSpan as _};
use secrecy::ExposeSecret as _;

use crate::store::ground::{Backend, Ground, key, on};
use crate::telegram::{Fake, TOKEN};

const PEOPLE: std::ops::Range<i64> = 7001..7081;
const TALKERS: std::ops::Range<i64> = 7101..7107;
/// What a reminder of this drill says.
const TEXT: &str = "Session soon.";
/// The sends that may be under way in one process when it is killed.
const UNDER_WAY: usize = 64;
/// A send that is cut short each time is made so often.
const TRIES: usize = 5;

/// A reminder that was due ten minutes ago, for a session in fifty: everybody's is to be sent now.
fn due_now() -> Reminder {
    let zone = Zone::named("Atlantic/Reykjavik").unwrap();
    let starts = zone.time_zone().to_datetime(now() + SignedDuration::from_mins(50));
    Reminder {
        id: 0,
        kind: Kind::Session,
        rule: Rule {
            time: starts.time().with().second(0).subsec_nanosecond(0).build().unwrap(),
            weekdays: Weekdays::EVERY,
            zone,
            lead: Lead::MinutesBefore(60),
            first_day: starts.date(),
            last_day: Some(starts.date().saturating_add(1.day())),
            skip: Vec::new(),
            paused_until: None,
        },
        status: Status::Active,
        words: ReminderWords {
            label: "Session".to_owned(),
            text: TEXT.to_owned(),
            consent: "Yes".to_owned(),
            language: Language::En,
        },
        consent_at: now().as_second(),
        expires_at: None,
    }
}

async fn remind_everybody(ground: &Ground) {
    // Set up before it was due, so that it is planned from then on.
    let set_up = now().as_second() - 3000;
    let changes = [Change::Reminder(Box::new(due_now()))];
    for number in PEOPLE {
        let user = number.to_string();
        let key = key(&user);
        let person = Person { user: user.clone(), reach: user.clone(), ..Person::default() };
        let turn = Turn {
            key: &key,
            update: &format!("set up by {user}"),
            version: 0,
            person: Some(&person),
            conversation: &Kept::default(),
            expires_at: set_up + 60,
            asked: false,
            reply: None,
            changes: &changes,
            now: set_up,
        };
        ground.store.commit(&turn).await.unwrap();
    }
}

/// The program, serving Telegram at the fake over this database.
fn start(ground: &Ground, keys: &Keys, fake: &Fake) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handrail"));
    command
        .arg("run")
        .env_clear()
        .env("HANDRAIL__TELEGRAM__TOKEN", TOKEN)
        .env("HANDRAIL__TELEGRAM__API_URL", &fake.url)
        .env("HANDRAIL__TELEGRAM__PER_SECOND", "0")
        .env("HANDRAIL__ENCODER", "no")
        .env("HANDRAIL__HTTP__PUBLIC", "127.0.0.1:0")
        .env("HANDRAIL__HTTP__PRIVATE", "127.0.0.1:0")
        .env("HANDRAIL__LOG__LEVEL", "error")
        .env("HANDRAIL__KEYS__TEXT", keys.written().as_str())
        .stdout(Stdio::null());
    match &ground.place {
        Place::File(file) => command.env("HANDRAIL__DATA", file.parent().unwrap()),
        Place::Postgres { address, .. } => command.env("HANDRAIL__DATABASE__URL", address.expose_secret()),
        Place::Memory => panic!("a drill needs a database"),
    };
    command.spawn().unwrap()
}

/// How often each person got the reminder.
fn reminded(fake: &Fake) -> BTreeMap<i64, usize> {
    let mut counts = BTreeMap::new();
    for sent in fake.sent_all().iter().filter(|sent| sent.text.contains(TEXT)) {
        *counts.entry(sent.chat).or_default() += 1;
    }
    counts
}

async fn until_reminded(fake: &Fake, people: usize, ground: &Ground) {
    let mut rounds = 0;
    while reminded(fake).len() < people {
        rounds += 1;
        assert!(rounds < 1200, "only {} of {people} were reminded", reminded(fake).len());
        tokio::time::sleep(Duration::from_millis(100)).await;
        if rounds % 50 == 0 {
            time_passes(ground).await;
        }
    }
}

/// Two minutes pass for whatever a killed process has left claimed.
async fn time_passes(ground: &Ground) {
    ground
        .meddle("UPDATE delivery SET next_attempt_at = next_attempt_at - 121 WHERE next_attempt_at IS NOT NULL")
        .await;
    ground.meddle("UPDATE lease SET until = until - 121").await;
}

fn kill(child: &mut Child) {
    // SIGKILL: nothing is finished, nothing is told.
    child.kill().unwrap();
    child.wait().unwrap();
}

fn everybody_once(fake: &Fake, kills: usize) {
    let counts = reminded(fake);
    assert_eq!(counts.len(), PEOPLE.count(), "somebody was not reminded");
    let doubled: usize = counts.values().map(|count| count - 1).sum();
    assert!(doubled <= kills * UNDER_WAY, "{doubled} were sent twice after {kills} kills");
    // What a kill cut short is sent again, and the next kill may cut that short too: see `reminder::outcome`.
    let most = TRIES.min(1 + kills);
    assert!(counts.values().all(|count| *count <= most), "each kill doubles a send once, and five tries are the most");
}

#[test]
fn three_processes_on_one_database_remind_everybody_once_though_one_is_killed() {
    on(Backend::Postgres, async |ground| {
        let fake = Fake::start().await;
        let keys = ground.keys.clone();
        remind_everybody(&ground).await;
        let mut processes: Vec<Child> = (0..3).map(|_| start(&ground, &keys, &fake)).collect();
        for user in TALKERS {
            fake.says(user, "/start");
        }
        let mut choices = BTreeMap::new();
        for user in TALKERS {
            let sent = fake.sent(user, 1).await;
            choices.insert(user, sent[0].buttons()[0].1.clone());
        }
        until_reminded(&fake, 10, &ground).await;
        kill(&mut processes[0]);
        until_reminded(&fake, PEOPLE.count(), &ground).await;
        for user in TALKERS {
            fake.presses(user, &choices[&user]);
        }
        for user in TALKERS {
            let sent = fake.sent(user, 2).await;
            assert!(sent[1].text.contains("What would you like to know"), "{user} is not where they were");
        }
        everybody_once(&fake, 1);
        processes.iter_mut().skip(1).for_each(kill);
    });
}

#[test]
fn a_process_killed_again_and_again_reminds_everybody_and_doubles_only_what_was_under_way() {
    on(Backend::Sqlite, async |ground| {
        let fake = Fake::start().await;
        let keys = ground.keys.clone();
        remind_everybody(&ground).await;
        let mut kills = 0;
        for people in [8, 25, 45] {
            let mut process = start(&ground, &keys, &fake);
            until_reminded(&fake, people, &ground).await;
            kill(&mut process);
            kills += 1;
            time_passes(&ground).await;
        }
        let mut process = start(&ground, &keys, &fake);
        until_reminded(&fake, PEOPLE.count(), &ground).await;
        kill(&mut process);
        everybody_once(&fake, kills);
    });
}
