//! What touches the machine: the clock, and the start and stop of a server's tasks.
//!
//! The one place where time is read and tasks are started. Everything else gets them handed in, so that tests can move
//! the one and a stop ends the other.

mod arenas;
mod clock;
mod log;
mod metrics;
mod pool;
mod private_file;
mod signals;
mod standing;
mod tasks;
mod time;
mod together;

pub use arenas::begin_with_few_arenas;
pub use clock::{Stopwatch, now};
pub use log::{LogLines, start_log};
pub use metrics::{Fate, Metrics, Outcome};
pub use pool::{Pool, Size};
pub use private_file::{make_private_file, others_may_read};
pub use signals::{asked_to_reload, asked_to_stop};
pub use standing::{Standing, Standings};
pub use tasks::Tasks;
pub use time::Time;
pub use together::together;
