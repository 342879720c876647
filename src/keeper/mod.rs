//! The keeper of conversations: recalls, lets the desk answer, commits. Every channel hands its events to it.
//!
//! Invariants:
//! - The text of every message is screened before anything that could fail, wait or limit. A crisis answer waits at
//!   most 150 ms for the store and for an earlier message of the same conversation, then leaves without them.
//! - A turn is answered after it is on the disk, except for a crisis answer, which is never kept: its turn is committed
//!   once it has reached the platform.
//! - Messages of one conversation are answered one after the other, in the order in which they came.
//! - An update is answered once, however often the platform sends it.
//! - When the store fails, the person is answered all the same, without memory, and is told so.
//! - The lexicons read every message at once. The second reader reads in a room of its own, so many messages for one
//!   person, for one place and in all; where that is full, the lexicons' verdict stands and nobody waits.
//!
//! What belongs to a crisis (cues, cooldowns, whether a card is open) lives here in memory, for a day at most, and in no
//! store. The keeper sends nothing and knows no platform.

mod allowance;
mod line;
mod memory;
mod receipt;
mod recent;
mod screening;
mod second_look;
mod sending;
mod take;
mod tally;
mod turn;

pub use receipt::Receipt;
pub use take::{Keeper, Reply, Strangers, Taken, Unsent};
pub use tally::Tally;
