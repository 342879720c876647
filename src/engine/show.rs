//! Answers in words, as they appear in what the bot says and in documents.

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

/// Where the words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// In a sentence: "sleep, panic and mood".
    Sentence,
    /// In a document: one entry to a line.
    Document,
}

/// Fills a text's places with the answers of a frame.
#[must_use]
pub fn fill(flows: &Flows, flow: &Flow, frame: &Frame, text: &Text, context: &Context, style: Style) -> Arc<str> {
    let Some(template) = text.best(context.language) else { return Arc::from("") };
    template.render(|name, slot, words| {
        let Some(slot) = slot.and_then(|slot| flow.slots.get(slot)) else { return };
        if slot.private && context.place == Place::Public {
            words.push('…');
            return;
        }
        match frame.get(name) {
            Some(value) => show(flows, flow, slot, value, context, style, words),
            None => words.push_str(&flows.words.say(Reply::NotSet, context.language)),
        }
    })
}

/// Writes one answer.
pub fn show(flows: &Flows, flow: &Flow, slot: &Slot, value: &Value, context: &Context, style: Style, out: &mut String) {
    let language = context.language;
    match value {
        Value::Text(text) => out.push_str(text),
        Value::Number(number) => {
            let _ = write!(out, "{number}");
        }
        Value::YesNo(answer) => {
            let reply = if *answer { Reply::LabelYes } else { Reply::LabelNo };
            out.push_str(&flows.words.say(reply, language).to_lowercase());
        }
        Value::Choice(name) => out.push_str(&label(offers(flow, slot), name, context)),
        Value::Choices(names) => {
            let labels: Vec<String> = names.iter().map(|name| label(offers(flow, slot), name, context)).collect();
            join(flows, &labels, context, style, out);
        }
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(ToString::to_string).collect();
            join(flows, &items, context, style, out);
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
                            Some(format!("{} {}", label(&slot.columns, &column.value.name, context), cell.text))
                        })
                        .collect();
                    (!filled.is_empty())
                        .then(|| format!("{}: {}", label(&slot.rows, &row.value.name, context), filled.join(" · ")))
                })
                .collect();
            join(flows, &rows, context, Style::Document, out);
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

fn offers<'a>(flow: &'a Flow, slot: &Slot) -> &'a [Choice] {
    flow.slot(&slot.name.name).and_then(|number| flow.ask(number)).map_or(&[], |ask| &ask.choices)
}

/// The label of a value, or the value itself where a newer version no longer offers it.
#[must_use]
pub fn label(choices: &[Choice], value: &str, context: &Context) -> String {
    choices
        .iter()
        .find(|choice| &*choice.value.name == value)
        .and_then(|choice| choice.label.best(context.language))
        .map_or_else(|| value.replace('_', " "), |template| template.written.to_string())
}

fn join(flows: &Flows, items: &[String], context: &Context, style: Style, out: &mut String) {
    if style == Style::Document {
        for (number, item) in items.iter().enumerate() {
            let _ = write!(out, "{}- {item}", if number == 0 { "" } else { "\n" });
        }
        return;
    }
    match items {
        [] => out.push_str(&flows.words.say(Reply::NotSet, context.language)),
        [only] => out.push_str(only),
        [first @ .., last] => {
            let _ = write!(out, "{} {} {last}", first.join(", "), flows.words.say(Reply::And, context.language));
        }
    }
}

/// Writes one answer as it would stand in a sentence: for "show my data".
pub fn show_in_sentence(flows: &Flows, flow: &Flow, slot: &Slot, value: &Value, context: &Context, out: &mut String) {
    show(flows, flow, slot, value, context, Style::Sentence, out);
}
