//! `handrail chat`: a conversation in this terminal. At a terminal it is kept in the data folder of the user; with a
//! pipe for input nothing is kept unless `--data` says where.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use async_trait::async_trait;

use super::common::{Encoder, Folders};
use super::house::{self, SettingsArguments};
use crate::channel::terminal::{self, Arrivals, Due, Session, Style};
use crate::config;
use crate::engine::find_country;
use crate::keeper::{Keeper, Strangers};
use crate::message::{Country, Language, Platform};
use crate::ops::{Tasks, Time};
use crate::reminder::{Options, Planner, Sender};
use crate::store::Store;

/// Widest line that is comfortable to read.
const WIDTH_MAX: usize = 80;
/// What is still being written gets so long at the end.
const END: Duration = Duration::from_secs(10);

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The language to speak; found out from what you type unless said
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// The country whose lines to show, by code or name
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,
    /// No colours (`NO_COLOR` in the environment says the same)
    #[arg(long)]
    no_colour: bool,
    /// Match questions by meaning, or only by letters
    #[arg(long, value_enum, default_value_t = Encoder::On)]
    encoder: Encoder,
    /// The folder that keeps the conversation; at a terminal the data folder of the user, with a pipe none
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    folders: Folders,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (language, country) = introduction(arguments)?;
    let library = arguments.folders.library_with(arguments.encoder.into())?;
    let interactive = io::stdin().is_terminal();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        let tasks = Tasks::new();
        let store = if interactive || arguments.data.is_some() {
            let settings = SettingsArguments { settings: None, data: arguments.data.clone() }.read()?;
            Some(house::open_store(&settings, &tasks).await?)
        } else {
            None
        };
        let strangers = Strangers { language, else_language: None, country };
        let keeper = Keeper::meeting(Arc::new(library), store.clone(), Time::system(), tasks.clone(), strangers);
        let mut session = Session::new(keeper.clone(), language);
        if let Some(store) = &store {
            let arrivals = Arc::new(Arrivals::default());
            let due = Reminders::new(store, Arc::clone(&arrivals), &keeper, &tasks);
            session = session.with_arrivals(Arc::new(due), arrivals);
        }
        let talked: anyhow::Result<()> = if interactive {
            let colours = io::stdout().is_terminal() && !arguments.no_colour && !config::no_colour();
            let width = textwrap::termwidth().min(WIDTH_MAX);
            terminal::talk(session, &Style { colours, width: Some(width) }).await.map_err(Into::into)
        } else {
            terminal::talk_piped(session, io::stdin().lock(), io::stdout().lock()).await.map_err(Into::into)
        };
        keeper.tidy().await;
        tasks.stop();
        if let Some(store) = store {
            store.close().await;
        }
        tasks.finished(END).await;
        talked.map(|()| ExitCode::SUCCESS)
    })
}

/// Reminders at this terminal: looked for after each line, and now and then.
struct Reminders {
    planner: Planner,
    sender: Arc<Sender>,
}

impl Reminders {
    fn new(store: &Store, arrivals: Arc<Arrivals>, keeper: &Keeper, tasks: &Tasks) -> Self {
        let time = keeper.time().clone();
        let options = Options { per_second: 0, ..house::reminders_of(keeper) };
        let planner = Planner::new(store.clone(), time.clone());
        let sender = Sender::new(Platform::Terminal, store.clone(), arrivals, options, time, tasks.clone());
        Self { planner, sender: Arc::new(sender) }
    }
}

#[async_trait]
impl Due for Reminders {
    async fn look(&self) {
        // What cannot be planned or sent now is looked at again after the next line.
        let _planned_later = self.planner.round(false).await;
        self.sender.look().await;
        self.sender.settled().await;
    }
}

/// The language and the country that somebody at this terminal is taken to have until they say otherwise.
fn introduction(arguments: &Arguments) -> anyhow::Result<(Option<Language>, Option<Country>)> {
    let language = match arguments.language.as_deref() {
        None => None,
        Some(code) => match Language::from_tag(code).filter(|language| Language::FLOWS.contains(language)) {
            Some(language) => Some(language),
            None => bail!("there are no flows in '{code}'; the languages are en and es"),
        },
    };
    let country = match arguments.country.as_deref() {
        None => None,
        Some(name) => {
            let found = find_country(&name.to_uppercase()).filter(|_| name.len() == 2).or_else(|| find_country(name));
            match found {
                Some((country, _)) => Some(country),
                None => bail!("'{name}' is no country that is known here; write a code such as US, or a name"),
            }
        }
    };
    Ok((language, country))
}
