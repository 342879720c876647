//! `handrail screen`: what the crisis screen makes of a text, and why.

use std::io::{self, BufRead as _, Write as _};
use std::process::ExitCode;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::common::Folders;
use crate::safety::{Category, RecentCues, Screen};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The text
    #[arg(value_name = "TEXT", required_unless_present = "jsonl")]
    text: Option<String>,
    /// Read {"id","text"} lines on standard input and write {"id","level","category","pattern"} lines
    #[arg(long)]
    jsonl: bool,
    #[command(flatten)]
    folders: Folders,
}

#[derive(Deserialize)]
struct Asked {
    id: serde_json::Value,
    text: String,
}

#[derive(Serialize)]
struct Judged<'a> {
    id: &'a serde_json::Value,
    level: &'a str,
    category: Option<&'a str>,
    pattern: Option<&'a str>,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let library = arguments.folders.library()?;
    match &arguments.text {
        Some(text) if !arguments.jsonl => explain(&library.screen, text),
        _ => batch(&library.screen)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn explain(screen: &Screen, text: &str) {
    let explanation = screen.explain(text, &RecentCues::new());
    let verdict = &explanation.verdict;
    println!("level     {}", verdict.level.name());
    println!("category  {}", verdict.category.map_or("none", Category::name));
    println!("pattern   {}", verdict.pattern.as_deref().unwrap_or("none"));
    for found in &explanation.matches {
        let words = text.get(found.span.clone()).unwrap_or_default();
        println!(
            "  {:9} {} ({}): \"{words}\" {:?}",
            found.level.name(),
            found.pattern,
            found.category.name(),
            found.fate
        );
    }
    for (mask, span) in &explanation.masks {
        println!("  hidden    {mask}: \"{}\"", text.get(span.clone()).unwrap_or_default());
    }
    if !verdict.cues.is_empty() {
        println!("cues      {}", verdict.cues.join(", "));
    }
}

/// Each line by itself: no line is another's recent message.
fn batch(screen: &Screen) -> anyhow::Result<()> {
    let mut output = io::stdout().lock();
    for (number, line) in io::stdin().lock().lines().enumerate() {
        let line = line.with_context(|| format!("line {} cannot be read", number + 1))?;
        if line.trim().is_empty() {
            continue;
        }
        let asked: Asked = serde_json::from_str(&line)
            .with_context(|| format!("line {} is no {{\"id\",\"text\"}} line", number + 1))?;
        let verdict = screen.screen(&asked.text, &RecentCues::new());
        let judged = Judged {
            id: &asked.id,
            level: verdict.level.name(),
            category: verdict.category.map(Category::name),
            pattern: verdict.pattern.as_deref(),
        };
        serde_json::to_writer(&mut output, &judged)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}
