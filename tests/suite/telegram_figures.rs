//! Figures of the program itself, serving a Bot API of this process. Each prints one JSON line.
//!
//! `HANDRAIL_PROGRAM=target/release/handrail cargo test telegram_figures -- --ignored --nocapture --test-threads 1`

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures::future::join_all;
use handrail::message::{ConversationKey, PersonKey, Platform};
use handrail::ops::Time;
use handrail::schedule::{Lead, Rule, Weekdays, Zone};
use handrail::store::{Change, Kept, Kind, Person, Place, Reminder, ReminderWords, Status, Turn};
use jiff::civil::{date, time};
use secrecy::ExposeSecret as _;
use serde_json::json;
use tokio::time::Instant;

use crate::store::ground::{Backend, Ground, key, on};
use crate::telegram::{Fake, TOKEN};

const CRISIS: &str = "I want to kill myself";
/// People who have a reminder that is due.
const REMINDED: i64 = 5_000;
/// People in danger, each for the first time, ten a second.
const IN_DANGER: std::ops::Range<i64> = 900_000..900_200;
const APART: Duration = Duration::from_millis(100);

/// `handrail run` on Telegram alone.
fn start(fake: &Fake, ground: &Ground) -> Child {
    let built = std::env::var("HANDRAIL_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_handrail").to_owned());
    let mut command = Command::new(built);
    command
        .arg("run")
        .env_clear()
        .env("HANDRAIL__TELEGRAM__TOKEN", TOKEN)
        .env("HANDRAIL__TELEGRAM__API_URL", &fake.url)
        .env("HANDRAIL__HTTP__PRIVATE", "127.0.0.1:0")
        .env("HANDRAIL__LOG__LEVEL", "error")
        .env("HANDRAIL__KEYS__TEXT", ground.keys.written().as_str())
        .stdout(Stdio::null());
    match &ground.place {
        Place::File(file) => command.env("HANDRAIL__DATA", file.parent().unwrap()),
        Place::Postgres { address, .. } => command.env("HANDRAIL__DATABASE__URL", address.expose_secret()),
        Place::Memory => panic!("it needs a database of its own"),
    };
    command.spawn().unwrap()
}

/// Somebody with a reminder of which one delivery is due soon.
async fn remind(ground: &Ground, user: i64, now: i64) {
    let rule = Rule {
        time: time(9, 0, 0, 0),
        weekdays: Weekdays::EVERY,
        zone: Zone::named("Europe/Madrid").unwrap(),
        lead: Lead::AtTheTime,
        first_day: date(2040, 1, 1),
        last_day: None,
        skip: Vec::new(),
        paused_until: None,
    };
    let words = ReminderWords { label: "Group".to_owned(), text: "Group".to_owned(), ..ReminderWords::default() };
    let reminder =
        Reminder { id: 0, kind: Kind::Session, rule, status: Status::Active, words, consent_at: now, expires_at: None };
    let due = Change::Once { reminder: 0, at: now, until: now + 3600 };
    let (user, conversation) = (user.to_string(), Kept::default());
    let person = Person { user: user.clone(), reach: user.clone(), ..Person::default() };
    let turn = Turn {
        key: &ConversationKey {
            person: PersonKey { platform: Platform::Telegram, user: user.clone() },
            room: String::new(),
        },
        update: &format!("seed {user}"),
        version: 0,
        person: Some(&person),
        conversation: &conversation,
        expires_at: now + 1800,
        asked: false,
        reply: None,
        changes: &[Change::Reminder(Box::new(reminder)), due],
        now,
    };
    ground.store.commit(&turn).await.unwrap();
}

/// People in danger write, ten a second. How long each waited, in milliseconds, in order.
async fn crises(fake: &Fake) -> Vec<f64> {
    let one = |(number, user): (usize, i64)| async move {
        tokio::time::sleep(APART * number as u32).await;
        let since = Instant::now();
        fake.says(user, CRISIS);
        let sent = fake.sent(user, 1).await;
        assert!(sent[0].text.contains("988"), "{}", sent[0].text);
        since.elapsed().as_secs_f64() * 1e3
    };
    let mut waited = join_all(IN_DANGER.enumerate().map(one)).await;
    waited.sort_by(f64::total_cmp);
    waited
}

fn print(figure: &str, waited: &[f64], more: &serde_json::Value) {
    let at = |percent: usize| (waited[(waited.len() - 1) * percent / 100] * 10.0).round() / 10.0;
    println!(
        "{}",
        json!({
            "figure": figure, "crises": waited.len(), "p50_ms": at(50), "p99_ms": at(99), "longest_ms": at(100), "more": more,
        })
    );
}

async fn draining(ground: Ground) {
    let now = Time::system().now().as_second();
    for users in (0..REMINDED).collect::<Vec<_>>().chunks(64) {
        join_all(users.iter().map(|user| remind(&ground, 5_000_000 + user, now))).await;
    }
    let fake = Fake::start().await;
    let mut child = start(&fake, &ground);
    fake.sent_somewhere("Group").await;
    let (since, before) = (Instant::now(), fake.sent_all().len());
    let waited = crises(&fake).await;
    let sent = fake.sent_all().len() - before - waited.len();
    let rate = sent as f64 / since.elapsed().as_secs_f64();
    let figure = format!("a crisis answer while {REMINDED} reminders drain, {:?}", ground.backend);
    print(&figure, &waited, &json!({ "reminders_a_second": rate }));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
#[ignore = "prints figures; run it alone"]
fn a_crisis_while_five_thousand_reminders_drain() {
    on(Backend::Sqlite, draining);
}

#[test]
#[ignore = "prints figures; run it alone"]
fn a_crisis_while_five_thousand_reminders_drain_on_postgres() {
    on(Backend::Postgres, draining);
}

#[test]
#[ignore = "prints figures; run it alone"]
fn a_crisis_while_the_database_stands_still() {
    on(Backend::Postgres, async |ground| {
        let fake = Fake::start().await;
        let mut child = start(&fake, &ground);
        fake.says(1, "/start");
        fake.sent(1, 1).await;
        fake.all_confirmed().await;
        // It answers nothing any more and hangs up on nobody, which is the worst that a database can do.
        signal_server(&ground, "STOP");
        let waited = crises(&fake).await;
        signal_server(&ground, "CONT");
        print("a crisis answer while the database stands still", &waited, &json!(null));
        assert!(ground.store.recall(&key("1"), "look", 0).await.is_ok());
        child.kill().unwrap();
        child.wait().unwrap();
    });
}

/// Tells the processes of the tests' server.
fn signal_server(ground: &Ground, signal: &str) {
    let Place::Postgres { address, .. } = &ground.place else { panic!("not on Postgres") };
    let folder = address.expose_secret().rsplit("host=").next().unwrap().to_owned();
    let script = "server=$(head -n 1 \"$1/data/postmaster.pid\") && kill -\"$2\" \"$server\" $(pgrep -P \"$server\")";
    let told = Command::new("sh").args(["-c", script, "sh", &folder, signal]).status().unwrap();
    assert!(told.success());
}
