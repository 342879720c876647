//! The map as a self-contained SVG: no script, no style sheet, no typeface of its own, nothing loaded.
//!
//! It is made to be printed and discussed: black on white, dashes and ticks where there is colour, and all of it in
//! words in `<desc>`, for people who hear it read.

use std::fmt::Write as _;

use super::layout::{Placed, Point, Route, Size, Wire, place};
use super::text::{width, wrap, xml};
use super::{Bundle, EdgeKind, Graph, Node, NodeKind, Seen, Short};

const TITLE: f64 = 22.0;
const NAME: f64 = 14.5;
const BODY: f64 = 12.5;
const LABEL: f64 = 12.0;
/// How much wider bold is.
const BOLD: f64 = 1.09;
const LEADING: f64 = 1.32;
/// Widest text of a box and of a label.
const TEXT_MAX: f64 = 240.0;
const LABEL_MAX: f64 = 150.0;
const PADDING: f64 = 12.0;
const MARGIN: f64 = 28.0;
const HEADER: f64 = 86.0;

/// What a box shows.
struct Card {
    lines: Vec<CardLine>,
    size: Size,
}

/// A line of a box: a part in bold, a part that is not.
#[derive(Default)]
struct CardLine {
    bold: String,
    plain: String,
}

/// Draws the map. Steps are painted where `seen` knows about them, and a legend says what that means.
#[must_use]
pub fn draw(graph: &Graph, seen: Seen<'_>) -> String {
    let cards: Vec<Card> = graph.nodes.iter().map(|node| card(node, graph.seen(node, seen))).collect();
    let bundles = graph.bundles();
    let labels: Vec<Vec<String>> = bundles.iter().map(label_lines).collect();
    let wires: Vec<Wire> = bundles
        .iter()
        .zip(&labels)
        .map(|(bundle, lines)| Wire {
            from: bundle.from,
            to: bundle.to,
            label: label_size(lines),
            weight: if matches!(bundle.kind, EdgeKind::Start | EdgeKind::Call | EdgeKind::End) { 2 } else { 1 },
        })
        .collect();
    let sizes: Vec<Size> = cards.iter().map(|card| card.size).collect();
    let placed = place(&sizes, &wires);

    let legend = legend(graph, seen);
    let header = width(&graph.title, TITLE).max(width(&legend.0, BODY) + 60.0);
    let whole = Size {
        width: (placed.size.width.max(header) + 2.0 * MARGIN).ceil(),
        height: (placed.size.height + HEADER + MARGIN).ceil(),
    };
    let mut out = String::new();
    open(&mut out, graph, whole);
    out.push_str(&legend.1);
    let left = ((whole.width - placed.size.width) / 2.0).round();
    let _ = writeln!(out, "<g transform=\"translate({left} {HEADER})\">");
    for (bundle, route) in bundles.iter().zip(&placed.routes) {
        line(&mut out, bundle, route);
    }
    for (lines, route) in labels.iter().zip(&placed.routes) {
        label(&mut out, lines, &route.label);
    }
    boxes(&mut out, graph, &cards, &placed, seen);
    out.push_str("</g>\n</svg>\n");
    out
}

fn card(node: &Node, seen: Option<bool>) -> Card {
    let name = node.name.replace('_', " ");
    let heading = match node.kind {
        NodeKind::Start if node.lines.is_empty() => Some("Start".to_owned()),
        NodeKind::Start => None,
        NodeKind::Step if seen == Some(true) => Some(format!("✓ {name}")),
        NodeKind::Step => Some(name),
        NodeKind::Call => Some(format!("Flow: {name}")),
        NodeKind::End => Some(format!("End: {name}")),
        NodeKind::Nowhere => Some(format!("Nowhere: {name}")),
    };
    let mut widest = heading.as_ref().map_or(0.0, |heading| width(heading, NAME) * BOLD);
    let mut lines: Vec<CardLine> = heading.into_iter().map(|bold| CardLine { bold, plain: String::new() }).collect();
    for short in &node.lines {
        let body = body_lines(short);
        widest =
            body.iter().map(|line| width(&line.bold, BODY) * BOLD + width(&line.plain, BODY)).fold(widest, f64::max);
        lines.extend(body);
    }
    let size = Size {
        width: (widest + 2.0 * PADDING).max(80.0).ceil(),
        height: (lines.len() as f64 * BODY * LEADING + 2.0 * PADDING - 4.0).ceil(),
    };
    Card { lines, size }
}

/// Wraps what a line does, in bold, and its words behind it.
fn body_lines(short: &Short) -> Vec<CardLine> {
    let colon = if short.words.is_empty() { "" } else { ":" };
    let mut bold_left = short.does.chars().count() + colon.len();
    wrap(&format!("{}{colon} {}", short.does, short.words), BODY, TEXT_MAX)
        .into_iter()
        .map(|line| {
            let cut = line.char_indices().nth(bold_left).map_or(line.len(), |(at, _)| at);
            let (bold, plain) = line.split_at(cut);
            // The space at which a line was broken is in none of them.
            bold_left = bold_left.saturating_sub(line.chars().count() + 1);
            CardLine { bold: bold.to_owned(), plain: plain.to_owned() }
        })
        .collect()
}

fn label_lines(bundle: &Bundle<'_>) -> Vec<String> {
    bundle.labels.iter().flat_map(|label| wrap(label, LABEL, LABEL_MAX)).collect()
}

fn label_size(lines: &[String]) -> Size {
    if lines.is_empty() {
        return Size::default();
    }
    let widest = lines.iter().map(|line| width(line, LABEL)).fold(0.0, f64::max);
    Size { width: widest + 8.0, height: lines.len() as f64 * LABEL * LEADING + 4.0 }
}

fn open(out: &mut String, graph: &Graph, whole: Size) {
    let Size { width, height } = whole;
    let title = xml(&graph.title);
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title\" aria-describedby=\"words\" \
         font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\">\n\
         <title id=\"title\">{title}</title>\n<desc id=\"words\">{}</desc>\n\
         <defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" markerHeight=\"9\" \
         markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\">\
         <path d=\"M0 0.8 L10 5 L0 9.2 z\" fill=\"#3d4855\"/></marker></defs>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n\
         <text x=\"{MARGIN}\" y=\"40\" font-size=\"{TITLE}\" font-weight=\"bold\" fill=\"#14202b\">{title}</text>\n",
        xml(&in_words(graph)),
    );
}

/// The whole map as sentences.
fn in_words(graph: &Graph) -> String {
    let steps = graph.nodes.iter().filter(|node| node.kind == NodeKind::Step).count();
    let mut words = format!("A map of the flow {} with {steps} steps.", graph.flow);
    for (number, node) in graph.nodes.iter().enumerate() {
        if !matches!(node.kind, NodeKind::Step | NodeKind::Start) {
            continue;
        }
        let _ = write!(words, " {}:", node.name.replace('_', " "));
        for short in &node.lines {
            let colon = if short.words.is_empty() { "" } else { ": " };
            let _ = write!(words, " {}{colon}{}", short.does, short.words);
            words.push_str(if words.ends_with(['.', '?', '!', '…']) { "" } else { "." });
        }
        let ways: Vec<String> = graph
            .bundles()
            .iter()
            .filter(|bundle| bundle.from == number)
            .map(|bundle| {
                let to = &graph.nodes[bundle.to];
                let name = to.name.replace('_', " ");
                let name = match to.kind {
                    NodeKind::Call => format!("the flow {name}"),
                    NodeKind::End => format!("the end {name}"),
                    NodeKind::Nowhere => format!("nowhere, {name}"),
                    NodeKind::Start | NodeKind::Step => name,
                };
                if bundle.labels.is_empty() { name } else { format!("{name} ({})", bundle.labels.join(", ")) }
            })
            .collect();
        if !ways.is_empty() {
            let _ = write!(words, " Leads to {}.", ways.join("; "));
        }
    }
    words
}

/// The legend in words and as drawn, empty without coverage.
fn legend(graph: &Graph, seen: Seen<'_>) -> (String, String) {
    let count = |wanted| graph.nodes.iter().filter(|node| graph.seen(node, seen) == Some(wanted)).count();
    let (reached, missed) = (count(true), count(false));
    if reached + missed == 0 {
        return Default::default();
    }
    let entries = [
        (true, format!("✓ reached by a conversation test: {reached} of {}", reached + missed)),
        (false, format!("not reached: {missed}")),
    ];
    let mut drawn = String::new();
    let mut x = MARGIN;
    for (reached, words) in &entries {
        let _ = writeln!(
            drawn,
            "<rect x=\"{x}\" y=\"51\" width=\"22\" height=\"14\" rx=\"4\" {}/>\
             <text x=\"{}\" y=\"62.5\" font-size=\"{BODY}\" fill=\"#14202b\">{words}</text>",
            paint(NodeKind::Step, Some(*reached)),
            x + 29.0,
        );
        x += (width(words, BODY) + 60.0).ceil();
    }
    (entries.map(|(_, words)| words).join("        "), drawn)
}

const fn paint(kind: NodeKind, seen: Option<bool>) -> &'static str {
    match (kind, seen) {
        (_, Some(true)) => "fill=\"#e3f3e6\" stroke=\"#1d7a37\" stroke-width=\"1.6\"",
        (_, Some(false)) => "fill=\"#fdeceb\" stroke=\"#b3261e\" stroke-width=\"1.8\" stroke-dasharray=\"6 4\"",
        (NodeKind::Step, None) => "fill=\"#f6f8fb\" stroke=\"#4a5a6b\" stroke-width=\"1.3\"",
        (NodeKind::Start | NodeKind::End, None) => "fill=\"#e4eaf1\" stroke=\"#4a5a6b\" stroke-width=\"1.3\"",
        (NodeKind::Call, None) => "fill=\"#fff7e0\" stroke=\"#8a6a12\" stroke-width=\"1.3\"",
        (NodeKind::Nowhere, None) => "fill=\"#ffffff\" stroke=\"#b3261e\" stroke-width=\"2\"",
    }
}

fn boxes(out: &mut String, graph: &Graph, cards: &[Card], placed: &Placed, seen: Seen<'_>) {
    for ((node, card), middle) in graph.nodes.iter().zip(cards).zip(&placed.boxes) {
        let Size { width, height } = card.size;
        let (x, y) = (middle.x - width / 2.0, middle.y - height / 2.0);
        let round = match node.kind {
            NodeKind::Start | NodeKind::End => (height / 2.0).min(22.0),
            NodeKind::Step => 9.0,
            NodeKind::Call | NodeKind::Nowhere => 2.0,
        };
        // A page that shows the picture finds the box of a step by it.
        let name = match node.kind {
            NodeKind::Step => format!(" data-step=\"{}\"", xml(&node.name)),
            _ => String::new(),
        };
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\" {}{name}/>",
            paint(node.kind, graph.seen(node, seen)),
        );
        let alone = card.lines.len() == 1;
        for (number, CardLine { bold, plain }) in card.lines.iter().enumerate() {
            let size = if plain.is_empty() && number == 0 { NAME } else { BODY };
            let baseline = y + PADDING - 2.0 + (number as f64 + 0.78) * BODY * LEADING;
            let (at, anchor) = if alone { (middle.x, "middle") } else { (x + PADDING, "start") };
            let bold = if bold.is_empty() {
                String::new()
            } else {
                format!("<tspan font-weight=\"bold\">{}</tspan>", xml(bold))
            };
            let _ = writeln!(
                out,
                "<text x=\"{at:.1}\" y=\"{baseline:.1}\" font-size=\"{size}\" text-anchor=\"{anchor}\" \
                 fill=\"#14202b\">{bold}{}</text>",
                xml(plain),
            );
        }
    }
}

fn line(out: &mut String, bundle: &Bundle<'_>, route: &Route) {
    let dashes = match bundle.kind {
        EdgeKind::Skip => " stroke-dasharray=\"5 4\"",
        EdgeKind::Call => " stroke-dasharray=\"2 3\" marker-start=\"url(#tip)\"",
        _ => "",
    };
    let _ = writeln!(
        out,
        "<path d=\"{}\" fill=\"none\" stroke=\"#3d4855\" stroke-width=\"1.4\"{dashes} marker-end=\"url(#tip)\"/>",
        path(&route.points, bundle.from == bundle.to),
    );
}

/// Straight where it runs straight down, else an S that leaves and arrives upright; a line back to its own box is
/// drawn with corners.
fn path(points: &[Point], corners: bool) -> String {
    let mut path = String::new();
    let mut before: Option<&Point> = None;
    for point in points {
        let Point { x, y } = point;
        let _ = match before {
            None => write!(path, "M{x:.1} {y:.1}"),
            Some(before) if corners || (before.x - x).abs() < 0.5 => write!(path, " L{x:.1} {y:.1}"),
            Some(before) => {
                let half = f64::midpoint(before.y, *y);
                write!(path, " C{:.1} {half:.1} {x:.1} {half:.1} {x:.1} {y:.1}", before.x)
            }
        };
        before = Some(point);
    }
    path
}

fn label(out: &mut String, lines: &[String], middle: &Point) {
    if lines.is_empty() {
        return;
    }
    let Size { width, height } = label_size(lines);
    let (x, y) = (middle.x - width / 2.0, middle.y - height / 2.0);
    let _ = writeln!(
        out,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"3\" fill=\"#ffffff\"/>"
    );
    for (number, line) in lines.iter().enumerate() {
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{LABEL}\" text-anchor=\"middle\" fill=\"#14202b\">{}</text>",
            middle.x,
            y + 2.0 + (number as f64 + 0.76) * LABEL * LEADING,
            xml(line),
        );
    }
}
