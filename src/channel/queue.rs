//! What waits to be sent to one chat: three lanes, each in order.
//!
//! Pure: it neither sends nor waits.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

use super::{Bucket, Delivered, Lane};

/// One answer on its way: its pieces in order, and who is told.
#[derive(Debug)]
pub(super) struct Order<P> {
    pub lane: Lane,
    pub pieces: VecDeque<P>,
    pub told: oneshot::Sender<Delivered>,
    /// When its place among the reminders came up, or comes up.
    pub queued_since: Option<Instant>,
    /// Whether its place at the gate is booked; it comes up at `not_before`.
    pub booked: bool,
    /// Not tried before this.
    pub not_before: Option<Instant>,
    pub failures: u32,
    pub resends: u32,
    pub failing_since: Option<Instant>,
    /// Why a piece of it was not taken, where one was not.
    pub refused: Option<&'static str>,
}

impl<P> Order<P> {
    pub fn new(lane: Lane, pieces: Vec<P>, told: oneshot::Sender<Delivered>) -> Self {
        Self {
            lane,
            pieces: pieces.into(),
            told,
            queued_since: None,
            booked: false,
            not_before: None,
            failures: 0,
            resends: 0,
            failing_since: None,
            refused: None,
        }
    }

    /// The front piece is over and done with: the next one begins with fresh patience.
    pub fn next_piece(&mut self) {
        self.pieces.pop_front();
        self.queued_since = None;
        self.booked = false;
        self.not_before = None;
        self.failures = 0;
        self.resends = 0;
        self.failing_since = None;
    }

    pub fn end(self, delivered: Delivered) {
        // Whoever sent it may have stopped waiting.
        let _gone = self.told.send(delivered);
    }
}

/// One chat.
#[derive(Debug)]
pub(super) struct Chat<P> {
    /// Where to send: the platform may have moved the chat.
    pub address: String,
    pub bucket: Bucket,
    /// The platform asked to wait until then.
    pub held_until: Option<Instant>,
    /// Whether a task is at work on it.
    pub busy: bool,
    /// Whether a piece is being sent at this moment.
    pub sending: Option<Lane>,
    lanes: [VecDeque<Order<P>>; 3],
}

impl<P> Chat<P> {
    pub fn new(address: &str, bucket: Bucket) -> Self {
        Self {
            address: address.to_owned(),
            bucket,
            held_until: None,
            busy: false,
            sending: None,
            lanes: [VecDeque::new(), VecDeque::new(), VecDeque::new()],
        }
    }

    pub fn push(&mut self, order: Order<P>) {
        self.lanes[order.lane.number()].push_back(order);
    }

    /// Puts an order back to where it was taken from.
    pub fn put_back(&mut self, order: Order<P>) {
        self.lanes[order.lane.number()].push_front(order);
    }

    /// The order whose turn it is.
    pub fn front(&mut self) -> Option<&mut Order<P>> {
        self.lanes.iter_mut().find_map(VecDeque::front_mut)
    }

    pub fn take_front(&mut self) -> Option<Order<P>> {
        let lane = self.lanes.iter_mut().find(|lane| !lane.is_empty())?;
        let order = lane.pop_front();
        if lane.is_empty() {
            // Thousands of chats are at rest.
            lane.shrink_to_fit();
        }
        order
    }

    /// Everything that waits.
    pub fn take_all(&mut self) -> Vec<Order<P>> {
        self.lanes.iter_mut().flat_map(|lane| lane.drain(..)).collect()
    }

    /// How many orders wait or are under way in a lane.
    pub fn waiting(&self, lane: Lane) -> usize {
        self.lanes[lane.number()].len() + usize::from(self.sending == Some(lane))
    }

    /// Whether forgetting it would change nothing.
    pub fn is_idle(&self, now: Instant) -> bool {
        !self.busy && self.bucket.is_rested(now) && self.held_until.is_none_or(|until| until <= now)
    }

    /// How long the front order has to wait on this chat's account.
    pub fn hold(&self, not_before: Option<Instant>, lane: Lane, now: Instant) -> Duration {
        let asked = self.held_until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now));
        let own = not_before.map_or(Duration::ZERO, |until| until.saturating_duration_since(now));
        // A crisis answer waits for what the platform says, not for our own pacing.
        let paced = if lane == Lane::Crisis { Duration::ZERO } else { self.bucket.wait(now) };
        asked.max(own).max(paced)
    }
}
