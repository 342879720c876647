//! The second reader in channels that a community turned screening on for: what it finds at the level of a crisis is handed
//! over as what the lexicons find, and nothing else comes of it.

use serde_json::json;

use crate::discord_world::{ANA, BEN, SetUp, World, shows_help};
use crate::fake_discord::{At, CHANNEL, GUILD, OTHER_CHANNEL, is_ephemeral};
use crate::support::{found_by_the_second_reader_alone, let_go_by_the_second_reader, reading_library};

const PEOPLE: u64 = 280_000_000_000_000_000;

/// Waits until so many looks were taken.
async fn looked(world: &World, looks: u64) {
    world.fake.until("looks", |_| (world.slow.keeper().looks().0 >= looks).then_some(())).await;
}

async fn world() -> World {
    let world = World::new(SetUp::Address).await;
    world.slow.keeper().change_library(reading_library());
    world.screen_channel().await;
    world
}

#[tokio::test]
async fn in_a_screened_channel_the_second_reader_reads_too_and_hands_over_in_private() {
    let world = world().await;
    for (number, text) in
        ["did you watch the game last night", "i feel a bit sad today", "see you at eight"].iter().enumerate()
    {
        world.fake.say(PEOPLE + number as u64, CHANNEL, text);
    }
    // Nobody turned anything on there.
    world.fake.say(PEOPLE + 8, OTHER_CHANNEL, found_by_the_second_reader_alone());
    world.fake.say(PEOPLE + 9, CHANNEL, found_by_the_second_reader_alone());
    assert!(shows_help(&world.fake.reply(PEOPLE + 9, 0).await));
    looked(&world, 4).await;
    world.fake.settle().await;
    let state = world.fake.state();
    assert!(state.of_bot(CHANNEL).is_empty(), "nothing stands where others read along");
    assert_eq!(state.requests_to("POST", "/messages").len(), 1, "nobody else is written to");
    drop(state);
    let (looks, left_out) = world.slow.keeper().looks();
    assert_eq!((looks, left_out), (4, 0), "each message was embedded once, and none of other channels");
    world.fake.assert_clean();
}

#[tokio::test]
async fn in_a_screened_channel_what_the_lexicons_are_unsure_of_is_handed_over_where_nobody_else_reads() {
    let unsure = let_go_by_the_second_reader();
    let world = World::new(SetUp::Address).await;
    world.screen_channel().await;
    world.fake.say(PEOPLE, CHANNEL, unsure);
    assert!(shows_help(&world.fake.reply(PEOPLE, 0).await), "without a second reader it counts");
    world.slow.keeper().change_library(reading_library());
    world.fake.say(PEOPLE + 1, CHANNEL, unsure);
    looked(&world, 1).await;
    world.fake.settle().await;
    assert_eq!(world.slow.keeper().looks(), (1, 0));
    assert_eq!(world.fake.state().requests_to("POST", "/messages").len(), 1, "the second reader lets it go");
    world.fake.assert_clean();
}

#[tokio::test]
async fn a_flood_in_a_channel_is_read_by_the_lexicons_and_no_word_of_danger_is_missed() {
    let world = world().await;
    for number in 0..60_u64 {
        world.fake.say(PEOPLE, CHANNEL, &format!("did you watch the game {number}"));
    }
    world.fake.say(PEOPLE, CHANNEL, "I want to kill myself");
    assert!(shows_help(&world.fake.reply(PEOPLE, 0).await));
    world.fake.settle().await;
    let (looks, left_out) = world.slow.keeper().looks();
    assert_eq!(left_out, 30, "one person has thirty looks in a minute");
    assert!(looks <= 30);
    assert_eq!(world.fake.state().requests_to("POST", "/messages").len(), 1);
    world.fake.assert_clean();
}

const CRISIS: &str = "I want to kill myself";

#[tokio::test]
async fn rule_13_private_by_default_and_in_public_only_the_words_of_everybody() {
    let world = World::new(SetUp::Address).await;
    world.screen_channel().await;
    let token = world.fake.ask(ANA, At::Server, CRISIS);
    assert!(is_ephemeral(&world.fake.answer(&token).await), "only they see it");
    world.fake.say(ANA, CHANNEL, CRISIS);
    assert!(shows_help(&world.fake.reply(ANA, 0).await), "a message of a screened channel gets a direct message");
    world.fake.close_dm(BEN);
    world.fake.say(BEN, CHANNEL, CRISIS);
    let posted = world.fake.until("the resources message", |state| state.of_bot(CHANNEL).first().cloned()).await;
    assert!(shows_help(&posted) && posted["message_reference"].is_null(), "{posted}");
    assert!(!posted.to_string().contains(&BEN.to_string()), "nobody is named: {posted}");
    world.fake.assert_clean();
}

#[tokio::test]
async fn rule_14_a_message_that_something_else_deletes_gets_the_card_and_nothing_is_deleted() {
    let world = World::new(SetUp::Address).await;
    world.screen_channel().await;
    let id = world.fake.say(ANA, CHANNEL, CRISIS);
    let gone = json!({ "id": id.to_string(), "channel_id": CHANNEL.to_string(), "guild_id": GUILD.to_string() });
    world.fake.emit("MESSAGE_DELETE", gone);
    assert!(shows_help(&world.fake.reply(ANA, 0).await));
    world.fake.settle().await;
    assert!(world.fake.state().requests_to("DELETE", "/messages").is_empty());
    assert!(world.fake.state().requests_to("PUT", "/reactions").is_empty());
    world.fake.assert_clean();
}
