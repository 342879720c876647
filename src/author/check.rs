//! Everything that is wrong with a folder of files: what loading found, what the linter finds, and the wording of topics.

use std::sync::Arc;

use super::lint::{Banned, Catalog, lint, readability, wording};
use crate::library::{Files, Library, Opened};
use crate::message::Language;
use crate::safety::{Level, Need, RecentCues};
use crate::source::Finding;

/// The file of wording that texts must not use.
const BANNED: &str = "config/banned.yaml";

/// Checks all files, in the order of files and lines.
#[must_use]
pub fn check(files: &Files) -> Vec<Finding> {
    let Opened { library, mut findings } = Library::read(files);
    let banned = match Banned::load(BANNED, files.text(BANNED)) {
        Ok(banned) => banned,
        Err(problems) => {
            findings.extend(problems);
            return in_order(findings);
        }
    };
    let needs: Vec<&str> = Need::ALL.into_iter().map(Need::name).collect();
    let catalog = Catalog {
        topics: &|name| library.topics.get(name).is_some(),
        topic_words: &|name, language| {
            let answer = library.topics.get(name)?.answer.best(language)?;
            Some(answer.render(|_, _, _| {}))
        },
        needs: &needs,
        is_crisis: &|text| library.screen.screen(text, &RecentCues::new()).level >= Level::Crisis,
        banned: &banned,
    };
    findings.extend(lint(&library.flows, &catalog));
    check_topics(&library, &banned, &mut findings);
    in_order(findings)
}

fn check_topics(library: &Library, banned: &Banned, findings: &mut Vec<Finding>) {
    for topic in &library.topics.all {
        for (language, template) in topic.question.iter().chain(topic.answer.iter()) {
            wording(&template.written, language, &template.at, banned, findings);
        }
        for (language, template) in topic.answer.iter() {
            let spoken: Arc<str> = template.render(|_, _, _| {});
            readability(&spoken, language, &template.at, findings);
        }
        for need in topic.lines.iter().filter(|need| Need::from_name(need).is_none()) {
            findings.push(Finding::new("E301", &topic.at, format!("there are no help lines for '{need}'")));
        }
        for journey in topic.journey.iter().filter(|journey| library.flows.flow(journey).is_none()) {
            findings.push(Finding::new("E102", &topic.at, format!("there is no flow '{journey}'")));
        }
        for language in Language::FLOWS {
            let label = topic.question.get(language).map(|question| question.render(|_, _, _| {}));
            let length = label.map_or(0, |label| label.chars().count());
            if length > LABEL_MAX {
                let message = format!("the question is {length} characters long; a button takes {LABEL_MAX}");
                findings.push(Finding::new("E401", &topic.at, message));
            }
        }
    }
}

/// Longest question of a topic: a button on every platform.
const LABEL_MAX: usize = 64;

fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|left, right| (&left.at, left.code, &left.message).cmp(&(&right.at, right.code, &right.message)));
    findings.dedup();
    findings
}
