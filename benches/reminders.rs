//! Reminders at size: what a claim costs among a million deliveries, and how a full hour drains.
//!
//! `cargo bench --bench reminders` prints one JSON line for each figure. Claims are measured on SQLite, in a file whose
//! disk is flushed, and on Postgres; a clock moved by hand stands for the hours. Machines are noisy: the ratios are what
//! counts.

#[path = "support/mod.rs"]
mod support;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use handrail::channel::{Delivered, Delivers, Lane};
use handrail::keeper::{Keeper, Taken};
use handrail::library::{Files, Library};
use handrail::message::{Body, ConversationKey, Inbound, MessageText, Outbound, PersonKey, Platform};
use handrail::ops::{Stopwatch, Tasks, Time};
use handrail::reminder::{Options, Planner, Sender};
use handrail::schedule::{Lead, Rule, Weekdays, Zone};
use handrail::store::{
    Change, Kept, Keys, Kind, Person, Place, Reminder, ReminderWords, Status, Store, StoreError, Turn,
};
use jiff::civil::{date, time};
use jiff::{SignedDuration, Timestamp};
use sqlx::Connection as _;
use tokio::sync::Notify;

use support::{Postgres, processor_seconds};

/// Reminders of the claim measurement; each has as many days as it takes.
const REMINDERS: usize = 1000;
const CLAIMED: i64 = 100;
/// What one bot can send of one full hour.
const SLOT: usize = 20_000;
const PER_SECOND: usize = 20;
/// Virtual seconds after which what is left is not waited for.
const SECONDS_MOST: usize = 1500;
/// When so long no call comes, the next virtual second begins.
const PATIENCE: Duration = Duration::from_millis(50);
/// Crisis answers of one measurement.
const ANSWERS: usize = 300;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Deliveries of all days after the first: the rows that a claim has to pass by. Both databases understand it.
const SEED: &str = "INSERT INTO delivery (id, reminder_id, platform, occurs_at, starts_at, expires_at, next_attempt_at) \
     WITH RECURSIVE days(day) AS (SELECT 1 UNION ALL SELECT day + 1 FROM days WHERE day < $1) \
     SELECT d.id / 2 + day, d.reminder_id, d.platform, d.occurs_at + day * 86400, d.starts_at + day * 86400, \
     d.expires_at + day * 86400, d.next_attempt_at + day * 86400 FROM delivery d CROSS JOIN days WHERE $1 > 0";

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        for postgres in [false, true] {
            let small = claims(10_000, postgres).await?;
            let large = claims(1_000_000, postgres).await?;
            println!(
                "{{\"figure\":\"claiming {CLAIMED}\",\"store\":\"{}\",\"ms_of_10000\":{:.2},\"ms_of_1000000\":{:.2},\"ratio\":{:.2}}}",
                if postgres { "postgres" } else { "sqlite" },
                small * 1e3,
                large * 1e3,
                large / small,
            );
        }
        drain().await
    })
}

/// The median time of a claim among so many deliveries.
async fn claims(deliveries: usize, postgres: bool) -> Result<f64> {
    let server = postgres.then(Postgres::start);
    let world = World::new("claims", server.as_ref()).await?;
    world.people(REMINDERS, daily(Lead::AtTheTime)).await?;
    let now = world.time.seconds();
    let until = now + 24 * 60 * 60;
    let planned = world.store.to_plan(until, i64::try_from(REMINDERS)?).await?;
    for batch in planned.chunks(200) {
        let plans = batch.iter().map(|it| world.store.plan(&it.reminder, now, until, "bench", false));
        futures::future::try_join_all(plans).await?;
    }
    let days = i64::try_from(deliveries / REMINDERS)?;
    if let Some(server) = &server {
        let mut connection = sqlx::PgConnection::connect(&server.address()).await?;
        sqlx::query(SEED).bind(days - 1).execute(&mut connection).await?;
    } else {
        let mut connection = sqlx::SqliteConnection::connect(&world.file()).await?;
        sqlx::query(SEED).bind(days - 1).execute(&mut connection).await?;
    }
    // Nine in the morning of the first day: a thousand are due.
    let nine = at("2026-12-01T14:00:00Z")?.as_second();
    let mut times = Vec::new();
    for _ in 0..REMINDERS / CLAIMED as usize {
        let watch = Stopwatch::start();
        let (_, claimed) = world.store.claim_due(Platform::Telegram, nine, CLAIMED).await?;
        times.push(watch.seconds());
        assert_eq!(claimed.len(), CLAIMED as usize);
    }
    world.end().await;
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}

/// A full hour leaves at the platform's pace, all of it in time, and crisis answers hardly notice.
async fn drain() -> Result<()> {
    let world = World::new("drain", None).await?;
    world.people(SLOT, daily(Lead::MinutesBefore(15))).await?;
    Planner::new(world.store.clone(), world.time.clone()).round(true).await?;
    let library = Arc::new(Library::open(&Files::built_in()).map_err(|_| "the library does not load")?);
    let keeper = Keeper::new(library, Some(world.store.clone()), world.time.clone(), world.tasks.clone());
    answers(&keeper, "warm up", ANSWERS / 10).await;
    let idle = answers(&keeper, "idle", ANSWERS).await;

    let platform = Arc::new(Counts { calls: AtomicUsize::new(0), told: Notify::new() });
    let delivers: Arc<dyn Delivers> = Arc::clone(&platform) as Arc<dyn Delivers>;
    let options = Options { per_second: PER_SECOND as u32, ..Options::default() };
    let sender = Sender::new(
        Platform::Telegram,
        world.store.clone(),
        delivers,
        options,
        world.time.clone(),
        world.tasks.clone(),
    );
    let sender = Arc::new(sender);
    // The first are due two minutes before the quarter of an hour before nine.
    let begin = at("2026-12-01T13:43:00Z")?;
    world.time.advance(begin.duration_since(world.time.now()));
    let (wall, busy_before, before) = (Stopwatch::start(), processor_seconds(), world.time.passed());
    let looking = Arc::clone(&sender);
    let (time, tasks) = (world.time.clone(), world.tasks.clone());
    world.tasks.spawn(async move {
        while !tasks.is_stopping() {
            let rest = looking.look().await;
            if !rest.is_zero() {
                time.sleep(rest).await;
            }
        }
    });
    let busy = {
        let mut busy = Vec::new();
        let mut left = ANSWERS;
        for second in 1.. {
            // A second's turns are over when the second is.
            world.time.advance(SignedDuration::from_secs(1));
            let sent = platform.until((second * PER_SECOND).min(SLOT)).await;
            if left > 0 {
                busy.extend(answers_unsorted(&keeper, &format!("busy {second}"), 3).await);
                left = left.saturating_sub(3);
            }
            if sent >= SLOT || second > SECONDS_MOST {
                break;
            }
        }
        busy.sort_by(f64::total_cmp);
        busy
    };
    let virtual_seconds = world.time.passed().saturating_sub(before).as_secs();
    sender.settled().await;
    let missed = world.time.now() >= at("2026-12-01T14:00:00Z")?;
    println!(
        "{{\"figure\":\"draining {SLOT}\",\"virtual_s\":{virtual_seconds},\"per_virtual_s\":{:.1},\"wall_s\":{:.1},\"processor_s\":{:.1},\"calls\":{},\"after_the_session_began\":{missed}}}",
        SLOT as f64 / virtual_seconds as f64,
        wall.seconds(),
        processor_seconds() - busy_before,
        platform.calls.load(Ordering::Relaxed),
    );
    println!(
        "{{\"figure\":\"crisis answers\",\"p50_ms_idle\":{:.2},\"p99_ms_idle\":{:.2},\"p50_ms_draining\":{:.2},\"p99_ms_draining\":{:.2},\"ratio_p99\":{:.2}}}",
        percentile(&idle, 50) * 1e3,
        percentile(&idle, 99) * 1e3,
        percentile(&busy, 50) * 1e3,
        percentile(&busy, 99) * 1e3,
        percentile(&busy, 99) / percentile(&idle, 99),
    );
    world.end().await;
    Ok(())
}

/// A platform that takes everything and counts.
struct Counts {
    calls: AtomicUsize,
    told: Notify,
}

impl Counts {
    /// Waits for so many calls, as long as some come. How many there were.
    async fn until(&self, calls: usize) -> usize {
        let mut before = self.calls.load(Ordering::Relaxed);
        while before < calls {
            let told = tokio::time::timeout(PATIENCE, self.told.notified()).await;
            let now = self.calls.load(Ordering::Relaxed);
            if told.is_err() && now == before {
                break;
            }
            before = now;
        }
        before
    }
}

#[async_trait]
impl Delivers for Counts {
    async fn deliver(&self, _reach: &str, _outbound: &Outbound, _lane: Lane, _nonce: Option<&str>) -> Delivered {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.told.notify_one();
        Delivered::Sent
    }
}

async fn answers(keeper: &Keeper, name: &str, count: usize) -> Vec<f64> {
    let mut times = answers_unsorted(keeper, name, count).await;
    times.sort_by(f64::total_cmp);
    times
}

/// Seconds of crisis answers, each for somebody else.
async fn answers_unsorted(keeper: &Keeper, name: &str, count: usize) -> Vec<f64> {
    let mut times = Vec::new();
    for number in 0..count {
        let person = PersonKey { platform: Platform::Telegram, user: format!("{name} {number}") };
        let inbound = Inbound {
            update: format!("{name} {number}"),
            conversation: ConversationKey { person, room: String::new() },
            place: handrail::message::Place::Private,
            language: None,
            country: None,
            body: Body::Text(MessageText::from("I want to kill myself")),
            reach: "1".to_owned(),
            written_at: None,
        };
        let watch = Stopwatch::start();
        let taken = keeper.take(&inbound).await;
        times.push(watch.seconds());
        if let Taken::Reply(reply) = taken {
            assert!(reply.urgent);
            keeper.sent(reply.receipt).await;
        }
    }
    times
}

fn percentile(sorted: &[f64], percent: usize) -> f64 {
    sorted.get(sorted.len() * percent / 100).or(sorted.last()).copied().unwrap_or_default()
}

fn at(instant: &str) -> Result<Timestamp> {
    Ok(instant.parse()?)
}

fn daily(lead: Lead) -> Option<Rule> {
    Some(Rule {
        time: time(9, 0, 0, 0),
        weekdays: Weekdays::EVERY,
        zone: Zone::named("America/New_York")?,
        lead,
        first_day: date(2026, 12, 1),
        last_day: None,
        skip: Vec::new(),
        paused_until: None,
    })
}

struct World {
    store: Store,
    time: Time,
    tasks: Tasks,
    folder: PathBuf,
}

impl World {
    async fn new(name: &str, server: Option<&Postgres>) -> Result<Self> {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{name}-{}", std::process::id()));
        let tasks = Tasks::new();
        let place = server.map_or_else(|| Place::File(folder.join("handrail.db")), Postgres::place);
        let store = Store::open_at(&place, Keys::generate()?, &tasks).await?;
        Ok(Self { store, time: Time::standing_at(at("2026-12-01T05:00:00Z")?), tasks, folder })
    }

    fn file(&self) -> String {
        format!("sqlite://{}", self.folder.join("handrail.db").display())
    }

    async fn people(&self, count: usize, rule: Option<Rule>) -> Result<()> {
        let rule = rule.ok_or("there is no such zone")?;
        let numbers: Vec<usize> = (0..count).collect();
        for batch in numbers.chunks(200) {
            futures::future::try_join_all(batch.iter().map(|number| self.person(*number, &rule))).await?;
        }
        Ok(())
    }

    async fn person(&self, number: usize, rule: &Rule) -> std::result::Result<(), StoreError> {
        let user = number.to_string();
        let now = self.time.seconds();
        let words = ReminderWords {
            label: "Session".to_owned(),
            text: "Session at 9 am.".to_owned(),
            ..ReminderWords::default()
        };
        let reminder = Reminder {
            id: 0,
            kind: Kind::Session,
            rule: rule.clone(),
            status: Status::Active,
            words,
            consent_at: now,
            expires_at: None,
        };
        let person = PersonKey { platform: Platform::Telegram, user: user.clone() };
        let turn = Turn {
            key: &ConversationKey { person, room: String::new() },
            update: &user,
            version: 0,
            person: Some(&Person { user: user.clone(), reach: user.clone(), ..Person::default() }),
            conversation: &Kept::default(),
            expires_at: now + 1800,
            asked: false,
            reply: None,
            changes: &[Change::Reminder(Box::new(reminder))],
            now,
        };
        self.store.commit(&turn).await.map(|_receipt| ())
    }

    async fn end(self) {
        self.tasks.stop();
        self.store.close().await;
        // What is left over is in the build folder.
        let _gone = std::fs::remove_dir_all(&self.folder);
    }
}
