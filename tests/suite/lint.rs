//! The linter against flow files with planted faults, and against files that are right.
//!
//! tests/lint/CODE/ holds `wrong*.yaml` and `clean*.yaml`. Files that share their name up to the first dot are loaded
//! together. A wrong file begins with `# finds: LINE CODE, LINE CODE`: exactly these findings are in it (a third word names
//! another file); a file without that line must yield nothing. Where `older.yaml` stands beside them, the files are compared with it instead.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use handrail::author::explain;
use handrail::author::lint::{Banned, Catalog, compare, lint};
use handrail::author::report::{Format, report};
use handrail::engine::{Finding, Flows, Loaded, References, Severity, Source, Words};
use handrail::message::Language;
use proptest::prelude::*;

struct Settings;

impl References for Settings {
    fn find(&self, kind: &str, id: &str, _: Language) -> Option<String> {
        match (kind, id) {
            ("line", "us_988") => Some("988".to_owned()),
            ("contact", "labor_wage") => Some("1-866-487-9243".to_owned()),
            _ => None,
        }
    }
}

fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn words() -> Words {
    let text = fs::read_to_string(package().join("config/words.yaml")).unwrap();
    Words::load("config/words.yaml", &text).unwrap()
}

fn load(sources: &[Source]) -> Loaded {
    Flows::load(sources, words(), &Settings)
}

fn with_catalog<T>(with: impl FnOnce(&Catalog<'_>) -> T) -> T {
    let banned = Banned::built_in().unwrap();
    with(&Catalog {
        topics: &|name| matches!(name, "iop_definition" | "iop_schedule" | "very_long"),
        topic_words: &|name, _| {
            Some(Arc::from(if name == "very_long" { "word ".repeat(500) } else { "Short.".to_owned() }))
        },
        needs: &["suicide", "veterans"],
        is_crisis: &|text| text.to_lowercase().contains("want to die"),
        banned: &banned,
    })
}

fn all_findings(loaded: Loaded) -> Vec<Finding> {
    let mut findings = loaded.findings;
    findings.extend(with_catalog(|catalog| lint(&loaded.flows, catalog)));
    findings
}

/// One test case: files that are loaded together.
struct Case {
    code: String,
    name: String,
    sources: Vec<Source>,
    older: Option<Source>,
}

fn source(path: &Path) -> Source {
    Source { file: path.file_name().unwrap().to_string_lossy().into_owned(), text: fs::read_to_string(path).unwrap() }
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for folder in fs::read_dir(package().join("tests/lint")).unwrap() {
        let folder = folder.unwrap().path();
        let code = folder.file_name().unwrap().to_string_lossy().into_owned();
        let older = Some(folder.join("older.yaml")).filter(|path| path.exists()).map(|path| source(&path));
        let mut groups: BTreeMap<String, Vec<Source>> = BTreeMap::new();
        let mut paths: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let source = source(&path);
            let name = source.file.split('.').next().unwrap().to_owned();
            groups.entry(name).or_default().push(source);
        }
        groups.remove("older");
        cases.extend(groups.into_iter().map(|(name, sources)| Case {
            code: code.clone(),
            name,
            sources,
            older: older.clone(),
        }));
    }
    cases.sort_by(|left, right| (&left.code, &left.name).cmp(&(&right.code, &right.name)));
    cases
}

type Places = BTreeSet<(String, u32, String)>;

/// What the files say is in them.
fn declared(sources: &[Source]) -> Places {
    let mut places = Places::new();
    for source in sources {
        let Some(list) = source.text.lines().next().and_then(|line| line.strip_prefix("# finds: ")) else { continue };
        for entry in list.split(", ") {
            // The place is in this file unless another one is named behind the code.
            let words: Vec<&str> = entry.split(' ').collect();
            let file = words.get(2).map_or_else(|| source.file.clone(), |file| (*file).to_owned());
            places.insert((file, words[0].parse().unwrap(), words[1].to_owned()));
        }
    }
    places
}

fn places(findings: &[Finding]) -> Places {
    findings.iter().map(|finding| (finding.at.file.to_string(), finding.at.line, finding.code.to_owned())).collect()
}

fn found(case: &Case) -> Vec<Finding> {
    match &case.older {
        Some(older) => compare(&load(std::slice::from_ref(older)).flows, &load(&case.sources).flows),
        None => all_findings(load(&case.sources)),
    }
}

#[test]
fn every_planted_fault_is_found_and_nothing_else() {
    let mut wrong = Vec::new();
    for case in cases() {
        let findings = found(&case);
        let (expected, got) = (declared(&case.sources), places(&findings));
        if expected != got {
            let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
            wrong.push(format!(
                "{}/{}\n  missing: {:?}\n  unexpected: {:?}\n  all: {}",
                case.code,
                case.name,
                expected.difference(&got).collect::<Vec<_>>(),
                got.difference(&expected).collect::<Vec<_>>(),
                lines.join("\n       ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_fault_a_clean_file_and_a_page() {
    let cases = cases();
    let emitted = codes_in_sources(&package().join("src"));
    let pages: BTreeSet<String> = explain::codes().map(str::to_owned).collect();
    assert_eq!(emitted, pages, "codes that sources can emit, and pages");
    let files: BTreeSet<String> = fs::read_dir(package().join("docs/codes"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(files, pages, "files of docs/codes, and pages");
    for code in &pages {
        let of_code = || cases.iter().filter(|case| case.code == *code);
        let planted = of_code().any(|case| {
            case.name.starts_with("wrong") && declared(&case.sources).iter().any(|(_, _, found)| found == code)
        });
        assert!(planted, "{code} has no planted fault");
        assert!(
            of_code().any(|case| case.name.starts_with("clean") && declared(&case.sources).is_empty()),
            "{code} has no clean file"
        );
        let page = explain::explain(code).unwrap();
        for part in [&format!("# {code}: ") as &str, "## Why it matters", "## Wrong", "## Right"] {
            assert!(page.contains(part), "{code} lacks '{part}'");
        }
        assert!(explain::headline(code).is_some_and(|title| !title.is_empty()), "{code} has no headline");
    }
}

/// Every text in quotes that is a code.
fn codes_in_sources(folder: &Path) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            codes.extend(codes_in_sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let quoted = text.split('"').filter(|part| {
                part.len() == 4 && part.starts_with(['E', 'W']) && part[1..].bytes().all(|byte| byte.is_ascii_digit())
            });
            codes.extend(quoted.map(str::to_owned));
        }
    }
    codes.remove("E999");
    codes
}

#[test]
fn every_finding_says_what_to_do() {
    for case in cases() {
        for finding in found(&case) {
            assert!(
                finding.suggestion.is_some() || finding.severity() == Severity::Warning || finding.code < "E101",
                "{finding}"
            );
            assert!(!finding.message.ends_with('.'), "{finding}");
        }
    }
}

#[test]
fn findings_come_in_the_order_of_the_files() {
    for case in cases() {
        let loaded = load(&case.sources);
        let findings = with_catalog(|catalog| lint(&loaded.flows, catalog));
        assert!(findings.is_sorted_by(|left, right| left.at <= right.at), "{}/{}", case.code, case.name);
    }
}

#[test]
fn reports_hold_every_finding() {
    for case in cases() {
        let findings = found(&case);
        let text = report(&findings, Format::Text);
        let json: serde_json::Value = serde_json::from_str(&report(&findings, Format::Json)).unwrap();
        let sarif: serde_json::Value = serde_json::from_str(&report(&findings, Format::Sarif)).unwrap();
        let run = &sarif["runs"][0];
        let results = run["results"].as_array().unwrap();
        assert_eq!(sarif["version"], "2.1.0");
        assert_eq!(json["findings"].as_array().unwrap().len(), findings.len());
        assert_eq!(results.len(), findings.len());
        for (finding, result) in findings.iter().zip(results) {
            assert!(text.contains(&finding.to_string()), "{finding}");
            let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], finding.code);
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["region"]["startLine"], finding.at.line);
            assert_eq!(place["artifactLocation"]["uri"], &*finding.at.file);
        }
    }
}

#[test]
fn an_address_in_sarif_is_escaped() {
    let at = handrail::engine::Position { file: Arc::from("my flows/año.yaml"), line: 3, column: 1 };
    let sarif = report(&[Finding::new("E101", &at, "x")], Format::Sarif);
    assert!(sarif.contains("\"my%20flows/a%C3%B1o.yaml\""), "{sarif}");
}

/// One edit that damages a file.
#[derive(Clone, Debug)]
enum Damage {
    Drop(prop::sample::Index),
    Repeat(prop::sample::Index),
    Swap(prop::sample::Index, prop::sample::Index),
    Cut(prop::sample::Index),
    Put(prop::sample::Index, String),
    Indent(prop::sample::Index, bool),
}

fn damage() -> impl Strategy<Value = Damage> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        index().prop_map(Damage::Drop),
        index().prop_map(Damage::Repeat),
        (index(), index()).prop_map(|(left, right)| Damage::Swap(left, right)),
        index().prop_map(Damage::Cut),
        (index(), "[ -~ñé🌱{}:#]{0,30}").prop_map(|(place, text)| Damage::Put(place, text)),
        (index(), any::<bool>()).prop_map(|(place, more)| Damage::Indent(place, more)),
    ]
}

fn damaged(text: &str, edits: &[Damage]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for edit in edits {
        if lines.is_empty() {
            break;
        }
        let count = lines.len();
        match edit {
            Damage::Drop(place) => drop(lines.remove(place.index(count))),
            Damage::Repeat(place) => {
                let line = lines[place.index(count)].clone();
                lines.push(line);
            }
            Damage::Swap(left, right) => lines.swap(left.index(count), right.index(count)),
            Damage::Cut(place) => {
                let line = &mut lines[place.index(count)];
                let half = line.chars().count() / 2;
                *line = line.chars().take(half).collect();
            }
            Damage::Put(place, text) => {
                let line = &mut lines[place.index(count)];
                let words: Vec<&str> = line.splitn(2, ": ").collect();
                *line = format!("{}: {text}", words[0]);
            }
            Damage::Indent(place, more) => {
                let line = &mut lines[place.index(count)];
                *line = if *more { format!("  {line}") } else { line.strip_prefix("  ").unwrap_or(line).to_owned() };
            }
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_flows_are_linted_without_a_panic(
        picks in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
        edits in prop::collection::vec(damage(), 1..8),
    ) {
        let cases = cases();
        let mut sources = Vec::new();
        for pick in picks {
            for source in &pick.get(&cases).sources {
                sources.push(Source { file: source.file.clone(), text: damaged(&source.text, &edits) });
            }
        }
        let loaded = load(&sources);
        let findings = with_catalog(|catalog| lint(&loaded.flows, catalog));
        let text = report(&findings, Format::Text);
        prop_assert!(findings.iter().all(|finding| text.contains(&finding.message)));
        prop_assert!(compare(&loaded.flows, &loaded.flows).iter().all(|finding| finding.code == "E701" || finding.code == "E702"));
    }
}
