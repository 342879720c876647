//! The table of keys of a file format: names, types and what they are for.
//!
//! From such a table come the check of a file ([`super::check`]), the "did you mean", the JSON Schema and the
//! reference page. Lowering reads only what the table lists.

/// What may stand behind a key.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A name: small letters, digits and `_`, beginning with a letter.
    Name,
    /// Words that people read, in one language.
    Words,
    /// Words in several languages: a group of language keys.
    Text,
    Number,
    YesNo,
    /// A condition or a value in the small expression language.
    Expression,
    /// Any single value.
    Scalar,
    OneOf(&'static [&'static str]),
    List(&'static Kind),
    /// A group whose keys are names.
    Names(&'static Kind),
    /// A group whose keys are languages.
    Languages(&'static Kind),
    Group(&'static Shape),
    /// One of several groups, told apart by their first key (the verb).
    Verb(&'static [&'static Shape]),
    Either(&'static [Kind]),
    /// Nothing at all.
    Empty,
}

/// One key of a group.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    pub about: &'static str,
}

/// A group of keys.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub name: &'static str,
    pub about: &'static str,
    pub keys: &'static [Key],
    /// Whether the words of each language stand beside the keys (`en: ...`, `es: ...`).
    pub languages: bool,
}

/// A key that may be left out.
#[must_use]
pub const fn key(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, kind, required: false, about }
}

/// A key that must be there.
#[must_use]
pub const fn must(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, kind, required: true, about }
}

/// The languages that files are written in, as their keys.
pub const LANGUAGES: &[&str] = &["en", "es"];
