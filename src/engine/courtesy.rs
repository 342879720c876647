//! Small words between people: hello, thank you, all right, goodbye, nothing else, I don't know, what, help. They are no questions, and answers
//! only where the question that waits takes them.

use std::collections::HashMap;

use super::words::phrases;
use crate::message::fold;
use crate::source::{Finding, Node};

/// What a person says to be kind, or to say that they are at a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Courtesy {
    Hello,
    Thanks,
    AllRight,
    Goodbye,
    /// "No", "nothing else": the end of a list.
    NoMore,
    /// "I don't know".
    Unsure,
    /// "What?"
    Puzzled,
    /// "Help": perhaps urgent.
    Help,
}

impl Courtesy {
    pub const ALL: [Self; 8] = [
        Self::Hello,
        Self::Thanks,
        Self::AllRight,
        Self::Goodbye,
        Self::NoMore,
        Self::Unsure,
        Self::Puzzled,
        Self::Help,
    ];

    /// Whether it can be an answer in the person's own words: "I don't know" and "nothing" can.
    #[must_use]
    pub const fn is_own_words(self) -> bool {
        matches!(self, Self::NoMore | Self::Unsure)
    }

    /// Its name in config/words.yaml.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hello => "hello",
            Self::Thanks => "thanks",
            Self::AllRight => "all_right",
            Self::Goodbye => "goodbye",
            Self::NoMore => "no_more",
            Self::Unsure => "unsure",
            Self::Puzzled => "puzzled",
            Self::Help => "help",
        }
    }
}

const SIGNS: [(char, Courtesy); 14] = [
    ('👋', Courtesy::Hello),
    ('🙏', Courtesy::Thanks),
    ('❤', Courtesy::Thanks),
    ('💙', Courtesy::Thanks),
    ('💚', Courtesy::Thanks),
    ('💛', Courtesy::Thanks),
    ('💜', Courtesy::Thanks),
    ('🥰', Courtesy::Thanks),
    ('😊', Courtesy::Thanks),
    ('🤗', Courtesy::Thanks),
    ('🙂', Courtesy::AllRight),
    ('👍', Courtesy::AllRight),
    ('👌', Courtesy::AllRight),
    ('✅', Courtesy::AllRight),
];

/// The courtesies of all languages, by their words.
#[derive(Clone, Debug, Default)]
pub struct Courtesies(HashMap<String, Courtesy>);

impl Courtesies {
    /// Reads `courtesies` of config/words.yaml.
    pub fn load(root: &Node, findings: &mut Vec<Finding>) -> Self {
        let mut known = HashMap::new();
        for courtesy in Courtesy::ALL {
            let Some(group) = root.get("courtesies").and_then(|group| group.get(courtesy.name())) else {
                let message = format!("the courtesy '{}' is missing", courtesy.name());
                findings.push(Finding::new("E003", &root.at, message));
                continue;
            };
            for phrase in phrases(group, findings) {
                known.insert(squeeze(&phrase), courtesy);
            }
        }
        Self(known)
    }

    /// The courtesy that a whole text is; letters that a person held down count once ("hiii").
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Courtesy> {
        if text.len() > 60 {
            return None;
        }
        if !text.chars().any(char::is_alphanumeric) {
            return text
                .chars()
                .find_map(|symbol| SIGNS.iter().find(|(sign, _)| *sign == symbol))
                .map(|(_, what)| *what);
        }
        let folded = fold(text);
        // A single letter is somebody's initial, though a longer phrase ("kk") may squeeze to it.
        (folded.chars().count() > 1).then(|| self.0.get(&squeeze(&folded)).copied()).flatten()
    }
}

fn squeeze(folded: &str) -> String {
    let mut squeezed = String::with_capacity(folded.len());
    for letter in folded.chars() {
        if !squeezed.ends_with(letter) {
            squeezed.push(letter);
        }
    }
    squeezed
}
