//! The conversation engine: flows out of YAML, the state of a conversation, and one step of it.
//!
//! Everything here is pure: no clock, no network, no files, no environment, no randomness. [`step`] with the same
//! flows, state, input and context gives the same bytes. Expiry is an input, not a timer; a turn's wishes for the
//! world outside are [`Effect`]s that the desk carries out.
//!
//! Invariants: the engine waits only at `ask`; a state never grows with the number of turns; no input and no edit of
//! a flow leaves a person without words.
//!
//! It does not know crisis screening, topics' words, platforms or stores.

mod answer;
mod buttons;
mod calls;
mod correct;
mod courtesy;
pub mod expression;
mod fit;
mod flows;
mod hash;
mod lower;
mod machine;
pub mod model;
pub mod payload;
mod read;
mod refit;
pub mod shape;
mod show;
mod state;
mod step;
mod task;
mod turn;
mod value;
mod words;

pub use crate::source::{Finding, Position, Severity, check as check_shape, did_you_mean, has_errors, is_name, tree};
pub use crate::source::{Part, References, Template};
pub use buttons::PAGE;
pub use courtesy::Courtesy;
pub use fit::{Fit, fit, seems_a_question};
pub use flows::{Flows, Loaded, Source};
pub use lower::start_of;
pub use model::Keep;
pub use read::{
    Reading, Surroundings, country_name, find_country, is_valid, limit, read, read_number, read_yes_no, split_list,
    spoken,
};
pub use show::show_in_sentence as show_value;
pub use state::{Frame, Pending, State, StateError, Waits};
pub use step::{IDLE_S0, IDLE_S1, step};
pub use task::{Aspect, Task};
pub use turn::{Context, EXPIRED, Effect, Input, NOT_SAFE, Reminder, STOPPED, Say, Standing, Turn, Visit};
pub use value::{Cell, Name, Value, ValueKind};
pub use words::{Reply, Word, Words};
