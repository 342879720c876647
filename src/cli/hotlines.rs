//! `handrail hotlines`: the help lines of a country, whether the directory is sound, and which lines an operator has
//! checked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::common::Folders;
use super::house::SettingsArguments;
use crate::engine::find_country;
use crate::library::OWN_HOTLINES;
use crate::message::Language;
use crate::ops::now;
use crate::safety::{Directory, Problem, line_text, note_checked};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A country, by code or name; `check` to validate the directory; `checked` to note that you looked at a line's own
    /// page; nothing to list the countries
    #[arg(value_name = "COUNTRY|check|checked")]
    what: Option<String>,
    /// The line that was checked, by its id
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// The day on which it was checked; without it today
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<String>,
    /// The language of the words around the numbers
    #[arg(long, default_value = "en", value_name = "CODE")]
    language: String,
    /// The settings file, which may name a folder or a file with lines of your own
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// The file with your own lines, in place of the one that the settings name
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    folders: Folders,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let values = SettingsArguments { settings: arguments.settings.clone(), data: None }.values()?;
    let set = |key: &str| values.get(key).map(PathBuf::from);
    let folders = Folders {
        flows: None,
        config: arguments.folders.config.clone().or_else(|| set("config")),
        model: None,
        hotlines: arguments.file.clone().or_else(|| set("hotlines")),
    };
    let files = folders.files()?;
    let file = "config/hotlines.yaml";
    let base = match Directory::load(file, files.text(file)) {
        Ok(base) => base,
        Err(problems) => return Ok(refuse(&problems)),
    };
    let own = folders.hotlines.clone().or_else(|| own_file(folders.config.as_deref()));
    if arguments.what.as_deref() == Some("checked") {
        let Some(id) = &arguments.id else { bail!("which line? `handrail hotlines COUNTRY` names them") };
        let Some(own) = own else {
            bail!("where to note it? Set `hotlines` or `config` in the settings, or add --file FILE")
        };
        return checked(&base, &own, id, arguments.on.as_deref());
    }
    let directory = match base.with_local(OWN_HOTLINES, files.text(OWN_HOTLINES)) {
        Ok(directory) => directory,
        Err(problems) => return Ok(refuse(&problems)),
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

fn refuse(problems: &[Problem]) -> ExitCode {
    problems.iter().for_each(|problem| println!("{problem}"));
    println!("{} problems", problems.len());
    ExitCode::FAILURE
}

/// The operator's file in the folder of their settings.
fn own_file(config: Option<&Path>) -> Option<PathBuf> {
    Some(config?.join(Path::new(OWN_HOTLINES).file_name()?))
}

/// Notes that a line was checked. The file is written whole or not at all, and only where it is sound afterwards.
fn checked(base: &Directory, own: &Path, id: &str, on: Option<&str>) -> anyhow::Result<ExitCode> {
    let today = TimeZone::UTC.to_datetime(now()).date();
    let day = on.map_or_else(|| today.to_string(), str::to_owned);
    // West of Greenwich it is still yesterday, east of it tomorrow already.
    if day.parse::<Date>().is_ok_and(|day| day > today.tomorrow().unwrap_or(today)) {
        bail!("{day} has not come yet: note the day on which you looked at the page");
    }
    let before = match fs::read_to_string(own) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", own.display())),
    };
    let name = own.display().to_string();
    let known = match base.clone().with_local(&name, &before) {
        Ok(directory) => directory,
        Err(problems) => return Ok(refuse(&problems)),
    };
    let Some(line) = known.line(id) else {
        bail!("no line is called '{id}'; `handrail hotlines COUNTRY` names them");
    };
    let after = note_checked(&before, id, &day).map_err(|problem| anyhow::anyhow!("{name}: {problem}"))?;
    if let Err(problems) = base.clone().with_local(&name, &after) {
        return Ok(refuse(&problems));
    }
    let beside = own.with_extension("new");
    fs::write(&beside, after).with_context(|| format!("{} cannot be written", beside.display()))?;
    fs::rename(&beside, own).with_context(|| format!("{} cannot be written", own.display()))?;
    println!("{id} ({}): checked on {day}, noted in {}.", line.name, own.display());
    println!("A running service reads it at its next reload.");
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
