//! `handrail run`: serves every channel that the settings name, until it is asked to stop.
//!
//! The order of a start: settings, library, store, channels. What is wrong with one of them is said before anything
//! serves. A stop lets what is under way finish, at most fifteen seconds.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};

use super::house::{self, SettingsArguments};
use super::server::with_runtime;
use crate::channel::{Delivers, telegram};
use crate::config::{LogFormat, Settings, TelegramMode};
use crate::keeper::Keeper;
use crate::message::Platform;
use crate::ops::{LogLines, Tasks, Time, asked_to_reload, asked_to_stop, start_log};

/// What is under way at a stop gets so long.
const END: Duration = Duration::from_secs(15);
/// How often totals are written and what is old is let go.
const TIDY: Duration = Duration::from_mins(1);
/// Rows of each kind that one round of letting go takes.
const SWEEP_ROWS: i64 = 500;
/// Where Telegram's calls arrive, below the public address.
const WEBHOOK_PATH: &str = "/telegram";

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    settings: SettingsArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.settings.read()?;
    let lines = if settings.log_format == LogFormat::Json { LogLines::Json } else { LogLines::Text };
    start_log(lines, &settings.log_level);
    if settings.telegram.is_none() {
        bail!("no channel is set up: telegram.token_file is what it takes for Telegram; `handrail doctor` tells more");
    }
    let library = Arc::new(house::open_library(&settings)?);
    with_runtime(async {
        let (time, tasks) = (Time::system(), Tasks::new());
        let store = house::open_store(&settings, &tasks).await?;
        let keeper =
            Keeper::speaking(library, Some(store.clone()), time.clone(), tasks.clone(), None, settings.country);
        let channels = start_channels(&settings, &keeper, &time, &tasks).await?;
        tracing::info!(channels = channels.len(), "serving");
        tasks.spawn(tidy(keeper.clone(), time.clone(), tasks.clone()));
        tasks.spawn(reload(settings.clone(), keeper.clone(), tasks.clone()));
        asked_to_stop(&tasks).await.context("this system does not tell when to stop")?;
        tracing::info!("stopping");
        tasks.stop();
        keeper.tidy().await;
        // The store's own task ends when it is closed, so it is not waited for before.
        let ended = tasks.ended_but(1, END).await;
        store.close().await;
        if !ended {
            tracing::warn!("not everything under way could be finished");
        }
        tracing::info!("stopped");
        Ok(ExitCode::SUCCESS)
    })
}

/// Starts what the settings name.
async fn start_channels(
    settings: &Settings,
    keeper: &Keeper,
    time: &Time,
    tasks: &Tasks,
) -> anyhow::Result<Vec<(Platform, Arc<dyn Delivers>)>> {
    let mut channels: Vec<(Platform, Arc<dyn Delivers>)> = Vec::new();
    if let Some(said) = &settings.telegram {
        let mut telegram = telegram::Settings::new(said.token.clone());
        telegram.api_url.clone_from(&said.api_url);
        telegram.limits = telegram::Limits::per_second(said.per_second);
        if said.mode == TelegramMode::Webhook {
            let public_url = settings.http.public_url.clone().unwrap_or_default() + WEBHOOK_PATH;
            telegram.mode = telegram::Mode::Webhook(telegram::Webhook { public_url, listen: Some(settings.http.public) });
        }
        let running = telegram::start(telegram, keeper.clone(), time.clone(), tasks.clone()).await?;
        channels.push((Platform::Telegram, Arc::new(running)));
    }
    Ok(channels)
}

/// Once a minute: totals are written, what has had its time is let go.
async fn tidy(keeper: Keeper, time: Time, tasks: Tasks) {
    while !tasks.is_stopping() {
        tokio::select! {
            () = time.sleep(TIDY) => {}
            () = tasks.stopping() => return,
        }
        keeper.tidy().await;
        let Some(store) = keeper.store() else { continue };
        loop {
            match store.sweep(time.seconds(), SWEEP_ROWS).await {
                Ok(swept) if swept.all() == 0 => break,
                Ok(swept) => tracing::debug!(rows = swept.all(), "let go"),
                Err(error) => {
                    tracing::warn!(%error, "what has had its time could not be let go; tried again in a minute");
                    break;
                }
            }
        }
    }
}

/// On SIGHUP: the files are read anew and take the place of the old ones whole, or are refused.
async fn reload(settings: Settings, keeper: Keeper, tasks: Tasks) {
    loop {
        tokio::select! {
            heard = asked_to_reload() => if heard.is_err() { return },
            () = tasks.stopping() => return,
        }
        match house::open_library(&settings) {
            Ok(library) => {
                keeper.change_library(Arc::new(library));
                tracing::info!("the files were read anew");
            }
            Err(error) => tracing::error!("the files were not taken, the ones before stay: {error:#}"),
        }
    }
}
