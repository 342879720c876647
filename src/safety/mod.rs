//! The first promise: nobody in danger is left without an answer. A message is made even (`normalise`, `spelling`),
//! read by the lexicons (`matcher`, `compose`), and answered by a card whose lines come from the directory.
//!
//! Everything here is pure: no clock, no files, no network, no environment. Files come in as text with a name; times come
//! in as numbers. Nothing here keeps a message.
//!
//! | file | concept |
//! |---|---|
//! | `level` | levels, categories, verdicts |
//! | `normalise`, `confusables`, `spelling`, `hidden_words` | from typed text to numbered words |
//! | `lexicon_file`, `phrase`, `names`, `compile`, `expand`, `nursery` | from config/crisis/LANG.yaml to tables; the build runs these |
//! | `vocabulary`, `slips`, `trees`, `rules`, `tables` | what lexicons become |
//! | `matcher`, `numbers`, `compose`, `cues`, `screen` | from words to a verdict |
//! | `second` | a trained second look at what the lexicon passes |
//! | `directory`, `directory_check`, `directory_local`, `need`, `hours`, `line_text`, `help_list` | config/hotlines.yaml, and what an operator adds to it |
//! | `card`, `card_lines`, `card_words` | the answer |
//! | `links` | numbers and sites in a text, for pages |

mod card;
mod card_lines;
mod card_said;
mod card_words;
mod compile;
mod compose;
mod confusables;
mod cues;
mod directory;
mod directory_check;
mod directory_local;
mod examples;
mod expand;
mod hash;
mod help_list;
mod hidden_words;
mod hours;

mod level;
mod lexicon_file;
mod line_text;
mod links;
mod matcher;
mod names;
mod need;
mod normalise;
mod numbers;
mod nursery;
mod phrase;
mod problem;
mod rules;
mod screen;
mod second;
mod shipped;
mod slips;
mod spelling;
mod tables;
mod trees;
mod vocabulary;
mod yaml;

pub use crate::message::Language as Lang;
pub use card::{Card, CardRequest, Step, card};
pub use card_words::{CHOICES, CardWords};
pub use compose::Fate;
pub use cues::{CUE_MINUTES, RecentCues};
pub use directory::{Audience, Country, Directory, Emergency, Line, Sms, Source, Tier, Website};
pub use directory_local::note_checked;
pub use examples::{Example, Expectation, examples};
pub use hours::{Opening, opening};
pub use level::{Category, Level, Person, Reader, Tense, Verdict};
pub use lexicon_file::Lexicon;
pub use line_text::line_text;
pub use links::{Piece, pieces};
pub use need::Need;
pub use problem::Problem;
pub use screen::{Explanation, Match, Screen};
pub use second::{
    Corpus, Found, Head, LeftOut, Lesson, Line as TrainingLine, Opinion, PARTS, Part, Row, Second, SecondError, Signs,
    Thresholds, choose, fit, left_out, raise,
};
pub use shipped::LEXICONS;
