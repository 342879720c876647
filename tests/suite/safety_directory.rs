//! The directory: the shipped file, and what the checks say about broken ones.

use handrail::safety::{Directory, Lang, Need, Opening, line_text, note_checked, opening};

#[test]
fn the_shipped_directory_loads_and_every_country_has_an_emergency_number() {
    let directory = Directory::shipped();
    assert!(directory.countries().len() >= 90);
    assert!(directory.countries().iter().all(|country| country.emergency_number().is_some()));
    assert!(directory.unchecked() > 0, "no operator has checked anything yet");
}

fn file(line: &str, country: &str) -> String {
    let country =
        if country.is_empty() { "    emergency:\n      - { number: \"911\", for: \"all\" }\n" } else { country };
    format!(
        "schema: 1\nsources:\n  \"s\": {{ year: 2025, what: x, ref: y }}\ncountries:\n  - code: \"US\"\n    name: \"US\"\n{country}    lines:\n      - id: one\n        name: One\n        hours: \"24/7\"\n        audience: [general]\n        tier: A\n{line}"
    )
}

#[test]
fn broken_directories_are_refused_with_the_reason() {
    let good = "        phone: \"988\"\n        dial: \"988\"\n        as_of: 2025\n        sources: [\"s\"]\n";
    assert!(Directory::load("h.yaml", &file(good, "")).is_ok());
    let rest = "        as_of: 2025\n        sources: [\"s\"]\n";
    let cases = [
        (file(&format!("        phone: \"1-800-273-8255\"\n{rest}"), ""), "dead number"),
        (file(&format!("        phone: \"45645\"\n{rest}"), ""), "dead number"),
        (file(&format!("        phone: \"+988\"\n{rest}"), ""), "without a plus sign"),
        (file(&format!("        sms: {{ number: \"741741\" }}\n{rest}"), ""), "keyword"),
        (file(&format!("        sms: {{ number: \"85258\" }}\n{rest}"), ""), "keyword"),
        (file(&format!("        phone: \"988\"\n        press: \"3\"\n{rest}"), ""), "press 3"),
        (file(rest, ""), "cannot be reached"),
        (file("        phone: \"988\"\n        as_of: 2025\n        sources: []\n", ""), "sources"),
        (
            file("        phone: \"988\"\n        as_of: 2025\n        sources: [\"t\"]\n", ""),
            "no source is called 't'",
        ),
        (file("        phone: \"988\"\n        as_of: 0\n        sources: [\"s\"]\n", ""), "the year"),
        (file(good, "    emergency: []\n"), "no emergency number"),
        (file(good, "").replace("\"US\"", "\"usa\""), "no country code"),
        (file(good, "").replace("tier: A", "tier: C"), ""),
        (file(good, "").replace("schema: 1", "schema: 2"), "schema 2"),
        (
            format!(
                "{}  - code: \"XX\"\n    name: X\n    emergency: [{{ number: \"112\", for: \"all\" }}]\n    lines: [{{ id: two, name: Two, phone: \"4321\", hours: \"24/7\", audience: [general], tier: A, as_of: 2025, sources: [\"s\"] }}]\n",
                file(&good.replace("988", "4321"), "")
            ),
            "two countries",
        ),
        ("countries: [".to_owned(), ""),
    ];
    for (text, reason) in cases {
        let problems = Directory::load("h.yaml", &text).err().unwrap_or_default();
        let reason = if reason == "two countries" { "stands under" } else { reason };
        assert!(
            !problems.is_empty() && problems.iter().any(|problem| problem.sentence.contains(reason)),
            "{reason}: {problems:?}\n{text}"
        );
    }
}

#[test]
fn looks_up_by_country_and_need() {
    let directory = Directory::shipped();
    let us = directory.country("us").unwrap();
    let cases = [
        (Need::Suicide, "us_988"),
        (Need::Youth, ""),
        (Need::Lgbtq, "us_trevor"),
        (Need::Veterans, "us_veterans"),
        (Need::DomesticViolence, "us_domestic_violence"),
        (Need::SexualAssault, "us_rainn"),
        (Need::SubstanceUse, "us_samhsa"),
        (Need::Spanish, ""),
    ];
    for (need, id) in cases {
        let lines = us.lines_for(need, None);
        assert!(id.is_empty() || lines[0].id == id, "{}: {}", need.name(), lines[0].id);
        assert!(lines.len() > 1, "the general ones follow");
    }
    for need in [Need::Family, Need::Warmline, Need::Perinatal, Need::EatingDisorders] {
        let _ = us.lines_only_for(need, Some(10));
    }
    assert!(
        us.lines_only_for(Need::Suicide, None).iter().all(|line| line.id != "us_nami"),
        "an office line is no crisis line"
    );
}

#[test]
fn a_line_as_text_names_hours_cost_language_and_the_year() {
    let directory = Directory::shipped();
    let line = directory.line("us_crisis_text").unwrap();
    assert_eq!(
        line_text(line, Lang::En),
        format!(
            "Crisis Text Line: text HOME to 741741. day and night; free; English, Spanish; from public sources, as of {}.",
            line.as_of
        )
    );
    assert!(line_text(line, Lang::Es).contains("envíe HOLA al 741741"));
    assert!(line_text(directory.line("gb_childline").unwrap(), Lang::En).contains("may be closed"));
    let mut checked = line.clone();
    checked.checked_on = Some("2026-11-01".to_owned());
    assert!(line_text(&checked, Lang::En).contains("checked on 2026-11-01"));
}

#[test]
fn hours_that_cannot_be_read_may_be_closed() {
    for hours in [
        "unknown",
        "check provider",
        "11:00-04:00 daily in 2021, check provider",
        "11:00-23:00, Fri-Sat to 03:00",
        "",
        "always",
    ] {
        assert_eq!(opening(hours, Some(12)), Opening::MayBeClosed, "{hours}");
    }
    let cases = [
        ("17:00-24:00 daily", 18, true),
        ("17:00-24:00 daily", 3, false),
        ("19:00-07:00", 2, true),
        ("Mon-Fri 10:00-22:00 ET", 24 * 6 + 12, false),
        ("Mon-Sat 10:00-20:00 IST", 12, true),
    ];
    for (hours, hour, open) in cases {
        assert_eq!(opening(hours, Some(hour)), if open { Opening::Open } else { Opening::Closed }, "{hours} at {hour}");
    }
}

const OWN: &str = "\
schema: 1
sources:
  own: { year: 2026, what: \"the provider's page\", ref: \"https://example.org\" }
checked:
  us_988: \"2026-11-26\"
countries:
  - code: \"US\"
    lines:
      - { id: us_trevor, name: Trevor, phone: \"1-555-0100\", hours: \"24/7\", audience: [lgbtq], tier: A, as_of: 2026, sources: [own], checked_on: \"2026-11-26\" }
      - { id: us_ours, name: Ours, phone: \"1-555-0101\", hours: \"24/7\", audience: [general], tier: B, as_of: 2026, sources: [own], checked_on: \"2026-11-26\" }
";

#[test]
fn an_operators_file_adds_lines_takes_the_place_of_others_and_says_what_was_checked() {
    let shipped = Directory::shipped();
    let directory = shipped.clone().with_local("own.yaml", OWN).unwrap();
    assert_eq!(directory.line("us_trevor").unwrap().phone.as_deref(), Some("1-555-0100"));
    assert_eq!(directory.line("us_ours").unwrap().name, "Ours");
    assert_eq!(shipped.unchecked(), directory.unchecked() + 2, "one was checked, one was checked and replaced");
    let before = line_text(shipped.line("us_988").unwrap(), Lang::En);
    assert!(before.contains("from public sources, as of"), "{before}");
    let after = line_text(directory.line("us_988").unwrap(), Lang::En);
    assert!(after.contains("checked on 2026-11-26") && !after.contains("public sources"), "{after}");
    // Nothing said changes nothing.
    assert_eq!(shipped.clone().with_local("own.yaml", " \n").unwrap().unchecked(), shipped.unchecked());
    // The emergency number stays though the file names none, and a country of one's own may be added.
    assert_eq!(directory.country("US").unwrap().emergency_number(), Some("911"));
    let island =
        "schema: 1\ncountries:\n  - { code: \"QQ\", name: Island, emergency: [{ number: \"112\", for: all }] }\n";
    assert!(shipped.with_local("own.yaml", island).unwrap().country("QQ").is_some());
}

#[test]
fn an_operators_file_is_held_to_the_rules_of_the_directory_and_names_the_line() {
    let cases = [
        (OWN.replace("schema: 1", "schema: 2"), "schema 2", 1),
        (OWN.replace("us_988:", "us_nowhere:"), "no line is called 'us_nowhere'", 5),
        (OWN.replace("us_988: \"2026-11-26\"", "us_988: \"last week\""), "checked_on is no day", 5),
        (OWN.replace("1-555-0101", "1-800-273-8255"), "dead number", 10),
        (
            OWN.replace(
                "sources: [own], checked_on: \"2026-11-26\" }\n      - { id: us_ours",
                "sources: [own] }\n      - { id: us_ours",
            ),
            "needs checked_on",
            9,
        ),
        (
            OWN.replace("tier: B, as_of: 2026, sources: [own]", "tier: B, as_of: 2026, sources: []"),
            "sources it was taken from",
            10,
        ),
        (
            OWN.replace("tier: B, as_of: 2026, sources: [own]", "tier: B, as_of: 2026, sources: [none]"),
            "no source is called 'none'",
            10,
        ),
        (OWN.replace("code: \"US\"", "code: \"QQ\""), "needs a name", 7),
        (OWN.replace("id: us_ours", "id: us_rainn2, other: 1"), "", 10),
        (OWN.replace("  own:", "  us988:"), "has a source 'us988' already", 3),
    ];
    for (text, reason, line) in cases {
        let problems = Directory::shipped().with_local("own.yaml", &text).unwrap_err();
        let found = problems
            .iter()
            .any(|problem| problem.file == "own.yaml" && problem.sentence.contains(reason) && problem.line == line);
        assert!(found, "{reason}: {problems:?}");
    }
}

#[test]
fn a_broken_file_of_the_operator_is_an_error_and_the_shipped_lines_stand() {
    use handrail::library::{Files, Library, OWN_HOTLINES};
    let mut files = Files::built_in();
    files.insert(OWN_HOTLINES, &OWN.replace("us_988:", "us_nowhere:"));
    assert!(Library::open(&files).is_err(), "a start with it is refused");
    let opened = Library::read(&files);
    let said: Vec<String> = opened.findings.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|said| said.starts_with("config/hotlines.local.yaml:5:")), "{said:?}");
    assert_eq!(opened.library.directory.line("us_ours").map(|line| line.id.clone()), None);
    files.insert(OWN_HOTLINES, OWN);
    assert!(Library::open(&files).unwrap().directory.line("us_ours").is_some());
}

#[test]
fn a_check_is_noted_and_all_else_in_the_file_stays_as_it_is() {
    let fresh = note_checked("", "us_988", "2027-01-31").unwrap();
    assert_eq!(fresh, "schema: 1\nchecked:\n  us_988: \"2027-01-31\"\n");
    let again = note_checked(&fresh, "us_988", "2027-06-30").unwrap();
    assert_eq!(again, "schema: 1\nchecked:\n  us_988: \"2027-06-30\"\n");
    let with_remarks = format!("# ours\n{}# the end\n", OWN.replace("checked:\n", "checked:   # by hand\n"));
    let noted = note_checked(&with_remarks, "us_rainn", "2027-01-31").unwrap();
    assert_eq!(noted, with_remarks.replace("# by hand\n", "# by hand\n  us_rainn: \"2027-01-31\"\n"));
    assert!(Directory::shipped().with_local("own.yaml", &noted).is_ok());
    let behind = note_checked("schema: 1\nsources: {}\n", "us_988", "2027-01-31").unwrap();
    assert!(Directory::shipped().with_local("own.yaml", &behind).is_ok(), "{behind}");
    assert!(note_checked("", "us_988", "31.1.2027").unwrap_err().contains("no day"));
    assert!(note_checked("schema: 1\nchecked: {}\n", "us_988", "2027-01-31").unwrap_err().contains("a row of its own"));
}
