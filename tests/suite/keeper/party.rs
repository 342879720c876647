//! A keeper with a store in memory that can be broken, and people who write to it.

use std::sync::{Arc, OnceLock};

use handrail::keeper::{Keeper, Reply, Taken};
use handrail::library::Library;
use handrail::message::{Body, ConversationKey, Inbound, MessageText, PersonKey, Place, Platform};
use handrail::ops::{Tasks, Time};
use handrail::store::sqlite::Database;
use handrail::store::{Keys, Store};
use jiff::Timestamp;

use crate::faulty_rows::FaultyRows;

/// The built-in library, read once for all tests.
pub fn library() -> Arc<Library> {
    static LIBRARY: OnceLock<Arc<Library>> = OnceLock::new();
    Arc::clone(LIBRARY.get_or_init(|| Arc::new(crate::support::library())))
}

pub struct Party {
    pub keeper: Keeper,
    pub store: Store,
    pub rows: Arc<FaultyRows>,
    pub time: Time,
    pub tasks: Tasks,
}

pub fn start_of_time() -> Timestamp {
    "2027-01-15T12:00:00Z".parse().unwrap()
}

impl Party {
    pub async fn new() -> Self {
        let tasks = Tasks::new();
        let rows = FaultyRows::before(Arc::new(Database::in_memory(&tasks).await.unwrap()));
        let store = Store::over(rows.clone(), Keys::generate().unwrap()).await.unwrap();
        let time = Time::standing_at(start_of_time());
        let keeper = Keeper::new(library(), Some(store.clone()), time.clone(), tasks.clone());
        Self { keeper, store, rows, time, tasks }
    }

    /// The same store with a keeper that remembers nothing: what a restart leaves.
    pub fn restart(&mut self) {
        self.keeper = Keeper::new(library(), Some(self.store.clone()), self.time.clone(), self.tasks.clone());
    }

    /// Says something and gives the answer's words once it was "sent".
    pub async fn say(&self, user: &str, update: &str, text: &str) -> String {
        let reply = self.reply(&said(user, update, text)).await;
        let words = words(&reply);
        self.keeper.sent(reply.receipt).await;
        words
    }

    pub async fn reply(&self, inbound: &Inbound) -> Reply {
        match self.keeper.take(inbound).await {
            Taken::Reply(reply) => reply,
            Taken::Seen => panic!("no answer"),
        }
    }
}

pub fn words(reply: &Reply) -> String {
    let bubbles: Vec<String> = reply.outbound.bubbles.iter().map(handrail::message::Bubble::words).collect();
    let labels: Vec<&str> = reply.outbound.choices.iter().map(|choice| &*choice.label).collect();
    format!("{}\n[{}]", bubbles.join("\n"), labels.join("] ["))
}

pub fn said(user: &str, update: &str, text: &str) -> Inbound {
    let person = PersonKey { platform: Platform::Telegram, user: user.to_owned() };
    Inbound {
        conversation: ConversationKey { person, room: String::new() },
        update: update.to_owned(),
        place: Place::Private,
        language: None,
        country: None,
        body: Body::Text(MessageText::from(text)),
        reach: format!("chat-{user}"),
        written_at: None,
    }
}
