//! What comes in: the events of one conversation one after another, conversations side by side.
//!
//! A busy conversation has one task; at rest it has none. A panic in one event ends that event alone.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::FutureExt as _;
use futures::future::BoxFuture;

use crate::ops::Tasks;

type Work = BoxFuture<'static, ()>;
type Queues = HashMap<String, VecDeque<Work>>;

/// The events that wait, by conversation. Cheap to clone; all clones share one set.
#[derive(Clone)]
pub struct Inbox {
    tasks: Tasks,
    /// A conversation with an entry has a task at work.
    queues: Arc<Mutex<Queues>>,
}

impl fmt::Debug for Inbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Inbox({} busy)", self.queues().len())
    }
}

impl Inbox {
    #[must_use]
    pub fn new(tasks: Tasks) -> Self {
        Self { tasks, queues: Arc::default() }
    }

    /// Lets this be done after everything of the same conversation that came before.
    pub fn push(&self, conversation: &str, work: impl Future<Output = ()> + Send + 'static) {
        let mut queues = self.queues();
        if let Some(queue) = queues.get_mut(conversation) {
            queue.push_back(work.boxed());
            return;
        }
        queues.insert(conversation.to_owned(), VecDeque::new());
        drop(queues);
        let (inbox, conversation) = (self.clone(), conversation.to_owned());
        let first = work.boxed();
        self.tasks.spawn(async move {
            let mut next = Some(first);
            while let Some(work) = next {
                // The runtime has reported the panic; the events behind it are not its fault.
                let _panic = AssertUnwindSafe(work).catch_unwind().await;
                next = inbox.next(&conversation);
            }
        });
    }

    /// Whether something of this conversation is under way.
    #[must_use]
    pub fn is_busy(&self, conversation: &str) -> bool {
        self.queues().contains_key(conversation)
    }

    fn next(&self, conversation: &str) -> Option<Work> {
        let mut queues = self.queues();
        let next = queues.get_mut(conversation).and_then(VecDeque::pop_front);
        if next.is_none() {
            queues.remove(conversation);
        }
        next
    }

    fn queues(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
