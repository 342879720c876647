//! Telegram, end to end against a fake Bot API: what becomes of answers when the server is slow, strict or broken.

use std::sync::Arc;
use std::time::Duration;

use handrail::channel::telegram::{Failure, Refusal};
use handrail::channel::{Delivered, Delivers as _, Lane, Posted};
use handrail::message::{Bubble, Choice, Outbound};
use handrail::ops::Tasks;
use serde_json::json;
use tokio::time::Instant;

use crate::telegram::{Bot, Failing, Fake, Fault, Script, Sent, person};

fn texts(sent: &[Sent]) -> Vec<String> {
    sent.iter().map(|sent| sent.text.clone()).collect()
}

fn text(words: &str) -> Outbound {
    Outbound { bubbles: vec![Bubble::Text(Arc::from(words))], ..Outbound::default() }
}

#[tokio::test]
async fn scenario_6_a_429_is_waited_for_in_its_chat_alone_and_order_is_kept() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    let mut script = Script::default();
    let expected = [script.says("/menu"), script.says("what does it cost")].concat();
    let began = Instant::now();
    fake.fault("sendmessage", Some(5001), Fault::TooFast(1));
    fake.says(5001, "/menu");
    fake.says(5001, "what does it cost");
    fake.faults_met().await;
    fake.says(5002, "/menu");
    let other = fake.sent(5002, 1).await;
    assert!(other[0].at - began < Duration::from_millis(900), "another chat is not held: {:?}", other[0].at - began);
    let sent = fake.sent(5001, expected.len()).await;
    assert!(sent[0].at - began >= Duration::from_secs(1), "{:?}", sent[0].at - began);
    assert!(bot.stop().await);
    assert_eq!(texts(&fake.sent_now(5001)), expected);
}

#[tokio::test]
async fn scenario_7_thirty_seconds_for_one_chat_are_nobody_elses() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    fake.fault("sendmessage", Some(5001), Fault::TooFast(30));
    fake.says(5001, "/menu");
    fake.faults_met().await;
    let talk = |user: i64| {
        let fake = fake.clone();
        async move {
            let began = Instant::now();
            fake.says(user, "/menu");
            fake.sent(user, 1).await;
            began.elapsed()
        }
    };
    let mut took = futures::future::join_all((5101..5151).map(talk)).await;
    took.sort_unstable();
    assert!(took[48] < Duration::from_secs(2), "{:?}", took[48]);
    assert!(fake.sent_now(5001).is_empty());
    // The one that waits is not confirmed: should the bot die now, the update comes again.
    assert!(bot.stop().await, "and a stop does not wait half a minute for it");
    let bot = Bot::start(&fake).await;
    assert_eq!(texts(&fake.sent(5001, 1).await), Script::default().says("/menu"));
    assert!(bot.stop().await);
}

#[tokio::test]
async fn scenario_8_broken_answers_lose_nothing_and_repeat_at_most_once() {
    let fake = Fake::start().await;
    let mut settings = fake.settings();
    settings.call_limit = Duration::from_millis(400);
    let bot = Bot::with(settings).await.unwrap();
    let expected = Script::default().says("/menu");
    let faults = [
        (Fault::BadGateway, 1),
        (Fault::Reset, 1),
        (Fault::Silence, 1),
        (Fault::Lost, 2),
        (Fault::Slow(Duration::from_millis(100)), 1),
    ];
    for (user, (fault, times)) in (5001..).zip(faults) {
        let name = format!("{fault:?}");
        fake.fault("sendmessage", Some(user), fault);
        fake.says(user, "/menu");
        let sent = fake.sent(user, times * expected.len()).await;
        assert_eq!(texts(&sent), vec![expected.clone(); times].concat(), "{name}");
    }
    fake.all_confirmed().await;
    assert!(bot.stop().await);
    assert_eq!(fake.sent_all().len(), 6 * expected.len());
}

#[tokio::test]
async fn scenario_8_getting_updates_survives_the_same() {
    let fake = Fake::start().await;
    let mut settings = fake.settings();
    settings.call_limit = Duration::from_millis(400);
    settings.poll = Duration::ZERO;
    let bot = Bot::with(settings).await.unwrap();
    for (user, fault) in (5001..).zip([Fault::BadGateway, Fault::Reset, Fault::Lost, Fault::Silence, Fault::TooFast(0)])
    {
        fake.fault("getupdates", None, fault);
        fake.says(user, "/menu");
        fake.sent(user, 1).await;
    }
    fake.all_confirmed().await;
    assert!(bot.stop().await);
    assert_eq!(fake.sent_all().len(), 5 * Script::default().says("/menu").len());
}

#[tokio::test]
async fn scenario_16_who_shut_the_bot_out_is_not_written_to_until_they_come_back() {
    let fake = Fake::start().await;
    let tasks = Tasks::new();
    let failing = Failing::new(&tasks, "never said");
    let unreachable = Arc::clone(&failing.unreachable);
    let bot = Bot::answering(fake.settings(), failing, tasks).await.unwrap();
    fake.blocks(5001, true);
    fake.says(5001, "/menu");
    fake.all_confirmed().await;
    assert_eq!(fake.calls_now("sendmessage").len(), 1, "no second try");
    assert_eq!(*unreachable.lock().unwrap(), ["5001"]);
    assert_eq!(bot.running.deliver("5001", &text("a reminder"), Lane::Reminder, None).await, Delivered::Unreachable);
    // Telegram also says so by itself.
    let member = json!({ "chat": { "id": 5002, "type": "private" }, "from": person(5002), "date": 1,
        "old_chat_member": { "status": "member" }, "new_chat_member": { "status": "kicked" } });
    fake.update(json!({ "my_chat_member": member }));
    fake.all_confirmed().await;
    assert_eq!(*unreachable.lock().unwrap(), ["5001", "5002"]);
    fake.blocks(5001, false);
    fake.says(5001, "/menu");
    fake.sent(5001, 1).await;
    assert!(bot.stop().await);
}

#[tokio::test]
async fn scenario_19_long_texts_are_split_and_every_sign_arrives_as_it_was() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    let words = "Tom & Jerry <b>said</b> \"1 < 2 > 0\" &amp; 👩‍👩‍👧 مرحبا بك. ".repeat(150);
    let choice = Choice { label: Arc::from("Yes & <no>"), payload: Arc::from("w:menu") };
    let outbound = Outbound { choices: vec![choice], ..text(&words) };
    assert_eq!(bot.running.deliver("5001", &outbound, Lane::Reply, None).await, Delivered::Sent);
    let sent = fake.sent_now(5001);
    assert!(sent.len() > 1);
    for sent in &sent {
        assert!(sent.text.encode_utf16().count() <= 4096);
        assert!(!sent.is_plain());
    }
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(squeezed(&texts(&sent).concat()), squeezed(&words));
    let (last, others) = sent.split_last().unwrap();
    assert_eq!(last.buttons(), [("Yes & <no>".to_owned(), "w:menu".to_owned())]);
    assert!(others.iter().all(|sent| sent.buttons().is_empty()), "the buttons stand under the last one");
    assert!(bot.stop().await);
}

#[tokio::test]
async fn scenario_20_what_cannot_be_parsed_goes_out_as_plain_text_and_what_is_not_taken_as_bare_text() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    let choice = Choice { label: Arc::from("Menu"), payload: Arc::from("w:menu") };
    let outbound = Outbound { choices: vec![choice], ..text("1 < 2") };
    fake.fault(
        "sendmessage",
        None,
        Fault::Refuse(400, "Bad Request: can't parse entities: Unsupported start tag \"x\""),
    );
    assert_eq!(bot.running.deliver("5001", &outbound, Lane::Reply, None).await, Delivered::Sent);
    fake.fault("sendmessage", None, Fault::Refuse(400, "Bad Request: BUTTON_TYPE_INVALID"));
    assert_eq!(bot.running.deliver("5002", &outbound, Lane::Reply, None).await, Delivered::Sent);
    let (plain, bare) = (&fake.sent_now(5001)[0], &fake.sent_now(5002)[0]);
    assert!(plain.is_plain() && plain.text == "1 < 2" && plain.buttons().len() == 1);
    assert!(bare.is_plain() && bare.text == "1 < 2" && bare.buttons().is_empty());
    // What even so is not taken is given up, once, and nobody behind it is held.
    for _ in 0..2 {
        fake.fault("sendmessage", Some(5003), Fault::Refuse(400, "Bad Request: something new"));
    }
    assert!(matches!(bot.running.deliver("5003", &outbound, Lane::Reply, None).await, Delivered::Refused(_)));
    assert_eq!(bot.running.deliver("5003", &outbound, Lane::Reply, None).await, Delivered::Sent);
    assert!(bot.stop().await);
}

#[test]
fn scenario_21_a_message_that_is_not_modified_is_done_and_one_that_is_gone_is_no_failure_of_the_chat() {
    let refused = |code, words| Refusal::read(code, words, None, None);
    let unchanged = "Bad Request: message is not modified: specified new message content and reply markup are exactly \
                     the same as a current content and reply markup of the message";
    assert_eq!(Failure::Refused(refused(400, unchanged)).posted(), Posted::Done);
    for words in [
        "Bad Request: message to edit not found",
        "Bad Request: message can't be edited",
        "Bad Request: MESSAGE_ID_INVALID",
    ] {
        assert_eq!(refused(400, words), Refusal::CannotEdit, "{words}");
        assert!(matches!(Failure::Refused(refused(400, words)).posted(), Posted::Refused(_)), "{words}");
    }
    for words in [
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
        "Bad Request: QUERY_ID_INVALID",
    ] {
        assert_eq!(Failure::Refused(refused(400, words)).posted(), Posted::Done, "{words}");
    }
}

#[tokio::test]
async fn scenario_21_a_press_that_is_too_old_to_be_acknowledged_is_answered_all_the_same() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    let words = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    fake.fault("answercallbackquery", None, Fault::Refuse(400, words));
    fake.presses(5001, "w:menu");
    assert_eq!(texts(&fake.sent(5001, 1).await), Script::default().presses("w:menu"));
    fake.faults_met().await;
    assert!(bot.stop().await);
}

#[test]
fn failures_are_known_by_code_and_by_the_beginning_of_the_words() {
    let read = |code, words| Refusal::read(code, words, None, None);
    for words in [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot can't initiate conversation with a user",
        "Forbidden: bot was kicked from the group chat",
        "Forbidden: words of tomorrow",
    ] {
        assert_eq!(read(403, words), Refusal::Unreachable, "{words}");
    }
    assert_eq!(read(400, "Bad Request: chat not found"), Refusal::Unreachable);
    assert_eq!(read(400, "Bad Request: message thread not found"), Refusal::Other(400));
    assert_eq!(read(401, "Unauthorized"), Refusal::WrongToken);
    assert_eq!(read(404, "Not Found"), Refusal::WrongToken);
    assert_eq!(read(409, "Conflict: terminated by other getUpdates request"), Refusal::OtherPoller);
    let limited = Refusal::read(429, "Too Many Requests: retry after 7", Some(7), None);
    assert_eq!(Failure::Refused(limited).posted(), Posted::RetryAfter(Duration::from_secs(7)));
    let moved = Refusal::read(400, "Bad Request: group chat was upgraded to a supergroup chat", None, Some(-100_5));
    assert_eq!(Failure::Refused(moved).posted(), Posted::Moved("-1005".to_owned()));
    assert_eq!(Failure::Server.posted(), Posted::NotDone);
    assert_eq!(Failure::NoAnswer.posted(), Posted::Ambiguous);
}

#[tokio::test]
async fn a_reminder_that_may_have_arrived_is_left_to_its_sender() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    fake.fault("sendmessage", None, Fault::Lost);
    assert_eq!(bot.running.deliver("5001", &text("at five"), Lane::Reminder, None).await, Delivered::Ambiguous);
    assert_eq!(fake.sent_now(5001).len(), 1);
    fake.fault("sendmessage", None, Fault::TooFast(60));
    let delivered = bot.running.deliver("5002", &text("at five"), Lane::Reminder, None).await;
    assert_eq!(delivered, Delivered::RetryAfter(Duration::from_mins(1)));
    assert!(bot.stop().await);
}
