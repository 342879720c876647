//! What Discord would refuse, and what no message of ours may ever do.

use std::collections::HashSet;

use serde_json::Value;

/// Everything that is wrong with a message. Discord's own limits.
pub fn message(body: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let content = body["content"].as_str().unwrap_or_default();
    if content.chars().count() > 2000 {
        wrong.push(format!("content has {} characters", content.chars().count()));
    }
    if content.trim().is_empty() {
        wrong.push("content is empty".to_owned());
    }
    if body["nonce"].as_str().is_some_and(|nonce| nonce.chars().count() > 25) {
        wrong.push("the nonce is too long".to_owned());
    }
    components(&body["components"], &mut wrong);
    wrong
}

/// What would be a fault of ours even though Discord takes it.
pub fn manners(body: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    if body["allowed_mentions"]["parse"] != serde_json::json!([]) || body["allowed_mentions"]["users"].is_array() {
        wrong.push(format!("mentions are allowed: {body}"));
    }
    wrong
}

fn components(rows: &Value, wrong: &mut Vec<String>) {
    let empty = Vec::new();
    let rows = rows.as_array().unwrap_or(&empty);
    if rows.len() > 5 {
        wrong.push(format!("{} rows", rows.len()));
    }
    let mut ids = HashSet::new();
    for row in rows {
        let parts = row["components"].as_array().unwrap_or(&empty);
        if parts.is_empty() || parts.len() > 5 {
            wrong.push(format!("a row of {}", parts.len()));
        }
        for part in parts {
            let id = part["custom_id"].as_str().unwrap_or_default();
            if id.is_empty() || id.chars().count() > 100 || !ids.insert(id.to_owned()) {
                wrong.push(format!("custom_id '{id}'"));
            }
            match part["type"].as_u64() {
                Some(2) => {
                    let label = part["label"].as_str().unwrap_or_default().chars().count();
                    if label == 0 || label > 80 {
                        wrong.push(format!("a label of {label} characters"));
                    }
                }
                Some(3) => select(part, wrong),
                Some(4) => {
                    if part["label"].as_str().unwrap_or_default().chars().count() > 45 {
                        wrong.push("a long label in a form".to_owned());
                    }
                }
                other => wrong.push(format!("a component of type {other:?}")),
            }
        }
    }
}

fn select(part: &Value, wrong: &mut Vec<String>) {
    let options = part["options"].as_array().cloned().unwrap_or_default();
    if options.is_empty() || options.len() > 25 {
        wrong.push(format!("{} options", options.len()));
    }
    let mut values = HashSet::new();
    for option in options {
        let (label, value) =
            (option["label"].as_str().unwrap_or_default(), option["value"].as_str().unwrap_or_default());
        if label.is_empty() || label.chars().count() > 100 || value.chars().count() > 100 {
            wrong.push(format!("an option '{label}'"));
        }
        if !values.insert(value.to_owned()) {
            wrong.push(format!("two options with the value '{value}'"));
        }
    }
}

/// Everything that is wrong with a form.
pub fn form(form: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    if form["title"].as_str().unwrap_or_default().chars().count() > 45 {
        wrong.push("a long title".to_owned());
    }
    components(&form["components"], &mut wrong);
    wrong
}

/// Everything that is wrong with the list of commands.
pub fn commands(list: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    for command in list.as_array().cloned().unwrap_or_default() {
        let kind = command["type"].as_u64().unwrap_or(1);
        name(&command, kind, &mut wrong);
        if kind == 1 {
            described(&command, &mut wrong);
        } else if command["description"].as_str().is_some_and(|text| !text.is_empty()) {
            wrong.push(format!("a menu entry with a description: {}", command["name"]));
        }
    }
    wrong
}

fn described(of: &Value, wrong: &mut Vec<String>) {
    let all = std::iter::once(&of["description"])
        .chain(of["description_localizations"].as_object().into_iter().flat_map(|map| map.values()));
    for text in all {
        let length = text.as_str().unwrap_or_default().chars().count();
        if length == 0 || length > 100 {
            wrong.push(format!("a description of {length} characters: {text}"));
        }
    }
    let options = of["options"].as_array().cloned().unwrap_or_default();
    if options.len() > 25 {
        wrong.push(format!("{} options", options.len()));
    }
    for option in options {
        name(&option, 1, wrong);
        described(&option, wrong);
    }
}

fn name(of: &Value, kind: u64, wrong: &mut Vec<String>) {
    let all = std::iter::once(&of["name"])
        .chain(of["name_localizations"].as_object().into_iter().flat_map(|map| map.values()));
    for name in all {
        let name = name.as_str().unwrap_or_default();
        let length = name.chars().count();
        let fits = |symbol: char| symbol == '-' || symbol == '_' || symbol == '\'' || symbol.is_alphanumeric();
        let plain = kind != 1 || (name.chars().all(fits) && name.to_lowercase() == name);
        if length == 0 || length > 32 || !plain {
            wrong.push(format!("the name '{name}'"));
        }
    }
}
