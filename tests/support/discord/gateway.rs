//! The gateway: hello, log-in, resume with replay, and everything that can end a connection.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::state::{BOT, GUILD, Out, Session};
use super::{Fake, TOKEN};

pub fn serve(fake: Fake, listener: TcpListener) {
    let tasks = fake.inner().tasks.clone();
    let each = tasks.clone();
    tasks.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let fake = fake.clone();
            each.spawn(async move {
                connection(fake, stream).await;
            });
        }
    });
}

async fn connection(fake: Fake, stream: TcpStream) {
    // Else a small event waits until the one before it is acknowledged, which the other side may put off for long.
    stream.set_nodelay(true).unwrap();
    let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else { return };
    let hello = json!({ "op": 10, "d": { "heartbeat_interval": 41_250 }, "s": null, "t": null });
    if socket.send(Message::Text(hello.to_string())).await.is_err() {
        return;
    }
    let (out, mut outgoing) = mpsc::unbounded_channel();
    let mut compress = false;
    loop {
        tokio::select! {
            message = socket.next() => {
                let Some(Ok(Message::Text(text))) = message else { break };
                let payload: Value = serde_json::from_str(&text).unwrap();
                heard(&fake, &payload, &out);
                compress |= payload["d"]["compress"] == true || payload["op"] == 6;
            }
            Some(told) = outgoing.recv() => match told {
                Out::Payload(payload) => {
                    let sent = socket.send(packed(&payload, compress)).await;
                    if sent.is_err() {
                        break;
                    }
                }
                Out::Close(code) => {
                    let frame = CloseFrame { code: CloseCode::from(code), reason: "".into() };
                    let _gone = socket.close(Some(frame)).await;
                    break;
                }
                Out::Cut => break,
            },
        }
    }
}

fn packed(payload: &Value, compress: bool) -> Message {
    if !compress {
        return Message::Text(payload.to_string());
    }
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(payload.to_string().as_bytes()).unwrap();
    Message::Binary(packer.finish().unwrap())
}

fn heard(fake: &Fake, payload: &Value, out: &mpsc::UnboundedSender<Out>) {
    let tell = |payload: Value| out.send(Out::Payload(payload)).unwrap_or_default();
    match payload["op"].as_u64() {
        Some(1) => {
            fake.change(|state| state.heartbeats += 1);
            tell(json!({ "op": 11, "d": null, "s": null, "t": null }));
        }
        Some(2) => log_in(fake, &payload["d"], out),
        Some(6) => resume(fake, &payload["d"], out),
        _ => {}
    }
}

fn log_in(fake: &Fake, asked: &Value, out: &mpsc::UnboundedSender<Out>) {
    let wants_content = asked["intents"].as_u64().unwrap() & (1 << 15) != 0;
    let close = fake.change(|state| {
        state.identifies.push(asked.clone());
        // Nothing is told any more by the connection before.
        state.session = Session::default();
        state.logins_left = state.logins_left.saturating_sub(1);
        if asked["token"] != TOKEN {
            return Some(4004);
        }
        if wants_content && !state.content_intent {
            return Some(4014);
        }
        state.refuse_login
    });
    if let Some(code) = close {
        out.send(Out::Close(code)).unwrap_or_default();
        return;
    }
    fake.change(|state| {
        let id = format!("session{}", state.identifies.len());
        state.session = Session { id, connection: Some(out.clone()), ..Session::default() };
    });
    let id = fake.state().session.id.clone();
    let address = fake.inner().gateway.clone();
    fake.emit("READY", json!({
        "v": 10, "session_id": id, "resume_gateway_url": address, "user": { "id": BOT.to_string(), "bot": true },
        "application": { "id": super::APPLICATION.to_string(), "flags": 0 }, "guilds": [{ "id": GUILD.to_string(), "unavailable": true }],
    }));
    if fake.state().quiet {
        return;
    }
    fake.emit(
        "GUILD_CREATE",
        json!({ "id": GUILD.to_string(), "name": "a server", "unavailable": false, "threads": [] }),
    );
}

fn resume(fake: &Fake, asked: &Value, out: &mpsc::UnboundedSender<Out>) {
    let tell = |payload: Value| out.send(Out::Payload(payload)).unwrap_or_default();
    let missed = fake.change(|state| {
        state.resumes.push(asked.clone());
        if asked["session_id"] != state.session.id.as_str() || asked["token"] != TOKEN {
            return None;
        }
        state.session.connection = Some(out.clone());
        let last = asked["seq"].as_u64().unwrap_or(0);
        Some(state.session.events.iter().filter(|(number, ..)| *number > last).cloned().collect::<Vec<_>>())
    });
    let Some(missed) = missed else {
        tell(json!({ "op": 9, "d": false, "s": null, "t": null }));
        return;
    };
    for (number, kind, event) in missed {
        tell(json!({ "op": 0, "s": number, "t": kind, "d": event }));
    }
    fake.emit("RESUMED", json!({}));
}

impl Fake {
    /// Tells the bot of an event; when it is not connected, the event waits for it to resume.
    pub fn emit(&self, kind: &str, event: Value) {
        self.change(|state| {
            let number = state.session.events.len() as u64 + 1;
            state.session.events.push((number, kind.to_owned(), event.clone()));
            if let Some(connection) = &state.session.connection {
                let payload = json!({ "op": 0, "s": number, "t": kind, "d": event });
                let _offline = connection.send(Out::Payload(payload));
            }
        });
    }

    fn tell(&self, out: Out) {
        self.change(|state| {
            if let Some(connection) = &state.session.connection {
                let _gone = connection.send(out);
            }
        });
    }

    /// The connection breaks without a word; what happens meanwhile waits.
    pub fn cut(&self) {
        self.tell(Out::Cut);
        self.change(|state| state.session.connection = None);
    }

    /// Discord closes the connection with a code.
    pub fn close(&self, code: u16) {
        self.tell(Out::Close(code));
        self.change(|state| state.session.connection = None);
    }

    /// Discord asks the bot to connect anew.
    pub fn ask_to_reconnect(&self) {
        self.tell(Out::Payload(json!({ "op": 7, "d": null, "s": null, "t": null })));
    }

    /// The session is lost: it cannot be resumed.
    pub fn lose_session(&self) {
        self.tell(Out::Payload(json!({ "op": 9, "d": false, "s": null, "t": null })));
        self.change(|state| state.session = Session { id: "none".to_owned(), ..Session::default() });
    }

    /// The last events once more, as a resume that overlaps would bring them.
    pub fn repeat_last_events(&self, count: usize) {
        let events: Vec<_> = self.state().session.events.iter().rev().take(count).rev().cloned().collect();
        for (_, kind, event) in events {
            self.emit(&kind, event);
        }
    }
}
