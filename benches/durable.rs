//! Durable turns: 64 conversations at once, each turn recalled, committed with its reply and confirmed. As in the keeper,
//! each conversation is a task of its own, and nobody waits for a confirmation: the next turn of the conversation begins
//! beside it. The last ones are waited for.
//!
//! `cargo bench --bench durable` prints one JSON line for each run, and at the end the medians of all rounds. The ratios are
//! what counts: machines differ, this one may be busy, and a disk is faster in one minute than in the next. So the ways to
//! keep turns take theirs one after the other, round by round, with the same work.

#[path = "support/mod.rs"]
mod support;

use std::sync::Arc;

use handrail::message::{Bubble, ConversationKey, Outbound, PersonKey, Platform};
use handrail::ops::{Stopwatch, Tasks};
use handrail::store::sqlite::{Database, Flush};
use handrail::store::{Kept, Keys, PendingReply, Person, Receipt, Store, Turn};
use tokio::task::JoinSet;

use support::{Postgres, processor_seconds};

const NOW: i64 = 1_800_000_000;

/// What is run.
#[derive(Clone, Copy)]
struct Run {
    conversations: usize,
    /// Turns of each.
    turns: usize,
    /// Whether each turn keeps its reply until it is confirmed. Without, a turn is one commit and no more.
    replies: bool,
}

impl Run {
    const TOGETHER: Self = Self { conversations: 64, turns: 100, replies: true };
    const ALONE: Self = Self { conversations: 1, turns: 400, replies: true };
    const SINGLE: Self = Self { replies: false, ..Self::ALONE };
}

/// Each way has its turn in each.
const ROUNDS: usize = 5;

#[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut rates: [Vec<f64>; 3] = Default::default();
        for _ in 0..ROUNDS {
            rates[0].push(sqlite("sqlite, flush on", Flush::On, Run::TOGETHER).await);
            rates[1].push(sqlite("sqlite, flush off", Flush::Off, Run::TOGETHER).await);
            sqlite("sqlite, flush on, one conversation", Flush::On, Run::ALONE).await;
            rates[2].push(sqlite("sqlite, flush on, one commit a turn", Flush::On, Run::SINGLE).await);
        }
        let [on, off, single] = rates.map(median);
        let postgres = postgres().await;
        println!(
            "{{\"bench\":\"durable\",\"rounds\":{ROUNDS},\"flush_on\":{on:.0},\"flush_off\":{off:.0},\"single\":{single:.0},\"flush_on_of_off\":{:.2},\"group_of_single_commit\":{:.1},\"postgres_turns_per_s\":{postgres:.0}}}",
            on / off,
            on / single
        );
    });
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

#[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
async fn sqlite(name: &str, flush: Flush, run: Run) -> f64 {
    let folder = tempfile::tempdir_in(".").unwrap();
    let tasks = Tasks::new();
    let rows = Database::open(&folder.path().join("bench.db"), flush, &tasks).await.unwrap();
    let store = Store::over(Arc::new(rows), Keys::generate().unwrap()).await.unwrap();
    let rate = turns(name, &store, run).await;
    store.close().await;
    rate
}

#[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
async fn postgres() -> f64 {
    let server = Postgres::start();
    let store = Store::open_at(&server.place(), Keys::generate().unwrap(), &Tasks::new()).await.unwrap();
    let rate = turns("postgres, flush on", &store, Run::TOGETHER).await;
    store.close().await;
    rate
}

/// Turns a second, over all conversations.
#[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
async fn turns(name: &str, store: &Store, run: Run) -> f64 {
    let together = run.conversations;
    let (watch, busy) = (Stopwatch::start(), processor_seconds());
    let mut people = JoinSet::new();
    for number in 0..together {
        people.spawn(one(store.clone(), number, run));
    }
    people.join_all().await;
    let (seconds, busy) = (watch.seconds(), processor_seconds() - busy);
    // All of them are there.
    for number in 0..together {
        let recalled = store.recall(&key(number), "look", NOW).await.unwrap();
        assert_eq!(recalled.version, i64::try_from(run.turns).unwrap());
    }
    let turns = (together * run.turns) as f64;
    let (rate, busy) = (turns / seconds, busy / turns * 1e6);
    println!(
        "{{\"bench\":\"durable\",\"store\":\"{name}\",\"together\":{together},\"turns_per_s\":{rate:.0},\"processor_us_per_turn\":{busy:.0}}}"
    );
    rate
}

#[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
async fn one(store: Store, number: usize, run: Run) {
    let key = key(number);
    let outbound =
        Outbound { bubbles: vec![Bubble::Text("On which days are your sessions?".into())], ..Outbound::default() };
    let reply = PendingReply { reach: number.to_string(), outbound };
    let person = Person { user: number.to_string(), reach: number.to_string(), ..Person::default() };
    let mut sent: Option<Receipt> = None;
    for turn in 0..run.turns {
        let update = format!("{number}-{turn}");
        let taken = async {
            let recalled = store.recall(&key, &update, NOW).await.unwrap();
            let kept = Kept { state: vec![7; 120], last_at: Some(NOW), ..Kept::default() };
            let turn = Turn {
                key: &key,
                update: &update,
                version: recalled.version,
                person: recalled.is_news(&person, NOW).then_some(&person),
                conversation: &kept,
                expires_at: NOW + 1800,
                asked: true,
                reply: run.replies.then_some(&reply),
                changes: &[],
                now: NOW,
            };
            store.commit(&turn).await.unwrap()
        };
        let ((), receipt) = futures::join!(confirm(&store, sent.take()), taken);
        sent = run.replies.then_some(receipt);
    }
    confirm(&store, sent).await;
}

#[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
async fn confirm(store: &Store, sent: Option<Receipt>) {
    if let Some(receipt) = sent {
        store.confirm(receipt).await.unwrap();
    }
}

fn key(number: usize) -> ConversationKey {
    let person = PersonKey { platform: Platform::Telegram, user: number.to_string() };
    ConversationKey { person, room: String::new() }
}
