//! The words of every topic: complete, easy to read, in the wording we use, and labelled where they hold in one
//! country only.

use handrail::author::check::check;
use handrail::author::conversation::Talk;
use handrail::author::lint::reading_grade;
use handrail::engine::Reply;
use handrail::faq::{Region, Topic};
use handrail::library::Files;
use handrail::message::{Bubble, Country, Language, Place};

use crate::support::library;

/// Names of journeys that topics may name: those of the design. A journey that is not written yet shows no button.
const JOURNEYS: [&str; 10] =
    ["about", "aftercare", "cost", "during", "family", "find_program", "fit", "plan", "prepare", "resources"];

fn words(topic: &Topic, language: Language) -> String {
    topic.answer.get(language).unwrap().render(|_, _, _| {}).to_string()
}

#[test]
fn every_topic_of_the_content_has_an_answer_and_no_other_stands_there() {
    let library = library();
    let mut wanted: Vec<&str> = include_str!("../data/faq/topics.txt").lines().collect();
    let mut there: Vec<&str> = library.topics.all.iter().map(|topic| &*topic.name).collect();
    wanted.sort_unstable();
    there.sort_unstable();
    assert_eq!(wanted.len(), 169);
    assert_eq!(there, wanted);
}

#[test]
fn every_english_answer_reads_like_grade_8_or_lower() {
    let library = library();
    let grade = |topic: &Topic| reading_grade(&words(topic, Language::En)).unwrap();
    let hard: Vec<String> = library
        .topics
        .all
        .iter()
        .filter(|topic| grade(topic) > 8.0)
        .map(|topic| format!("{}: {}: grade {:.1}", topic.at, topic.name, grade(topic)))
        .collect();
    assert!(hard.is_empty(), "{}", hard.join("\n"));
}

#[test]
fn no_topic_uses_banned_words_digits_of_phone_numbers_or_names_that_lead_nowhere() {
    let findings = check(&Files::built_in());
    let wrong: Vec<String> =
        findings.iter().filter(|finding| finding.at.file.starts_with("flows/faq/")).map(ToString::to_string).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_checks_of_topics_see_what_they_are_for() {
    let mut files = Files::built_in();
    let text = files.text("flows/faq/basics.yaml").replacen(
        "An IOP (intensive outpatient program) is planned",
        "Addicts call 1-800-555-0199. An IOP (intensive outpatient program) is planned",
        1,
    );
    files.insert("flows/faq/basics.yaml", &text.replacen("related: [levels_of_care", "related: [levels_of_car", 1));

    let codes: Vec<&str> = check(&files)
        .iter()
        .filter(|finding| finding.at.file.starts_with("flows/faq/"))
        .map(|finding| finding.code)
        .collect();

    for code in ["E208", "E605", "E301"] {
        assert!(codes.contains(&code), "{code} is not in {codes:?}");
    }
}

#[test]
fn related_topics_journeys_and_sources_lead_somewhere() {
    let library = library();
    for topic in &library.topics.all {
        assert!(!topic.sources.is_empty(), "{} has no source", topic.name);
        for related in &topic.related {
            assert!(library.topics.get(related).is_some(), "{}: related {related}", topic.name);
            assert_ne!(*related, topic.name);
        }
        for source in &topic.sources {
            assert!(library.topics.sources.contains_key(source), "{}: source {source}", topic.name);
        }
        if let Some(journey) = &topic.journey {
            assert!(JOURNEYS.contains(&&**journey), "{}: journey {journey}", topic.name);
        }
    }
}

#[test]
fn answers_for_one_country_say_so_in_their_words() {
    for topic in library().topics.all.iter().filter(|topic| topic.region == Region::Us) {
        let (english, spanish) = (words(topic, Language::En), words(topic, Language::Es));
        assert!(english.contains("US") || english.contains("United States"), "{}: {english}", topic.name);
        assert!(spanish.contains("EE. UU.") || spanish.contains("Estados Unidos"), "{}: {spanish}", topic.name);
    }
}

#[test]
fn people_elsewhere_see_a_label_before_every_answer_for_the_united_states() {
    let library = library();
    for language in Language::FLOWS {
        let label = library.flows.words.say(Reply::UsOnly, language);
        for topic in library.topics.all.iter().filter(|topic| topic.region == Region::Us) {
            let country = Country::from_code("MX");
            let now = jiff::Timestamp::UNIX_EPOCH;
            let mut talk = Talk::new(&library, Some(language), country, Place::Private, now);
            talk.tap(&format!("t:{}", topic.name)).unwrap();
            let answer = talk.answer.unwrap();
            let Some(Bubble::Text(first)) = answer.outbound.bubbles.first() else { panic!("{}", topic.name) };
            assert!(first.starts_with(&*label), "{}: {first}", topic.name);
        }
    }
}

#[test]
fn no_answer_uses_marks_that_only_some_platforms_show() {
    for topic in &library().topics.all {
        for language in Language::FLOWS {
            let words = words(topic, language);
            assert!(!words.contains(['*', '`', '<', '#']), "{}: {words}", topic.name);
        }
    }
}

#[test]
fn each_topic_has_enough_phrasings_and_none_stands_under_two_topics() {
    let library = library();
    let mut seen = std::collections::HashMap::new();
    for topic in &library.topics.all {
        for (language, phrasings) in topic.phrasings.iter() {
            assert!(phrasings.len() >= 8, "{}: {} phrasings in {}", topic.name, phrasings.len(), language.code());
            for phrasing in phrasings {
                if let Some(other) = seen.insert(handrail::message::fold(phrasing), &topic.name) {
                    assert_eq!(other, &topic.name, "'{phrasing}' stands under both");
                }
            }
        }
    }
}
