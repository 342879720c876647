//! Reading answers: what a person wrote, turned into a value of the slot's type, or an honest "unclear".
//!
//! Everything is read in the person's language first and in the others after that: people mix.

mod choice;
mod country;
mod list;
mod number;
mod table;
mod yes_no;

pub use country::{country_name, find_country};
pub use list::split_list;
pub use number::read_number;
pub use table::next_cell;
pub use yes_no::read_yes_no;

use jiff::Timestamp;
use jiff::civil::Date;

use super::model::{Ask, Choice, Slot};
use super::payload;
use super::value::{Value, ValueKind};
use crate::message::{Language, fold};
use crate::schedule;

/// What came of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    Clear(Value),
    /// Understood, but worth saying back.
    Doubtful(Value),
    /// One of these.
    Ambiguous(Vec<Value>),
    /// More characters than the slot takes.
    TooLong(usize),
    /// More entries than the slot takes.
    TooMany(usize),
    OutOfRange,
    Past,
    Unclear,
}

/// What reading depends on besides the text.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    pub language: Language,
    pub now: Timestamp,
    pub today: Date,
    /// The choices on offer now, in order; the person sees those of one page.
    pub offered: &'a [&'a Choice],
    /// The number of the first choice of the page that is shown.
    pub first: usize,
    pub gathered: Option<&'a Value>,
}

/// Longest text that can be the words of a button, in bytes.
const BUTTON_MAX: usize = 300;
/// Most characters of a text slot unless the flow says otherwise.
pub const TEXT_MAX: usize = 200;

/// Reads an answer to a question.
#[must_use]
pub fn read(slot: &Slot, text: &str, around: &Surroundings<'_>) -> Reading {
    let text = text.trim();
    if text.is_empty() {
        return Reading::Unclear;
    }
    match slot.kind {
        ValueKind::Text => read_text(slot, text),
        ValueKind::Number => ranged(slot, number::read_number_in(text, around.language)),
        ValueKind::YesNo | ValueKind::Country if labelled(slot, text, around).is_some() => {
            labelled(slot, text, around).map_or(Reading::Unclear, Reading::Clear)
        }
        ValueKind::YesNo => {
            yes_no::read_yes_no(text).map_or(Reading::Unclear, |answer| Reading::Clear(Value::YesNo(answer)))
        }
        ValueKind::Choice => choice::read_one(text, around),
        ValueKind::Choices => choice::read_several(slot, text, around),
        ValueKind::List => list::read_list(slot, text, around.gathered),
        ValueKind::Table => table::read_cell(slot, text, around.gathered),
        ValueKind::Date => read_date(slot, text, around),
        ValueKind::Time => taken(schedule::read_time(text, spoken(around.language)), Value::Time),
        ValueKind::Weekdays => {
            taken(schedule::read_weekdays(text, spoken(around.language)), |days| Value::Weekdays(days.bits()))
        }
        ValueKind::Zone => taken(schedule::read_zone(text, spoken(around.language), around.now), |zone| {
            Value::Zone(Box::from(zone.name()))
        }),
        ValueKind::Country => country::read_country(text),
    }
}

/// Whether a value that was stored, or came by a button, is still one that the question takes.
#[must_use]
pub fn is_valid(ask: &Ask, slot: &Slot, value: &Value) -> bool {
    let offered = |name: &str, options: &[Choice]| options.iter().any(|option| &*option.value.name == name);
    if value.kind() != slot.kind {
        return false;
    }
    match value {
        Value::Text(text) => !text.is_empty() && text.chars().count() <= limit(slot),
        Value::Number(number) => in_range(slot, *number),
        Value::Choice(name) => offered(name, &ask.choices),
        Value::Choices(names) => names.len() <= slot.items && names.iter().all(|name| offered(name, &ask.choices)),
        Value::List(items) => items.len() <= slot.items && items.iter().all(|item| item.chars().count() <= limit(slot)),
        Value::Table(cells) => {
            cells.iter().all(|cell| offered(&cell.row, &slot.rows) && offered(&cell.column, &slot.columns))
        }
        Value::Weekdays(days) => (1..128).contains(days),
        Value::YesNo(_) | Value::Date(_) | Value::Time(_) | Value::Zone(_) | Value::Country(_) => true,
    }
}

/// Most characters of a text or of one entry.
#[must_use]
pub fn limit(slot: &Slot) -> usize {
    slot.max.map_or(TEXT_MAX, |max| max.clamp(1.0, 4000.0) as usize)
}

/// The value of the button whose words were typed.
fn labelled(slot: &Slot, text: &str, around: &Surroundings<'_>) -> Option<Value> {
    if around.offered.is_empty() || text.len() > BUTTON_MAX {
        return None;
    }
    let folded = fold(text);
    let choice = around.offered.iter().find(|choice| choice.folded.contains(&folded))?;
    payload::read_value(slot.kind, &choice.value.name)
}

fn read_text(slot: &Slot, text: &str) -> Reading {
    let max = limit(slot);
    if text.chars().nth(max).is_some() {
        Reading::TooLong(max)
    } else if text.chars().any(char::is_alphanumeric) {
        Reading::Clear(Value::Text(Box::from(text)))
    } else {
        Reading::Unclear
    }
}

fn in_range(slot: &Slot, number: f64) -> bool {
    slot.min.is_none_or(|min| number >= min) && slot.max.is_none_or(|max| number <= max)
}

fn ranged(slot: &Slot, number: Option<f64>) -> Reading {
    match number {
        None => Reading::Unclear,
        Some(number) if in_range(slot, number) => Reading::Clear(Value::Number(number)),
        Some(_) => Reading::OutOfRange,
    }
}

fn read_date(slot: &Slot, text: &str, around: &Surroundings<'_>) -> Reading {
    let reading = schedule::read_date(text, spoken(around.language), around.today);
    let is_past = |value: &Value| slot.future && matches!(value, Value::Date(date) if *date < around.today);
    match taken(reading, Value::Date) {
        Reading::Clear(date) | Reading::Doubtful(date) if is_past(&date) => Reading::Past,
        Reading::Ambiguous(mut dates) => {
            dates.retain(|date| !is_past(date));
            match dates.len() {
                0 => Reading::Past,
                1 => dates.pop().map_or(Reading::Past, Reading::Doubtful),
                _ => Reading::Ambiguous(dates),
            }
        }
        reading => reading,
    }
}

fn taken<T>(reading: schedule::Reading<T>, value: impl Fn(T) -> Value) -> Reading {
    match reading {
        schedule::Reading::Clear(found) => Reading::Clear(value(found)),
        schedule::Reading::Doubtful(found) => Reading::Doubtful(value(found)),
        schedule::Reading::Ambiguous(found) => Reading::Ambiguous(found.into_iter().map(value).collect()),
        schedule::Reading::No => Reading::Unclear,
    }
}

/// The language as the schedule room calls it: it reads and writes the two that flows are written in.
#[must_use]
pub const fn spoken(language: Language) -> schedule::Language {
    match language {
        Language::Es => schedule::Language::Es,
        _ => schedule::Language::En,
    }
}
