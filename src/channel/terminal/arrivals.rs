//! What comes by itself at a terminal: reminders.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;

use crate::channel::{Delivered, Delivers, Lane};
use crate::message::Outbound;

/// Where reminders wait until the terminal shows them.
#[derive(Debug, Default)]
pub struct Arrivals(Mutex<Vec<Outbound>>);

impl Arrivals {
    /// What has come since the last time.
    pub fn take(&self) -> Vec<Outbound> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Delivers for Arrivals {
    async fn deliver(&self, _reach: &str, outbound: &Outbound, _lane: Lane, _nonce: Option<&str>) -> Delivered {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(outbound.clone());
        Delivered::Sent
    }
}

/// Looks for what is due now and has it delivered.
#[async_trait]
pub trait Due: Send + Sync {
    async fn look(&self);
}
