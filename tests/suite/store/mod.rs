//! The store on both databases.

mod conformance;
pub mod ground;
mod keys;
mod privacy;
mod reminders;
mod schema;
mod sqlite;
