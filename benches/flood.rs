//! Another person's answer time, at rest and while one sender floods: `taskset -c 1,2 cargo bench --bench flood`.
//!
//! A keeper with both readers and a store on disk. The flood is ten thousand messages of one person that come at once;
//! meanwhile others write one message after another. One JSON line: the times of these others in milliseconds, and how
//! many messages the second reader looked at and left out.

use std::path::Path;
use std::sync::Arc;

use handrail::keeper::{Keeper, Taken};
use handrail::library::{Files, Library, Matching};
use handrail::message::{Body, ConversationKey, Inbound, MessageText, PersonKey, Place, Platform};
use handrail::ops::{Stopwatch, Tasks, Time};
use handrail::store::sqlite::{Database, Flush};
use handrail::store::{Keys, Store};

const FLOOD: usize = 10_000;
const OTHERS: usize = 400;
const QUESTIONS: [&str; 4] = [
    "how much does it cost",
    "can i keep my job meanwhile",
    "what do i bring on the first day",
    "is it the same as php",
];

#[expect(clippy::unwrap_used, reason = "a benchmark that cannot go on should say so and stop")]
fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir_in(Path::new(".")).unwrap();
        let (tasks, time) = (Tasks::new(), Time::system());
        let rows = Database::open(&folder.path().join("bench.db"), Flush::On, &tasks).await.unwrap();
        let store = Store::over(Arc::new(rows), Keys::generate().unwrap()).await.unwrap();
        let library = Arc::new(Library::open_with(&Files::built_in(), Matching::Encoder).unwrap());
        let keeper = Keeper::new(library, Some(store.clone()), time, tasks.clone());
        others(&keeper, "warm", OTHERS / 4).await;
        let idle = others(&keeper, "idle", OTHERS).await;
        let (flood, watch) = (keeper.clone(), Stopwatch::start());
        let all: Vec<_> = (0..FLOOD)
            .map(|number| {
                let keeper = flood.clone();
                async move { answer(&keeper, &said("flood", &format!("f{number}"), "did you watch the game")).await }
            })
            .collect();
        let (ended, during) = tokio::join!(
            async {
                let (tell, told) = tokio::sync::oneshot::channel();
                tasks.spawn(async move {
                    futures::future::join_all(all).await;
                    let _told = tell.send(watch.seconds());
                });
                told.await.unwrap()
            },
            others(&keeper, "during", OTHERS)
        );
        let (looks, left_out) = keeper.looks();
        println!(
            "{{\"bench\":\"flood\",\"messages\":{FLOOD},\"flood_s\":{ended:.1},\"idle_p50_ms\":{:.2},\"idle_p99_ms\":{:.2},\
             \"during_p50_ms\":{:.2},\"during_p99_ms\":{:.2},\"looks\":{looks},\"left_out\":{left_out}}}",
            idle[OTHERS / 2],
            idle[OTHERS * 99 / 100],
            during[OTHERS / 2],
            during[OTHERS * 99 / 100],
        );
        store.close().await;
    });
}

/// Milliseconds to the answers of people who write one after another, ascending.
async fn others(keeper: &Keeper, name: &str, many: usize) -> Vec<f64> {
    let mut times = Vec::with_capacity(many);
    for number in 0..many {
        let inbound = said(&format!("{name}{}", number / 8), &format!("{name}-{number}"), QUESTIONS[number % 4]);
        let watch = Stopwatch::start();
        answer(keeper, &inbound).await;
        times.push(watch.seconds() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    times
}

async fn answer(keeper: &Keeper, inbound: &Inbound) {
    if let Taken::Reply(reply) = keeper.take(inbound).await {
        keeper.sent(reply.receipt).await;
    }
}

fn said(user: &str, update: &str, text: &str) -> Inbound {
    let person = PersonKey { platform: Platform::Telegram, user: user.to_owned() };
    Inbound {
        conversation: ConversationKey { person, room: String::new() },
        update: update.to_owned(),
        place: Place::Private,
        language: None,
        country: None,
        body: Body::Text(MessageText::from(text)),
        reach: user.to_owned(),
        written_at: None,
    }
}
