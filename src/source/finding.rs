//! What is wrong with a file, where, and what to do: one type for the loader, the linter and every printer.

use std::fmt;
use std::sync::Arc;

/// A place in a file: lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub file: Arc<str>,
    pub line: u32,
    pub column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Whether a finding stops the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

/// One finding. The code's first letter is its severity; `handrail explain CODE` prints its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub code: &'static str,
    pub at: Position,
    /// One plain sentence, no full stop.
    pub message: String,
    /// What to do about it, where that is known.
    pub suggestion: Option<String>,
}

impl Finding {
    #[must_use]
    pub fn new(code: &'static str, at: &Position, message: impl Into<String>) -> Self {
        Self { code, at: at.clone(), message: message.into(), suggestion: None }
    }

    #[must_use]
    pub fn suggest(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = Some(suggestion.into());
        self
    }

    #[must_use]
    pub fn severity(&self) -> Severity {
        if self.code.starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} {}", self.at, self.code, self.message)?;
        match &self.suggestion {
            Some(suggestion) => write!(formatter, "; {suggestion}"),
            None => Ok(()),
        }
    }
}

/// Whether any of the findings is an error.
#[must_use]
pub fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity() == Severity::Error)
}

/// Longest name that is compared with the known ones, in characters.
const LENGTH_MAX: usize = 100;

/// The known name that a mistyped one most resembles, if it is near enough to be worth saying.
///
/// ```
/// use handrail::engine::did_you_mean;
/// assert_eq!(did_you_mean("shcedule", ["schedule", "insurance"]), Some("schedule"));
/// assert_eq!(did_you_mean("xyz", ["schedule", "insurance"]), None);
/// ```
#[must_use]
pub fn did_you_mean<'names>(name: &str, known: impl IntoIterator<Item = &'names str>) -> Option<&'names str> {
    known
        .into_iter()
        .filter_map(|candidate| {
            let (known, written) = (candidate.chars().count(), name.chars().count());
            let allowed = (known.max(written) / 3).max(1);
            // Names of unlike lengths are never near; comparing them letter by letter would take their product in memory.
            let distance = (known.abs_diff(written) <= allowed && written <= LENGTH_MAX)
                .then(|| strsim::damerau_levenshtein(name, candidate))?;
            (distance <= allowed).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
