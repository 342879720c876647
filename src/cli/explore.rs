//! `handrail explore`: walks every path and writes the conversation tests that are missing.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;

use super::common::Folders;
use super::test;
use crate::author::explore::{self, Path};
use crate::library::Library;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of conversation tests
    #[arg(default_value = "tests/conversations", value_name = "TESTS")]
    tests: PathBuf,
    /// Only say what is missing; write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    folders: Folders,
}

/// The folder, below that of the tests, that this verb writes and owns.
const WRITTEN: &str = "explored";

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let library = arguments.folders.library()?;
    let tests = if arguments.tests.exists() { test::read_tests(&arguments.tests)? } else { Vec::new() };
    let (known, _) = test::play_all(&library, &tests);
    let explored = explore::explore(&library);
    let reachable = explored.coverage.counts(&library.flows);
    let covered = known.counts(&library.flows);
    println!("{} states looked at in {} flows", explored.states, library.flows.flows.len());
    for language in &explored.cut {
        println!("{}: too many states; the walk stopped at its limit", language.name());
    }
    let mut uncovered = 0;
    for (name, all, seen) in [
        ("steps", &reachable.steps, &covered.steps),
        ("arms", &reachable.arms, &covered.arms),
        ("choices", &reachable.choices, &covered.choices),
        ("ways to skip", &reachable.skips, &covered.skips),
    ] {
        let missing: Vec<&String> = seen.missing.iter().filter(|missing| !all.missing.contains(missing)).collect();
        println!("{name}: {} reachable of {}, {} covered by tests", all.seen, all.all, seen.seen);
        uncovered += missing.len();
        missing.iter().for_each(|missing| println!("    no test: {missing}"));
        all.missing.iter().for_each(|missing| println!("    no way there: {missing}"));
    }
    if !arguments.dry_run {
        write(arguments, &library, &explored.conversations)?;
        return Ok(ExitCode::SUCCESS);
    }
    Ok(if uncovered == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn write(arguments: &Arguments, library: &Library, paths: &[Path]) -> anyhow::Result<()> {
    let folder = arguments.tests.join(WRITTEN);
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for same in paths.chunk_by(|left, right| (&left.flow, left.language) == (&right.flow, right.language)) {
        let Some(first) = same.first() else { continue };
        let file = folder.join(format!("{}.{}.yaml", first.flow, first.language.code()));
        std::fs::write(&file, explore::to_yaml(library, same))
            .with_context(|| format!("cannot write {}", file.display()))?;
        println!("wrote {} ({} conversations)", file.display(), same.len());
    }
    Ok(())
}
