//! A set of weekdays.

use jiff::civil::Weekday;

use super::{Language, names};

/// Some days of the week. May be empty; a reader never returns an empty one.
///
/// ```
/// use handrail::schedule::{Language, Weekdays};
/// use jiff::civil::Weekday;
///
/// let days = Weekdays::from_iter([Weekday::Friday, Weekday::Monday, Weekday::Wednesday]);
/// assert_eq!(days.in_words(Language::En), "Monday, Wednesday and Friday");
/// assert_eq!(Weekdays::from_bits(0b001_1111), Some(Weekdays::WORKING));
/// assert_eq!(Weekdays::from_bits(0b1000_0000), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Monday to Sunday.
    pub const EVERY: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub const WORKING: Self = Self(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKEND: Self = Self(0b110_0000);

    /// The set with exactly one day.
    #[must_use]
    pub fn only(day: Weekday) -> Self {
        Self(1 << day.to_monday_zero_offset())
    }

    /// The set as it is stored: Monday is bit 0. `None` when other bits are set.
    #[must_use]
    pub fn from_bits(bits: u8) -> Option<Self> {
        (bits & !Self::EVERY.0 == 0).then_some(Self(bits))
    }

    /// The number to store.
    #[must_use]
    pub fn bits(self) -> u8 {
        self.0
    }

    /// Whether the day is one of them.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & Self::only(day).0 != 0
    }

    /// Whether there is no day at all.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// These days and those.
    #[must_use]
    pub fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// These days but not those.
    #[must_use]
    pub fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// The days in order, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        (0..7).filter_map(|offset| Weekday::from_monday_zero_offset(offset).ok()).filter(move |day| self.contains(*day))
    }

    /// The days of a range, over the end of the week if need be: Friday to Monday is four days.
    #[must_use]
    pub(super) fn range(first: Weekday, last: Weekday) -> Self {
        let length = (last.to_monday_zero_offset() - first.to_monday_zero_offset()).rem_euclid(7);
        (0..=length).map(|days| first.wrapping_add(days)).collect()
    }

    /// The days as a sentence names them: "Monday, Wednesday and Friday", "every day".
    #[must_use]
    pub fn in_words(self, language: Language) -> String {
        match (self, language) {
            (Self::EVERY, Language::En) => return "every day".into(),
            (Self::EVERY, Language::Es) => return "todos los días".into(),
            (Self::WORKING, Language::En) => return "Monday to Friday".into(),
            (Self::WORKING, Language::Es) => return "de lunes a viernes".into(),
            _ => {}
        }
        let and = match language {
            Language::En => " and ",
            Language::Es => " y ",
        };
        let days: Vec<&str> = self.iter().map(|day| names::weekday(day, language)).collect();
        match days.split_last() {
            Some((last, [])) => (*last).into(),
            Some((last, before)) => format!("{}{and}{last}", before.join(", ")),
            None => String::new(),
        }
    }
}

impl FromIterator<Weekday> for Weekdays {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        days.into_iter().fold(Self::default(), |set, day| set.with(Self::only(day)))
    }
}
