//! `handrail test`: runs the conversation tests and counts what they go over.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use super::common::Folders;
use crate::author::conversation::{self, Conversation, Failure};
use crate::author::coverage::{Count, Coverage};
use crate::library::Library;
use crate::source::has_errors;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder (or file) of conversation tests
    #[arg(default_value = "tests/conversations", value_name = "TESTS")]
    tests: PathBuf,
    /// List every step, arm, choice and way to skip that no test goes over
    #[arg(long)]
    missing: bool,
    #[command(flatten)]
    folders: Folders,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let library = arguments.folders.library()?;
    let conversations = read_tests(&arguments.tests)?;
    let (coverage, failures) = play_all(&library, &conversations);
    for failure in &failures {
        eprintln!("{}: {}: {}", failure.at, failure.conversation, failure.message);
    }
    let failed = failures.len();
    println!("{} passed, {failed} failed", conversations.len() - failed);
    let counts = coverage.counts(&library.flows);
    for (name, count) in [
        ("steps", &counts.steps),
        ("choices", &counts.choices),
        ("branch arms", &counts.arms),
        ("ways to skip", &counts.skips),
        ("languages", &counts.languages),
    ] {
        print_count(name, count, arguments.missing);
    }
    if !counts.is_complete() {
        println!("not every step, choice and language is gone over; `handrail explore` writes what is missing");
    }
    Ok(if failed == 0 && counts.is_complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Plays all conversations, and gives what they went over and what went wrong: at most one failure each.
pub fn play_all(library: &Library, conversations: &[Conversation]) -> (Coverage, Vec<Failure>) {
    let mut coverage = Coverage::default();
    let mut failures = Vec::new();
    for test in conversations {
        let outcome = conversation::run(library, test);
        coverage.add(&outcome.visits, &outcome.languages);
        failures.extend(outcome.failures);
    }
    (coverage, failures)
}

fn print_count(name: &str, count: &Count, missing: bool) {
    println!("{:>4} % of {name} ({} of {})", count.percent(), count.seen, count.all);
    if missing {
        count.missing.iter().for_each(|missing| println!("         {missing}"));
    }
}

/// Reads every test of a folder and the folders below, or of one file.
pub fn read_tests(path: &Path) -> anyhow::Result<Vec<Conversation>> {
    let mut files = Vec::new();
    collect(path, &mut files).with_context(|| format!("cannot read the tests in {}", path.display()))?;
    files.sort();
    let mut conversations = Vec::new();
    let mut findings = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let (read, problems) = conversation::load(&file.display().to_string(), &text);
        conversations.extend(read);
        findings.extend(problems);
    }
    findings.iter().for_each(|finding| eprintln!("{finding}"));
    if has_errors(&findings) {
        bail!("the tests cannot be read");
    }
    Ok(conversations)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.extension().is_some_and(|extension| extension == "yaml") {
        files.push(path.to_owned());
    } else if !path.exists() {
        return Err(std::io::ErrorKind::NotFound.into());
    }
    Ok(())
}
