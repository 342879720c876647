//! Scenarios 1, 2, 7, 9 to 14, 19: what is sent, when, how often, and where.

use std::sync::Arc;
use std::time::Duration;

use handrail::channel::{Delivered, Lane};
use handrail::message::{Bubble, Outbound};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::discord_world::{ANA, BEN, World, shows_help};
use crate::fake_discord::{At, CHANNEL, Fault, content, is_ephemeral};

fn text(words: &str) -> Outbound {
    Outbound { bubbles: vec![Bubble::Text(Arc::from(words))], ..Outbound::default() }
}

/// The messages that the bot tried to post anywhere.
fn posts(world: &World) -> usize {
    world.fake.state().requests_to("POST", "/messages").len()
}

scenarios! {
async fn s01_a_reminder_to_closed_direct_messages_is_tried_once_and_told_at_the_next_contact(set_up) {
    let world = World::new(set_up).await;
    world.fake.close_dm(ANA);
    let reach = format!("u{ANA}");
    for _ in 0..3 {
        let delivered = world.delivers().deliver(&reach, &text("Your session is at 5."), Lane::Reminder, Some("r1")).await;
        assert_eq!(delivered, Delivered::Unreachable);
    }
    assert_eq!(posts(&world), 1);
    let token = world.fake.slash(ANA, At::Server, "about", &json!([]));
    let told = world.fake.answer(&token).await;
    assert!(content(&told).starts_with("A message that you asked for could not reach you"), "{told}");
    let token = world.fake.slash(ANA, At::Server, "about", &json!([]));
    assert!(!content(&world.fake.answer(&token).await).contains("could not reach you"));
    world.fake.open_dm(ANA);
    world.fake.dm(ANA, "menu");
    world.fake.reply(ANA, 0).await;
    let delivered = world.delivers().deliver(&reach, &text("Your session is at 5."), Lane::Reminder, Some("r2")).await;
    assert_eq!(delivered, Delivered::Sent);
    world.fake.assert_clean();
}

async fn s02_a_place_where_the_bot_may_not_write_is_tried_once(set_up) {
    for code in [50013, 50001] {
        let world = World::new(set_up).await;
        world.fake.deny(CHANNEL, 403, code);
        world.fake.mention(ANA, CHANNEL, "what is an iop");
        world.fake.until("the try", |state| (!state.requests_to("POST", "/messages").is_empty()).then_some(())).await;
        world.fake.mention(BEN, CHANNEL, "what is an iop");
        world.fake.dm(BEN, "what is an iop");
        world.fake.reply(BEN, 0).await;
        world.fake.settle().await;
        let tries = world.fake.state().requests_to("POST", &format!("/channels/{CHANNEL}/messages")).len();
        assert_eq!(tries, 1, "code {code}");
    }
}

async fn s07_the_same_interaction_twice_is_answered_once(set_up) {
    let world = World::new(set_up).await;
    let token = world.fake.slash(ANA, At::Dm, "iop", &json!([]));
    world.fake.repeat_last_events(1);
    world.fake.answer(&token).await;
    world.fake.repeat_last_events(1);
    world.fake.settle().await;
    assert_eq!(world.fake.state().requests_to("POST", "/callback").len(), 1);
    assert_eq!(world.fake.state().asked[&token].messages.len(), 1);
    assert_eq!(world.slow.taken().len(), 1, "one step");
    world.fake.assert_clean();
}

async fn s07_what_another_process_has_answered_is_left_to_it(set_up) {
    let world = World::new(set_up).await;
    world.slow.hold();
    let token = world.fake.slash(ANA, At::Server, "help-now", &json!([]));
    world.fake.change(|state| {
        let asked = state.asked.get_mut(&token).unwrap();
        asked.first = Some(4);
        asked.messages.push(json!({ "content": "from the other process" }));
    });
    world.slow.go_on();
    world.fake.until("the refusal", |state| {
        state.requests_to("POST", "/callback").iter().any(|request| request.status == 400).then_some(())
    }).await;
    world.fake.settle().await;
    assert_eq!(world.fake.state().asked[&token].messages.len(), 1);
    assert!(world.fake.state().to_person(ANA).is_empty());
}

async fn s09_a_crisis_answer_overtakes_forty_reminders_and_all_arrive(set_up) {
    let world = World::new(set_up).await;
    world.screen_channel().await;
    world.fake.change(|state| state.bucket = Some(("/users/@me/channels".to_owned(), 5, 300)));
    let delivers = world.delivers();
    let reminders = (0..40_u64).map(|number| {
        let delivers = Arc::clone(&delivers);
        async move {
            let reach = format!("u{}", 210_000_000_000_000_000 + number);
            delivers.deliver(&reach, &text("Your session is at 5."), Lane::Reminder, Some(&format!("n{number}"))).await
        }
    });
    let all = futures::future::join_all(reminders);
    let crisis = async {
        world.fake.until("the first reminders", |state| (state.requests_to("POST", "/messages").len() >= 5).then_some(())).await;
        world.fake.say(BEN, CHANNEL, "I want to kill myself");
        let card = world.fake.reply(BEN, 0).await;
        let reminded = world.fake.state().requests_to("POST", "/messages").len() - 1;
        (card, reminded)
    };
    let (delivered, (card, reminded)) = futures::future::join(all, crisis).await;
    assert!(delivered.iter().all(|delivered| *delivered == Delivered::Sent), "{delivered:?}");
    assert!(shows_help(&card));
    assert!(reminded < 20, "{reminded} reminders went before the crisis answer");
    let refused = world.fake.state().requests.iter().filter(|request| request.status == 429).count();
    assert!(refused <= 4, "{refused} calls were refused");
    world.fake.assert_clean();
}

async fn s10_after_a_global_limit_nothing_is_sent_before_its_time(set_up) {
    let world = World::new(set_up).await;
    world.fake.change(|state| state.faults.push(Fault::rate_limit("POST", "/messages", 1.0, true, 1)));
    world.fake.dm(ANA, "what is an iop");
    let refused = world.fake.until("the limit", |state| {
        state.requests.iter().find(|request| request.status == 429).cloned()
    }).await;
    world.fake.dm(BEN, "what is an iop");
    world.fake.reply(ANA, 0).await;
    world.fake.reply(BEN, 0).await;
    let state = world.fake.state();
    let later = state.requests_to("POST", "/messages").into_iter().filter(|request| request.status == 200);
    for request in later {
        let waited = request.at.duration_since(refused.at);
        assert!(waited >= SignedDuration::from_millis(950), "sent after {waited:?}");
    }
}

async fn s11_a_crisis_answer_survives_two_503_and_is_not_doubled(set_up) {
    let world = World::new(set_up).await;
    world.fake.change(|state| state.faults.push(Fault::status("POST", "/messages", 503, 2)));
    world.fake.dm(ANA, "I want to kill myself");
    assert!(shows_help(&world.fake.reply(ANA, 0).await));
    world.fake.settle().await;
    assert_eq!(posts(&world), 3);
    assert_eq!(world.fake.state().to_person(ANA).len(), 1);
    // Done, and the answer says 500: only the nonce keeps it from being sent twice.
    world.fake.change(|state| state.faults.push(Fault::done_but("POST", "/messages", 500, 1)));
    world.fake.dm(BEN, "I want to kill myself");
    world.fake.reply(BEN, 0).await;
    world.fake.settle().await;
    assert_eq!(world.fake.state().to_person(BEN).len(), 1);
    // The same for an interaction: the second try hears that it was answered, and knows that it was by itself.
    world.fake.change(|state| state.faults.push(Fault::done_but("POST", "/callback", 500, 1)));
    let token = world.fake.ask(ANA, At::Server, "I want to kill myself");
    world.fake.answer(&token).await;
    world.fake.settle().await;
    assert_eq!(world.fake.state().asked[&token].messages.len(), 1);
    world.fake.assert_clean();
}

async fn s12_one_hung_call_holds_nobody_else_up(set_up) {
    let world = World::new(set_up).await;
    let channel = world.fake.change(|state| state.dm_of(ANA));
    world.fake.change(|state| state.faults.push(Fault::hold("POST", &format!("/channels/{channel}/messages"), 1)));
    world.fake.dm(ANA, "what is an iop");
    world.fake.until("the hung call", |state| (state.open_requests == 1).then_some(())).await;
    for number in 0..5 {
        world.fake.dm(BEN, "menu");
        world.fake.reply(BEN, number).await;
    }
    let token = world.fake.slash(ANA, At::Server, "help-now", &json!([]));
    assert!(shows_help(&world.fake.answer(&token).await));
    assert!(world.fake.state().to_person(ANA).is_empty());
    world.fake.release();
    world.fake.reply(ANA, 0).await;
}

async fn s13_an_answer_that_takes_four_seconds_is_announced_in_time(set_up) {
    let world = World::standing(set_up).await;
    for at in [At::Server, At::Dm] {
        world.slow.hold();
        let token = world.fake.slash(ANA, at, "iop", &json!([]));
        let first_at = world.fake.until("the announcement", |state| state.asked[&token].first_at).await;
        let asked = world.fake.state().asked[&token].clone();
        assert_eq!(asked.first, Some(5));
        let waited = first_at.as_millisecond() - asked.made_at;
        assert!((1500..2500).contains(&waited), "announced after {waited} ms");
        world.time.advance(SignedDuration::from_secs(3));
        world.slow.go_on();
        let answer = world.fake.answer(&token).await;
        assert!(content(&answer).contains("What would help today"));
        assert_eq!(is_ephemeral(&answer), at == At::Server);
        world.fake.settle().await;
        assert_eq!(world.fake.state().asked[&token].messages.len(), 1);
    }
    world.fake.assert_clean();
}

async fn s14_an_answer_that_is_too_late_goes_to_direct_messages_or_nowhere(set_up) {
    let world = World::standing(set_up).await;
    world.slow.hold();
    let server = world.fake.slash(ANA, At::Server, "iop", &json!([]));
    let elsewhere = world.fake.slash(BEN, At::Elsewhere, "iop", &json!([]));
    world.fake.until("the announcements", |state| {
        (state.asked[&server].waits && state.asked[&elsewhere].waits).then_some(())
    }).await;
    world.time.advance(SignedDuration::from_mins(16));
    world.slow.go_on();
    assert!(content(&world.fake.reply(ANA, 0).await).contains("What would help today"));
    world.fake.settle().await;
    let state = world.fake.state();
    assert!(state.to_person(BEN).is_empty() && state.asked[&elsewhere].messages.is_empty());
    assert!(state.of_bot(CHANNEL).is_empty(), "nothing in public");
    drop(state);
    world.fake.assert_clean();
}

async fn s14_what_was_begun_in_a_server_goes_on_where_its_late_answer_went(set_up) {
    let world = World::standing(set_up).await;
    world.slow.hold();
    let server = world.fake.slash(ANA, At::Server, "iop", &json!([]));
    world.fake.until("the announcement", |state| state.asked[&server].waits.then_some(())).await;
    world.time.advance(SignedDuration::from_mins(16));
    world.slow.go_on();
    let menu = world.fake.reply(ANA, 0).await;
    let next = world.press(ANA, At::Dm, &menu, "Learn the basics").await;
    assert!(content(&next).contains("What would you like to know"), "{next}");
    let skipped = world.press(ANA, At::Dm, &next, "Skip").await;
    assert!(!content(&skipped).contains("earlier question"), "{skipped}");
    world.fake.assert_clean();
}

async fn s19_long_answers_and_emoji_are_cut_where_a_reader_would_pause(set_up) {
    let world = World::new(set_up).await;
    let family = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}";
    for words in ["One sentence of many. ".repeat(280), family.repeat(500), "*".repeat(6000), "\\".repeat(4001)] {
        let delivered = world.delivers().deliver(&format!("u{ANA}"), &text(&words), Lane::Reply, None).await;
        assert_eq!(delivered, Delivered::Sent);
        let sent = world.fake.change(|state| {
            let channel = state.dm_of(ANA);
            state.messages.remove(&channel).unwrap()
        });
        assert!(sent.len() > 1);
        let shown = |message: &Value| unescaped(content(message));
        let whole: String = sent.iter().map(shown).collect();
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(bare(&whole), bare(&words));
        for message in &sent {
            assert!(content(message).chars().count() <= 2000);
            assert!(!content(message).starts_with('\u{200d}'), "a family is torn apart");
        }
    }
    world.fake.assert_clean();
}
}

/// What Discord shows of escaped text.
fn unescaped(text: &str) -> String {
    let mut shown = String::new();
    let mut symbols = text.chars();
    while let Some(symbol) = symbols.next() {
        shown.push(if symbol == '\\' { symbols.next().unwrap() } else { symbol });
    }
    shown
}

/// How long a burst takes says whether it was paced.
#[tokio::test]
async fn fifty_people_at_once_are_answered_quickly() {
    let world = World::new(crate::discord_world::SetUp::Address).await;
    let tokens: Vec<String> = (0..50_u64)
        .map(|number| world.fake.slash(220_000_000_000_000_000 + number, At::Server, "iop", &json!([])))
        .collect();
    for token in &tokens {
        world.fake.answer(token).await;
    }
    let state = world.fake.state();
    let slowest = tokens.iter().map(|token| {
        let asked = &state.asked[token];
        asked.first_at.unwrap().as_millisecond() - asked.made_at
    });
    let slowest = Duration::from_millis(slowest.max().unwrap().unsigned_abs());
    assert!(slowest < Duration::from_millis(1500), "the slowest first answer took {slowest:?}");
}
