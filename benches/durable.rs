//! Durable turns: 64 conversations at once, each turn recalled, committed with its reply and confirmed.
//!
//! `cargo bench --bench durable` prints one JSON line for each way to keep them. The ratios are what counts: machines
//! differ, and this one may be busy. Every figure is of the same work, run one after the other.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use handrail::message::{Bubble, ConversationKey, Outbound, PersonKey, Platform};
use handrail::ops::{Stopwatch, Tasks};
use handrail::store::sqlite::{Database, Flush};
use handrail::store::{Kept, Keys, PendingReply, Person, Place, Store, Turn};
use secrecy::SecretString;

const TOGETHER: usize = 64;
const TURNS_EACH: usize = 40;
const NOW: i64 = 1_800_000_000;

#[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let on = sqlite("sqlite, flush on", Flush::On, TOGETHER).await;
        let off = sqlite("sqlite, flush off", Flush::Off, TOGETHER).await;
        let alone = sqlite("sqlite, flush on, one conversation", Flush::On, 1).await;
        let postgres = postgres().await;
        println!(
            "{{\"bench\":\"durable\",\"flush_on_of_off\":{:.2},\"group_of_single_commit\":{:.1},\"postgres_turns_per_s\":{postgres:.0}}}",
            on / off,
            on / alone
        );
    });
}

#[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
async fn sqlite(name: &str, flush: Flush, together: usize) -> f64 {
    let folder = tempfile::tempdir_in(".").unwrap();
    let tasks = Tasks::new();
    let rows = Database::open(&folder.path().join("bench.db"), flush, &tasks).await.unwrap();
    let store = Store::over(Arc::new(rows), Keys::generate().unwrap()).await.unwrap();
    let rate = turns(name, &store, together).await;
    store.close().await;
    rate
}

#[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
async fn postgres() -> f64 {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/postgres.sh");
    let mut server =
        Command::new("sh").arg(script).arg("on").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let mut said = BufReader::new(server.stdout.take().unwrap());
    while !line.starts_with("ready ") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "PostgreSQL did not start");
    }
    let folder = line.trim().trim_start_matches("ready ").to_owned();
    let address = SecretString::from(format!("postgres://postgres@localhost/postgres?host={folder}"));
    let place = Place::Postgres { address, connections: 16 };
    let store = Store::open_at(&place, Keys::generate().unwrap(), &Tasks::new()).await.unwrap();
    let rate = turns("postgres, flush on", &store, TOGETHER).await;
    store.close().await;
    drop(server.stdin.take());
    server.wait().unwrap();
    rate
}

/// Turns a second, over all conversations.
#[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
async fn turns(name: &str, store: &Store, together: usize) -> f64 {
    let watch = Stopwatch::start();
    let people = (0..together).map(|number| one(store.clone(), number));
    futures::future::join_all(people).await;
    let seconds = watch.seconds();
    // All of them are there.
    for number in 0..together {
        let recalled = store.recall(&key(number), "look", NOW).await.unwrap();
        assert_eq!(recalled.version, i64::try_from(TURNS_EACH).unwrap());
    }
    let rate = (together * TURNS_EACH) as f64 / seconds;
    println!("{{\"bench\":\"durable\",\"store\":\"{name}\",\"together\":{together},\"turns_per_s\":{rate:.0}}}");
    rate
}

#[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
async fn one(store: Store, number: usize) {
    let key = key(number);
    let outbound =
        Outbound { bubbles: vec![Bubble::Text("On which days are your sessions?".into())], ..Outbound::default() };
    let reply = PendingReply { reach: number.to_string(), outbound };
    let person = Person { user: number.to_string(), reach: number.to_string(), ..Person::default() };
    for turn in 0..TURNS_EACH {
        let update = format!("{number}-{turn}");
        let recalled = store.recall(&key, &update, NOW).await.unwrap();
        let kept = Kept { state: vec![7; 120], last_at: Some(NOW), ..Kept::default() };
        let turn = Turn {
            key: &key,
            update: &update,
            version: recalled.version,
            person: &person,
            conversation: &kept,
            expires_at: NOW + 1800,
            asked: true,
            reply: Some(&reply),
            changes: &[],
            now: NOW,
        };
        let receipt = store.commit(&turn).await.unwrap();
        store.confirm(receipt).await.unwrap();
    }
}

fn key(number: usize) -> ConversationKey {
    let person = PersonKey { platform: Platform::Telegram, user: number.to_string() };
    ConversationKey { person, room: String::new() }
}
