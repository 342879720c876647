//! Figures of the program itself, serving a Discord of this process. Each prints one JSON line.
//!
//! `HANDRAIL_PROGRAM=target/release/handrail cargo test discord_figures -- --ignored --nocapture --test-threads 1`

use std::path::Path;
use std::process::Child;
use std::time::Duration;

use handrail::ops::Time;
use serde_json::{Value, json};
use sqlx::Connection as _;
use tokio::time::Instant;

use crate::discord_program::start;
use crate::discord_world::shows_help;
use crate::fake_discord::{At, CHANNEL, Fake, Fault, MANAGER};
use crate::store::ground::{Backend, Ground, on};

const PEOPLE: u64 = 290_000_000_000_000_000;
const CRISIS: &str = "I want to kill myself";

/// The program at work.
struct Running {
    fake: Fake,
    child: Child,
    ground: Ground,
}

impl Running {
    async fn begin(ground: Ground) -> Self {
        let fake = Fake::start(Time::system()).await;
        let child = start(&fake, ground.file().parent().unwrap(), &ground.keys);
        fake.until("a connection", |state| state.session.connection.as_ref().map(drop)).await;
        fake.until("the commands", |state| (state.commands_put == 1).then_some(())).await;
        Self { fake, child, ground }
    }

    /// A number of a line of a file about the process.
    fn told(&self, file: &str, line: &str) -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap();
        let found = text.lines().find(|known| known.starts_with(line)).unwrap().split_whitespace().nth(1).unwrap();
        found.parse().unwrap()
    }

    /// Resident memory in MiB.
    fn resident(&self) -> f64 {
        self.told("status", "VmRSS:") as f64 / 1024.0
    }

    /// Seconds of processor time so far.
    fn processor(&self) -> f64 {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let fields: Vec<i64> =
            text.rsplit(") ").next().unwrap().split(' ').filter_map(|field| field.parse().ok()).collect();
        // User and system time are the 14th and 15th field; the first two and the state are cut off here.
        (fields[10] + fields[11]) as f64 / 100.0
    }

    fn end(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn percentile(milliseconds: &mut [i64], percent: usize) -> i64 {
    milliseconds.sort_unstable();
    milliseconds[(milliseconds.len() - 1) * percent / 100]
}

fn print(figures: Value) {
    println!("{figures}");
}

#[test]
#[ignore = "prints figures; run it alone"]
fn first_answers_to_fifty_people_at_once_and_memory_over_ten_thousand() {
    on(Backend::Sqlite, async |ground| {
        let running = Running::begin(ground).await;
        let (fake, at_rest) = (&running.fake, running.resident());
        let (mut waited, mut after) = (Vec::new(), Vec::new());
        for round in 1..=200_u64 {
            let tokens: Vec<String> =
                (0..50).map(|number| fake.slash(PEOPLE + number, At::Server, "iop", &json!([]))).collect();
            for token in &tokens {
                fake.answer(token).await;
            }
            fake.change(|state| {
                for token in &tokens {
                    let asked = state.asked.remove(token).unwrap();
                    waited.push(asked.first_at.unwrap().as_millisecond() - asked.made_at);
                }
                state.requests.clear();
            });
            if round % 40 == 0 {
                after.push((running.resident() * 10.0).round() / 10.0);
            }
        }
        let (half, most) = (percentile(&mut waited, 50), percentile(&mut waited, 99));
        print(json!({
            "figure": "first answer to an interaction, 50 people at once", "interactions": waited.len(),
            "p50_ms": half, "p99_ms": most, "longest_ms": waited.last(),
        }));
        print(json!({ "figure": "resident memory, MiB", "at_rest": at_rest, "after_each_2000": after }));
        running.end();
    });
}

#[test]
#[ignore = "prints figures; run it alone"]
fn a_busy_channel_of_two_hundred_messages_a_second() {
    on(Backend::Sqlite, async |ground| {
        let running = Running::begin(ground).await;
        let fake = &running.fake;
        let screen = json!([{ "name": "screen", "type": 7, "value": CHANNEL.to_string() }]);
        let token = fake.administer(MANAGER, "setup", &screen);
        fake.answer(&token).await;
        fake.until("the words of messages", |state| {
            let last = state.identifies.last()?["intents"].as_u64()?;
            (last & (1 << 15) != 0 && state.session.connection.is_some()).then_some(())
        })
        .await;
        let (before, began) = (running.processor(), Instant::now());
        let mut pace = tokio::time::interval(Duration::from_millis(5));
        let mut said = Vec::new();
        for number in 0..6_000_u64 {
            pace.tick().await;
            let text =
                if number % 100 == 0 { CRISIS } else { "did you watch the game last night, it was great to see" };
            if number % 100 == 0 {
                said.push((PEOPLE + number, fake.inner().time.now()));
            }
            fake.say(PEOPLE + number, CHANNEL, text);
        }
        let (mut waited, mut lost) = (Vec::new(), 0);
        for (user, at) in said {
            match tokio::time::timeout(Duration::from_secs(5), fake.reply(user, 0)).await {
                Ok(card) => assert!(shows_help(&card)),
                Err(_) => lost += 1,
            }
            let state = fake.state();
            let sent = state.requests_to("POST", &format!("/channels/{}/messages", state.dms[&user]));
            waited.push(sent[0].at.as_millisecond() - at.as_millisecond());
        }
        let (took, used) = (began.elapsed().as_secs_f64(), running.processor() - before);
        print(json!({
            "figure": "a screened channel, 200 messages a second", "messages": 6_000, "seconds": took,
            "cores": used / took, "crises": waited.len(), "lost": lost,
            "p50_ms": percentile(&mut waited, 50), "p99_ms": percentile(&mut waited, 99),
        }));
        running.end();
    });
}

#[test]
#[ignore = "prints figures; run it alone"]
fn a_store_that_stands_still_for_four_seconds_lets_nobody_wait_unanswered() {
    on(Backend::Sqlite, async |ground| {
        let running = Running::begin(ground).await;
        let fake = &running.fake;
        let lock = lock(running.ground.file()).await;
        let tokens: Vec<String> =
            (0..50).map(|number| fake.slash(PEOPLE + number, At::Server, "iop", &json!([]))).collect();
        tokio::time::sleep(Duration::from_secs(4)).await;
        lock.close().await.unwrap();
        for token in &tokens {
            fake.answer(token).await;
        }
        let state = fake.state();
        let mut waited: Vec<i64> = tokens
            .iter()
            .map(|token| state.asked[token].first_at.unwrap().as_millisecond() - state.asked[token].made_at)
            .collect();
        print(json!({
            "figure": "an engine delayed by 4 s, 50 people", "deferred": tokens.iter().filter(|token| state.asked[*token].first == Some(5)).count(),
            "did_not_respond": waited.iter().filter(|waited| **waited > 3000).count(),
            "first_answer_p99_ms": percentile(&mut waited, 99),
        }));
        drop(state);
        running.end();
    });
}

/// Nobody else writes in the database while this is open.
async fn lock(file: &Path) -> sqlx::SqliteConnection {
    let address = format!("sqlite://{}", file.display());
    let mut connection = sqlx::SqliteConnection::connect(&address).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
    connection
}

#[test]
#[ignore = "prints figures; run it alone"]
fn replays_duplicates_and_faults_lose_and_double_nothing() {
    on(Backend::Sqlite, async |ground| {
        let running = Running::begin(ground).await;
        let fake = &running.fake;
        let (mut people, mut lost, mut doubled) = (0_u64, 0, 0);
        for round in 0..20_u64 {
            fake.change(|state| {
                state.faults.push(Fault::status("POST", "/messages", 503, 3));
                state.faults.push(Fault::done_but("POST", "/messages", 500, 3));
                state.faults.push(Fault::rate_limit("POST", "/messages", 0.2, round % 5 == 0, 2));
                state.faults.push(Fault::status("POST", "/callback", 502, 2));
                state.faults.push(Fault::done_but("POST", "/callback", 500, 2));
            });
            let mut tokens = Vec::new();
            let users: Vec<u64> = (0..40).map(|number| PEOPLE + 1_000_000 + people + number).collect();
            people += 40;
            for (number, user) in users.iter().enumerate() {
                if number % 2 == 0 {
                    fake.dm(*user, if number % 10 == 0 { CRISIS } else { "what is an iop" });
                } else {
                    tokens.push(fake.slash(*user, At::Server, "iop", &json!([])));
                }
                if number == 15 {
                    fake.repeat_last_events(15);
                }
                if number == 25 {
                    fake.cut();
                }
            }
            for user in users.iter().step_by(2) {
                let answered = tokio::time::timeout(Duration::from_secs(20), fake.reply(*user, 0)).await;
                lost += usize::from(answered.is_err());
            }
            for token in &tokens {
                let answered = tokio::time::timeout(Duration::from_secs(20), fake.answer(token)).await;
                lost += usize::from(answered.is_err());
            }
            fake.settle().await;
            fake.change(|state| {
                doubled += users.iter().map(|user| state.to_person(*user).len().saturating_sub(1)).sum::<usize>();
                doubled +=
                    tokens.iter().map(|token| state.asked[token].messages.len().saturating_sub(1)).sum::<usize>();
                state.requests.clear();
            });
        }
        print(json!({
            "figure": "resumes with replay, duplicates, 5xx, 429", "events": people, "lost": lost, "doubled": doubled,
            "resumes": fake.state().resumes.len(), "log_ins": fake.state().identifies.len(),
        }));
        fake.assert_clean();
        running.end();
    });
}
