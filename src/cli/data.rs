//! `handrail data`: what is held about one person, shown or deleted by an operator who was asked to.

use std::process::ExitCode;

use anyhow::bail;

use super::house::{self, SettingsArguments};
use super::server::with_runtime;
use crate::message::{PersonKey, Platform};
use crate::ops::{Tasks, now};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Print everything that is held about a person, as JSON
    Export(Person),
    /// Delete everything that is held about a person
    Erase(Person),
}

#[derive(Debug, clap::Args)]
struct Person {
    /// Who: the platform and the user's id there, such as telegram:12345 or discord:9876543210
    #[arg(long, value_name = "PLATFORM:ID")]
    person: String,
    #[command(flatten)]
    settings: SettingsArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (asked, erase) = match &arguments.what {
        What::Export(asked) => (asked, false),
        What::Erase(asked) => (asked, true),
    };
    let person = person(&asked.person)?;
    let settings = asked.settings.read()?;
    with_runtime(async {
        let tasks = Tasks::new();
        let store = house::open_store(&settings, &tasks).await?;
        let found = store.export(&person, now().as_second()).await?;
        match (found, erase) {
            (None, _) => println!("nothing is held about this person"),
            (Some(export), false) => println!("{}", serde_json::to_string_pretty(&export)?),
            (Some(_), true) => {
                store.forget(&person).await?;
                println!("everything about this person is deleted");
            }
        }
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}

fn person(text: &str) -> anyhow::Result<PersonKey> {
    let (platform, user) = text.split_once(':').unwrap_or((text, ""));
    let found = Platform::ALL.into_iter().find(|known| crate::store::platform_code(*known) == platform);
    match found {
        Some(platform) if !user.is_empty() => Ok(PersonKey { platform, user: user.to_owned() }),
        _ => bail!(
            "write the platform and the id, such as telegram:12345; the platforms are discord, telegram, web, terminal"
        ),
    }
}
