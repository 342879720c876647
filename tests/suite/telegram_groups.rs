//! Telegram, end to end against a fake Bot API: groups.

use serde_json::json;

use crate::telegram::{BOT, Bot, Fake, Sent};

const GROUP: i64 = -100_200_300;

/// Whether a message is the way into the private chat, and nothing else.
fn is_way_in(sent: &Sent) -> bool {
    let held: Vec<String> = sent.buttons().into_iter().map(|(_, held)| held).collect();
    held == [format!("https://t.me/{BOT}?start=menu"), format!("https://t.me/{BOT}?start=helpnow")]
        && sent.text.contains("direct message")
}

#[tokio::test]
async fn scenario_22_groups_get_the_way_into_a_private_chat_and_nothing_personal() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    let addressed = [
        json!({ "text": format!("/start@{BOT}") }),
        json!({ "text": "/find" }),
        json!({ "text": format!("hello @{}, i want to kill myself", BOT.to_lowercase()) }),
        json!({ "caption": format!("@{BOT} what does it cost?"), "photo": [{}] }),
        json!({ "text": "and you?", "reply_to_message": { "from": { "id": 4242, "is_bot": true } } }),
    ];
    for (number, parts) in (1..).zip(addressed) {
        fake.in_group(GROUP, 5001, parts.clone());
        let sent = fake.sent(GROUP, number).await;
        assert!(is_way_in(sent.last().unwrap()), "{parts}: {sent:?}");
    }
    assert!(fake.sent_now(5001).is_empty(), "nobody is written to who did not begin");
    let before = fake.sent_now(GROUP).len();
    for parts in [
        json!({ "text": "what does it cost?" }),
        json!({ "text": "/start@SomeOtherBot" }),
        json!({ "text": format!("mail me at someone@{BOT}x.example") }),
        json!({ "text": "yes", "reply_to_message": { "from": { "id": 7, "is_bot": false } } }),
        json!({ "new_chat_members": [{ "id": 7 }] }),
        json!({ "migrate_to_chat_id": -100_777 }),
    ] {
        fake.in_group(GROUP, 5001, parts);
    }
    // A button that somebody forwarded into the group.
    fake.update(json!({ "callback_query": { "id": "p", "from": crate::telegram::person(5001), "chat_instance": "1",
        "data": "w:show_data", "message": { "message_id": 1, "date": 1, "chat": { "id": GROUP, "type": "supergroup" } } } }));
    fake.all_confirmed().await;
    fake.called("answercallbackquery", 1).await;
    assert!(bot.stop().await);
    assert_eq!(fake.sent_all().len(), before);
}

#[tokio::test]
async fn scenario_22_a_topic_is_answered_in_the_topic_and_a_group_that_moved_is_followed() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    fake.in_group(GROUP, 5001, json!({ "text": "/start", "message_thread_id": 77, "is_topic_message": true }));
    assert_eq!(fake.sent(GROUP, 1).await[0].body["message_thread_id"], 77);
    // In a plain group the same number means a reply, which is no topic.
    fake.in_group(GROUP, 5001, json!({ "text": "/start", "message_thread_id": 78 }));
    assert!(fake.sent(GROUP, 2).await[1].body["message_thread_id"].is_null());
    // A topic that is gone: the group itself is answered.
    let gone = "Bad Request: message thread not found";
    fake.fault("sendmessage", Some(GROUP), crate::telegram::Fault::Refuse(400, gone));
    fake.in_group(GROUP, 5001, json!({ "text": "/start", "message_thread_id": 79, "is_topic_message": true }));
    assert!(fake.sent(GROUP, 3).await[2].body["message_thread_id"].is_null());
    let (old, new) = (-42, -100_42);
    fake.moves(old, new);
    fake.in_group(old, 5001, json!({ "text": "/start" }));
    assert!(is_way_in(&fake.sent(new, 1).await[0]));
    assert!(bot.stop().await);
}
