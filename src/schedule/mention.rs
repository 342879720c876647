//! Names of places: what each stands for, and what a misspelt one was meant to be.

use super::Reading;
use super::places::{LETTERS_ALONE, PLACES, STATE_LETTERS};
use super::vocabulary::{beginning, nearest};
use super::words::Word;
use super::zone::Zone;

/// Everyday words that are cities of the tz database, or nearly the name of a place.
#[rustfmt::skip]
const EVERYDAY: &[&str] = &[
    "north", "south", "west", "act", "easter", "midway", "wake", "christmas", "virgin", "center",
    "resolute", "general", "hungry", "alerta", "tampoco", "august", "billing", "settle", "landing",
    "german", "alberca", "alegria",
];

/// "Chill" is not Chile, nor "cansada" Canada: a misspelt name must have so many letters.
const SHORTEST_MISSPELT: usize = 7;

/// Parts of the tz database that hold cities, not offsets or old names.
const CONTINENTS: [&str; 9] =
    ["Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

/// What one name stands for.
pub(super) struct Mention {
    /// The zones to choose from when nothing else is said.
    pub(super) offered: Vec<Zone>,
    /// These and the zones that the name only narrows.
    pub(super) covered: Vec<Zone>,
    pub(super) is_doubtful: bool,
    /// A state or province: there is a London in most of them.
    pub(super) is_state: bool,
}

/// The longest place name that the words begin with.
pub(super) fn mention(words: &[Word], is_region: bool) -> Option<(Mention, usize)> {
    let Some(Word::Text(first)) = words.first() else {
        return None;
    };
    let named = rows_with(first)
        .filter_map(|(_, name, _)| beginning(words, name).map(|length| (name, length)))
        .max_by_key(|(_, length)| *length);
    if let Some((name, length)) = named {
        return Some((mention_of(name), length));
    }
    if (is_region || LETTERS_ALONE.contains(&first.as_str()))
        && let Some((_, state)) = states().find(|(letters, _)| letters == first)
    {
        let mut mention = mention_of(state);
        mention.is_doubtful = !is_region;
        return Some((mention, 1));
    }
    None
}

/// Letters and name of each state.
fn states() -> impl Iterator<Item = (&'static str, &'static str)> {
    STATE_LETTERS.split('|').filter_map(|pair| pair.split_once(' '))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Plain,
    Doubtful,
    Beside,
}

/// Zone, name and mark of everything in the rows that hold this text somewhere.
fn rows_with(text: &str) -> impl Iterator<Item = (&'static str, &'static str, Mark)> {
    let rows = PLACES.iter().filter(move |(_, names)| names.contains(text));
    rows.flat_map(|(zone, names)| {
        names.split('|').map(move |name| {
            if let Some(name) = name.strip_suffix('?') {
                (*zone, name, Mark::Doubtful)
            } else if let Some(name) = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')) {
                (*zone, name, Mark::Beside)
            } else {
                (*zone, name, Mark::Plain)
            }
        })
    })
}

fn mention_of(name: &str) -> Mention {
    let mut found = Mention {
        offered: Vec::new(),
        covered: Vec::new(),
        is_doubtful: false,
        is_state: states().any(|(_, state)| state == name),
    };
    for (zone, _, mark) in rows_with(name).filter(|(_, known, _)| *known == name) {
        let Some(zone) = Zone::named(zone) else {
            continue;
        };
        found.is_doubtful |= mark == Mark::Doubtful;
        if mark != Mark::Beside && !found.offered.contains(&zone) {
            found.offered.push(zone.clone());
        }
        found.covered.push(zone);
    }
    found
}

/// "Ushuaia": any city that names a zone; of two names for one zone, the fuller.
pub(super) fn city_of_database(town: &str) -> Option<Mention> {
    if town.is_empty() || EVERYDAY.contains(&town) {
        return None;
    }
    let is_town = |name: &str| {
        name.split_once('/').is_some_and(|(continent, place)| {
            let city = place.rsplit('/').next().unwrap_or_default();
            CONTINENTS.contains(&continent) && city.to_lowercase().replace(['_', '-'], " ") == town
        })
    };
    let names = jiff::tz::db().available().filter(|name| is_town(name.as_str()));
    let zone = names.max_by_key(|name| name.as_str().len())?;
    let zones = vec![Zone::named(zone.as_str())?];
    Some(Mention { offered: zones.clone(), covered: zones, is_doubtful: false, is_state: false })
}

pub(super) fn misspelt(written: &str) -> Reading<Zone> {
    if EVERYDAY.contains(&written) {
        return Reading::No;
    }
    let names = rows_with("").filter(|(_, _, mark)| *mark != Mark::Beside).map(|(_, name, _)| (name, name));
    nearest(written, SHORTEST_MISSPELT, names)
        .map_or(Reading::No, |known| Reading::of_options(mention_of(known).offered).doubtful())
}
