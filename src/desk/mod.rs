//! The desk: the one place where the order of a message is decided.
//!
//! 1 screen, 2 recall, 3 words, 4 tap, 5 fit, 6 faq, 7 step, 8 commit. Screening comes first, whatever the state of
//! anything else, and a crisis answer waits for nothing. At most one step of the engine is done for a message.
//!
//! [`answer`] is pure: library, conversation, message and time in, answer out. What it needs remembered is in the
//! [`Conversation`] that it gives back; who keeps it is not its business. It sends nothing and knows no platform.

mod answer;
mod asides;
mod check_ins;
mod coming_back;
mod conversation;
mod courtesy;
mod crisis;
mod keeping;
mod late;
mod my_data;
mod open_card;
mod questions;
mod remind;
mod reminders;
mod render;
mod reserved;
mod said;
mod saved;
mod screened;

pub use answer::{Answer, Trace, answer, answer_screened};
pub use conversation::{Conversation, CrisisMemory};
pub use keeping::keep_seconds;
pub use screened::{Look, Screened, by_lexicon, cannot_wait, is_urgent, overtakes, screen, screen_looked, wants_look};
