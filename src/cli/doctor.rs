//! `handrail doctor`: what is set up and what is not, why it matters, and what to do. It changes nothing.

use std::net::TcpListener;
use std::process::ExitCode;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::house::{self, SettingsArguments};
use super::running::ask;
use super::server::with_runtime;
use crate::author::check::check;
use crate::channel::{discord, telegram};
use crate::config::{Settings, TelegramMode, Values};
use crate::ops::{Tasks, now, others_may_read};
use crate::source::has_errors;
use crate::store::Store;

/// A line that was checked longer ago than this should be checked again.
const HOTLINE_DAYS: i64 = 180;

/// What one bot sends of one full hour, with some minutes to spare.
const SLOT_MOST: i64 = 20_000;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    settings: SettingsArguments,
}

/// How a thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    Well,
    /// Not set up, or worth a look; the program runs.
    Note,
    Badly,
}

/// What the doctor says.
struct Report {
    lines: Vec<(Stands, String)>,
}

impl Report {
    fn well(&mut self, what: impl Into<String>) {
        self.lines.push((Stands::Well, what.into()));
    }

    fn note(&mut self, what: impl Into<String>) {
        self.lines.push((Stands::Note, what.into()));
    }

    fn badly(&mut self, what: impl Into<String>) {
        self.lines.push((Stands::Badly, what.into()));
    }

    fn print(&self) -> ExitCode {
        for (stands, what) in &self.lines {
            let sign = match stands {
                Stands::Well => "ok   ",
                Stands::Note => "note ",
                Stands::Badly => "WRONG",
            };
            let text = textwrap::fill(what, textwrap::Options::new(100).subsequent_indent("       "));
            println!("{sign}  {text}");
        }
        let count = |wanted| self.lines.iter().filter(|(stands, _)| *stands == wanted).count();
        match count(Stands::Badly) {
            0 => {
                println!("\nNothing is wrong; {} things to know are above.", count(Stands::Note));
                ExitCode::SUCCESS
            }
            many => {
                println!("\n{many} things are wrong; each says what to do.");
                ExitCode::FAILURE
            }
        }
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut report = Report { lines: Vec::new() };
    let values = arguments.settings.values()?;
    match Settings::of(&values) {
        Err(problems) => problems.iter().for_each(|problem| report.badly(problem.to_string())),
        Ok(settings) => {
            report.well("The settings fit together. `handrail config` shows them.");
            files(&mut report, &settings)?;
            secrets(&mut report, &values);
            clock(&mut report);
            return with_runtime(async {
                store(&mut report, &settings).await;
                channels(&mut report, &settings).await;
                Ok(report.print())
            });
        }
    }
    Ok(report.print())
}

/// Flows, topics, lexicons, hotlines.
fn files(report: &mut Report, settings: &Settings) -> anyhow::Result<()> {
    let files = house::folders(settings).files()?;
    let findings = check(&files);
    if has_errors(&findings) {
        report.badly("Flows, topics or lexicons have errors: `handrail check` names them.");
    } else {
        report.well("Flows, topics and lexicons have no errors.");
    }
    let library = crate::library::Library::read(&files).library;
    let directory = &library.directory;
    let lines: Vec<_> = directory.countries().iter().flat_map(|country| &country.lines).collect();
    let today = TimeZone::UTC.to_datetime(now()).date();
    let is_old = |day: &str| {
        day.parse::<jiff::civil::Date>()
            .is_ok_and(|day| day.until(today).is_ok_and(|span| i64::from(span.get_days()) > HOTLINE_DAYS))
    };
    let old = lines.iter().filter(|line| line.checked_on.as_deref().is_some_and(is_old)).count();
    let unchecked = directory.unchecked();
    if unchecked + old == 0 {
        report.well(format!("All {} help lines were checked in the last {HOTLINE_DAYS} days.", lines.len()));
    } else {
        report.note(format!(
            "Of {} help lines {unchecked} were never checked on their provider's page by you, and {old} longer than \
             {HOTLINE_DAYS} days ago. Look at those of your own country first: `handrail hotlines COUNTRY`. What you have \
             checked, `handrail hotlines checked ID` notes.",
            lines.len()
        ));
    }
    let unreviewed = library.topics.all.iter().filter(|topic| !topic.reviewed).count();
    if unreviewed > 0 {
        report.note(format!(
            "{unreviewed} of {} answers have not been reviewed by a clinician: `handrail topics --unreviewed`.",
            library.topics.all.len()
        ));
    }
    Ok(())
}

/// Files with secrets are for their owner.
fn secrets(report: &mut Report, values: &Values) {
    for open in house::open_secrets(values) {
        report.badly(open);
    }
}

fn clock(report: &mut Report) {
    let year = TimeZone::UTC.to_datetime(now()).year();
    if year < 2026 {
        report.badly(format!("The clock of this machine says it is {year}. Reminders would come at wrong times."));
    }
    match TimeZone::get("America/Chicago") {
        Ok(_) => report.well("The clock and the time zones are there."),
        Err(error) => report.badly(format!("The time zones cannot be read: {error}")),
    }
}

/// Database and keys, without making either.
async fn store(report: &mut Report, settings: &Settings) {
    let keys = match house::read_keys(settings) {
        Ok(keys) => keys,
        Err(error) => return report.badly(format!("The keys: {error:#}")),
    };
    let place = house::place(settings);
    if let crate::store::Place::File(file) = &place
        && !file.exists()
    {
        return report.note(format!("There is no data yet; it will be kept in {}.", settings.data.display()));
    }
    let Some(keys) = keys else {
        return report.badly(format!(
            "There is a database, but no keys at {}: put them back from where you keep them.",
            house::keys_file(settings).display()
        ));
    };
    let file = house::keys_file(settings);
    if settings.keys_text.is_none() && others_may_read(&file) {
        report.badly(format!("Others on this machine may read {0}. Type: chmod 600 {0}", file.display()));
    }
    let tasks = Tasks::new();
    match Store::open_at(&place, keys, &tasks).await {
        Ok(store) => {
            match store.ping().await {
                Ok(()) => report.well("The database answers, its tables are up to date, and the keys are its own."),
                Err(error) => report.badly(format!("The database: {error}")),
            }
            full_hours(report, &store).await;
            store.close().await;
        }
        Err(error) => report.badly(format!("The database: {error}")),
    }
    report.note(format!("Keep a copy of {} apart from the backups: without it they cannot be read.", file.display()));
}

/// Reminders of one instant leave one after the other; of too many the last would come after their session began.
async fn full_hours(report: &mut Report, store: &Store) {
    let Ok(Some((platform, at, reminders))) = store.fullest_slot(SLOT_MOST).await else { return };
    let at = jiff::Timestamp::from_second(at).map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string());
    report.note(format!(
        "{reminders} reminders are due on {platform} in one minute, {}. One bot sends about 20 a second: those that \
         cannot be in time are not sent. A second bot for part of these people is what helps.",
        at.unwrap_or_default()
    ));
}

async fn channels(report: &mut Report, settings: &Settings) {
    match &settings.telegram {
        None => report.note("Telegram is not set up: telegram.token_file takes a file with the token of @BotFather."),
        Some(said) => {
            let mut telegram = telegram::Settings::new(said.token.clone());
            telegram.api_url.clone_from(&said.api_url);
            match telegram::bot_name(&telegram).await {
                Ok(name) => report.well(format!("Telegram knows the token: it is @{name}.")),
                Err(why) => report.badly(why),
            }
            if said.mode == TelegramMode::Webhook
                && settings.http.public_url.as_deref().is_some_and(|url| !url.starts_with("https://"))
            {
                report
                    .badly("telegram.mode is 'webhook', and Telegram only calls https addresses: see http.public_url.");
            }
        }
    }
    match &settings.discord {
        None => report
            .note("Discord is not set up: discord.token_file takes a file with the token of the developer portal."),
        Some(said) => {
            let mut asked = discord::Settings::new(said.token.clone());
            asked.api_url.clone_from(&said.api_url);
            match discord::check(&asked).await {
                Ok(known) => {
                    report.well(format!("Discord knows the token: the application is called {}.", known.name));
                    if !known.has_words {
                        report.note(
                            "\"Message Content Intent\" is off in Discord's developer portal: no channel can be \
                             checked. Everything else works without it.",
                        );
                    }
                }
                Err(why) => report.badly(why),
            }
        }
    }
    if !settings.http.web {
        report.note("The web page is not shown: http.web = true shows it.");
    }
    if settings.http.public_url.is_none() {
        report
            .note("http.public_url is not set: answers on Discord and Telegram carry no link to help pages of yours.");
    }
    if settings.telegram.is_none() && settings.discord.is_none() && !settings.http.web {
        report.note(
            "So nobody can reach it yet: `handrail run` needs one of the three. `handrail chat` talks here and now.",
        );
    } else {
        doors(report, settings);
    }
}

/// Whether the addresses can be listened on, or a program of ours does already.
fn doors(report: &mut Report, settings: &Settings) {
    let http = &settings.http;
    if ask(http.private, "GET", "/healthz", Duration::from_secs(2)).is_ok_and(|(_, said)| said.trim() == "alive") {
        return match ask(http.private, "GET", "/readyz", Duration::from_secs(5)) {
            Ok((200, _)) => report.well(format!("Handrail runs, and {} says that it is ready.", http.private)),
            Ok((_, said)) => report.badly(format!("Handrail runs and is not ready: {}", said.trim())),
            Err(error) => report.badly(format!("Handrail runs and does not say whether it is ready: {error:#}")),
        };
    }
    for (name, address, needed) in [("http.private", http.private, true), ("http.public", http.public, http.web)] {
        if needed && let Err(error) = TcpListener::bind(address) {
            report.badly(format!(
                "{name}: {address} cannot be listened on: {error}. Stop what is there, or set another."
            ));
        }
    }
}
