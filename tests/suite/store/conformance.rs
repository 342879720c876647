//! What both databases do alike: turns, updates, forgetting, upkeep.

use std::sync::Arc;

use handrail::message::{Bubble, ConversationKey, Country, Language, Outbound, PersonKey, Platform};
use handrail::store::{Change, CheckIn, Document, Kept, PendingReply, Person, StoreError, Turn};
use jiff::civil::date;

use super::ground::{Backend, key, on_both, turn};

const NOW: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

fn somebody() -> (Person, Kept) {
    let person = Person {
        user: "4711".to_owned(),
        reach: "chat-4711".to_owned(),
        language: Some(Language::Es),
        country: Country::from_code("MX"),
        zone: Some("America/Mexico_City".to_owned()),
    };
    let kept = Kept { state: vec![1, 2, 3], last_at: Some(NOW), unanswered: 2, ..Kept::default() };
    (person, kept)
}

fn pending(words: &str) -> PendingReply {
    let outbound = Outbound { bubbles: vec![Bubble::Text(Arc::from(words))], ..Outbound::default() };
    PendingReply { reach: "chat-4711".to_owned(), outbound }
}

on_both! {
    async fn a_turn_is_recalled_as_it_was_committed(ground) {
        let (key, of) = (key("4711"), somebody());
        let nothing = ground.store.recall(&key, "u1", NOW).await.unwrap();
        assert!(nothing.conversation.is_none() && nothing.person.is_none() && nothing.version == 0);
        ground.store.commit(&turn(&key, "u1", 0, NOW, &of)).await.unwrap();
        let recalled = ground.store.recall(&key, "u2", NOW + 60).await.unwrap();
        assert_eq!(recalled.person, Some(of.0));
        assert_eq!(recalled.conversation, Some(of.1));
        assert_eq!(recalled.version, 1);
        assert!(!recalled.seen && !recalled.lapsed);
    }

    async fn an_update_is_seen_once_and_its_reply_waits_for_the_platform(ground) {
        let (key, of, reply) = (key("1"), somebody(), pending("hello"));
        let mut first = turn(&key, "u1", 0, NOW, &of);
        first.reply = Some(&reply);
        let receipt = ground.store.commit(&first).await.unwrap();
        let again = ground.store.recall(&key, "u1", NOW).await.unwrap();
        assert!(again.seen);
        assert_eq!(again.reply, Some(reply.clone()));
        let unsent = ground.store.unsent(Platform::Telegram, NOW + 1, 10).await.unwrap();
        assert_eq!(unsent.into_iter().map(|(_, reply)| reply).collect::<Vec<_>>(), [reply]);
        assert!(ground.store.unsent(Platform::Discord, NOW + 1, 10).await.unwrap().is_empty());
        ground.store.confirm(receipt).await.unwrap();
        let again = ground.store.recall(&key, "u1", NOW).await.unwrap();
        assert!(again.seen && again.reply.is_none());
        assert!(ground.store.unsent(Platform::Telegram, NOW + 1, 10).await.unwrap().is_empty());
    }

    async fn the_slower_of_two_instances_is_told_and_changes_nothing(ground) {
        let (key, of) = (key("1"), somebody());
        ground.store.commit(&turn(&key, "u1", 0, NOW, &of)).await.unwrap();
        let slower = ground.store.commit(&turn(&key, "u2", 0, NOW, &of)).await;
        assert!(matches!(slower, Err(StoreError::Conflict)), "{slower:?}");
        ground.store.commit(&turn(&key, "u3", 1, NOW, &of)).await.unwrap();
        let slower = ground.store.commit(&turn(&key, "u4", 1, NOW, &of)).await;
        assert!(matches!(slower, Err(StoreError::Conflict)), "{slower:?}");
        let same_update = ground.store.commit(&turn(&key, "u3", 2, NOW, &of)).await;
        assert!(matches!(same_update, Err(StoreError::Conflict)), "{same_update:?}");
        assert_eq!(ground.store.recall(&key, "u9", NOW).await.unwrap().version, 2);
        assert!(!ground.store.recall(&key, "u4", NOW).await.unwrap().seen);
    }

    async fn a_turn_that_leaves_the_person_alone_meets_its_conflicts_before_it_changes_anything(ground) {
        let (here, of) = (key("1"), somebody());
        ground.store.commit(&turn(&here, "u1", 0, NOW, &of)).await.unwrap();
        let other = key("2");
        ground.store.commit(&turn(&other, "v1", 0, NOW, &of)).await.unwrap();
        let stranger = key("3");
        let lean = |key, update, version| Turn { person: None, ..turn(key, update, version, NOW, &of) };
        let (slower, twice, unknown, fine) =
            (lean(&here, "u2", 7), lean(&here, "u1", 1), lean(&stranger, "w1", 0), lean(&other, "v2", 1));
        // All at once, so that on SQLite they share a transaction.
        let store = &ground.store;
        let (slower, twice, unknown, fine) =
            tokio::join!(store.commit(&slower), store.commit(&twice), store.commit(&unknown), store.commit(&fine));
        for refused in [slower, twice, unknown] {
            assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
        }
        fine.unwrap();
        assert!(!store.recall(&here, "u2", NOW).await.unwrap().seen);
        assert_eq!(store.recall(&here, "u9", NOW).await.unwrap().version, 1);
        assert_eq!(store.recall(&other, "v9", NOW).await.unwrap().version, 2);
        assert!(store.recall(&stranger, "w1", NOW).await.unwrap().person.is_none());
    }

    async fn a_person_is_written_again_when_something_is_new_or_the_day_is(ground) {
        let (key, of) = (key("1"), somebody());
        ground.store.commit(&turn(&key, "u1", 0, NOW, &of)).await.unwrap();
        let recalled = ground.store.recall(&key, "u2", NOW).await.unwrap();
        assert!(!recalled.is_news(&of.0, NOW + 60));
        assert!(recalled.is_news(&of.0, NOW + DAY), "the first turn of a day");
        assert!(recalled.is_news(&Person { language: Some(Language::En), ..of.0.clone() }, NOW + 60));
        ground.store.unreachable(&key.person, NOW).await.unwrap();
        let recalled = ground.store.recall(&key, "u2", NOW).await.unwrap();
        assert!(recalled.is_news(&of.0, NOW + 60), "they write, so they can be reached again");
    }

    async fn people_are_let_go_who_have_not_written_for_long_and_of_whom_nothing_is_held(ground) {
        let web = |user: &str| ConversationKey {
            person: PersonKey { platform: Platform::Web, user: user.to_owned() },
            room: String::new(),
        };
        let endless = handrail::store::Reminder { expires_at: None, ..crate::store::privacy::reminder("Session") };
        let (of, reminded) = (somebody(), [Change::Reminder(Box::new(endless))]);
        let (browser, chat, waits) = (web("1"), key("2"), key("3"));
        ground.store.commit(&turn(&browser, "u1", 0, NOW, &of)).await.unwrap();
        ground.store.commit(&turn(&chat, "u2", 0, NOW, &of)).await.unwrap();
        ground.store.commit(&Turn { changes: &reminded, ..turn(&waits, "u3", 0, NOW, &of) }).await.unwrap();
        let mut gone = Vec::new();
        for day in 1..=370 {
            let people = ground.store.sweep(NOW + day * DAY, 100).await.unwrap().people;
            gone.extend(std::iter::repeat_n(day, people as usize));
        }
        assert_eq!(gone, [2, 365]);
        let known = |key: ConversationKey| {
            let store = ground.store.clone();
            async move { store.recall(&key, "look", NOW).await.unwrap().person.is_some() }
        };
        assert!(!known(browser).await && !known(chat).await && known(waits).await);
    }

    async fn daily_totals_are_kept_for_400_days(ground) {
        for day in ["2025-12-11", "2025-12-12", "2027-01-15"] {
            ground.store.add_totals(day, vec![("turn.web".to_owned(), 1), ("offered".to_owned(), 1)]).await.unwrap();
        }
        // 2027-01-15 at 8 in UTC; 400 days before is 2025-12-11.
        assert_eq!(ground.store.sweep(NOW, 100).await.unwrap().totals, 0);
        assert_eq!(ground.store.sweep(NOW + DAY, 1).await.unwrap().totals, 1, "in batches");
        assert_eq!(ground.store.sweep(NOW + DAY, 1).await.unwrap().totals, 1);
        let left = ground.store.totals("0000-01-01", "9999-12-31").await.unwrap();
        assert_eq!(left.iter().map(|(day, _, _)| day.as_str()).collect::<Vec<_>>(), ["2025-12-12", "2025-12-12", "2027-01-15", "2027-01-15"]);
    }

    async fn many_turns_at_once_are_all_kept(ground) {
        let of = somebody();
        let turns = (0..200).map(|number| {
            let (store, of) = (ground.store.clone(), of.clone());
            async move {
                let key = key(&format!("p{number}"));
                store.commit(&turn(&key, &format!("u{number}"), 0, NOW, &of)).await.unwrap();
            }
        });
        futures::future::join_all(turns).await;
        for number in 0..200 {
            let recalled = ground.store.recall(&key(&format!("p{number}")), "later", NOW).await.unwrap();
            assert_eq!(recalled.version, 1);
        }
    }

    async fn of_many_turns_and_two_of_each_conversation_at_once_one_of_each_goes_on(ground) {
        let (of, reply) = (somebody(), pending("hello"));
        let keys: Vec<_> = (0..90).map(|number| key(&format!("p{number}"))).collect();
        for (number, key) in keys.iter().enumerate() {
            ground.store.commit(&turn(key, &format!("u{number}"), 0, NOW, &of)).await.unwrap();
        }
        let turns = (0..180).map(|number| {
            let (store, of, reply, key) = (&ground.store, &of, &reply, &keys[number % 90]);
            async move {
                let update = format!("v{number}");
                let next = turn(key, &update, 1, NOW, of);
                let receipt = store.commit(&Turn { person: None, reply: Some(reply), ..next }).await?;
                store.confirm(receipt).await
            }
        });
        let done = futures::future::join_all(turns).await;
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 90);
        assert!(done.iter().all(|done| matches!(done, Ok(()) | Err(StoreError::Conflict))), "{done:?}");
        for (number, key) in keys.iter().enumerate() {
            let seen = async |update: usize| ground.store.recall(key, &format!("v{update}"), NOW).await.unwrap();
            let (first, second) = (seen(number).await, seen(number + 90).await);
            assert!(first.version == 2 && first.seen != second.seen && first.reply.is_none());
        }
        assert!(ground.store.unsent(Platform::Telegram, NOW + 1, 10).await.unwrap().is_empty());
    }

    async fn answers_are_let_go_at_their_time_and_the_rest_a_day_later(ground) {
        let (key, of) = (key("1"), somebody());
        ground.store.commit(&turn(&key, "u1", 0, NOW, &of)).await.unwrap();
        let late = ground.store.recall(&key, "u2", NOW + 1800).await.unwrap();
        assert!(late.conversation.is_none() && late.lapsed && late.person.is_some());
        assert_eq!(late.version, 1, "the next turn goes on from it");
        let swept = ground.store.sweep(NOW + 1800, 100).await.unwrap();
        assert_eq!((swept.emptied, swept.conversations), (1, 0));
        assert!(ground.store.recall(&key, "u2", NOW + 1800).await.unwrap().lapsed);
        let swept = ground.store.sweep(NOW + 1800 + DAY, 100).await.unwrap();
        assert_eq!((swept.emptied, swept.conversations, swept.replies), (0, 1, 0));
        assert!(!ground.store.recall(&key, "u2", NOW + 1800 + DAY).await.unwrap().lapsed);
        assert_eq!(ground.store.sweep(NOW + 8 * DAY, 100).await.unwrap().seen, 1);
        assert_eq!(ground.store.sweep(NOW + 8 * DAY, 100).await.unwrap().all(), 0);
    }

    async fn sweeping_goes_in_small_batches(ground) {
        let of = somebody();
        for number in 0..5 {
            ground.store.commit(&turn(&key(&number.to_string()), &format!("u{number}"), 0, NOW, &of)).await.unwrap();
        }
        let late = NOW + 3 * DAY;
        assert_eq!(ground.store.sweep(late, 2).await.unwrap().conversations, 2);
        assert_eq!(ground.store.sweep(late, 2).await.unwrap().conversations, 2);
        assert_eq!(ground.store.sweep(late, 2).await.unwrap().conversations, 1);
    }

    async fn saved_pages_and_check_ins_are_kept_until_their_day(ground) {
        let (key, of) = (key("1"), somebody());
        let page = Document { title: "My first visit".to_owned(), text: "Bring: ID".to_owned() };
        let number = CheckIn { day: date(2026, 11, 26), number: 4 };
        let changes = [
            Change::Document { held: page.clone(), expires_at: NOW + 30 * DAY },
            Change::CheckIn { held: number.clone(), expires_at: NOW + 40 * DAY },
        ];
        let mut first = turn(&key, "u1", 0, NOW, &of);
        first.changes = &changes;
        ground.store.commit(&first).await.unwrap();
        let held = ground.store.recall(&key, "u2", NOW).await.unwrap().held;
        assert_eq!(held.documents[0].held, page);
        assert_eq!(held.check_ins[0].held, number);
        assert!(ground.store.recall(&key, "u2", NOW + 30 * DAY).await.unwrap().held.documents.is_empty());
        let swept = ground.store.sweep(NOW + 30 * DAY, 100).await.unwrap();
        assert_eq!((swept.documents, swept.check_ins), (1, 0));
        ground.store.change(&key.person, &[Change::DeleteCheckIns], NOW).await.unwrap();
        assert!(ground.store.recall(&key, "u2", NOW).await.unwrap().held.check_ins.is_empty());
    }

    async fn one_holder_has_a_lease_until_it_ends(ground) {
        let store = &ground.store;
        assert!(store.take_lease("telegram", "a", NOW, 30).await.unwrap());
        assert!(!store.take_lease("telegram", "b", NOW + 29, 30).await.unwrap());
        assert!(store.take_lease("telegram", "a", NOW + 29, 30).await.unwrap(), "the holder keeps it");
        assert!(!store.take_lease("telegram", "b", NOW + 58, 30).await.unwrap());
        assert!(store.take_lease("telegram", "b", NOW + 59, 30).await.unwrap());
        store.release_lease("telegram", "a").await.unwrap();
        assert!(!store.take_lease("telegram", "a", NOW + 60, 30).await.unwrap(), "only its holder lets it go");
        store.release_lease("telegram", "b").await.unwrap();
        assert!(store.take_lease("telegram", "a", NOW + 60, 30).await.unwrap());
    }

    async fn totals_add_up_by_day(ground) {
        let store = &ground.store;
        store.add_totals("2026-11-25", vec![("turn.telegram".to_owned(), 2)]).await.unwrap();
        store.add_totals("2026-11-26", vec![("turn.telegram".to_owned(), 3), ("began.fit".to_owned(), 1)]).await.unwrap();
        store.add_totals("2026-11-26", vec![("turn.telegram".to_owned(), 4)]).await.unwrap();
        let totals = store.totals("2026-11-26", "2026-11-26").await.unwrap();
        let day = "2026-11-26".to_owned();
        assert_eq!(totals, [(day.clone(), "began.fit".to_owned(), 1), (day, "turn.telegram".to_owned(), 7)]);
    }

    async fn a_community_is_kept_until_it_is_forgotten(ground) {
        let store = &ground.store;
        assert_eq!(store.community::<String>(Platform::Discord, "77").await.unwrap(), None);
        store.put_community(Platform::Discord, "77", Some(&"español".to_owned())).await.unwrap();
        store.put_community(Platform::Discord, "77", Some(&"english".to_owned())).await.unwrap();
        assert_eq!(store.community(Platform::Discord, "77").await.unwrap(), Some("english".to_owned()));
        store.put_community::<String>(Platform::Discord, "77", None).await.unwrap();
        assert_eq!(store.community::<String>(Platform::Discord, "77").await.unwrap(), None);
    }

    async fn a_damaged_conversation_begins_anew_and_is_kept_again(ground) {
        let (key, of) = (key("1"), somebody());
        ground.store.commit(&turn(&key, "u1", 0, NOW, &of)).await.unwrap();
        let damage = match ground.backend {
            Backend::Sqlite => "UPDATE conversation SET sealed = X'0102030405'",
            Backend::Postgres => "UPDATE conversation SET sealed = '\\x0102030405'",
        };
        ground.meddle(damage).await;
        let recalled = ground.store.recall(&key, "u2", NOW).await.unwrap();
        assert!(recalled.conversation.is_none() && recalled.version == 1);
        ground.store.commit(&turn(&key, "u2", 1, NOW, &of)).await.unwrap();
        assert!(ground.store.recall(&key, "u3", NOW).await.unwrap().conversation.is_some());
    }
}
