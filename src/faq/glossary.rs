//! Abbreviations written out, and texts made alike before they become vectors.
//!
//! The encoder has never seen "IOP" or "FMLA" explained. Phrasings and questions go through here alike: small letters,
//! abbreviations replaced, a question mark where the end has no mark. Bounded: what comes after [`LENGTH_MAX`]
//! characters is not read. Nothing that comes out of here is shown to anyone.

use std::collections::HashMap;

use crate::message::{Language, Localised, fold};
use crate::source::shape::{Kind, Shape, must};
use crate::source::{Finding, Node, check, tree};

/// The file.
pub static FILE: Shape = Shape {
    name: "glossary file",
    about: "What abbreviations stand for.",
    languages: false,
    keys: &[must("expansions", Kind::Languages(&Kind::Names(&Kind::Words)), "Words by abbreviation.")],
};

/// More than the encoder's tokens can hold.
const LENGTH_MAX: usize = 2400;

/// What abbreviations stand for, in each language.
#[derive(Clone, Debug, Default)]
pub struct Glossary(Localised<HashMap<String, String>>);

impl Glossary {
    #[must_use]
    pub fn load(file: &str, text: &str, findings: &mut Vec<Finding>) -> Self {
        let (root, problems) = tree::parse(file, text);
        findings.extend(problems);
        let Some(root) = root else { return Self::default() };
        check(&root, &FILE, findings);
        let entries = |language: Language| -> HashMap<String, String> {
            let group = root.get("expansions").and_then(|group| group.get(language.code()));
            let entries = group.and_then(Node::map).unwrap_or_default();
            entries.iter().filter_map(|(name, words)| Some((fold(name.text()?), words.text()?.to_owned()))).collect()
        };
        Self(Language::FLOWS.into_iter().map(|language| (language, entries(language))).collect())
    }

    /// A text as the encoder should see it.
    ///
    /// ```
    /// use handrail::faq::Glossary;
    /// use handrail::message::Language;
    /// let file = "expansions: { en: { iop: intensive outpatient program }, es: {} }";
    /// let glossary = Glossary::load("glossary.yaml", file, &mut Vec::new());
    /// assert_eq!(glossary.prepare("What's an I.O.P.", Language::En), "what's an intensive outpatient program?");
    /// assert_eq!(glossary.prepare("IOP... help!", Language::En), "intensive outpatient program... help!");
    /// ```
    #[must_use]
    pub fn prepare(&self, text: &str, language: Language) -> String {
        let words = self.0.best(language);
        let cut: String = text.trim().chars().take(LENGTH_MAX).collect();
        let lower = cut.to_lowercase();
        let mut prepared = String::with_capacity(lower.len() + 16);
        let mut rest = lower.as_str();
        while !rest.is_empty() {
            let is_word = |symbol: char| symbol.is_alphanumeric() || symbol == '.';
            let end = rest.find(|symbol| !is_word(symbol)).unwrap_or(rest.len());
            if end == 0 {
                let gap = rest.find(is_word).unwrap_or(rest.len());
                prepared.push_str(&rest[..gap]);
                rest = &rest[gap..];
            } else {
                push_expanded(&mut prepared, &rest[..end], words);
                rest = &rest[end..];
            }
        }
        if !prepared.ends_with(['.', '?', '!', '…']) {
            prepared.push('?');
        }
        prepared
    }
}

/// A run of letters, digits and full stops: an abbreviation with stops, or words with stops between or behind them.
fn push_expanded(prepared: &mut String, run: &str, words: Option<&HashMap<String, String>>) {
    let expansion = |word: &str| words.and_then(|words| words.get(&fold(word)));
    let letters: Vec<&str> = run.split_terminator('.').collect();
    if letters.len() > 1 && letters.iter().all(|letter| letter.chars().count() == 1) {
        let joined = letters.concat();
        prepared.push_str(expansion(&joined).map_or(&joined, |words| words));
        return;
    }
    for (number, word) in run.split('.').enumerate() {
        if number > 0 {
            prepared.push('.');
        }
        prepared.push_str(expansion(word).map_or(word, |words| words));
    }
}
