//! Holds a tree to the table of keys: unknown keys, missing keys, wrong types, texts that YAML cut.

use super::finding::{Finding, did_you_mean};
use super::shape::{Kind, LANGUAGES, Shape};
use super::tree::{Node, NodeKind};

/// Checks a node against a shape and adds what is wrong to `findings`.
pub fn check(node: &Node, shape: &'static Shape, findings: &mut Vec<Finding>) {
    let Some(entries) = node.map() else {
        findings.push(wrong_type(node, &format!("the keys of a {}", shape.name)));
        return;
    };
    for (key, value) in entries {
        let Some(name) = key.text() else { continue };
        if let Some(known) = shape.keys.iter().find(|known| known.name == name) {
            check_kind(value, &known.kind, findings);
        } else if shape.languages && LANGUAGES.contains(&name) {
            check_kind(value, &Kind::Words, findings);
        } else {
            findings.push(unknown_key(key, name, shape));
        }
    }
    for missing in shape.keys.iter().filter(|known| known.required && node.get(known.name).is_none()) {
        findings.push(
            Finding::new("E003", &node.at, format!("the key '{}' is missing from this {}", missing.name, shape.name))
                .suggest(missing.about.to_owned()),
        );
    }
}

fn unknown_key(key: &Node, name: &str, shape: &Shape) -> Finding {
    let languages = if shape.languages { LANGUAGES } else { &[] };
    let known = || shape.keys.iter().map(|known| known.name).chain(languages.iter().copied());
    let finding = Finding::new("E001", &key.at, format!("unknown key '{name}' in a {}", shape.name));
    match did_you_mean(name, known()) {
        Some(near) => finding.suggest(format!("did you mean '{near}'?")),
        None => finding.suggest(format!("known are: {}", known().collect::<Vec<_>>().join(", "))),
    }
}

fn wrong_type(node: &Node, wanted: &str) -> Finding {
    Finding::new("E003", &node.at, format!("{wanted} should stand here, and this is {}", node.describe()))
}

fn check_kind(node: &Node, kind: &Kind, findings: &mut Vec<Finding>) {
    match kind {
        Kind::Name => {
            check_scalar(node, "a name", findings, is_name, "use small letters, digits and _, beginning with a letter");
        }
        Kind::Words => check_words(node, findings),
        Kind::Number => {
            check_scalar(node, "a number", findings, |text| text.parse::<f64>().is_ok(), "write it in digits");
        }
        Kind::YesNo => check_scalar(node, "yes or no", findings, |text| yes_no(text).is_some(), "write yes or no"),
        Kind::Expression => check_scalar(node, "a condition or value", findings, |text| !text.is_empty(), "write one"),
        Kind::Scalar => check_scalar(node, "a value", findings, |_| true, ""),
        Kind::OneOf(options) => check_option(node, options, findings),
        Kind::Text => check_languages(node, &Kind::Words, findings),
        Kind::Languages(inner) => check_languages(node, inner, findings),
        Kind::List(inner) => match node.list() {
            Some(items) => items.iter().for_each(|item| check_kind(item, inner, findings)),
            None => findings.push(wrong_type(node, "a list")),
        },
        Kind::Names(inner) => check_names(node, inner, findings),
        Kind::Group(shape) => check(node, shape, findings),
        Kind::Verb(shapes) => check_verb(node, shapes, findings),
        Kind::Either(kinds) => match kinds.iter().find(|kind| looks_like(node, kind)) {
            Some(kind) => check_kind(node, kind, findings),
            None => findings.push(wrong_type(node, "something else")),
        },
        Kind::Empty => {
            if !node.is_empty() {
                findings.push(wrong_type(node, "nothing"));
            }
        }
    }
}

fn check_scalar(node: &Node, wanted: &str, findings: &mut Vec<Finding>, holds: impl Fn(&str) -> bool, advice: &str) {
    match node.text() {
        Some(text) if !node.is_empty() && holds(text) => {}
        Some(text) if !node.is_empty() => {
            findings.push(Finding::new("E003", &node.at, format!("'{text}' is not {wanted}")).suggest(advice));
        }
        _ => findings.push(wrong_type(node, wanted)),
    }
}

fn check_words(node: &Node, findings: &mut Vec<Finding>) {
    match &node.kind {
        NodeKind::Scalar { tail: Some(tail), .. } => findings.push(
            Finding::new("E002", &node.at, format!("'{tail}' is cut off: a space and # begin a comment"))
                .suggest("put the text in quotes, or the comment on a line of its own"),
        ),
        NodeKind::Scalar { .. } if !node.is_empty() => {}
        _ => findings.push(wrong_type(node, "a text")),
    }
}

fn check_option(node: &Node, options: &'static [&'static str], findings: &mut Vec<Finding>) {
    let Some(text) = node.text() else {
        findings.push(wrong_type(node, &format!("one of {}", options.join(", "))));
        return;
    };
    if !options.contains(&text) {
        let finding = Finding::new("E003", &node.at, format!("'{text}' is none of {}", options.join(", ")));
        findings.push(match did_you_mean(text, options.iter().copied()) {
            Some(near) => finding.suggest(format!("did you mean '{near}'?")),
            None => finding,
        });
    }
}

fn check_languages(node: &Node, inner: &Kind, findings: &mut Vec<Finding>) {
    let Some(entries) = node.map() else {
        findings.push(wrong_type(node, "one line for each language"));
        return;
    };
    for (key, value) in entries {
        match key.text() {
            Some(name) if LANGUAGES.contains(&name) => check_kind(value, inner, findings),
            Some(name) => {
                findings.push(
                    Finding::new("E001", &key.at, format!("'{name}' is no language that flows are written in"))
                        .suggest(format!("known are: {}", LANGUAGES.join(", "))),
                );
            }
            None => {}
        }
    }
}

fn check_names(node: &Node, inner: &Kind, findings: &mut Vec<Finding>) {
    let Some(entries) = node.map() else {
        findings.push(wrong_type(node, "names, one to a line"));
        return;
    };
    for (key, value) in entries {
        check_kind(key, &Kind::Name, findings);
        check_kind(value, inner, findings);
    }
}

fn check_verb(node: &Node, shapes: &'static [&'static Shape], findings: &mut Vec<Finding>) {
    if node.map().is_none() {
        let verbs: Vec<_> = shapes.iter().map(|shape| shape.keys[0].name).collect();
        findings.push(wrong_type(node, &format!("one of {}", verbs.join(", "))));
        return;
    }
    if let Some(shape) = verb_of(node, shapes) {
        check(node, shape, findings);
        return;
    }
    let verbs = || shapes.iter().map(|shape| shape.keys[0].name);
    let first = node.map().and_then(|entries| entries.first()).and_then(|(key, _)| key.text()).unwrap_or_default();
    let finding =
        Finding::new("E001", &node.at, format!("this begins with none of {}", verbs().collect::<Vec<_>>().join(", ")));
    findings.push(match did_you_mean(first, verbs()) {
        Some(near) => finding.suggest(format!("did you mean '{near}' instead of '{first}'?")),
        None => finding,
    });
}

/// The shape whose first key stands in the node: what kind of line this is.
#[must_use]
pub fn verb_of(node: &Node, shapes: &'static [&'static Shape]) -> Option<&'static Shape> {
    shapes.iter().find(|shape| node.get(shape.keys[0].name).is_some()).copied()
}

fn looks_like(node: &Node, kind: &Kind) -> bool {
    match kind {
        Kind::Empty => node.is_empty(),
        Kind::Text => has_language(node),
        Kind::Group(_) | Kind::Names(_) | Kind::Languages(_) | Kind::Verb(_) => {
            node.map().is_some() && !has_language(node)
        }
        Kind::List(_) => node.list().is_some(),
        _ => node.text().is_some() && !node.is_empty(),
    }
}

fn has_language(node: &Node) -> bool {
    node.map()
        .is_some_and(|entries| entries.iter().any(|(key, _)| key.text().is_some_and(|name| LANGUAGES.contains(&name))))
}

/// Whether a text is a name as flows use them.
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.len() <= 40
        && text.chars().all(|symbol| symbol.is_ascii_lowercase() || symbol.is_ascii_digit() || symbol == '_')
}

/// Reads yes and no as YAML 1.1 spelled them.
#[must_use]
pub fn yes_no(text: &str) -> Option<bool> {
    match text {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}
