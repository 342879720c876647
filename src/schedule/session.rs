//! Reading weekdays and a time from one line.

use jiff::civil::Time;

use super::days_reading::days_of;
use super::time::time_of;
use super::weekdays::Weekdays;
use super::words::{Phrase, Word, other};
use super::{Language, Reading};

/// No time of day takes more words: "from a quarter past five to eight in the evening".
const LONGEST_TIME: usize = 12;
/// Every stretch of words is tried, so their number is bounded.
const MOST_WORDS: usize = 24;

/// Reads the days and the time of a session from one line; either may be missing.
///
/// ```
/// use handrail::schedule::{Language, Reading, Weekdays, read_session};
/// use jiff::civil::time;
///
/// // The first "a" makes a range, the second belongs to the time.
/// assert_eq!(
///     read_session("de lunes a viernes a las 18", Language::Es),
///     (Reading::Clear(Weekdays::WORKING), Reading::Clear(time(18, 0, 0, 0))),
/// );
/// let (days, time) = read_session("every weekday", Language::En);
/// assert_eq!((days, time), (Reading::Clear(Weekdays::WORKING), Reading::No));
/// ```
#[must_use]
pub fn read_session(text: &str, language: Language) -> (Reading<Weekdays>, Reading<Time>) {
    let Some(phrase) = Phrase::read(text) else {
        return (Reading::No, Reading::No);
    };
    let days = phrase.in_either_language(language, days_of);
    if !days.is_no() {
        return (days, Reading::No);
    }
    let time = phrase.in_either_language(language, time_of);
    if !time.is_no() {
        return (Reading::No, time);
    }
    if phrase.words.len() > MOST_WORDS {
        return (Reading::No, Reading::No);
    }
    let (days, time, doubt) = match both(&phrase.words, language) {
        Some((days, time)) => (days, time, phrase.hedged),
        None => match both(&phrase.words, other(language)) {
            Some((days, time)) => (days, time, true),
            None => return (Reading::No, Reading::No),
        },
    };
    (days.doubtful_if(doubt), time.doubtful_if(doubt))
}

/// Every stretch of words is tried as the time, and the rest as the days. The clearest reading
/// wins, then the longest time, so that "friday night at 9" is not nine in the morning.
fn both(words: &[Word], language: Language) -> Option<(Reading<Weekdays>, Reading<Time>)> {
    let mut best = None;
    let mut fewest_doubts = usize::MAX;
    for length in (1..=LONGEST_TIME.min(words.len())).rev() {
        for start in 0..=words.len() - length {
            let (Some(before), Some(middle), Some(after)) =
                (words.get(..start), words.get(start..start + length), words.get(start + length..))
            else {
                continue;
            };
            let time = time_of(middle, language);
            if time.is_no() {
                continue;
            }
            let days = days_of(&[before, after].concat(), language);
            let doubts = doubts(&days) + doubts(&time);
            if !days.is_no() && doubts < fewest_doubts {
                fewest_doubts = doubts;
                best = Some((days, time));
            }
        }
    }
    best
}

fn doubts<T>(reading: &Reading<T>) -> usize {
    match reading {
        Reading::Clear(_) | Reading::No => 0,
        Reading::Doubtful(_) => 1,
        Reading::Ambiguous(options) => options.len(),
    }
}
