//! Opening the house: settings, library, keys, store and keeper, in this order, for every verb that needs them.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use secrecy::ExposeSecret as _;

use super::common::Folders;
use crate::config::{self, Settings, Values};
use crate::keeper::Keeper;
use crate::library::{Library, Matching};
use crate::ops::{Tasks, make_private_file, others_may_read};
use crate::reminder::Options;
use crate::store::{Keys, Place, Store, StoreError};

/// The settings file that is read where nothing else is said.
const FILE: &str = "handrail.toml";
const DATABASE: &str = "handrail.db";
const KEYS: &str = "keys";
/// The name of the systemd credential with the keys.
const CREDENTIAL: &str = "handrail-keys";

/// Where the settings are.
#[derive(Debug, Default, clap::Args)]
pub struct SettingsArguments {
    /// The settings file; without it handrail.toml of this folder, if there is one
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// The folder for the database and the keys
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

impl SettingsArguments {
    /// All values, and whatever is wrong with them printed.
    pub fn values(&self) -> anyhow::Result<Values> {
        let file = match &self.settings {
            Some(file) => Some(file.clone()),
            None => Some(PathBuf::from(FILE)).filter(|file| file.is_file()),
        };
        let text = file
            .as_ref()
            .map(|file| fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display())))
            .transpose()?;
        let name = file.map(|file| file.display().to_string()).unwrap_or_default();
        let read = Values::read(text.as_deref().map(|text| (name.as_str(), text)), &config::environment());
        let mut values = told(read)?;
        if let Some(data) = &self.data {
            values.flag("data", &data.display().to_string())?;
        }
        Ok(values)
    }

    pub fn read(&self) -> anyhow::Result<Settings> {
        settings(&self.values()?)
    }
}

/// What values come to.
pub fn settings(values: &Values) -> anyhow::Result<Settings> {
    told(Settings::of(values))
}

/// A sentence for each file with secrets, of those that these values name, that others on this machine may read.
pub fn open_secrets(values: &Values) -> Vec<String> {
    let secrets = config::KEYS.iter().filter(|key| key.name.ends_with("_file") || key.name == "keys.file");
    let files = secrets.filter_map(|key| Some((key.name, PathBuf::from(values.get(key.name)?))));
    let open = files.filter(|(_, file)| others_may_read(file));
    let say = |(key, file): (&str, PathBuf)| {
        format!("{key}: others on this machine may read {0}. Type: chmod 600 {0}", file.display())
    };
    open.map(say).collect()
}

fn told<T>(read: Result<T, Vec<config::Problem>>) -> anyhow::Result<T> {
    read.or_else(|problems| {
        problems.iter().for_each(|problem| eprintln!("{problem}"));
        bail!("the settings need mending; `handrail config --example` explains every key")
    })
}

/// Where the store of these settings is.
pub fn place(settings: &Settings) -> Place {
    match &settings.database {
        Some(address) => Place::Postgres { address: address.clone(), connections: settings.connections },
        None => Place::File(settings.data.join(DATABASE)),
    }
}

/// Where the keys of these settings are, if they are in a file.
pub fn keys_file(settings: &Settings) -> PathBuf {
    let credential = config::credentials().map(|folder| folder.join(CREDENTIAL)).filter(|file| file.is_file());
    settings.keys_file.clone().or(credential).unwrap_or_else(|| settings.data.join(KEYS))
}

/// The keys; nothing where there are none yet.
pub fn read_keys(settings: &Settings) -> anyhow::Result<Option<Keys>> {
    if let Some(text) = &settings.keys_text {
        return Ok(Some(Keys::read(text.expose_secret()).context("keys.text")?));
    }
    let file = keys_file(settings);
    match fs::read_to_string(&file) {
        Ok(text) => Ok(Some(Keys::read(&text).with_context(|| file.display().to_string())?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", file.display())),
    }
}

/// Writes keys beside their file and puts them in its place, so that a crash leaves the one or the other whole.
pub fn write_keys(file: &Path, keys: &Keys) -> anyhow::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let beside = file.with_extension("new");
    if beside.exists() {
        fs::remove_file(&beside).with_context(|| format!("{} is in the way", beside.display()))?;
    }
    let mut new = make_private_file(&beside).with_context(|| format!("{} cannot be made", beside.display()))?;
    new.write_all(keys.written().as_bytes())?;
    new.sync_all()?;
    fs::rename(&beside, file).with_context(|| format!("{} cannot be written", file.display()))
}

/// Opens the store with its keys; both are made where there are none yet.
pub async fn open_store(settings: &Settings, tasks: &Tasks) -> anyhow::Result<Store> {
    let place = place(settings);
    let (keys, made) = match read_keys(settings)? {
        Some(keys) => (keys, false),
        None => (Keys::generate()?, true),
    };
    let file = keys_file(settings);
    if made {
        if let Place::File(database) = &place
            && database.exists()
        {
            bail!(
                "{} is there, but its keys are not: put {} back from where you keep it",
                database.display(),
                file.display()
            );
        }
        write_keys(&file, &keys)?;
    }
    match Store::open_at(&place, keys, tasks).await {
        Ok(store) => Ok(store),
        Err(error) => {
            if made && matches!(error, StoreError::WrongKeys | StoreError::KeyMissing { .. }) {
                // These keys were made a moment ago and belong to nothing.
                fs::remove_file(&file).with_context(|| format!("{} should go", file.display()))?;
            }
            Err(error).context("the store could not be opened")
        }
    }
}

/// The library of these settings; its errors are printed.
pub fn open_library(settings: &Settings) -> anyhow::Result<Library> {
    folders(settings).library_with(matching(settings))
}

/// How questions are matched.
pub fn matching(settings: &Settings) -> Matching {
    if settings.encoder { Matching::Encoder } else { Matching::Letters }
}

/// Where the files of these settings are.
pub fn folders(settings: &Settings) -> Folders {
    let (flows, config, hotlines) = (settings.flows.clone(), settings.config.clone(), settings.hotlines.clone());
    Folders { flows, config, model: None, hotlines }
}

/// Reminders in the words of now, for people who are not left alone just now, counted where the keeper counts.
pub fn reminders_of(keeper: &Keeper) -> Options {
    let (speaks, knows) = (keeper.clone(), keeper.clone());
    Options {
        words: Arc::new(move || Arc::clone(&speaks.library().flows.words)),
        quiet: Arc::new(move |person| knows.is_quiet(person)),
        metrics: keeper.metrics().clone(),
        ..Options::default()
    }
}
