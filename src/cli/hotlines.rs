//! `handrail hotlines`: the help lines of a country, and whether the directory is sound.

use std::process::ExitCode;

use anyhow::bail;

use super::common::Folders;
use crate::engine::find_country;
use crate::message::Language;
use crate::safety::{Directory, line_text};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A country, by code or name; `check` to validate the directory; nothing to list the countries
    #[arg(value_name = "COUNTRY|check")]
    what: Option<String>,
    /// The language of the words around the numbers
    #[arg(long, default_value = "en", value_name = "CODE")]
    language: String,
    #[command(flatten)]
    folders: Folders,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let files = arguments.folders.files()?;
    let file = "config/hotlines.yaml";
    let directory = match Directory::load(file, files.text(file)) {
        Ok(directory) => directory,
        Err(problems) => {
            problems.iter().for_each(|problem| println!("{problem}"));
            println!("{} problems", problems.len());
            return Ok(ExitCode::FAILURE);
        }
    };
    match arguments.what.as_deref() {
        None => list(&directory),
        Some("check") => {
            let lines: usize = directory.countries().iter().map(|country| country.lines.len()).sum();
            println!("{} countries, {lines} lines, no problem found", directory.countries().len());
            println!("{} lines were never checked on their provider's page by an operator", directory.unchecked());
        }
        Some(name) => show(&directory, name, Language::from_tag(&arguments.language).unwrap_or_default())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn list(directory: &Directory) {
    for country in directory.countries() {
        println!("{}  {} ({} lines)", country.code, country.name, country.lines.len());
    }
}

fn show(directory: &Directory, name: &str, language: Language) -> anyhow::Result<()> {
    let code = match directory.country(name) {
        Some(country) => country.code.clone(),
        None => match find_country(name) {
            Some((country, _)) => country.code().to_owned(),
            None => bail!("'{name}' is no country that is known here; `handrail hotlines` lists them"),
        },
    };
    let Some(country) = directory.country(&code) else {
        bail!(
            "there are no lines for {code} yet; {} finds others",
            directory.anywhere().first().map_or("", |site| &site.web)
        );
    };
    println!("{}", country.name);
    for emergency in &country.emergency {
        println!("  emergency {} ({})", emergency.number, emergency.purpose);
    }
    for line in &country.lines {
        println!("  {}  {}", line.id, line_text(line, language));
    }
    Ok(())
}
