//! A session with the gateway: what is needed to go on with it after the connection broke.

use serde_json::Value;

use crate::channel::discord::read;

/// A session that can be resumed.
#[derive(Clone)]
pub struct Session {
    pub id: String,
    /// Where Discord wants it resumed.
    pub address: Option<String>,
}

/// What the shard knows of its session.
#[derive(Default)]
pub struct Sessions {
    pub current: Option<Session>,
    /// The number of the last event; none before the first.
    pub last: Option<u64>,
    /// Whether there was a session before this one.
    pub had_one: bool,
}

impl Sessions {
    /// Keeps what a READY says.
    pub fn began(&mut self, ready: &Value) {
        self.current = read::text(ready, "/session_id").map(|id| Session {
            id: id.to_owned(),
            address: read::text(ready, "/resume_gateway_url").map(str::to_owned),
        });
    }

    pub fn lost(&mut self) {
        *self = Self { had_one: true, ..Self::default() };
    }
}
