//! What people write about days, times and zones, as tables, and instants from rules.

mod any_input;
mod calendars;
mod dates;
mod rules;
mod sessions;
mod times;
mod weekdays;
mod words;
mod zones;

/// Answers that are none, in any reader and any language.
pub(crate) const NO_ANSWERS: &[&str] = &[
    "",
    "   ",
    "maybe",
    "maybe?",
    "I don't know",
    "idk",
    "not sure",
    "I'm not sure, sorry",
    "no sé",
    "no lo sé",
    "quizás",
    "a lo mejor",
    "banana",
    "plátano",
    "🙂",
    "👍🏽👍🏽",
    "?",
    "...",
    "-",
    "/",
    ":",
    ",",
    "no",
    "yes",
    "sí",
    "ok",
    "stop",
    "help now",
    "what is an iop",
    "¿cuánto cuesta?",
    "I am not free",
    "I want to die",
    "no quiero",
    "the",
    "el",
    "at",
    "de",
    "wtf",
    "99999999999999999999",
    "$5",
    "50%",
    "日曜日",
    "вторник",
    "\u{0}\u{1}",
];
