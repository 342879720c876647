//! `handrail reload`: the program that runs reads its flows and its config folder anew, whole or not at all, and says
//! what is wrong where it does not.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;

use super::house::SettingsArguments;
use super::running::ask;

/// Reading everything with the encoder takes a second or two; a slow machine gets more.
const PATIENCE: Duration = Duration::from_secs(29);

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    settings: SettingsArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let address = arguments.settings.read()?.http.private;
    let (status, body) = ask(address, "POST", "/reload", PATIENCE)?;
    match status {
        200 => {
            print!("{body}");
            Ok(ExitCode::SUCCESS)
        }
        409 => {
            eprint!("{body}");
            Ok(ExitCode::FAILURE)
        }
        other => bail!("what answers at {address} knows no reload (status {other}): is it an older program?"),
    }
}
