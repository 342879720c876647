//! What reminders say, what their buttons carry, and when they ask.

use std::sync::Arc;

use handrail::channel::{Delivered, Lane};
use handrail::message::{Platform, ReminderTap};
use handrail::reminder::Options;
use handrail::schedule::{Lead, Rule};
use handrail::store::{Change, Kind, Reminder};
use jiff::SignedDuration;
use jiff::civil::date;

use crate::reminders::{World, at, daily, options, worlds, worlds_on};

fn buttons(world: &World, call: usize) -> Vec<String> {
    world.fake.calls()[call].buttons.iter().map(|(label, payload)| format!("{label} = {payload}")).collect()
}

#[tokio::test]
async fn a_reminder_says_its_label_and_time_and_has_its_buttons() {
    for world in worlds("2026-12-01T12:50:00Z").await {
        let id = world.reminder("a", daily()).await;
        world.pass(15).await;
        let call = &world.fake.calls()[0];
        assert_eq!(
            (call.text.as_str(), call.lane, call.reach.as_str()),
            ("Session at 9 am.", Lane::Reminder, "chat-a")
        );
        let starts_at = at("2026-12-01T14:00:00Z").as_second();
        assert_eq!(
            buttons(&world, 0),
            [
                "On my way = r:ok".to_owned(),
                format!("I'll miss it = r:miss:{id}:{starts_at}"),
                format!("Snooze 15 min = r:snooze:{id}:{starts_at}"),
                format!("Stop = r:stop:{id}"),
            ]
        );
    }
}

#[tokio::test]
async fn a_reminder_of_a_session_that_begins_now_has_no_snooze() {
    for world in worlds("2026-12-01T13:50:00Z").await {
        world.reminder("a", Rule { lead: Lead::AtTheTime, ..daily() }).await;
        world.pass(15).await;
        assert_eq!(buttons(&world, 0).len(), 3);
    }
}

#[tokio::test]
async fn a_snooze_comes_once_more_and_moves_nothing_of_the_series() {
    for world in worlds("2026-12-01T12:50:00Z").await {
        let reminder = world.reminder("a", daily()).await;
        world.pass(10).await;
        assert_eq!(world.fake.count(), 1);
        let now = world.time.seconds();
        let until = at("2026-12-01T14:00:00Z").as_second();
        world.change("a", Change::Once { reminder, at: now + 15 * 60, until }).await;
        world.pass(14).await;
        assert_eq!(world.fake.count(), 1);
        world.pass(2).await;
        assert_eq!(world.fake.count(), 2);
        world.pass_in_steps(24 * 12, SignedDuration::from_mins(5)).await;
        assert_eq!(world.fake.count(), 3);
    }
}

#[tokio::test]
async fn a_snooze_that_is_missed_is_not_told() {
    for world in worlds("2026-12-01T12:50:00Z").await {
        let reminder = world.reminder("a", daily()).await;
        world.pass(10).await;
        let (now, until) = (world.time.seconds(), at("2026-12-01T14:00:00Z").as_second());
        world.change("a", Change::Once { reminder, at: now + 15 * 60, until }).await;
        world.time.advance(SignedDuration::from_hours(3));
        world.go().await;
        assert_eq!(world.fake.count(), 1, "they had the reminder itself");
    }
}

#[tokio::test]
async fn a_reminder_of_the_evening_before_that_comes_late_does_not_say_tomorrow() {
    for world in worlds("2026-12-01T20:00:00Z").await {
        world.reminder("a", Rule { lead: Lead::EveningBefore, first_day: date(2026, 12, 2), ..daily() }).await;
        world.go().await;
        world.time.advance(SignedDuration::from_hours(16));
        world.go().await;
        assert_eq!(world.texts(), ["Session today at 9 am."]);
    }
}

#[tokio::test]
async fn on_the_last_day_the_person_is_asked_whether_to_go_on() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        let id = world.reminder("a", Rule { last_day: Some(date(2026, 12, 2)), ..daily() }).await;
        world.pass_in_steps(26 * 12, SignedDuration::from_mins(5)).await;
        assert_eq!(
            world.texts(),
            ["Session at 9 am.", "Session at 9 am.\n\nThis is the last one. Shall I keep going?"]
        );
        let last = buttons(&world, 1);
        assert!(
            last.ends_with(&[format!("Keep going = r:on:{id}"), format!("That was all = r:enough:{id}")]),
            "{last:?}"
        );
        assert!(!buttons(&world, 0).iter().any(|button| button.contains("Keep going")));
    }
}

#[tokio::test]
async fn a_last_day_that_is_skipped_makes_the_day_before_the_last() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        let rule = Rule { last_day: Some(date(2026, 12, 2)), skip: vec![date(2026, 12, 2)], ..daily() };
        world.reminder("a", rule).await;
        world.pass_in_steps(26 * 12, SignedDuration::from_mins(5)).await;
        assert_eq!(world.texts(), ["Session at 9 am.\n\nThis is the last one. Shall I keep going?"]);
    }
}

#[tokio::test]
async fn a_last_reminder_that_was_missed_asks_all_the_same() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        let id = world.reminder("a", Rule { last_day: Some(date(2026, 12, 1)), ..daily() }).await;
        world.go().await;
        world.time.advance(SignedDuration::from_hours(5));
        world.go().await;
        assert_eq!(
            world.texts(),
            [
                "I was away and could not remind you: Session, Tuesday, December 1 at 9 am.\n\nIt was the last one. Shall I keep going?"
            ]
        );
        assert_eq!(buttons(&world, 0)[0], format!("Keep going = r:on:{id}"));
    }
}

#[tokio::test]
async fn a_check_in_comes_only_where_it_was_asked_for_and_opens_its_guide() {
    for world in worlds("2026-12-01T13:00:00Z").await {
        world.reminder("a", daily()).await;
        let check_in = Rule { lead: Lead::AtTheTime, time: jiff::civil::time(12, 0, 0, 0), ..daily() };
        let id = world.reminder_of_kind("b", check_in, Kind::CheckIn).await;
        world.pass_in_steps(6 * 12, SignedDuration::from_mins(5)).await;
        let calls = world.fake.calls();
        let to_b: Vec<_> = calls.iter().filter(|call| call.reach == "chat-b").collect();
        assert_eq!(to_b.len(), 1);
        assert_eq!(to_b[0].text, "A short check-in, if you like.");
        let payloads: Vec<&str> = to_b[0].buttons.iter().map(|(_, payload)| payload.as_str()).collect();
        assert_eq!(payloads, ["s:check_in", &ReminderTap::Stop { reminder: id }.payload()]);
        assert!(calls.iter().all(|call| call.reach == "chat-b" || !call.text.contains("check-in")));
    }
}

#[tokio::test]
async fn after_a_crisis_card_check_ins_are_quiet_and_sessions_are_not() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        world.reminder("a", daily()).await;
        world.reminder_of_kind("a", daily(), Kind::CheckIn).await;
        world.planner.round(true).await.unwrap();
        let quiet = world.another_sender(Options { quiet: Arc::new(|person| person.user == "a"), ..options() });
        world.time.advance(SignedDuration::from_hours(1));
        quiet.look().await;
        quiet.settled().await;
        assert_eq!(world.texts(), ["Session at 9 am."]);
        for ending in world.folder.iter().flat_map(|_| ["", "-wal"]) {
            let file = world.folder.as_ref().map(|folder| format!("{}{ending}", folder.file().display()));
            let bytes = std::fs::read(file.unwrap_or_default()).unwrap_or_default();
            assert!(!bytes.windows(5).any(|part| part == b"quiet"), "a trace of the crisis in the database");
        }
    }
}

#[tokio::test]
async fn a_check_in_that_is_missed_is_not_told() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        world.reminder_of_kind("a", daily(), Kind::CheckIn).await;
        world.go().await;
        world.time.advance(SignedDuration::from_hours(9));
        world.go().await;
        assert_eq!(world.fake.count(), 0);
    }
}

#[tokio::test]
async fn words_are_in_the_language_in_which_the_reminder_was_set_up() {
    for world in worlds("2026-12-01T12:50:00Z").await {
        world.reminder("a", daily()).await;
        let mut reminder: Reminder = world.reminders("a").await.remove(0);
        reminder.words.language = handrail::message::Language::Es;
        reminder.words.label = "Cita {time}".to_owned();
        reminder.words.text = String::new();
        world.change("a", Change::Reminder(Box::new(reminder))).await;
        world.pass(15).await;
        assert_eq!(world.texts(), ["Hoy: Cita {time}, 9:00."], "a label is not a template");
        assert!(buttons(&world, 0)[0].starts_with("En camino"));
    }
}

#[tokio::test]
async fn who_never_wrote_in_private_is_found_by_id_where_the_platform_can() {
    let platforms = [(Platform::Discord, Some("u7")), (Platform::Telegram, Some("7")), (Platform::Web, None)];
    for (platform, address) in platforms {
        for world in worlds_on(platform, "2026-12-01T12:00:00Z").await {
            world.reminder("7", daily()).await;
            let key = handrail::message::ConversationKey { person: world.key("7"), room: "thread".to_owned() };
            let turn = handrail::store::Turn {
                key: &key,
                update: "in a server",
                version: 0,
                person: Some(&handrail::store::Person { user: "7".to_owned(), ..handrail::store::Person::default() }),
                conversation: &handrail::store::Kept::default(),
                expires_at: world.time.seconds() + 1800,
                asked: false,
                reply: None,
                changes: &[],
                now: world.time.seconds(),
            };
            world.store.commit(&turn).await.unwrap();
            world.pass(65).await;
            let reached: Vec<_> = world.fake.calls().into_iter().map(|call| call.reach).collect();
            assert_eq!(reached, address.map(str::to_owned).into_iter().collect::<Vec<_>>());
        }
    }
}

#[tokio::test]
async fn what_the_platform_refuses_is_not_tried_again() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        world.reminder("a", daily()).await;
        world.fake.says([Delivered::Refused("too long")]);
        world.pass(120).await;
        assert_eq!(world.fake.count(), 1);
        assert_eq!(world.ended("dead").await, 1);
    }
}
