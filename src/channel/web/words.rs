//! The page's own words, out of web/words.toml.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::message::Language;

const FILE: &str = include_str!("../../../web/words.toml");

/// Everything that the page says by itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageWords {
    page: BTreeMap<String, Text>,
    chat: BTreeMap<String, Text>,
    limit: BTreeMap<String, Text>,
    help: Help,
    privacy: Vec<Section>,
    crisis: Vec<Section>,
    run_by: BTreeMap<String, Text>,
}

#[derive(Clone, Debug, Deserialize)]
struct Help {
    emergency: BTreeMap<String, Text>,
    audience: BTreeMap<String, Text>,
    #[serde(flatten)]
    own: BTreeMap<String, Text>,
}

/// The same words in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    en: String,
    es: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    heading: Text,
    text: Text,
}

impl Text {
    fn of(&self, language: Language) -> &str {
        if language == Language::Es { &self.es } else { &self.en }
    }
}

impl PageWords {
    /// The words that are compiled in.
    ///
    /// # Panics
    /// Never: the text is part of the program, and a test loads it.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the text is part of the program and a test loads it")]
    pub fn shipped() -> Self {
        toml::from_str(FILE).expect("web/words.toml loads")
    }

    /// Words by group and name, such as `page.send`; the name itself where there are none.
    #[must_use]
    pub fn say<'a>(&'a self, name: &'a str, language: Language) -> &'a str {
        let (group, key) = name.split_once('.').unwrap_or(("page", name));
        let texts = match group {
            "chat" => &self.chat,
            "limit" => &self.limit,
            "help" => &self.help.own,
            "emergency" => &self.help.emergency,
            "audience" => &self.help.audience,
            "run_by" => &self.run_by,
            _ => &self.page,
        };
        texts.get(key).map_or(key, |text| text.of(language))
    }

    /// Words with one place filled in.
    #[must_use]
    pub fn say_with(&self, name: &str, language: Language, place: &str, words: &str) -> String {
        self.say(name, language).replace(&format!("{{{place}}}"), words)
    }

    /// The words for the chat's script, by name.
    #[must_use]
    pub fn for_script(&self, language: Language) -> BTreeMap<&str, &str> {
        let chat = self.chat.iter().map(|(name, text)| (name.as_str(), text.of(language)));
        let page = self.page.iter().map(|(name, text)| (name.as_str(), text.of(language)));
        chat.chain(page).collect()
    }

    /// Headings and texts of the privacy page.
    pub fn privacy(&self, language: Language) -> impl Iterator<Item = (&str, &str)> {
        sections(&self.privacy, language)
    }

    /// Headings and texts of the page about crisis answers.
    pub fn crisis(&self, language: Language) -> impl Iterator<Item = (&str, &str)> {
        sections(&self.crisis, language)
    }
}

fn sections(sections: &[Section], language: Language) -> impl Iterator<Item = (&str, &str)> {
    sections.iter().map(move |section| (section.heading.of(language), section.text.of(language)))
}

#[cfg(test)]
mod tests {
    use super::{PageWords, Text};
    use crate::message::Language;

    #[test]
    fn the_words_load_and_none_is_empty() {
        let words = PageWords::shipped();
        let groups = [&words.page, &words.chat, &words.limit, &words.help.own, &words.help.audience, &words.run_by];
        let texts = groups.into_iter().flat_map(|group| group.values());
        assert!(texts.flat_map(|Text { en, es }| [en, es]).all(|words| !words.trim().is_empty()));
        assert_eq!(words.say("page.send", Language::Es), "Enviar");
        assert_eq!(words.say("help.call", Language::De), "Call {number}");
    }

    #[test]
    fn every_audience_and_kind_of_emergency_number_of_the_directory_has_a_name() {
        let words = PageWords::shipped();
        for country in crate::safety::Directory::shipped().countries() {
            for entry in &country.emergency {
                assert!(words.help.emergency.contains_key(&entry.purpose), "{}: {}", country.code, entry.purpose);
            }
            for audience in country.lines.iter().flat_map(|line| &line.audience) {
                assert!(words.help.audience.contains_key(audience.name()), "{audience:?}");
            }
        }
    }
}
