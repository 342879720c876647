//! `handrail stats`: what happened how often, by day; a table and plain bars. Counts under 5 are shown as "<5".

use std::collections::BTreeMap;
use std::process::ExitCode;

use jiff::ToSpan as _;
use jiff::tz::TimeZone;

use super::house::{self, SettingsArguments};
use super::server::with_runtime;
use crate::ops::{Tasks, now};

/// Smaller counts could be about one person that somebody knows.
const FEW: i64 = 5;
const BAR: i64 = 40;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How many days back
    #[arg(long, default_value_t = 30, value_name = "DAYS")]
    days: u16,
    #[command(flatten)]
    settings: SettingsArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.settings.read()?;
    with_runtime(async {
        let tasks = Tasks::new();
        let store = house::open_store(&settings, &tasks).await?;
        let today = TimeZone::UTC.to_datetime(now()).date();
        let first = today.saturating_sub(i64::from(arguments.days).days());
        let totals = store.totals(&first.to_string(), &today.to_string()).await?;
        store.close().await;
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for (_, name, amount) in totals {
            *sums.entry(name).or_default() += amount;
        }
        print!("{}", table(&sums, &first.to_string(), &today.to_string()));
        Ok(ExitCode::SUCCESS)
    })
}

fn table(sums: &BTreeMap<String, i64>, first: &str, last: &str) -> String {
    if sums.is_empty() {
        return format!("Nothing was counted from {first} to {last}.\n");
    }
    let mut text = format!("From {first} to {last}. No person stands behind a number; \"<5\" hides small ones.\n");
    let mut kind = "";
    let mut most = 1;
    for (name, amount) in sums {
        let (its_kind, rest) = name.split_once('.').unwrap_or((name, ""));
        if its_kind != kind {
            kind = its_kind;
            text.push('\n');
            text.push_str(title(kind));
            text.push('\n');
            let same = sums.iter().filter(|(name, _)| name.split('.').next() == Some(kind));
            most = same.map(|(_, amount)| *amount).max().unwrap_or(1).max(1);
        }
        let shown = if *amount < FEW { "<5".to_owned() } else { amount.to_string() };
        let bar = if *amount < FEW { 0 } else { (amount * BAR / most).max(1) };
        let line = format!("  {rest:<40} {shown:>8}  {}", "#".repeat(usize::try_from(bar).unwrap_or(0)));
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn title(kind: &str) -> &str {
    match kind {
        "turn" => "Messages answered, by platform",
        "card" => "Crisis cards, by level and platform",
        "line" => "Gentle lines, by level and platform",
        "topic" => "Topics answered",
        "began" => "Guides begun",
        "ended" => "Guides ended, by how",
        "reminder" => "Reminders",
        "offered" => "Questions answered with a choice of topics",
        other => other,
    }
}
