//! How often reminders ended in which way: daily totals without people, written once a minute.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::message::Platform;
use crate::store::{Store, StoreError, platform_code};

/// What is not written yet, by day and name.
#[derive(Debug, Default)]
pub struct Totals(Mutex<BTreeMap<String, BTreeMap<String, i64>>>);

impl Totals {
    /// Counts one end: `reminder.sent.telegram`.
    pub fn count(&self, end: &str, platform: Platform, now: Timestamp) {
        let day = TimeZone::UTC.to_datetime(now).date().to_string();
        let name = format!("reminder.{end}.{}", platform_code(platform));
        self.add(day, name, 1);
    }

    fn add(&self, day: String, name: String, amount: i64) {
        let mut days = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *days.entry(day).or_default().entry(name).or_default() += amount;
    }

    /// Writes what was counted. What cannot be written stays for the next time.
    pub async fn write(&self, store: &Store) -> Result<(), StoreError> {
        loop {
            let first = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_first();
            let Some((day, amounts)) = first else { return Ok(()) };
            let written = store.add_totals(&day, amounts.clone().into_iter().collect()).await;
            if let Err(error) = written {
                amounts.into_iter().for_each(|(name, amount)| self.add(day.clone(), name, amount));
                return Err(error);
            }
        }
    }
}
