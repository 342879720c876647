//! Which kept replies this process is sending just now: they are not those that a crash has left behind.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::store::Receipt;

#[derive(Clone, Debug, Default)]
pub struct Sending(Arc<Mutex<HashSet<Receipt>>>);

/// A reply on its way. Dropped, it is one that nobody sends.
#[derive(Debug)]
pub struct OnItsWay {
    sending: Sending,
    pub receipt: Receipt,
}

impl Sending {
    pub fn begin(&self, receipt: Receipt) -> OnItsWay {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(receipt);
        OnItsWay { sending: self.clone(), receipt }
    }

    pub fn has(&self, receipt: Receipt) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&receipt)
    }
}

impl Drop for OnItsWay {
    fn drop(&mut self) {
        self.sending.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.receipt);
    }
}
