//! What the second reader learns from: lines of training/crisis, each file by one writer; the lexicon's own examples;
//! and what people ask the FAQ, which is harmless. A fingerprint says whether a reader still belongs to them.

use std::sync::Arc;

use serde::Deserialize;

use crate::safety::examples::{Expectation, examples};
use crate::safety::level::Level;
use crate::safety::problem::Problem;

/// Raise it when features, head or training change so that what was trained before no longer fits.
const VERSION: u64 = 4;

/// One text and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub text: Arc<str>,
    pub level: Level,
    /// The code of its language, as the writer named it.
    pub language: Arc<str>,
    /// The number of its writer in [`Corpus::writers`]; none where it is not a writer's, and never left out.
    pub writer: Option<usize>,
}

/// All lines in one order.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    pub lines: Vec<Line>,
    pub writers: Vec<Arc<str>>,
}

#[derive(Deserialize)]
struct Written {
    text: String,
    lang: String,
    label: Level,
}

impl Corpus {
    /// Adds a writer's file: one {"text", "lang", "label"} a line.
    ///
    /// # Errors
    /// The first line that is none.
    pub fn add_writer(&mut self, file: &str, text: &str) -> Result<(), Problem> {
        let writer = self.writers.len();
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        self.writers.push(Arc::from(name.strip_suffix(".jsonl").unwrap_or(name)));
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let written: Written = serde_json::from_str(line).map_err(|error| {
                let place = (number as u64 + 1, error.column() as u64);
                Problem::new(file, place, format!("no line of training: {error}"))
            })?;
            self.lines.push(Line {
                text: Arc::from(written.text),
                level: written.label,
                language: Arc::from(written.lang),
                writer: Some(writer),
            });
        }
        Ok(())
    }

    /// Adds the examples of lexicons, given as name and text, what their masks hide, and the counter-examples of which
    /// `is_quiet` says that no pattern speaks of them.
    ///
    /// # Errors
    /// A file that is not readable.
    pub fn add_lexicons(
        &mut self,
        files: &[(&str, &str)],
        is_quiet: impl Fn(&str) -> bool,
    ) -> Result<(), Vec<Problem>> {
        for example in examples(files)? {
            let level = match example.expectation {
                Expectation::AtLeast(level) => level,
                Expectation::Nothing => Level::None,
                Expectation::NotByThis if is_quiet(&example.text) => Level::None,
                Expectation::NotByThis => continue,
            };
            self.add(&example.text, level, &example.lang);
        }
        Ok(())
    }

    /// Adds a harmless text.
    pub fn add_harmless(&mut self, text: &str, language: &str) {
        self.add(text, Level::None, language);
    }

    fn add(&mut self, text: &str, level: Level, language: &str) {
        let (text, language) = (Arc::from(text), Arc::from(language));
        self.lines.push(Line { text, level, language, writer: None });
    }

    /// The same for the same lines, the same way of training and the same weights of the encoder.
    #[must_use]
    pub fn fingerprint(&self, encoder: u64) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut add = |bytes: &[u8]| {
            for byte in bytes.iter().copied().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        };
        add(&VERSION.to_le_bytes());
        add(&encoder.to_le_bytes());
        for line in &self.lines {
            add(line.text.as_bytes());
            add(&[line.level as u8]);
            add(&line.writer.map_or(u64::MAX, |writer| writer as u64).to_le_bytes());
        }
        hash
    }
}

#[cfg(test)]
mod tests {
    use super::Corpus;
    use crate::safety::level::Level;

    #[test]
    fn a_line_that_is_none_is_named_with_its_place() {
        let mut corpus = Corpus::default();
        let good = r#"{"text":"a long day","lang":"en","label":"none","category":"tired"}"#;
        assert_eq!(corpus.add_writer("training/crisis/one.jsonl", good), Ok(()));
        assert_eq!((corpus.lines[0].level, &*corpus.writers[0]), (Level::None, "one"));
        let problem = corpus.add_writer("two.jsonl", &format!("{good}\n{{\"text\":\"x\"}}\n")).err();
        assert_eq!(problem.map(|problem| (problem.file, problem.line)), Some(("two.jsonl".to_owned(), 2)));
    }

    #[test]
    fn a_changed_line_changes_the_fingerprint() {
        let mut corpus = Corpus::default();
        corpus.add_harmless("a", "en");
        let before = corpus.fingerprint(1);
        assert_ne!(before, corpus.fingerprint(2));
        corpus.lines[0].level = Level::Crisis;
        assert_ne!(before, corpus.fingerprint(1));
    }
}
