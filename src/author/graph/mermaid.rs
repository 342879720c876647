//! The map as a Mermaid flowchart: text that code hosts and editors draw by themselves.
//!
//! Every word of a flow is escaped: nothing in it can end a label, begin a link or be read as Markdown.

use std::fmt::Write as _;

use super::{Bundle, EdgeKind, Graph, Node, NodeKind, Seen};

/// Writes the flowchart. Steps are coloured where `seen` knows about them.
#[must_use]
pub fn text(graph: &Graph, seen: Seen<'_>) -> String {
    let mut out = String::new();
    let title = serde_json::Value::from(graph.title.as_str());
    let _ = writeln!(out, "---\ntitle: {title}\n---\nflowchart TD");
    for (number, node) in graph.nodes.iter().enumerate() {
        let (open, close) = brackets(node.kind);
        let _ = writeln!(out, "  n{number}{open}\"{}\"{close}", label(node));
    }
    for bundle in graph.bundles() {
        let labels: Vec<String> = bundle.labels.iter().map(|label| escape(label)).collect();
        let label = if labels.is_empty() { String::new() } else { format!("|\"{}\"|", labels.join("<br/>")) };
        let _ = writeln!(out, "  n{} {}{label} n{}", bundle.from, arrow(&bundle), bundle.to);
    }
    let of = |wanted: bool| -> Vec<String> {
        let painted = |node: &Node| graph.seen(node, seen) == Some(wanted);
        let numbers = graph.nodes.iter().enumerate().filter(|(_, node)| painted(node));
        numbers.map(|(number, _)| format!("n{number}")).collect()
    };
    for (nodes, class, style) in [
        (of(true), "seen", "fill:#e3f3e6,stroke:#1d7a37,color:#10231a"),
        (of(false), "unseen", "fill:#fdeceb,stroke:#b3261e,color:#2a1210,stroke-dasharray:6 4"),
    ] {
        if !nodes.is_empty() {
            let _ = writeln!(out, "  classDef {class} {style}\n  class {} {class}", nodes.join(","));
        }
    }
    out
}

const fn brackets(kind: NodeKind) -> (&'static str, &'static str) {
    match kind {
        NodeKind::Start | NodeKind::End => ("([", "])"),
        NodeKind::Step => ("(", ")"),
        NodeKind::Call => ("[[", "]]"),
        NodeKind::Nowhere => ("{{", "}}"),
    }
}

fn label(node: &Node) -> String {
    let mut label = match node.kind {
        NodeKind::Start => String::new(),
        NodeKind::Step | NodeKind::Call => format!("<b>{}</b>", escape(&node.name)),
        NodeKind::End => format!("End: {}", escape(&node.name)),
        NodeKind::Nowhere => format!("Nowhere: {}", escape(&node.name)),
    };
    for line in &node.lines {
        let gap = if label.is_empty() { "" } else { "<br/>" };
        let colon = if line.words.is_empty() { "" } else { ": " };
        let _ = write!(label, "{gap}{}{colon}{}", escape(&line.does), escape(&line.words));
    }
    if label.is_empty() { escape(&node.name) } else { label }
}

const fn arrow(bundle: &Bundle<'_>) -> &'static str {
    match bundle.kind {
        EdgeKind::Skip => "-.->",
        EdgeKind::Call => "<-.->",
        _ => "-->",
    }
}

/// Letters, digits and harmless marks stay; every other sign becomes its number.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for symbol in text.chars() {
        match symbol {
            ' ' | ',' | '.' | ':' | '?' | '!' | '\'' | '/' | '=' | '(' | ')' => escaped.push(symbol),
            symbol if symbol.is_alphanumeric() || ('\u{a1}'..'\u{2fff}').contains(&symbol) => escaped.push(symbol),
            symbol if symbol.is_whitespace() => escaped.push(' '),
            symbol if symbol.is_control() => {}
            symbol => {
                let _ = write!(escaped, "#{};", u32::from(symbol));
            }
        }
    }
    escaped
}
