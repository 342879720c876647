//! What the lexicons saw in a text, as the second reader takes it: it learns by itself which patterns are worth what.

use super::features::bucket;
use crate::safety::compose::Findings;
use crate::safety::level::Level;

/// Buckets of what was found, in order. A text in which nothing was found has one that says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signs(pub(super) Vec<u32>);

impl Signs {
    /// Patterns and categories with what became of them, masks, the level.
    pub(crate) fn of(found: &Findings<'_>, level: Level) -> Self {
        let mut signs = vec![bucket(KIND, &[b"level", &[level as u8]])];
        for finding in &found.findings {
            let fate = [finding.fate as u8];
            let category = finding.pattern.category.name().as_bytes();
            signs.push(bucket(KIND, &[b"pattern", finding.pattern.id.as_bytes(), &fate]));
            signs.push(bucket(KIND, &[b"category", category, &[finding.level as u8], &fate]));
            let counts = finding.fate.counts();
            signs.push(bucket(KIND, &[b"fate", if counts { &[] } else { &fate }, &[finding.level as u8]]));
        }
        signs.extend(found.hidden.iter().map(|mask| bucket(KIND, &[b"mask", mask.id.as_bytes()])));
        signs.sort_unstable();
        signs.dedup();
        Self(signs)
    }
}

/// Beside the kinds of words and letters.
const KIND: u8 = 20;
