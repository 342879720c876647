//! `handrail graph`: draws a flow, with what the tests go over painted on.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use super::common::Folders;
use super::test;
use crate::author::graph::{Graph, mermaid, svg};
use crate::engine::did_you_mean;
use crate::message::Language;

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Svg,
    Mermaid,
}

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The flow to draw
    #[arg(default_value = "menu", value_name = "FLOW")]
    flow: String,
    /// The form of the drawing
    #[arg(long, value_enum, default_value = "mermaid")]
    format: Format,
    /// The language of the labels
    #[arg(long, default_value = "en", value_name = "CODE")]
    language: String,
    /// Paint on what the conversation tests of this folder go over
    #[arg(long, value_name = "TESTS")]
    coverage: Option<PathBuf>,
    /// Write to a file instead of the terminal
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    folders: Folders,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let library = arguments.folders.library()?;
    let flows = &library.flows;
    let Some(flow) = flows.flow(&arguments.flow) else {
        let names = flows.flows.iter().map(|flow| &*flow.name.name);
        match did_you_mean(&arguments.flow, names.clone()) {
            Some(near) => bail!("there is no flow '{}'; did you mean '{near}'?", arguments.flow),
            None => {
                bail!("there is no flow '{}'; the flows are {}", arguments.flow, names.collect::<Vec<_>>().join(", "))
            }
        }
    };
    let Some(language) = Language::from_tag(&arguments.language) else {
        bail!("'{}' is no language; the languages are en and es", arguments.language);
    };
    let coverage = match &arguments.coverage {
        Some(tests) => Some(test::play_all(&library, &test::read_tests(tests)?).0),
        None => None,
    };
    let seen = |flow: &str, step: &str| coverage.as_ref().and_then(|coverage| coverage.step_seen(flows, flow, step));
    let graph = Graph::of(flow, language);
    let drawing = match arguments.format {
        Format::Svg => svg::draw(&graph, &seen),
        Format::Mermaid => mermaid::text(&graph, &seen),
    };
    match &arguments.output {
        Some(file) => std::fs::write(file, drawing).with_context(|| format!("cannot write {}", file.display()))?,
        None => println!("{drawing}"),
    }
    Ok(ExitCode::SUCCESS)
}
