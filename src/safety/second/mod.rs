//! The second reader: a small trained head over the sentence vector and the words of a message. It reads after the
//! lexicon and never instead of it. It may raise a level. It never lowers what sure patterns found; what only unsure
//! ones found counts if its score is above a low threshold.
//!
//! A message and, where it is long, each of its sentences are read; the gravest counts. Two questions are asked of each:
//! is there anything to worry about, and is it grave? Above one threshold of what the answers add up to a message is a
//! concern, above a higher one a crisis; emergencies are the lexicon's to find. The thresholds were chosen on files of
//! writers that were left out of training in turn.
//!
//! | file | concept |
//! |---|---|
//! | `signs` | what the lexicons saw in a text |
//! | `features` | a text as hashed words, pairs of words, letters and signs |
//! | `head` | from features and vector to two scores |
//! | `file` | the head and the thresholds as bytes: data/crisis/second.bin |
//! | `lines` | what it learns from, and the fingerprint of that |
//! | `train` | fitting a head; the same lines give the same head |
//! | `thresholds` | writers left out in turn, and where to draw the two lines |
//!
//! Not done here: embedding, splitting into sentences, files. Nothing here keeps a message.

mod features;
mod file;
mod head;
mod lines;
mod signs;
mod thresholds;
mod train;

pub use file::SecondError;
pub use lines::{Corpus, Line};
pub use signs::Signs;
pub use thresholds::{Found, LeftOut, PARTS, Row, Thresholds, choose, left_out};
pub use train::{Lesson, fit};

use super::level::{Category, Level, Reader, Verdict};
use crate::encoder::Vector;
use crate::message::Language as Lang;
use features::Features;
pub use head::Head;

/// A sentence torn out of its message says less than a message of that length: so much its score is lowered.
const ALONE: f32 = 5.0;

/// A message, or one of its sentences, with its vector and what the lexicons saw in it.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    pub text: &'a str,
    pub vector: &'a Vector,
    pub signs: Signs,
}

/// The second reader, ready to read.
#[derive(Clone, Debug)]
pub struct Second {
    /// The fingerprint of the weights that made the vectors it learned from.
    pub encoder: u64,
    /// The fingerprint of the lines it learned from.
    pub inputs: u64,
    pub thresholds: Thresholds,
    pub head: Head,
}

/// What the second reader makes of a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opinion {
    /// Of the gravest part; what the thresholds are compared with.
    pub score: f32,
    /// How much there is to worry about, and how grave it is: together they are the score of a whole message, before what is
    /// taken off for its language.
    pub answers: [f32; 2],
    /// The part that was read as the gravest; 0 is the whole message.
    pub part: usize,
    /// What the score alone comes to.
    pub level: Level,
    /// Whether the score is high enough for what the lexicon is unsure of.
    pub agrees: bool,
}

impl Second {
    /// Reads a message, given as the whole and then its sentences, in the language that it seems to be in. Nothing to read is
    /// no reason to worry.
    #[must_use]
    pub fn read(&self, parts: &[Part<'_>], language: Lang) -> Opinion {
        let mut gravest =
            Opinion { score: f32::NEG_INFINITY, answers: [0.0; 2], part: 0, level: Level::None, agrees: true };
        for (number, part) in parts.iter().enumerate() {
            if !part.text.chars().any(char::is_alphabetic) {
                continue;
            }
            let answers = self.head.answers(&Features::of(part.text, &part.signs), part.vector);
            let score = answers[0] + answers[1] - if number == 0 { 0.0 } else { ALONE };
            let score = self.thresholds.even(score, language);
            if score > gravest.score {
                let (level, agrees) = (self.thresholds.level(score), self.thresholds.agrees(score));
                gravest = Opinion { score, answers, part: number, level, agrees };
            }
        }
        gravest
    }
}

/// The higher of two levels, after what the lexicon is unsure of has been let go where the second reader does not agree.
/// Whose danger it is and what the message speaks of stay as the lexicon found them.
///
/// ```
/// use handrail::safety::{Level, Opinion, Reader, Verdict, raise};
/// let grave = Opinion { score: 9.0, answers: [4.0, 5.0], part: 0, level: Level::Crisis, agrees: true };
/// let raised = raise(Verdict::default(), &grave);
/// assert_eq!((raised.level, raised.reader), (Level::Crisis, Reader::Second));
///
/// // It never lowers what sure patterns found.
/// let harmless = Opinion { level: Level::None, agrees: false, ..grave };
/// let found = Verdict { level: Level::Emergency, ..Verdict::default() };
/// assert_eq!(raise(found.clone(), &harmless), found);
///
/// let unsure = Verdict { level: Level::Crisis, otherwise: Some(Box::default()), ..Verdict::default() };
/// assert_eq!(raise(unsure.clone(), &harmless).level, Level::None);
/// assert_eq!(raise(unsure, &grave).level, Level::Crisis);
/// ```
#[must_use]
pub fn raise(mut verdict: Verdict, opinion: &Opinion) -> Verdict {
    let otherwise = verdict.otherwise.take();
    let verdict = otherwise.filter(|_| !opinion.agrees).map_or(verdict, |otherwise| *otherwise);
    if opinion.level <= verdict.level {
        return verdict;
    }
    let category = verdict.category.or(Some(Category::SuicidalThoughts));
    Verdict { level: opinion.level, category, reader: Reader::Second, ..verdict }
}
