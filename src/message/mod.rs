//! What goes in and what comes out, in words that every room shares.
//!
//! A channel turns a platform event into an [`Inbound`], the desk answers with an [`Outbound`]. The types here
//! know nothing of flows, stores or platforms' libraries, and this room uses no other room.
//!
//! Invariant: what a person wrote travels as [`MessageText`], whose `Debug` and `Display` say nothing. It reaches
//! no log, error, metric or disk because nothing here can print it.

mod fold;
mod guess;
mod inbound;
mod key;
mod language;
mod outbound;
mod platform;
mod reminder_tap;
mod text;

pub use fold::{fold, fold_words};
pub use guess::{clear_language, guess_language};
pub use inbound::{Body, Inbound, Unreadable};
pub use key::{ConversationKey, Country, PersonKey, Place};
pub use language::{Language, Localised};
pub use outbound::{Bubble, Choice, Outbound, Tone};
pub use platform::{Capabilities, Platform, TextUnit};
pub use reminder_tap::ReminderTap;
pub use text::MessageText;
