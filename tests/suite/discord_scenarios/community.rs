//! Scenarios 3, 17, 18, and what communities turn on.

use serde_json::{Value, json};

use crate::discord_world::{ANA, BEN, World, shows_help};
use crate::fake_discord::{At, CHANNEL, MANAGER, OTHER_CHANNEL, button, content, is_ephemeral};

const CRISIS: &str = "I want to kill myself";

fn channel(name: &str, id: u64) -> Value {
    json!({ "name": name, "type": 7, "value": id.to_string() })
}

fn switch(name: &str, on: bool) -> Value {
    json!({ "name": name, "type": 5, "value": on })
}

scenarios! {
async fn s03_a_channel_that_is_deleted_while_a_guide_waits_takes_nothing_with_it(set_up) {
    let world = World::new(set_up).await;
    world.screen_channel().await;
    let token = world.fake.slash(ANA, At::Server, "iop", &json!([]));
    let menu = world.fake.answer(&token).await;
    world.fake.delete_channel(CHANNEL);
    let next = world.press(ANA, At::Server, &menu, "Learn the basics").await;
    assert!(!content(&next).is_empty());
    world.fake.mention(BEN, CHANNEL, "what is an iop");
    world.fake.settle().await;
    assert!(world.fake.state().requests_to("POST", &format!("/channels/{CHANNEL}/messages")).is_empty());
    assert!(world.community().await.unwrap().screened.is_empty());
}

async fn s17_nothing_is_posted_about_someone_who_leaves(set_up) {
    let world = World::new(set_up).await;
    world.screen_channel().await;
    world.fake.close_dm(ANA);
    world.fake.say(ANA, CHANNEL, CRISIS);
    world.fake.emit("GUILD_MEMBER_REMOVE", json!({ "guild_id": crate::fake_discord::GUILD.to_string(), "user": { "id": ANA.to_string() } }));
    let posted = world.fake.until("the resources message", |state| state.of_bot(CHANNEL).first().cloned()).await;
    world.fake.settle().await;
    assert_eq!(world.fake.state().of_bot(CHANNEL).len(), 1);
    assert!(!posted.to_string().contains(&ANA.to_string()) && posted["message_reference"].is_null(), "{posted}");
    assert!(shows_help(&posted) && !posted.to_string().contains("kill"));
    world.fake.assert_clean();
}

async fn s18_settings_go_when_the_bot_is_removed_and_stay_through_an_outage(set_up) {
    let world = World::new(set_up).await;
    world.screen_channel().await;
    world.fake.outage();
    world.fake.back();
    world.fake.say(ANA, CHANNEL, CRISIS);
    assert!(shows_help(&world.fake.reply(ANA, 0).await));
    assert!(!world.community().await.unwrap().screened.is_empty());
    world.fake.kick();
    world.fake.settle().await;
    assert_eq!(world.community().await, None);
}

async fn a_message_that_comes_before_the_settings_were_read_waits_for_them(set_up) {
    let mut world = World::stopped(handrail::ops::Time::system(), set_up).await;
    let screened = handrail::channel::discord::Community { screened: [CHANNEL.into()].into(), ..Default::default() };
    handrail::channel::discord::Communities::put(&*world.communities, crate::fake_discord::GUILD.into(), &screened).await.unwrap();
    world.fake.change(|state| state.quiet = true);
    world.start().await.unwrap();
    world.is_connected().await;
    // No event told of the server, nor that this is a thread of the screened channel.
    let thread = CHANNEL + 200;
    world.fake.change(|state| state.threads.insert(thread, CHANNEL));
    world.fake.say(ANA, thread, CRISIS);
    assert!(shows_help(&world.fake.reply(ANA, 0).await));
    world.fake.assert_clean();
}

async fn what_is_said_in_a_screened_channel_while_a_session_is_lost_is_found(set_up) {
    let world = World::new(set_up).await;
    world.screen_channel().await;
    world.fake.say(BEN, CHANNEL, "good morning");
    world.fake.dm(BEN, "menu");
    world.fake.reply(BEN, 0).await;
    world.fake.lose_session();
    let time = world.time.clone();
    world.fake.change(|state| {
        let id = state.next_id(&time);
        let message = crate::fake_discord::events::message(id, CHANNEL, None, ANA, CRISIS);
        state.messages.entry(CHANNEL).or_default().push(message);
    });
    assert!(shows_help(&world.fake.reply(ANA, 0).await));
    world.fake.settle().await;
    assert_eq!(world.fake.state().to_person(ANA).len(), 1);
    world.fake.assert_clean();
}

async fn the_country_of_a_server_stands_in_for_one_that_is_unknown_and_is_named(set_up) {
    let world = World::new(set_up).await;
    world.screen_channel().await;
    world.set_up(&json!([{ "name": "country", "type": 3, "value": "Spain" }])).await;
    world.fake.say(ANA, CHANNEL, CRISIS);
    let card = world.fake.reply(ANA, 0).await;
    assert!(content(&card).contains("Spain") && content(&card).contains("024"), "{card}");
    assert!(!content(&card).contains("988"), "{card}");
    // Alone with the person too, and in what is begun there.
    let token = world.fake.slash(BEN, At::Server, "help-now", &json!([]));
    let card = world.fake.answer(&token).await;
    assert!(content(&card).contains("Spain") && content(&card).contains("024"), "{card}");
    button(&card, "Canada");
    let token = world.fake.slash(BEN, At::Server, "resources", &json!([]));
    let lines = world.fake.answer(&token).await;
    assert!(!content(&lines).is_empty());
    // It is not taken for the person's own.
    world.fake.dm(BEN, "help now");
    let card = world.fake.reply(BEN, 0).await;
    assert!(content(&card).contains("988") && !content(&card).contains("024"), "{card}");
    world.fake.assert_clean();
}

async fn a_resources_message_that_is_asked_for_twice_is_posted_once(set_up) {
    let world = World::new(set_up).await;
    world.fake.change(|state| state.faults.push(crate::fake_discord::Fault::done_but("POST", "/messages", 500, 1)));
    let token = world.fake.administer(MANAGER, "post", &json!([]));
    assert!(content(&world.fake.answer(&token).await).contains("pinned"));
    world.fake.settle().await;
    assert_eq!(world.fake.state().of_bot(CHANNEL).len(), 1);
}

async fn nothing_is_screened_that_was_not_turned_on(set_up) {
    let world = World::new(set_up).await;
    world.fake.say(ANA, CHANNEL, CRISIS);
    world.screen_channel().await;
    world.fake.say(ANA, OTHER_CHANNEL, CRISIS);
    world.fake.dm(BEN, "menu");
    world.fake.reply(BEN, 0).await;
    world.fake.settle().await;
    assert!(world.fake.state().to_person(ANA).is_empty());
    assert!(world.slow.taken().len() <= 1);
}

async fn where_direct_messages_are_unwelcome_the_resources_message_stands_in(set_up) {
    let world = World::new(set_up).await;
    world.screen_channel().await;
    world.set_up(&json!([switch("direct-messages", false)])).await;
    world.fake.say(ANA, CHANNEL, CRISIS);
    let posted = world.fake.until("the resources message", |state| state.of_bot(CHANNEL).first().cloned()).await;
    assert!(posted["message_reference"].is_null() && shows_help(&posted));
    // Seconds later it still stands there.
    world.fake.say(BEN, CHANNEL, CRISIS);
    world.fake.settle().await;
    assert_eq!(world.fake.state().of_bot(CHANNEL).len(), 1);
    assert!(world.fake.state().requests_to("POST", "/users/@me/channels").is_empty());
    // Its buttons answer each person alone.
    for user in [ANA, BEN] {
        let card = world.press(user, At::Server, &posted, "Help now").await;
        assert!(is_ephemeral(&card) && shows_help(&card));
    }
    world.fake.assert_clean();
}

async fn rule_15_moderators_hear_only_where_it_was_turned_on_and_never_the_words(set_up) {
    let world = World::new(set_up).await;
    world.screen_channel().await;
    world.fake.say(BEN, CHANNEL, CRISIS);
    world.fake.reply(BEN, 0).await;
    world.fake.settle().await;
    assert!(world.fake.state().of_bot(OTHER_CHANNEL).is_empty(), "off by default");
    let missing = world.set_up(&json!([switch("alerts", true)])).await;
    assert!(content(&missing).contains("alert-channel"));
    let kept = world.set_up(&json!([switch("alerts", true), channel("alert-channel", OTHER_CHANNEL)])).await;
    assert!(content(&kept).contains("paste this into your rules") && content(&kept).contains("moderators get a link"), "{kept}");
    let id = world.fake.say(ANA, CHANNEL, CRISIS);
    let card = world.fake.reply(ANA, 0).await;
    assert!(content(&card).contains("notices to its moderators"), "the writer is told");
    let alert = world.fake.until("the alert", |state| state.of_bot(OTHER_CHANNEL).first().cloned()).await;
    assert!(content(&alert).contains(&format!("/{CHANNEL}/{id}")) && !content(&alert).contains("kill"), "{alert}");
    assert!(!content(&alert).contains(&ANA.to_string()));
    let together = world.set_up(&json!([switch("direct-messages", false)])).await;
    assert!(content(&together).contains("must be told"), "{together}");
    world.fake.assert_clean();
}

async fn members_see_what_their_server_turned_on(set_up) {
    let world = World::new(set_up).await;
    let token = world.fake.slash(ANA, At::Server, "privacy", &json!([]));
    assert!(content(&world.fake.answers(&token, 2).await[1]).contains("No channel is checked"));
    world.screen_channel().await;
    let token = world.fake.slash(ANA, At::Server, "privacy", &json!([]));
    let told = &world.fake.answers(&token, 2).await[1];
    assert!(content(told).contains("checked by a program") && content(told).contains(&format!("<#{CHANNEL}>")), "{told}");
    assert!(content(told).contains("Moderators are not told") && is_ephemeral(told), "{told}");
}

async fn only_those_who_manage_a_server_set_it_up(set_up) {
    let world = World::new(set_up).await;
    let token = world.fake.slash(ANA, At::Server, "handrail", &json!([{ "name": "setup", "type": 1, "options": [channel("screen", CHANNEL)] }]));
    let refused = world.fake.answer(&token).await;
    assert!(content(&refused).contains("may manage this server") && is_ephemeral(&refused));
    assert_eq!(world.community().await, None);
    let kept = world.set_up(&json!([{ "name": "country", "type": 3, "value": "Spain" }, { "name": "language", "type": 3, "value": "es" }])).await;
    assert!(content(&kept).contains("Español") && content(&kept).contains("Spain"), "{kept}");
    let unknown = world.set_up(&json!([{ "name": "country", "type": 3, "value": "Nowhereland" }])).await;
    assert!(content(&unknown).contains("do not know that country"));
}

async fn the_resources_message_is_posted_and_pinned(set_up) {
    let world = World::new(set_up).await;
    let token = world.fake.administer(MANAGER, "post", &json!([]));
    assert!(content(&world.fake.answer(&token).await).contains("pinned"));
    let posted = world.fake.state().of_bot(CHANNEL)[0].clone();
    assert!(shows_help(&posted));
    assert_eq!(world.fake.state().pins.len(), 1);
    let token = world.fake.press(BEN, At::Server, &button(&posted, "Ask privately"));
    assert!(is_ephemeral(&world.fake.answer(&token).await));
    world.fake.change(|state| state.may_pin = false);
    let token = world.fake.administer(MANAGER, "post", &json!([]));
    assert!(content(&world.fake.answer(&token).await).contains("pin it yourself"));
    world.fake.deny(CHANNEL, 403, 50013);
    let token = world.fake.administer(MANAGER, "post", &json!([]));
    assert!(content(&world.fake.answer(&token).await).contains("may not write"));
    world.fake.assert_clean();
}

async fn commands_are_registered_once(set_up) {
    let mut world = World::new(set_up).await;
    let commands = world.fake.until("the commands", |state| (state.commands_put == 1).then(|| state.commands.clone())).await;
    assert_eq!(commands.len(), 13);
    world.tasks.stop();
    assert!(world.tasks.finished(std::time::Duration::from_secs(5)).await);
    world.tasks = handrail::ops::Tasks::new();
    world.start().await.unwrap();
    world.fake.until("the second look", |state| (state.requests_to("GET", "/commands").len() == 2).then_some(())).await;
    world.fake.settle().await;
    assert_eq!(world.fake.state().commands_put, 1, "they are the same");
    world.fake.assert_clean();
}

async fn a_mention_is_answered_in_the_channel_and_a_thread_that_is_put_away_ends_nothing(set_up) {
    let world = World::new(set_up).await;
    let id = world.fake.mention(ANA, CHANNEL, "what is an iop");
    let answer = world.fake.until("an answer", |state| state.of_bot(CHANNEL).first().cloned()).await;
    assert_eq!(answer["message_reference"]["message_id"], id.to_string());
    assert!(content(&answer).contains("intensive outpatient"));
    world.fake.say(BEN, CHANNEL, "what is an iop");
    world.fake.deny(OTHER_CHANNEL, 400, 50083);
    world.fake.mention(ANA, OTHER_CHANNEL, "what is an iop");
    world.fake.dm(BEN, "menu");
    world.fake.reply(BEN, 0).await;
    world.fake.settle().await;
    assert_eq!(world.fake.state().of_bot(CHANNEL).len(), 1, "nobody asked it the second time");
    world.fake.assert_clean();
}
}
