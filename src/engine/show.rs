//! Answers in words, as they appear in what the bot says and in documents.
//!
//! A private answer is shown as "…" wherever others read along; every text that holds an answer goes through here.

use std::fmt::Write as _;
use std::sync::Arc;

use super::flows::Flows;
use super::model::{Choice, Flow, Slot, Text};
use super::read::{country_name, spoken};
use super::state::Frame;
use super::turn::Context;
use super::value::Value;
use super::words::Reply;
use crate::message::Place;
use crate::schedule::{self, Weekdays};
use crate::source::Template;

/// Where the words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// In a sentence: "sleep, panic and mood".
    Sentence,
    /// In a document: one entry to a line.
    Document,
}

/// What the words of an answer depend on besides the answer.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub flows: &'a Flows,
    pub flow: &'a Flow,
    /// The answers that fill places; without them each place counts as not answered.
    pub frame: Option<&'a Frame>,
    pub context: &'a Context,
    pub style: Style,
}

/// Which labels may hold places that are filled.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Labels {
    Filled,
    /// Inside another label: two labels that name each other's slots must not go round.
    Bare,
}

impl Scene<'_> {
    /// Fills a text's places with the answers.
    #[must_use]
    pub fn fill(&self, text: &Text) -> Arc<str> {
        text.best(self.context.language).map_or_else(|| Arc::from(""), |text| self.fill_template(text, Labels::Filled))
    }

    fn fill_template(&self, template: &Template, labels: Labels) -> Arc<str> {
        template.render(|name, slot, words| {
            let Some(slot) = slot.and_then(|slot| self.flow.slots.get(slot)) else { return };
            match self.frame.and_then(|frame| frame.get(name)) {
                _ if is_hidden(slot, self.context) => words.push('…'),
                Some(value) => self.write(slot, value, labels, words),
                None => words.push_str(&self.flows.words.say(Reply::NotSet, self.context.language)),
            }
        })
    }

    /// One answer, as it may be shown in this place.
    #[must_use]
    pub fn show(&self, slot: &Slot, value: &Value) -> String {
        let mut words = String::new();
        if is_hidden(slot, self.context) {
            words.push('…');
        } else {
            self.write(slot, value, Labels::Filled, &mut words);
        }
        words
    }

    /// The label of a value, or the value itself where a newer version no longer offers it.
    #[must_use]
    pub fn label(&self, choices: &[Choice], value: &str) -> String {
        self.label_of(choices, value, Labels::Filled)
    }

    fn label_of(&self, choices: &[Choice], value: &str, labels: Labels) -> String {
        choices
            .iter()
            .find(|choice| &*choice.value.name == value)
            .and_then(|choice| choice.label.best(self.context.language))
            .filter(|label| labels == Labels::Filled || label.slots().next().is_none())
            .map_or_else(|| value.replace('_', " "), |label| self.fill_template(label, Labels::Bare).to_string())
    }

    fn write(&self, slot: &Slot, value: &Value, labels: Labels, out: &mut String) {
        let language = self.context.language;
        match value {
            Value::Text(text) => out.push_str(text),
            Value::Number(number) => {
                let _ = write!(out, "{number}");
            }
            Value::YesNo(answer) => {
                let reply = if *answer { Reply::LabelYes } else { Reply::LabelNo };
                out.push_str(&self.flows.words.say(reply, language).to_lowercase());
            }
            Value::Choice(name) => out.push_str(&self.label_of(self.offers(slot), name, labels)),
            Value::Choices(names) => {
                let names: Vec<String> =
                    names.iter().map(|name| self.label_of(self.offers(slot), name, labels)).collect();
                self.join(&names, self.style, out);
            }
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                self.join(&items, self.style, out);
            }
            Value::Table(cells) => {
                let rows: Vec<String> = slot
                    .rows
                    .iter()
                    .filter_map(|row| {
                        let filled: Vec<String> = slot
                            .columns
                            .iter()
                            .filter_map(|column| {
                                let cell = cells
                                    .iter()
                                    .find(|cell| *cell.row == *row.value.name && *cell.column == *column.value.name)?;
                                let column = self.label_of(&slot.columns, &column.value.name, labels);
                                Some(format!("{column} {}", cell.text))
                            })
                            .collect();
                        let row = self.label_of(&slot.rows, &row.value.name, labels);
                        (!filled.is_empty()).then(|| format!("{row}: {}", filled.join(" · ")))
                    })
                    .collect();
                self.join(&rows, Style::Document, out);
            }
            Value::Date(date) => out.push_str(&schedule::date_in_words(*date, spoken(language))),
            Value::Time(time) => out.push_str(&schedule::time_in_words(*time, spoken(language))),
            Value::Weekdays(days) => {
                if let Some(days) = Weekdays::from_bits(*days) {
                    out.push_str(&days.in_words(spoken(language)));
                }
            }
            Value::Zone(zone) => out.push_str(&zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")),
            Value::Country(country) => out.push_str(&country_name(*country, language)),
        }
    }

    fn offers(&self, slot: &Slot) -> &[Choice] {
        self.flow
            .slot(&slot.name.name)
            .and_then(|number| self.flow.ask(number))
            .map_or(&[], |ask| ask.choices.as_slice())
    }

    fn join(&self, items: &[String], style: Style, out: &mut String) {
        if style == Style::Document {
            for (number, item) in items.iter().enumerate() {
                let _ = write!(out, "{}- {item}", if number == 0 { "" } else { "\n" });
            }
            return;
        }
        match items {
            [] => out.push_str(&self.flows.words.say(Reply::NotSet, self.context.language)),
            [only] => out.push_str(only),
            [first @ .., last] => {
                let and = self.flows.words.say(Reply::And, self.context.language);
                let _ = write!(out, "{} {and} {last}", first.join(", "));
            }
        }
    }
}

/// Whether an answer must not be seen where the conversation takes place.
fn is_hidden(slot: &Slot, context: &Context) -> bool {
    slot.private && context.place == Place::Public
}

/// One answer of a frame as it would stand in a sentence: for "show my data".
#[must_use]
pub fn show_in_sentence(
    flows: &Flows,
    flow: &Flow,
    frame: &Frame,
    slot: &Slot,
    value: &Value,
    context: &Context,
) -> String {
    Scene { flows, flow, frame: Some(frame), context, style: Style::Sentence }.show(slot, value)
}
