//! One shard: connects, logs in or resumes, beats, and hands events on, until it is told to stop or may not go on.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use tokio::sync::watch;
use tracing::{info, warn};

use super::session::{Kept, Sessions};
use super::socket::{Heard, Socket};
use super::{Connected, Door, Hears, Intents};
use crate::channel::discord::community::Communities;
use crate::channel::discord::read;
use crate::ops::{Tasks, Time};

/// How long Discord may take to say hello.
const HELLO: Duration = Duration::from_secs(20);
/// How long a database may take to keep a session before events are heard all the same.
const KEEPING: Duration = Duration::from_secs(1);
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// Closes the connection and ends the session.
const GOODBYE: u16 = 1000;
/// Closes the connection and keeps the session.
const COMING_BACK: u16 = 4000;

mod op {
    pub const DISPATCH: u64 = 0;
    pub const HEARTBEAT: u64 = 1;
    pub const IDENTIFY: u64 = 2;
    pub const RESUME: u64 = 6;
    pub const RECONNECT: u64 = 7;
    pub const INVALID_SESSION: u64 = 9;
    pub const HELLO: u64 = 10;
    pub const ACKNOWLEDGED: u64 = 11;
}

/// Why a shard is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    #[error("the program stops")]
    Stopped,
    #[error("Discord does not accept the bot's token")]
    Token,
    #[error("Discord closed the connection for good with code {0}")]
    Refused(u16),
}

/// One shard of a bot.
pub struct Shard {
    pub number: u64,
    pub of: u64,
    pub address: String,
    pub token: SecretString,
    pub intents: Arc<Intents>,
    pub door: Door,
    pub connected: Connected,
    pub hears: Arc<dyn Hears>,
    pub keeps: Arc<dyn Communities>,
    pub time: Time,
    pub tasks: Tasks,
}

/// How a connection came to its end.
enum Broke {
    /// Go on with the session.
    Resume,
    /// Begin a new one.
    Anew,
    For(Ended),
}

/// A connection that has said hello.
struct Connection {
    socket: Socket,
    every: Duration,
    next_beat: Timestamp,
    acknowledged: bool,
}

impl Shard {
    /// Runs until the program stops or Discord refuses the bot for good.
    pub async fn run(self, kept: Option<Kept>) -> Ended {
        let mut sessions = match kept {
            Some(kept) if kept.of == self.of && kept.words == self.intents.has_words() => Sessions::again(kept),
            Some(_) => Sessions::anew(),
            None => Sessions::default(),
        };
        let mut changes = self.intents.changes();
        let mut pause = FIRST_PAUSE;
        loop {
            if self.tasks.is_stopping() {
                return Ended::Stopped;
            }
            let (broke, got_on) = self.connection(&mut sessions, &mut changes).await;
            match broke {
                Broke::For(ended) => {
                    self.keep(&mut sessions, true).await;
                    return ended;
                }
                Broke::Anew => sessions.lost(),
                Broke::Resume => {}
            }
            pause = if got_on { FIRST_PAUSE } else { (pause * 2).min(LONGEST_PAUSE) };
            if !self.rest(pause).await {
                return Ended::Stopped;
            }
        }
    }

    /// One connection from beginning to end, and whether it came as far as a session.
    async fn connection(&self, sessions: &mut Sessions, changes: &mut watch::Receiver<bool>) -> (Broke, bool) {
        let turn = if sessions.current.is_some() {
            None
        } else {
            tokio::select! {
                turn = self.door.turn() => Some(turn),
                () = self.tasks.stopping() => return (Broke::For(Ended::Stopped), false),
            }
        };
        let Some(mut connection) = self.connect(sessions).await else {
            sessions.in_vain += 1;
            return (Broke::Resume, false);
        };
        sessions.in_vain = 0;
        changes.mark_unchanged();
        let hello = match &sessions.current {
            Some(session) => json!({ "op": op::RESUME, "d": {
                "token": self.token.expose_secret(), "session_id": session.id, "seq": sessions.last,
            } }),
            None => self.identify(),
        };
        let begun = connection.socket.send(&hello).await;
        if let Some(turn) = turn {
            turn.used();
        }
        if !begun {
            return (Broke::Resume, false);
        }
        self.listen(connection, sessions, changes).await
    }

    async fn connect(&self, sessions: &Sessions) -> Option<Connection> {
        let opening = async {
            let mut socket = Socket::open(sessions.address(&self.address)).await?;
            loop {
                match socket.next().await {
                    Heard::Payload(payload) if read::number(&payload, "/op") == Some(op::HELLO) => {
                        let every = Duration::from_millis(read::number(&payload, "/d/heartbeat_interval")?);
                        // The first beat comes early, as Discord asks, so that not all bots beat at once.
                        let next_beat = self.later(every / 2);
                        return Some(Connection { socket, every, next_beat, acknowledged: true });
                    }
                    Heard::Closed(_) => return None,
                    Heard::Payload(_) | Heard::Nothing => {}
                }
            }
        };
        tokio::select! {
            connection = opening => connection,
            () = self.time.sleep(HELLO) => None,
            () = self.tasks.stopping() => None,
        }
    }

    fn identify(&self) -> Value {
        json!({ "op": op::IDENTIFY, "d": {
            "token": self.token.expose_secret(),
            "intents": self.intents.now().bits(),
            "compress": true,
            "shard": [self.number, self.of],
            "properties": { "os": std::env::consts::OS, "browser": "handrail", "device": "handrail" },
        } })
    }

    async fn listen(
        &self,
        mut connection: Connection,
        sessions: &mut Sessions,
        changes: &mut watch::Receiver<bool>,
    ) -> (Broke, bool) {
        let mut got_on = false;
        let mut counted = None;
        loop {
            let until_beat =
                Duration::try_from(connection.next_beat.duration_since(self.time.now())).unwrap_or_default();
            let heard = tokio::select! {
                heard = connection.socket.next() => heard,
                () = self.time.sleep(until_beat) => {
                    if !connection.acknowledged || !self.beat(&mut connection, sessions).await {
                        connection.socket.close(COMING_BACK).await;
                        return (Broke::Resume, got_on);
                    }
                    self.keep(sessions, false).await;
                    continue;
                }
                Ok(()) = changes.changed() => {
                    connection.socket.close(GOODBYE).await;
                    return (Broke::Anew, got_on);
                }
                () = self.tasks.stopping() => {
                    // Whatever is written until the next start is told then.
                    connection.socket.close(COMING_BACK).await;
                    return (Broke::For(Ended::Stopped), got_on);
                }
            };
            let payload = match heard {
                Heard::Payload(payload) => payload,
                Heard::Nothing => continue,
                Heard::Closed(code) => return (self.closed(code), got_on),
            };
            match read::number(&payload, "/op") {
                Some(op::DISPATCH) => {
                    if self.dispatch(&payload, sessions).await {
                        got_on = true;
                        if counted.is_none() {
                            counted = Some(self.connected.one_more());
                        }
                        // Before anything else is heard: a program that is killed right now has something to go on with.
                        tokio::select! {
                            () = self.keep(sessions, true) => {}
                            () = self.time.sleep(KEEPING) => {}
                        }
                    } else {
                        self.keep(sessions, false).await;
                    }
                }
                Some(op::HEARTBEAT) => {
                    let beats = self.beat(&mut connection, sessions).await;
                    if !beats {
                        return (Broke::Resume, got_on);
                    }
                }
                Some(op::ACKNOWLEDGED) => connection.acknowledged = true,
                Some(op::RECONNECT) => {
                    connection.socket.close(COMING_BACK).await;
                    return (Broke::Resume, got_on);
                }
                Some(op::INVALID_SESSION) => {
                    connection.socket.close(COMING_BACK).await;
                    let resumable = read::is(&payload, "/d");
                    return (if resumable { Broke::Resume } else { Broke::Anew }, false);
                }
                _ => {}
            }
        }
    }

    /// Hands an event on. Whether it says that the session is there.
    async fn dispatch(&self, payload: &Value, sessions: &mut Sessions) -> bool {
        if let Some(number) = read::number(payload, "/s") {
            sessions.heard(number, self.time.now());
        }
        let kind = read::text(payload, "/t").unwrap_or_default();
        let event = payload.get("d").unwrap_or(&Value::Null);
        match kind {
            "READY" => {
                sessions.began(event);
                self.door.welcomed().await;
                info!(shard = self.number, "the Discord gateway is connected");
                self.hears.hear(kind, event);
                if sessions.had_one {
                    self.hears.session_lost();
                }
                return true;
            }
            "RESUMED" => {
                info!(shard = self.number, "the Discord gateway is connected again, nothing was missed");
                self.hears.hear(kind, event);
                return true;
            }
            _ => self.hears.hear(kind, event),
        }
        false
    }

    /// Keeps the session for the next start, now and then. Where that fails, the next start begins a new one.
    async fn keep(&self, sessions: &mut Sessions, at_once: bool) {
        let Some(kept) = sessions.next_to_keep(self.of, self.intents.has_words(), self.time.now(), at_once) else {
            return;
        };
        let (keeps, number) = (Arc::clone(&self.keeps), self.number);
        let keeping = async move { keeps.keep_session(number, &kept).await };
        if at_once {
            let _begins_anew_next_time = keeping.await;
        } else {
            self.tasks.spawn(async move {
                let _tried_again_soon = keeping.await;
            });
        }
    }

    async fn beat(&self, connection: &mut Connection, sessions: &Sessions) -> bool {
        connection.acknowledged = false;
        connection.next_beat = self.later(connection.every);
        connection.socket.send(&json!({ "op": op::HEARTBEAT, "d": sessions.last })).await
    }

    /// What a close code means (Discord developer documentation, "Gateway close event codes").
    fn closed(&self, code: Option<u16>) -> Broke {
        match code {
            Some(4004) => Broke::For(Ended::Token),
            Some(4014) if self.intents.has_words() => {
                warn!(
                    "Discord refuses the words of messages: switch on \"Message Content Intent\" in its developer portal. \
                     Channels are not screened until then; everything else works."
                );
                self.intents.refuse();
                Broke::Anew
            }
            Some(code @ (4010..=4014)) => Broke::For(Ended::Refused(code)),
            Some(GOODBYE | 1001 | 4003 | 4007 | 4009) => Broke::Anew,
            Some(_) | None => Broke::Resume,
        }
    }

    fn later(&self, by: Duration) -> Timestamp {
        self.time.now().saturating_add(by).unwrap_or(Timestamp::MAX)
    }

    /// Waits; false when the program stops meanwhile.
    async fn rest(&self, how_long: Duration) -> bool {
        tokio::select! {
            () = self.time.sleep(how_long) => true,
            () = self.tasks.stopping() => false,
        }
    }
}
