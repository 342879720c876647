//! The store: what is kept between two messages, and for how long. Little, sealed, short-lived, and deletable.
//!
//! [`Store`] speaks in domain words and seals; below it [`Rows`] is one trait with two databases, [`sqlite`] (embedded,
//! the default) and [`postgres`] (several instances). No other room uses sqlx.
//!
//! Invariants: a turn is one commit. What could identify or describe a person reaches a row sealed and bound to that
//! row, or as a keyed hash. The text of a message reaches none. An error holds nothing of a person.
//!
//! What it does not do: decide how long something is kept (the desk says so with each turn) or when a reminder is due
//! (`schedule` does).

mod error;
mod export;
mod keys;
mod open;
pub mod postgres;
mod recall;
mod record;
mod rotate;
mod rule_form;
mod seal;
pub mod sealed;
pub mod sqlite;
mod upkeep;
mod work;

pub use error::StoreError;
pub use export::{Dated, Export, ExportedReminder};
pub use keys::Keys;
pub use open::Place;
pub use recall::{Recalled, Receipt, Store, Turn};
pub use record::{
    Change, CheckIn, Document, Held, Item, Kept, Kind, PendingReply, Person, Reminder, ReminderWords, Status,
};
pub use rotate::Rotated;
pub use seal::{Id, platform_code};
pub use sealed::{Ended, Rows, Swept};
pub use work::{Claimed, Lease, Planned};
