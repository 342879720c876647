//! Days, times and zones as people write them, and rules that turn into instants.
//!
//! Everything here is pure: the clock is a parameter, nothing is stored, and any text whatsoever
//! gets an answer without a panic. A reader understands a whole message or none of it: one word
//! that it does not know makes the reading `Reading::No`, so that "I am not free tuesday" never
//! becomes a Tuesday. What it does not do: decide whether a day is too early or too late for a
//! question (the caller knows), or say anything to anyone (the caller speaks).
//!
//! - `words` and `vocabulary`: folding, cutting into words, tables of phrases, spelling
//! - `numeral`, `names`: number words; months and weekdays, read and written
//! - `date`, `time`, `weekdays`, `zone`, `session`: one reader each; behind them are
//!   `date_words`, `near_day`, `time_words`, `moment`, `days_reading`, `day_codes`, `day_part`, `place`,
//!   `mention`, `places`
//! - `rule`: wall time, weekdays and zone become instants
//! - `in_words`: a time or a date said back
//! - `calendar`: a rule as a calendar file

mod calendar;
mod date;
mod date_words;
mod day_codes;
mod day_part;
mod days_reading;
mod in_words;
mod mention;
mod moment;
mod names;
mod near_day;
mod numeral;
mod place;
mod places;
mod rule;
mod session;
mod spelling;
mod time;
mod time_words;
mod vocabulary;
mod weekdays;
mod words;
mod zone;
mod zone_clock;

pub use calendar::calendar;
pub use date::read_date;
pub use days_reading::read_weekdays;
pub use in_words::{date_in_words, date_with_year_in_words, time_in_words};
pub use rule::{Lead, Occurrence, Rule};
pub use session::read_session;
pub use time::read_time;
pub use weekdays::Weekdays;
pub use zone::{Zone, read_zone};

/// The languages that people are read and answered in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// English; `12/1` is the first of December.
    En,
    /// Spanish; `12/1` is the twelfth of January.
    Es,
}

/// How well a text was understood.
///
/// ```
/// use handrail::schedule::{Language, Reading, read_time};
/// use jiff::civil::time;
///
/// // Nobody's session is at five in the morning, but only the person can say so.
/// assert_eq!(read_time("5", Language::En), Reading::Doubtful(time(17, 0, 0, 0)));
/// assert_eq!(read_time("5pm", Language::En), Reading::Clear(time(17, 0, 0, 0)));
/// assert_eq!(read_time("I don't know", Language::En), Reading::No);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading<T> {
    /// There is one way to read it.
    Clear(T),
    /// Understood, but say it back before relying on it.
    Doubtful(T),
    /// Two or more readings, the earlier or better known first; ask which.
    Ambiguous(Vec<T>),
    /// Not an answer to this question.
    No,
}

impl<T> Reading<T> {
    /// The value when there is exactly one.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Clear(value) | Self::Doubtful(value) => Some(value),
            Self::Ambiguous(_) | Self::No => None,
        }
    }

    /// Whether the text is no answer at all.
    #[must_use]
    pub fn is_no(&self) -> bool {
        matches!(self, Self::No)
    }

    /// The same reading, to be said back.
    #[must_use]
    fn doubtful(self) -> Self {
        match self {
            Self::Clear(value) => Self::Doubtful(value),
            other => other,
        }
    }

    /// `doubtful` when the condition holds.
    #[must_use]
    fn doubtful_if(self, doubt: bool) -> Self {
        if doubt { self.doubtful() } else { self }
    }

    /// Another way to read it, when this one says no.
    fn or_else(self, next: impl FnOnce() -> Self) -> Self {
        if self.is_no() { next() } else { self }
    }

    /// Everything the text may mean.
    fn into_options(self) -> Vec<T> {
        match self {
            Self::Clear(value) | Self::Doubtful(value) => vec![value],
            Self::Ambiguous(values) => values,
            Self::No => Vec::new(),
        }
    }
}

impl<T: PartialEq> Reading<T> {
    /// One option is clear, several are ambiguous, none is no answer; repetitions are dropped.
    fn of_options(options: impl IntoIterator<Item = T>) -> Self {
        let mut distinct: Vec<T> = Vec::new();
        for option in options {
            if !distinct.contains(&option) {
                distinct.push(option);
            }
        }
        if distinct.len() > 1 {
            return Self::Ambiguous(distinct);
        }
        distinct.pop().map_or(Self::No, Self::Clear)
    }
}

impl<T> From<Option<T>> for Reading<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::No, Self::Clear)
    }
}
