//! The chat as its script speaks with it.

use handrail::channel::web::WebSettings;
use handrail::http::PublicUrl;
use handrail::ops::Time;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::client::{get, post};
use super::server::{Server, links, words};

const DANGER: &str = "i want to kill myself tonight";

async fn last(server: &Server, cookie: &str) -> Value {
    get(server.address, "/api/last?language=en", &format!("Cookie: {cookie}\r\n")).await.json()
}

#[tokio::test]
async fn a_conversation_goes_on_by_its_cookie_and_others_do_not_see_it() {
    let server = Server::usual().await;
    let first = server.say(None, 1, "menu").await;
    assert_eq!(first.status, 200);
    let cookie = first.cookie().unwrap();
    let tap = first.json()["answer"]["choices"][0]["tap"].as_str().unwrap().to_owned();
    let body = json!({ "page": "a1", "number": 2, "language": "en", "tap": tap });
    let second = server.send(Some(&cookie), &body).await.json();
    assert_ne!(words(&first.json()), words(&second));
    assert_eq!(words(&last(&server, &cookie).await), words(&second));
    let stranger = server.say(None, 1, "menu").await.cookie().unwrap();
    assert_ne!(stranger, cookie);
    assert_ne!(words(&last(&server, &stranger).await), words(&second));
    assert_eq!(get(server.address, "/api/last", "").await.json(), json!({ "known": false, "answer": null }));
}

#[tokio::test]
async fn the_cookie_cannot_be_read_by_scripts_nor_sent_from_elsewhere() {
    let server = Server::usual().await;
    let cookie = server.say(None, 1, "hello").await.header("set-cookie").unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    assert!(cookie.split(['=', ';']).nth(1).is_some_and(|id| id.len() == 32), "{cookie}");
    let embed = vec![PublicUrl::read("https://clinic.example").unwrap()];
    let settings = WebSettings { embed, ..WebSettings::default() };
    let server = Server::start(settings, Some("https://help.example.org"), Time::system()).await;
    let headers = "Origin: https://help.example.org\r\nSec-Fetch-Site: same-origin\r\n";
    let body = json!({ "page": "a", "number": 1, "text": "hello" }).to_string();
    let cookie = post(server.address, "/api/say", headers, &body).await.header("set-cookie").unwrap().to_owned();
    assert!(cookie.starts_with("__Host-") && cookie.contains("SameSite=None; Partitioned; Secure"), "{cookie}");
}

#[tokio::test]
async fn a_message_sent_twice_is_answered_once_with_the_same_words() {
    let server = Server::usual().await;
    let first = server.say(None, 1, "menu").await;
    let cookie = first.cookie().unwrap();
    let asked = server.say(Some(&cookie), 2, "what is an iop").await.json();
    let again = server.say(Some(&cookie), 2, "what is an iop").await.json();
    assert_eq!(asked, again);
    let earlier = server.say(Some(&cookie), 1, "menu").await;
    assert_eq!((earlier.status, &earlier.json()["answer"]), (200, &Value::Null));
}

#[tokio::test]
async fn a_flood_is_slowed_and_a_person_in_danger_in_it_is_not() {
    let server = Server::start(WebSettings::default(), None, Time::standing_at(Timestamp::UNIX_EPOCH)).await;
    let cookie = server.say(None, 0, "hello").await.cookie().unwrap();
    let mut limited = 0;
    for number in 1..=100 {
        let answered = server.say(Some(&cookie), number, "hello").await;
        if answered.status == 429 {
            assert!(answered.header("retry-after").is_some());
            assert!(words(&answered.json()).contains("faster than I can answer"));
            assert_eq!(answered.json()["answer"]["choices"][0]["tap"], "w:help_now");
            limited += 1;
        }
    }
    assert_eq!(limited, 71);
    let danger = server.say(Some(&cookie), 101, DANGER).await;
    assert_eq!(danger.status, 200);
    assert_eq!(danger.json()["answer"]["urgent"], true);
    assert!(links(&danger.json()).iter().any(|link| link == "tel:988"), "{:?}", links(&danger.json()));
    let help = server.send(Some(&cookie), &json!({ "page": "a1", "number": 102, "tap": "w:help_now" })).await;
    assert_eq!(help.json()["answer"]["urgent"], true);
    assert_eq!(server.say(None, 1, "hello").await.status, 200, "another person is not slowed");
    assert!(server.metrics.text().contains("handrail_limited_total{channel=\"web\"} 71"));
}

#[tokio::test]
async fn many_people_behind_one_address_have_a_limit_of_their_own() {
    let settings = WebSettings { per_address_per_minute: 5, ..WebSettings::default() };
    let server = Server::start(settings, None, Time::standing_at(Timestamp::UNIX_EPOCH)).await;
    let mut answered = Vec::new();
    for _ in 0..8 {
        answered.push(server.say(None, 1, "hello").await.status);
    }
    assert_eq!(answered, [200, 200, 200, 200, 200, 429, 429, 429]);
    let headers = format!("Origin: http://{}\r\nX-Forwarded-For: 6.6.6.6, 192.0.2.7\r\n", server.address);
    let body = json!({ "page": "a", "number": 1, "text": "hello" }).to_string();
    assert_eq!(post(server.address, "/api/say", &headers, &body).await.status, 200, "a proxy names another address");
}

#[tokio::test]
async fn other_sites_can_send_nothing() {
    let server = Server::usual().await;
    let body = json!({ "page": "a", "number": 1, "text": "hello" }).to_string();
    for headers in ["", "Origin: https://evil.example\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n"] {
        for path in ["/api/say", "/api/leave", "/document"] {
            let answered = post(server.address, path, headers, &body).await;
            assert_eq!(answered.status, 403, "{path} {headers}");
            assert!(answered.header("set-cookie").is_none());
        }
    }
}

#[tokio::test]
async fn what_is_no_message_is_refused_in_words() {
    let server = Server::usual().await;
    let long = "a".repeat(100_000);
    let cases = [
        (json!({ "page": "a", "number": 1 }), 400),
        (json!({ "page": "a", "number": 1, "text": "  " }), 400),
        (json!({ "page": "a", "number": 1, "text": "a", "tap": "b" }), 400),
        (json!({ "page": "../", "number": 1, "text": "a" }), 400),
        (json!({ "page": "a", "number": -1, "text": "a" }), 400),
        (json!({ "page": "a", "number": 1, "text": "a", "more": 1 }), 400),
        (json!([1, 2]), 400),
        (json!({ "page": "a", "number": 1, "text": long }), 413),
    ];
    for (body, status) in cases {
        let answered = server.send(None, &body).await;
        assert_eq!(answered.status, status, "{:.80}", body.to_string());
        assert!(answered.json()["error"].is_string());
    }
}

#[tokio::test]
async fn whoever_left_is_not_shown_to_who_comes_next() {
    let server = Server::usual().await;
    let cookie = server.say(None, 1, DANGER).await.cookie().unwrap();
    let headers = format!("Origin: http://{}\r\nCookie: {cookie}\r\n", server.address);
    let left = post(server.address, "/api/leave", &headers, "").await;
    assert!(left.header("set-cookie").is_some_and(|cookie| cookie.contains("Max-Age=0")));
    assert_eq!(last(&server, &cookie).await["answer"], Value::Null);
}

#[tokio::test]
async fn the_last_answer_is_let_go_of_with_the_cookie() {
    let time = Time::standing_at(Timestamp::UNIX_EPOCH);
    let server = Server::start(WebSettings::default(), None, time.clone()).await;
    let cookie = server.say(None, 1, "hello").await.cookie().unwrap();
    time.advance(SignedDuration::from_hours(23));
    assert_ne!(last(&server, &cookie).await["answer"], Value::Null);
    time.advance(SignedDuration::from_hours(1));
    assert_eq!(last(&server, &cookie).await["answer"], Value::Null);
}
