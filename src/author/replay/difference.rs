//! Answers in a form that can be compared and read, and where two of them differ.

use std::fmt::{self, Write as _};

use crate::engine::payload::write_value;
use crate::engine::{Effect, Say, State};
use crate::message::Choice;

/// How the new flows came to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Road {
    /// The whole conversation with the new flows.
    Anew,
    /// With the state that the old flows had made before this input.
    CarriedOver,
}

/// One answer: what is said, what can be tapped, what happens besides, and which question waits then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    pub says: Vec<String>,
    pub buttons: Vec<String>,
    pub effects: Vec<String>,
    /// Flow and question; `None` when nothing waits.
    pub waits: Option<(String, String)>,
}

/// One answer that an edit changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// 0 is the start, 1 the first input.
    pub turn: usize,
    /// What was said; empty at the start.
    pub input: String,
    pub road: Road,
    pub old: Answer,
    pub new: Answer,
}

impl Answer {
    #[must_use]
    pub fn of(state: &State, says: &[Say], choices: &[Choice], effects: &[Effect]) -> Self {
        let waits = state.pending.as_ref().zip(state.top());
        Self {
            says: says.iter().map(said).collect(),
            buttons: choices.iter().map(|choice| choice.label.to_string()).collect(),
            effects: effects.iter().map(happened).collect(),
            waits: waits.map(|(pending, frame)| (frame.flow.to_string(), pending.question.to_string())),
        }
    }

    /// The answer as lines that a person reads.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.says.iter().flat_map(|said| said.lines()).map(str::to_owned).collect();
        if !self.buttons.is_empty() {
            lines.push(format!("[{}]", self.buttons.join(" | ")));
        }
        lines.extend(self.effects.iter().map(|effect| format!("({effect})")));
        lines.push(match &self.waits {
            Some((flow, question)) => format!("(waits for {flow}.{question})"),
            None => "(nothing waits)".to_owned(),
        });
        lines
    }
}

fn said(say: &Say) -> String {
    match say {
        Say::Words(words) | Say::Question(words) => words.to_string(),
        Say::Topic(topic) => format!("(topic {topic})"),
        Say::Lines(need) => format!("(crisis lines {need})"),
        Say::Document { name, title, text } => format!("(document {name}) {title}\n{text}"),
        Say::Image { file, alt } => format!("(picture {file}) {alt}"),
    }
}

fn happened(effect: &Effect) -> String {
    match effect {
        Effect::Began { flow } => format!("begins {flow}"),
        Effect::Ended { flow, outcome } => format!("ends {flow}: {outcome}"),
        Effect::Number(number) => format!("keeps the number {number}"),
        Effect::Country(country) => format!("the country is {country}"),
        Effect::Remind(reminder) => {
            let mut words = format!(
                "reminds: days {}, at {}, zone {}",
                write_value(&reminder.days),
                write_value(&reminder.time),
                write_value(&reminder.zone),
            );
            for (name, value) in [("lead", &reminder.lead), ("until", &reminder.until), ("label", &reminder.label)] {
                if let Some(value) = value {
                    let _ = write!(words, ", {name} {}", write_value(value));
                }
            }
            format!("{words}, saying: {}", reminder.text)
        }
    }
}

impl fmt::Display for Difference {
    /// A heading, then the lines of both answers: `-` only in the old one, `+` only in the new one.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.turn {
            0 => write!(formatter, "at the start")?,
            turn => write!(formatter, "turn {turn}, after \"{}\"", self.input)?,
        }
        let road = match self.road {
            Road::Anew => "the conversation begun with the new flows",
            Road::CarriedOver => "a conversation under way when the new flows arrive",
        };
        writeln!(formatter, " ({road}):")?;
        for (mark, line) in merged(&self.old.lines(), &self.new.lines()) {
            writeln!(formatter, "    {mark} {line}")?;
        }
        Ok(())
    }
}

/// Both lists as one, by their longest common part. Answers are short: the plain quadratic table will do.
fn merged<'a>(old: &'a [String], new: &'a [String]) -> Vec<(char, &'a str)> {
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for (i, left) in old.iter().enumerate().rev() {
        for (j, right) in new.iter().enumerate().rev() {
            common[i][j] =
                if left == right { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            lines.push((' ', old[i].as_str()));
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || common[i + 1][j] >= common[i][j + 1]) {
            lines.push(('-', old[i].as_str()));
            i += 1;
        } else {
            lines.push(('+', new[j].as_str()));
            j += 1;
        }
    }
    lines
}
