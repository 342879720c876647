//! Languages, and text that stands side by side in several of them.

use serde::{Deserialize, Serialize};

/// A language that Handrail reads. Flows and answers are written in [`Language::FLOWS`]; the crisis screen and its
/// card know all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    #[default]
    En,
    Es,
    Pt,
    Fr,
    De,
}

impl Language {
    pub const ALL: [Self; 5] = [Self::En, Self::Es, Self::Pt, Self::Fr, Self::De];
    /// The languages in which flows, topics and built-in replies are written.
    pub const FLOWS: [Self; 2] = [Self::En, Self::Es];

    /// The ISO 639-1 code, as flows and settings write it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::Pt => "pt",
            Self::Fr => "fr",
            Self::De => "de",
        }
    }

    /// Reads a code or a BCP 47 tag; the region is dropped.
    ///
    /// ```
    /// use handrail::message::Language;
    /// assert_eq!(Language::from_tag("es-MX"), Some(Language::Es));
    /// assert_eq!(Language::from_tag("eso"), None);
    /// ```
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let code = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// The language's own name, as shown to people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
            Self::Pt => "Português",
            Self::Fr => "Français",
            Self::De => "Deutsch",
        }
    }
}

/// The same thing in several languages. Few languages, so a short list beats a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Localised<T>(Vec<(Language, T)>);

impl<T> Default for Localised<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Localised<T> {
    /// The entry for a language, else English, else whatever there is: a person is never left without words
    /// because a translation is missing.
    #[must_use]
    pub fn best(&self, language: Language) -> Option<&T> {
        self.get(language).or_else(|| self.get(Language::En)).or_else(|| self.0.first().map(|(_, entry)| entry))
    }

    #[must_use]
    pub fn get(&self, language: Language) -> Option<&T> {
        self.0.iter().find(|(entry, _)| *entry == language).map(|(_, entry)| entry)
    }

    /// Sets the entry for a language and gives back the one it replaces.
    pub fn insert(&mut self, language: Language, entry: T) -> Option<T> {
        if let Some((_, known)) = self.0.iter_mut().find(|(known, _)| *known == language) {
            Some(std::mem::replace(known, entry))
        } else {
            self.0.push((language, entry));
            None
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (Language, &T)> {
        self.0.iter().map(|(language, entry)| (*language, entry))
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> FromIterator<(Language, T)> for Localised<T> {
    fn from_iter<I: IntoIterator<Item = (Language, T)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}
