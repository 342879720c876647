//! What tests of reminders share: a store in memory or in a file, a clock that is moved by hand, a platform that answers
//! as it is told, and people with reminders.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use handrail::channel::{Delivered, Delivers, Lane};
use handrail::message::{ConversationKey, Language, Outbound, PersonKey, Platform};
use handrail::ops::{Tasks, Time};
use handrail::reminder::{Options, Planner, Sender};
use handrail::schedule::{Lead, Rule, Weekdays, Zone};
use handrail::store::{Change, Kept, Keys, Kind, Person, Place, Reminder, ReminderWords, Status, Store, Turn};
use jiff::civil::{date, time};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

pub fn at(instant: &str) -> Timestamp {
    instant.parse().unwrap()
}

/// A folder that is gone with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("reminders-{}-{number}", std::process::id());
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn file(&self) -> PathBuf {
        self.0.join("handrail.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left over is in the build folder.
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

/// What the platform does with a call.
#[derive(Clone, Copy, Debug)]
pub enum Does {
    Says(Delivered),
    Breaks,
    /// Never answers.
    Hangs,
}

/// A call that the platform got.
#[derive(Clone, Debug)]
pub struct Call {
    pub reach: String,
    pub text: String,
    pub buttons: Vec<(String, String)>,
    pub nonce: Option<String>,
    pub lane: Lane,
    pub at: Timestamp,
    pub passed: Duration,
}

/// A platform that answers as it is told.
pub struct Fake {
    time: Time,
    /// For the next calls, in order; then `otherwise`.
    pub script: Mutex<VecDeque<Does>>,
    /// For one address, always.
    pub always: Mutex<Option<(String, Does)>>,
    calls: watch::Sender<Vec<Call>>,
}

impl Fake {
    pub fn new(time: &Time) -> Arc<Self> {
        let calls = watch::channel(Vec::new()).0;
        Arc::new(Self { time: time.clone(), script: Mutex::default(), always: Mutex::default(), calls })
    }

    pub fn says(&self, answers: impl IntoIterator<Item = Delivered>) {
        self.script.lock().unwrap().extend(answers.into_iter().map(Does::Says));
    }

    pub fn does(&self, what: impl IntoIterator<Item = Does>) {
        self.script.lock().unwrap().extend(what);
    }

    pub fn calls(&self) -> Vec<Call> {
        self.calls.borrow().clone()
    }

    pub fn count(&self) -> usize {
        self.calls.borrow().len()
    }

    /// Waits for so many calls.
    pub async fn until(&self, count: usize) {
        let mut calls = self.calls.subscribe();
        let waited = tokio::time::timeout(Duration::from_secs(60), calls.wait_for(|calls| calls.len() >= count)).await;
        assert!(waited.is_ok(), "{} of {count} calls came", self.count());
    }
}

#[async_trait]
impl Delivers for Fake {
    async fn deliver(&self, reach: &str, outbound: &Outbound, lane: Lane, nonce: Option<&str>) -> Delivered {
        let call = Call {
            reach: reach.to_owned(),
            text: outbound.bubbles.iter().map(handrail::message::Bubble::words).collect::<Vec<_>>().join(" / "),
            buttons: outbound.choices.iter().map(|it| (it.label.to_string(), it.payload.to_string())).collect(),
            nonce: nonce.map(str::to_owned),
            lane,
            at: self.time.now(),
            passed: self.time.passed(),
        };
        self.calls.send_modify(|calls| calls.push(call));
        let always = self.always.lock().unwrap().clone().filter(|(address, _)| address == reach);
        let does = always.map(|(_, does)| does).or_else(|| self.script.lock().unwrap().pop_front());
        match does.unwrap_or(Does::Says(Delivered::Sent)) {
            Does::Says(answer) => answer,
            Does::Breaks => panic!("the platform's code breaks, as this test wants"),
            Does::Hangs => std::future::pending().await,
        }
    }
}

/// Everything together.
pub struct World {
    pub store: Store,
    pub time: Time,
    pub tasks: Tasks,
    pub fake: Arc<Fake>,
    pub planner: Planner,
    pub sender: Arc<Sender>,
    pub platform: Platform,
    /// Kept for what lies in it.
    pub folder: Option<Folder>,
}

/// The same test with a store in memory and one in a file.
pub async fn worlds(now: &str) -> [World; 2] {
    worlds_on(Platform::Telegram, now).await
}

pub async fn worlds_on(platform: Platform, now: &str) -> [World; 2] {
    let time = Time::standing_at(at(now));
    let memory = World::new(platform, &Place::Memory, time, Keys::generate().unwrap(), None).await;
    let time = Time::standing_at(at(now));
    let folder = Folder::new();
    let place = Place::File(folder.file());
    let file = World::new(platform, &place, time, Keys::generate().unwrap(), Some(folder)).await;
    [memory, file]
}

impl World {
    pub async fn new(platform: Platform, place: &Place, time: Time, keys: Keys, folder: Option<Folder>) -> Self {
        let tasks = Tasks::new();
        let store = Store::open_at(place, keys, &tasks).await.unwrap();
        let fake = Fake::new(&time);
        let planner = Planner::new(store.clone(), time.clone());
        let mut world = Self {
            sender: Arc::new(sender(platform, &store, &fake, &time, &tasks, options())),
            store,
            time,
            tasks,
            fake,
            planner,
            platform,
            folder,
        };
        world.sender = world.another_sender(options());
        world
    }

    /// Another instance on the same store and the same platform.
    pub fn another_sender(&self, options: Options) -> Arc<Sender> {
        Arc::new(sender(self.platform, &self.store, &self.fake, &self.time, &self.tasks, options))
    }

    pub fn key(&self, user: &str) -> PersonKey {
        PersonKey { platform: self.platform, user: user.to_owned() }
    }

    /// A person who wrote in private and set this up, and the number of their reminder.
    pub async fn reminder(&self, user: &str, rule: Rule) -> i64 {
        self.reminder_of_kind(user, rule, Kind::Session).await
    }

    pub async fn reminder_of_kind(&self, user: &str, rule: Rule, kind: Kind) -> i64 {
        let known: Vec<i64> = self.reminders(user).await.iter().map(|reminder| reminder.id).collect();
        let reminder = Reminder {
            id: 0,
            kind,
            expires_at: None,
            rule,
            status: Status::Active,
            words: ReminderWords {
                label: "Session".to_owned(),
                text: if kind == Kind::Session { "Session at 9 am.".to_owned() } else { String::new() },
                consent: "yes".to_owned(),
                language: Language::En,
            },
            consent_at: self.time.seconds(),
        };
        self.change(user, Change::Reminder(Box::new(reminder))).await;
        let reminders = self.reminders(user).await;
        reminders.iter().find(|reminder| !known.contains(&reminder.id)).unwrap().id
    }

    /// A message of theirs with this change.
    pub async fn change(&self, user: &str, change: Change) {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let key = ConversationKey { person: self.key(user), room: String::new() };
        let now = self.time.seconds();
        let update = NUMBER.fetch_add(1, Ordering::Relaxed).to_string();
        let recalled = self.store.recall(&key, &update, now).await.unwrap();
        let zone = recalled.person.and_then(|person| person.zone);
        let person = Person { user: user.to_owned(), reach: format!("chat-{user}"), zone, ..Person::default() };
        let turn = Turn {
            key: &key,
            update: &update,
            version: recalled.version,
            person: Some(&person),
            conversation: &Kept::default(),
            expires_at: now + 1800,
            asked: false,
            reply: None,
            changes: &[change],
            now,
        };
        self.store.commit(&turn).await.unwrap();
    }

    pub async fn reminders(&self, user: &str) -> Vec<Reminder> {
        let key = ConversationKey { person: self.key(user), room: String::new() };
        self.store.recall(&key, "", self.time.seconds()).await.unwrap().held.reminders
    }

    /// One round of the planner, then what is due now.
    pub async fn go(&self) {
        self.planner.round(true).await.unwrap();
        while self.sender.look().await.is_zero() {}
        self.sender.settled().await;
    }

    /// Lets time pass, doing what is due in steps of a minute.
    pub async fn pass(&self, minutes: u32) {
        for _ in 0..minutes {
            self.time.advance(SignedDuration::from_mins(1));
            self.go().await;
        }
    }

    /// Lets time pass in bigger steps.
    pub async fn pass_in_steps(&self, steps: u32, step: SignedDuration) {
        for _ in 0..steps {
            self.time.advance(step);
            self.go().await;
        }
    }

    /// How often reminders ended so, on all days: `sent`, `skipped`, `unknown`, `dead`, `late`, `missed`.
    pub async fn ended(&self, how: &str) -> i64 {
        self.go().await;
        let totals = self.store.totals("0000-01-01", "9999-12-31").await.unwrap();
        let name = format!("reminder.{how}.");
        totals.iter().filter(|(_, total, _)| total.starts_with(&name)).map(|(_, _, amount)| amount).sum()
    }

    pub fn texts(&self) -> Vec<String> {
        self.fake.calls().into_iter().map(|call| call.text).collect()
    }
}

/// As fast as it goes.
pub fn options() -> Options {
    Options { per_second: 0, ..Options::default() }
}

fn sender(platform: Platform, store: &Store, fake: &Arc<Fake>, time: &Time, tasks: &Tasks, options: Options) -> Sender {
    let delivers: Arc<dyn Delivers> = Arc::clone(fake) as Arc<dyn Delivers>;
    Sender::new(platform, store.clone(), delivers, options, time.clone(), tasks.clone())
}

/// Every day at 9 in New York, reminded of an hour before, from the first of December 2026 on.
pub fn daily() -> Rule {
    Rule {
        time: time(9, 0, 0, 0),
        weekdays: Weekdays::EVERY,
        zone: Zone::named("America/New_York").unwrap(),
        lead: Lead::MinutesBefore(60),
        first_day: date(2026, 12, 1),
        last_day: None,
        skip: Vec::new(),
        paused_until: None,
    }
}
