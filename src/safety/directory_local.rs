//! What an operator adds to the directory: config/hotlines.local.yaml. Days on which lines were checked on their provider's
//! page, lines in place of others of the same id, lines and countries that are missing. It is held to the same rules as the
//! directory, and each of its lines must say where it is from and when it was checked.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::directory::{Country, Directory, Emergency, Line, Source};
use super::directory_check;
use super::problem::Problem;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Local {
    schema: u32,
    #[serde(default)]
    sources: BTreeMap<String, Source>,
    /// Ids of lines, and the day on which each was checked.
    #[serde(default)]
    checked: BTreeMap<String, String>,
    #[serde(default)]
    countries: Vec<LocalCountry>,
}

/// A country that the directory knows needs neither name nor emergency numbers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LocalCountry {
    code: String,
    name: Option<String>,
    #[serde(default)]
    emergency: Vec<Emergency>,
    #[serde(default)]
    lines: Vec<Line>,
}

impl Directory {
    /// This directory with an operator's file on top; an empty text changes nothing.
    ///
    /// # Errors
    /// Everything that is wrong with the file, each with its place in it. Nothing of it counts then.
    pub fn with_local(mut self, file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        if text.trim().is_empty() {
            return Ok(self);
        }
        let local: Local = serde_saphyr::from_str_with_options(text, super::yaml::options())
            .map_err(|error| vec![Problem::from_yaml(file, &error)])?;
        let mut fault = Faults { file, text, problems: Vec::new() };
        if local.schema != 1 {
            fault.at("schema", format!("schema {} is not known here; this program reads schema 1", local.schema));
        }
        for (name, source) in local.sources {
            if self.sources.insert(name.clone(), source).is_some() {
                fault.at(&name, format!("the directory has a source '{name}' already: call yours otherwise"));
            }
        }
        for country in local.countries {
            self.add(country, &mut fault);
        }
        for (id, day) in &local.checked {
            match self.line_mut(id) {
                Some(line) => line.checked_on = Some(day.clone()),
                None => fault.at(id, format!("no line is called '{id}'; `handrail hotlines COUNTRY` names them")),
            }
        }
        // The directory was sound before, so what is found now comes from here.
        fault.problems.extend(directory_check::problems(file, text, &self));
        if fault.problems.is_empty() { Ok(self) } else { Err(fault.problems) }
    }

    fn add(&mut self, local: LocalCountry, fault: &mut Faults<'_>) {
        for line in &local.lines {
            if line.checked_on.is_none() {
                let needs = "needs checked_on: the day on which you looked at the provider's own page";
                fault.at(&line.id, format!("{} {needs}", line.name));
            }
        }
        let known = self.countries.iter_mut().find(|country| country.code == local.code);
        let Some(known) = known else {
            let LocalCountry { code, name, emergency, lines } = local;
            let Some(name) = name else {
                return fault.at(&code, format!("the country {code} is new here and needs a name"));
            };
            return self.countries.push(Country { code, name, emergency, lines });
        };
        if let Some(name) = local.name {
            known.name = name;
        }
        if !local.emergency.is_empty() {
            known.emergency = local.emergency;
        }
        for line in local.lines {
            match known.lines.iter_mut().find(|old| old.id == line.id) {
                Some(old) => *old = line,
                None => known.lines.push(line),
            }
        }
    }

    fn line_mut(&mut self, id: &str) -> Option<&mut Line> {
        self.countries.iter_mut().flat_map(|country| &mut country.lines).find(|line| line.id == id)
    }
}

struct Faults<'a> {
    file: &'a str,
    text: &'a str,
    problems: Vec<Problem>,
}

impl Faults<'_> {
    fn at(&mut self, anchor: &str, sentence: String) {
        let line = self.text.lines().position(|line| line.contains(anchor)).map_or(0, |index| index as u64 + 1);
        self.problems.push(Problem::new(self.file, (line, 1), sentence));
    }
}

/// An operator's file in which a line is noted as checked on a day; all else in it stays as it is, remarks too.
///
/// # Errors
/// When the day is none, or the file cannot be changed without reordering it: what to do then, in a sentence.
pub fn note_checked(text: &str, id: &str, day: &str) -> Result<String, String> {
    if day.parse::<Date>().is_err() {
        return Err(format!("'{day}' is no day; write it like 2027-01-31"));
    }
    let note = format!("  {id}: \"{day}\"");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.iter().all(|line| line.trim().is_empty() || line.starts_with('#')) {
        lines.push("schema: 1".to_owned());
    }
    let begin = lines.iter().position(|line| line.starts_with("checked:"));
    let begin = match begin {
        Some(begin)
            if lines[begin]["checked:".len()..].split('#').next().is_some_and(|rest| rest.trim().is_empty()) =>
        {
            begin
        }
        Some(_) => {
            return Err(
                "write each line below `checked:` in a row of its own, like `  us_988: \"2027-01-31\"`".to_owned()
            );
        }
        None => {
            lines.push("checked:".to_owned());
            lines.len() - 1
        }
    };
    let is_inside = |line: &String| line.starts_with([' ', '#']) || line.trim().is_empty();
    let end = (begin + 1..lines.len()).find(|at| !is_inside(&lines[*at])).unwrap_or(lines.len());
    let is_it = |line: &String| {
        let key = line.trim_start().split(':').next().unwrap_or_default();
        line.starts_with(' ') && key.trim_matches(['"', '\'', ' ']) == id
    };
    match (begin + 1..end).find(|at| is_it(&lines[*at])) {
        Some(at) => lines[at] = note,
        None => lines.insert(begin + 1, note),
    }
    Ok(lines.join("\n") + "\n")
}
