//! Reads the JSON that Discord sends, field by field.
//!
//! A library's model refuses a whole event when one field of it has an odd shape, and a message that says "I want to
//! die" is gone with it. Here a field that cannot be read is a field that is absent, and nothing else is lost.

use std::num::NonZeroU64;

use serde_json::Value;

/// Milliseconds of 1970 at which Discord's ids begin to count.
const EPOCH_MILLISECONDS: u64 = 1_420_070_400_000;

/// An id at a path such as `/author/id`.
pub fn id<T: From<NonZeroU64>>(value: &Value, path: &str) -> Option<T> {
    as_id(value.pointer(path)?)
}

/// A value as an id: Discord writes ids as strings.
pub fn as_id<T: From<NonZeroU64>>(value: &Value) -> Option<T> {
    let number = value.as_str().and_then(|text| text.parse().ok()).or_else(|| value.as_u64())?;
    NonZeroU64::new(number).map(T::from)
}

pub fn text<'a>(value: &'a Value, path: &str) -> Option<&'a str> {
    value.pointer(path)?.as_str()
}

pub fn number(value: &Value, path: &str) -> Option<u64> {
    value.pointer(path)?.as_u64()
}

/// Whether something is there and true.
pub fn is(value: &Value, path: &str) -> bool {
    value.pointer(path).and_then(Value::as_bool).unwrap_or(false)
}

/// Whether something is there and not null.
pub fn has(value: &Value, path: &str) -> bool {
    value.pointer(path).is_some_and(|value| !value.is_null())
}

/// A list; empty where there is none.
pub fn list<'a>(value: &'a Value, path: &str) -> &'a [Value] {
    value.pointer(path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// When an id was made, in seconds since 1970.
pub const fn made_at(id: u64) -> i64 {
    (((id >> 22) + EPOCH_MILLISECONDS) / 1000).cast_signed()
}

/// The least id that something made at a time (seconds of 1970) can have.
pub fn first_id_at(seconds: i64) -> u64 {
    (seconds.max(0).unsigned_abs() * 1000).saturating_sub(EPOCH_MILLISECONDS).max(1) << 22
}
