//! All sends of a channel: each answer in its lane, in order, at the pace that the platform bears, tried again where that
//! is safe.
//!
//! Each chat that has something to send has one task, so that a chat that must wait makes nobody else wait. A crisis
//! answer goes before everything else that its chat waits for, between two pieces. When a stop is asked for, what can be
//! sent soon is sent; what would have to wait long is given back as not sent. A panic in a platform's code costs the one
//! answer that it worked on.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use async_trait::async_trait;
use futures::FutureExt as _;
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use super::pace::{Gate, Pass};
use super::queue::{Chat, Order};
use super::{Bucket, Delivered, Jitter, Lane, Pace, Patience, Rate};
use crate::ops::Tasks;

/// While stopping, nothing waits longer than this.
const LAST_WAIT: Duration = Duration::from_secs(3);
/// So many chats are remembered before those at rest are let go.
const CHATS_KEPT: usize = 256;

/// What a platform does for the sender: one call for one piece.
#[async_trait]
pub trait Posts: Send + Sync + 'static {
    type Piece: Send + Sync + 'static;

    /// Sends one piece, once. It takes whatever remedies the platform's own answers name (plain text for text that it
    /// cannot read), and no others.
    async fn post(&self, address: &str, piece: &Self::Piece) -> Posted;

    /// How fast this chat may be written to.
    fn rate(&self, address: &str) -> Rate;
}

/// What became of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posted {
    Done,
    /// The chat has another address now; nothing was sent.
    Moved(String),
    /// Nothing was sent to this chat, and nothing will be for so long.
    RetryAfter(Duration),
    /// Nothing was sent.
    NotDone,
    /// It may have been sent.
    Ambiguous,
    Unreachable,
    Refused(&'static str),
}

/// All sends of one channel. Cheap to clone; all clones share one set of queues.
pub struct Sender<P: Posts>(Arc<Shared<P>>);

struct Shared<P: Posts> {
    posts: Arc<P>,
    call_limit: Duration,
    tasks: Tasks,
    jitter: Jitter,
    gate: Mutex<Gate>,
    chats: Mutex<Chats<P::Piece>>,
    slowed: AtomicU64,
}

struct Chats<P> {
    known: HashMap<String, (Chat<P>, Arc<Notify>)>,
    sweep_at: usize,
}

impl<P: Posts> Clone for Sender<P> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<P: Posts> fmt::Debug for Sender<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Sender({:?} waiting)", Lane::ALL.map(|lane| self.waiting(lane)))
    }
}

/// The end of a send, awaited. Dropping it does not take the send back.
#[derive(Debug)]
pub struct Sending(oneshot::Receiver<Delivered>);

impl Future for Sending {
    type Output = Delivered;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Delivered> {
        Pin::new(&mut self.0).poll(context).map(|told| told.unwrap_or(Delivered::RetryAfter(Duration::ZERO)))
    }
}

impl<P: Posts> Sender<P> {
    /// A sender at this pace; a call that takes longer than `call_limit` counts as one that may have been sent.
    #[must_use]
    pub fn new(posts: Arc<P>, pace: Pace, call_limit: Duration, tasks: Tasks, jitter: Jitter) -> Self {
        let gate = Mutex::new(Gate::new(pace, Instant::now()));
        let chats = Mutex::new(Chats { known: HashMap::new(), sweep_at: CHATS_KEPT });
        Self(Arc::new(Shared { posts, call_limit, tasks, jitter, gate, chats, slowed: AtomicU64::new(0) }))
    }

    /// Queues the pieces of one answer. They are in the queue when this returns; await the result for what became of
    /// them. No pieces count as sent.
    #[must_use = "the answer is queued; only this tells what became of it"]
    pub fn send(&self, address: &str, lane: Lane, pieces: Vec<P::Piece>) -> Sending {
        let (told, hears) = oneshot::channel();
        let order = Order::new(lane, pieces, told);
        if order.pieces.is_empty() {
            order.end(Delivered::Sent);
            return Sending(hears);
        }
        let now = Instant::now();
        let mut chats = self.0.chats();
        chats.sweep(now);
        let (chat, woken) = chats.known.entry(address.to_owned()).or_insert_with(|| {
            let bucket = Bucket::new(self.0.posts.rate(address), now);
            (Chat::new(address, bucket), Arc::new(Notify::new()))
        });
        let overtakes = chat.front().is_none_or(|front| lane < front.lane);
        chat.push(order);
        if !chat.busy {
            chat.busy = true;
            let shared = Arc::clone(&self.0);
            let woken = Arc::clone(woken);
            let key = address.to_owned();
            self.0.tasks.spawn(async move { shared.drain(&key, &woken).await });
        } else if overtakes {
            woken.notify_one();
        }
        Sending(hears)
    }

    /// How many answers of a lane are not yet sent.
    #[must_use]
    pub fn waiting(&self, lane: Lane) -> usize {
        self.0.chats().known.values().map(|(chat, _)| chat.waiting(lane)).sum()
    }

    /// How often the platform asked to be left alone for a while.
    #[must_use]
    pub fn slowed(&self) -> u64 {
        self.0.slowed.load(Ordering::Relaxed)
    }
}

impl<P> Chats<P> {
    fn sweep(&mut self, now: Instant) {
        if self.known.len() >= self.sweep_at {
            self.known.retain(|_, (chat, _)| !chat.is_idle(now));
            self.sweep_at = CHATS_KEPT.max(self.known.len() * 2);
        }
    }
}

/// What a chat's task does next.
enum Next<P> {
    Rest,
    Wait(Duration),
    /// Send its front piece, there.
    Post(Order<P>, String),
}

impl<P: Posts> Shared<P> {
    fn chats(&self) -> MutexGuard<'_, Chats<P::Piece>> {
        self.chats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn gate(&self) -> MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends what one chat has, until nothing is left.
    async fn drain(&self, key: &str, woken: &Notify) {
        loop {
            match self.next(key) {
                Next::Rest => return,
                Next::Wait(wait) => self.wait(key, wait, woken).await,
                Next::Post(order, address) => self.post(key, order, &address).await,
            }
        }
    }

    fn next(&self, key: &str) -> Next<P::Piece> {
        let now = Instant::now();
        let mut chats = self.chats();
        let Some((chat, _)) = chats.known.get_mut(key) else { return Next::Rest };
        let Some(front) = chat.front() else {
            chat.busy = false;
            return Next::Rest;
        };
        let (lane, not_before, booked, queued) = (front.lane, front.not_before, front.booked, front.queued_since);
        let hold = chat.hold(not_before, lane, now);
        if !hold.is_zero() {
            return Next::Wait(hold);
        }
        let pass = if booked { Pass::Go } else { self.gate().ask(lane, queued, now) };
        let wait = match pass {
            Pass::Go => Duration::ZERO,
            Pass::GoAfter(wait) | Pass::Queued(wait) | Pass::AskAgain(wait) => wait,
        };
        if pass != Pass::Go {
            if let Some(front) = chat.front() {
                front.not_before = Some(now + wait);
                front.booked = matches!(pass, Pass::GoAfter(_));
                front.queued_since = front.queued_since.or(matches!(pass, Pass::Queued(_)).then_some(now + wait));
            }
            return Next::Wait(wait);
        }
        let Some(order) = chat.take_front() else { return Next::Rest };
        chat.bucket.take(now);
        chat.sending = Some(lane);
        Next::Post(order, chat.address.clone())
    }

    /// Waits, unless something more urgent comes or a stop makes waiting useless.
    async fn wait(&self, key: &str, wait: Duration, woken: &Notify) {
        let stopping = self.tasks.is_stopping();
        if stopping && wait > LAST_WAIT {
            self.give_back(key, wait);
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = woken.notified() => {}
            () = self.tasks.stopping(), if !stopping => {}
        }
    }

    fn give_back(&self, key: &str, wait: Duration) {
        let orders = self.chats().known.get_mut(key).map(|(chat, _)| chat.take_all()).unwrap_or_default();
        orders.into_iter().for_each(|order| order.end(Delivered::RetryAfter(wait)));
    }

    async fn post(&self, key: &str, mut order: Order<P::Piece>, address: &str) {
        let Some(piece) = order.pieces.front() else { return };
        let call = AssertUnwindSafe(self.posts.post(address, piece)).catch_unwind();
        let posted = match tokio::time::timeout(self.call_limit, call).await {
            Ok(Ok(posted)) => posted,
            Ok(Err(_panic)) => Posted::Refused("sending it went wrong"),
            Err(_late) => Posted::Ambiguous,
        };
        let now = Instant::now();
        let mut chats = self.chats();
        let Some((chat, _)) = chats.known.get_mut(key) else { return };
        chat.sending = None;
        order.booked = false;
        match posted {
            Posted::Done => order.next_piece(),
            Posted::Refused(why) => {
                order.refused = Some(why);
                order.next_piece();
            }
            Posted::Moved(to) if to == chat.address => {
                order.refused = Some("the chat has moved to where it is");
                order.next_piece();
            }
            Posted::Moved(to) => chat.address = to,
            Posted::Unreachable => {
                order.end(Delivered::Unreachable);
                chat.take_all().into_iter().for_each(|order| order.end(Delivered::Unreachable));
                return;
            }
            Posted::RetryAfter(wait) => {
                self.slowed.fetch_add(1, Ordering::Relaxed);
                chat.held_until = Some(now + wait);
                if wait > Patience::of(order.lane).waits_at_most {
                    order.end(Delivered::RetryAfter(wait));
                    return;
                }
            }
            Posted::NotDone | Posted::Ambiguous => {
                if let Some(end) = self.fail(&mut order, posted == Posted::Ambiguous, now) {
                    order.end(end);
                    return;
                }
            }
        }
        if order.pieces.is_empty() {
            let end = order.refused.map_or(Delivered::Sent, Delivered::Refused);
            order.end(end);
        } else {
            chat.put_back(order);
        }
    }

    /// Books a failure. How it ends, where it is not tried again.
    fn fail(&self, order: &mut Order<P::Piece>, ambiguous: bool, now: Instant) -> Option<Delivered> {
        let patience = Patience::of(order.lane);
        let wait = self.jitter.spread(patience.wait(order.failures));
        let since = *order.failing_since.get_or_insert(now);
        order.failures += 1;
        order.resends += u32::from(ambiguous);
        if order.resends > patience.resends {
            return Some(Delivered::Ambiguous);
        }
        if (now + wait).saturating_duration_since(since) > patience.lasts {
            // Whether one of the tries went through is known only where none was ambiguous.
            return Some(if order.resends == 0 { Delivered::RetryAfter(wait) } else { Delivered::Ambiguous });
        }
        order.not_before = Some(now + wait);
        None
    }
}
