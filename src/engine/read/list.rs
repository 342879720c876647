//! Lists in the person's own words.

use super::{Reading, limit};
use crate::engine::model::Slot;
use crate::engine::value::Value;

/// Adds what was written to what has been gathered.
pub fn read_list(slot: &Slot, text: &str, gathered: Option<&Value>) -> Reading {
    let mut items = match gathered {
        Some(Value::List(items)) => items.clone(),
        _ => Vec::new(),
    };
    let max = limit(slot);
    for item in split_list(text) {
        if item.chars().count() > max {
            return Reading::TooLong(max);
        }
        if item.chars().any(char::is_alphanumeric) && !items.iter().any(|known| **known == *item) {
            items.push(Box::from(item));
        }
        if items.len() > slot.items {
            return Reading::TooMany(slot.items);
        }
    }
    if items.is_empty() { Reading::Unclear } else { Reading::Clear(Value::List(items)) }
}

/// Cuts at line breaks and semicolons, else at commas; bullets and numbers in front are dropped.
///
/// ```
/// use handrail::engine::split_list;
/// assert_eq!(split_list("1. water\n2. book, pen"), ["water", "book, pen"]);
/// assert_eq!(split_list("water, book"), ["water", "book"]);
/// ```
#[must_use]
pub fn split_list(text: &str) -> Vec<&str> {
    let lines = text.contains(['\n', ';']);
    text.split(|symbol| if lines { matches!(symbol, '\n' | ';') } else { symbol == ',' })
        .map(|item| {
            item.trim()
                .trim_start_matches(|symbol: char| matches!(symbol, '-' | '*' | '•' | '·') || symbol.is_whitespace())
        })
        .map(|item| match item.split_once(['.', ')']) {
            Some((number, rest))
                if number.parse::<u8>().is_ok() && !rest.starts_with(|next: char| next.is_ascii_digit()) =>
            {
                rest.trim()
            }
            _ => item,
        })
        .filter(|item| !item.is_empty())
        .collect()
}
