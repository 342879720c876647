//! What is written for operators names only what exists: settings, verbs, flags, credentials, figures, files, tests.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use handrail::config::KEYS;

use crate::support::{files_below, path};

/// The files for operators: packaging, documentation, the first page.
fn pages() -> Vec<(PathBuf, String)> {
    let mut files = files_below(&path("packaging"));
    files.extend(files_below(&path("docs")).into_iter().filter(|file| file.extension().is_some_and(|end| end == "md")));
    files.extend([path("README.md"), path("CONTRIBUTING.md")]);
    let pages: Vec<_> =
        files.into_iter().filter_map(|file| Some((file.clone(), std::fs::read_to_string(file).ok()?))).collect();
    assert!(pages.len() > 10, "the files for operators are not where they were");
    pages
}

fn page(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap()
}

fn help(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_handrail")).args(words).arg("--help").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The names in the list of commands of a help text.
fn commands(help: &str) -> BTreeSet<String> {
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    list.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// What stands behind each "handrail " that is typed somewhere, up to the end of what is typed.
fn typed(text: &str) -> Vec<Vec<String>> {
    let as_words = text.replace("/handrail\", \"", "/handrail ").replace("\", \"", " ").replace("\\\n", " ");
    let mut found = Vec::new();
    for (at, name) in as_words.match_indices("handrail ") {
        let before = &as_words[..at];
        let is_part_of_a_name =
            before.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '-' | '_' | '.'));
        let is_a_command_on_discord = before.ends_with("`/") || before.ends_with(" /");
        if is_part_of_a_name || is_a_command_on_discord {
            continue;
        }
        let rest = &as_words[at + name.len()..];
        let end = rest.find(['`', '\n', '#', '|', ';', '&', ')', ']', '>']).unwrap_or(rest.len());
        let words: Vec<String> =
            rest[..end].split_whitespace().map(|word| word.trim_matches(['"', ',', '.']).to_owned()).collect();
        let is_verb =
            |word: &String| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        if words.first().is_some_and(|first| is_verb(first) && !first.starts_with('-')) {
            found.push(words);
        }
    }
    found
}

#[test]
fn every_setting_that_is_named_exists() {
    let mut wrong = Vec::new();
    let mut named = 0;
    for (file, text) in pages() {
        for (at, prefix) in text.match_indices("HANDRAIL__") {
            let rest = &text[at + prefix.len()..];
            let name: String =
                rest.chars().take_while(|letter| letter.is_ascii_uppercase() || *letter == '_').collect();
            let key = name.trim_end_matches('_').to_lowercase().replace("__", ".");
            named += 1;
            if !key.is_empty() && !KEYS.iter().any(|known| known.name == key) {
                wrong.push(format!("{}: there is no setting '{key}'", file.display()));
            }
        }
    }
    assert!(wrong.is_empty() && named > 5, "{}", wrong.join("\n"));
}

#[test]
fn every_verb_and_flag_that_is_named_exists() {
    let verbs = commands(&help(&[]));
    assert!(verbs.contains("run"), "the help text has no list of commands");
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (file, text) in pages() {
        for words in typed(&text).into_iter().filter(|words| seen.insert(words.clone())) {
            let verb = words[0].as_str();
            if !verbs.contains(verb) {
                wrong.push(format!("{}: there is no verb '{verb}'", file.display()));
                continue;
            }
            let mut asked = vec![verb];
            let mut known = help(&asked);
            if let Some(second) = words.get(1).filter(|second| commands(&known).contains(*second)) {
                asked.push(second);
                known = help(&asked);
            } else if !commands(&known).is_empty() && words.get(1).is_some_and(|second| !second.starts_with('-')) {
                wrong.push(format!("{}: 'handrail {verb}' takes no '{}'", file.display(), words[1]));
            }
            for flag in words.iter().filter(|word| word.starts_with("--")) {
                let flag = flag.split('=').next().unwrap_or(flag);
                if !known.split([' ', '\n', ',', '=']).any(|word| word == flag) {
                    wrong.push(format!("{}: 'handrail {}' takes no '{flag}'", file.display(), asked.join(" ")));
                }
            }
        }
    }
    assert!(wrong.is_empty() && seen.len() > 10, "{}", wrong.join("\n"));
}

#[test]
fn every_credential_that_the_unit_uses_is_one_that_it_loads() {
    let unit = page("packaging/handrail.service");
    let loaded: BTreeSet<&str> = unit
        .lines()
        .filter_map(|line| line.trim_start_matches(['#', ' ']).strip_prefix("LoadCredential=")?.split(':').next())
        .collect();
    let used = unit.match_indices("=%d/").map(|(at, mark)| unit[at + mark.len()..].split_whitespace().next().unwrap());
    let used: Vec<&str> = used.collect();
    assert!(!used.is_empty() && used.iter().all(|name| loaded.contains(name)), "{used:?} of {loaded:?}");
}

#[test]
fn the_keys_that_the_unit_loads_are_those_that_the_program_takes() {
    let unit = page("packaging/handrail.service");
    let name = unit.lines().filter_map(|line| line.strip_prefix("LoadCredential=")?.split(':').next());
    let name = name.into_iter().find(|name| name.ends_with("keys")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let keys = format!("handrail-keys 1\nlook-up {}\nseal 7 {}\n", "01".repeat(32), "02".repeat(32));
    std::fs::write(folder.path().join(name), keys).unwrap();
    let mut list = Command::new(env!("CARGO_BIN_EXE_handrail"));
    list.args(["keys", "list", "--data", "kept"]).current_dir(folder.path()).env_clear();
    let output = list.env("CREDENTIALS_DIRECTORY", folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("key 7"), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(!folder.path().join("kept/keys").exists(), "keys of its own beside those of the credential");
}

#[test]
fn a_stop_by_unit_or_compose_waits_longer_than_the_program_needs() {
    let run = page("src/cli/run.rs");
    let needs = number_behind(&run, "const END: Duration = Duration::from_secs(");
    assert!(number_behind(&page("packaging/handrail.service"), "TimeoutStopSec=") > needs);
    assert!(number_behind(&page("packaging/compose.yaml"), "stop_grace_period: ") > needs);
}

fn number_behind(text: &str, mark: &str) -> u32 {
    let (_, rest) = text.split_once(mark).unwrap_or_else(|| panic!("'{mark}' is gone"));
    rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

#[test]
fn every_figure_that_the_dashboard_draws_exists() {
    let dashboard = page("packaging/grafana-dashboard.json");
    let _readable: serde_json::Value = serde_json::from_str(&dashboard).unwrap();
    let figures = page("src/ops/metrics.rs") + &page("src/ops/standing.rs");
    let is_of_a_name = |letter: &char| letter.is_ascii_lowercase() || *letter == '_';
    let mut named = BTreeSet::new();
    for (at, mark) in dashboard.match_indices("handrail_") {
        let rest: String = dashboard[at + mark.len()..].chars().take_while(is_of_a_name).collect();
        let base = ["_bucket", "_count", "_sum"].iter().fold(rest.as_str(), |name, end| name.trim_end_matches(end));
        assert!(figures.contains(&format!("head(&mut text, \"{mark}{base}\"")), "there is no figure '{mark}{base}'");
        named.insert(base.to_owned());
    }
    let all = figures.split("head(&mut text, \"handrail_").skip(1).filter_map(|rest| rest.split('"').next());
    let missing: Vec<&str> = all.filter(|name| !named.contains(*name)).collect();
    assert!(missing.is_empty(), "the dashboard leaves out {missing:?}");
}

#[test]
fn every_link_to_another_file_leads_somewhere() {
    let mut wrong = Vec::new();
    for (file, text) in pages().into_iter().filter(|(file, _)| file.extension().is_some_and(|end| end == "md")) {
        for link in text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            let is_ours = !link.is_empty() && !link.contains(':');
            if is_ours && !file.with_file_name("").join(link).exists() {
                wrong.push(format!("{}: '{link}' leads nowhere", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The pages that promise something and say which test holds it, as `store/privacy::name_of_the_test`.
const PROMISES: [&str; 3] = ["docs/threat-model.md", "docs/retention.md", "docs/crisis-protocol.md"];

#[test]
fn every_test_that_holds_a_promise_exists() {
    let mut wrong = Vec::new();
    for page_name in PROMISES {
        let text = page(page_name);
        let named: Vec<_> = text.split('`').skip(1).step_by(2).filter_map(|code| code.split_once("::")).collect();
        assert!(!named.is_empty(), "{page_name} names no test");
        for (module, test) in named {
            let code = std::fs::read_to_string(path(&format!("tests/suite/{module}.rs"))).unwrap_or_default();
            if !code.contains(&format!("fn {test}(")) {
                wrong.push(format!("{page_name}: there is no test '{module}::{test}'"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
