//! Any text as a flow file.

#![no_main]

use std::sync::LazyLock;

use handrail::engine::{Flows, References, Source, Words};
use handrail::message::Language;
use libfuzzer_sys::fuzz_target;

struct NoReferences;

impl References for NoReferences {
    fn find(&self, _: &str, _: &str, _: Language) -> Option<String> {
        None
    }
}

static WORDS: LazyLock<Words> = LazyLock::new(Words::built_in);

fuzz_target!(|text: &str| {
    let source = Source { file: "x.yaml".to_owned(), text: text.to_owned() };
    let loaded = Flows::load(&[source], WORDS.clone(), &NoReferences);
    let read = loaded.flows.flows.len() + loaded.flows.documents.len();
    assert!(read + loaded.findings.len() > 0, "neither a flow nor a finding");
    for finding in &loaded.findings {
        assert!(finding.at.line >= 1 && finding.at.column >= 1, "{finding}");
    }
});
