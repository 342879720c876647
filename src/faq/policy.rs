//! When to answer, when to offer topics, when to say that there is no answer: the thresholds of config/faq/policy.yaml.

use crate::source::shape::{Kind, Shape, must};
use crate::source::{Finding, Node, check, tree};

/// The file.
pub static FILE: Shape = Shape {
    name: "policy file",
    about: "When a text is answered.",
    languages: false,
    keys: &[
        must("answer", Kind::Number, "How sure it must be that some topic is meant to show an answer, 0 to 1."),
        must("offer", Kind::Number, "The same to offer topics as buttons."),
        must("margin", Kind::Number, "The best topic's part of the best two to be shown at once, 0.5 to 1."),
        must("long", Kind::Number, "Texts with more words are read sentence by sentence too."),
    ],
};

/// Thresholds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    pub answer: f32,
    pub offer: f32,
    pub margin: f32,
    pub long: usize,
}

/// What the thresholds make of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Answer,
    Offer,
    Nothing,
}

impl Policy {
    /// Reads the file; what it lacks is replaced by the strictest value, which answers nothing.
    #[must_use]
    pub fn load(file: &str, text: &str, findings: &mut Vec<Finding>) -> Self {
        let (root, problems) = tree::parse(file, text);
        findings.extend(problems);
        if let Some(root) = &root {
            check(root, &FILE, findings);
        }
        let number = |key: &str| -> Option<f32> { root.as_ref()?.get(key).and_then(Node::text)?.parse().ok() };
        let policy = Self {
            answer: number("answer").unwrap_or(1.0),
            offer: number("offer").unwrap_or(1.0),
            margin: number("margin").unwrap_or(1.0),
            long: number("long").map_or(usize::MAX, |words| words as usize),
        };
        if let Some(root) = root.filter(|_| policy.offer > policy.answer || !(0.5..=1.0).contains(&policy.margin)) {
            findings.push(
                Finding::new("E003", &root.at, "offer must not be above answer, and margin is 0.5 to 1".to_owned())
                    .suggest("`handrail ask` shows what a text reaches"),
            );
        }
        policy
    }

    /// `gate`: how sure it is that some topic is meant; `margin`: the best topic's part of the best two.
    #[must_use]
    pub fn decide(&self, gate: f32, margin: f32) -> Verdict {
        if gate >= self.answer && margin >= self.margin {
            Verdict::Answer
        } else if gate >= self.offer {
            Verdict::Offer
        } else {
            Verdict::Nothing
        }
    }
}
