//! The reference page of all keys, as Markdown, out of the tables of keys.
//!
//! docs/flow-reference.md is this page; a test compares the two. It lists keys only: how a conversation goes is told
//! elsewhere.

use std::fmt::Write as _;

use crate::engine::expression::Known;
use crate::engine::shape::{Kind, LANGUAGES, SHAPES, Shape};

const BEGINNING: &str = "\
# All keys of flows and documents

This page is generated from the tables that the loader checks files with; do not edit it by hand.

A flow is a file of `flows/` with the group [flow](#flow) at its top, a document template a file of `flows/documents/`
with the group [document template](#document-template). A step is a list of lines; each line begins with one of the
verbs say, ask, branch, set, call, goto, remind, record, document, end. A name has small letters, digits and `_`, begins with a
letter, and has at most 40 characters. Keys in **bold** must be there.

Conditions may ask for slots, and for what is known of the person: ";

/// The page.
#[must_use]
pub fn reference() -> String {
    let known: Vec<String> = Known::ALL.iter().map(|known| format!("`{}`", known.written())).collect();
    let mut page = format!("{BEGINNING}{}.\n", known.join(", "));
    for shape in SHAPES {
        let _ =
            write!(page, "\n## {}\n\n{}\n\n| key | holds | what it is for |\n|---|---|---|\n", shape.name, shape.about);
        for key in shape.keys {
            let name = if key.required { format!("**`{}`**", key.name) } else { format!("`{}`", key.name) };
            let _ = writeln!(page, "| {name} | {} | {} |", holds(&key.kind), cell(key.about));
        }
        if shape.languages {
            let languages: Vec<String> = LANGUAGES.iter().map(|language| format!("`{language}`")).collect();
            let _ = writeln!(page, "| {} | words | The words in this language. |", languages.join(", "));
        }
    }
    page
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn holds(kind: &Kind) -> String {
    match kind {
        Kind::Name => "a name".to_owned(),
        Kind::Words => "words".to_owned(),
        Kind::Text => "words in each language".to_owned(),
        Kind::Number => "a number".to_owned(),
        Kind::YesNo => "yes or no".to_owned(),
        Kind::Expression => "a condition or value".to_owned(),
        Kind::Scalar => "a value".to_owned(),
        Kind::OneOf(options) => {
            let options: Vec<String> = options.iter().map(|option| format!("`{option}`")).collect();
            format!("one of {}", options.join(", "))
        }
        Kind::List(inner) => format!("a list, each entry: {}", holds(inner)),
        Kind::Names(inner) => format!("names, each with: {}", holds(inner)),
        Kind::Languages(inner) => format!("for each language: {}", holds(inner)),
        Kind::Group(shape) => format!("a {}", link(shape)),
        Kind::Verb(shapes) => one_of(shapes.iter().map(|shape| link(shape))),
        Kind::Either(kinds) => one_of(kinds.iter().map(holds)),
        Kind::Empty => "nothing".to_owned(),
    }
}

fn one_of(kinds: impl Iterator<Item = String>) -> String {
    kinds.collect::<Vec<_>>().join(" or ")
}

fn link(shape: &Shape) -> String {
    format!("[{}](#{})", shape.name, shape.name.replace(' ', "-"))
}
