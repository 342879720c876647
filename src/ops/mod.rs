//! What touches the machine: the clock, and later the start and stop of a server.
//!
//! The one place where time is read. Everything else gets it handed in, so that tests can move it.

mod clock;
mod together;

pub use clock::{Stopwatch, now};
pub use together::together;
