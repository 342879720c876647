//! Discord: slash commands, buttons, direct messages, and peer-support communities.
//!
//! An event comes in by the gateway, becomes an [`Inbound`](crate::message::Inbound), and its answer goes out by REST.
//!
//! | file | holds |
//! |---|---|
//! | `start`, `check` | the checks before the start, the start, the end; what `doctor` asks |
//! | `gateway` | the websocket: log in, resume, beat |
//! | `hub` | what the parts share; where events come in |
//! | `messages`, `interactions`, `complete`, `administer` | what each kind of event means |
//! | `said`, `interaction`, `read` | events out of JSON, however odd it is |
//! | `turn`, `hand_over`, `deliver` | to the keeper and out again; in private where others read along; reminders |
//! | `poster`, `ticket`, `rest` | one message out, by the way that is still open; calls with time-outs and limits |
//! | `page`, `custom_id`, `escape`, `words` | how an answer looks |
//! | `community` | what servers turned on |
//! | `places`, `seen`, `cues`, `titles` | what is remembered, in memory and bounded |
//!
//! Invariants: what only one person may see is never sent where others see it. No send mentions anyone. Nobody's words
//! are logged, kept or shown to others. Words of danger are answered on every road in, and wait for nothing.
//!
//! serenity gives the names of things (ids, permissions, intents, builders of commands and components); the connection
//! and the calls are made here, for reasons that stand in `gateway` and `rest`. No other room knows serenity.

mod administer;
mod catch_up;
mod check;
mod commands;
mod community;
mod complete;
mod cues;
mod custom_id;
mod deliver;
mod escape;
mod gateway;
mod hand_over;
mod hub;
mod interaction;
mod interactions;
mod messages;
mod page;
mod places;
mod poster;
mod read;
mod rest;
mod said;
mod seen;
mod settings;
mod start;
mod ticket;
mod titles;
mod turn;
mod words;

pub use check::{Known, check};
pub use commands::all as all_commands;
pub use community::{Communities, Community, InMemory, NotKept};
pub use escape::{escape, escape_for_all};
pub use gateway::{Ended, Kept, Session};
pub use page::messages_of;
pub use rest::Failure;
pub use settings::{ORIGIN, Settings};
pub use start::{Running, StartError, start, start_with};
