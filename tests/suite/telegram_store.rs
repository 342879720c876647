//! Telegram, end to end against a fake Bot API: with a store, and with a store that fails.

use std::sync::Arc;
use std::time::Duration;

use handrail::channel::telegram::{Limits, Settings};
use handrail::channel::{Delivers as _, Lane};
use handrail::keeper::Keeper;
use handrail::message::{Bubble, ConversationKey, Outbound, PersonKey, Platform};
use handrail::ops::{Tasks, Time};
use handrail::schedule::{Lead, Rule, Weekdays, Zone};
use handrail::store::sqlite::Database;
use handrail::store::{Change, Keys, Kind, Place, Reminder, ReminderWords, Status, Store, StoreError};
use jiff::civil::{date, time};
use sqlx::Connection as _;
use tokio::time::Instant;

use crate::faulty_rows::{Call, Fault as Broken, FaultyRows};
use crate::telegram::{Bot, Fake, Fault, Script, library};

const CRISIS: &str = "I want to kill myself";

/// A bot with a store in memory that a test may break.
struct House {
    bot: Bot,
    store: Store,
    rows: Arc<FaultyRows>,
}

impl House {
    async fn open(settings: Settings) -> Self {
        let rows = FaultyRows::before(Arc::new(Database::in_memory(&Tasks::new()).await.unwrap()));
        let store = Store::over(rows.clone(), Keys::generate().unwrap()).await.unwrap();
        let bot = over(settings, &store).await;
        Self { bot, store, rows }
    }
}

async fn over(settings: Settings, store: &Store) -> Bot {
    let tasks = Tasks::new();
    let keeper = Keeper::new(library(), Some(store.clone()), Time::system(), tasks.clone());
    Bot::answering(settings, keeper, tasks).await.unwrap()
}

fn key(user: &str) -> ConversationKey {
    let person = PersonKey { platform: Platform::Telegram, user: user.to_owned() };
    ConversationKey { person, room: String::new() }
}

/// How long it takes until somebody in danger has the card.
async fn card_after(fake: &Fake, user: i64) -> Duration {
    let began = Instant::now();
    let before = fake.sent_now(user).len();
    fake.says(user, CRISIS);
    let sent = fake.sent(user, before + 1).await;
    assert!(sent[before].text.contains("988"), "{}", sent[before].text);
    began.elapsed()
}

#[tokio::test]
async fn scenario_4_the_card_goes_out_within_a_second_while_the_database_hangs_or_is_gone() {
    for fault in
        [Broken::Hangs, Broken::Fails(StoreError::Away("gone".to_owned())), Broken::Fails(StoreError::DiskFull)]
    {
        let fake = Fake::start().await;
        let house = House::open(fake.settings()).await;
        house.rows.breaks_down(&fault);
        // Others who wait for the database, and the person themselves.
        for user in 5001..5021 {
            fake.says(user, "/menu");
        }
        let mut slowest = Duration::ZERO;
        for user in [6001, 5001, 5007] {
            slowest = slowest.max(card_after(&fake, user).await);
        }
        assert!(slowest < Duration::from_secs(1), "{fault:?}: {slowest:?}");
        // The others are told that nothing is remembered.
        let said = fake.sent(5002, 1).await;
        assert!(said[0].text.contains("cannot look up where we were"), "{fault:?}: {}", said[0].text);
        house.rows.heals();
        assert!(house.bot.stop().await, "{fault:?}");
    }
}

#[tokio::test]
async fn scenario_4_the_card_goes_out_within_a_second_while_the_database_file_is_locked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("handrail.db");
    let store = Store::open_at(&Place::File(file.clone()), Keys::generate().unwrap(), &Tasks::new()).await.unwrap();
    let fake = Fake::start().await;
    let bot = over(fake.settings(), &store).await;
    let mut lock = sqlx::SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut lock).await.unwrap();
    fake.says(5001, "/menu");
    for user in [5002, 5001] {
        let took = card_after(&fake, user).await;
        assert!(took < Duration::from_secs(1), "{took:?}");
    }
    sqlx::query("ROLLBACK").execute(&mut lock).await.unwrap();
    fake.all_confirmed().await;
    fake.says(5003, "/menu");
    assert_eq!(fake.sent(5003, 1).await[0].text, Script::default().says("/menu")[0]);
    assert!(bot.stop().await);
}

#[tokio::test]
async fn scenario_5_the_card_goes_out_within_a_second_while_five_thousand_reminders_do() {
    let fake = Fake::start().await;
    let settings = Settings { limits: Limits::telegram(), ..fake.settings() };
    let house = House::open(settings).await;
    let running = house.bot.running.clone();
    house.bot.tasks.spawn(async move {
        let reminder = Outbound { bubbles: vec![Bubble::Text(Arc::from("Session at five."))], ..Outbound::default() };
        let addresses: Vec<String> = (10_000..15_000).map(|user| user.to_string()).collect();
        let sends = addresses.iter().map(|address| running.deliver(address, &reminder, Lane::Reminder, None));
        futures::future::join_all(sends).await;
    });
    fake.called("sendmessage", 30).await;
    let mut slowest = Duration::ZERO;
    for user in 5001..5011 {
        slowest = slowest.max(card_after(&fake, user).await);
    }
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
    assert!(house.bot.running.waiting(Lane::Reminder) > 4000);
    let began = Instant::now();
    fake.says(5100, "/menu");
    fake.sent(5100, 1).await;
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "who talks now does not wait for them either: {:?}",
        began.elapsed()
    );
    assert!(house.bot.stop().await, "and a stop does not wait for them");
}

#[tokio::test]
async fn scenario_9_an_update_that_comes_again_after_a_restart_is_answered_once() {
    let fake = Fake::start().await;
    let house = House::open(fake.settings()).await;
    let update = serde_json::json!({ "message": { "message_id": 1, "date": handrail::ops::now().as_second(),
        "from": crate::telegram::person(5001), "chat": { "id": 5001, "type": "private" }, "text": "/menu" } });
    let id = fake.update(update.clone());
    fake.sent(5001, 1).await;
    fake.all_confirmed().await;
    let House { bot, store, .. } = house;
    assert!(bot.stop().await);
    fake.again(id, update);
    let bot = over(fake.settings(), &store).await;
    fake.all_confirmed().await;
    assert!(bot.stop().await);
    assert_eq!(fake.sent_now(5001).len(), 1);
}

#[tokio::test]
async fn scenario_16_reminders_end_when_the_bot_is_shut_out_and_do_not_begin_again_by_themselves() {
    let fake = Fake::start().await;
    let house = House::open(fake.settings()).await;
    fake.says(5001, "/menu");
    fake.sent(5001, 1).await;
    fake.all_confirmed().await;
    let now = handrail::ops::now().as_second();
    house.store.change(&key("5001").person, &[Change::Reminder(Box::new(reminder(now)))], now).await.unwrap();
    fake.blocks(5001, true);
    fake.says(5001, "/menu");
    fake.all_confirmed().await;
    let status = || async { house.store.recall(&key("5001"), "look", now).await.unwrap().held.reminders[0].status };
    wait_for(|| async { status().await == Status::Unreachable }).await;
    // They come back: they are answered, and reminded of nothing until they say yes again.
    fake.blocks(5001, false);
    fake.says(5001, "/menu");
    fake.sent(5001, 2).await;
    fake.all_confirmed().await;
    assert_eq!(status().await, Status::Unreachable);
    let (_, due) = house.store.claim_due(Platform::Telegram, now + 400 * 86_400, 10).await.unwrap();
    assert!(due.is_empty(), "nothing is due");
    assert!(house.bot.stop().await);
}

#[tokio::test]
async fn an_answer_that_was_kept_and_not_sent_goes_out_at_the_next_start_and_only_once() {
    let fake = Fake::start().await;
    let House { bot, store, rows } = House::open(fake.settings()).await;
    fake.fault("sendmessage", Some(5001), Fault::TooFast(60));
    fake.says(5001, "/menu");
    fake.faults_met().await;
    fake.all_confirmed().await;
    assert!(bot.stop().await);
    assert!(fake.sent_now(5001).is_empty());
    assert_eq!(rows.count(Call::Confirm), 0);
    for _ in 0..2 {
        let bot = over(fake.settings(), &store).await;
        assert_eq!(fake.sent(5001, 1).await[0].text, Script::default().says("/menu")[0]);
        fake.says(5002, "/menu");
        fake.all_confirmed().await;
        assert!(bot.stop().await);
    }
    assert_eq!(fake.sent_now(5001).len(), 1);
}

/// On working days at six in the evening, in Madrid.
fn reminder(now: i64) -> Reminder {
    let rule = Rule {
        time: time(18, 0, 0, 0),
        weekdays: Weekdays::WORKING,
        zone: Zone::named("Europe/Madrid").unwrap(),
        lead: Lead::MinutesBefore(60),
        first_day: date(2026, 1, 15),
        last_day: None,
        skip: Vec::new(),
        paused_until: None,
    };
    Reminder {
        id: 0,
        kind: Kind::Session,
        rule,
        status: Status::Active,
        words: ReminderWords::default(),
        consent_at: now,
        expires_at: Some(now + 90 * 86_400),
    }
}

async fn wait_for<F: Future<Output = bool>>(reached: impl Fn() -> F) {
    let waiting = async {
        while !reached().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.unwrap();
}
