//! Scenarios 15, 16, 20 to 24: what people write, on every road in.

use std::sync::Arc;

use handrail::channel::Lane;
use handrail::message::{Bubble, Outbound};
use serde_json::{Value, json};

use crate::discord_world::{ANA, BEN, World, shows_help};
use crate::fake_discord::{At, BOT, CHANNEL, button, content, events, is_ephemeral};

const CRISIS: &str = "I want to kill myself";

/// Whether any of these messages shows what someone wrote, or whom it is about.
fn tells(messages: &[Value], what: &str) -> bool {
    messages.iter().any(|message| message.to_string().contains(what))
}

scenarios! {
async fn s15_a_message_that_is_changed_is_screened_once_for_each_content(set_up) {
    let world = World::new(set_up).await;
    let id = world.fake.dm(ANA, "what is an iop");
    world.fake.reply(ANA, 0).await;
    world.fake.edit(id, CRISIS);
    assert!(shows_help(&world.fake.reply(ANA, 1).await));
    // A preview was added: the same words again.
    world.fake.edit(id, CRISIS);
    // Changed to something harmless: answered already.
    world.fake.edit(id, "what is an iop really");
    world.fake.dm(BEN, "menu");
    world.fake.reply(BEN, 0).await;
    world.fake.settle().await;
    assert_eq!(world.fake.state().to_person(ANA).len(), 2);
}

async fn s16_events_that_cannot_be_read_whole_are_counted_and_screened(set_up) {
    let world = World::new(set_up).await;
    // What a strict reader drops is read like any other.
    world.fake.dm_with(ANA, CRISIS, |message| {
        message["timestamp"] = json!("not a time");
        message["pinned"] = Value::Null;
        message["attachments"] = json!("nothing");
    });
    assert!(shows_help(&world.fake.reply(ANA, 0).await));
    assert_eq!(world.running.as_ref().unwrap().broken_events(), 0);
    // Without a writer there is still the place.
    world.fake.dm_with(BEN, CRISIS, |message| message["author"] = json!("nobody"));
    assert!(shows_help(&world.fake.reply(BEN, 0).await));
    // An interaction without a person.
    let field = json!({ "custom_id": "x", "components": [{ "type": 1, "components": [{ "type": 4, "value": CRISIS }] }] });
    let mut event = world.fake.interaction(ANA, At::Dm, 5, field);
    event["user"] = Value::Null;
    let token = event["token"].as_str().unwrap().to_owned();
    world.fake.emit("INTERACTION_CREATE", event);
    let card = world.fake.answer(&token).await;
    assert!(shows_help(&card) && is_ephemeral(&card));
    // Harmless ones are counted too.
    world.fake.dm_with(BEN, "hello", |message| message["id"] = Value::Null);
    world.fake.settle().await;
    assert_eq!(world.running.as_ref().unwrap().broken_events(), 3);
    world.fake.assert_clean();
}

async fn s20_nothing_that_anyone_writes_becomes_a_mention(set_up) {
    let world = World::new(set_up).await;
    let words = "@everyone @here <@&1> <@5> <#7> see https://bad.example/x";
    let outbound = Outbound { bubbles: vec![Bubble::Text(Arc::from(words))], ..Outbound::default() };
    world.delivers().deliver(&format!("u{ANA}"), &outbound, Lane::Reply, None).await;
    let sent = world.fake.reply(ANA, 0).await;
    for mention in ["@everyone", "@here", "<@", "<#"] {
        assert!(!content(&sent).contains(mention), "{sent}");
    }
    world.fake.mention(ANA, CHANNEL, "@everyone <@&1> what is an iop");
    world.fake.until("an answer in public", |state| state.of_bot(CHANNEL).first().cloned()).await;
    world.fake.assert_clean();
    assert!(!handrail::channel::discord::escape_for_all(words, words).contains("://"));
}

async fn s21_markup_does_nothing_and_hides_no_danger(set_up) {
    let world = World::new(set_up).await;
    let words = "**bold** ||spoiler|| ```ansi\n\u{1b}[31mred\u{1b}[0m``` \u{202e}turned\u{202c} [link](https://x.example) # no\n# heading";
    let outbound = Outbound { bubbles: vec![Bubble::Text(Arc::from(words))], ..Outbound::default() };
    world.delivers().deliver(&format!("u{ANA}"), &outbound, Lane::Reply, None).await;
    let sent = world.fake.reply(ANA, 0).await;
    let text = content(&sent);
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{202c}']), "{sent}");
    for literal in ["\\*\\*bold\\*\\*", "\\|\\|spoiler", "\\`\\`\\`ansi", "\\[link](", "\n\\# heading"] {
        assert!(text.contains(literal), "{literal} is not in {sent}");
    }
    for (number, hidden) in [
        "I want to **kill** myself",
        "||I want to kill myself||",
        "I want to k\u{200b}ill my\u{200d}self",
        "\u{202e}\u{202c}I want to kill myself",
        "```ansi\n\u{1b}[31mI want to kill myself```",
    ].into_iter().enumerate() {
        let user = 230_000_000_000_000_000 + number as u64;
        world.fake.dm(user, hidden);
        assert!(shows_help(&world.fake.reply(user, 0).await), "{hidden}");
    }
}

async fn s22_old_buttons_buttons_of_others_and_unknown_ones_get_a_polite_answer(set_up) {
    let world = World::new(set_up).await;
    let token = world.fake.slash(ANA, At::Server, "iop", &json!([]));
    let menu = world.fake.answer(&token).await;
    let basics = button(&menu, "Learn the basics");
    // Someone else's.
    let token = world.fake.press(BEN, At::Server, &basics);
    let refused = world.fake.answer(&token).await;
    assert!(content(&refused).contains("someone else") && is_ephemeral(&refused));
    assert_eq!(world.slow.taken().len(), 1, "nothing was taken from it");
    // An old one.
    let next = world.press(ANA, At::Server, &menu, "Learn the basics").await;
    let old = world.press(ANA, At::Server, &menu, "See help lines").await;
    assert!(content(&old).contains("earlier question") || content(&old).contains("has ended"), "{old}");
    assert_ne!(content(&old), content(&next));
    // One of a form that is not ours.
    let token = world.fake.press(ANA, At::Server, "v0:something");
    assert!(content(&world.fake.answer(&token).await).contains("older version"));
    // After everything was deleted.
    let token = world.fake.slash(ANA, At::Server, "privacy", &json!([{ "name": "mine", "type": 3, "value": "delete" }]));
    let sure = world.fake.answer(&token).await;
    let deleted = world.press(ANA, At::Server, &sure, "Yes").await;
    assert!(content(&deleted).contains("deleted") || content(&deleted).contains("could not"), "{deleted}");
    let gone = world.press(ANA, At::Server, &next, "Stop").await;
    assert!(!content(&gone).is_empty());
    world.fake.assert_clean();
}

async fn s23_a_command_does_the_same_in_every_place_with_the_right_privacy(set_up) {
    let world = World::new(set_up).await;
    for (name, options) in [("iop", json!([])), ("help-now", json!([])), ("crisis-policy", json!([])), ("find", json!([]))] {
        let mut texts = Vec::new();
        for at in [At::Dm, At::Server, At::Elsewhere] {
            let token = world.fake.slash(ANA, at, name, &options);
            let answer = world.fake.answer(&token).await;
            assert_eq!(is_ephemeral(&answer), at != At::Dm, "{name} {at:?}");
            texts.push(content(&answer).to_owned());
        }
        assert!(texts.iter().all(|text| *text == texts[0]), "{name}: {texts:#?}");
    }
    assert!(world.fake.state().of_bot(CHANNEL).is_empty());
    world.fake.assert_clean();
}

async fn s24_words_of_danger_get_help_on_every_road_and_in_private(set_up) {
    let world = World::new(set_up).await;
    world.screen_channel().await;
    let person = |number: u64| 240_000_000_000_000_000 + number;
    // A form, an argument, a select, the menu of a message, the menu of a person.
    let tokens = [
        world.fake.submit(person(1), At::Server, "h1:o:+", CRISIS),
        world.fake.ask(person(2), At::Server, CRISIS),
        world.fake.choose(person(3), At::Server, "h1:o:=", CRISIS),
        world.fake.menu_of_message(person(4), At::Server, BEN, CRISIS),
        world.fake.menu_of_message(person(5), At::Server, person(5), CRISIS),
        world.fake.menu_of_person(person(6), At::Server, BEN),
        world.fake.ask(person(7), At::Elsewhere, CRISIS),
    ];
    for token in &tokens {
        let card = world.fake.answer(token).await;
        assert!(shows_help(&card) && is_ephemeral(&card), "{card}");
        assert!(!tells(&[card], "kill myself"), "nothing is quoted");
    }
    // While it is being typed.
    let token = world.fake.type_in(person(8), At::Server, CRISIS);
    let choices = world.fake.until("choices", |state| {
        let choices = &state.asked[&token].choices;
        (!choices.is_empty()).then(|| choices.clone())
    }).await;
    assert!(choices.iter().any(|choice| choice["name"].as_str().unwrap().contains("988")), "{choices:?}");
    // A reply to the bot, a mention, a forward, a plain message of a screened channel.
    world.fake.say_with(person(9), CHANNEL, CRISIS, |message| {
        message["type"] = json!(19);
        message["referenced_message"] = events::message(1, CHANNEL, None, BOT, "earlier");
    });
    world.fake.mention(person(10), CHANNEL, CRISIS);
    world.fake.say_with(person(11), CHANNEL, "", |message| {
        message["message_snapshots"] = json!([{ "message": { "content": CRISIS } }]);
    });
    world.fake.say(person(12), CHANNEL, CRISIS);
    for number in 9..=12 {
        assert!(shows_help(&world.fake.reply(person(number), 0).await), "road {number}");
    }
    assert!(world.fake.state().of_bot(CHANNEL).is_empty(), "nothing in public");
    world.fake.assert_clean();
}

async fn s24_titles_of_posts_and_polls_are_words_too(set_up) {
    let world = World::new(set_up).await;
    world.screen_channel().await;
    // A post in a forum: its title, then its first message, which has the same id.
    let thread = CHANNEL + 100;
    world.fake.emit("THREAD_CREATE", json!({
        "id": thread.to_string(), "parent_id": CHANNEL.to_string(), "type": 11, "name": CRISIS, "newly_created": true,
    }));
    world.fake.say_with(ANA, thread, "it is all in the title", |message| message["id"] = json!(thread.to_string()));
    assert!(shows_help(&world.fake.reply(ANA, 0).await));
    world.fake.say_with(BEN, CHANNEL, "", |message| {
        message["poll"] = json!({ "question": { "text": "what now" }, "answers": [{ "poll_media": { "text": CRISIS } }] });
    });
    assert!(shows_help(&world.fake.reply(BEN, 0).await));
    world.fake.assert_clean();
}

async fn s23_an_app_of_ones_own_in_a_server_without_the_bot_answers_and_offers_direct_messages(set_up) {
    let world = World::new(set_up).await;
    let mut event = world.fake.interaction(ANA, At::Server, 2, json!({ "id": "1", "name": "iop", "type": 1 }));
    event["authorizing_integration_owners"] = json!({ "1": ANA.to_string() });
    let token = event["token"].as_str().unwrap().to_owned();
    world.fake.emit("INTERACTION_CREATE", event);
    let menu = world.fake.answer(&token).await;
    assert!(is_ephemeral(&menu));
    button(&menu, "Continue in a direct message");
    world.fake.assert_clean();
}

async fn s24_bots_webhooks_and_notices_are_not_answered_and_pictures_are(set_up) {
    let world = World::new(set_up).await;
    world.fake.dm_with(ANA, CRISIS, |message| message["author"]["bot"] = json!(true));
    world.fake.dm_with(ANA, CRISIS, |message| message["webhook_id"] = json!("1"));
    world.fake.dm_with(ANA, CRISIS, |message| message["type"] = json!(7));
    world.fake.dm_with(BEN, "", |message| message["attachments"] = json!([{ "id": "1", "content_type": "image/png" }]));
    assert!(content(&world.fake.reply(BEN, 0).await).contains("only text"));
    world.fake.settle().await;
    assert!(world.fake.state().to_person(ANA).is_empty());
}

async fn s24_two_guides_at_once_in_direct_messages_and_in_a_server_do_not_meet(set_up) {
    let world = World::new(set_up).await;
    let token = world.fake.slash(ANA, At::Server, "find", &json!([]));
    let server = world.fake.answer(&token).await;
    let token = world.fake.slash(ANA, At::Dm, "prepare", &json!([]));
    let dm = world.fake.answer(&token).await;
    assert_ne!(content(&server), content(&dm));
    let after_server = world.press(ANA, At::Server, &server, "Skip").await;
    assert!(!content(&after_server).contains("earlier question"), "{after_server}");
    let after_dm = world.press(ANA, At::Dm, &dm, "Skip").await;
    assert!(!content(&after_dm).contains("earlier question"), "{after_dm}");
}
}
