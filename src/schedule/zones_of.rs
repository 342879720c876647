//! The zones to offer to somebody of whom the country is known, or nothing.

use super::zone::Zone;

/// Where most people of a country live, the largest first. A country with one zone has one entry; where a country is
/// not here, nothing is offered, and the person writes a city.
const ZONES: &[(&str, &[&str])] = &[
    ("US", &["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix"]),
    ("CA", &["America/Toronto", "America/Vancouver", "America/Edmonton", "America/Winnipeg", "America/Halifax"]),
    ("MX", &["America/Mexico_City", "America/Monterrey", "America/Tijuana", "America/Hermosillo", "America/Cancun"]),
    ("AU", &["Australia/Sydney", "Australia/Melbourne", "Australia/Brisbane", "Australia/Perth", "Australia/Adelaide"]),
    ("GB", &["Europe/London"]),
    ("IE", &["Europe/Dublin"]),
    ("NZ", &["Pacific/Auckland"]),
    ("IN", &["Asia/Kolkata"]),
    ("ES", &["Europe/Madrid", "Atlantic/Canary"]),
    ("DE", &["Europe/Berlin"]),
    ("FR", &["Europe/Paris"]),
    ("AT", &["Europe/Vienna"]),
    ("CH", &["Europe/Zurich"]),
    ("PT", &["Europe/Lisbon", "Atlantic/Azores"]),
    ("BR", &["America/Sao_Paulo", "America/Manaus", "America/Fortaleza"]),
    ("AR", &["America/Argentina/Buenos_Aires"]),
    ("CO", &["America/Bogota"]),
    ("CL", &["America/Santiago"]),
    ("PE", &["America/Lima"]),
    ("PR", &["America/Puerto_Rico"]),
];

/// For somebody of whom no country is known: nobody's country is guessed, and most people write a city.
const UNKNOWN: &[&str] =
    &["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Europe/London"];

/// The zones of a country (two capitals), the best known first; some of the world where the country is unknown (empty).
///
/// ```
/// use handrail::schedule::zones_of;
///
/// let cities = |country| zones_of(country).iter().map(|zone| zone.city()).collect::<Vec<_>>();
/// assert_eq!(cities("ES"), ["Madrid", "Canary"]);
/// assert_eq!(cities("")[0], "New York");
/// // Nobody is guessed into a country: where there is no list, the person writes a city.
/// assert!(cities("FJ").is_empty());
/// ```
#[must_use]
pub fn zones_of(country: &str) -> Vec<Zone> {
    let listed = || ZONES.iter().find(|(code, _)| *code == country).map_or(&[][..], |(_, names)| names);
    let names = if country.is_empty() { UNKNOWN } else { listed() };
    names.iter().filter_map(|name| Zone::named(name)).collect()
}
