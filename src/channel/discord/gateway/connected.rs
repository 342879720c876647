//! How many shards have a session just now.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The number. Cheap to clone; all clones are one.
#[derive(Clone, Debug, Default)]
pub struct Connected(Arc<AtomicU64>);

/// One of them, until it is dropped.
#[derive(Debug)]
pub struct Counted(Arc<AtomicU64>);

impl Connected {
    #[must_use]
    pub fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub fn one_more(&self) -> Counted {
        self.0.fetch_add(1, Ordering::Relaxed);
        Counted(Arc::clone(&self.0))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
