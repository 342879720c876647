use jiff::Timestamp;

use handrail::schedule::Language::{self, En, Es};
use handrail::schedule::{Reading, Zone, read_zone};

/// In winter of the north: New York at 14:05, Madrid at 20:05.
fn winter() -> Timestamp {
    "2026-11-25T19:05:00Z".parse().unwrap()
}

/// New York at 15:05, Chicago at 14:05.
fn summer() -> Timestamp {
    "2026-07-25T19:05:00Z".parse().unwrap()
}

/// "=Zone" is clear, "~Zone" doubtful, zones with a bar between ambiguous, "-" no.
fn shown(reading: &Reading<Zone>) -> String {
    match reading {
        Reading::Clear(zone) => format!("={zone}"),
        Reading::Doubtful(zone) => format!("~{zone}"),
        Reading::Ambiguous(zones) => zones.iter().map(Zone::to_string).collect::<Vec<_>>().join("|"),
        Reading::No => "-".into(),
    }
}

fn check(rows: &[(Language, &str, &str)], now: Timestamp) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(language, text, expected)| (text, expected, shown(&read_zone(text, *language, now))))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(text, expected, found)| format!("{text:?}: expected {expected}, found {found}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn names_and_cities() {
    check(
        &[
            (En, "America/New_York", "=America/New_York"),
            (En, "america/new york", "=America/New_York"),
            (En, "Europe/Madrid", "=Europe/Madrid"),
            (En, "Etc/GMT+5", "=Etc/GMT+5"),
            (En, "Chicago", "=America/Chicago"),
            (En, "chicago time", "=America/Chicago"),
            (En, "I'm in Chicago", "=America/Chicago"),
            (En, "I live near Chicago, Illinois", "=America/Chicago"),
            (En, "Chicago, IL", "=America/Chicago"),
            (En, "chciago", "~America/Chicago"),
            (En, "los angles", "~America/Los_Angeles"),
            (En, "LA", "=America/Los_Angeles"),
            (En, "L.A.", "=America/Los_Angeles"),
            (En, "NYC", "=America/New_York"),
            (En, "new-york", "=America/New_York"),
            (En, "St. Louis", "=America/Chicago"),
            (En, "washington d.c.", "=America/New_York"),
            (En, "Washington", "America/New_York|America/Los_Angeles"),
            (En, "Seattle, Washington", "=America/Los_Angeles"),
            (En, "Portland", "America/New_York|America/Los_Angeles"),
            (En, "Portland, OR", "=America/Los_Angeles"),
            (En, "portland or", "=America/Los_Angeles"),
            (En, "Portland, Maine", "=America/New_York"),
            (En, "Paris, Texas", "America/Chicago|America/Denver"),
            (En, "Bristol, Tennessee", "America/New_York|America/Chicago"),
            (En, "Boulder, Colorado", "=America/Denver"),
            (En, "Smallville, Kansas", "America/Chicago|America/Denver"),
            (En, "Smallville, Utah", "~America/Denver"),
            (En, "smallville utah", "-"),
            (En, "London", "America/Toronto|Europe/London"),
            (En, "London, UK", "=Europe/London"),
            (En, "London, Ontario", "=America/Toronto"),
            (En, "San José, Costa Rica", "=America/Costa_Rica"),
            (En, "Tokyo", "=Asia/Tokyo"),
            (En, "Sydney", "=Australia/Sydney"),
            (En, "new delhi", "=Asia/Kolkata"),
            (En, "Ushuaia", "=America/Argentina/Ushuaia"),
            (En, "Ushuaia, Argentina", "=America/Argentina/Ushuaia"),
            (En, "chicago or new york", "America/Chicago|America/New_York"),
            (En, "maybe chicago", "~America/Chicago"),
            (Es, "nueva york", "=America/New_York"),
            (Es, "hora de nueva york", "=America/New_York"),
            (Es, "vivo en Bogotá", "=America/Bogota"),
            (Es, "Ciudad de México", "=America/Mexico_City"),
            (Es, "CDMX", "=America/Mexico_City"),
            (Es, "Cancún, México", "=America/Cancun"),
            (Es, "La Habana", "=America/Havana"),
            (Es, "los ángeles", "=America/Los_Angeles"),
            (Es, "la paz", "America/Mazatlan|America/La_Paz"),
            (Es, "La Paz, Bolivia", "=America/La_Paz"),
            (Es, "Sevilla", "=Europe/Madrid"),
            (Es, "Valencia", "America/Caracas|Europe/Madrid"),
            (Es, "Valencia, España", "=Europe/Madrid"),
            (Es, "estoy en Londres", "=Europe/London"),
            (Es, "filadelfia", "=America/New_York"),
            (Es, "Buenos Aires", "=America/Argentina/Buenos_Aires"),
        ],
        winter(),
    );
}

#[test]
fn states_and_countries() {
    check(
        &[
            (En, "California", "=America/Los_Angeles"),
            (En, "Florida", "America/New_York|America/Chicago"),
            (En, "Miami, Florida", "=America/New_York"),
            (En, "Pensacola, FL", "=America/Chicago"),
            (En, "Tennessee", "America/New_York|America/Chicago"),
            (En, "Nashville, Tennessee", "=America/Chicago"),
            (En, "Texas", "America/Chicago|America/Denver"),
            (En, "El Paso, Texas", "=America/Denver"),
            (En, "texas central time", "=America/Chicago"),
            (En, "Indiana", "America/Indiana/Indianapolis|America/Chicago"),
            (En, "Idaho", "America/Boise|America/Los_Angeles"),
            (En, "arizona", "=America/Phoenix"),
            (En, "hawaii", "=Pacific/Honolulu"),
            (En, "TX", "America/Chicago|America/Denver"),
            (En, "NJ", "~America/New_York"),
            (En, "Georgia", "America/New_York|Asia/Tbilisi"),
            (En, "Atlanta, Georgia", "=America/New_York"),
            (En, "Denver, USA", "=America/Denver"),
            (En, "Toronto, Eastern time", "=America/Toronto"),
            (En, "Chicago, Eastern time", "America/Chicago|America/New_York"),
            (En, "India", "=Asia/Kolkata"),
            (En, "Ireland", "=Europe/Dublin"),
            (En, "UK", "=Europe/London"),
            (En, "the u.k.", "=Europe/London"),
            (En, "germany", "=Europe/Berlin"),
            (En, "new zealand", "=Pacific/Auckland"),
            (Es, "hora de México", "~America/Mexico_City"),
            (Es, "hora de Colombia", "=America/Bogota"),
            (Es, "España", "~Europe/Madrid"),
            (Es, "Canarias", "=Atlantic/Canary"),
            (Es, "Perú", "=America/Lima"),
            (Es, "tejas", "America/Chicago|America/Denver"),
        ],
        winter(),
    );
}

#[test]
fn abbreviations() {
    check(
        &[
            (En, "EST", "=America/New_York"),
            (En, "ET", "=America/New_York"),
            (En, "Eastern", "=America/New_York"),
            (En, "eastern standard time", "=America/New_York"),
            (En, "CST", "~America/Chicago"),
            (En, "CT", "=America/Chicago"),
            (En, "Central Time", "=America/Chicago"),
            (En, "MST", "America/Denver|America/Phoenix"),
            (En, "mountain", "=America/Denver"),
            (En, "PT", "=America/Los_Angeles"),
            (En, "Pacific", "=America/Los_Angeles"),
            (En, "pacific daylight time", "=America/Los_Angeles"),
            (En, "HST", "=Pacific/Honolulu"),
            (En, "GMT", "Europe/London|Etc/UTC"),
            (En, "UTC", "=Etc/UTC"),
            (En, "BST", "=Europe/London"),
            (En, "CET", "~Europe/Berlin"),
            (En, "IST", "Europe/Dublin|Asia/Jerusalem|Asia/Kolkata"),
            (En, "AEST", "Australia/Sydney|Australia/Brisbane"),
            (En, "cat", "-"),
            (Es, "hora del este", "=America/New_York"),
            (Es, "hora del pacífico", "=America/Los_Angeles"),
            (Es, "hora peninsular", "=Europe/Madrid"),
            (Es, "hora del centro", "=America/Mexico_City"),
        ],
        winter(),
    );
}

#[test]
fn clocks_and_offsets() {
    check(
        &[
            (En, "my clock says 14:05", "America/New_York|America/Bogota|America/Lima"),
            (En, "it's 2:05 pm here", "America/New_York|America/Bogota|America/Lima"),
            (En, "it is 2:12pm right now", "America/New_York|America/Bogota|America/Lima"),
            (En, "2:05", "America/New_York|America/Bogota|America/Lima|Asia/Bangkok"),
            (En, "5 pm EST", "~America/New_York"),
            (En, "it's 2pm in chicago", "~America/Chicago"),
            (En, "13:05", "America/Chicago|America/Mexico_City"),
            (En, "noon", "America/Denver|America/Phoenix"),
            (En, "my clock says 00:35", "~Asia/Kolkata"),
            (En, "it is 14:30", "-"),
            (En, "my clock says 25:00", "-"),
            (En, "9", "-"),
            (En, "at 5", "-"),
            (En, "I have two hours", "-"),
            (En, "9-12", "-"),
            (En, "my clock", "-"),
            (Es, "aquí son las 14:05", "America/Bogota|America/Lima|America/Guayaquil|America/New_York"),
            (Es, "aquí son las 8 de la noche", "Europe/Madrid|Europe/Berlin|Africa/Lagos"),
            (Es, "mi reloj marca las 13:05", "America/Mexico_City|America/Guatemala|America/Chicago"),
            (En, "UTC-5", "America/New_York|America/Bogota|America/Lima"),
            (En, "utc −5", "America/New_York|America/Bogota|America/Lima"),
            (En, "GMT+5:30", "~Asia/Kolkata"),
            (En, "+0530", "~Asia/Kolkata"),
            (En, "UTC-12", "~Etc/GMT+12"),
            (En, "utc+99", "-"),
            (En, "utc 5", "-"),
            (En, "+99999999:30", "-"),
            (En, "utc+9999", "-"),
        ],
        winter(),
    );
    check(
        &[
            (En, "my clock says 14:05", "America/Chicago|America/Bogota|America/Lima"),
            (En, "UTC-5", "America/Chicago|America/Bogota|America/Lima"),
            (En, "3:05 pm", "America/New_York|America/Santiago|America/Caracas|America/Puerto_Rico"),
        ],
        summer(),
    );
}

#[test]
fn what_is_no_zone() {
    for text in super::NO_ANSWERS {
        for language in [En, Es] {
            assert_eq!(read_zone(text, language, winter()), Reading::No, "{text:?}");
        }
    }
    for text in ["chicago ".repeat(1_250), "a".repeat(10_000), "/".repeat(10_000)] {
        assert_eq!(read_zone(&text, En, winter()), Reading::No);
    }
    let words = [
        "here", "home", "my time", "local", "the same", "nice", "hi", "me", "or", "in", "north", "chill", "hungry",
        "easter",
    ];
    for text in ["cansada", "estoy cansada", "cuenta", "este lunes", "tampoco", "una hora"] {
        assert_eq!(read_zone(text, Es, winter()), Reading::No, "{text:?}");
    }
    for text in words {
        assert_eq!(read_zone(text, En, winter()), Reading::No, "{text:?}");
    }
}

#[test]
fn a_zone_is_shown_by_its_city() {
    let rows = [
        ("america/new_york", "America/New_York", "New York"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("Etc/UTC", "Etc/UTC", "UTC"),
    ];
    for (name, canonical, city) in rows {
        let zone = Zone::named(name).unwrap();
        assert_eq!((zone.name(), zone.city().as_str()), (canonical, city));
    }
    for name in ["", "/", "EST", "EST5EDT", "Mars/Olympus", "../etc/passwd", "America/"] {
        assert_eq!(Zone::named(name), None, "{name}");
    }
}
