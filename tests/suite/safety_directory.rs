//! The directory: the shipped file, and what the checks say about broken ones.

use handrail::safety::{Directory, Lang, Need, Opening, line_text, opening};

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
