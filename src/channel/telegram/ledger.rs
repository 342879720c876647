//! Which updates have come, and which are done with.
//!
//! Telegram keeps an update until a later one is asked for: so the offset never passes an update that is not done with,
//! and a crash loses none. Updates behind a slow one are taken meanwhile; they come again with it and are known by then.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// So many numbers are remembered; Telegram hands out a hundred updates at once.
const REMEMBERED: usize = 4096;

/// The updates of one bot.
#[derive(Debug, Default)]
pub struct Ledger {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    open: BTreeSet<i64>,
    /// Not done with, and nobody works on them any more: a later start gets them again.
    left: BTreeSet<i64>,
    done: HashSet<i64>,
    done_in_order: VecDeque<i64>,
    highest: Option<i64>,
}

/// An update that is being worked on. Letting go of it, also by a panic, says that it is done with.
#[derive(Debug)]
pub struct Open {
    ledger: Arc<Ledger>,
    id: i64,
}

impl Open {
    /// Stops the work without having done it: the update is never confirmed.
    pub fn leave(self) {
        self.ledger.state().left.insert(self.id);
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut state = self.ledger.state();
        state.open.remove(&self.id);
        if !state.left.contains(&self.id) && state.done.insert(self.id) {
            state.done_in_order.push_back(self.id);
        }
        if state.done_in_order.len() > REMEMBERED
            && let Some(oldest) = state.done_in_order.pop_front()
        {
            state.done.remove(&oldest);
        }
        drop(state);
        self.ledger.changed.notify_waiters();
    }
}

impl Ledger {
    /// Opens an update. None when it has come before.
    pub fn open(self: &Arc<Self>, id: i64) -> Option<Open> {
        let mut state = self.state();
        state.highest = Some(state.highest.map_or(id, |highest| highest.max(id)));
        if state.done.contains(&id) || state.left.contains(&id) || !state.open.insert(id) {
            return None;
        }
        drop(state);
        Some(Open { ledger: Arc::clone(self), id })
    }

    /// The offset that confirms all updates that are done with and none that is not.
    pub fn offset(&self) -> Option<i64> {
        let state = self.state();
        let not_done = state.open.first().into_iter().chain(state.left.first()).min().copied();
        not_done.or_else(|| state.highest.map(|highest| highest + 1))
    }

    /// The server has let go of everything that came: it may number the next updates as it likes, which it does after a
    /// quiet week.
    pub fn confirmed(&self) {
        let mut state = self.state();
        if state.open.is_empty() && state.left.is_empty() {
            state.highest = None;
        }
    }

    /// Waits until nobody works on an update any more. Whether it is done with.
    pub async fn settled(&self, id: i64) -> bool {
        self.until(|state| !state.open.contains(&id)).await;
        !self.state().left.contains(&id)
    }

    /// Waits until no update is being worked on.
    pub async fn idle(&self) {
        self.until(|state| state.open.is_empty()).await;
    }

    async fn until(&self, reached: impl Fn(&State) -> bool) {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if reached(&self.state()) {
                return;
            }
            changed.await;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
