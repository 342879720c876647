//! What a button carries: enough to be understood, or explained, long after its question.
//!
//! `a:FLOW:QUESTION:HASH:VALUE` answers a question, `c:FLOW:QUESTION` changes an answer, `w:WORD` is a reserved word,
//! `s:FLOW` begins a flow. At most 64 bytes (Telegram's `callback_data`); the linter checks the worst case.

use std::sync::Arc;

use jiff::civil::{Date, Time};

use super::value::{Value, ValueKind};
use super::words::Word;
use crate::message::Country;

/// The value of the button that closes a question with several answers.
pub const DONE: &str = "-done";
/// The value of the button that shows more choices.
pub const MORE: &str = "-more";

/// A button, read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tap<'a> {
    Answer {
        flow: &'a str,
        question: &'a str,
        hash: u16,
        value: &'a str,
    },
    Change {
        flow: &'a str,
        question: &'a str,
    },
    Word(Word),
    Start(&'a str),
    /// Something that belongs to another room (an answer's topic, a crisis card).
    Other(&'a str),
}

/// The part of a question's hash that fits a button.
#[must_use]
pub const fn short(hash: u32) -> u16 {
    ((hash >> 16) ^ (hash & 0xffff)) as u16
}

#[must_use]
pub fn answer(flow: &str, question: &str, hash: u32, value: &str) -> Arc<str> {
    Arc::from(format!("a:{flow}:{question}:{:04x}:{value}", short(hash)))
}

#[must_use]
pub fn change(flow: &str, question: &str) -> Arc<str> {
    Arc::from(format!("c:{flow}:{question}"))
}

#[must_use]
pub fn word(word: Word) -> Arc<str> {
    Arc::from(format!("w:{}", word.name()))
}

#[must_use]
pub fn start(flow: &str) -> Arc<str> {
    Arc::from(format!("s:{flow}"))
}

/// Reads a payload. Anything unknown is somebody else's.
#[must_use]
pub fn read(payload: &str) -> Tap<'_> {
    let other = Tap::Other(payload);
    match payload.split_once(':') {
        Some(("a", rest)) => {
            let mut parts = rest.splitn(4, ':');
            match (
                parts.next(),
                parts.next(),
                parts.next().and_then(|hash| u16::from_str_radix(hash, 16).ok()),
                parts.next(),
            ) {
                (Some(flow), Some(question), Some(hash), Some(value)) => Tap::Answer { flow, question, hash, value },
                _ => other,
            }
        }
        Some(("c", rest)) => rest.split_once(':').map_or(other, |(flow, question)| Tap::Change { flow, question }),
        Some(("w", name)) => Word::from_name(name).map_or(other, Tap::Word),
        Some(("s", flow)) => Tap::Start(flow),
        _ => other,
    }
}

/// The value of a button, as text.
#[must_use]
pub fn write_value(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Choice(text) | Value::Zone(text) => text.to_string(),
        Value::Number(number) => number.to_string(),
        Value::YesNo(answer) => if *answer { "yes" } else { "no" }.to_owned(),
        Value::Choices(names) => names.join(","),
        Value::List(items) => items.join(","),
        Value::Table(_) => String::new(),
        Value::Date(date) => date.to_string(),
        Value::Time(time) => time.strftime("%H%M").to_string(),
        Value::Weekdays(days) => days.to_string(),
        Value::Country(country) => country.code().to_owned(),
    }
}

/// Reads a value as a button or a flow file writes it.
#[must_use]
pub fn read_value(kind: ValueKind, written: &str) -> Option<Value> {
    match kind {
        ValueKind::Text => (!written.is_empty()).then(|| Value::Text(Box::from(written))),
        ValueKind::Number => written.parse().ok().filter(|number: &f64| number.is_finite()).map(Value::Number),
        ValueKind::YesNo => match written {
            "yes" => Some(Value::YesNo(true)),
            "no" => Some(Value::YesNo(false)),
            _ => None,
        },
        ValueKind::Choice => Some(Value::Choice(Box::from(written))),
        ValueKind::Date => written.parse::<Date>().ok().map(Value::Date),
        ValueKind::Time => {
            Time::strptime(if written.contains(':') { "%H:%M" } else { "%H%M" }, written).ok().map(Value::Time)
        }
        ValueKind::Weekdays => written.parse().ok().filter(|days| (1..128).contains(days)).map(Value::Weekdays),
        ValueKind::Zone => jiff::tz::TimeZone::get(written).ok().map(|_| Value::Zone(Box::from(written))),
        ValueKind::Country => Country::from_code(written).map(Value::Country),
        ValueKind::Choices | ValueKind::List | ValueKind::Table => None,
    }
}
