//! What the fake knows.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Notify;
use tokio::time::Instant;

/// What a call meets.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// 429 with so many seconds.
    TooFast(u64),
    /// 502 with a page of HTML; nothing was done.
    BadGateway,
    /// The connection breaks; nothing was done.
    Reset,
    /// It is done, and the connection breaks before the answer.
    Lost,
    /// No answer at all; nothing was done.
    Silence,
    /// This code and these words.
    Refuse(u16, &'static str),
    /// It is done, after a while.
    Slow(Duration),
}

/// A message that the server took.
#[derive(Clone, Debug)]
pub struct Sent {
    pub chat: i64,
    /// The words as a person reads them.
    pub text: String,
    pub body: Value,
    pub at: Instant,
}

impl Sent {
    /// Labels and payloads of the buttons; other kinds of button have what they hold.
    pub fn buttons(&self) -> Vec<(String, String)> {
        let rows = self.body["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
        let buttons = rows.iter().flat_map(|row| row.as_array().cloned().unwrap_or_default());
        buttons
            .map(|button| {
                let held = [&button["callback_data"], &button["url"], &button["copy_text"]["text"]];
                let held = held.into_iter().find_map(Value::as_str).unwrap_or_default().to_owned();
                (button["text"].as_str().unwrap_or_default().to_owned(), held)
            })
            .collect()
    }

    pub fn is_plain(&self) -> bool {
        self.body["parse_mode"].is_null()
    }
}

#[derive(Default)]
pub struct State {
    pub updates: VecDeque<(i64, Value)>,
    pub last_id: i64,
    pub sent: Vec<Sent>,
    pub calls: Vec<(String, Value)>,
    pub faults: Vec<(&'static str, Option<i64>, Fault)>,
    pub blocked: HashSet<i64>,
    pub moved: HashMap<i64, i64>,
    pub webhook: Option<Value>,
    pub commands: HashMap<String, Value>,
    /// How many ask for updates at this moment, and who asked last.
    pub asking: usize,
    pub asked: u64,
}

#[derive(Default)]
pub struct World {
    state: Mutex<State>,
    pub changed: Notify,
}

impl World {
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.state());
        self.changed.notify_waiters();
        result
    }

    pub fn add(&self, update: Value) -> i64 {
        let id = self.change(|state| {
            state.last_id = (state.last_id + 1).max(1001);
            state.last_id
        });
        self.add_numbered(id, update);
        id
    }

    pub fn add_numbered(&self, id: i64, mut update: Value) {
        update["update_id"] = id.into();
        self.change(|state| state.updates.push_back((id, update)));
    }

    pub fn interrupt(&self) {
        self.change(|state| state.asked += 1);
    }

    pub fn sent_to(&self, chat: i64) -> Vec<Sent> {
        self.state().sent.iter().filter(|sent| sent.chat == chat).cloned().collect()
    }

    pub fn calls_of(&self, method: &str) -> Vec<Value> {
        let calls = &self.state().calls;
        calls.iter().filter(|(name, _)| name == method).map(|(_, body)| body.clone()).collect()
    }

    /// The fault that a call meets, which is then spent.
    pub fn fault(&self, method: &str, chat: Option<i64>) -> Option<Fault> {
        self.change(|state| {
            let met = state.faults.iter().position(|(name, of, _)| *name == method && (of.is_none() || *of == chat))?;
            Some(state.faults.remove(met).2)
        })
    }
}
