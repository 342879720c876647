//! The screen: from a message and the cues of the last minutes to a verdict. Pure; it holds no message and no person.

use std::ops::Range;

use super::compose::{Fate, Finding, Findings, findings};
use super::cues::RecentCues;
use super::level::{Category, Level, Verdict};
use super::lexicon_file::Lexicon;
use super::normalise::normalise;
use super::problem::Problem;
use super::second::Signs;
use super::shipped::TABLES;
use super::spelling::{Unit, units};
use super::tables::Tables;

/// Longer messages are read at both ends. No platform lets one through; the bound is for the command line.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// Several languages' lexicons, ready to read messages.
///
/// ```
/// use handrail::safety::{Level, RecentCues, Screen};
/// let screen = Screen::minimal();
/// assert_eq!(screen.screen("I want to kill myself", &RecentCues::new()).level, Level::Crisis);
/// assert_eq!(screen.screen("I don't want to kill myself", &RecentCues::new()).level, Level::None);
/// ```
pub struct Screen {
    tables: Tables,
}

/// Why a message got its verdict, as data.
#[derive(Clone, Debug)]
pub struct Explanation {
    pub verdict: Verdict,
    pub matches: Vec<Match>,
    /// Masks, and the bytes they hid.
    pub masks: Vec<(String, Range<usize>)>,
}

/// One pattern that matched, and what became of it.
#[derive(Clone, Debug)]
pub struct Match {
    pub pattern: String,
    pub category: Category,
    pub level: Level,
    pub span: Range<usize>,
    pub fate: Fate,
}

impl Screen {
    /// Reads lexicon files, given as name and text, on top of the compiled-in minimum.
    ///
    /// # Errors
    /// Everything that is wrong with them, each with its place.
    pub fn load(files: &[(&str, &str)]) -> Result<Self, Vec<Problem>> {
        match Self::ready(files) {
            Some(screen) => Ok(screen),
            None => Self::build(files.iter().map(|(name, text)| Lexicon::read(name, text))),
        }
    }

    /// The screen of the compiled-in lexicons, which the build made ready, if these files are they, word for word.
    #[must_use]
    pub fn ready(files: &[(&str, &str)]) -> Option<Self> {
        Tables::decode(TABLES, files).map(|tables| Self { tables })
    }

    /// The screen of lexicons that have been read.
    ///
    /// # Errors
    /// As [`Screen::load`].
    pub fn build(lexicons: impl IntoIterator<Item = Lexicon>) -> Result<Self, Vec<Problem>> {
        Ok(Self { tables: Tables::compile(lexicons)? })
    }

    /// The compiled-in lexicon alone: what still works when every file is broken.
    ///
    /// # Panics
    /// Never: the text is part of the program, and a test loads it.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the text is part of the program and a test loads it")]
    pub fn minimal() -> Self {
        Self::load(&[]).expect("the compiled-in lexicon loads")
    }

    /// Judges a message. Never fails, whatever the message is.
    #[must_use]
    pub fn screen(&self, text: &str, recent: &RecentCues) -> Verdict {
        let mut words = self.words(text);
        let found = findings(&self.tables.trees, &self.tables.rules, &mut words);
        verdict(&found, &words, recent)
    }

    /// The same judgement with everything that led to it, for a person at a terminal.
    #[must_use]
    pub fn explain(&self, text: &str, recent: &RecentCues) -> Explanation {
        let mut words = self.words(text);
        let found = findings(&self.tables.trees, &self.tables.rules, &mut words);
        let matches = found
            .findings
            .iter()
            .map(|finding| Match {
                pattern: finding.pattern.id.clone(),
                category: finding.pattern.category,
                level: finding.level,
                span: bytes(&words, finding.from, finding.until),
                fate: finding.fate,
            })
            .collect();
        let masks =
            found.hidden.iter().map(|mask| (mask.id.to_owned(), bytes(&words, mask.from, mask.until))).collect();
        Explanation { verdict: verdict(&found, &words, recent), matches, masks }
    }

    /// What the lexicons see in a text, for the second reader.
    #[must_use]
    pub fn signs(&self, text: &str) -> Signs {
        let mut words = self.words(text);
        let found = findings(&self.tables.trees, &self.tables.rules, &mut words);
        Signs::of(&found, verdict(&found, &words, &RecentCues::new()).level)
    }

    /// How many patterns are loaded, and how large the trees are.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.tables.rules.pattern_count, self.tables.trees.nodes.len())
    }

    fn words(&self, text: &str) -> Vec<Unit> {
        if text.len() <= MOST_BYTES {
            return units(&normalise(text), &self.tables.vocabulary);
        }
        let head = &text[..text.floor_char_boundary(MOST_BYTES / 2)];
        let from = text.ceil_char_boundary(text.len() - MOST_BYTES / 2);
        let mut words = units(&normalise(head), &self.tables.vocabulary);
        let offset = super::normalise::narrow(from);
        words.extend(units(&normalise(&text[from..]), &self.tables.vocabulary).into_iter().map(|unit| Unit {
            start: unit.start.saturating_add(offset),
            end: unit.end.saturating_add(offset),
            ..unit
        }));
        words
    }
}

fn bytes(words: &[Unit], from: usize, until: usize) -> Range<usize> {
    let start = words.get(from).map_or(0, |unit| unit.start as usize);
    let end = words.get(until.saturating_sub(1)).map_or(start, |unit| unit.end as usize);
    start..end
}

/// What all patterns come to, and what the sure ones alone would.
fn verdict(found: &Findings<'_>, words: &[Unit], recent: &RecentCues) -> Verdict {
    let mut all = weighed(found, words, recent, false);
    if found.findings.iter().any(|finding| finding.fate.counts() && !finding.is_sure()) {
        let sure = weighed(found, words, recent, true);
        if sure.level < all.level {
            all.otherwise = Some(Box::new(Verdict { cues: all.cues.clone(), ..sure }));
        }
    }
    all
}

/// What the findings that count come to: the strongest, or two weak cues.
fn weighed(found: &Findings<'_>, words: &[Unit], recent: &RecentCues, only_sure: bool) -> Verdict {
    let is_counted = |finding: &&Finding<'_>| finding.fate.counts() && (!only_sure || finding.is_sure());
    let counted = || found.findings.iter().filter(is_counted);
    // Of two that weigh the same, the later words; the order of the files says nothing.
    let weight = |finding: &&Finding<'_>| (finding.level, finding.until - finding.from, finding.from);
    let strongest = counted()
        .max_by(|left, right| weight(left).cmp(&weight(right)).then_with(|| left.pattern.id.cmp(&right.pattern.id)));
    let Some(strongest) = strongest else { return Verdict::default() };
    let mut verdict = Verdict {
        level: strongest.level,
        category: Some(strongest.pattern.category),
        pattern: Some(strongest.pattern.id.clone()),
        spans: vec![bytes(words, strongest.from, strongest.until)],
        person: strongest.pattern.person,
        ..Verdict::default()
    };
    let cues: Vec<_> = counted().filter(|finding| finding.pattern.weak).collect();
    for cue in &cues {
        if !verdict.cues.contains(&cue.pattern.id) {
            verdict.cues.push(cue.pattern.id.clone());
        }
        let apart = |other: &&&Finding<'_>| {
            other.pattern.id != cue.pattern.id && (other.from >= cue.until || other.until <= cue.from)
        };
        let second = cues.iter().find(apart);
        if verdict.level < Level::Crisis && (second.is_some() || recent.other_than(&cue.pattern.id)) {
            verdict.level = Level::Crisis;
            verdict.category = Some(cue.pattern.category);
            verdict.pattern = Some(cue.pattern.id.clone());
            verdict.person = cue.pattern.person;
            verdict.spans = [Some(*cue), second.copied()]
                .into_iter()
                .flatten()
                .map(|finding| bytes(words, finding.from, finding.until))
                .collect();
        }
    }
    verdict
}
