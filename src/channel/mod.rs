//! Channels translate: a platform's event into an inbound message, an answer into what the platform shows.
//!
//! No decision about a conversation is taken here. One folder for each platform.

pub mod terminal;

mod deliver;
mod lane;

pub use deliver::{Delivered, Delivers};
pub use lane::Lane;
