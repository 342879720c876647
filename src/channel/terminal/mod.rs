//! The terminal: a conversation with line editing and colours, or plain lines when the input is a pipe.
//!
//! Nothing typed reaches the disk: the history of lines lives in memory. `/later 2 days` moves the clock.

mod arrivals;
mod interactive;
mod page;
mod piped;
mod session;

pub use arrivals::{Arrivals, Due};
pub use interactive::talk;
pub use page::{Page, Style};
pub use piped::talk as talk_piped;
pub use session::Session;
