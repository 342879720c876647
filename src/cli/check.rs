//! `handrail check`: everything that is wrong with flows, topics and settings.

use std::path::PathBuf;
use std::process::ExitCode;

use super::common::files;
use crate::author::check;
use crate::author::lint::compare;
use crate::author::report::{Format, report};
use crate::library::Library;
use crate::source::has_errors;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of flows; the built-in ones unless said
    #[arg(value_name = "FLOWS_DIR")]
    flows: Option<PathBuf>,
    /// A folder whose files take the place of the built-in settings of the same name
    #[arg(long, value_name = "DIR")]
    config: Option<PathBuf>,
    /// text, json or sarif
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    format: Format,
    /// An older folder of flows: also says what the change would do to conversations under way
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let newer = files(arguments.flows.as_deref(), arguments.config.as_deref())?;
    let mut findings = check::check(&newer);
    if let Some(folder) = &arguments.against {
        let older = files(Some(folder), arguments.config.as_deref())?;
        findings.extend(compare(&Library::read(&older).library.flows, &Library::read(&newer).library.flows));
    }
    println!("{}", report(&findings, arguments.format).trim_end());
    Ok(if has_errors(&findings) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
