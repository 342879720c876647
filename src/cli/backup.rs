//! `handrail backup` and `handrail restore`: a consistent copy while everything goes on, and whether a copy can be read.
//! No copy holds a key.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use super::house::{self, SettingsArguments};
use super::server::with_runtime;
use crate::ops::Tasks;
use crate::store::{Place, Store};

#[derive(Debug, clap::Args)]
pub struct BackupArguments {
    /// The new file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    settings: SettingsArguments,
}

#[derive(Debug, clap::Args)]
pub struct RestoreArguments {
    /// A file that `handrail backup` made
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only say whether it can be read with the keys that are held
    #[arg(long)]
    verify: bool,
    #[command(flatten)]
    settings: SettingsArguments,
}

pub fn backup(arguments: &BackupArguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.settings.read()?;
    if arguments.file.exists() {
        bail!("{} is there already; a backup never replaces a file", arguments.file.display());
    }
    with_runtime(async {
        let tasks = Tasks::new();
        let store = house::open_store(&settings, &tasks).await?;
        store.copy_to(&arguments.file).await?;
        store.close().await;
        println!(
            "{} holds a copy. Keep {} apart from it.",
            arguments.file.display(),
            house::keys_file(&settings).display()
        );
        Ok(ExitCode::SUCCESS)
    })
}

pub fn restore(arguments: &RestoreArguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.settings.read()?;
    let Place::File(database) = house::place(&settings) else {
        bail!("the data are in Postgres: use pg_restore");
    };
    let Some(keys) = house::read_keys(&settings)? else {
        bail!("there are no keys at {}: without them no copy can be read", house::keys_file(&settings).display());
    };
    with_runtime(async {
        // A copy of the copy: opening a database may bring its tables up to date.
        let folder = settings.data.clone();
        fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let tried = folder.join("handrail.restoring");
        let mut beside = crate::ops::make_private_file(&tried)
            .with_context(|| format!("{} is in the way of another restore", tried.display()))?;
        let outcome = async {
            let mut copy = fs::File::open(&arguments.file)
                .with_context(|| format!("{} cannot be read", arguments.file.display()))?;
            std::io::copy(&mut copy, &mut beside)?;
            beside.sync_all()?;
            let tasks = Tasks::new();
            let store = Store::open_at(&Place::File(tried.clone()), keys, &tasks).await?;
            let readable = store.verify().await?;
            store.close().await;
            println!("{} rows can be read, {} cannot", readable.resealed, readable.damaged);
            if readable.damaged > 0 {
                bail!("the copy is damaged or belongs to other keys");
            }
            Ok(())
        }
        .await;
        if outcome.is_ok() && !arguments.verify {
            if database.exists() {
                fs::remove_file(&tried)?;
                bail!("{} is there already: stop the program and move it away first", database.display());
            }
            fs::rename(&tried, &database)?;
            println!("{} is in its place", database.display());
            return Ok(ExitCode::SUCCESS);
        }
        for ending in ["", "-wal", "-shm"] {
            let file = PathBuf::from(format!("{}{ending}", tried.display()));
            if file.exists() {
                fs::remove_file(&file)?;
            }
        }
        outcome.map(|()| ExitCode::SUCCESS)
    })
}
