//! A Discord of our own: REST v10 on axum, gateway v10 on a websocket, faults by path, and the human side.
//!
//! It checks what a real Discord would refuse (lengths, components, mentions) and notes what no message of ours may ever
//! do as a violation, which ends the test.

mod check;
pub mod events;
mod fault;
mod gateway;
mod human;
mod rest;
mod state;
mod tls;

pub use fault::Fault;
pub use human::{At, MANAGER, button, is_ephemeral};
pub use state::{APPLICATION, BOT, CHANNEL, GUILD, OTHER_CHANNEL, Session, State, TOKEN};

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use handrail::ops::{Tasks, Time};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

/// How long a test waits for something to come true.
const PATIENCE: Duration = Duration::from_secs(30);
/// An answer that nothing holds up is there by then.
const AT_WORK: Duration = Duration::from_millis(700);

#[derive(Clone)]
pub struct Fake(Arc<Inner>);

pub struct Inner {
    state: Mutex<State>,
    changes: watch::Sender<u64>,
    /// Lets requests go on that were held.
    released: Notify,
    pub time: Time,
    tasks: Tasks,
    pub origin: String,
    gateway: String,
    /// The certificate authority of the second set-up.
    pub authority: Option<String>,
    pub address: std::net::SocketAddr,
}

impl Fake {
    /// The first set-up: REST at a plain address.
    pub async fn start(time: Time) -> Self {
        Self::start_with(time, None).await
    }

    /// The second set-up: REST at Discord's own name, over TLS, with a certificate of a test authority.
    pub async fn start_tls(time: Time) -> Self {
        Self::start_with(time, Some(tls::Identity::new())).await
    }

    async fn start_with(time: Time, identity: Option<tls::Identity>) -> Self {
        let rest = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let gateway = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = rest.local_addr().unwrap();
        let origin = match identity {
            Some(_) => handrail::channel::discord::ORIGIN.to_owned(),
            None => format!("http://{address}"),
        };
        let inner = Inner {
            state: Mutex::new(State::new()),
            changes: watch::channel(0).0,
            released: Notify::new(),
            time,
            tasks: Tasks::new(),
            origin,
            gateway: format!("ws://{}", gateway.local_addr().unwrap()),
            authority: identity.as_ref().map(|identity| identity.authority.clone()),
            address,
        };
        let fake = Self(Arc::new(inner));
        rest::serve(fake.clone(), rest, identity);
        gateway::serve(fake.clone(), gateway);
        fake
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap()
    }

    pub fn inner(&self) -> &Inner {
        &self.0
    }

    /// Changes something and wakes who waits for it.
    pub fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let changed = change(&mut self.state());
        self.0.changes.send_modify(|number| *number += 1);
        changed
    }

    /// Waits until something is true, and gives it. A time that stands still is moved on meanwhile: at the pace of the clock
    /// for as long as an answer may take a busy machine, and then faster.
    pub async fn until<T>(&self, what: &str, mut found: impl FnMut(&State) -> Option<T>) -> T {
        let mut changes = self.0.changes.subscribe();
        let begun = Instant::now();
        let waiting = async {
            loop {
                let now = found(&self.state());
                if let Some(found) = now {
                    return found;
                }
                tokio::select! {
                    changed = changes.changed() => changed.unwrap(),
                    () = tokio::time::sleep(Duration::from_millis(5)) => {
                        let step = if begun.elapsed() < AT_WORK { 5 } else { 50 };
                        self.0.time.advance(jiff::SignedDuration::from_millis(step));
                    }
                }
            }
        };
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(found) => found,
            Err(_) => panic!("waited in vain for {what}; {}", self.state().summary()),
        }
    }

    /// Waits until there is nothing on its way: everything that was sent has been answered, and nothing more comes.
    pub async fn settle(&self) {
        let mut before = usize::MAX;
        for _ in 0..400 {
            let now = self.state().requests.len();
            let open = self.state().open_requests;
            if now == before && open == 0 {
                return;
            }
            before = now;
            for _ in 0..8 {
                tokio::time::sleep(Duration::from_millis(5)).await;
                self.0.time.advance(jiff::SignedDuration::from_millis(50));
            }
        }
        panic!("it never came to rest; {}", self.state().summary());
    }

    /// Nothing that no message may ever do was done.
    pub fn assert_clean(&self) {
        assert!(self.state().violations.is_empty(), "{:#?}", self.state().violations);
    }
}

/// The text of a message.
pub fn content(message: &Value) -> &str {
    message["content"].as_str().unwrap_or_default()
}
