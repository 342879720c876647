//! `handrail chat`: a conversation in this terminal.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;

use super::common::{Encoder, Folders};
use crate::channel::terminal::{self, Session, Start, Style};
use crate::config;
use crate::engine::find_country;
use crate::message::Language;

/// Widest line that is comfortable to read.
const WIDTH_MAX: usize = 80;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The language to speak; found out from what you type unless said
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// The country whose lines to show, by code or name
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,
    /// No colours (`NO_COLOR` in the environment says the same)
    #[arg(long)]
    no_colour: bool,
    /// Match questions by meaning, or only by letters
    #[arg(long, value_enum, default_value_t = Encoder::On)]
    encoder: Encoder,
    #[command(flatten)]
    folders: Folders,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let start = start(arguments)?;
    let session = Session::new(Arc::new(arguments.folders.library_with(arguments.encoder.into())?), start);
    if io::stdin().is_terminal() {
        let colours = io::stdout().is_terminal() && !arguments.no_colour && !config::no_colour();
        let width = textwrap::termwidth().min(WIDTH_MAX);
        terminal::talk(session, &Style { colours, width: Some(width) })?;
    } else {
        terminal::talk_piped(session, io::stdin().lock(), io::stdout().lock())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn start(arguments: &Arguments) -> anyhow::Result<Start> {
    let language = match arguments.language.as_deref() {
        None => None,
        Some(code) => match Language::from_tag(code).filter(|language| Language::FLOWS.contains(language)) {
            Some(language) => Some(language),
            None => bail!("there are no flows in '{code}'; the languages are en and es"),
        },
    };
    let country = match arguments.country.as_deref() {
        None => None,
        Some(name) => {
            let found = find_country(&name.to_uppercase()).filter(|_| name.len() == 2).or_else(|| find_country(name));
            match found {
                Some((country, _)) => Some(country),
                None => bail!("'{name}' is no country that is known here; write a code such as US, or a name"),
            }
        }
    };
    Ok(Start { language, country })
}
