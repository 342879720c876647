//! Every conversation of tests/conversations comes out as written, and together they go over everything.

use handrail::author::conversation;
use handrail::author::coverage::Coverage;

use crate::support::{files_below, library, path};

#[test]
fn conversations_come_out_as_written_and_cover_every_step_choice_and_language() {
    let library = library();
    let mut coverage = Coverage::default();
    let mut failures = Vec::new();
    let mut count = 0;
    for file in files_below(&path("tests/conversations")) {
        let (conversations, findings) =
            conversation::load(&file.display().to_string(), &std::fs::read_to_string(&file).unwrap());
        failures.extend(findings.iter().map(ToString::to_string));
        for test in conversations {
            let outcome = conversation::run(&library, &test);
            coverage.add(&outcome.visits, &outcome.languages);
            failures.extend(
                outcome
                    .failures
                    .iter()
                    .map(|failure| format!("{}: {}: {}", failure.at, failure.conversation, failure.message)),
            );
            count += 1;
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count > 50, "only {count} conversations were found");
    let counts = coverage.counts(&library.flows);
    assert!(counts.is_complete(), "{:#?}", (counts.steps.missing, counts.choices.missing, counts.languages.missing));
}
