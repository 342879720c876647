//! Channels translate: a platform's event into an inbound message, an answer into what the platform shows.
//!
//! No decision about a conversation is taken here. One folder for each platform; what they share lies beside them:
//!
//! | file | holds |
//! |---|---|
//! | `answers` | the keeper, as channels see it |
//! | `lane` | who goes first: crisis, replies, reminders |
//! | `deliver` | what became of something sent, and the trait by which reminders are sent |
//! | `sender` | all sends of a channel: time-out, retries, pacing, order in a conversation |
//! | `pace` | how fast, in all and to one chat |
//! | `patience` | how long and how often a send is tried again |
//! | `split` | long texts in pieces |
//! | `in_turn` | a message in its turn, or before it where it is about danger |
//! | `inbox` | one event of a conversation after another, conversations side by side |
//!
//! Invariants: of one conversation nothing overtakes, except that a crisis answer overtakes everything. No chat waits for
//! another chat's trouble. Nothing here knows a platform's library.

pub mod discord;
pub mod telegram;
pub mod terminal;
pub mod web;

mod answers;
mod deliver;
mod in_turn;
mod inbox;
mod jitter;
mod lane;
mod pace;
mod patience;
mod queue;
mod sender;
mod split;

pub use answers::Answers;
pub use deliver::{Delivered, Delivers};
pub use in_turn::in_turn;
pub use inbox::Inbox;
pub use jitter::Jitter;
pub use lane::Lane;
pub use pace::{Bucket, Pace, Rate};
pub use patience::Patience;
pub use sender::{Posted, Posts, Sender, Sending};
pub use split::split;
