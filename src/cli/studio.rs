//! `handrail studio`: the map, the findings, the numbers and a conversation beside the files that are being written.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::sync::oneshot::{self, Sender};

use super::common::{Encoder, Folders};
use super::house::{self, SettingsArguments};
use super::server::with_runtime;
use super::stats;
use crate::config::Settings;
use crate::http::{Limits, Listener};
use crate::ops::{Tasks, Time, asked_to_stop};
use crate::store::{Place, Store};
use crate::studio::{Numbers, Sources, Token, router};

/// Conversations of many turns are long; nobody but this machine can send any.
const BODY_BYTES: usize = 1 << 20;
/// The days that the numbers are of.
const DAYS: u16 = 30;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The port on this machine; 0 takes any that is free
    #[arg(long, default_value_t = 8082)]
    port: u16,
    /// Conversation tests whose coverage is painted on the maps
    #[arg(long, value_name = "TESTS")]
    tests: Option<PathBuf>,
    /// Match questions by meaning, or only by letters
    #[arg(long, value_enum, default_value_t = Encoder::On)]
    encoder: Encoder,
    #[command(flatten)]
    folders: Folders,
    #[command(flatten)]
    settings: SettingsArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    // What lies here is what an author is writing.
    let here = |given: &Option<PathBuf>, name: &str| {
        given.clone().or_else(|| Some(PathBuf::from(name)).filter(|folder| Path::is_dir(folder)))
    };
    let sources = Sources {
        flows: here(&arguments.folders.flows, "flows"),
        config: here(&arguments.folders.config, "config"),
        model: arguments.folders.model.clone(),
        tests: here(&arguments.tests, "tests/conversations"),
        matching: arguments.encoder.into(),
    };
    let settings = arguments.settings.read()?;
    with_runtime(async {
        let (time, tasks) = (Time::system(), Tasks::new());
        let listener = Listener::open(SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port)), "port").await?;
        let token = Token::new().context("this system gives no random numbers")?;
        let link = token.link(listener.address());
        let (asks, mut asked) = mpsc::channel(1);
        let pages = router(sources, numbers(asks), token, &time, &tasks)?;
        listener.serve(pages, Limits { body_bytes: BODY_BYTES, ..Limits::default() }, &tasks);
        println!("The studio is open on this machine alone:\n\n  {link}\n\nCtrl-C closes it.");
        let mut stop = pin!(asked_to_stop(&tasks));
        loop {
            tokio::select! {
                heard = &mut stop => break heard.context("this system does not tell when to stop")?,
                Some(answer) = asked.recv() => {
                    let counted = counted(&settings, &tasks).await.map_err(|error| format!("{error:#}"));
                    let _gone: Result<(), Counted> = Sender::send(answer, counted);
                }
            }
        }
        tasks.stop();
        Ok(ExitCode::SUCCESS)
    })
}

type Counted = Result<Value, String>;

/// Numbers that the verb itself counts, one request after the other. The database is opened each time: an author looks
/// rarely, and nothing is held open beside a program that runs.
fn numbers(asks: mpsc::Sender<Sender<Counted>>) -> Numbers {
    Numbers::new(move || {
        let asks = asks.clone();
        Box::pin(async move {
            let (answer, answered) = oneshot::channel();
            let stops = || "the studio is about to close".to_owned();
            asks.send(answer).await.map_err(|_| stops())?;
            answered.await.unwrap_or_else(|_| Err(stops()))
        })
    })
}

async fn counted(settings: &Settings, tasks: &Tasks) -> anyhow::Result<Value> {
    let place = house::place(settings);
    if let Place::File(file) = &place
        && !file.exists()
    {
        bail!("there are no numbers yet: {} is not there; --data or --settings say where it is", file.display());
    }
    let keys = house::read_keys(settings)?
        .with_context(|| format!("there are no keys at {}", house::keys_file(settings).display()))?;
    let store = Store::open_at(&place, keys, &tasks.group()).await.context("the store could not be opened")?;
    let report = stats::of_store(&store, DAYS).await;
    store.close().await;
    Ok(serde_json::to_value(report?)?)
}
