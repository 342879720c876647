//! Letting go of what has had its time, in small batches, so that nobody waits for it.

use std::time::Duration;

use crate::ops::{Tasks, Time};
use crate::store::{Store, StoreError};

/// How often it is looked for.
const EVERY: Duration = Duration::from_mins(5);
/// Rows of each kind in one transaction.
const BATCH: i64 = 200;

/// Lets go of everything that has had its time. How many rows that were.
///
/// # Errors
/// When the database does not answer; what is left is let go the next time.
pub async fn sweep(store: &Store, time: &Time, tasks: &Tasks) -> Result<u64, StoreError> {
    let mut all = 0;
    while !tasks.is_stopping() {
        let swept = store.sweep(time.seconds(), BATCH).await?.all();
        all += swept;
        if swept == 0 {
            break;
        }
        // Between two batches others have their turn at the writer.
        tokio::task::yield_now().await;
    }
    Ok(all)
}

/// Does so every few minutes, until a stop.
pub async fn run(store: Store, time: Time, tasks: Tasks) {
    let mut failing = false;
    while !tasks.is_stopping() {
        let swept = sweep(&store, &time, &tasks).await;
        if let Err(error) = &swept
            && !failing
        {
            tracing::warn!(%error, "what has had its time could not be let go; it is tried again");
        }
        failing = swept.is_err();
        tokio::select! {
            () = time.sleep(EVERY) => {}
            () = tasks.stopping() => {}
        }
    }
}
