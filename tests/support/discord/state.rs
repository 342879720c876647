//! What the fake knows.

use std::collections::{HashMap, HashSet};

use handrail::ops::Time;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use super::fault::Fault;

pub const TOKEN: &str = "MTIz.fake.token";
pub const APPLICATION: u64 = 900_000_000_000_000_001;
pub const BOT: u64 = 900_000_000_000_000_001;
pub const GUILD: u64 = 800_000_000_000_000_001;
pub const CHANNEL: u64 = 700_000_000_000_000_001;
pub const OTHER_CHANNEL: u64 = 700_000_000_000_000_002;
/// Milliseconds of 1970 at which Discord's ids begin.
const EPOCH: i64 = 1_420_070_400_000;

/// One request that came in.
#[derive(Clone, Debug)]
pub struct Request {
    pub at: jiff::Timestamp,
    pub method: String,
    pub path: String,
    pub body: Value,
    pub status: u16,
}

/// An interaction and what it was answered with.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub id: u64,
    pub made_at: i64,
    /// The type of the first answer.
    pub first: Option<u64>,
    pub first_at: Option<jiff::Timestamp>,
    pub deferred_ephemeral: bool,
    /// The original still shows that an answer will come.
    pub waits: bool,
    /// The messages that are shown, the original first.
    pub messages: Vec<Value>,
    pub form: Option<Value>,
    pub choices: Vec<Value>,
}

/// What a connection is told to do.
pub enum Out {
    Payload(Value),
    Close(u16),
    Cut,
}

/// The session with the gateway.
#[derive(Default)]
pub struct Session {
    pub id: String,
    pub events: Vec<(u64, String, Value)>,
    pub connection: Option<UnboundedSender<Out>>,
    pub compress: bool,
}

#[derive(Default)]
pub struct State {
    pub last_id: u64,
    pub requests: Vec<Request>,
    pub open_requests: usize,
    pub faults: Vec<Fault>,
    /// Messages by channel, of people and of the bot.
    pub messages: HashMap<u64, Vec<Value>>,
    pub pins: Vec<(u64, u64)>,
    pub dms: HashMap<u64, u64>,
    pub nonces: HashMap<(u64, String), Value>,
    pub asked: HashMap<String, Asked>,
    pub closed: HashSet<u64>,
    pub denied: HashMap<u64, (u16, u64)>,
    pub deleted: HashSet<u64>,
    /// Threads and the channels they are in.
    pub threads: HashMap<u64, u64>,
    /// Servers are not told of after a log-in.
    pub quiet: bool,
    pub may_pin: bool,
    pub content_intent: bool,
    pub refuse_login: Option<u16>,
    pub logins_left: u64,
    pub session: Session,
    pub identifies: Vec<Value>,
    pub resumes: Vec<Value>,
    pub heartbeats: usize,
    pub commands: Vec<Value>,
    pub commands_put: usize,
    pub violations: Vec<String>,
    /// So many calls in so many milliseconds for paths that hold this.
    pub bucket: Option<(String, u32, u64)>,
    pub bucket_left: (u32, Option<tokio::time::Instant>),
}

impl State {
    pub fn new() -> Self {
        Self { may_pin: true, content_intent: true, logins_left: 1000, ..Self::default() }
    }

    /// A new id, made now.
    pub fn next_id(&mut self, time: &Time) -> u64 {
        let milliseconds = u64::try_from(time.now().as_millisecond() - EPOCH).unwrap();
        self.last_id = (self.last_id + 1).max(milliseconds << 22);
        self.last_id
    }

    pub fn dm_of(&mut self, user: u64) -> u64 {
        let next = 600_000_000_000_000_001 + self.dms.len() as u64;
        *self.dms.entry(user).or_insert(next)
    }

    pub fn user_of_dm(&self, channel: u64) -> Option<u64> {
        self.dms.iter().find(|(_, dm)| **dm == channel).map(|(user, _)| *user)
    }

    /// The messages of the bot in a channel.
    pub fn of_bot(&self, channel: u64) -> Vec<Value> {
        let all = self.messages.get(&channel).into_iter().flatten();
        all.filter(|message| message["author"]["id"] == BOT.to_string()).cloned().collect()
    }

    /// The messages of the bot in direct messages with someone.
    pub fn to_person(&self, user: u64) -> Vec<Value> {
        self.dms.get(&user).map(|channel| self.of_bot(*channel)).unwrap_or_default()
    }

    /// Requests whose method and path these are; the path is a part of it.
    pub fn requests_to(&self, method: &str, path: &str) -> Vec<Request> {
        let fits = |request: &&Request| request.method == method && request.path.contains(path);
        self.requests.iter().filter(fits).cloned().collect()
    }

    pub fn summary(&self) -> String {
        let calls: Vec<String> = self
            .requests
            .iter()
            .rev()
            .take(15)
            .map(|request| format!("{} {} -> {} {}", request.method, request.path, request.status, request.body))
            .collect();
        format!(
            "identifies {}, resumes {}, violations {:?}, the last calls first: {calls:#?}",
            self.identifies.len(),
            self.resumes.len(),
            self.violations
        )
    }
}
