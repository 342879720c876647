//! The sentences that the lexicons carry: tests run them, and the second reader learns from them.

use super::level::Category;
use super::level::Level;
use super::lexicon_file::{LexiconFile, Text};
use super::problem::Problem;

/// One sentence of a lexicon and what must come of it.
#[derive(Clone, Debug)]
pub struct Example {
    pub lang: String,
    /// The pattern or mask it belongs to.
    pub pattern: String,
    pub category: Option<Category>,
    pub text: String,
    pub line: u64,
    pub expectation: Expectation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// This level or a higher one.
    AtLeast(Level),
    /// Not by way of this pattern, and lower than its level unless another pattern speaks.
    NotByThis,
    /// Nothing at all.
    Nothing,
}

/// All sentences of lexicon files, given as name and text.
///
/// # Errors
/// A file that is not readable.
pub fn examples(files: &[(&str, &str)]) -> Result<Vec<Example>, Vec<Problem>> {
    let mut all = Vec::new();
    let mut problems = Vec::new();
    for (file, text) in files {
        match serde_saphyr::from_str_with_options::<LexiconFile<Text>>(text, super::yaml::options()) {
            Ok(lexicon) => of_file(&lexicon, &mut all),
            Err(error) => problems.push(Problem::from_yaml(file, &error)),
        }
    }
    if problems.is_empty() { Ok(all) } else { Err(problems) }
}

fn of_file(lexicon: &LexiconFile<Text>, all: &mut Vec<Example>) {
    for mask in &lexicon.masks {
        let mut add = |texts: &[Text], expectation| {
            all.extend(texts.iter().map(|text| example(lexicon, &mask.id.value, None, text, expectation)));
        };
        add(&mask.examples, Expectation::Nothing);
        add(&mask.counter, Expectation::AtLeast(Level::Concern));
    }
    for pattern in &lexicon.patterns {
        let mut add = |texts: &[Text], expectation| {
            all.extend(
                texts.iter().map(|text| example(lexicon, &pattern.id.value, Some(pattern.category), text, expectation)),
            );
        };
        add(&pattern.examples, Expectation::AtLeast(pattern.level));
        add(&pattern.counter, Expectation::NotByThis);
    }
}

fn example(
    lexicon: &LexiconFile<Text>,
    pattern: &str,
    category: Option<Category>,
    text: &Text,
    expectation: Expectation,
) -> Example {
    Example {
        lang: lexicon.lang.clone(),
        pattern: pattern.to_owned(),
        category,
        text: text.value.clone(),
        line: text.referenced.line(),
        expectation,
    }
}
