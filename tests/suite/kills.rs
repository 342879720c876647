//! A process that is killed with -9 at random moments, again and again, while reminders go out and people talk: nothing is
//! lost, and only what was under way at a kill may come twice.
//!
//! The process is this test program, started anew for each life; what it says on standard output is what the platform
//! has got. Its clock is told: each life begins when the leases of the last one are over.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use futures::StreamExt as _;
use handrail::channel::{Delivered, Delivers, Lane};
use handrail::message::{Bubble, Outbound, Platform};
use handrail::ops::{Tasks, Time};
use handrail::reminder::{Options, Planner, Sender};
use handrail::schedule::{Lead, Rule};
use handrail::store::{Change, Kept, Keys, Kind, PendingReply, Person, Place, Reminder, ReminderWords, Status, Store};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};

use crate::reminders::daily;
use crate::store::ground::{Backend, Ground, key, on, turn};

/// Tells the child: its place, its keys, its time, and how many of each conversation's turns are still to come.
const TOLD: &str = "HANDRAIL_TEST_KILLS";
/// Everybody's reminder is due ten hours before a session: longer than all lives together.
const LEAD: u16 = 600;
const BEGIN: &str = "2026-12-01T04:05:00Z";
const LEASE: SignedDuration = SignedDuration::from_secs(150);
/// The clock of a life runs fifty times as fast as ours, so that reminders leave at the platform's pace and soon.
const TICK: Duration = Duration::from_millis(1);
const TICKED: SignedDuration = SignedDuration::from_millis(50);
const TALKERS: usize = 8;

fn rule() -> Rule {
    Rule { lead: Lead::MinutesBefore(LEAD), last_day: Some(daily().first_day), ..daily() }
}

/// What is said is what has arrived.
#[derive(Default)]
struct Says(AtomicUsize);

#[async_trait]
impl Delivers for Says {
    async fn deliver(&self, reach: &str, _outbound: &Outbound, _lane: Lane, _nonce: Option<&str>) -> Delivered {
        println!("\ndrill reminded {reach}");
        self.0.fetch_add(1, Ordering::Relaxed);
        Delivered::Sent
    }
}

/// The process that is killed. It does nothing unless a test below starts it.
#[test]
#[ignore = "started by the tests below"]
#[expect(clippy::disallowed_methods, reason = "a child process is told by its environment")]
fn the_process_that_is_killed() {
    let Ok(told) = std::env::var(TOLD) else { return };
    let told: Vec<&str> = told.split('|').collect();
    let [place, keys, now, turns] = told.as_slice() else { panic!("told too little") };
    let place = if place.starts_with("postgres:") {
        Place::Postgres { address: SecretString::from(*place), connections: 8 }
    } else {
        Place::File(place.into())
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(live(&place, &Keys::read(keys).unwrap(), now.parse().unwrap(), turns.parse().unwrap()));
}

async fn live(place: &Place, keys: &Keys, now: Timestamp, turns: usize) {
    let (time, tasks) = (Time::standing_at(now), Tasks::new());
    let store = Store::open_at(place, keys.clone(), &tasks).await.unwrap();
    for (receipt, reply) in store.unsent(Platform::Telegram, time.seconds(), 1000).await.unwrap() {
        println!("\ndrill answered {}", reply.reach);
        store.confirm(receipt).await.unwrap();
    }
    let talkers: Vec<_> =
        (0..TALKERS).map(|number| tokio::spawn(talk(store.clone(), number, time.seconds(), turns))).collect();
    Planner::new(store.clone(), time.clone()).round(true).await.unwrap();
    let says = Arc::new(Says::default());
    let delivers: Arc<dyn Delivers> = Arc::clone(&says) as Arc<dyn Delivers>;
    let sender = Sender::new(Platform::Telegram, store, delivers, Options::default(), time.clone(), tasks);
    let sender = Arc::new(sender);
    let runs = time.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(TICK).await;
            runs.advance(TICKED);
        }
    });
    // Done when nothing has been due for longer than a lease holds.
    let (mut idle, mut sent) = (0, 0);
    while idle < 80 {
        let rest = sender.look().await;
        time.sleep(rest).await;
        let now = says.0.load(Ordering::Relaxed);
        idle = if now == sent && !rest.is_zero() { idle + 1 } else { 0 };
        sent = now;
    }
    for talker in talkers {
        talker.await.unwrap();
    }
    println!("\ndrill over");
}

/// A conversation: each update is one that the platform sends again until it is answered.
async fn talk(store: Store, number: usize, now: i64, turns: usize) {
    let key = key(&format!("talker{number}"));
    let of = (Person { user: key.person.user.clone(), ..Person::default() }, Kept::default());
    for _ in 0..turns {
        let version = store.recall(&key, "look", now).await.unwrap().version;
        let update = format!("{number}-{version}");
        let outbound = Outbound { bubbles: vec![Bubble::Text("Which days?".into())], ..Outbound::default() };
        let reply = PendingReply { reach: update.clone(), outbound };
        let mut said = turn(&key, &update, version, now, &of);
        said.reply = Some(&reply);
        said.person = (version == 0).then_some(&of.0);
        let receipt = store.commit(&said).await.unwrap();
        println!("\ndrill answered {update}");
        store.confirm(receipt).await.unwrap();
    }
}

/// What the platform has got, over all lives.
#[derive(Default)]
struct Got {
    reminded: BTreeMap<String, usize>,
    answered: BTreeMap<String, usize>,
}

impl Got {
    /// Reads until so many things have arrived, or the process ends. Whether it said that all is done.
    fn hear(&mut self, said: &mut impl Iterator<Item = std::io::Result<String>>, most: usize) -> bool {
        let mut heard = 0;
        while heard < most {
            let Some(Ok(line)) = said.next() else { return false };
            match line.split(' ').collect::<Vec<_>>().as_slice() {
                ["drill", "reminded", who] => *self.reminded.entry((*who).to_owned()).or_default() += 1,
                ["drill", "answered", which] => *self.answered.entry((*which).to_owned()).or_default() += 1,
                ["drill", "over"] => return true,
                _ => continue,
            }
            heard += 1;
        }
        false
    }

    fn twice(of: &BTreeMap<String, usize>) -> usize {
        of.values().map(|times| times - 1).sum()
    }
}

fn start(ground: &Ground, now: Timestamp, turns: usize) -> Child {
    let place = match &ground.place {
        Place::File(file) => file.display().to_string(),
        Place::Postgres { address, .. } => address.expose_secret().to_owned(),
        Place::Memory => panic!("a drill needs a database"),
    };
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "kills::the_process_that_is_killed"])
        .env(TOLD, format!("{place}|{}|{now}|{turns}", ground.keys.written().as_str()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Chance that can be repeated: the same number leads to the same kills.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

async fn drill(ground: Ground, kills: usize, people: usize, seed: u64) {
    let mut now: Timestamp = BEGIN.parse().unwrap();
    remind_everybody(&ground, people, now).await;
    let (mut got, mut chance) = (Got::default(), Chance(seed));
    let mut replies = 0;
    for _ in 0..kills {
        let mut child = start(&ground, now, usize::MAX);
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let most = chance.below(2 * (people / kills + 40) as u64) as usize;
        if most == 0 {
            std::thread::sleep(Duration::from_millis(chance.below(200)));
        }
        got.hear(&mut said, most);
        child.kill().unwrap();
        child.wait().unwrap();
        // What it said before it died has arrived too.
        got.hear(&mut said, usize::MAX);
        replies += ground.count("SELECT COUNT(*) FROM reply").await;
        now = now.checked_add(LEASE).unwrap();
    }
    let mut last = start(&ground, now, 0);
    let mut said = BufReader::new(last.stdout.take().unwrap()).lines();
    assert!(got.hear(&mut said, usize::MAX), "the last life did not come to its end");
    last.wait().unwrap();

    // What was begun and never ended was under way when its process was killed.
    let sends = ground
        .count(
            "SELECT CAST(SUM(attempts) AS BIGINT) - (SELECT COUNT(*) FROM delivery WHERE state = 'sent') FROM delivery",
        )
        .await;
    let unknown = ground.count("SELECT COUNT(*) FROM delivery WHERE state = 'unknown'").await;
    let mut turns = 0;
    for number in 0..TALKERS {
        let version =
            ground.store.recall(&key(&format!("talker{number}")), "look", now.as_second()).await.unwrap().version;
        let unanswered = (0..version).find(|turn| !got.answered.contains_key(&format!("{number}-{turn}")));
        assert_eq!(unanswered, None, "a turn of {number} was kept and never answered");
        turns += version;
    }
    let (reminded, answered) = (Got::twice(&got.reminded), Got::twice(&got.answered));
    println!(
        "{{\"drill\":\"kill -9\",\"store\":\"{:?}\",\"seed\":{seed},\"kills\":{kills},\"reminders\":{people},\
         \"reminded\":{},\"reminded_twice\":{reminded},\"sends_under_way\":{sends},\"given_up_as_unknown\":{unknown},\
         \"turns\":{turns},\"answered\":{},\"answered_twice\":{answered},\"replies_under_way\":{replies}}}",
        ground.backend,
        got.reminded.len(),
        got.answered.len(),
    );
    assert_eq!(got.answered.len(), usize::try_from(turns).unwrap(), "an answer came that was not kept");
    let lost = people - got.reminded.len();
    assert!(lost == 0 && unknown == 0, "{lost} reminders are lost, {unknown} were given up");
    assert!(reminded <= usize::try_from(sends).unwrap(), "{reminded} reminders came again, {sends} were under way");
    assert!(answered <= usize::try_from(replies).unwrap(), "{answered} answers came again, {replies} were under way");
}

async fn remind_everybody(ground: &Ground, people: usize, now: Timestamp) {
    let reminder = Reminder {
        id: 0,
        kind: Kind::Session,
        rule: rule(),
        status: Status::Active,
        words: ReminderWords {
            label: "Session".to_owned(),
            text: "Session soon.".to_owned(),
            ..ReminderWords::default()
        },
        consent_at: now.as_second(),
        expires_at: None,
    };
    // Set up before it is due.
    let set_up = now.as_second() - 3600;
    let changes = [Change::Reminder(Box::new(reminder))];
    let set = (0..people).map(|number| {
        let changes = &changes;
        async move {
            let user = number.to_string();
            let person = Person { user: user.clone(), reach: user.clone(), ..Person::default() };
            let (key, update, of) = (key(&user), format!("set up by {user}"), (person, Kept::default()));
            let mut turn = turn(&key, &update, 0, set_up, &of);
            turn.changes = changes;
            ground.store.commit(&turn).await.unwrap();
        }
    });
    futures::stream::iter(set).buffer_unordered(64).collect::<Vec<()>>().await;
}

#[test]
fn a_few_kills_at_random_lose_nothing_on_sqlite() {
    on(Backend::Sqlite, async |ground| drill(ground, 8, 200, 1).await);
}

#[test]
fn a_few_kills_at_random_lose_nothing_on_postgres() {
    on(Backend::Postgres, async |ground| drill(ground, 8, 200, 2).await);
}

#[test]
#[ignore = "minutes: cargo test --test suite two_hundred_kills -- --ignored --nocapture"]
fn two_hundred_kills_at_random_lose_nothing_on_sqlite() {
    on(Backend::Sqlite, async |ground| drill(ground, 200, 4000, 3).await);
}

#[test]
#[ignore = "minutes: cargo test --test suite two_hundred_kills -- --ignored --nocapture"]
fn two_hundred_kills_at_random_lose_nothing_on_postgres() {
    on(Backend::Postgres, async |ground| drill(ground, 200, 4000, 4).await);
}
