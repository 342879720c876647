//! Telegram, end to end against a fake Bot API: people who talk. Each test carries the number of its scenario
//! (docs/telegram.md, "What it survives").

use std::time::Duration;

use handrail::channel::telegram::Settings;
use serde_json::json;
use tokio::time::Instant;

use crate::telegram::{Bot, Fake, Script, Sent, person};

const QUESTIONS: [&str; 5] = [
    "how many hours a week is it",
    "what does it cost",
    "can i keep working",
    "what is group therapy",
    "how long does it take",
];

fn texts(sent: &[Sent]) -> Vec<String> {
    sent.iter().map(|sent| sent.text.clone()).collect()
}

/// Whether a message is a crisis card: a number to call or text before anything else, and ways on.
fn is_card(sent: &Sent) -> bool {
    let before_ways: String = sent.text.split("\n\n").take(2).collect();
    !handrail::channel::telegram::numbers(&before_ways).is_empty()
        && sent.buttons().iter().any(|(_, held)| held.starts_with("k:"))
}

#[tokio::test]
async fn scenario_1_fifty_people_at_once_each_get_their_own_answers() {
    let fake = Fake::start().await;
    // A busy machine may be slow to answer; a call that is given up is made again, and would be seen as a double.
    let patient = Settings { call_limit: Duration::from_mins(1), ..fake.settings() };
    let bot = Bot::with(patient).await.unwrap();
    let talk = |user: i64| {
        let fake = fake.clone();
        async move {
            let mut script = Script::default();
            let mut expected = script.says("/start");
            fake.says(user, "/start");
            assert_eq!(texts(&fake.sent(user, expected.len()).await), expected, "user {user}");
            let choice = usize::try_from(user).unwrap() % 2;
            let payload = script.choices[choice].payload.to_string();
            expected.extend(script.presses(&payload));
            fake.presses(user, &payload);
            assert_eq!(texts(&fake.sent(user, expected.len()).await), expected, "user {user}");
            let question = QUESTIONS[usize::try_from(user).unwrap() % QUESTIONS.len()];
            expected.extend(script.says(question));
            fake.says(user, question);
            assert_eq!(texts(&fake.sent(user, expected.len()).await), expected, "user {user}");
            expected.len()
        }
    };
    let lengths = futures::future::join_all((5001..5051).map(talk)).await;
    fake.all_confirmed().await;
    assert!(bot.stop().await);
    assert_eq!(fake.sent_all().len(), lengths.iter().sum::<usize>(), "nothing beside it");
}

#[tokio::test]
async fn scenario_2_deep_links_lead_where_they_say_and_unknown_ones_to_the_start() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    let start = Script::default().says("/start");
    let find = Script::default().presses("s:find_program");
    let long = "x".repeat(64);
    let links =
        [("find", &find), ("find_program", &find), ("nothing-of-ours", &start), (long.as_str(), &start), ("", &start)];
    for (user, (link, expected)) in (5001..).zip(links) {
        fake.says(user, &format!("/start {link}"));
        assert_eq!(&texts(&fake.sent(user, expected.len()).await), expected, "{link}");
    }
    fake.says(5100, "/start helpnow");
    assert!(is_card(&fake.sent(5100, 1).await[0]));
    fake.says(5101, "/start@HandrailTestBot find");
    assert_eq!(texts(&fake.sent(5101, find.len()).await), find);
    assert!(bot.stop().await);
}

#[tokio::test]
async fn scenario_3_a_crisis_is_answered_first_and_soon_on_every_road_in() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    let roads: [(&str, Box<dyn Fn(i64) -> i64 + '_>); 5] = [
        ("as the first message", Box::new(|user| fake.says(user, "i want to kill myself"))),
        ("in capitals and typos", Box::new(|user| fake.says(user, "I WANNA KILL MYSLEF"))),
        (
            "as a caption",
            Box::new(|user| {
                fake.message(user, json!({ "photo": [{ "file_id": "x" }], "caption": "I want to end my life" }))
            }),
        ),
        ("behind a command", Box::new(|user| fake.says(user, "/ask should i just kill myself tonight"))),
        (
            "as an edit",
            Box::new(|user| {
                let message = json!({ "message_id": 1, "date": 1_700_000_000, "edit_date": handrail::ops::now().as_second(),
                "from": person(user), "chat": { "id": user, "type": "private" }, "text": "i want to kill myself" });
                fake.update(json!({ "edited_message": message }))
            }),
        ),
    ];
    for (user, (road, goes)) in (5001..).zip(&roads) {
        let began = Instant::now();
        goes(user);
        let sent = fake.sent(user, 1).await;
        assert!(is_card(&sent[0]), "{road}: {}", sent[0].text);
        assert!(began.elapsed() < Duration::from_secs(1), "{road}: {:?}", began.elapsed());
    }
    // In the middle of a guide, and what was asked still waits.
    fake.says(5100, "/find");
    let before = fake.sent(5100, 1).await.len();
    fake.says(5100, "there is no way out, i want to die");
    assert!(is_card(&fake.sent(5100, before + 1).await[before]));
    assert!(bot.stop().await);
}

#[tokio::test]
async fn an_edit_without_danger_is_no_second_answer() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    let message = json!({ "message_id": 1, "date": 1, "from": person(5001),
        "chat": { "id": 5001, "type": "private" }, "text": "what does it cost?" });
    fake.update(json!({ "edited_message": message }));
    fake.all_confirmed().await;
    assert!(bot.stop().await);
    assert!(fake.sent_now(5001).is_empty());
}

#[tokio::test]
async fn scenario_9_the_same_update_twice_is_answered_once() {
    let fake = Fake::start().await;
    let message = json!({ "message": { "message_id": 1, "date": handrail::ops::now().as_second(),
        "from": person(5001), "chat": { "id": 5001, "type": "private" }, "text": "/start" } });
    let id = fake.update(message.clone());
    fake.again(id, message.clone());
    let bot = Bot::start(&fake).await;
    let first = fake.sent(5001, 1).await.len();
    fake.all_confirmed().await;
    // And again after it was confirmed.
    fake.again(id, message);
    fake.says(5002, "/start");
    fake.sent(5002, 1).await;
    fake.all_confirmed().await;
    assert!(bot.stop().await);
    assert_eq!(fake.sent_now(5001).len(), first);
    assert_eq!(first, Script::default().says("/start").len());
}

#[tokio::test]
async fn scenario_10_a_message_and_a_press_together_are_both_answered_in_their_order() {
    let fake = Fake::start().await;
    let mut script = Script::default();
    let mut expected = script.says("/start");
    let payload = script.choices[0].payload.to_string();
    expected.extend(script.presses(&payload));
    expected.extend(script.says("what does it cost"));
    // All three wait when the bot comes.
    fake.says(5001, "/start");
    fake.presses(5001, &payload);
    fake.says(5001, "what does it cost");
    // And swapped for another.
    let mut swapped = Script::default();
    let mut expected_swapped = swapped.says("what does it cost");
    expected_swapped.extend(swapped.presses(&payload));
    fake.says(5002, "what does it cost");
    fake.presses(5002, &payload);
    let bot = Bot::start(&fake).await;
    assert_eq!(texts(&fake.sent(5001, expected.len()).await), expected);
    assert_eq!(texts(&fake.sent(5002, expected_swapped.len()).await), expected_swapped);
    fake.called("answercallbackquery", 2).await;
    assert!(bot.stop().await);
}

#[tokio::test]
async fn scenario_17_old_buttons_are_explained_also_under_messages_that_are_gone() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    // Telegram tells only chat and number of a message that is too old.
    let pressed = |user: i64, data: &str| {
        fake.update(json!({ "callback_query": { "id": "p", "from": person(user), "chat_instance": "1", "data": data,
            "message": { "message_id": 1, "date": 0, "chat": { "id": user, "type": "private" } } } }))
    };
    pressed(5001, "a:find_program:gone_question:0000:x");
    let said = fake.sent(5001, 1).await;
    assert!(said[0].text.contains("button"), "{}", said[0].text);
    // And nothing at all of one that came by way of another bot.
    fake.update(
        json!({ "callback_query": { "id": "q", "from": person(5002), "chat_instance": "1", "data": "w:menu" } }),
    );
    assert_eq!(texts(&fake.sent(5002, 1).await), Script::default().presses("w:menu"));
    // A payload that is none.
    pressed(5003, "\u{1f600} no payload of ours");
    fake.sent(5003, 1).await;
    assert!(bot.stop().await);
}

#[tokio::test]
async fn scenario_18_a_double_tap_moves_the_guide_once_and_is_acknowledged_twice() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    let mut script = Script::default();
    let mut expected = script.presses("s:find_program");
    fake.presses(5001, "s:find_program");
    fake.sent(5001, expected.len()).await;
    let payload = script.choices[0].payload.to_string();
    assert!(payload.starts_with("a:"), "{payload}");
    expected.extend(script.presses(&payload));
    let question = expected.last().cloned();
    expected.extend(script.presses(&payload));
    fake.presses(5001, &payload);
    fake.presses(5001, &payload);
    assert_eq!(texts(&fake.sent(5001, expected.len()).await), expected);
    fake.presses(5001, "w:continue");
    let after = texts(&fake.sent(5001, expected.len() + 1).await);
    assert!(
        question.is_some_and(|question| after[expected.len()].contains(question.lines().last().unwrap_or_default())),
        "the question that waits after two taps is the one after one: {after:#?}"
    );
    assert_eq!(fake.called("answercallbackquery", 4).await.len(), 4);
    assert!(bot.stop().await);
}

#[tokio::test]
async fn scenario_23_what_cannot_be_read_is_said_so_and_what_is_unknown_is_silence() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    let kinds = ["voice", "video_note", "photo", "sticker", "poll", "location", "document", "contact"];
    for (user, kind) in (5001..).zip(kinds) {
        fake.message(user, json!({ kind: { "file_id": "x" } }));
        let sent = fake.sent(user, 1).await;
        assert!(sent[0].text.contains("only text"), "{kind}: {}", sent[0].text);
        assert!(sent[0].buttons().iter().any(|(_, held)| held == "w:help_now"), "{kind}");
    }
    let before = fake.sent_all().len();
    for unknown in [
        json!({ "a_kind_of_tomorrow": { "id": 1 } }),
        json!({ "message": { "nothing": "as expected" } }),
        json!({ "message": { "message_id": 1, "date": 1, "from": person(5100), "pinned_message": {},
            "chat": { "id": 5100, "type": "private" } } }),
        json!({ "my_chat_member": { "chat": { "id": 5100, "type": "private" }, "from": person(5100), "date": 1,
            "old_chat_member": { "status": "kicked" }, "new_chat_member": { "status": "member" } } }),
        json!({ "message": { "message_id": 1, "date": 1, "chat": { "id": 5100, "type": "private" }, "text": "who am i",
            "from": { "id": 7, "is_bot": true, "first_name": "A bot" } } }),
    ] {
        fake.update(unknown);
    }
    fake.all_confirmed().await;
    // A part of a message that came after this program was written does not hide its words.
    fake.message(
        5101,
        json!({ "text": "/menu", "entities": [{ "type": "of tomorrow", "offset": 0, "length": 5 }], "new": {} }),
    );
    fake.sent(5101, 1).await;
    assert!(bot.stop().await);
    assert_eq!(fake.sent_all().len(), before + Script::default().says("/menu").len());
}

#[tokio::test]
async fn commands_of_the_list_all_lead_somewhere() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    let lists = fake.called("setmycommands", 4).await;
    let private = lists.iter().find(|list| list["scope"]["type"] == "all_private_chats").unwrap();
    let names: Vec<&str> =
        private["commands"].as_array().unwrap().iter().map(|c| c["command"].as_str().unwrap()).collect();
    let mut stranger = Script::default();
    stranger.says("/menu");
    let no_answer = stranger.says("/no_such_command");
    for (user, name) in (5001..).zip(names) {
        fake.says(user, "/menu");
        fake.sent(user, 1).await;
        fake.says(user, &format!("/{name}"));
        let sent = fake.sent(user, 2).await;
        assert_ne!(texts(&sent[1..]), no_answer, "/{name}");
    }
    fake.says(5100, "/privacy");
    assert_eq!(texts(&fake.sent(5100, 1).await), Script::default().says("/privacy"));
    fake.says(5101, "/language");
    let buttons = fake.sent(5101, 1).await[0].buttons();
    assert_eq!(buttons.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(), ["English", "Español"]);
    fake.presses(5101, &buttons[1].1);
    assert!(fake.sent(5101, 2).await[1].text.contains("español"));
    assert!(bot.stop().await);
    // A second start finds the lists as they should be.
    let before = fake.calls_now("setmycommands").len();
    let bot = Bot::start(&fake).await;
    fake.called("getmycommands", 8).await;
    assert!(bot.stop().await);
    assert_eq!(fake.calls_now("setmycommands").len(), before);
}
