//! Every text of a flow or document, with its part in the conversation: one place that lists them, so that no rule
//! forgets one.

use crate::engine::model::{Document, Flow, Shown, Text, Verb};
use crate::engine::{Part, Position, Template};

/// What a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Title,
    SlotLabel,
    TableLabel,
    Say,
    Alt,
    Question,
    Unclear,
    ChoiceLabel,
    Reminder,
    DocumentTitle,
    DocumentPart,
}

impl Role {
    /// Whether it is read as sentences, rather than at a glance.
    pub const fn is_prose(self) -> bool {
        matches!(self, Self::Say | Self::Question | Self::Unclear | Self::Reminder | Self::DocumentPart)
    }

    /// Whether it may be left out altogether.
    pub const fn is_optional(self) -> bool {
        matches!(self, Self::Title | Self::SlotLabel | Self::Unclear | Self::Alt)
    }

    /// Whether its places are filled with answers.
    pub const fn takes_slots(self) -> bool {
        !matches!(self, Self::Title | Self::SlotLabel | Self::TableLabel | Self::DocumentTitle)
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Title | Self::DocumentTitle => "title",
            Self::SlotLabel | Self::TableLabel | Self::ChoiceLabel => "label",
            Self::Say | Self::DocumentPart => "text",
            Self::Alt => "alt text",
            Self::Question => "question",
            Self::Unclear => "`unclear` text",
            Self::Reminder => "reminder text",
        }
    }
}

/// One text.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    pub text: &'a Text,
    pub role: Role,
    /// The line or option to which it belongs.
    pub at: &'a Position,
}

pub fn of_flow(flow: &Flow) -> Vec<Piece<'_>> {
    let mut pieces = vec![Piece { text: &flow.title, role: Role::Title, at: &flow.name.at }];
    for slot in &flow.slots {
        pieces.push(Piece { text: &slot.label, role: Role::SlotLabel, at: &slot.name.at });
        let options = slot.rows.iter().chain(&slot.columns);
        pieces.extend(options.map(|option| Piece {
            text: &option.label,
            role: Role::TableLabel,
            at: &option.value.at,
        }));
    }
    for line in flow.steps.iter().flat_map(|step| &step.lines) {
        let mut add = |text, role| pieces.push(Piece { text, role, at: &line.at });
        match &line.verb {
            Verb::Say(Shown::Words(text)) => add(text, Role::Say),
            Verb::Say(Shown::Image { alt, .. }) => add(alt, Role::Alt),
            Verb::Remind(remind) => add(&remind.text, Role::Reminder),
            Verb::Ask(ask) => {
                add(&ask.text, Role::Question);
                add(&ask.unclear, Role::Unclear);
                let labels = ask.choices.iter();
                pieces.extend(labels.map(|choice| Piece {
                    text: &choice.label,
                    role: Role::ChoiceLabel,
                    at: &choice.value.at,
                }));
            }
            _ => {}
        }
    }
    pieces
}

pub fn of_document(document: &Document) -> Vec<Piece<'_>> {
    let title = Piece { text: &document.title, role: Role::DocumentTitle, at: &document.name.at };
    let parts = document.parts.iter();
    std::iter::once(title)
        .chain(parts.map(|part| Piece { text: &part.text, role: Role::DocumentPart, at: &part.at }))
        .collect()
}

/// A text as it would be read aloud, with a short word for each answer.
pub fn spoken(template: &Template) -> String {
    template
        .parts
        .iter()
        .map(|part| match part {
            Part::Words(words) => words,
            Part::Slot { .. } => "this",
        })
        .collect()
}
