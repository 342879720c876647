//! An answer as text for a terminal.

use std::fmt::Write as _;

use super::session::is_numbered;
use crate::message::{Bubble, Choice, Outbound, Tone};

/// How a page looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    pub colours: bool,
    /// Characters to a line; none for pipes, where nothing is wrapped.
    pub width: Option<usize>,
}

/// A page being made.
pub struct Page<'a> {
    style: &'a Style,
    text: String,
}

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const CYAN: &str = "\x1b[36m";
const YELLOW: &str = "\x1b[33m";
const PLAIN: &str = "\x1b[0m";

impl<'a> Page<'a> {
    #[must_use]
    pub fn new(style: &'a Style) -> Self {
        Self { style, text: String::new() }
    }

    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    /// The whole answer.
    pub fn answer(&mut self, outbound: &Outbound) {
        let colour = if outbound.tone == Tone::Crisis { YELLOW } else { CYAN };
        for bubble in &outbound.bubbles {
            match bubble {
                Bubble::Text(text) => self.paragraphs(text, colour),
                Bubble::Document { title, text } => self.document(title, text),
                Bubble::Image { alt, .. } => self.paragraphs(&format!("[{alt}]"), colour),
            }
        }
        self.choices(&outbound.choices);
        self.text.push('\n');
    }

    /// A remark that is not the bot's.
    pub fn note(&mut self, note: &str) {
        let note = self.painted(DIM, note);
        let _ = writeln!(self.text, "{note}");
    }

    fn paragraphs(&mut self, text: &str, colour: &str) {
        for line in text.lines() {
            for wrapped in self.wrap(line) {
                let line = self.painted(colour, &wrapped);
                let _ = writeln!(self.text, "{line}");
            }
        }
    }

    fn document(&mut self, title: &str, text: &str) {
        let rule = "-".repeat(self.style.width.unwrap_or(60).min(60));
        let title = self.painted(BOLD, title);
        let _ = writeln!(self.text, "{rule}\n{title}\n");
        for line in text.lines() {
            for wrapped in self.wrap(line) {
                let _ = writeln!(self.text, "{wrapped}");
            }
        }
        let _ = writeln!(self.text, "{rule}");
    }

    fn choices(&mut self, choices: &[Choice]) {
        let mut number = 0;
        for choice in choices.iter().filter(|choice| is_numbered(choice)) {
            number += 1;
            let mark = self.painted(BOLD, &format!("{number:>3}"));
            let _ = writeln!(self.text, "{mark}  {}", choice.label);
        }
        let words: Vec<&str> =
            choices.iter().filter(|choice| !is_numbered(choice)).map(|choice| &*choice.label).collect();
        if !words.is_empty() {
            let line = self.painted(DIM, &format!("     ({})", words.join(" · ").to_lowercase()));
            let _ = writeln!(self.text, "{line}");
        }
    }

    fn wrap(&self, line: &str) -> Vec<String> {
        match self.style.width {
            Some(width) => {
                let indent = if line.starts_with("- ") { "  " } else { "" };
                let options = textwrap::Options::new(width.max(20)).subsequent_indent(indent);
                textwrap::wrap(line, options).into_iter().map(std::borrow::Cow::into_owned).collect()
            }
            None => vec![line.to_owned()],
        }
    }

    fn painted(&self, colour: &str, text: &str) -> String {
        if self.style.colours && !text.is_empty() { format!("{colour}{text}{PLAIN}") } else { text.to_owned() }
    }
}
