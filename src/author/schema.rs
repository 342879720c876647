//! The JSON Schema (draft 2020-12) of flow files and document templates, out of the tables of keys.
//!
//! One schema takes both: a file with the key `document` is a template, any other a flow. It is for completion and
//! checks while one types (`# yaml-language-server: $schema=...`), and it takes every file that the loader's check
//! of keys takes. It knows no names (goto, slots) and no languages that are missing: the linter does.

use serde_json::{Map, Value, json};

use crate::engine::shape::{FLOW, Kind, LANGUAGES, Shape, TEMPLATE};

/// A name as flows write it; the same rule as [`crate::source::is_name`].
const NAME: &str = "^[a-z][a-z0-9_]{0,39}$";
/// A number in quotes is a number too: the loader reads what is written.
const NUMBER: &str = "^[+-]?[0-9]+([.][0-9]+)?$";

/// The schema.
#[must_use]
pub fn schema() -> Value {
    let mut groups = Map::new();
    let flow = group(&FLOW, &mut groups);
    let template = group(&TEMPLATE, &mut groups);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Handrail: a flow, or a document template",
        "type": "object",
        "if": { "required": ["document"] },
        "then": template,
        "else": flow,
        "$defs": groups,
    })
}

/// A reference to a group, which is described once.
fn group(shape: &'static Shape, groups: &mut Map<String, Value>) -> Value {
    let id = shape.name.replace(' ', "_");
    let reference = json!({ "$ref": format!("#/$defs/{id}") });
    if groups.contains_key(&id) {
        return reference;
    }
    groups.insert(id.clone(), Value::Null);
    let mut properties = Map::new();
    if shape.languages {
        for language in LANGUAGES {
            properties.insert((*language).to_owned(), described(words(), "The words in this language."));
        }
    }
    for key in shape.keys {
        properties.insert(key.name.to_owned(), described(of(&key.kind, groups), key.about));
    }
    let required: Vec<&str> = shape.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let described = json!({
        "type": "object",
        "title": shape.name,
        "description": shape.about,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    groups.insert(id, described);
    reference
}

fn described(mut schema: Value, about: &str) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), Value::from(about));
    }
    schema
}

/// One scalar that is not empty. YAML libraries turn `988` and `true` into numbers and truth values; the loader does
/// not, so both are right here.
fn words() -> Value {
    json!({ "type": ["string", "number", "boolean"], "minLength": 1 })
}

fn of(kind: &Kind, groups: &mut Map<String, Value>) -> Value {
    match kind {
        Kind::Name => json!({ "type": ["string", "boolean"], "pattern": NAME }),
        Kind::Words | Kind::Expression | Kind::Scalar => words(),
        Kind::Number => json!({ "type": ["number", "string"], "pattern": NUMBER }),
        Kind::YesNo => json!({ "enum": ["yes", "no", true, false, "true", "false"] }),
        Kind::OneOf(options) => json!({ "type": "string", "enum": options }),
        Kind::Text => languages(&words()),
        Kind::Languages(inner) => languages(&of(inner, groups)),
        Kind::List(inner) => json!({ "type": "array", "items": of(inner, groups) }),
        Kind::Names(inner) => json!({
            "type": "object",
            "propertyNames": { "pattern": NAME },
            "additionalProperties": of(inner, groups),
        }),
        Kind::Group(shape) => group(shape, groups),
        Kind::Verb(shapes) => {
            json!({ "anyOf": shapes.iter().map(|shape| group(shape, groups)).collect::<Vec<_>>() })
        }
        Kind::Either(kinds) => json!({ "anyOf": kinds.iter().map(|kind| of(kind, groups)).collect::<Vec<_>>() }),
        Kind::Empty => json!({ "type": "null" }),
    }
}

fn languages(inner: &Value) -> Value {
    let properties: Map<String, Value> =
        LANGUAGES.iter().map(|language| ((*language).to_owned(), inner.clone())).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}
