//! What is offered while a question is being typed: topics whose question it may become, or, where the words speak of
//! danger, the help lines themselves.

use std::sync::Arc;

use serde_json::{Value, json};
use tracing::debug;

use super::cues;
use super::hub::Hub;
use super::interaction::Interaction;
use super::page::cut;
use super::ticket::Ticket;
use super::words;
use crate::library::Library;
use crate::message::{Language, MessageText, Outbound, fold};

/// Choices that Discord takes, and their longest name.
const MOST: usize = 25;
const NAME: usize = 100;
/// Help lines that are offered.
const LINES: usize = 4;
/// What a choice of help stands for: a reserved word that acts anywhere.
const HELP_NOW: &str = "help now";

impl Hub {
    pub fn complete(self: &Arc<Self>, ticket: &Arc<Ticket>, interaction: &Interaction, text: &MessageText) {
        let language = self.language(interaction);
        let library = self.answers.library();
        let choices = if cues::is_urgent(&library, text) {
            help(&self.card_without_memory(text), language)
        } else {
            topics(&library, text, language)
        };
        let (hub, ticket) = (Arc::clone(self), Arc::clone(ticket));
        self.tasks.spawn(async move {
            if let Err(failure) = hub.poster.offer(&ticket, &choices).await {
                debug!(%failure, "choices came too late");
            }
        });
    }
}

/// The lines of a card that name a number or an address, then the way to the whole card.
fn help(card: &Outbound, language: Language) -> Vec<Value> {
    let words: Vec<String> = card.bubbles.iter().map(crate::message::Bubble::words).collect();
    let lines =
        words.iter().flat_map(|words| words.lines()).filter(|line| line.chars().any(|symbol| symbol.is_ascii_digit()));
    let mut choices: Vec<Value> = lines.take(LINES).map(|line| choice(line, HELP_NOW)).collect();
    choices.push(choice(words::HELP_CHOICE.of(language), HELP_NOW));
    choices
}

/// Topics whose question holds what was typed.
fn topics(library: &Library, text: &MessageText, language: Language) -> Vec<Value> {
    let typed = fold(text.reveal());
    let questions = library.topics.all.iter().filter_map(|topic| topic.question.best(language));
    let questions = questions.map(|question| question.render(|_, _, _| {}));
    let fitting = questions.filter(|question| typed.split(' ').all(|word| fold(question).contains(word)));
    fitting
        .filter(|question| question.chars().count() <= NAME)
        .take(MOST)
        .map(|question| choice(&question, &question))
        .collect()
}

fn choice(name: &str, value: &str) -> Value {
    json!({ "name": cut(name, NAME), "value": value })
}
