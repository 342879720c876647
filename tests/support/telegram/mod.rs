//! A Bot API in this process, on loopback: the calls that Handrail makes, with the checks and the faults of the real one
//! that its tests need. Nothing here was tried against Telegram itself.

mod api;
mod bot;
mod hook;
mod html;
mod updates;
mod world;

pub use bot::{Bot, Failing, Script, library};
pub use world::{Fault, Sent};

use std::sync::Arc;
use std::time::Duration;

use handrail::channel::telegram::{Limits, Mode, Settings};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use world::World;

/// The token that the fake knows. It must turn up in no log.
pub const TOKEN: &str = "4242:canary-token_AAbbCCddEEff";
/// The bot's name there.
pub const BOT: &str = "HandrailTestBot";
/// How long a test waits for something that should come at once.
const SOON: Duration = Duration::from_secs(60);

/// The fake. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Fake {
    world: Arc<World>,
    pub url: String,
}

impl Fake {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::start_on(listener)
    }

    pub fn start_on(listener: TcpListener) -> Self {
        let url = format!("http://{}", listener.local_addr().unwrap());
        let world = Arc::new(World::default());
        let router = api::router(Arc::clone(&world));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { world, url }
    }

    /// Settings for a bot that talks to this fake, as fast as it can.
    pub fn settings(&self) -> Settings {
        settings_for(&self.url)
    }

    /// Somebody writes in their private chat. The number of the update.
    pub fn says(&self, user: i64, text: &str) -> i64 {
        self.message(user, json!({ "text": text }))
    }

    /// A message in a private chat with these parts.
    pub fn message(&self, user: i64, parts: Value) -> i64 {
        let now = jiff_now();
        let mut message = json!({
            "message_id": 1, "date": now, "from": person(user),
            "chat": { "id": user, "type": "private", "first_name": "Somebody" },
        });
        merge(&mut message, parts);
        self.update(json!({ "message": message }))
    }

    /// A message in a group.
    pub fn in_group(&self, group: i64, user: i64, parts: Value) -> i64 {
        let mut message = json!({
            "message_id": 1, "date": jiff_now(), "from": person(user),
            "chat": { "id": group, "type": "supergroup", "title": "A group" },
        });
        merge(&mut message, parts);
        self.update(json!({ "message": message }))
    }

    /// Somebody presses a button with this payload.
    pub fn presses(&self, user: i64, data: &str) -> i64 {
        self.update(json!({ "callback_query": {
            "id": format!("press-{user}-{data}"), "from": person(user), "chat_instance": "1", "data": data,
            "message": { "message_id": 1, "date": jiff_now(), "chat": { "id": user, "type": "private" } },
        }}))
    }

    /// Any update; its number is filled in.
    pub fn update(&self, update: Value) -> i64 {
        self.world.add(update)
    }

    /// The same update once more.
    pub fn again(&self, id: i64, update: Value) {
        self.world.add_numbered(id, update);
    }

    /// Waits until a chat has got so many messages, and gives all it got.
    pub async fn sent(&self, chat: i64, number: usize) -> Vec<Sent> {
        self.wait(&format!("{number} messages to {chat}"), |world| {
            let sent = world.sent_to(chat);
            (sent.len() >= number).then_some(sent)
        })
        .await
    }

    /// Waits until what a chat has got is as it should be.
    pub async fn sent_until(&self, chat: i64, reached: impl Fn(&[Sent]) -> bool) {
        self.wait(&format!("the right messages to {chat}"), |world| reached(&world.sent_to(chat)).then_some(())).await;
    }

    /// Waits until anybody has got a message with these words.
    pub async fn sent_somewhere(&self, words: &str) {
        let found = |world: &World| world.state().sent.iter().any(|sent| sent.text.contains(words)).then_some(());
        self.wait(words, found).await;
    }

    /// What a chat has got so far.
    pub fn sent_now(&self, chat: i64) -> Vec<Sent> {
        self.world.sent_to(chat)
    }

    /// Everything sent, in order.
    pub fn sent_all(&self) -> Vec<Sent> {
        self.world.state().sent.clone()
    }

    /// Waits until the server has let go of every update.
    pub async fn all_confirmed(&self) {
        self.wait("every update to be confirmed", |world| world.state().updates.is_empty().then_some(())).await;
    }

    /// Waits until a method has been called so many times, and gives the bodies.
    pub async fn called(&self, method: &str, number: usize) -> Vec<Value> {
        self.wait(&format!("{number} calls of {method}"), |world| {
            let calls = world.calls_of(method);
            (calls.len() >= number).then_some(calls)
        })
        .await
    }

    pub fn calls_now(&self, method: &str) -> Vec<Value> {
        self.world.calls_of(method)
    }

    /// The next calls of a method meet this, once each. `chat` narrows it.
    pub fn fault(&self, method: &'static str, chat: Option<i64>, fault: Fault) {
        self.world.state().faults.push((method, chat, fault));
    }

    /// Waits until every fault has been met.
    pub async fn faults_met(&self) {
        self.wait("every fault to be met", |world| world.state().faults.is_empty().then_some(())).await;
    }

    /// From now on this chat answers as one that blocked the bot, or does no more.
    pub fn blocks(&self, chat: i64, blocked: bool) {
        let mut state = self.world.state();
        if blocked {
            state.blocked.insert(chat)
        } else {
            state.blocked.remove(&chat)
        };
    }

    /// A group has become another one.
    pub fn moves(&self, from: i64, to: i64) {
        self.world.state().moved.insert(from, to);
    }

    /// Another process asks for updates once: the one that asked before is told so.
    pub async fn other_poller(&self) {
        self.wait("somebody to ask for updates", |world| (world.state().asking > 0).then_some(())).await;
        self.world.interrupt();
    }

    pub fn webhook(&self) -> Option<Value> {
        self.world.state().webhook.clone()
    }

    async fn wait<T>(&self, what: &str, reached: impl Fn(&World) -> Option<T>) -> T {
        let waiting = async {
            loop {
                let changed = self.world.changed.notified();
                tokio::pin!(changed);
                changed.as_mut().enable();
                if let Some(found) = reached(&self.world) {
                    return found;
                }
                changed.await;
            }
        };
        let found = tokio::time::timeout(SOON, waiting).await;
        found.unwrap_or_else(|_| panic!("waited in vain for {what}; sent so far: {:#?}", self.sent_all()))
    }
}

pub fn settings_for(api_url: &str) -> Settings {
    Settings {
        api_url: api_url.to_owned(),
        mode: Mode::Polling,
        limits: Limits::none(),
        call_limit: Duration::from_secs(2),
        poll: Duration::from_secs(5),
        ..Settings::new(SecretString::from(TOKEN))
    }
}

pub fn person(user: i64) -> Value {
    json!({ "id": user, "is_bot": false, "first_name": "Somebody", "language_code": "en" })
}

fn jiff_now() -> i64 {
    handrail::ops::now().as_second()
}

fn merge(into: &mut Value, parts: Value) {
    if let (Value::Object(into), Value::Object(parts)) = (into, parts) {
        into.extend(parts);
    }
}
