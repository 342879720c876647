//! `handrail config`: what is set and from where, secrets hidden; or the file with every key explained.

use std::process::ExitCode;

use super::house::SettingsArguments;
use crate::config::{KEYS, Kind, Settings, example};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Print the settings file with every key explained
    #[arg(long)]
    example: bool,
    #[command(flatten)]
    settings: SettingsArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if arguments.example {
        print!("{}", example());
        return Ok(ExitCode::SUCCESS);
    }
    let values = arguments.settings.values()?;
    for key in KEYS {
        let shown = match (values.get(key.name), key.kind) {
            (None, _) => "(not set)".to_owned(),
            (Some(_), Kind::Secret) => "(set, not shown)".to_owned(),
            (Some(value), _) => value.to_owned(),
        };
        println!("{:<30} {shown:<30} {}", key.name, values.source(key.name));
    }
    // Says what does not fit together, after what is set has been shown.
    match Settings::of(&values) {
        Ok(_) => Ok(ExitCode::SUCCESS),
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{problem}"));
            Ok(ExitCode::FAILURE)
        }
    }
}
