//! Loads the flows of tests/author/flows for the tests of the authors' room.

use std::fs;
use std::path::Path;

use handrail::engine::{Flows, Loaded, References, Source, Words};
use handrail::message::Language;

pub const FIRST_DAY: &str = include_str!("../author/flows/first_day.yaml");
pub const COVERAGE: &str = include_str!("../author/flows/coverage.yaml");
pub const FIRST_DAY_LIST: &str = include_str!("../author/flows/first_day_list.yaml");

struct NoReferences;

impl References for NoReferences {
    fn find(&self, _: &str, _: &str, _: Language) -> Option<String> {
        None
    }
}

pub fn words() -> Words {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/words.yaml");
    Words::load("config/words.yaml", &fs::read_to_string(file).unwrap()).unwrap()
}

pub fn load(texts: &[&str]) -> Loaded {
    let sources: Vec<Source> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| Source { file: format!("{number}.yaml"), text: (*text).to_owned() })
        .collect();
    Flows::load(&sources, words(), &NoReferences)
}

/// Flows that must be free of findings.
pub fn flows(texts: &[&str]) -> Flows {
    let loaded = load(texts);
    assert_eq!(loaded.findings, []);
    loaded.flows
}

pub fn all() -> Flows {
    flows(&[FIRST_DAY, COVERAGE, FIRST_DAY_LIST])
}
