//! Scenarios 4, 5, 6, 8, 25: connections break, sessions are lost, starts fail, the program ends.

use std::time::Duration;

use handrail::channel::discord::{Ended, Failure, StartError};
use handrail::ops::{Tasks, Time};
use serde_json::json;

use crate::discord_world::{ANA, BEN, World, shows_help};
use crate::fake_discord::{At, Fault, MANAGER, content, events};

scenarios! {
async fn s04_a_crisis_message_of_an_outage_is_answered_once_after_the_resume(set_up) {
    let world = World::new(set_up).await;
    world.fake.cut();
    world.fake.dm(ANA, "I want to kill myself");
    let card = world.fake.reply(ANA, 0).await;
    assert!(shows_help(&card));
    world.fake.settle().await;
    let state = world.fake.state();
    assert_eq!((state.identifies.len(), state.resumes.len()), (1, 1));
    assert_eq!(state.to_person(ANA).len(), 1);
}

async fn s05_after_a_lost_session_the_conversation_goes_on_and_what_was_written_is_found(set_up) {
    let world = World::standing(set_up).await;
    world.fake.dm(ANA, "menu");
    let menu = world.fake.reply(ANA, 0).await;
    world.fake.lose_session();
    // Written while nobody told the bot.
    let time = world.time.clone();
    world.fake.change(|state| {
        let (id, channel) = (state.next_id(&time), state.dm_of(ANA));
        let message = events::message(id, channel, None, ANA, "I want to kill myself");
        state.messages.get_mut(&channel).unwrap().push(message);
    });
    let card = world.fake.reply(ANA, 1).await;
    assert!(shows_help(&card));
    let state = world.fake.state();
    assert_eq!(state.identifies.len(), 2);
    drop(state);
    let next = world.press(ANA, At::Dm, &menu, "Learn the basics").await;
    assert!(!content(&next).is_empty());
    world.fake.settle().await;
    assert_eq!(world.fake.state().to_person(ANA).len(), 2, "each message was answered once");
    world.fake.assert_clean();
}

async fn s06_buttons_work_after_discord_asked_to_reconnect(set_up) {
    let world = World::new(set_up).await;
    let token = world.fake.slash(ANA, At::Dm, "iop", &json!([]));
    let menu = world.fake.answer(&token).await;
    world.fake.ask_to_reconnect();
    world.fake.until("the resume", |state| (state.resumes.len() == 1).then_some(())).await;
    let next = world.press(ANA, At::Dm, &menu, "Learn the basics").await;
    assert_ne!(content(&next), content(&menu));
    assert_eq!(world.fake.state().identifies.len(), 1);
}

async fn s08_a_message_that_is_told_twice_is_answered_once(set_up) {
    let world = World::new(set_up).await;
    world.fake.dm(ANA, "what is an iop");
    world.fake.repeat_last_events(1);
    world.fake.reply(ANA, 0).await;
    world.fake.repeat_last_events(1);
    world.fake.dm(BEN, "what is an iop");
    world.fake.reply(BEN, 0).await;
    world.fake.settle().await;
    assert_eq!(world.fake.state().to_person(ANA).len(), 1);
}

async fn s25_a_wrong_token_ends_the_start_and_logs_in_nowhere(set_up) {
    let world = World::stopped(Time::system(), set_up).await;
    let refused = world.start_as("wrong", Tasks::new()).await.unwrap_err();
    assert_eq!(refused, StartError::Token);
    assert!(world.fake.state().identifies.is_empty());
}

async fn s25_a_token_that_the_gateway_refuses_ends_the_channel_after_one_log_in(set_up) {
    let mut world = World::stopped(Time::system(), set_up).await;
    world.fake.change(|state| state.refuse_login = Some(4004));
    world.start().await.unwrap();
    assert_eq!(world.running.as_ref().unwrap().ended().await, Ended::Token);
    world.fake.settle().await;
    assert_eq!(world.fake.state().identifies.len(), 1);
}

async fn s25_without_the_privileged_intent_everything_but_screening_works(set_up) {
    let world = World::standing(set_up).await;
    world.fake.change(|state| state.content_intent = false);
    world.set_up(&json!([{ "name": "screen", "type": 7, "value": crate::fake_discord::CHANNEL.to_string() }])).await;
    world.fake.until("a log-in without it", |state| {
        let wants = |number: usize| Some(state.identifies.get(number)?["intents"].as_u64()? & (1 << 15) != 0);
        (wants(1) == Some(true) && wants(2) == Some(false) && state.session.connection.is_some()).then_some(())
    }).await;
    world.fake.dm(ANA, "I want to kill myself");
    assert!(shows_help(&world.fake.reply(ANA, 0).await));
    let token = world.fake.administer(MANAGER, "status", &json!([]));
    assert!(content(&world.fake.answer(&token).await).contains("Message Content Intent"));
    assert_eq!(world.fake.state().identifies.len(), 3, "no storm of log-ins");
}

async fn s25_without_a_gateway_the_start_fails_in_the_end(set_up) {
    let world = World::stopped(Time::system(), set_up).await;
    world.fake.change(|state| state.faults.push(Fault::status("GET", "/gateway/bot", 500, 99)));
    let refused = world.start_as(crate::fake_discord::TOKEN, Tasks::new()).await.unwrap_err();
    assert_eq!(refused, StartError::NoGateway(Failure::Unreachable));
    let state = world.fake.state();
    assert_eq!((state.requests.len(), state.identifies.len()), (4, 0));
}

async fn s25_a_bot_that_logged_in_too_often_waits_outside(set_up) {
    let world = World::stopped(Time::system(), set_up).await;
    world.fake.change(|state| state.logins_left = 0);
    let refused = world.start_as(crate::fake_discord::TOKEN, Tasks::new()).await.unwrap_err();
    assert_eq!(refused, StartError::TooManyLogins(Duration::from_hours(1)));
    assert!(world.fake.state().identifies.is_empty());
}

async fn s25_a_stop_in_the_middle_of_a_send_ends_clean_and_doubles_nothing(set_up) {
    let world = World::new(set_up).await;
    world.fake.change(|state| state.faults.push(Fault::hold("POST", "/messages", 1)));
    world.fake.dm(ANA, "what is an iop");
    world.fake.until("the send", |state| (!state.requests_to("POST", "/messages").is_empty()).then_some(())).await;
    world.tasks.stop();
    world.fake.release();
    assert!(world.tasks.finished(Duration::from_secs(5)).await, "a task does not end");
    assert_eq!(world.running.as_ref().unwrap().ended().await, Ended::Stopped);
    let state = world.fake.state();
    assert_eq!(state.requests_to("POST", "/messages").len(), 1);
    assert_eq!(state.to_person(ANA).len(), 1);
}
}
