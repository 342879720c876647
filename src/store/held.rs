//! What is held, after a turn's changes: for whoever keeps conversations in memory, and for conversation tests. The
//! rows of a database do the same by their statements.
//!
//! Deliveries are not held here: [`Change::Once`] changes nothing that a turn can see.

use super::record::{Change, Held, Item, Status};

impl Held {
    /// Makes the changes. What is new gets the next number of its kind.
    pub fn change(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::Reminder(reminder) => {
                    let mut kept = (**reminder).clone();
                    if let Some(known) = self.reminders.iter_mut().find(|known| known.id == kept.id) {
                        *known = kept;
                    } else {
                        kept.id = next(self.reminders.iter().map(|known| known.id));
                        self.reminders.push(kept);
                    }
                }
                Change::DeleteReminder(id) => self.reminders.retain(|known| known.id != *id),
                Change::Once { .. } => {}
                Change::Document { held, expires_at } => {
                    let id = next(self.documents.iter().map(|known| known.id));
                    self.documents.push(Item { id, held: held.clone(), expires_at: *expires_at });
                }
                Change::DeleteDocument(id) => self.documents.retain(|known| known.id != *id),
                Change::CheckIn { held, expires_at } => {
                    let id = next(self.check_ins.iter().map(|known| known.id));
                    self.check_ins.push(Item { id, held: held.clone(), expires_at: *expires_at });
                }
                Change::DeleteCheckIns => self.check_ins.clear(),
            }
        }
    }

    /// Lets go of what has had its time; `now` in seconds since 1970.
    pub fn let_go(&mut self, now: i64) {
        self.reminders.retain(|reminder| reminder.expires_at.is_none_or(|end| end > now));
        self.documents.retain(|document| document.expires_at > now);
        self.check_ins.retain(|check_in| check_in.expires_at > now);
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reminders.is_empty() && self.documents.is_empty() && self.check_ins.is_empty()
    }

    /// Whether a reminder can still be brought back, or comes by itself.
    #[must_use]
    pub fn has(&self, status: Status) -> bool {
        self.reminders.iter().any(|reminder| reminder.status == status)
    }
}

fn next(known: impl Iterator<Item = i64>) -> i64 {
    known.max().unwrap_or_default() + 1
}
