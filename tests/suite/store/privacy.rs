//! Nothing of a person stands in the open, and nothing of a forgotten person stands at all.

use std::sync::Arc;

use handrail::message::{Bubble, Country, Language, Outbound, Platform};
use handrail::schedule::{Lead, Rule, Weekdays, Zone};
use handrail::store::{
    Change, CheckIn, Document, Kept, Kind, PendingReply, Person, Reminder, ReminderWords, Status, Turn,
};
use jiff::civil::{date, time};

use super::ground::{Backend, Ground, TABLES, key, on_both, turn};

const NOW: i64 = 1_800_000_000;
/// A word that stands in everything of this person.
const MARK: &str = "qzxmarker";

pub fn reminder(text: &str) -> Reminder {
    Reminder {
        id: 0,
        kind: Kind::Session,
        rule: Rule {
            time: time(18, 0, 0, 0),
            weekdays: Weekdays::WORKING,
            zone: Zone::named("Europe/Madrid").unwrap(),
            lead: Lead::MinutesBefore(60),
            first_day: date(2027, 1, 15),
            last_day: Some(date(2027, 3, 1)),
            skip: vec![date(2027, 1, 20)],
            paused_until: None,
        },
        status: Status::Active,
        words: ReminderWords {
            label: text.to_owned(),
            text: text.to_owned(),
            consent: text.to_owned(),
            language: Language::En,
        },
        consent_at: NOW,
        expires_at: Some(NOW + 90 * 86_400),
    }
}

async fn full_life(ground: &Ground, user: &str) {
    let key = key(user);
    let person = Person {
        user: user.to_owned(),
        reach: format!("chat-{MARK}"),
        language: Some(Language::En),
        country: Country::from_code("US"),
        zone: Some("America/Chicago".to_owned()),
    };
    let of = (person, Kept { state: MARK.as_bytes().to_vec(), ..Kept::default() });
    let outbound = Outbound { bubbles: vec![Bubble::Text(Arc::from(MARK))], ..Outbound::default() };
    let reply = PendingReply { reach: MARK.to_owned(), outbound };
    let page = Document { title: MARK.to_owned(), text: MARK.to_owned() };
    let changes = [
        Change::Reminder(Box::new(reminder(MARK))),
        Change::Document { held: page, expires_at: NOW + 86_400 },
        Change::CheckIn { held: CheckIn { day: date(2026, 11, 26), number: 1 }, expires_at: NOW + 86_400 },
    ];
    let whole = Turn { reply: Some(&reply), changes: &changes, ..turn(&key, MARK, 0, NOW, &of) };
    ground.store.commit(&whole).await.unwrap();
    let held = ground.store.recall(&key, "other", NOW).await.unwrap().held;
    let planned = &held.reminders[0];
    ground.store.plan(planned, NOW, NOW + 20 * 86_400, "2026a", false).await.unwrap();
    let once = [Change::Once { reminder: planned.id, at: NOW, until: NOW + 60 }];
    ground.store.change(&key.person, &once, NOW).await.unwrap();
    ground.store.put_community(Platform::Discord, MARK, Some(&MARK.to_owned())).await.unwrap();
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

on_both! {
    async fn nothing_of_a_person_stands_in_the_open(ground) {
        full_life(&ground, MARK).await;
        for (table, row) in ground.everything().await {
            assert!(!holds(&row, MARK.as_bytes()), "{table} holds what a person said or is called");
        }
    }

    async fn nothing_is_left_of_a_person_who_is_forgotten(ground) {
        full_life(&ground, MARK).await;
        let filled: Vec<String> = ground.everything().await.into_iter().map(|(table, _)| table).collect();
        let of_people = &TABLES[..8];
        for table in of_people {
            assert!(filled.iter().any(|other| other == table), "{table} should have something to forget");
        }
        ground.store.forget(&key(MARK).person).await.unwrap();
        let left = ground.everything().await;
        assert!(left.iter().all(|(table, _)| !of_people.contains(&table.as_str())), "something is left");
        let again = ground.store.recall(&key(MARK), MARK, NOW).await.unwrap();
        assert!(again.person.is_none() && !again.seen && again.held == handrail::store::Held::default());
    }

    async fn forgetting_one_leaves_the_others(ground) {
        full_life(&ground, MARK).await;
        let of = (Person { user: "2".to_owned(), ..Person::default() }, Kept::default());
        ground.store.commit(&turn(&key("2"), "u2", 0, NOW, &of)).await.unwrap();
        ground.store.forget(&key(MARK).person).await.unwrap();
        assert!(ground.store.recall(&key("2"), "u3", NOW).await.unwrap().conversation.is_some());
    }
}

#[test]
fn what_is_forgotten_is_not_left_in_the_file_either() {
    super::ground::on(Backend::Sqlite, async |ground| {
        // Sealed bytes cannot be searched for; the hash by which the person is found can.
        full_life(&ground, MARK).await;
        let hash = ground.everything().await.into_iter().find(|(table, _)| table == "person").unwrap().1[..16].to_vec();
        ground.store.forget(&key(MARK).person).await.unwrap();
        let file = ground.file().to_owned();
        ground.store.close().await;
        assert!(!file.with_extension("db-wal").exists(), "the log is emptied into the file at the end");
        let bytes = std::fs::read(&file).unwrap();
        assert!(bytes.len() > 8192 && !holds(&bytes, &hash), "the file still holds the row");
    });
}
