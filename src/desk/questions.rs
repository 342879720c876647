//! Questions of the person's own: reviewed answers, a few to choose from, or an honest "I do not know".

use std::sync::Arc;

use super::answer::Making;
use super::courtesy::WELCOME;
use super::render;
use crate::engine::{Input, Reply, Word, payload};
use crate::faq::{Candidate, Match, Topic};
use crate::message::{Bubble, Choice};

/// Related topics under an answer.
const RELATED: usize = 2;

/// A question while nothing waits.
pub fn answer(making: &mut Making<'_>, found: &Match, first: bool) {
    if first && !matches!(found, Match::Answer(..)) && !found.is_clear() {
        making.step(Input::Start(WELCOME));
        return;
    }
    if first {
        making.reply(Reply::Hello);
    }
    match found {
        Match::Answer(best, _) => {
            let topic = Arc::clone(&best.topic);
            show(making, &topic);
        }
        Match::Offer(candidates, _) => {
            offer(making, candidates);
            making.button(Reply::LabelNone, Arc::from("n:x"));
        }
        Match::None => {
            making.trace.unanswered = true;
            nothing(making);
        }
    }
}

/// A question in the middle of a guide: answered, and the same question asked again. No try is used up.
pub fn answer_aside(making: &mut Making<'_>, found: &Match) {
    match found {
        Match::Answer(best, _) => {
            tell(making, &best.topic);
            making.step(Input::Resume);
        }
        Match::Offer(candidates, _) => {
            offer(making, candidates);
            making.button(Reply::LabelContinue, payload::word(Word::Continue));
        }
        Match::None => making.step(Input::Resume),
    }
}

/// Only the answer; what follows it is for the caller.
pub fn tell(making: &mut Making<'_>, name: &str) {
    let library = making.library;
    if let Some(topic) = library.topics.get(name) {
        answered(making, topic);
    }
}

/// A topic that was tapped, or found.
pub fn show(making: &mut Making<'_>, name: &str) {
    let library = making.library;
    let Some(topic) = library.topics.get(name) else {
        making.reply(Reply::GoneButton);
        making.resume_or_menu();
        return;
    };
    answered(making, topic);
    if making.conversation.state.is_asking() {
        making.step(Input::Resume);
        return;
    }
    for related in topic.related.iter().take(RELATED).filter_map(|related| library.topics.get(related)) {
        topic_button(making, related);
    }
    if let Some(flow) = topic.journey.as_deref().and_then(|journey| library.flows.flow(journey))
        && let Some(title) = flow.title.best(making.context.language)
    {
        making.choices.push(Choice { label: Arc::clone(&title.written), payload: payload::start(&flow.name.name) });
    }
    making.button(Reply::LabelSource, Arc::from(format!("q:{}", topic.name)));
    making.button(Reply::NotWhatYouMeant, Arc::from("n:x"));
}

fn answered(making: &mut Making<'_>, topic: &Topic) {
    making.conversation.unanswered = 0;
    making.trace.topic = Some(Arc::clone(&topic.name));
    let bubbles = render::topic(making.library, topic, &making.context, making.place_country);
    making.bubbles.extend(bubbles);
}

fn offer(making: &mut Making<'_>, candidates: &[Candidate]) {
    making.reply(Reply::DidYouMean);
    let library = making.library;
    for topic in candidates.iter().filter_map(|candidate| library.topics.get(&candidate.topic)) {
        making.trace.offered.push(Arc::clone(&topic.name));
        topic_button(making, topic);
    }
}

fn topic_button(making: &mut Making<'_>, topic: &Topic) {
    if let Some(question) = topic.question.best(making.context.language) {
        let label = question.render(|_, _, _| {});
        making.choices.push(Choice { label, payload: Arc::from(format!("t:{}", topic.name)) });
    }
}

/// "None of these": back to what waits, else what else there is.
pub fn none_of_these(making: &mut Making<'_>) {
    making.trace.not_meant = true;
    if making.conversation.state.is_asking() {
        making.step(Input::Resume);
    } else {
        nothing(making);
    }
}

fn nothing(making: &mut Making<'_>) {
    making.conversation.unanswered = making.conversation.unanswered.saturating_add(1);
    making.reply(Reply::NoAnswer);
    making.menu_button();
    making.button(Reply::LabelPerson, payload::word(Word::Person));
}

/// Where an answer is from, and whether it has been reviewed.
pub fn sources(making: &mut Making<'_>, name: &str) {
    let library = making.library;
    if let Some(topic) = library.topics.get(name) {
        making.reply(Reply::FromSources);
        let pages: Vec<String> = topic
            .sources
            .iter()
            .filter_map(|key| library.topics.sources.get(key))
            .map(|source| {
                let parts = [&*source.title, &*source.year, &*source.address];
                format!("- {}", parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "))
            })
            .collect();
        making.bubbles.push(Bubble::Text(Arc::from(pages.join("\n"))));
        if !topic.reviewed {
            making.reply(Reply::NotReviewed);
        }
    } else {
        making.reply(Reply::GoneButton);
    }
    making.resume_or_menu();
}
