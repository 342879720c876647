//! Telegram, end to end against a fake Bot API: reminders, with a clock that is moved by hand.

use std::sync::Arc;

use handrail::channel::Delivers;
use handrail::channel::telegram::{Running, start};
use handrail::keeper::Keeper;
use handrail::message::{PersonKey, Platform};
use handrail::ops::{Tasks, Time};
use handrail::reminder::{Options, Planner, Sender};
use handrail::schedule::{Lead, Rule, Weekdays, Zone};
use handrail::store::{Change, Keys, Kind, Place, Reminder, ReminderWords, Status, Store};
use jiff::civil::{date, time};
use jiff::{SignedDuration, Timestamp};

use crate::telegram::{Fake, library};

/// A bot, its store, and its reminders at a time of the test's own.
struct House {
    fake: Fake,
    running: Running,
    store: Store,
    time: Time,
    tasks: Tasks,
}

impl House {
    async fn open(now: &str) -> Self {
        let fake = Fake::start().await;
        let (time, tasks) = (Time::standing_at(now.parse().unwrap()), Tasks::new());
        let store = Store::open_at(&Place::Memory, Keys::generate().unwrap(), &Tasks::new()).await.unwrap();
        let keeper = Keeper::new(library(), Some(store.clone()), time.clone(), tasks.clone());
        let running = start(fake.settings(), keeper, time.clone(), tasks.clone()).await.unwrap();
        Self { fake, running, store, time, tasks }
    }

    fn sender(&self, per_second: u32) -> Arc<Sender> {
        let delivers: Arc<dyn Delivers> = Arc::new(self.running.clone());
        let options = Options { per_second, ..Options::default() };
        let (store, time) = (self.store.clone(), self.time.clone());
        Arc::new(Sender::new(Platform::Telegram, store, delivers, options, time, self.tasks.clone()))
    }

    /// Somebody says hello, so that they can be written to, and has this reminder.
    async fn reminds(&self, user: i64) {
        self.fake.says(user, "/menu");
        self.fake.sent(user, 1).await;
        self.fake.all_confirmed().await;
        let change = Change::Reminder(Box::new(reminder(self.time.seconds())));
        self.store.change(&person(user), &[change], self.time.seconds()).await.unwrap();
    }

    /// The clock shows this, and what is due is done.
    async fn at(&self, instant: &str, sender: &Arc<Sender>) {
        let then: Timestamp = instant.parse().unwrap();
        self.time.advance(then.duration_since(self.time.now()));
        Planner::new(self.store.clone(), self.time.clone()).round(true).await.unwrap();
        while sender.look().await.is_zero() {}
        sender.settled().await;
    }

    fn reminded(&self, user: i64) -> usize {
        self.fake.sent_now(user).iter().filter(|sent| sent.text.contains("Group session")).count()
    }
}

fn person(user: i64) -> PersonKey {
    PersonKey { platform: Platform::Telegram, user: user.to_string() }
}

/// Every day at six in the evening in Madrid, an hour before.
fn reminder(now: i64) -> Reminder {
    let rule = Rule {
        time: time(18, 0, 0, 0),
        weekdays: Weekdays::EVERY,
        zone: Zone::named("Europe/Madrid").unwrap(),
        lead: Lead::MinutesBefore(60),
        first_day: date(2027, 3, 27),
        last_day: None,
        skip: Vec::new(),
        paused_until: None,
    };
    let words = ReminderWords {
        label: "Group session".to_owned(),
        text: "Group session".to_owned(),
        ..ReminderWords::default()
    };
    Reminder { id: 0, kind: Kind::Session, rule, status: Status::Active, words, consent_at: now, expires_at: None }
}

#[tokio::test]
async fn scenario_25_a_reminder_keeps_its_hour_when_the_clocks_change() {
    let house = House::open("2027-03-27T10:00:00Z").await;
    house.reminds(5001).await;
    let sender = house.sender(0);
    house.at("2027-03-27T15:57:00Z", &sender).await;
    assert_eq!(house.reminded(5001), 0);
    house.at("2027-03-27T16:00:30Z", &sender).await;
    assert_eq!(house.reminded(5001), 1, "five in the afternoon, in winter time");
    house.at("2027-03-28T14:57:00Z", &sender).await;
    assert_eq!(house.reminded(5001), 1);
    house.at("2027-03-28T15:00:30Z", &sender).await;
    assert_eq!(house.reminded(5001), 2, "five in the afternoon, in summer time");
    house.at("2027-03-28T16:00:30Z", &sender).await;
    assert_eq!(house.reminded(5001), 2);
    house.tasks.stop();
}

#[tokio::test]
async fn scenario_25_who_deletes_their_data_or_blocks_the_bot_while_theirs_is_queued_is_not_reminded() {
    let house = House::open("2027-03-27T10:00:00Z").await;
    for user in 5001..5005 {
        house.reminds(user).await;
    }
    Planner::new(house.store.clone(), house.time.clone()).round(true).await.unwrap();
    house.time.advance(SignedDuration::from_hours(6));
    // One a second: the others are claimed and wait for their place.
    let sender = house.sender(1);
    sender.look().await;
    house.fake.sent_somewhere("Group session").await;
    let waiting: Vec<i64> = (5001..5005).filter(|user| house.reminded(*user) == 0).collect();
    let [deletes, blocks, waits] = waiting[..] else { panic!("{waiting:?}") };
    for words in ["delete my data", "yes"] {
        let before = house.fake.sent_now(deletes).len();
        house.fake.says(deletes, words);
        house.fake.sent(deletes, before + 1).await;
    }
    house.fake.blocks(blocks, true);
    house.fake.says(blocks, "/menu");
    house.fake.all_confirmed().await;
    house.time.advance(SignedDuration::from_secs(10));
    sender.settled().await;
    assert_eq!((house.reminded(deletes), house.reminded(blocks), house.reminded(waits)), (0, 0, 1));
    house.tasks.stop();
}
