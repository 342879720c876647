//! What the desk hands back to a channel.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A whole answer: bubbles in order, then buttons that belong to the last of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outbound {
    pub bubbles: Vec<Bubble>,
    pub choices: Vec<Choice>,
    pub tone: Tone,
}

/// One message of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bubble {
    Text(Arc<str>),
    /// Something to keep: shown as text in a chat, as a page made for printing on the web.
    Document {
        title: Arc<str>,
        text: Arc<str>,
    },
    /// A picture of the flows folder with the text that stands for it.
    Image {
        file: Arc<str>,
        alt: Arc<str>,
    },
}

impl Bubble {
    /// The words of the bubble, as a platform without pictures or documents shows them.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Text(text) => text.to_string(),
            Self::Document { title, text } => format!("{title}\n\n{text}"),
            Self::Image { alt, .. } => alt.to_string(),
        }
    }
}

/// A button. The payload says by itself what it answers (at most 64 bytes), so that a button of an older message
/// can still be understood, or explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub label: Arc<str>,
    pub payload: Arc<str>,
}

/// What kind of answer this is: channels send crisis answers first, and may colour them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Tone {
    #[default]
    Plain,
    Crisis,
}
