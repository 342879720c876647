//! Logs: what the program does, never what people write. Only lines of this program are logged: libraries print whole
//! messages and addresses with tokens in them.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// How lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLines {
    Text,
    Json,
}

/// Begins logging to standard error, once for the process; a second call changes nothing.
pub fn start_log(lines: LogLines, level: &str) {
    let filter = EnvFilter::new(format!("off,handrail={level}"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // An error says that somebody began before: a test.
    let _begun_before = match lines {
        LogLines::Text => subscriber.try_init(),
        LogLines::Json => subscriber.json().try_init(),
    };
}
