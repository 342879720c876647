//! `handrail stats`: what happened how often, by day; a table and plain bars, or JSON. Counts under 5 are shown as "<5".

mod report;

use std::fmt::Write as _;
use std::process::ExitCode;

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use self::report::BAR;
pub use self::report::Report;
use super::house::{self, SettingsArguments};
use super::server::with_runtime;
use crate::ops::{Tasks, now};
use crate::store::{Store, StoreError};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How many days back
    #[arg(long, default_value_t = 30, value_name = "DAYS")]
    days: u16,
    /// A table to read, or JSON for other programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    settings: SettingsArguments,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.settings.read()?;
    with_runtime(async {
        let tasks = Tasks::new();
        let store = house::open_store(&settings, &tasks).await?;
        let report = of_store(&store, arguments.days).await;
        store.close().await;
        let report = report?;
        match arguments.format {
            Format::Text => print!("{}", table(&report)),
            Format::Json => println!("{}", serde_json::to_string_pretty(&report)?),
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// The totals of the last days, today's among them.
pub async fn of_store(store: &Store, days: u16) -> Result<Report, StoreError> {
    let today = TimeZone::UTC.to_datetime(now()).date();
    let first: Date = today.saturating_sub(i64::from(days).days());
    let totals = store.totals(&first.to_string(), &today.to_string()).await?;
    Ok(Report::of(&totals, first, today))
}

fn table(report: &Report) -> String {
    let (first, last) = (&report.first, &report.last);
    if report.groups.is_empty() {
        return format!("Nothing was counted from {first} to {last}.\n");
    }
    let mut text = format!("From {first} to {last}. No person stands behind a number; \"<5\" hides small ones.\n");
    for group in &report.groups {
        let _ = write!(text, "\n{}\n", group.title);
        for row in &group.rows {
            let bar = "#".repeat(row.bar * BAR / 100);
            let line = format!("  {:<40} {:>8}  {bar}", row.name, row.total);
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}
