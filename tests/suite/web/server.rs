//! A server of the page in this process, on a port of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, OnceLock};

use handrail::channel::web::{self, WebSettings};
use handrail::http::{Limits, Listener, PublicUrl};
use handrail::keeper::Keeper;
use handrail::library::Library;
use handrail::ops::{Metrics, Tasks, Time};
use serde_json::{Value, json};

use super::client::{Answered, post};
use crate::support::library;

pub struct Server {
    pub address: SocketAddr,
    pub metrics: Metrics,
    pub tasks: Tasks,
}

/// The compiled-in library; reading it takes long enough to do it once.
pub fn shared_library() -> Arc<Library> {
    static LIBRARY: OnceLock<Arc<Library>> = OnceLock::new();
    Arc::clone(LIBRARY.get_or_init(|| Arc::new(library())))
}

impl Server {
    pub async fn start(settings: WebSettings, public_url: Option<&str>, time: Time) -> Self {
        let tasks = Tasks::new();
        let keeper = Keeper::new(shared_library(), None, time.clone(), tasks.clone());
        let public_url = public_url.map(|url| PublicUrl::read(url).unwrap());
        let metrics = keeper.metrics().clone();
        let router = web::router(settings, public_url, keeper, time).await;
        let listener = Listener::open(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), "public").await.unwrap();
        let address = listener.address();
        listener.serve(router, Limits::default(), &tasks);
        Self { address, metrics, tasks }
    }

    pub async fn usual() -> Self {
        Self::start(WebSettings::default(), None, Time::system()).await
    }

    /// Sends what a page of ours would send.
    pub async fn send(&self, cookie: Option<&str>, body: &Value) -> Answered {
        let cookie = cookie.map(|cookie| format!("Cookie: {cookie}\r\n")).unwrap_or_default();
        let headers = format!("Origin: http://{}\r\nSec-Fetch-Site: same-origin\r\n{cookie}", self.address);
        post(self.address, "/api/say", &headers, &body.to_string()).await
    }

    pub async fn say(&self, cookie: Option<&str>, number: u64, text: &str) -> Answered {
        self.send(cookie, &json!({ "page": "a1", "number": number, "language": "en", "text": text })).await
    }

    pub fn link(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.tasks.stop();
    }
}

/// All words of an answer.
pub fn words(answer: &Value) -> String {
    let mut words = String::new();
    for bubble in answer["answer"]["bubbles"].as_array().into_iter().flatten() {
        for block in bubble["blocks"].as_array().into_iter().flatten() {
            for part in block["parts"].as_array().into_iter().flatten() {
                words.push_str(part["words"].as_str().unwrap_or_default());
            }
            words.push('\n');
        }
    }
    words
}

/// All links of an answer.
pub fn links(answer: &Value) -> Vec<String> {
    let bubbles = answer["answer"]["bubbles"].as_array().into_iter().flatten();
    let blocks = bubbles.flat_map(|bubble| bubble["blocks"].as_array().into_iter().flatten());
    let parts = blocks.flat_map(|block| block["parts"].as_array().into_iter().flatten());
    parts.filter_map(|part| part["link"].as_str()).map(str::to_owned).collect()
}
