//! Reviewed content in bubbles: answers and help lines.

use std::sync::Arc;

use crate::engine::{Context, Reply, country_name};
use crate::faq::{Region, Topic};
use crate::library::Library;
use crate::message::{Bubble, Country};

/// The bubbles of an answer: its words, then the help lines that belong to it.
pub fn topic(library: &Library, topic: &Topic, context: &Context, near: Option<Country>) -> Vec<Bubble> {
    let mut bubbles = Vec::new();
    if let Some(answer) = topic.answer.best(context.language) {
        let mut words = answer.render(|_, _, _| {});
        let elsewhere = context.country.is_some_and(|country| country.code() != "US");
        if topic.region == Region::Us && elsewhere {
            let label = library.flows.words.say(Reply::UsOnly, context.language);
            words = Arc::from(format!("{label} {words}"));
        }
        bubbles.push(Bubble::Text(words));
    }
    if let Some(need) = &topic.lines {
        bubbles.extend(lines(library, need, context, near));
    }
    bubbles
}

/// The help lines of the person's country for a need; where the country is unknown, that of the place and the default
/// set with the region of each named.
pub fn lines(library: &Library, need: &str, context: &Context, near: Option<Country>) -> Option<Bubble> {
    let near = near.map(|near| (near, country_name(near, context.language)));
    let near = near.as_ref().map(|(near, name)| (*near, name.as_str()));
    let text = library.directory.lines_text_near(context.country, near, need, context.language);
    (!text.is_empty()).then(|| Bubble::Text(Arc::from(text)))
}
