//! Words that would tell others on a lock screen what a reminder is about, out of config/banned.yaml: the linter refuses
//! them in flows (E603), and the desk mentions them to a person who chose one as a label.

use std::sync::OnceLock;

use crate::message::{Language, fold_words};
use crate::source::{Node, tree};

/// Health words of all languages. The file is read when the first label is looked at: a start does not wait for it.
#[derive(Clone, Debug, Default)]
pub struct LockScreen {
    file: String,
    source: String,
    phrases: OnceLock<Vec<Vec<String>>>,
}

impl LockScreen {
    /// The words of `lock_screen` of a file. What is wrong with the file is for the linter to say.
    #[must_use]
    pub fn of(file: &str, source: &str) -> Self {
        Self { file: file.to_owned(), source: source.to_owned(), phrases: OnceLock::new() }
    }

    /// Whether words tell something about health.
    ///
    /// ```
    /// use handrail::library::LockScreen;
    ///
    /// let words = LockScreen::of("banned.yaml", "lock_screen:\n  en: [therapy, eating disorder]\n  es: [terapia]\n");
    /// assert!(words.tells("Group THERAPY"));
    /// assert!(words.tells("eating-disorder class"));
    /// assert!(!words.tells("eating class"));
    /// ```
    #[must_use]
    pub fn tells(&self, label: &str) -> bool {
        let label = fold_words(label);
        let phrases = self.phrases.get_or_init(|| read(&self.file, &self.source));
        phrases.iter().any(|phrase| label.windows(phrase.len()).any(|words| words == phrase.as_slice()))
    }
}

/// Each phrase as its folded words.
fn read(file: &str, source: &str) -> Vec<Vec<String>> {
    let (root, _) = tree::parse(file, source);
    let group = root.as_ref().and_then(|root| root.get("lock_screen"));
    let lists = Language::FLOWS.iter().filter_map(|language| group?.get(language.code())?.list());
    lists.flatten().filter_map(Node::text).map(fold_words).filter(|phrase| !phrase.is_empty()).collect()
}
