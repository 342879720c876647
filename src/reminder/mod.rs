//! Reminders: planned two days ahead, sent once, and never to somebody who said stop.
//!
//! | file | holds |
//! |---|---|
//! | `start` | one task for the plan, one for retention, one for each platform |
//! | `planner` | rules to deliveries, and again when the laws of the zones change |
//! | `sender` | a platform's loop: end what is late, claim what is due, tell who missed something |
//! | `delivery` | one delivery from claim to end |
//! | `outcome` | what follows from what the platform said |
//! | `missed` | who missed what while nothing could be sent: one line each |
//! | `words` | what is sent |
//! | `retention` | letting go of what has had its time |
//! | `pace`, `steady`, `totals` | how fast; whether the clock can be trusted; how often |
//!
//! Invariants:
//! - A delivery is `sending` on the disk before the platform is called, and ended after. What may have arrived is sent
//!   once more and then left alone; where the platform knows nonces, again with the same nonce.
//! - Nothing is sent once it is of no use, nor after a stop that came before the call.
//! - Nobody gets more than one line about what they missed.
//! - One person's trouble costs nobody else their reminder.
//! - Nothing of a person is logged or counted.
//!
//! What it does not do: decide when a reminder is due (`schedule` does), set one up or change it (the desk does), or
//! talk to a platform (channels do).

mod delivery;
mod missed;
mod outcome;
mod pace;
mod planner;
mod retention;
mod sender;
mod start;
mod steady;
mod totals;
mod words;

pub use planner::{AHEAD, Planner, zone_rules};
pub use retention::sweep;
pub use sender::Sender;
pub use start::{Handle, Options, Quiet, Said, plan, start_with};
pub use steady::Steady;
