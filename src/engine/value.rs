//! Answers: what a slot can hold.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::message::Country;

/// A short name out of a flow file.
pub type Name = Box<str>;

/// What a slot holds. Answers in words carry what a person wrote: `Debug` shows their kind only.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    Text(Box<str>),
    Number(f64),
    YesNo(bool),
    Choice(Name),
    Choices(Vec<Name>),
    List(Vec<Box<str>>),
    Table(Vec<Cell>),
    Date(Date),
    Time(Time),
    /// Bit 0 is Monday.
    Weekdays(u8),
    /// A name of the IANA time zone database.
    Zone(Box<str>),
    Country(Country),
}

/// One filled cell of a table.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    pub row: Name,
    pub column: Name,
    pub text: Box<str>,
}

impl std::fmt::Debug for Cell {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} x {}", self.row, self.column)
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "({})", self.kind().name())
    }
}

/// The type of a value, for expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    Text,
    Number,
    YesNo,
    Choice,
    Choices,
    List,
    Table,
    Date,
    Time,
    Weekdays,
    Zone,
    Country,
}

impl ValueKind {
    /// The name that flows use for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::YesNo => "yes_no",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::List => "list",
            Self::Table => "table",
            Self::Date => "date",
            Self::Time => "time",
            Self::Weekdays => "weekdays",
            Self::Zone => "timezone",
            Self::Country => "country",
        }
    }

    /// Reads the name that flows use.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        const ALL: [ValueKind; 12] = [
            ValueKind::Text,
            ValueKind::Number,
            ValueKind::YesNo,
            ValueKind::Choice,
            ValueKind::Choices,
            ValueKind::List,
            ValueKind::Table,
            ValueKind::Date,
            ValueKind::Time,
            ValueKind::Weekdays,
            ValueKind::Zone,
            ValueKind::Country,
        ];
        ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether the person fills it with words of their own.
    #[must_use]
    pub const fn is_free_text(self) -> bool {
        matches!(self, Self::Text | Self::List | Self::Table)
    }
}

impl Value {
    #[must_use]
    pub const fn kind(&self) -> ValueKind {
        match self {
            Self::Text(_) => ValueKind::Text,
            Self::Number(_) => ValueKind::Number,
            Self::YesNo(_) => ValueKind::YesNo,
            Self::Choice(_) => ValueKind::Choice,
            Self::Choices(_) => ValueKind::Choices,
            Self::List(_) => ValueKind::List,
            Self::Table(_) => ValueKind::Table,
            Self::Date(_) => ValueKind::Date,
            Self::Time(_) => ValueKind::Time,
            Self::Weekdays(_) => ValueKind::Weekdays,
            Self::Zone(_) => ValueKind::Zone,
            Self::Country(_) => ValueKind::Country,
        }
    }
}
