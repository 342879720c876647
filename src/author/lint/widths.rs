//! How long a text can become with the longest answers in its places.

use crate::engine::model::{Choice, Flow, Slot};
use crate::engine::{Flows, Part, Reply, Template, ValueKind, limit};
use crate::message::{Capabilities, Language, TextUnit};

/// The longest of what has no limit of its own, in characters: a date in words, a clock time, all weekdays, the last
/// part of a zone, a country, a number.
const DATE: usize = 40;
const TIME: usize = 12;
const WEEKDAYS: usize = 80;
const ZONE: usize = 32;
const COUNTRY: usize = 50;
const NUMBER: usize = 24;
/// A name of a choice that another flow offers.
const NAME: usize = 40;
/// Between entries: a comma and a space, or a line break, a dash and a space.
const JOIN: usize = 4;

/// A length in both ways of counting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Width {
    pub characters: usize,
    pub utf16: usize,
}

impl Width {
    pub fn of(text: &str) -> Self {
        Self { characters: text.chars().count(), utf16: text.encode_utf16().count() }
    }

    fn plain(characters: usize) -> Self {
        Self { characters, utf16: characters }
    }

    /// What a person writes may be emoji, which UTF-16 counts twice.
    fn written(characters: usize) -> Self {
        Self { characters, utf16: characters.saturating_mul(2) }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            characters: self.characters.saturating_add(other.characters),
            utf16: self.utf16.saturating_add(other.utf16),
        }
    }

    fn times(self, count: usize) -> Self {
        Self { characters: self.characters.saturating_mul(count), utf16: self.utf16.saturating_mul(count) }
    }

    /// As a platform counts.
    pub const fn on(self, capabilities: &Capabilities) -> usize {
        match capabilities.unit {
            TextUnit::Utf16 => self.utf16,
            TextUnit::Characters | TextUnit::Unlimited => self.characters,
        }
    }
}

/// The longest that a template can become.
pub fn of(flows: &Flows, flow: Option<&Flow>, template: &Template, language: Language) -> Width {
    template.parts.iter().fold(Width::default(), |sum, part| {
        sum.plus(match part {
            Part::Words(words) => Width::of(words),
            Part::Slot { name, .. } => {
                flow.and_then(|flow| Some(of_slot(flows, flow, flow.slot(name)?, language))).unwrap_or_default()
            }
        })
    })
}

fn of_slot(flows: &Flows, flow: &Flow, number: usize, language: Language) -> Width {
    let slot = &flow.slots[number];
    let reply = |reply: Reply| Width::of(&flows.words.say(reply, language));
    let choices = flow.ask(number).map_or(&[][..], |ask| &ask.choices);
    let longest = match slot.kind {
        ValueKind::Text => Width::written(limit(slot)),
        ValueKind::Number => Width::plain(number_width(slot)),
        ValueKind::YesNo => reply(Reply::LabelYes).max(reply(Reply::LabelNo)),
        ValueKind::Choice => choices.iter().map(|choice| label(choice, language)).max().unwrap_or(Width::plain(NAME)),
        ValueKind::Choices => {
            let mut labels: Vec<Width> = choices.iter().map(|choice| label(choice, language)).collect();
            labels.sort_by(|left, right| right.cmp(left));
            labels
                .into_iter()
                .take(slot.items)
                .fold(Width::default(), |sum, label| sum.plus(label).plus(Width::plain(JOIN)))
        }
        ValueKind::List => Width::written(limit(slot)).plus(Width::plain(JOIN)).times(slot.items),
        ValueKind::Table => {
            let cell = Width::written(limit(slot)).plus(Width::plain(JOIN));
            let columns =
                slot.columns.iter().fold(Width::default(), |sum, column| sum.plus(label(column, language)).plus(cell));
            slot.rows.iter().fold(Width::default(), |sum, row| {
                sum.plus(label(row, language)).plus(columns).plus(Width::plain(JOIN))
            })
        }
        ValueKind::Date => Width::plain(DATE),
        ValueKind::Time => Width::plain(TIME),
        ValueKind::Weekdays => Width::plain(WEEKDAYS),
        ValueKind::Zone => Width::plain(ZONE),
        ValueKind::Country => Width::plain(COUNTRY),
    };
    longest.max(reply(Reply::NotSet))
}

fn label(choice: &Choice, language: Language) -> Width {
    choice.label.best(language).map_or(Width::plain(NAME), |label| Width::of(&label.written))
}

/// With limits, their digits and two after the point.
fn number_width(slot: &Slot) -> usize {
    match (slot.min, slot.max) {
        (Some(min), Some(max)) => min.to_string().len().max(max.to_string().len()) + 3,
        _ => NUMBER,
    }
}
