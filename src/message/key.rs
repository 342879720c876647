//! Who is talking, and where.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Platform;

/// A person: a platform and the user id there. `Debug` hides the id.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonKey {
    pub platform: Platform,
    pub user: String,
}

impl fmt::Debug for PersonKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a person on {}", self.platform.name())
    }
}

/// Whether others can read along. Personal journeys and private slots appear in private places only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Place {
    #[default]
    Private,
    Public,
}

/// A conversation: a person in one place (their direct messages, or their private thread of work in one server).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ConversationKey {
    pub person: PersonKey,
    /// The platform's id of the place; empty for direct messages.
    pub room: String,
}

/// An ISO 3166-1 alpha-2 code in capitals.
///
/// ```
/// use handrail::message::Country;
/// assert_eq!(Country::from_code("no").map(|country| country.to_string()), Some("NO".to_owned()));
/// assert_eq!(Country::from_code("Norway"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Country([u8; 2]);

impl Country {
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code.as_bytes() {
            [first, second] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
                Some(Self([first.to_ascii_uppercase(), second.to_ascii_uppercase()]))
            }
            _ => None,
        }
    }

    /// The two capitals.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
}

impl fmt::Display for Country {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}
