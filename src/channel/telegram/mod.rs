//! Telegram: private chats, by asking for updates or by webhook.
//!
//! teloxide gives the payloads of the calls. Its dispatcher, its dialogues, its throttle, its webhook and its client are not
//! used: they lose replies at a 429 or a crash, stop all chats for one, and print messages. The calls are in `client`, what
//! their failures mean in `failure`.
//!
//! An update comes by `poll` or `webhook`, is opened in the `ledger`, translated, answered by the keeper in its
//! conversation's turn (`intake`), rendered and handed to the shared sender.
//!
//! Invariants: an update is confirmed to Telegram only when its answer cannot be lost. The token and what people wrote are
//! in no log and no error. In groups nothing of anybody is said. The webhook stays in place at a stop.

mod check;
mod client;
mod commands;
mod condition;
mod failure;
mod intake;
mod keyboard;
mod ledger;
mod numbers;
mod poll;
mod post;
mod reach;
mod render;
mod settings;
mod sheets;
mod start;
mod translate;
mod webhook;
mod wire;

pub use check::bot_name;
pub use condition::Condition;
pub use failure::{Failure, Refusal};
pub use numbers::numbers;
pub use render::{Piece, render};
pub use settings::{API_URL, Limits, Mode, Settings, Webhook};
pub use start::{Running, StartError, start, webhook_secret};
