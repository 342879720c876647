//! Every failure that reminders are built to survive, by name, on a store in memory and on one in a file.

use std::sync::Arc;
use std::time::Duration;

use handrail::channel::Delivered;
use handrail::message::{Platform, ReminderTap};
use handrail::reminder::{Options, Planner, Steady};
use handrail::schedule::{Lead, Rule, Zone};
use handrail::store::{Change, Reminder, Status};
use jiff::civil::{date, time};
use jiff::{SignedDuration, Timestamp};

use crate::reminders::{Does, World, at, daily, options, worlds, worlds_on};

/// When the reminders came, to the minute that they were due at: a few come up to two minutes before.
fn minutes(world: &World) -> Vec<String> {
    let minute = |at: Timestamp| at.round(jiff::TimestampRound::new().smallest(jiff::Unit::Minute).increment(5));
    world.fake.calls().iter().map(|call| minute(call.at).unwrap().to_string()).collect()
}

fn at_the_time(zone: &str, hour: i8, minute: i8, first: jiff::civil::Date, last: jiff::civil::Date) -> Rule {
    Rule {
        time: time(hour, minute, 0, 0),
        zone: Zone::named(zone).unwrap(),
        lead: Lead::AtTheTime,
        first_day: first,
        last_day: Some(last),
        ..daily()
    }
}

#[tokio::test]
async fn a_time_that_the_clocks_skip_comes_an_hour_later_and_the_days_after_do_not_drift() {
    for world in worlds("2026-03-07T00:00:00Z").await {
        world.reminder("a", at_the_time("America/New_York", 2, 30, date(2026, 3, 7), date(2026, 3, 9))).await;
        world.pass_in_steps(4 * 24 * 6, SignedDuration::from_mins(10)).await;
        assert_eq!(minutes(&world), ["2026-03-07T07:30:00Z", "2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z"]);
    }
}

#[tokio::test]
async fn a_time_that_the_clocks_show_twice_comes_once() {
    for world in worlds("2026-10-31T00:00:00Z").await {
        world.reminder("a", at_the_time("America/New_York", 1, 30, date(2026, 10, 31), date(2026, 11, 2))).await;
        world.pass_in_steps(4 * 24 * 6, SignedDuration::from_mins(10)).await;
        assert_eq!(minutes(&world), ["2026-10-31T05:30:00Z", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"]);
    }
}

#[tokio::test]
async fn a_day_that_never_was_has_no_reminder() {
    for world in worlds("2011-12-29T00:00:00Z").await {
        world.reminder("a", at_the_time("Pacific/Apia", 9, 0, date(2011, 12, 29), date(2011, 12, 31))).await;
        world.pass_in_steps(3 * 24 * 6, SignedDuration::from_mins(10)).await;
        // The 29th is at UTC-10, the 31st at UTC+14; the 30th was skipped.
        assert_eq!(minutes(&world), ["2011-12-29T19:00:00Z", "2011-12-30T19:00:00Z"]);
    }
}

#[tokio::test]
async fn other_laws_of_the_zones_plan_the_future_anew_and_keep_snoozes() {
    for world in worlds("2026-12-01T12:30:00Z").await {
        let reminder = world.reminder("a", daily()).await;
        world.planner.round(true).await.unwrap();
        let now = world.time.seconds();
        let hour = 60 * 60;
        // What the old laws had planned at another hour, and a snooze of the next minutes.
        for (at, until) in [(now + 5 * hour, now + 6 * hour), (now + 10 * 60, now + hour)] {
            world.change("a", Change::Once { reminder, at, until }).await;
        }
        let anew = Planner::by_laws(world.store.clone(), world.time.clone(), "2099z");
        assert_eq!(anew.round(true).await.unwrap(), 1);
        assert_eq!(anew.round(true).await.unwrap(), 0, "once is enough");
        for _ in 0..7 * 60 {
            world.time.advance(SignedDuration::from_mins(1));
            world.sender.look().await;
            world.sender.settled().await;
        }
        assert_eq!(minutes(&world), ["2026-12-01T12:40:00Z", "2026-12-01T13:00:00Z"]);
    }
}

#[tokio::test]
async fn who_moves_is_reminded_by_the_clock_of_the_program() {
    for world in worlds("2026-12-01T00:00:00Z").await {
        world.reminder("a", daily()).await;
        // Nothing about the person moves the session: they now write from elsewhere.
        let key = handrail::message::ConversationKey { person: world.key("a"), room: String::new() };
        let recalled = world.store.recall(&key, "moved", world.time.seconds()).await.unwrap();
        let person =
            handrail::store::Person { zone: Some("Asia/Tokyo".to_owned()), ..recalled.person.clone().unwrap() };
        let turn = handrail::store::Turn {
            key: &key,
            update: "moved",
            version: recalled.version,
            person: Some(&person),
            conversation: &handrail::store::Kept::default(),
            expires_at: world.time.seconds() + 1800,
            asked: false,
            reply: None,
            changes: &[],
            now: world.time.seconds(),
        };
        world.store.commit(&turn).await.unwrap();
        world.pass_in_steps(24 * 12, SignedDuration::from_mins(5)).await;
        assert_eq!(minutes(&world), ["2026-12-01T13:00:00Z"]);
    }
}

#[tokio::test]
async fn a_clock_that_jumps_and_is_put_right_costs_no_reminder() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        world.reminder("a", daily()).await;
        world.go().await;
        // Ten hours ahead: the reminder and its session would be over.
        world.time.jump(SignedDuration::from_hours(10));
        world.time.advance(SignedDuration::from_secs(2));
        assert_eq!(world.sender.look().await, Duration::from_mins(1), "it holds");
        world.time.jump(SignedDuration::from_hours(-10));
        world.time.advance(SignedDuration::from_mins(1));
        assert_eq!(world.sender.look().await, Duration::from_mins(1), "it holds once more");
        world.pass(60).await;
        assert_eq!(minutes(&world), ["2026-12-01T13:00:00Z"]);
        assert_eq!(world.ended("late").await, 0);
    }
}

#[test]
fn a_clock_that_is_kept_right_slowly_does_not_count_as_a_jump() {
    let time = handrail::ops::Time::standing_at(at("2026-12-01T12:00:00Z"));
    let mut steady = Steady::default();
    let mut looks = vec![steady.look(&time)];
    for jump in [59, -59, 61, 0, -3600, 0] {
        time.advance(SignedDuration::from_secs(2));
        time.jump(SignedDuration::from_secs(jump));
        looks.push(steady.look(&time));
    }
    assert_eq!(looks, [true, true, true, false, true, false, true]);
}

#[tokio::test]
async fn a_crash_between_claim_and_send_delays_the_reminder_and_doubles_nothing() {
    for world in worlds("2026-12-01T12:59:59Z").await {
        world.reminder("a", daily()).await;
        world.planner.round(true).await.unwrap();
        world.time.advance(SignedDuration::from_secs(2));
        let (_, claimed) = world.store.claim_due(world.platform, world.time.seconds(), 10).await.unwrap();
        assert_eq!(claimed.len(), 1, "whoever claimed it is gone now");
        world.pass(1).await;
        assert_eq!(world.fake.count(), 0, "its lease holds");
        world.pass(10).await;
        assert_eq!(world.fake.count(), 1);
        assert_eq!(world.ended("sent").await, 1);
    }
}

/// Somebody claims what is due, begins to send it, and is gone.
async fn crash_while_sending(world: &World) {
    let now = world.time.seconds();
    let (lease, claimed) = world.store.claim_due(world.platform, now, 10).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert!(world.store.begin_send(claimed[0].id, lease, now).await.unwrap());
}

#[tokio::test]
async fn a_crash_between_send_and_commit_is_sent_once_more_on_telegram() {
    for world in worlds("2026-12-01T12:59:59Z").await {
        world.reminder("a", daily()).await;
        world.planner.round(true).await.unwrap();
        world.time.advance(SignedDuration::from_secs(2));
        crash_while_sending(&world).await;
        world.pass(10).await;
        assert_eq!(world.fake.count(), 1);
        assert_eq!(world.ended("sent").await, 1);
    }
}

#[tokio::test]
async fn a_second_crash_while_sending_is_sent_once_more_too() {
    for world in worlds("2026-12-01T12:59:59Z").await {
        world.reminder("a", daily()).await;
        world.planner.round(true).await.unwrap();
        for _ in 0..2 {
            world.time.advance(SignedDuration::from_secs(122));
            crash_while_sending(&world).await;
        }
        world.pass(60).await;
        assert_eq!(world.fake.count(), 1, "neither crash says that it arrived");
        assert_eq!(world.ended("sent").await, 1);
    }
}

#[tokio::test]
async fn a_reminder_that_five_crashes_interrupted_is_left_alone() {
    for world in worlds("2026-12-01T12:59:59Z").await {
        world.reminder("a", daily()).await;
        world.planner.round(true).await.unwrap();
        for _ in 0..5 {
            world.time.advance(SignedDuration::from_secs(122));
            crash_while_sending(&world).await;
        }
        world.pass(60).await;
        assert_eq!(world.fake.count(), 0, "it may be what brings the program down");
        assert_eq!(world.ended("unknown").await, 1);
        assert_eq!(world.ended("missed").await, 0, "nobody is told that they missed what may have arrived");
    }
}

#[tokio::test]
async fn a_platform_that_does_not_answer_is_asked_once_more_on_telegram() {
    for world in worlds("2026-12-01T12:59:59Z").await {
        world.reminder("a", daily()).await;
        world.fake.says([Delivered::Ambiguous, Delivered::Ambiguous]);
        world.pass(60).await;
        assert_eq!(world.fake.count(), 2);
        assert_eq!(world.ended("unknown").await, 1);
    }
}

#[tokio::test]
async fn on_discord_it_is_resent_with_the_same_nonce() {
    for world in worlds_on(Platform::Discord, "2026-12-01T12:59:59Z").await {
        world.reminder("a", daily()).await;
        world.fake.says([Delivered::Ambiguous; 3]);
        world.pass(60).await;
        let nonces: Vec<_> = world.fake.calls().into_iter().map(|call| call.nonce).collect();
        assert_eq!(nonces.len(), 4);
        let first = nonces[0].clone().unwrap();
        assert!(first.len() <= 25 && nonces.iter().all(|nonce| nonce.as_ref() == Some(&first)), "{nonces:?}");
        assert_eq!(world.ended("sent").await, 1);
    }
}

#[tokio::test]
async fn a_full_hour_leaves_at_the_pace_of_the_platform() {
    const PEOPLE: usize = 120;
    for world in worlds("2026-12-01T12:00:00Z").await {
        for person in 0..PEOPLE {
            world.reminder(&person.to_string(), daily()).await;
        }
        world.planner.round(true).await.unwrap();
        world.time.advance(SignedDuration::from_hours(1));
        let sender = world.another_sender(Options { per_second: 20, ..options() });
        let began = world.time.passed();
        let looking = Arc::clone(&sender);
        world.tasks.spawn(async move {
            looking.look().await;
        });
        for count in 1..=PEOPLE {
            world.fake.until(count).await;
            assert_eq!(world.fake.count(), count);
            world.time.advance(SignedDuration::from_millis(50));
        }
        sender.settled().await;
        let calls = world.fake.calls();
        for (number, call) in calls.iter().enumerate() {
            assert!(call.passed - began >= Duration::from_millis(50) * number as u32, "the {number}th came too soon");
        }
        // The next look writes the totals.
        sender.look().await;
        assert_eq!(world.ended("sent").await, PEOPLE as i64);
    }
}

#[tokio::test]
async fn a_full_hour_is_spread_over_the_two_minutes_before_it() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        for person in 0..100 {
            world.reminder(&person.to_string(), daily()).await;
        }
        world.planner.round(true).await.unwrap();
        world.time.advance(SignedDuration::from_mins(57));
        world.pass_in_steps(7 * 60 / 5, SignedDuration::from_secs(5)).await;
        let calls = world.fake.calls();
        assert_eq!(calls.len(), 100);
        let first = calls.iter().map(|call| call.at).min().unwrap();
        let last = calls.iter().map(|call| call.at).max().unwrap();
        assert!(first >= at("2026-12-01T12:58:00Z") && last <= at("2026-12-01T13:00:05Z"), "{first} {last}");
        assert!(last.duration_since(first) > SignedDuration::from_secs(90), "{first} {last}");
    }
}

#[tokio::test]
async fn what_the_platform_wants_later_is_given_back_and_does_not_count() {
    for world in worlds("2026-12-01T12:59:59Z").await {
        world.reminder("a", daily()).await;
        world.fake.says([Delivered::RetryAfter(Duration::from_mins(2)); 8]);
        world.pass(59).await;
        let calls = world.fake.calls();
        assert_eq!(calls.len(), 9, "eight refusals are more than five tries");
        for pair in calls.windows(2) {
            let waited = pair[1].at.duration_since(pair[0].at);
            assert!(waited >= SignedDuration::from_mins(2) && waited <= SignedDuration::from_mins(4), "{waited}");
        }
        assert_eq!(world.ended("sent").await, 1);
    }
}

#[tokio::test]
async fn while_the_platform_wants_to_be_left_alone_nobody_is_sent_anything() {
    const PEOPLE: i64 = 30;
    for world in worlds("2026-12-01T12:00:00Z").await {
        // Spread over two minutes: some are due in the half minute after the first.
        for number in 0..PEOPLE {
            world.reminder(&format!("p{number}"), daily()).await;
        }
        world.planner.round(true).await.unwrap();
        world.fake.says([Delivered::RetryAfter(Duration::from_mins(10))]);
        world.pass_in_steps(60 * 12 + 24, SignedDuration::from_secs(5)).await;
        let calls = world.fake.calls();
        // What was taken up together with the first was under way when the platform said so.
        let others: Vec<_> = calls.iter().filter(|call| call.at != calls[0].at).collect();
        assert!(!others.is_empty());
        for other in others {
            assert!(other.at.duration_since(calls[0].at) >= SignedDuration::from_secs(30));
        }
        world.pass(20).await;
        assert_eq!(world.ended("sent").await, PEOPLE);
    }
}

#[tokio::test]
async fn who_blocked_the_bot_is_sent_nothing_more_and_others_are() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        world.reminder("a", daily()).await;
        world.reminder("a", Rule { lead: Lead::MinutesBefore(15), ..daily() }).await;
        world.reminder("b", daily()).await;
        *world.fake.always.lock().unwrap() = Some(("chat-a".to_owned(), Does::Says(Delivered::Unreachable)));
        world.pass_in_steps(26 * 12, SignedDuration::from_mins(5)).await;
        let to = |address: &str| world.fake.calls().iter().filter(|call| call.reach == address).count();
        assert_eq!((to("chat-a"), to("chat-b")), (1, 2));
        let statuses: Vec<Status> = world.reminders("a").await.iter().map(|reminder| reminder.status).collect();
        assert_eq!(statuses, [Status::Unreachable; 2], "what they wanted is kept, to be offered again");
        assert_eq!(world.ended("missed").await, 0);
    }
}

#[tokio::test]
async fn after_a_long_outage_each_person_gets_one_line_and_no_flood() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        for person in ["a", "b"] {
            world.reminder(person, daily()).await;
            world.reminder(person, Rule { time: time(15, 0, 0, 0), ..daily() }).await;
        }
        world.go().await;
        // Three days in which nothing runs.
        world.time.advance(SignedDuration::from_hours(3 * 24));
        world.go().await;
        world.pass(30).await;
        let lines: Vec<_> = world.fake.calls();
        assert_eq!(lines.len(), 2, "{lines:?}");
        for line in &lines {
            assert_eq!(
                line.text,
                "I was away and could not send you 6 reminders. The last was Session, Thursday, December 3 at 3 pm."
            );
        }
        // And the next reminder comes as if nothing had been.
        world.pass(31).await;
        assert_eq!(world.fake.count(), 4);
        assert_eq!(world.ended("missed").await, 2);
    }
}

#[tokio::test]
async fn a_platform_that_is_away_for_hours_costs_one_line_a_person() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        world.reminder("a", daily()).await;
        world.reminder("a", Rule { time: time(10, 0, 0, 0), ..daily() }).await;
        world.go().await;
        *world.fake.always.lock().unwrap() =
            Some(("chat-a".to_owned(), Does::Says(Delivered::RetryAfter(Duration::from_mins(5)))));
        world.pass(5 * 60).await;
        let before = world.fake.count();
        *world.fake.always.lock().unwrap() = None;
        world.pass(60).await;
        let texts = &world.texts()[before..];
        assert_eq!(
            texts,
            ["I was away and could not send you 2 reminders. The last was Session, Tuesday, December 1 at 10 am."]
        );
    }
}

#[tokio::test]
async fn who_deleted_their_data_is_not_told_what_they_missed() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        world.reminder("a", daily()).await;
        world.go().await;
        world.time.advance(SignedDuration::from_hours(5));
        *world.fake.always.lock().unwrap() =
            Some(("chat-a".to_owned(), Does::Says(Delivered::RetryAfter(Duration::from_mins(5)))));
        world.go().await;
        assert_eq!(world.fake.count(), 1, "the line could not be told");
        *world.fake.always.lock().unwrap() = None;
        world.store.forget(&world.key("a")).await.unwrap();
        world.pass(30).await;
        assert_eq!(world.fake.count(), 1);
    }
}

#[tokio::test]
async fn a_stop_between_claim_and_send_wins() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        for person in ["a", "b"] {
            world.reminder(person, daily()).await;
        }
        world.planner.round(true).await.unwrap();
        world.time.advance(SignedDuration::from_hours(1));
        let sender = world.another_sender(Options { per_second: 1, ..options() });
        sender.look().await;
        world.fake.until(1).await;
        // Both are claimed, one is sent, the other waits for its turn.
        let other = if world.fake.calls()[0].reach == "chat-a" { "b" } else { "a" };
        let reminder = world.reminders(other).await.remove(0);
        world.change(other, Change::Reminder(Box::new(Reminder { status: Status::Stopped, ..reminder }))).await;
        world.time.advance(SignedDuration::from_secs(1));
        sender.settled().await;
        world.pass(30).await;
        assert_eq!(world.fake.count(), 1);
    }
}

#[tokio::test]
async fn two_instances_send_each_reminder_once_and_one_takes_over_from_the_other() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        for person in 0..60 {
            world.reminder(&person.to_string(), daily()).await;
        }
        world.planner.round(true).await.unwrap();
        let (one, other) = (world.another_sender(options()), world.another_sender(options()));
        world.time.advance(SignedDuration::from_mins(59));
        for _ in 0..15 {
            futures::future::join(one.look(), other.look()).await;
            world.time.advance(SignedDuration::from_secs(2));
        }
        one.settled().await;
        let half_way = world.fake.count();
        assert!(half_way > 10 && half_way < 60, "{half_way}");
        // The one that held the lease is gone.
        for _ in 0..60 {
            other.look().await;
            other.settled().await;
            world.time.advance(SignedDuration::from_secs(2));
        }
        let mut reached: Vec<_> = world.fake.calls().into_iter().map(|call| call.reach).collect();
        reached.sort_unstable();
        reached.dedup();
        assert_eq!((reached.len(), world.fake.count()), (60, 60));
    }
}

#[tokio::test]
async fn claims_exclude_each_other_whoever_holds_the_lease() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        for person in 0..40 {
            world.reminder(&person.to_string(), daily()).await;
        }
        world.planner.round(true).await.unwrap();
        let now = world.time.seconds() + 60 * 60;
        let claims = (0..8).map(|_| world.store.claim_due(world.platform, now, 7));
        let claims = futures::future::join_all(claims).await;
        let mut ids: Vec<i64> =
            claims.into_iter().flat_map(|claim| claim.unwrap().1).map(|claimed| claimed.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 40);
    }
}

#[tokio::test]
async fn what_breaks_the_sender_ends_after_five_tries_and_blocks_nobody() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        for person in ["a", "b"] {
            world.reminder(person, daily()).await;
        }
        *world.fake.always.lock().unwrap() = Some(("chat-a".to_owned(), Does::Breaks));
        world.pass(90).await;
        let to = |address: &str| world.fake.calls().iter().filter(|call| call.reach == address).count();
        assert_eq!((to("chat-a"), to("chat-b")), (5, 1));
        assert_eq!((world.ended("dead").await, world.ended("sent").await), (1, 1));
    }
}

#[tokio::test]
async fn a_damaged_row_ends_and_blocks_nobody() {
    let [_, world] = worlds("2026-12-01T12:00:00Z").await;
    let damaged = world.reminder("a", daily()).await;
    world.reminder("b", daily()).await;
    world.planner.round(true).await.unwrap();
    let file = world.folder.as_ref().unwrap().file();
    let pool = sqlx::SqlitePool::connect_with(sqlx::sqlite::SqliteConnectOptions::new().filename(file)).await.unwrap();
    let changed = sqlx::query("UPDATE reminder SET sealed = substr(sealed, 1, 40) WHERE id = $1");
    assert_eq!(changed.bind(damaged).execute(&pool).await.unwrap().rows_affected(), 1);
    world.pass_in_steps(26 * 12, SignedDuration::from_mins(5)).await;
    let reached: Vec<_> = world.fake.calls().into_iter().map(|call| call.reach).collect();
    assert_eq!(reached, ["chat-b", "chat-b"]);
    let dead = "SELECT COUNT(*) FROM delivery WHERE reminder_id = $1 AND failure = 'damaged' AND state = 'dead'";
    let dead: i64 = sqlx::query_scalar(dead).bind(damaged).fetch_one(&pool).await.unwrap();
    assert!(dead > 0);
}

#[tokio::test]
async fn a_send_that_outlives_its_lease_changes_nothing_any_more() {
    for world in worlds("2026-12-01T12:59:59Z").await {
        world.reminder("a", daily()).await;
        world.planner.round(true).await.unwrap();
        world.time.advance(SignedDuration::from_secs(2));
        let began_at = world.time.seconds();
        let (lease, claimed) = world.store.claim_due(world.platform, began_at, 10).await.unwrap();
        world.time.advance(SignedDuration::from_secs(121));
        let now = world.time.seconds();
        assert!(!world.store.begin_send(claimed[0].id, lease, now).await.unwrap(), "the lease is over");
        world.go().await;
        assert_eq!(world.fake.count(), 1, "another claim has sent it");
        assert!(!world.store.retry(claimed[0].id, lease, now + 10, true).await.unwrap());
        world.pass(10).await;
        assert_eq!(world.fake.count(), 1);
    }
}

#[tokio::test]
async fn a_call_that_hangs_holds_up_nobody_else() {
    for world in worlds("2026-12-01T12:00:00Z").await {
        for person in 0..30 {
            world.reminder(&person.to_string(), daily()).await;
        }
        world.planner.round(true).await.unwrap();
        world.fake.does([Does::Hangs; 10]);
        world.time.advance(SignedDuration::from_hours(1));
        world.sender.look().await;
        world.fake.until(30).await;
    }
}

#[tokio::test]
async fn what_a_stop_finds_claimed_is_given_back_and_sent_after_the_start() {
    let [_, world] = worlds("2026-12-01T12:00:00Z").await;
    for person in 0..5 {
        world.reminder(&person.to_string(), daily()).await;
    }
    world.planner.round(true).await.unwrap();
    world.time.advance(SignedDuration::from_hours(1));
    let sender = world.another_sender(Options { per_second: 1, ..options() });
    sender.look().await;
    world.fake.until(1).await;
    world.tasks.stop();
    for _ in 0..5 {
        world.time.advance(SignedDuration::from_secs(1));
    }
    sender.settled().await;
    assert_eq!(world.fake.count(), 1);
    // The next process need not wait for leases.
    let (_, claimed) = world.store.claim_due(world.platform, world.time.seconds(), 10).await.unwrap();
    assert_eq!(claimed.len(), 4);
}

#[test]
fn the_buttons_of_a_reminder_fit_every_platform() {
    let (reminder, starts_at) = (i64::MAX, 253_402_207_200);
    let taps = [
        ReminderTap::OnMyWay,
        ReminderTap::Miss { reminder, starts_at },
        ReminderTap::Snooze { reminder, starts_at },
        ReminderTap::Stop { reminder },
        ReminderTap::GoOn { reminder },
        ReminderTap::Enough { reminder },
    ];
    for tap in taps {
        let payload = tap.payload();
        assert!(payload.len() <= 64, "{payload}");
        assert_eq!(ReminderTap::read(&payload), Some(tap));
    }
    for other in ["", "r", "r:", "r:miss", "r:miss:x:1", "r:stop:", "r:stop:99999999999999999999", "t:iop", "r:ñ"] {
        assert_eq!(ReminderTap::read(other), None, "{other}");
    }
}
