//! `handrail keys`: which keys seal the data, and a new one in place of the old.

use std::process::ExitCode;

use anyhow::bail;

use super::house::{self, SettingsArguments};
use super::server::with_runtime;
use crate::ops::Tasks;
use crate::store::Store;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// How many rows each key seals
    List(SettingsArguments),
    /// Make a new key and seal everything with it, while everything goes on
    Rotate(Rotate),
}

#[derive(Debug, clap::Args)]
struct Rotate {
    /// Let go of the old keys too. Backups made before cannot be read any more
    #[arg(long)]
    drop_old: bool,
    #[command(flatten)]
    settings: SettingsArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.what {
        What::List(settings) => list(settings),
        What::Rotate(asked) => rotate(&asked.settings, asked.drop_old),
    }
}

fn list(arguments: &SettingsArguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.read()?;
    with_runtime(async {
        let tasks = Tasks::new();
        let store = house::open_store(&settings, &tasks).await?;
        let counts = store.keys_in_use().await?;
        let keys = house::read_keys(&settings)?;
        for number in keys.iter().flat_map(crate::store::Keys::numbers) {
            println!("key {number}: seals {} rows", counts.get(&number).copied().unwrap_or_default());
        }
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}

/// New rows are sealed with the new key once it stands in the file and the program has been started anew; rows that a
/// running program writes meanwhile stay readable, because an old key goes only when nothing is sealed with it.
fn rotate(arguments: &SettingsArguments, drop_old: bool) -> anyhow::Result<ExitCode> {
    let settings = arguments.read()?;
    if settings.keys_text.is_some() {
        bail!("the keys are in the environment, where they cannot be changed from here; keep them in a file to rotate");
    }
    with_runtime(async {
        let tasks = Tasks::new();
        house::open_store(&settings, &tasks).await?.close().await;
        let Some(keys) = house::read_keys(&settings)? else { bail!("there are no keys") };
        let file = house::keys_file(&settings);
        let both = keys.with_new()?;
        house::write_keys(&file, &both)?;
        let store = Store::open_at(&house::place(&settings), both.clone(), &tasks).await?;
        let rotated = store.reseal_all().await?;
        println!("key {} seals now; {} rows sealed anew", both.current().0, rotated.resealed);
        if rotated.damaged > 0 {
            println!("{} rows cannot be opened with any key; the old keys stay", rotated.damaged);
        }
        let in_use = store.keys_in_use().await?;
        let newest = both.current().0;
        let needed = in_use.keys().any(|number| *number != newest);
        if drop_old && !needed {
            house::write_keys(&file, &both.only_current())?;
            println!("the older keys are gone from {}; backups made before cannot be read any more", file.display());
        } else if needed {
            println!("some rows were written with an older key meanwhile; type this again after a restart");
        } else {
            println!("the older keys stay in {} for backups made before; --drop-old lets go of them", file.display());
        }
        println!("a program that is running goes on with the keys that it read: start it anew");
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}
