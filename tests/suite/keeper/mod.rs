//! The keeper: every message is answered, whatever the store and the platform do.

mod crash;
mod drills;
mod flood;
mod memory;
mod party;
mod privacy;
mod rules;
