//! What a person wrote, in a type that cannot be printed by accident.

use std::fmt;

/// The text of a message. `Debug` and `Display` give its length only, so that no log line, error or panic message
/// can carry it. Whoever truly needs the words calls [`MessageText::reveal`], which is easy to search for.
///
/// ```
/// use handrail::message::MessageText;
/// let text = MessageText::from("my secret");
/// assert_eq!(format!("{text} {text:?}"), "(9 bytes of text) (9 bytes of text)");
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct MessageText(String);

impl MessageText {
    /// The words themselves: for screening, reading and matching, never for printing or keeping.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for MessageText {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for MessageText {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for MessageText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "({} bytes of text)", self.0.len())
    }
}

impl fmt::Debug for MessageText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
