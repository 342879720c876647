//! `handrail replay`: plays recorded conversations against edited flows and shows what an edit changes.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use super::common::{Folders, files};
use super::test;
use crate::author::conversation::{Conversation, Turn};
use crate::author::replay::{Recorded, replay};
use crate::engine::payload::{self, Tap};
use crate::library::Library;
use crate::message::Language;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Conversation tests, a file or a folder
    #[arg(value_name = "TESTS")]
    tests: PathBuf,
    /// The folder of edited flows
    #[arg(long, value_name = "DIR")]
    new: PathBuf,
    #[command(flatten)]
    folders: Folders,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let old = arguments.folders.library()?;
    let new = Library::open(&files(Some(&arguments.new), arguments.folders.config.as_deref())?);
    let new = match new {
        Ok(library) => library,
        Err(findings) => {
            findings.iter().for_each(|finding| eprintln!("{finding}"));
            bail!("the edited flows in {} have errors", arguments.new.display());
        }
    };
    let (mut played, mut skipped, mut differences) = (0, 0, 0);
    for conversation in read(&arguments.tests)? {
        let Some(recorded) = recorded(&conversation, &old) else {
            skipped += 1;
            continue;
        };
        played += 1;
        for difference in replay(&recorded, &old.flows, &new.flows) {
            differences += 1;
            println!("{}: {}\n{difference}\n", conversation.at, conversation.name);
        }
    }
    println!("{played} conversations played, {differences} differences, {skipped} that begin with no flow left out");
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> anyhow::Result<Vec<Conversation>> {
    test::read_tests(path).with_context(|| format!("cannot read {}", path.display()))
}

/// What the engine sees of a conversation: from the first message that begins a flow.
fn recorded(conversation: &Conversation, library: &Library) -> Option<Recorded> {
    let mut said = conversation.turns.iter().filter_map(|(_, turn)| match turn {
        Turn::You(text) | Turn::Tap(text) => Some(text.clone()),
        _ => None,
    });
    let first = said.next()?;
    let start = match payload::read(&first) {
        Tap::Start(flow) => flow.to_owned(),
        _ => library.flows.started_by(&first)?.name.name.to_string(),
    };
    Some(Recorded {
        start,
        language: conversation.language.unwrap_or(Language::En),
        country: conversation.country,
        place: conversation.place,
        now: conversation.now,
        inputs: said.collect(),
    })
}
