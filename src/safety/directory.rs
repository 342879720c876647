//! The directory of crisis lines: config/hotlines.yaml, the only file that holds their numbers. The copy compiled in
//! stands under the one on disk, so that a broken file never means no number.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::directory_check;
use super::problem::Problem;

const SHIPPED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/hotlines.yaml"));

/// The lines of all countries.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    pub(crate) schema: u32,
    #[serde(default)]
    pub(crate) compiled: String,
    #[serde(default)]
    pub(crate) fallback: Vec<Website>,
    pub(crate) sources: BTreeMap<String, Source>,
    pub(crate) countries: Vec<Country>,
}

/// A site that finds lines anywhere in the world.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Website {
    pub name: String,
    pub web: String,
}

/// Where a line's data came from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub year: u16,
    #[serde(default)]
    pub what: String,
    #[serde(default, rename = "ref")]
    pub reference: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    pub code: String,
    pub name: String,
    pub emergency: Vec<Emergency>,
    #[serde(default)]
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emergency {
    pub number: String,
    #[serde(rename = "for")]
    pub purpose: String,
    #[serde(default)]
    pub verified: String,
}

/// How sure the data is: two independent sources, or one. Others are not loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Tier {
    A,
    B,
}

/// Whom a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    General,
    Youth,
    Lgbtq,
    Veterans,
    DomesticViolence,
    SexualAssault,
    SubstanceUse,
    EatingDisorders,
    Perinatal,
    Indigenous,
    Men,
    Faith,
    Disaster,
    Family,
    Warmline,
}

impl Audience {
    /// The audiences in the order of a page that shows all lines of a country.
    pub const ALL: [Self; 15] = [
        Self::General,
        Self::Youth,
        Self::DomesticViolence,
        Self::SexualAssault,
        Self::SubstanceUse,
        Self::EatingDisorders,
        Self::Perinatal,
        Self::Lgbtq,
        Self::Veterans,
        Self::Indigenous,
        Self::Men,
        Self::Faith,
        Self::Disaster,
        Self::Family,
        Self::Warmline,
    ];

    /// Its name in config/hotlines.yaml.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Youth => "youth",
            Self::Lgbtq => "lgbtq",
            Self::Veterans => "veterans",
            Self::DomesticViolence => "domestic_violence",
            Self::SexualAssault => "sexual_assault",
            Self::SubstanceUse => "substance_use",
            Self::EatingDisorders => "eating_disorders",
            Self::Perinatal => "perinatal",
            Self::Indigenous => "indigenous",
            Self::Men => "men",
            Self::Faith => "faith",
            Self::Disaster => "disaster",
            Self::Family => "family",
            Self::Warmline => "warmline",
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sms {
    pub number: String,
    pub keyword: Option<String>,
    #[serde(default)]
    pub alt_keyword: Option<String>,
}

/// A kind of phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phone {
    Mobile,
}

/// How a line is reached in one language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    pub press: Option<String>,
    pub keyword: Option<String>,
}

/// One line, as people there reach it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub id: String,
    pub name: String,
    pub phone: Option<String>,
    pub dial: Option<String>,
    /// What to press once the line answers.
    pub press: Option<String>,
    pub extension: Option<String>,
    /// The number works from such a phone only.
    pub only_from: Option<Phone>,
    #[serde(default)]
    pub alt: Vec<String>,
    pub sms: Option<Sms>,
    pub chat: Option<String>,
    pub web: Option<String>,
    pub whatsapp: Option<String>,
    /// What to press or text to be answered in a language, by its code.
    #[serde(default)]
    pub spoken: std::collections::BTreeMap<String, Spoken>,
    pub scope: Option<String>,
    pub hours: String,
    pub cost: Option<String>,
    #[serde(default)]
    pub languages: Vec<String>,
    pub audience: Vec<Audience>,
    pub tier: Tier,
    pub as_of: u16,
    pub sources: Vec<String>,
    /// The day an operator checked the line on the provider's own page; nobody else may set it.
    pub checked_on: Option<String>,
}

impl Directory {
    /// Reads and checks a directory.
    ///
    /// # Errors
    /// Everything that breaks a rule of docs/crisis-protocol.md, with its place in the file.
    pub fn load(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let directory: Self = serde_saphyr::from_str_with_options(text, super::yaml::options())
            .map_err(|error| vec![Problem::from_yaml(file, &error)])?;
        let problems = directory_check::problems(file, text, &directory);
        if problems.is_empty() { Ok(directory) } else { Err(problems) }
    }

    /// The directory that was compiled in.
    ///
    /// # Panics
    /// Never: the text is part of the program, and a test loads it.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the text is part of the program and a test loads it")]
    pub fn shipped() -> Self {
        Self::load("config/hotlines.yaml", SHIPPED).expect("the compiled-in directory loads")
    }

    #[must_use]
    pub fn countries(&self) -> &[Country] {
        &self.countries
    }

    #[must_use]
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.countries.iter().find(|country| country.code.eq_ignore_ascii_case(code))
    }

    /// A line by its id.
    #[must_use]
    pub fn line(&self, id: &str) -> Option<&Line> {
        self.countries.iter().flat_map(|country| &country.lines).find(|line| line.id == id)
    }

    /// Sites for people whose country has no line here.
    #[must_use]
    pub fn anywhere(&self) -> &[Website] {
        &self.fallback
    }

    /// The day the data was put together.
    #[must_use]
    pub fn compiled(&self) -> &str {
        &self.compiled
    }

    /// How many lines no operator has checked, for `doctor`.
    #[must_use]
    pub fn unchecked(&self) -> usize {
        self.countries.iter().flat_map(|country| &country.lines).filter(|line| line.checked_on.is_none()).count()
    }
}

impl Country {
    /// The one number to call in danger: the one for everything, else the ambulance, else whatever there is.
    #[must_use]
    pub fn emergency_number(&self) -> Option<&str> {
        let order = ["all", "ambulance", "ambulance and fire", "police"];
        order
            .iter()
            .find_map(|purpose| self.emergency.iter().find(|entry| entry.purpose == *purpose))
            .or_else(|| self.emergency.first())
            .map(|entry| entry.number.as_str())
    }

    /// The police, where they have a number of their own: for violence.
    #[must_use]
    pub fn police_number(&self) -> Option<&str> {
        ["all", "police"]
            .iter()
            .find_map(|purpose| self.emergency.iter().find(|entry| entry.purpose == *purpose))
            .map(|entry| entry.number.as_str())
            .or_else(|| self.emergency_number())
    }
}
