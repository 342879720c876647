//! A fault in a file of the room, with the place where somebody can mend it.

use std::fmt;

/// What is wrong, in a sentence, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    pub file: String,
    /// From 1; 0 where the fault belongs to the file as a whole.
    pub line: u64,
    pub column: u64,
    pub sentence: String,
}

impl Problem {
    pub(crate) fn new(file: &str, place: (u64, u64), sentence: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: place.0, column: place.1, sentence: sentence.into() }
    }

    pub(crate) fn from_yaml(file: &str, error: &serde_saphyr::Error) -> Self {
        let place = error.location().map_or((0, 0), |at| (at.line(), at.column()));
        let sentence = error.to_string();
        Self::new(file, place, sentence.lines().next().unwrap_or("not readable as YAML"))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.sentence)
    }
}
