//! Where a score becomes a concern, and where a crisis: chosen on writers that were left out of training.
//!
//! Lines of one writer resemble each other, so that a head tested on lines of writers it knows looks better than it is.
//! The writers are dealt into parts; each part is read by a head trained on the others. Each writer counts alike,
//! however many lines there are of them.

use super::lines::Corpus;
use super::train::{Lesson, fit};
use crate::message::Language as Lang;
use crate::safety::level::Level;

/// Parts that the writers are dealt into.
pub const PARTS: usize = 5;
/// Of harmless lines that the lexicon passes, so many may become a concern ...
const CONCERNS: f32 = 0.07;
/// ... and so many a crisis.
const CRISES: f32 = 0.005;
/// Of grave lines that only unsure patterns found, so many may be let go.
const LET_GO: f32 = 0.02;

/// Scores above which the second reader speaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// How much higher the harmless lines of each language score than those of all: it is taken off, so that each language
    /// gets the same share of alarms.
    pub shifts: [f32; Lang::ALL.len()],
    /// It agrees with what the lexicon is unsure of.
    pub agree: f32,
    pub concern: f32,
    pub crisis: f32,
}

/// What is known of a line without the second reader: what the lexicon made of it, what its sure patterns alone would
/// have, and the language that it seems to be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub level: Level,
    pub sure: Level,
    pub language: Lang,
}

impl Thresholds {
    #[must_use]
    pub fn level(&self, score: f32) -> Level {
        if score > self.crisis {
            Level::Crisis
        } else if score > self.concern {
            Level::Concern
        } else {
            Level::None
        }
    }

    /// A score that can be compared with those of other languages.
    #[must_use]
    pub fn even(&self, score: f32, language: Lang) -> f32 {
        score - self.shifts[language as usize]
    }

    #[must_use]
    pub fn agrees(&self, score: f32) -> bool {
        score > self.agree
    }

    /// What both readers together make of a line.
    fn together(&self, left: &LeftOut) -> Level {
        let Found { level, sure, .. } = left.lexicon;
        self.level(left.score).max(if self.agrees(left.score) { level } else { sure })
    }
}

/// A line's score by a head that had not met its writer.
#[derive(Clone, Copy, Debug)]
pub struct LeftOut {
    /// Its place in the corpus.
    pub line: usize,
    pub score: f32,
    pub lexicon: Found,
}

/// What came of one writer's lines, as shares of 1; none where the writer has no such lines.
#[derive(Clone, Debug)]
pub struct Row {
    pub writer: usize,
    /// Of lines in crisis or emergency: found by the lexicon, and by both readers together.
    pub found: Option<[f32; 2]>,
    /// The same of lines of concern.
    pub concerns: Option<[f32; 2]>,
    /// Of harmless lines: alarms of the lexicon, and of both together.
    pub alarms: Option<[f32; 2]>,
    /// The same at the level of a card.
    pub cards: Option<[f32; 2]>,
}

/// Reads the writers of one part with what the others teach. `lessons` and `lexicon`: of the corpus, in its order.
#[must_use]
pub fn left_out(corpus: &Corpus, lessons: &[Lesson], lexicon: &[Found], part: usize) -> Vec<LeftOut> {
    let out = |line: usize| corpus.lines[line].writer.is_some_and(|writer| writer % PARTS == part);
    let (tested, taught): (Vec<usize>, Vec<usize>) = (0..lessons.len()).partition(|line| out(*line));
    let head = fit(&taught.into_iter().map(|line| &lessons[line]).collect::<Vec<_>>());
    let score = |line: usize| head.answers(&lessons[line].features, &lessons[line].vector).iter().sum();
    tested.into_iter().map(|line| LeftOut { line, score: score(line), lexicon: lexicon[line] }).collect()
}

/// Draws the lines, and says what comes of each writer.
#[must_use]
pub fn choose(corpus: &Corpus, scores: &[LeftOut]) -> (Thresholds, Vec<Row>) {
    let writers = corpus.writers.len();
    let harmless = |scores: &[LeftOut], below: Level| -> Vec<(usize, f32)> {
        let passed =
            scores.iter().filter(|left| corpus.lines[left.line].level == Level::None && left.lexicon.level < below);
        passed.filter_map(|left| Some((corpus.lines[left.line].writer?, left.score))).collect()
    };
    let concern = threshold(writers, harmless(scores, Level::Concern), CONCERNS);
    let shifts = Lang::ALL.map(|language| {
        let of_language: Vec<LeftOut> =
            scores.iter().filter(|left| left.lexicon.language == language).copied().collect();
        let own = threshold(writers, harmless(&of_language, Level::Concern), CONCERNS);
        if own < f32::MAX { own - concern } else { 0.0 }
    });
    let mut thresholds = Thresholds { shifts, agree: concern, concern, crisis: concern };
    let even = |left: &LeftOut| LeftOut { score: thresholds.even(left.score, left.lexicon.language), ..*left };
    let scores: Vec<LeftOut> = scores.iter().map(even).collect();
    thresholds.crisis = threshold(writers, harmless(&scores, Level::Crisis), CRISES).max(concern);
    thresholds.agree = agree(corpus, &scores).min(concern);
    let rows = (0..writers).map(|writer| row(corpus, &scores, &thresholds, writer)).collect();
    (thresholds, rows)
}

/// The score that all but a small share of the grave lines reach that only unsure patterns found.
fn agree(corpus: &Corpus, scores: &[LeftOut]) -> f32 {
    let unsure = |left: &&LeftOut| left.lexicon.sure == Level::None && left.lexicon.level > Level::None;
    let grave = scores.iter().filter(|left| corpus.lines[left.line].level >= Level::Crisis).filter(unsure);
    let mut reached: Vec<f32> = grave.map(|left| left.score).collect();
    reached.sort_by(f32::total_cmp);
    reached.get((reached.len() as f32 * LET_GO) as usize).copied().unwrap_or(f32::MIN)
}

/// The lowest score above which no more than `share` of harmless lines lie, every writer counting alike.
fn threshold(writers: usize, mut harmless: Vec<(usize, f32)>, share: f32) -> f32 {
    let mut counts = vec![0_usize; writers];
    harmless.iter().for_each(|(writer, _)| counts[*writer] += 1);
    let all = counts.iter().filter(|count| **count > 0).count().max(1) as f32;
    harmless.sort_by(|left, right| right.1.total_cmp(&left.1));
    let mut above = 0.0;
    for (writer, score) in harmless {
        above += 1.0 / (counts[writer] as f32 * all);
        if above > share {
            return score;
        }
    }
    f32::MAX
}

fn row(corpus: &Corpus, scores: &[LeftOut], thresholds: &Thresholds, writer: usize) -> Row {
    let of_writer = || scores.iter().filter(|left| corpus.lines[left.line].writer == Some(writer));
    let shares = |is: &dyn Fn(Level) -> bool, least: Level| -> Option<[f32; 2]> {
        let (mut all, mut alone, mut together) = (0_u32, 0_u32, 0_u32);
        for left in of_writer().filter(|left| is(corpus.lines[left.line].level)) {
            all += 1;
            alone += u32::from(left.lexicon.level >= least);
            together += u32::from(thresholds.together(left) >= least);
        }
        (all > 0).then(|| [alone, together].map(|count| count as f32 / all as f32))
    };
    Row {
        writer,
        found: shares(&|level| level >= Level::Crisis, Level::Concern),
        concerns: shares(&|level| level == Level::Concern, Level::Concern),
        alarms: shares(&|level| level == Level::None, Level::Concern),
        cards: shares(&|level| level == Level::None, Level::Crisis),
    }
}

#[cfg(test)]
mod tests {
    use super::threshold;

    #[test]
    fn every_writer_counts_alike() {
        // A writer of ten lines and one of a hundred: one line of the first is as much as ten of the second.
        let few = (0..10).map(|number| (0, number as f32));
        let many = (0..100).map(|number| (1, number as f32 / 100.0 - 1.0));
        let harmless: Vec<(usize, f32)> = few.chain(many).collect();
        assert_eq!(threshold(2, harmless.clone(), 0.049).to_bits(), f32::to_bits(9.0));
        assert_eq!(threshold(2, harmless, 0.051).to_bits(), f32::to_bits(8.0));
        assert_eq!(threshold(2, Vec::new(), 0.5).to_bits(), f32::MAX.to_bits());
    }
}
