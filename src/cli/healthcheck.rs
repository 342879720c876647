//! `handrail healthcheck`: whether the program that runs with these settings answers, for containers and watchers.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;

use super::house::SettingsArguments;
use super::running::ask;

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
    let (status, body) = ask(address, "GET", path, Duration::from_secs(5))?;
    if status != 200 {
        bail!("{path} says {status}: {}", body.trim());
    }
    println!("{}", if arguments.ready { "ready" } else { "alive" });
    Ok(ExitCode::SUCCESS)
}
