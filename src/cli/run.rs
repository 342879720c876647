//! `handrail run`: serves every channel that the settings name, until it is asked to stop.
//!
//! The order of a start: settings, library, store, channels. What is wrong with one of them is said before anything
//! serves. A stop lets what is under way finish, at most fifteen seconds.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};

use super::anew::Anew;
use super::doors;
use super::house::{self, SettingsArguments};
use super::serve::{Post, serve};
use super::server::with_runtime;
use super::sole::Sole;
use crate::channel::{Delivers, discord, telegram};
use crate::config::{self, LogFormat, Settings, TelegramMode};
use crate::http::Slot;
use crate::keeper::{Keeper, Strangers};
use crate::message::Platform;
use crate::ops::{LogLines, Standings, Tasks, Time, asked_to_stop, begin_with_few_arenas, start_log};
use crate::reminder;
use crate::store::Store;

/// What is under way at a stop gets so long.
const END: Duration = Duration::from_secs(15);
/// How often totals are written and memory is tidied.
const TIDY: Duration = Duration::from_mins(1);

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    settings: SettingsArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    begin_with_few_arenas();
    let values = arguments.settings.values()?;
    let settings = house::settings(&values)?;
    let lines = if settings.log_format == LogFormat::Json { LogLines::Json } else { LogLines::Text };
    start_log(lines, &settings.log_level);
    for open in house::open_secrets(&values) {
        tracing::warn!("{open}");
    }
    if settings.telegram.is_none() && settings.discord.is_none() && !settings.http.web {
        bail!(
            "no channel is set up: telegram.token_file, discord.token_file or http.web is what it takes; \
             `handrail doctor` tells more"
        );
    }
    let library = Arc::new(house::open_library(&settings)?);
    with_runtime(async {
        let (time, tasks) = (Time::system(), Tasks::new());
        let store = house::open_store(&settings, &tasks).await?;
        let sole = Sole::of(&house::place(&settings));
        let strangers = Strangers { language: None, else_language: Some(settings.language), country: settings.country };
        let keeper = Keeper::meeting(library, Some(store.clone()), time.clone(), tasks.clone(), strangers);
        let post = Post {
            name: String::new(),
            holder: sole.holder(format!("{}-{}", std::process::id(), time.now().as_nanosecond())),
            store: store.clone(),
            time: time.clone(),
            tasks: tasks.clone(),
            standings: Standings::new(),
        };
        let reminders = Reminders::begin(&settings, &keeper, &store, &post);
        // Open before anybody is told to call.
        let calls = Slot::default();
        let anew = Anew::new(&settings, &keeper);
        doors::open(&settings, &keeper, &calls, &anew, &post).await?;
        start_channels(&settings, &keeper, &post, &calls, &reminders).await?;
        tasks.spawn(tidy(keeper.clone(), time.clone(), tasks.clone()));
        tasks.spawn(anew.at_signals(tasks.clone()));
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

/// Reminders, as the channels serve them.
#[derive(Clone)]
struct Reminders {
    handle: reminder::Handle,
    options: reminder::Options,
}

impl Reminders {
    fn begin(settings: &Settings, keeper: &Keeper, store: &Store, post: &Post) -> Self {
        let handle = reminder::plan(store, keeper.reminders(), keeper.metrics(), &post.time, &post.tasks);
        let mut options = house::reminders_of(keeper);
        if let Some(telegram) = &settings.telegram {
            // Nought is no limit of ours.
            options.per_second = if telegram.per_second == 0 { 0 } else { options.per_second.min(telegram.per_second) };
        }
        Self { handle, options }
    }

    fn serve(&self, platform: Platform, delivers: Arc<dyn Delivers>, group: &Tasks) {
        self.handle.serve(platform, delivers, &self.options, group);
    }
}

/// Starts what the settings name. A bot that asks its platform for events is served by one process at a time.
async fn start_channels(
    settings: &Settings,
    keeper: &Keeper,
    post: &Post,
    calls: &Slot,
    reminders: &Reminders,
) -> anyhow::Result<()> {
    if let Some(said) = settings.telegram.clone() {
        let (keeper, time, http, calls) = (keeper.clone(), post.time.clone(), settings.http.clone(), calls.clone());
        let (reminders, standings) = (reminders.clone(), post.standings.clone());
        let start = move |group: Tasks| {
            let (said, http, keeper, time) = (said.clone(), http.clone(), keeper.clone(), time.clone());
            let (calls, reminders, standings) = (calls.clone(), reminders.clone(), standings.clone());
            async move {
                let running = telegram::start(telegram_settings(&said, &http), keeper, time, group.clone()).await?;
                if let Some(route) = running.webhook() {
                    calls.fill(route);
                }
                let looked_at = running.clone();
                standings.ask("telegram", move || looked_at.standing());
                reminders.serve(Platform::Telegram, Arc::new(running), &group);
                Ok(())
            }
        };
        serve(Post { name: "telegram".to_owned(), ..post.clone() }, start).await?;
    }
    if let Some(said) = settings.discord.clone() {
        let (keeper, time, store) = (keeper.clone(), post.time.clone(), post.store.clone());
        let (reminders, standings) = (reminders.clone(), post.standings.clone());
        let start = move |group: Tasks| {
            let (said, keeper, time, store) = (said.clone(), keeper.clone(), time.clone(), store.clone());
            let (reminders, standings) = (reminders.clone(), standings.clone());
            async move {
                let mut discord = discord::Settings::new(said.token);
                discord.api_url = said.api_url;
                let running = discord::start(discord, Arc::new(keeper), Arc::new(store), time, group.clone()).await?;
                let running = Arc::new(running);
                let looked_at = Arc::clone(&running);
                standings.ask("discord", move || looked_at.standing());
                reminders.serve(Platform::Discord, running.delivers(), &group);
                let whole = group.clone();
                group.spawn(async move {
                    // Refused for good: the rest of the channel ends too, and is begun anew in a while.
                    let ended = running.ended().await;
                    if !whole.is_stopping() {
                        tracing::error!(%ended, "Discord ended");
                    }
                    whole.stop();
                });
                Ok(())
            }
        };
        serve(Post { name: "discord".to_owned(), ..post.clone() }, start).await?;
    }
    Ok(())
}

fn telegram_settings(said: &config::Telegram, http: &config::Http) -> telegram::Settings {
    let mut telegram = telegram::Settings::new(said.token.clone());
    telegram.api_url.clone_from(&said.api_url);
    telegram.limits = telegram::Limits::per_second(said.per_second);
    if said.mode == TelegramMode::Webhook {
        let public_url = http.public_url.clone().unwrap_or_default() + doors::TELEGRAM;
        telegram.mode = telegram::Mode::Webhook(telegram::Webhook { public_url, listen: None });
    }
    telegram
}

/// Once a minute: totals are written, and memory is tidied.
async fn tidy(keeper: Keeper, time: Time, tasks: Tasks) {
    while !tasks.is_stopping() {
        tokio::select! {
            () = time.sleep(TIDY) => {}
            () = tasks.stopping() => return,
        }
        keeper.tidy().await;
    }
}
