//! What strangers can send to a listener, and what it costs others: nothing.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::{get as on_get, post as on_post};
use futures::future::BoxFuture;
use handrail::http::{Addresses, BY_HAND, Limits, ListenError, Listener, Read, Readiness, health, reload, start};
use handrail::ops::{Metrics, Standing, Standings, Tasks};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::Notify;

use super::client::{ask, get, post, read};

const HERE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

async fn serve(router: Router, limits: Limits) -> (SocketAddr, Tasks) {
    let tasks = Tasks::new();
    let listener = Listener::open(HERE, "public").await.unwrap();
    let address = listener.address();
    listener.serve(router, limits, &tasks);
    (address, tasks)
}

fn echo() -> Router {
    Router::new().route("/", on_get(async || "here")).route("/", on_post(async |body: String| body))
}

#[tokio::test]
async fn a_client_that_sends_its_headers_slowly_is_let_go_and_others_are_served_meanwhile() {
    let limits = Limits { headers_within: Duration::from_millis(300), ..Limits::default() };
    let (address, _tasks) = serve(echo(), limits).await;
    let mut slow = Vec::new();
    for _ in 0..50 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ").await.unwrap();
        slow.push(stream);
    }
    assert_eq!(get(address, "/", "").await.body, "here");
    for stream in &mut slow {
        let answered = read(stream).await;
        assert!(matches!(answered.status, 0 | 408), "{answered:?}");
    }
}

#[tokio::test]
async fn a_client_that_sends_its_body_slowly_gets_no_longer_than_any_request() {
    let limits = Limits { answer_within: Duration::from_millis(300), ..Limits::default() };
    let (address, _tasks) = serve(echo(), limits).await;
    let answered = ask(address, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc").await;
    assert_eq!(answered.status, 408);
}

#[tokio::test]
async fn ten_megabytes_are_refused_and_the_listener_lives() {
    let (address, _tasks) = serve(echo(), Limits::default()).await;
    let answered = post(address, "/", "", &"a".repeat(10 << 20)).await;
    assert!(matches!(answered.status, 413 | 0), "{}", answered.status);
    let headers = format!("X-Long: {}\r\n", "a".repeat(1 << 20));
    assert!(matches!(get(address, "/", &headers).await.status, 431 | 0));
    assert_eq!(get(address, "/", "").await.body, "here");
}

#[tokio::test]
async fn what_is_no_http_costs_nobody_else() {
    let (address, _tasks) = serve(echo(), Limits::default()).await;
    for bytes in ["\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "\u{16}\u{3}\u{1}\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"] {
        assert!(matches!(ask(address, bytes).await.status, 0 | 400 | 505), "{bytes:?}");
    }
    assert_eq!(get(address, "/", "").await.body, "here");
}

#[tokio::test]
async fn when_all_places_are_taken_new_connections_are_closed_at_once() {
    let limits = Limits { connections: 2, headers_within: Duration::from_mins(1), ..Limits::default() };
    let (address, _tasks) = serve(echo(), limits).await;
    let held = [TcpStream::connect(address).await.unwrap(), TcpStream::connect(address).await.unwrap()];
    // Connections are taken in order: once this one was closed, the two before it are inside.
    assert_eq!(get(address, "/", "").await.status, 0);
    drop(held);
    while get(address, "/", "").await.body != "here" {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_stop_finishes_the_request_in_hand_and_takes_no_new_one() {
    let (entered, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let router = {
        let (entered, go_on) = (Arc::clone(&entered), Arc::clone(&go_on));
        Router::new().route(
            "/",
            on_get(move || async move {
                entered.notify_one();
                go_on.notified().await;
                "finished"
            }),
        )
    };
    let (address, tasks) = serve(router, Limits::default()).await;
    let in_hand = tokio::spawn(async move { get(address, "/", "").await });
    entered.notified().await;
    tasks.stop();
    go_on.notify_one();
    assert_eq!(in_hand.await.unwrap().body, "finished");
    assert!(tasks.finished(Duration::from_secs(10)).await);
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_port_that_is_taken_is_named_with_the_key_to_change() {
    let first = Listener::open(HERE, "public").await.unwrap();
    let addresses = Addresses { public: HERE, private: first.address() };
    let refused = start(addresses, Router::new(), Router::new(), Limits::default(), &Tasks::new()).await.unwrap_err();
    assert!(matches!(refused, ListenError::Taken { .. }));
    let said = refused.to_string();
    assert!(said.contains("http.private") && said.contains(&first.address().to_string()), "{said}");
}

#[tokio::test]
async fn health_says_what_is_missing_and_figures_hold_no_person() {
    let metrics = Metrics::new();
    metrics.answered("web", Duration::from_millis(3));
    let readiness = Readiness::new()
        .with("store", || Box::pin(async { Ok(()) }))
        .with("telegram", || Box::pin(async { Err("the token is not accepted".to_owned()) }));
    let (address, _tasks) = serve(health(readiness, metrics, Standings::new()), Limits::default()).await;
    assert_eq!(get(address, "/healthz", "").await.status, 200);
    let ready = get(address, "/readyz", "").await;
    assert_eq!(ready.status, 503);
    assert_eq!(ready.json()["checks"][1]["why"], "the token is not accepted");
    let figures = get(address, "/metrics", "").await.body;
    assert!(figures.contains("handrail_answer_seconds_count{channel=\"web\"} 1"), "{figures}");
    assert!(!figures.contains("crisis"), "{figures}");
}

#[tokio::test]
async fn readiness_tells_of_each_channel_in_words_and_a_process_that_waits_its_turn_is_well() {
    let standings = Standings::new();
    let (address, _tasks) = serve(health(Readiness::new(), Metrics::new(), standings.clone()), Limits::default()).await;
    standings.say("telegram", Standing::waiting("another process serves this bot; this one waits for its turn"));
    standings.say("discord", Standing::wrong("Discord: 0 of 1 connections are up; trying again"));
    let ready = get(address, "/readyz", "").await;
    assert_eq!(ready.status, 503);
    let ready = ready.json();
    assert_eq!((&ready["checks"][0]["name"], &ready["checks"][0]["ok"]), (&"discord".into(), &false.into()));
    assert!(ready["checks"][0]["why"].as_str().unwrap().contains("trying again"));
    standings.say("discord", Standing { connected: true, ..Standing::waiting("Discord: connected") });
    let ready = get(address, "/readyz", "").await;
    assert_eq!(ready.status, 200, "{}", ready.body);
    assert_eq!(ready.json()["checks"][1]["connected"], false);
    let figures = get(address, "/metrics", "").await.body;
    assert!(figures.contains("handrail_channel_connected{channel=\"discord\"} 1"), "{figures}");
}

#[tokio::test]
async fn a_reload_is_done_for_the_verb_alone_and_a_refusal_says_why() {
    let refuses = || -> BoxFuture<'static, Read> { Box::pin(async { Err(vec!["menu.yaml:3: E101".to_owned()]) }) };
    let (address, _tasks) = serve(reload(refuses), Limits::default()).await;
    assert_eq!(post(address, "/reload", "Origin: https://evil.example\r\n", "").await.status, 403);
    let refused = post(address, "/reload", BY_HAND, "").await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.body.contains("menu.yaml:3: E101") && refused.body.contains("Nothing was taken"),
        "{}",
        refused.body
    );
}
