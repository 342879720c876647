//! Every heading and sentence of the article that this project started from has a topic or a guide that says it.

use std::collections::BTreeSet;

use handrail::engine::model::{Shown, Verb};

use crate::support::{library, path};

/// Headings and sentences of the article.
const UNITS: usize = 147;

#[test]
fn every_unit_of_the_article_has_a_topic_or_guide_that_exists_and_is_reached() {
    let library = library();
    let text = std::fs::read_to_string(path("tests/data/article_coverage.tsv")).unwrap();
    let mut wrong = Vec::new();
    let mut units = BTreeSet::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let unit = columns.next().unwrap();
        let topics: Vec<&str> = columns.next().unwrap().split(' ').filter(|name| !name.is_empty()).collect();
        let guides: Vec<&str> = columns.next().unwrap().split(' ').filter(|name| !name.is_empty()).collect();
        if topics.is_empty() && guides.is_empty() {
            wrong.push(format!("{unit} has neither topic nor guide"));
        }
        for topic in &topics {
            if library.topics.get(topic).is_none() {
                wrong.push(format!("{unit}: there is no topic {topic}"));
            }
        }
        for guide in &guides {
            if library.flows.flow(guide).is_none() {
                wrong.push(format!("{unit}: there is no guide {guide}"));
            }
        }
        units.insert(unit.to_owned());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(units.len(), UNITS);
}

#[test]
fn every_topic_that_a_guide_shows_exists() {
    let library = library();
    for line in library.flows.flows.iter().flat_map(|flow| &flow.steps).flat_map(|step| &step.lines) {
        if let Verb::Say(Shown::Topic(topic)) = &line.verb {
            assert!(library.topics.get(&topic.name).is_some(), "{}: {}", topic.at, topic.name);
        }
    }
}
