//! Reading a time zone from a place, an abbreviation, an offset or a clock.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::place::by_place;
use super::words::{Phrase, other};
use super::zone_clock::{zones_at_clock, zones_at_offset};
use super::{Language, Reading};

/// More words than this are no place and no clock.
const MOST_WORDS: usize = 14;

/// A time zone by its IANA name; there is none that the tz database does not know.
///
/// ```
/// use handrail::schedule::Zone;
///
/// assert_eq!(Zone::named("america/new_york").map(|zone| zone.city()).as_deref(), Some("New York"));
/// // A POSIX string has no laws, only an offset; an abbreviation has several meanings.
/// assert_eq!(Zone::named("EST5EDT"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Zone(String);

impl Zone {
    /// The zone with this IANA name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if !name.contains('/') {
            return None;
        }
        let zone = TimeZone::get(name).ok()?;
        zone.iana_name().map(|name| Self(name.into()))
    }

    /// The IANA name, to store.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The laws of this zone. They are compiled into the program, and `named` found them there.
    #[must_use]
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::get(&self.0).unwrap_or(TimeZone::UTC)
    }

    /// The city in the name, for a button: "New York".
    #[must_use]
    pub fn city(&self) -> String {
        self.0.rsplit('/').next().unwrap_or_default().replace('_', " ")
    }
}

impl std::fmt::Display for Zone {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Reads a time zone; `now` is needed when someone only says what their clock shows.
///
/// ```
/// use handrail::schedule::{Language, Reading, read_zone};
///
/// let now = "2026-11-25T19:05:00Z".parse().unwrap();
/// let names = |text, language| -> Vec<String> {
///     match read_zone(text, language, now) {
///         Reading::Clear(zone) | Reading::Doubtful(zone) => vec![zone.name().into()],
///         Reading::Ambiguous(zones) => zones.iter().map(|zone| zone.name().into()).collect(),
///         Reading::No => vec![],
///     }
/// };
/// assert_eq!(names("hora de nueva york", Language::Es), ["America/New_York"]);
/// assert_eq!(names("Florida", Language::En), ["America/New_York", "America/Chicago"]);
/// assert_eq!(names("Portland, OR", Language::En), ["America/Los_Angeles"]);
/// assert_eq!(names("my clock says 14:05", Language::En)[0], "America/New_York");
/// ```
#[must_use]
pub fn read_zone(text: &str, language: Language, now: Timestamp) -> Reading<Zone> {
    let Some(phrase) = Phrase::read(text) else {
        return Reading::No;
    };
    if let Some(zone) = Zone::named(&text.trim().replace(' ', "_")) {
        return Reading::Clear(zone);
    }
    let words = phrase.words.as_slice();
    if words.len() > MOST_WORDS {
        return Reading::No;
    }
    by_place(words, language, now)
        .or_else(|| by_place(words, other(language), now))
        .or_else(|| zones_at_offset(words, language, now))
        .or_else(|| zones_at_clock(words, language, now))
        .doubtful_if(phrase.hedged)
}
