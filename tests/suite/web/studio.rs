//! The studio: only the link's owner gets in, conversations are played, edits are taken or refused.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use handrail::http::{Limits, Listener};
use handrail::library::Matching;
use handrail::ops::{Tasks, Time};
use handrail::studio::{Numbers, Sources, Token, router};
use serde_json::{Value, json};

use super::client::{Answered, get, post};

pub struct Studio {
    address: SocketAddr,
    pub link: String,
    cookie: String,
    tasks: Tasks,
}

impl Studio {
    pub async fn open(flows: Option<PathBuf>) -> Self {
        let tasks = Tasks::new();
        let listener = Listener::open(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), "port").await.unwrap();
        let address = listener.address();
        let token = Token::new().unwrap();
        let link = token.link(address);
        let sources = Sources { flows, matching: Matching::Letters, ..Sources::default() };
        let pages = router(sources, numbers(), token, &Time::system(), &tasks).unwrap();
        listener.serve(pages, Limits::default(), &tasks);
        let path = link.split_once(&address.to_string()).unwrap().1.to_owned();
        let cookie = get(address, &path, "").await.cookie().unwrap();
        Self { address, link, cookie, tasks }
    }

    async fn get(&self, path: &str) -> Answered {
        get(self.address, path, &format!("Cookie: {}\r\n", self.cookie)).await
    }

    async fn send(&self, path: &str, body: Value) -> Value {
        let headers = format!("Cookie: {}\r\nOrigin: http://{}\r\n", self.cookie, self.address);
        post(self.address, path, &headers, &body.to_string()).await.json()
    }
}

/// Numbers as `handrail stats` gives them.
fn numbers() -> Numbers {
    let day = |number: &str| json!([["2026-11-01", number], ["2026-11-02", "12"]]);
    let row = |name: &str, total: &str, bar: u8| json!({ "name": name, "total": total, "bar": bar, "days": day("<5") });
    let group = |kind: &str, title: &str, about: &str, rows: Value| json!({ "kind": kind, "title": title, "about": about, "rows": rows });
    let numbers = json!({
        "first": "2026-11-01", "last": "2026-11-02",
        "groups": [
            group("turn", "Messages answered, by platform", "", json!([row("telegram", "120", 100), row("web", "61", 50)])),
            group("stayed", "Where people stopped in a guide", "Who is still at it counts too.", json!([row("menu, topic", "14", 100)])),
            group("card", "Crisis cards, by level and platform", "", json!([row("crisis, web", "<5", 0)])),
        ],
        "questions": { "find_program.for_whom": { "asked": "120", "stayed": "14" }, "gone.question": { "asked": "9", "stayed": "<5" } },
    });
    Numbers::new(move || {
        let numbers = numbers.clone();
        Box::pin(async move { Ok(numbers) })
    })
}

impl Drop for Studio {
    fn drop(&mut self) {
        self.tasks.stop();
    }
}

/// A folder with a copy of the flows that is removed with it.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn with_flows(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("handrail-studio-{}-{name}", std::process::id()));
        crate::support::copy(&crate::support::path("flows"), &folder);
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn only_who_has_the_link_gets_in() {
    let studio = Studio::open(None).await;
    assert!(studio.link.starts_with("http://127.0.0.1:"));
    assert_eq!(get(studio.address, "/", "").await.status, 403);
    assert_eq!(get(studio.address, "/?token=0", "").await.status, 403);
    assert_eq!(studio.get("/").await.status, 200);
    let foreign = format!("Cookie: {}\r\nOrigin: http://evil.example\r\n", studio.cookie);
    assert_eq!(post(studio.address, "/api/talk", &foreign, "{\"turns\":[]}").await.status, 403);
    let rebound =
        format!("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nCookie: {}\r\n\r\n", studio.cookie);
    assert_eq!(super::client::ask(studio.address, &rebound).await.status, 421);
}

#[tokio::test]
async fn a_conversation_can_be_taken_back_and_shows_how_platforms_lay_it_out() {
    let studio = Studio::open(None).await;
    let turns = json!([{ "tap": "s:menu" }, { "you": "i want to kill myself" }, { "later": 60 }, { "you": "hello" }]);
    let played = studio.send("/api/talk", json!({ "language": "en", "turns": turns })).await;
    assert_eq!(played.as_array().map(Vec::len), Some(3));
    assert_eq!(played[0]["steps"][0].as_str().map(|step| step.starts_with("menu.")), Some(true));
    assert_eq!(played[1]["crisis_card"], true);
    assert!(played[0]["previews"]["discord"][0]["most"] == 2000, "{}", played[0]["previews"]);
    let once = studio.send("/api/talk", json!({ "language": "en", "turns": [turns[0]] })).await;
    assert_eq!(once[0], played[0], "what is left of a conversation is as it was");
}

#[tokio::test]
async fn maps_scripts_and_both_testers_answer() {
    let studio = Studio::open(None).await;
    let state = studio.get("/api/state").await.json();
    for flow in state["flows"].as_array().unwrap() {
        let name = flow["name"].as_str().unwrap();
        let map = studio.get(&format!("/api/map/{name}?lang=es")).await;
        assert!(map.body.contains("<svg") && map.body.contains("data-step="), "{name}");
        let script = studio.get(&format!("/script/{name}?lang=es")).await.body;
        assert!(script.contains("Reviewed by"), "{name}");
    }
    assert_eq!(studio.get("/api/map/nowhere").await.status, 404);
    let asked = studio.send("/api/ask", json!({ "text": "how much does it cost" })).await;
    assert!(asked["topics"].as_array().is_some_and(|topics| !topics.is_empty()), "{asked}");
    let numbers = studio.get("/api/numbers").await.json();
    assert_eq!(numbers["steps"].as_object().map(serde_json::Map::len), Some(1), "{numbers}");
    let screened = studio.send("/api/screen", json!({ "text": "i want to die" })).await;
    assert_ne!(screened["level"], "none", "{screened}");
}

#[tokio::test]
async fn an_edit_is_taken_when_it_is_sound_and_refused_when_it_is_not() {
    let folder = Folder::with_flows("edit");
    let studio = Studio::open(Some(folder.0.clone())).await;
    let file = folder.0.join("menu.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    let begin = json!({ "language": "en", "turns": [{ "tap": "s:menu" }] });
    let before = studio.send("/api/talk", begin.clone()).await;

    std::fs::write(&file, format!("{text}\nnonsense: true\n")).unwrap();
    let refused = until(&studio, |state| state["refused"].is_string()).await;
    assert!(refused["findings"].as_array().unwrap().iter().any(|finding| finding["error"] == true));
    assert_eq!(studio.send("/api/talk", begin.clone()).await, before, "the last good state stays");

    let question = before[0]["bubbles"][0]["words"].as_str().unwrap();
    let first = question.split(['.', '?']).next().unwrap();
    assert!(text.contains(first), "{first}");
    std::fs::write(&file, text.replace(first, "Something new")).unwrap();
    until(&studio, |state| state["refused"].is_null() && state["version"] != refused["version"]).await;
    let after = studio.send("/api/talk", begin).await;
    assert!(after[0]["bubbles"][0]["words"].as_str().unwrap().contains("Something new"), "{after}");
}

/// Asks until the state is as wanted.
async fn until(studio: &Studio, wanted: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..100_000 {
        let state = studio.get("/api/state").await.json();
        if wanted(&state) {
            return state;
        }
    }
    panic!("the files were not read again");
}
