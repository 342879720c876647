//! What must hold of every directory before one number of it is shown.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::directory::{Country, Directory, Line};
use super::problem::Problem;

/// Numbers that once were crisis lines and now are dead, reassigned or someone else's.
const DEAD: [&str; 7] = ["18002738255", "18334564566", "45645", "1393", "08457909090", "09000113", "18009312237"];
/// Text numbers that answer only to a keyword.
const KEYWORD_NEEDED: [&str; 5] = ["741741", "85258", "50808", "678678", "88788"];
/// Short numbers that rightly stand under several countries: shared numbering plans, harmonised European numbers, and
/// numbers that different countries happen to use for lines of their own.
const SHARED: [&str; 9] = ["988", "116123", "116111", "147", "111", "113", "116", "150", "112"];
/// A number with at most so many digits is a short code.
const SHORT: usize = 6;

pub(crate) fn problems(file: &str, text: &str, directory: &Directory) -> Vec<Problem> {
    let mut check = Check { file, text, problems: Vec::new() };
    check.directory(directory);
    check.problems
}

struct Check<'a> {
    file: &'a str,
    text: &'a str,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn problem(&mut self, anchor: &str, sentence: String) {
        // In an operator's file a day stands behind the id, and an id may stand in quotes.
        let id = anchor.strip_prefix("id: ").unwrap_or(anchor);
        let place = [anchor, id].iter().find_map(|known| self.text.lines().position(|line| line.contains(known)));
        let line = place.map_or(0, |index| index as u64 + 1);
        self.problems.push(Problem::new(self.file, (line, 1), sentence));
    }

    fn directory(&mut self, directory: &Directory) {
        if directory.schema != 1 {
            self.problem(
                "schema:",
                format!("schema {} is not known here; this program reads schema 1", directory.schema),
            );
        }
        let mut codes = BTreeSet::new();
        let mut ids = BTreeSet::new();
        let mut shorts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for country in &directory.countries {
            self.country(country, &mut codes);
            for line in &country.lines {
                self.line(line, directory);
                if !ids.insert(line.id.as_str()) {
                    self.problem(&format!("id: {}", line.id), format!("a second line is called '{}'", line.id));
                }
                let text_number = line.sms.as_ref().map(|sms| sms.number.as_str());
                for number in line.dial.as_deref().or(line.phone.as_deref()).into_iter().chain(text_number).map(digits)
                {
                    if number.len() <= SHORT {
                        shorts.entry(number).or_default().insert(&country.code);
                    }
                }
            }
        }
        for (number, countries) in
            shorts.iter().filter(|(number, countries)| countries.len() > 1 && !SHARED.contains(&number.as_str()))
        {
            self.problem(
                number,
                format!(
                    "the short number {number} stands under {countries:?}; add it to the allow-list only if that is so"
                ),
            );
        }
    }

    fn country<'a>(&mut self, country: &'a Country, codes: &mut BTreeSet<&'a str>) {
        let anchor = format!("code: \"{}\"", country.code);
        if country.code.len() != 2 || !country.code.chars().all(|c| c.is_ascii_uppercase()) {
            self.problem(&anchor, format!("'{}' is no country code of two capital letters", country.code));
        }
        if !codes.insert(&country.code) {
            self.problem(&anchor, format!("the country {} stands twice", country.code));
        }
        if country.emergency_number().is_none_or(|number| digits(number).is_empty()) {
            self.problem(&anchor, format!("{} has no emergency number", country.name));
        }
    }

    fn line(&mut self, line: &Line, directory: &Directory) {
        let anchor = format!("id: {}", line.id);
        let sms = line.sms.as_ref();
        let numbers: Vec<&str> =
            [line.phone.as_deref(), line.dial.as_deref(), sms.map(|sms| sms.number.as_str()), line.whatsapp.as_deref()]
                .into_iter()
                .flatten()
                .chain(line.alt.iter().map(String::as_str))
                .collect();
        for number in &numbers {
            let figures = digits(number);
            if DEAD.contains(&figures.as_str()) {
                self.problem(&anchor, format!("{number} is a dead number"));
            }
            if number.starts_with('+') && figures.len() <= SHORT {
                self.problem(&anchor, format!("the short number {number} must stand as dialled, without a plus sign"));
            }
            if figures.is_empty() {
                self.problem(&anchor, format!("'{number}' holds no figures"));
            }
        }
        if line.press.as_deref() == Some("3") && digits(line.phone.as_deref().unwrap_or_default()) == "988" {
            self.problem(&anchor, "the option 'press 3' ended on 2025-07-17".to_owned());
        }
        if let Some(sms) = sms
            && KEYWORD_NEEDED.contains(&digits(&sms.number).as_str())
            && sms.keyword.is_none()
        {
            self.problem(&anchor, format!("{} answers only to a keyword", sms.number));
        }
        if numbers.is_empty() && line.chat.is_none() {
            self.problem(&anchor, format!("{} cannot be reached: no phone, no text, no chat", line.name));
        }
        if line.audience.is_empty() {
            self.problem(&anchor, format!("{} does not say whom it is for", line.name));
        }
        if !(2015..2100).contains(&line.as_of) || line.sources.is_empty() {
            self.problem(&anchor, format!("{} needs the year and the sources it was taken from", line.name));
        }
        if let Some(day) = line.checked_on.as_deref().filter(|day| day.parse::<Date>().is_err()) {
            self.problem(&anchor, format!("checked_on is no day: '{day}'; write it like 2027-01-31"));
        }
        for source in line.sources.iter().filter(|source| !directory.sources.contains_key(*source)) {
            self.problem(&anchor, format!("no source is called '{source}'"));
        }
    }
}

/// A number's figures alone, as they are compared.
pub(crate) fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}
