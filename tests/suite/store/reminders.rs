//! Deliveries on both databases: planned once, claimed by one, never lost between claim and send.

use handrail::message::Platform;
use handrail::store::{Change, Ended, Kept, Person, Reminder, Status};
use jiff::Timestamp;

use super::ground::{Backend, Ground, key, on_both, turn};
use super::privacy::reminder;

/// 2027-01-15 00:00 UTC: the day on which the reminder's first session is.
const NOW: i64 = 1_799_971_200;
const DAY: i64 = 86_400;

/// Keeps a reminder for this person and gives it back with its id.
async fn remind(ground: &Ground, user: &str) -> Reminder {
    let key = key(user);
    let of = (Person { user: user.to_owned(), reach: user.to_owned(), ..Person::default() }, Kept::default());
    let changes = [Change::Reminder(Box::new(reminder("Session")))];
    let mut first = turn(&key, user, 0, NOW, &of);
    first.changes = &changes;
    ground.store.commit(&first).await.unwrap();
    kept(ground, user).await
}

async fn kept(ground: &Ground, user: &str) -> Reminder {
    ground.store.recall(&key(user), "look", NOW).await.unwrap().held.reminders[0].clone()
}

async fn change(ground: &Ground, user: &str, changed: Reminder) {
    ground.store.change(&key(user).person, &[Change::Reminder(Box::new(changed))], NOW).await.unwrap();
}

fn at(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_second()
}

on_both! {
    async fn a_single_reminder_belongs_to_the_one_that_is_new_in_the_same_turn(ground) {
        let person = key("1").person;
        let changes = [
            Change::Reminder(Box::new(reminder("Session"))),
            Change::Once { reminder: 0, at: NOW + 60, until: NOW + 600 },
        ];
        remind(&ground, "1").await;
        ground.store.change(&person, &changes, NOW).await.unwrap();
        let (_, claimed) = ground.store.claim_due(Platform::Telegram, NOW + 60, 10).await.unwrap();
        let single: Vec<_> = claimed.iter().filter(|delivery| delivery.occurs_at == NOW + 60).collect();
        assert_eq!(single.len(), 1);
        assert_ne!(single[0].reminder.id, 0);
    }

    async fn the_fullest_minute_is_found_where_it_is_too_full(ground) {
        for user in ["1", "2", "3"] {
            let kept = remind(&ground, user).await;
            ground.store.plan(&kept, NOW, NOW + 2 * DAY, "laws", false).await.unwrap();
        }
        let fullest = ground.store.fullest_slot(2).await.unwrap().expect("three are due at once");
        assert_eq!((fullest.0.as_str(), fullest.2), ("telegram", 3));
        assert_eq!(ground.store.fullest_slot(3).await.unwrap(), None);
    }

    async fn a_reminder_is_kept_as_it_was_set_up(ground) {
        let set_up = reminder("Session");
        let kept = remind(&ground, "1").await;
        assert!(kept.id > 0);
        assert_eq!(kept, Reminder { id: kept.id, ..set_up });
    }

    async fn an_occurrence_is_planned_once_however_often_it_is_planned(ground) {
        let kept = remind(&ground, "1").await;
        let store = &ground.store;
        assert_eq!(store.to_plan(NOW + 2 * DAY, 10).await.unwrap().len(), 1);
        for _ in 0..3 {
            store.plan(&kept, NOW, NOW + 2 * DAY, "2026a", false).await.unwrap();
        }
        assert!(store.to_plan(NOW + 2 * DAY, 10).await.unwrap().is_empty());
        let due = at("2027-01-15T16:00:00Z");
        let (_, claimed) = store.claim_due(Platform::Telegram, due, 10).await.unwrap();
        assert_eq!(claimed.len(), 1);
        assert_eq!((claimed[0].occurs_at, claimed[0].starts_at), (due, due + 3600));
        assert_eq!(claimed[0].person.reach, "1");
        assert_eq!(claimed[0].reminder.words.text, "Session");
    }

    async fn nothing_is_tried_more_than_two_minutes_early(ground) {
        let kept = remind(&ground, "1").await;
        ground.store.plan(&kept, NOW, NOW + 2 * DAY, "2026a", false).await.unwrap();
        let due = at("2027-01-15T16:00:00Z");
        assert!(ground.store.claim_due(Platform::Telegram, due - 121, 10).await.unwrap().1.is_empty());
        assert!(ground.store.claim_due(Platform::Discord, due, 10).await.unwrap().1.is_empty(), "not its platform");
    }

    async fn what_one_has_claimed_another_does_not_get_until_the_lease_ends(ground) {
        let kept = remind(&ground, "1").await;
        let store = &ground.store;
        store.plan(&kept, NOW, NOW + DAY, "2026a", false).await.unwrap();
        let due = at("2027-01-15T16:00:00Z");
        let (first, claimed) = store.claim_due(Platform::Telegram, due, 10).await.unwrap();
        let delivery = claimed[0].id;
        assert!(store.claim_due(Platform::Telegram, due + 119, 10).await.unwrap().1.is_empty());
        let (second, again) = store.claim_due(Platform::Telegram, due + 120, 10).await.unwrap();
        assert_eq!((again[0].id, again[0].interrupted, again[0].attempts), (delivery, false, 0));
        assert!(!store.begin_send(delivery, first, due + 121).await.unwrap(), "the lease is not ours any more");
        assert!(store.begin_send(delivery, second, due + 121).await.unwrap());
        let (third, again) = store.claim_due(Platform::Telegram, due + 240, 10).await.unwrap();
        assert_eq!((again[0].interrupted, again[0].attempts), (true, 1), "it may have arrived");
        store.finish(delivery, third, Ended::Unknown, Some("interrupted"), due + 241).await.unwrap();
        assert!(store.claim_due(Platform::Telegram, due + DAY / 2, 10).await.unwrap().1.is_empty());
    }

    async fn a_stop_between_claim_and_send_wins(ground) {
        let kept = remind(&ground, "1").await;
        let store = &ground.store;
        store.plan(&kept, NOW, NOW + DAY, "2026a", false).await.unwrap();
        let due = at("2027-01-15T16:00:00Z");
        let (lease, claimed) = store.claim_due(Platform::Telegram, due, 10).await.unwrap();
        change(&ground, "1", Reminder { status: Status::Stopped, ..kept }).await;
        assert!(!store.begin_send(claimed[0].id, lease, due + 1).await.unwrap());
    }

    async fn what_was_sent_is_not_sent_again_when_the_reminder_changes(ground) {
        let kept = remind(&ground, "1").await;
        let store = &ground.store;
        store.plan(&kept, NOW, NOW + 5 * DAY, "2026a", false).await.unwrap();
        let due = at("2027-01-15T16:00:00Z");
        let (lease, claimed) = store.claim_due(Platform::Telegram, due, 10).await.unwrap();
        assert!(store.begin_send(claimed[0].id, lease, due).await.unwrap());
        store.finish(claimed[0].id, lease, Ended::Sent, None, due).await.unwrap();
        change(&ground, "1", kept.clone()).await;
        assert_eq!(store.to_plan(NOW + 5 * DAY, 10).await.unwrap().len(), 1, "it is planned anew");
        store.plan(&kept, NOW, NOW + 5 * DAY, "2026a", false).await.unwrap();
        assert!(store.claim_due(Platform::Telegram, due + 600, 10).await.unwrap().1.is_empty());
        let monday = at("2027-01-18T16:00:00Z");
        assert_eq!(store.claim_due(Platform::Telegram, monday, 10).await.unwrap().1.len(), 1);
    }

    async fn a_try_that_does_not_count_gives_its_attempt_back(ground) {
        let kept = remind(&ground, "1").await;
        let store = &ground.store;
        store.plan(&kept, NOW, NOW + DAY, "2026a", false).await.unwrap();
        let due = at("2027-01-15T16:00:00Z");
        for (count, expected) in [(false, 0), (true, 0), (true, 1)] {
            let (lease, claimed) = store.claim_due(Platform::Telegram, due + 60, 10).await.unwrap();
            assert_eq!(claimed[0].attempts, expected);
            assert!(store.begin_send(claimed[0].id, lease, due + 60).await.unwrap());
            assert!(store.retry(claimed[0].id, lease, due + 30, count).await.unwrap());
        }
        let (lease, claimed) = store.claim_due(Platform::Telegram, due + 60, 10).await.unwrap();
        assert!(!store.retry(claimed[0].id, lease, due + 3600, true).await.unwrap(), "of no use by then");
    }

    async fn what_is_late_is_ended_and_told_to_those_who_surely_missed_it(ground) {
        let store = &ground.store;
        for user in ["1", "2", "3"] {
            let kept = remind(&ground, user).await;
            store.plan(&kept, NOW, NOW + DAY, "2026a", false).await.unwrap();
        }
        let due = at("2027-01-15T16:00:00Z");
        let (lease, claimed) = store.claim_due(Platform::Telegram, due, 1).await.unwrap();
        assert!(store.begin_send(claimed[0].id, lease, due).await.unwrap());
        let missed = store.expire(Platform::Telegram, due + 3 * 3600, 10).await.unwrap();
        assert_eq!(missed.len(), 2, "the one that was under way may have arrived");
        assert!(missed.iter().all(|delivery| delivery.id != claimed[0].id));
        assert!(store.expire(Platform::Telegram, due + 3 * 3600, 10).await.unwrap().is_empty());
        assert!(store.claim_due(Platform::Telegram, due + 4 * 3600, 10).await.unwrap().1.is_empty());
    }

    async fn who_cannot_be_reached_gets_nothing_until_they_write_and_ask(ground) {
        let kept_one = remind(&ground, "1").await;
        let store = &ground.store;
        store.plan(&kept_one, NOW, NOW + DAY, "2026a", false).await.unwrap();
        store.unreachable(&key("1").person, NOW).await.unwrap();
        let due = at("2027-01-15T16:00:00Z");
        assert!(store.claim_due(Platform::Telegram, due, 10).await.unwrap().1.is_empty());
        assert!(store.to_plan(NOW + 9 * DAY, 10).await.unwrap().is_empty());
        assert_eq!(kept(&ground, "1").await.status, Status::Unreachable);
        let of = (Person { user: "1".to_owned(), ..Person::default() }, Kept::default());
        store.commit(&turn(&key("1"), "they write", 1, NOW, &of)).await.unwrap();
        assert_eq!(kept(&ground, "1").await.status, Status::Unreachable, "only they can begin it again");
    }

    async fn two_that_claim_at_once_never_get_the_same(ground) {
        let store = &ground.store;
        for number in 0..60 {
            let kept = remind(&ground, &number.to_string()).await;
            store.plan(&kept, NOW, NOW + DAY, "2026a", false).await.unwrap();
        }
        let due = at("2027-01-15T16:00:00Z");
        let claims = (0..12).map(|_| async { store.claim_due(Platform::Telegram, due, 5).await.unwrap().1 });
        let mut ids: Vec<i64> =
            futures::future::join_all(claims).await.into_iter().flatten().map(|delivery| delivery.id).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "a delivery was claimed twice");
        let rest = store.claim_due(Platform::Telegram, due, 100).await.unwrap().1.len();
        assert_eq!(all + rest, 60, "none is lost");
    }

    async fn a_row_that_cannot_be_opened_is_dead_and_blocks_nobody(ground) {
        let store = &ground.store;
        for user in ["1", "2"] {
            let kept = remind(&ground, user).await;
            store.plan(&kept, NOW, NOW + DAY, "2026a", false).await.unwrap();
        }
        ground.meddle(match ground.backend {
            Backend::Sqlite => "UPDATE reminder SET sealed = X'00' WHERE id = (SELECT MIN(id) FROM reminder)",
            Backend::Postgres => "UPDATE reminder SET sealed = '\\x00' WHERE id = (SELECT MIN(id) FROM reminder)",
        }).await;
        let due = at("2027-01-15T16:00:00Z");
        assert_eq!(store.claim_due(Platform::Telegram, due, 10).await.unwrap().1.len(), 1);
        assert!(store.claim_due(Platform::Telegram, due + 121, 10).await.unwrap().1.len() == 1, "only the good one");
        assert_eq!(store.to_plan(NOW + 9 * DAY, 10).await.unwrap().len(), 1);
        assert_eq!(store.to_plan(NOW + 9 * DAY, 1).await.unwrap().len(), 1, "the other stands at the head no more");
    }
}
