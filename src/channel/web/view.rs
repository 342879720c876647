//! An answer as a page shows it: paragraphs and list items, with numbers and sites as links.

use std::fmt::Write as _;

use serde::Serialize;

use crate::http::escape;
use crate::library::Library;
use crate::message::{Bubble, Language, Outbound, Tone, guess_language};
use crate::safety::{Piece, pieces};

/// An answer.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    pub bubbles: Vec<Shown>,
    pub choices: Vec<Button>,
    pub urgent: bool,
    /// The language it is written in, for the voices of screen readers.
    pub language: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct Button {
    pub label: String,
    pub tap: String,
}

/// A bubble. A document has a title, and its text for the page that prints it.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    pub blocks: Vec<Block>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Document {
    pub title: String,
    pub text: String,
}

/// A paragraph, or an item of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Block {
    pub item: bool,
    pub parts: Vec<Part>,
}

/// Words, or a link with words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    pub words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// Makes an answer ready to be shown. `said` is the language of the conversation's page: short answers are in it.
#[must_use]
pub fn answer(outbound: &Outbound, said: Language, library: &Library) -> Answer {
    let urgent = outbound.tone == Tone::Crisis;
    let words: Vec<String> = outbound.bubbles.iter().map(Bubble::words).collect();
    let language = guess_language(&words.join("\n")).unwrap_or(said);
    let bubbles = outbound
        .bubbles
        .iter()
        .map(|bubble| match bubble {
            Bubble::Text(text) => Shown { blocks: blocks(text, urgent, language, library), document: None },
            Bubble::Document { title, text } => Shown {
                blocks: blocks(text, urgent, language, library),
                document: Some(Document { title: title.to_string(), text: text.to_string() }),
            },
            Bubble::Image { alt, .. } => Shown { blocks: blocks(alt, urgent, language, library), document: None },
        })
        .collect();
    let choices = outbound
        .choices
        .iter()
        .map(|choice| Button { label: choice.label.to_string(), tap: choice.payload.to_string() })
        .collect();
    Answer { bubbles, choices, urgent, language: language.code() }
}

/// The paragraphs and items of a text.
#[must_use]
pub fn blocks(text: &str, urgent: bool, language: Language, library: &Library) -> Vec<Block> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (item, line) = match line.strip_prefix("- ") {
                Some(rest) => (true, rest),
                None => (false, line),
            };
            let found = pieces(line, urgent, &library.cards, &library.directory);
            Block { item, parts: found.into_iter().map(|piece| part(piece, language)).collect() }
        })
        .collect()
}

fn part(piece: Piece<'_>, language: Language) -> Part {
    match piece {
        Piece::Words(words) => Part { words: words.to_owned(), link: None },
        Piece::Call { shown, number } => Part { words: shown.to_owned(), link: Some(call_link(&number)) },
        Piece::Message { shown, number, keyword } => {
            let words = if shown.is_empty() { format!(" ({})", text_it(language)) } else { shown.to_owned() };
            Part { words, link: Some(text_link(&number, keyword.as_deref())) }
        }
        Piece::Page { shown, address } => Part { words: shown.to_owned(), link: Some(address) },
    }
}

/// What the second link to a number says, where the first one calls it.
const fn text_it(language: Language) -> &'static str {
    match language {
        Language::En => "text it",
        Language::Es => "enviar mensaje",
        Language::Pt => "enviar mensagem",
        Language::Fr => "envoyer un SMS",
        Language::De => "SMS schreiben",
    }
}

/// A link that dials (RFC 3966).
#[must_use]
pub fn call_link(number: &str) -> String {
    let dialled: String = number.chars().filter(|symbol| symbol.is_ascii_digit() || *symbol == '+').collect();
    format!("tel:{dialled}")
}

/// A link that opens a message, with its first word where one is needed (RFC 5724).
#[must_use]
pub fn text_link(number: &str, keyword: Option<&str>) -> String {
    let dialled: String = number.chars().filter(|symbol| symbol.is_ascii_digit() || *symbol == '+').collect();
    match keyword {
        Some(keyword) => format!("sms:{dialled}?body={}", percent(keyword)),
        None => format!("sms:{dialled}"),
    }
}

fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

/// Paragraphs and items as HTML.
#[must_use]
pub fn html(blocks: &[Block]) -> String {
    let mut html = String::new();
    let mut listed = false;
    for block in blocks {
        if block.item != listed {
            html.push_str(if block.item { "<ul>" } else { "</ul>" });
            listed = block.item;
        }
        let tag = if block.item { "li" } else { "p" };
        let _ = write!(html, "<{tag}>");
        for part in &block.parts {
            let words = escape(&part.words);
            let _ = match &part.link {
                Some(link) => write!(html, "<a href=\"{}\">{words}</a>", escape(link)),
                None => write!(html, "{words}"),
            };
        }
        let _ = writeln!(html, "</{tag}>");
    }
    if listed {
        html.push_str("</ul>");
    }
    html
}

#[cfg(test)]
mod tests {
    use super::{Block, Part, html, text_link};

    fn block(item: bool, words: &str) -> Block {
        Block { item, parts: vec![Part { words: words.to_owned(), link: None }] }
    }

    #[test]
    fn lists_are_closed_and_marks_are_escaped() {
        let blocks = [block(false, "a<b"), block(true, "one"), block(true, "two"), block(false, "c")];
        let expected = "<p>a&lt;b</p>\n<ul><li>one</li>\n<li>two</li>\n</ul><p>c</p>\n";
        assert_eq!(html(&blocks), expected);
    }

    #[test]
    fn a_keyword_travels_with_the_number() {
        assert_eq!(text_link("741741", Some("HELLO NOW")), "sms:741741?body=HELLO%20NOW");
        assert_eq!(text_link("+44 7860 039967", None), "sms:+447860039967");
    }
}
