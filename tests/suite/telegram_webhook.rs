//! Telegram, end to end against a fake Bot API: updates by webhook.

use std::net::SocketAddr;
use std::time::Duration;

use handrail::channel::telegram::{Condition, Mode, Settings, StartError, Webhook};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::telegram::{Bot, Fake, Fault, Script, person};

const PATH: &str = "/telegram/in";

async fn by_webhook(fake: &Fake) -> (Settings, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let listen = listener.local_addr().unwrap();
    let webhook = Webhook { public_url: format!("http://{listen}{PATH}"), listen: Some(listen) };
    (Settings { mode: Mode::Webhook(webhook), ..fake.settings() }, listen)
}

async fn status(address: SocketAddr, secret: Option<&str>, body: Vec<u8>) -> u16 {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut call = http.post(format!("http://{address}{PATH}")).body(body);
    if let Some(secret) = secret {
        call = call.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    call.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn updates_come_by_webhook_and_are_confirmed_after_their_answer() {
    let fake = Fake::start().await;
    let (settings, _) = by_webhook(&fake).await;
    let bot = Bot::with(settings).await.unwrap();
    let set = fake.called("setwebhook", 1).await;
    assert_eq!(set[0]["allowed_updates"], json!(["message", "edited_message", "callback_query", "my_chat_member"]));
    let secret = set[0]["secret_token"].as_str().unwrap();
    assert!((32..=256).contains(&secret.len()) && secret.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    assert!(set[0]["drop_pending_updates"].is_null());
    fake.fault("sendmessage", Some(5001), Fault::TooFast(1));
    for user in 5001..5021 {
        fake.says(user, "/menu");
    }
    for user in 5001..5021 {
        assert_eq!(fake.sent(user, 1).await[0].text, Script::default().says("/menu")[0]);
    }
    fake.all_confirmed().await;
    assert!(bot.stop().await);
    assert!(fake.webhook().is_some(), "scenario 12: the webhook stays in place");
    assert_eq!(fake.calls_now("getupdates").len(), 0);
}

#[tokio::test]
async fn scenario_13_who_does_not_know_the_secret_gets_nothing_and_nothing_breaks() {
    let fake = Fake::start().await;
    let (settings, address) = by_webhook(&fake).await;
    let bot = Bot::with(settings).await.unwrap();
    let secret = fake.called("setwebhook", 1).await[0]["secret_token"].as_str().unwrap().to_owned();
    let update = json!({ "update_id": 1, "message": { "message_id": 1, "date": 1, "from": person(5001),
        "chat": { "id": 5001, "type": "private" }, "text": "/menu" } });
    let update = update.to_string().into_bytes();
    let (long, nearly) = ("x".repeat(7000), format!("{}x", &secret[..secret.len() - 1]));
    for wrong in [None, Some(""), Some("wrong"), Some(nearly.as_str()), Some(long.as_str())] {
        let status = status(address, wrong, update.clone()).await;
        assert!(matches!(status, 401 | 431), "{status}");
    }
    assert_eq!(status(address, Some(&secret), vec![b' '; 10 << 20]).await, 413);
    for broken in [b"{".to_vec(), b"[]".to_vec(), b"".to_vec(), vec![0xff; 40], br#"{"update_id":"x"}"#.to_vec()] {
        assert_eq!(status(address, Some(&secret), broken).await, 400);
    }
    // A caller that stops in the middle of its body holds nobody up.
    let mut slow = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST {PATH} HTTP/1.1\r\nhost: x\r\nx-telegram-bot-api-secret-token: {secret}\r\ncontent-length: 100\r\n\r\n{{"
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    assert!(fake.sent_now(5001).is_empty());
    assert_eq!(status(address, Some(&secret), update.clone()).await, 200);
    assert_eq!(fake.sent_now(5001).len(), 1, "200 means that the answer is out");
    assert_eq!(status(address, Some(&secret), update).await, 200, "scenario 9: the same again is fine, and silent");
    assert_eq!(fake.sent_now(5001).len(), 1);
    drop(slow);
    assert!(bot.stop().await);
}

#[tokio::test]
async fn before_it_is_ready_and_while_it_stops_telegram_is_asked_to_come_again() {
    let fake = Fake::start().await;
    let (settings, address) = by_webhook(&fake).await;
    fake.fault("getme", None, Fault::Slow(Duration::from_secs(1)));
    let starting = tokio::spawn(Bot::with(settings));
    fake.faults_met().await;
    let secret = handrail::channel::telegram::webhook_secret(&fake.settings().token);
    assert_eq!(status(address, Some(&secret), b"{\"update_id\":1}".to_vec()).await, 503);
    let bot = starting.await.unwrap().unwrap();
    assert_eq!(bot.running.condition(), Condition::Connected);
    assert_eq!(status(address, Some(&secret), b"{\"update_id\":1}".to_vec()).await, 200);
    assert!(bot.stop().await);
    let mut nobody = TcpStream::connect(address).await;
    if let Ok(stream) = &mut nobody {
        assert_eq!(stream.read(&mut [0; 8]).await.unwrap_or_default(), 0);
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_used_is_said_at_the_start() {
    let fake = Fake::start().await;
    let (mut settings, listen) = by_webhook(&fake).await;
    let _taken = TcpListener::bind(listen).await.unwrap();
    let error = Bot::with(settings.clone()).await.map(|_| ()).unwrap_err();
    assert!(matches!(error, StartError::Listen { .. }), "{error}");
    settings.mode = Mode::Webhook(Webhook { public_url: "bot.example".to_owned(), listen: Some(listen) });
    assert_eq!(Bot::with(settings).await.map(|_| ()).unwrap_err(), StartError::PublicUrl);
}

#[tokio::test]
async fn a_router_of_somebody_else_can_take_the_calls() {
    let fake = Fake::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let webhook = Webhook { public_url: format!("http://{address}{PATH}"), listen: None };
    let bot = Bot::with(Settings { mode: Mode::Webhook(webhook), ..fake.settings() }).await.unwrap();
    let router = axum::Router::new().merge(bot.running.webhook().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    fake.says(5001, "/menu");
    assert_eq!(fake.sent(5001, 1).await[0].text, Script::default().says("/menu")[0]);
    assert!(bot.stop().await);
}
