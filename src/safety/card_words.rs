//! The wording of the card, config/crisis/card.LANG.yaml, in every language the screen knows. The compiled-in copy
//! stands under the one on disk.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::problem::Problem;
use crate::message::Language as Lang;

const SHIPPED: [(&str, &str); 5] = [
    ("config/crisis/card.en.yaml", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/crisis/card.en.yaml"))),
    ("config/crisis/card.es.yaml", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/crisis/card.es.yaml"))),
    ("config/crisis/card.pt.yaml", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/crisis/card.pt.yaml"))),
    ("config/crisis/card.fr.yaml", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/crisis/card.fr.yaml"))),
    ("config/crisis/card.de.yaml", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/crisis/card.de.yaml"))),
];

/// The words of one language. A file without one of them does not load: a card never has a hole.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub lang: String,
    pub ack: Acknowledgements,
    pub emergency: String,
    pub emergency_place: String,
    pub emergency_unknown: String,
    pub call: String,
    pub call_or_text: String,
    pub call_press: String,
    pub extension: String,
    pub from_mobile: String,
    pub text_keyword: String,
    pub text: String,
    pub chat: String,
    pub line_after: String,
    pub line_named: String,
    pub free: String,
    pub day_and_night: String,
    pub free_day_and_night: String,
    pub may_be_closed: String,
    pub unknown_country: String,
    pub place_line: String,
    pub emergency_word: String,
    pub anywhere: String,
    pub automated: String,
    pub question: String,
    pub question_other: String,
    pub repeat: String,
    pub still_here: String,
    pub which_country: String,
    pub not_working: String,
    pub danger: Vec<String>,
    pub danger_violence: Vec<String>,
    pub not_now: Vec<String>,
    pub minor: String,
    pub disclosure: String,
    pub someone_else: Vec<String>,
    pub someone_else_bereaved: String,
    pub safe: String,
    pub misunderstood: String,
    pub no_call: String,
    pub other_ways: String,
    pub warmline: String,
    pub stop: String,
    pub soft: String,
    pub soft_unknown: String,
    pub nothing_known: String,
    pub places: Places,
    pub choices: BTreeMap<String, String>,
    /// What people type for a choice, besides its label.
    #[serde(default)]
    pub said: BTreeMap<String, Vec<String>>,
    pub countries: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Acknowledgements {
    pub default: String,
    pub emergency: String,
    pub violence: String,
    pub assault: String,
    pub eating: String,
    pub substance: String,
    pub voices: String,
    pub baby: String,
    pub other: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Places {
    pub north_america: String,
    pub britain: String,
    pub europe: String,
}

/// The keys of the choices that a card may offer, besides `country:XX`.
pub const CHOICES: [&str; 12] = [
    "danger_yes",
    "danger_no",
    "someone_else",
    "safe",
    "other_ways",
    "continue",
    "stop",
    "no_call",
    "misunderstood",
    "wrong_number",
    "help_now",
    "country_other",
];

/// The card's words in all languages.
#[derive(Clone, Debug)]
pub struct CardWords(Vec<(Lang, Words)>);

impl CardWords {
    /// Reads card files, given as name and text. A language without a file keeps the compiled-in words.
    ///
    /// # Errors
    /// Everything that is missing or unknown, with its place.
    pub fn load(files: &[(&str, &str)]) -> Result<Self, Vec<Problem>> {
        let mut words = Vec::new();
        let mut problems = Vec::new();
        for (file, text) in files.iter().chain(&SHIPPED) {
            match read(file, text) {
                Ok((lang, _)) if words.iter().any(|(known, _)| *known == lang) => {}
                Ok(entry) => words.push(entry),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(Self(words)) } else { Err(problems) }
    }

    /// The words that were compiled in.
    ///
    /// # Panics
    /// Never: the text is part of the program, and a test loads it.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the texts are part of the program and a test loads them")]
    pub fn shipped() -> Self {
        Self::load(&[]).expect("the compiled-in words load")
    }

    pub(crate) fn of(&self, lang: Lang) -> &Words {
        let found = self.0.iter().find(|(known, _)| *known == lang);
        &found.unwrap_or(&self.0[0]).1
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Words> {
        self.0.iter().map(|(_, words)| words)
    }

    /// The label of a choice.
    #[must_use]
    pub fn label(&self, key: &str, lang: Lang) -> &str {
        self.of(lang).choices.get(key).map_or("", String::as_str)
    }
}

fn read(file: &str, text: &str) -> Result<(Lang, Words), Problem> {
    let words: Words = serde_saphyr::from_str_with_options(text, super::yaml::options())
        .map_err(|error| Problem::from_yaml(file, &error))?;
    let lang = Lang::from_tag(&words.lang)
        .ok_or_else(|| Problem::new(file, (1, 1), format!("'{}' is no language of the card", words.lang)))?;
    if let Some(missing) = CHOICES.iter().find(|key| !words.choices.contains_key(**key)) {
        return Err(Problem::new(file, (1, 1), format!("the choice '{missing}' has no label")));
    }
    if let Some(unknown) = words.said.keys().find(|key| !CHOICES.contains(&key.as_str())) {
        return Err(Problem::new(file, (1, 1), format!("'said' names the choice '{unknown}', which does not exist")));
    }
    let lengths = [words.danger.len(), words.danger_violence.len(), words.not_now.len(), words.someone_else.len()];
    if lengths != [2, 2, 3, 4] {
        return Err(Problem::new(
            file,
            (1, 1),
            "danger needs 2 paragraphs, danger_violence 2, not_now 3, someone_else 4",
        ));
    }
    Ok((lang, words))
}
