//! The whole conversation on Discord: direct messages, slash commands, buttons, selects, forms.

use serde_json::json;

use crate::discord_world::{ANA, BEN, SetUp, World, shows_help};
use crate::fake_discord::{At, CHANNEL, button, content, is_ephemeral};

#[tokio::test]
async fn a_direct_message_is_answered_there() {
    let world = World::new(SetUp::Address).await;
    world.fake.dm(ANA, "What is an IOP?");
    let reply = world.fake.reply(ANA, 0).await;
    assert!(content(&reply).contains("intensive outpatient"), "{reply}");
    assert!(!is_ephemeral(&reply));
    world.fake.assert_clean();
}

#[tokio::test]
async fn a_conversation_goes_on_by_buttons_and_words() {
    let world = World::new(SetUp::Address).await;
    let token = world.fake.slash(ANA, At::Dm, "iop", &json!([]));
    let menu = world.fake.answer(&token).await;
    assert!(content(&menu).contains("What would help today"), "{menu}");
    let more = world.press(ANA, At::Dm, &menu, "More").await;
    let next = world.press(ANA, At::Dm, &more, "What it may cost").await;
    assert_ne!(content(&next), content(&menu));
    world.fake.dm(ANA, "menu");
    let reply = world.fake.reply(ANA, 0).await;
    assert!(content(&reply).contains("What would help today"), "{reply}");
    world.fake.assert_clean();
}

#[tokio::test]
async fn in_a_server_only_the_person_sees_the_answer_and_writes_in_a_form() {
    let world = World::new(SetUp::Address).await;
    let token = world.fake.ask(ANA, At::Server, "How much does an IOP cost?");
    let answer = world.fake.answer(&token).await;
    assert!(is_ephemeral(&answer), "{answer}");
    let write = button(&answer, "Write");
    let token = world.fake.press(ANA, At::Server, &write);
    let form = world.fake.until("a form", |state| state.asked[&token].form.clone()).await;
    let id = form["custom_id"].as_str().unwrap().to_owned();
    let token = world.fake.submit(ANA, At::Server, &id, "what is an iop");
    let answer = world.fake.answer(&token).await;
    assert!(is_ephemeral(&answer) && content(&answer).contains("intensive outpatient"), "{answer}");
    assert!(world.fake.state().of_bot(CHANNEL).is_empty());
    world.fake.assert_clean();
}

#[tokio::test]
async fn crisis_words_get_the_card() {
    let world = World::new(SetUp::Address).await;
    world.fake.dm(BEN, "I want to kill myself");
    let card = world.fake.reply(BEN, 0).await;
    assert!(shows_help(&card), "{card}");
    let next = world.press(BEN, At::Dm, &card, "Not right now").await;
    assert!(!content(&next).is_empty());
    world.fake.assert_clean();
}

#[tokio::test]
async fn where_the_bot_is_not_the_conversation_can_move_to_direct_messages() {
    let world = World::new(SetUp::Address).await;
    let token = world.fake.slash(ANA, At::Elsewhere, "iop", &json!([]));
    let menu = world.fake.answer(&token).await;
    let told = world.press(ANA, At::Elsewhere, &menu, "Continue in a direct message").await;
    assert!(is_ephemeral(&told) && content(&told).contains("written to you"), "{told}");
    assert!(content(&world.fake.reply(ANA, 0).await).contains("What would help today"));
    world.fake.close_dm(BEN);
    let token = world.fake.slash(BEN, At::Elsewhere, "iop", &json!([]));
    let menu = world.fake.answer(&token).await;
    let told = world.press(BEN, At::Elsewhere, &menu, "Continue in a direct message").await;
    assert!(content(&told).contains("cannot write to you"), "{told}");
    world.fake.assert_clean();
}

#[tokio::test]
async fn a_person_whose_discord_is_in_spanish_is_answered_in_spanish() {
    let world = World::new(SetUp::Address).await;
    let mut event = world.fake.interaction(ANA, At::Server, 2, json!({ "id": "1", "name": "iop", "type": 1 }));
    event["locale"] = json!("es-419");
    let token = event["token"].as_str().unwrap().to_owned();
    world.fake.emit("INTERACTION_CREATE", event);
    let menu = world.fake.answer(&token).await;
    assert!(content(&menu).contains("Qué le ayudaría hoy"), "{menu}");
    button(&menu, "Escribir");
}

#[tokio::test]
async fn what_is_typed_offers_the_questions_it_may_become() {
    let world = World::new(SetUp::Address).await;
    let token = world.fake.type_in(ANA, At::Server, "insurance");
    let choices = world.fake.until("choices", |state| {
        let choices = &state.asked[&token].choices;
        (!choices.is_empty()).then(|| choices.clone())
    });
    let choices = choices.await;
    assert!(
        choices.len() <= 25 && choices[0]["name"].as_str().unwrap().to_lowercase().contains("insurance"),
        "{choices:?}"
    );
}
