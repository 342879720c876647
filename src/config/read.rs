//! Reading settings from a file and the environment, and telling what is wrong with them.

use std::collections::BTreeMap;
use std::fmt;

use super::keys::{KEYS, Key, Kind, find};
use crate::source::did_you_mean;

/// How the name of every variable begins.
pub const PREFIX: &str = "HANDRAIL__";

/// Where a value is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Default,
    File(String),
    Environment(String),
    Flag,
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => formatter.write_str("nothing said"),
            Self::File(file) => formatter.write_str(file),
            Self::Environment(name) => formatter.write_str(name),
            Self::Flag => formatter.write_str("the command line"),
        }
    }
}

/// Something wrong with the settings: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct Problem {
    pub place: String,
    pub what: String,
}

/// The values of all keys, as texts of the right kind. `Debug` shows no value.
#[derive(Clone, Default)]
pub struct Values(BTreeMap<&'static str, (String, Source)>);

impl fmt::Debug for Values {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

impl Values {
    /// Reads a settings file (its name and its text, if there is one) and variables.
    ///
    /// # Errors
    /// Everything that is wrong, each with its place.
    pub fn read(file: Option<(&str, &str)>, variables: &[(String, String)]) -> Result<Self, Vec<Problem>> {
        let mut values = Self::default();
        let mut problems = Vec::new();
        if let Some((name, text)) = file {
            match text.parse::<toml::Table>() {
                Ok(table) => values.table(name, text, "", &table, &mut problems),
                Err(error) => problems.push(Problem {
                    place: format!("{name}:{}", error.span().map_or(1, |span| line_of(text, span.start))),
                    what: error.message().to_owned(),
                }),
            }
        }
        for (name, value) in variables {
            let key = name.trim_start_matches(PREFIX).to_lowercase().replace("__", ".");
            let source = Source::Environment(name.clone());
            values.set(name, &key, value, source, &mut problems);
        }
        if problems.is_empty() { Ok(values) } else { Err(problems) }
    }

    fn table(&mut self, file: &str, text: &str, section: &str, table: &toml::Table, problems: &mut Vec<Problem>) {
        for (name, value) in table {
            let key = if section.is_empty() { name.clone() } else { format!("{section}.{name}") };
            let place = format!("{file}:{}", line_of_key(text, section, name));
            let written = match value {
                toml::Value::Table(below) if section.is_empty() => {
                    self.table(file, text, name, below, problems);
                    continue;
                }
                toml::Value::String(text) => text.clone(),
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(yes) => if *yes { "yes" } else { "no" }.to_owned(),
                toml::Value::Array(entries) if entries.iter().all(toml::Value::is_str) => {
                    entries.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(" ")
                }
                _ => {
                    problems.push(Problem { place, what: format!("'{key}' cannot have a value of this kind") });
                    continue;
                }
            };
            self.set(&place, &key, &written, Source::File(place.clone()), problems);
        }
    }

    /// Sets a key as a flag does.
    ///
    /// # Errors
    /// When there is no such key or it does not take the value.
    pub fn flag(&mut self, key: &str, value: &str) -> Result<(), Problem> {
        let mut problems = Vec::new();
        self.set("the command line", key, value, Source::Flag, &mut problems);
        problems.pop().map_or(Ok(()), Err)
    }

    fn set(&mut self, place: &str, name: &str, value: &str, source: Source, problems: &mut Vec<Problem>) {
        let mut wrong = |what: String| problems.push(Problem { place: place.to_owned(), what });
        let Some(key) = find(name) else {
            let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
            let meant = did_you_mean(name, names.iter().copied());
            let hint = meant.map_or_else(
                || "`handrail config --example` shows all keys".to_owned(),
                |meant| format!("did you mean '{meant}'?"),
            );
            return wrong(format!("there is no setting '{name}'; {hint}"));
        };
        match fitting(key, value) {
            Ok(value) => {
                self.0.insert(key.name, (value, source));
            }
            Err(what) => wrong(what),
        }
    }

    /// The value of a key, or what it has where nothing is said; nothing for an empty one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let said = self.0.get(name).map(|(value, _)| value.as_str());
        said.or_else(|| find(name).map(|key| key.default)).filter(|value| !value.is_empty())
    }

    #[must_use]
    pub fn source(&self, name: &str) -> Source {
        self.0.get(name).map_or(Source::Default, |(_, source)| source.clone())
    }
}

fn fitting(key: &Key, value: &str) -> Result<String, String> {
    let value = value.trim();
    match key.kind {
        Kind::Number if value.parse::<u32>().is_err() => Err(format!("'{}' takes a whole number", key.name)),
        Kind::YesNo => match value {
            "yes" | "true" | "on" | "1" => Ok("yes".to_owned()),
            "no" | "false" | "off" | "0" => Ok("no".to_owned()),
            _ => Err(format!("'{}' takes true or false", key.name)),
        },
        Kind::OneOf(values) if !values.contains(&value) => {
            Err(format!("'{}' takes one of {}", key.name, values.join(", ")))
        }
        _ => Ok(value.to_owned()),
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1)
}

/// The line on which a key stands: the first of that name in its section.
fn line_of_key(text: &str, section: &str, name: &str) -> usize {
    let mut current = String::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix('[') {
            rest.trim_end_matches(']').trim().clone_into(&mut current);
        } else if current == section && line.split('=').next().is_some_and(|key| key.trim().trim_matches('"') == name) {
            return number + 1;
        }
    }
    1
}
