//! `handrail healthcheck`: whether the program that runs with these settings answers, for containers and watchers.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};

use super::house::SettingsArguments;

/// An answer that takes longer is none.
const PATIENCE: Duration = Duration::from_secs(5);
/// The first line of an answer is all that is needed.
const FIRST_LINE: u64 = 64;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Ask whether it is ready to serve people, not only whether it lives
    #[arg(long)]
    ready: bool,
    #[command(flatten)]
    settings: SettingsArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let address = arguments.settings.read()?.http.private;
    let path = if arguments.ready { "/readyz" } else { "/healthz" };
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)
        .with_context(|| format!("nothing answers at {address}; see http.private"))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(FIRST_LINE).read_to_string(&mut answer).context("it answers, but not with words")?;
    let line = answer.lines().next().unwrap_or_default().to_owned();
    if line.split(' ').nth(1) != Some("200") {
        bail!("{path} says: {line}");
    }
    println!("{}", if arguments.ready { "ready" } else { "alive" });
    Ok(ExitCode::SUCCESS)
}
