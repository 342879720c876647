//! YAML to a tree of nodes with positions, as written: no scalar is turned into a bool, a number or a null.
//!
//! The traps of YAML that would silently change a text are found here or made harmless (`no`, `17:30`, `NO` stay
//! the text they are). Anchors, aliases and several documents in one file are refused: a flow is read aloud.

use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::finding::{Finding, Position};

/// One node of a file.
#[derive(Clone, Debug)]
pub struct Node {
    pub at: Position,
    pub kind: NodeKind,
}

#[derive(Clone, Debug)]
pub enum NodeKind {
    /// The raw text. `tail` is what a ` #` cut off on the same line, where the scalar had no quotes.
    Scalar {
        text: String,
        quoted: bool,
        tail: Option<String>,
    },
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// Deepest nesting that a file may have; flows need seven.
const DEPTH_MAX: usize = 40;

impl Node {
    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            NodeKind::List(_) | NodeKind::Map(_) => None,
        }
    }

    /// Whether nothing stands here (`say:` with its languages beside it).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(&self.kind, NodeKind::Scalar { text, quoted: false, .. } if text.is_empty() || text == "~")
    }

    #[must_use]
    pub fn list(&self) -> Option<&[Self]> {
        match &self.kind {
            NodeKind::List(items) => Some(items),
            _ => None,
        }
    }

    #[must_use]
    pub fn map(&self) -> Option<&[(Self, Self)]> {
        match &self.kind {
            NodeKind::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value under a key of a map.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.map()?.iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
    }

    /// What this is, for an error message.
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            NodeKind::Scalar { .. } if self.is_empty() => "nothing",
            NodeKind::Scalar { .. } => "a text",
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a group of keys",
        }
    }
}

/// Reads one file. Never fails: what could not be read is in the findings, and the tree is `None` when there is none.
#[must_use]
pub fn parse(file: &str, source: &str) -> (Option<Node>, Vec<Finding>) {
    let mut reader = Reader {
        parser: Parser::new_from_str(source),
        file: Arc::from(file),
        lines: source.lines().collect(),
        findings: Vec::new(),
    };
    let node = match reader.document() {
        Ok(node) => node,
        Err(error) => {
            let finding = reader.explain(&error);
            reader.findings.push(finding);
            None
        }
    };
    (node, reader.findings)
}

struct Reader<'source> {
    parser: Parser<'source, saphyr_parser::StrInput<'source>>,
    file: Arc<str>,
    lines: Vec<&'source str>,
    findings: Vec<Finding>,
}

type Spanned<'source> = (Event<'source>, saphyr_parser::Span);

impl<'source> Reader<'source> {
    fn document(&mut self) -> Result<Option<Node>, ScanError> {
        let mut root = None;
        while let Some(next) = self.next()? {
            match next.0 {
                Event::StreamStart | Event::DocumentEnd | Event::Nothing => {}
                Event::StreamEnd => break,
                Event::DocumentStart(_) => {
                    if root.is_some() {
                        let at = self.position(next.1.start);
                        self.findings.push(
                            Finding::new("E002", &at, "a second document begins here, after a line of three dashes")
                                .suggest("put it in a file of its own"),
                        );
                        break;
                    }
                }
                _ => root = self.node(next, 0)?,
            }
        }
        Ok(root)
    }

    fn next(&mut self) -> Result<Option<Spanned<'source>>, ScanError> {
        self.parser.next_event().transpose()
    }

    fn node(&mut self, (event, span): Spanned<'source>, depth: usize) -> Result<Option<Node>, ScanError> {
        let at = self.position(span.start);
        if depth > DEPTH_MAX {
            return Err(ScanError::new_str(span.start, "nested too deeply"));
        }
        let kind = match event {
            Event::Scalar(text, style, anchor, _) => {
                self.refuse_anchor(anchor, &at);
                let quoted = style != ScalarStyle::Plain;
                let tail = if quoted { None } else { self.tail_after(span.end) };
                NodeKind::Scalar { text: text.into_owned(), quoted, tail }
            }
            Event::SequenceStart(anchor, _) => {
                self.refuse_anchor(anchor, &at);
                NodeKind::List(self.items(depth)?)
            }
            Event::MappingStart(anchor, _) => {
                self.refuse_anchor(anchor, &at);
                NodeKind::Map(self.entries(&at, depth)?)
            }
            Event::Alias(_) => {
                self.refuse_anchor(1, &at);
                NodeKind::Scalar { text: String::new(), quoted: false, tail: None }
            }
            _ => return Ok(None),
        };
        Ok(Some(Node { at, kind }))
    }

    fn items(&mut self, depth: usize) -> Result<Vec<Node>, ScanError> {
        let mut items = Vec::new();
        while let Some(next) = self.next()? {
            if matches!(next.0, Event::SequenceEnd) {
                break;
            }
            items.extend(self.node(next, depth + 1)?);
        }
        Ok(items)
    }

    fn entries(&mut self, at: &Position, depth: usize) -> Result<Vec<(Node, Node)>, ScanError> {
        let braces = self.character_at(at) == Some('{');
        let mut entries: Vec<(Node, Node)> = Vec::new();
        while let Some(next) = self.next()? {
            if matches!(next.0, Event::MappingEnd) {
                break;
            }
            let Some(key) = self.node(next, depth + 1)? else { break };
            let Some(next) = self.next()? else { break };
            let Some(value) = self.node(next, depth + 1)? else { break };
            self.check_entry(braces, &key, &value, &entries);
            entries.push((key, value));
        }
        Ok(entries)
    }

    fn check_entry(&mut self, braces: bool, key: &Node, value: &Node, before: &[(Node, Node)]) {
        let Some(name) = key.text() else {
            self.findings.push(Finding::new(
                "E003",
                &key.at,
                format!("a key must be a text, and this is {}", key.describe()),
            ));
            return;
        };
        if braces && value.is_empty() {
            self.findings.push(
                Finding::new("E002", &key.at, format!("a comma inside braces made '{name}' a key of its own"))
                    .suggest("put each language on its own line, or the text in quotes"),
            );
        }
        if let Some((first, _)) = before.iter().find(|(other, _)| other.text() == Some(name)) {
            self.findings.push(
                Finding::new("E004", &key.at, format!("'{name}' stands here twice"))
                    .suggest(format!("the first is at line {}; keep one of them", first.at.line)),
            );
        }
    }

    fn refuse_anchor(&mut self, anchor: usize, at: &Position) {
        if anchor > 0 {
            self.findings.push(
                Finding::new("E002", at, "anchors and aliases (& and *) are not read here")
                    .suggest("write the text out, or put it in quotes if it begins with & or *"),
            );
        }
    }

    /// What a ` #` cut off behind a scalar that ends at `end`.
    fn tail_after(&self, end: saphyr_parser::Marker) -> Option<String> {
        let line = self.lines.get(end.line().checked_sub(1)?)?;
        // Most scalars end with their line.
        let behind = line.len().checked_sub(end.col()).filter(|behind| *behind > 0)?;
        let rest = if line.is_ascii() {
            &line[line.len() - behind..]
        } else {
            line.char_indices().nth(end.col()).map_or("", |(start, _)| &line[start..])
        };
        let rest = rest.trim_start();
        rest.starts_with('#').then(|| rest.to_owned())
    }

    fn character_at(&self, at: &Position) -> Option<char> {
        let line = self.lines.get(usize::try_from(at.line).ok()?.checked_sub(1)?)?;
        line.chars().nth(usize::try_from(at.column).ok()?.checked_sub(1)?)
    }

    fn position(&self, marker: saphyr_parser::Marker) -> Position {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position { file: Arc::clone(&self.file), line: count(marker.line().max(1)), column: count(marker.col() + 1) }
    }

    /// Turns the scanner's error into one plain sentence.
    fn explain(&self, error: &ScanError) -> Finding {
        let at = self.position(*error.marker());
        let line = self.lines.get(error.marker().line().saturating_sub(1)).copied().unwrap_or_default();
        let indented_by_tab = line.trim_start_matches(' ').starts_with('\t');
        let (message, suggestion) = if indented_by_tab {
            ("a tab stands where spaces are needed".to_owned(), "indent with spaces")
        } else if line.matches(": ").count() > 1 || error.info().contains("mapping values") {
            ("a text that holds a colon and a space is read as another key".to_owned(), "put the text in quotes")
        } else if line.contains(": *") || line.contains(": &") || line.contains(": @") || line.contains(": `") {
            ("a text begins with a sign that YAML keeps for itself".to_owned(), "put the text in quotes")
        } else {
            (format!("this is not YAML: {}", error.info()), "look at the quotes, brackets and indentation just above")
        };
        Finding::new("E002", &at, message).suggest(suggestion)
    }
}
