//! Telegram, end to end against a fake Bot API: start, stop, and what happens to the process.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use handrail::channel::telegram::{Condition, StartError};
use handrail::ops::Tasks;
use secrecy::SecretString;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::time::Instant;

use crate::telegram::{Bot, Failing, Fake, Fault, Script, TOKEN, person};

#[tokio::test]
async fn scenario_12_a_stop_finishes_what_is_under_way_and_confirms_it() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    fake.fault("sendmessage", Some(5001), Fault::Slow(Duration::from_secs(1)));
    fake.says(5001, "/menu");
    fake.faults_met().await;
    fake.says(5002, "/menu");
    fake.sent(5002, 1).await;
    let began = Instant::now();
    assert!(bot.stop().await);
    assert!(began.elapsed() < Duration::from_secs(9), "{:?}", began.elapsed());
    assert_eq!(fake.sent_now(5001).len(), 1);
    fake.all_confirmed().await;
    // The next start answers nothing twice.
    let bot = Bot::start(&fake).await;
    fake.says(5003, "/menu");
    fake.sent(5003, 1).await;
    assert!(bot.stop().await);
    assert_eq!(fake.sent_all().len(), 3 * Script::default().says("/menu").len());
}

#[tokio::test]
async fn scenario_14_a_second_poller_is_named_and_outlasted() {
    let fake = Fake::start().await;
    let bot = Bot::start(&fake).await;
    fake.other_poller().await;
    bot.running.until(|condition| condition == Condition::OtherPoller).await;
    assert!(Condition::OtherPoller.to_string().contains("another process"));
    fake.says(5001, "/menu");
    fake.sent(5001, 1).await;
    bot.running.until(|condition| condition == Condition::Connected).await;
    assert!(bot.stop().await);
    assert_eq!(fake.sent_now(5001).len(), Script::default().says("/menu").len());
}

#[tokio::test]
async fn scenario_15_a_wrong_token_is_said_and_not_shown() {
    let fake = Fake::start().await;
    let mut settings = fake.settings();
    settings.token = SecretString::from("777:wrong_SECRET");
    let error = Bot::with(settings).await.map(|_| ()).unwrap_err();
    assert_eq!(error, StartError::WrongToken);
    assert!(error.to_string().contains("@BotFather") && !error.to_string().contains("SECRET"), "{error}");
    let mut settings = fake.settings();
    settings.token = SecretString::from("no token at all");
    assert_eq!(Bot::with(settings).await.map(|_| ()).unwrap_err(), StartError::TokenShape);
    // Taken back while at work.
    let bot = Bot::start(&fake).await;
    fake.fault("getupdates", None, Fault::Refuse(401, "Unauthorized"));
    fake.says(5001, "/menu");
    bot.running.until(|condition| condition == Condition::WrongToken).await;
    assert!(bot.stop().await);
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_said_and_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let fake = Fake::start().await;
    let mut settings = fake.settings();
    settings.api_url = format!("http://{address}/");
    let bot = Bot::with(settings).await.unwrap();
    assert_eq!(bot.running.condition(), Condition::Unreachable);
    let fake = Fake::start_on(TcpListener::bind(address).await.unwrap());
    fake.says(5001, "/menu");
    fake.sent(5001, 1).await;
    assert_eq!(bot.running.condition(), Condition::Connected);
    assert!(bot.stop().await);
    let mut settings = fake.settings();
    settings.api_url = "not an address".to_owned();
    assert_eq!(Bot::with(settings).await.map(|_| ()).unwrap_err(), StartError::ApiUrl);
}

#[tokio::test]
async fn scenario_24_three_thousand_updates_of_yesterday_are_all_answered_and_a_crisis_says_when_it_was_written() {
    let fake = Fake::start().await;
    let yesterday = handrail::ops::now().as_second() - 20 * 3600;
    for number in 0..3000_i64 {
        let user = 5001 + number % 600;
        let text = if number == 1500 { "i want to kill myself" } else { "/menu" };
        fake.message(user, json!({ "date": yesterday + number, "text": text }));
    }
    let began = Instant::now();
    let bot = Bot::start(&fake).await;
    fake.all_confirmed().await;
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    fake.says(9001, "/menu");
    fake.sent(9001, 1).await;
    assert!(bot.stop().await);
    assert_eq!(fake.sent_all().len(), 3001);
    let in_danger = fake.sent_now(5001 + 1500 % 600);
    let card = in_danger.iter().find(|sent| sent.buttons().iter().any(|(_, held)| held.starts_with("k:"))).unwrap();
    assert!(card.text.contains("20 h"), "{}", card.text);
    assert!(!fake.sent_now(9001)[0].text.contains("late"), "what is fresh is answered as fresh");
}

#[tokio::test]
async fn scenario_25_a_panic_in_one_update_fails_that_update_only_and_is_answered() {
    let fake = Fake::start().await;
    let tasks = Tasks::new();
    let failing = Failing::new(&tasks, "boom");
    let bot = Bot::answering(fake.settings(), failing, tasks).await.unwrap();
    fake.says(5001, "boom");
    fake.says(5001, "/menu");
    fake.says(5002, "/menu");
    let sent = fake.sent(5001, 2).await;
    assert!(sent[0].text.contains("went wrong on my side"), "{}", sent[0].text);
    assert!(sent[0].buttons().iter().any(|(_, held)| held == "w:help_now"));
    assert_eq!(sent[1].text, Script::default().says("/menu")[0]);
    fake.sent(5002, 1).await;
    // Even then a person in danger gets the card.
    fake.says(5003, "boom i want to kill myself");
    assert!(fake.sent(5003, 1).await[0].buttons().iter().any(|(_, held)| held.starts_with("k:")));
    fake.all_confirmed().await;
    assert!(bot.stop().await);
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// No port, no length and no time of day looks like this.
const SOMEBODY: i64 = 7_310_552_946;

#[tokio::test]
async fn no_log_line_holds_a_token_or_what_a_person_wrote() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .without_time()
        .with_writer(move || writer.clone())
        .finish();
    let _until_the_end = tracing::subscriber::set_default(subscriber);
    let fake = Fake::start().await;
    let tasks = Tasks::new();
    let bot = Bot::answering(fake.settings(), Failing::new(&tasks, "boom"), tasks).await.unwrap();
    fake.says(SOMEBODY, "canary-words what does it cost");
    fake.says(SOMEBODY, "canary-words boom");
    fake.update(json!({ "message": { "text": "canary-words", "nothing": "as expected" } }));
    fake.update(json!({ "something_new": { "text": "canary-words" } }));
    fake.message(SOMEBODY, json!({ "text": "canary-words", "from": person(SOMEBODY), "chat": "no chat" }));
    fake.fault("sendmessage", Some(5002), Fault::Refuse(400, "Bad Request: canary-words"));
    fake.fault("sendmessage", Some(5002), Fault::Refuse(400, "Bad Request: canary-words"));
    fake.says(5002, "canary-words again");
    for fault in [Fault::BadGateway, Fault::Reset, Fault::Refuse(409, "Conflict: canary-words")] {
        fake.fault("getupdates", None, fault);
    }
    fake.sent(SOMEBODY, 2).await;
    fake.faults_met().await;
    fake.all_confirmed().await;
    assert!(bot.stop().await);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("Telegram: connected"), "the log was kept: {log}");
    for canary in ["canary", TOKEN.split_once(':').unwrap().1, &SOMEBODY.to_string()] {
        let found = log.lines().find(|line| line.contains(canary));
        assert!(found.is_none(), "{canary}: {found:?}");
    }
}
