//! The store on both databases.

mod conformance;
mod failures;
pub mod ground;
mod keys;
mod privacy;
mod reminders;
mod schema;
mod sqlite;
mod tls;
