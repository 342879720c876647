//! The schema and the reference page say what the loader does.

use std::fs;
use std::path::{Path, PathBuf};

use handrail::author::reference::reference;
use handrail::author::schema::schema;
use handrail::engine::shape::{FLOW, SHAPES, TEMPLATE};
use handrail::engine::tree::{self, Node, NodeKind};
use handrail::source::check;
use jsonschema::Validator;
use serde_json::{Map, Number, Value};

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).unwrap()
}

/// How an editor may read plain scalars.
#[derive(Clone, Copy, Debug)]
enum Scalars {
    /// All are texts, as the loader reads them.
    Texts,
    /// As YAML 1.2 has it: numbers, truth values and nothing.
    Core,
}

fn json(node: &Node, scalars: Scalars) -> Value {
    match &node.kind {
        NodeKind::List(items) => items.iter().map(|item| json(item, scalars)).collect(),
        NodeKind::Map(entries) => entries
            .iter()
            .map(|(key, value)| (key.text().unwrap_or_default().to_owned(), json(value, scalars)))
            .collect::<Map<_, _>>()
            .into(),
        NodeKind::Scalar { .. } if node.is_empty() => Value::Null,
        NodeKind::Scalar { text, quoted: false, .. } if matches!(scalars, Scalars::Core) => match text.as_str() {
            "true" | "false" => Value::Bool(text == "true"),
            _ => text.parse::<f64>().ok().and_then(Number::from_f64).map_or(Value::from(text.as_str()), Value::Number),
        },
        NodeKind::Scalar { text, .. } => Value::from(text.as_str()),
    }
}

/// What is wrong with a file for the loader's check of keys, and for the schema.
fn problems(validator: &Validator, text: &str, scalars: Scalars) -> (Vec<String>, Vec<String>) {
    let root = tree::parse("file.yaml", text).0.unwrap();
    let mut findings = Vec::new();
    check(&root, if root.get("document").is_some() { &TEMPLATE } else { &FLOW }, &mut findings);
    let instance = json(&root, scalars);
    (
        findings.iter().map(ToString::to_string).collect(),
        validator.iter_errors(&instance).map(|error| format!("{}: {error}", error.instance_path())).collect(),
    )
}

fn yaml_files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "yaml")).collect()
}

#[test]
fn the_schema_is_a_schema() {
    assert!(jsonschema::draft202012::meta::is_valid(&schema()));
}

#[test]
fn it_takes_every_flow_and_template_there_is() {
    let validator = validator();
    let files: Vec<PathBuf> =
        ["flows", "flows/documents", "tests/author/flows"].into_iter().flat_map(yaml_files).collect();
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for scalars in [Scalars::Texts, Scalars::Core] {
            assert_eq!(problems(&validator, &text, scalars), (vec![], vec![]), "{} {scalars:?}", file.display());
        }
    }
}

/// Lines that may stand in a step, and what may stand in other places: right ones.
const RIGHT: &[&str] = &[
    "flow: a\nlanguages: [en]\nsteps: {s: [{say: , en: Hello}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{say: {en: 988, es: true}}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{say: {topic: iop}}, {say: {image: a.png, alt: {en: A}}}]}",
    "flow: a\nlanguages: [en, es]\nplace: anywhere\nsteps: {s: [{ask: x, en: What?, skip: 3}, {goto: s}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{ask: x, skip: {goto: s}, choices: [{value: true, if: a > 1}]}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{branch: [{if: yes, goto: s}, {else: s}]}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{set: {x: 3}}, {call: b, give: {x: y}}, {document: d}, {end: e}]}",
    "flow: a\nlanguages: [en]\nslots: {n: {type: number, min: -1, max: 7.5, private: yes}}\nsteps: {s: [{end: e}]}",
    "flow: a\nlanguages: [en]\nstarts_on: {en: [go, 123]}\nmoved: {old: new}\nsteps: {s: [{end: e}]}",
    "document: d\nflow: a\nlanguages: [en]\ntitle: {en: T}\nparts: [{en: A}, {if: x is set, en: B}]",
];

/// And wrong ones: the loader and the schema refuse the same files.
const WRONG: &[&str] = &[
    "flow: a\nsteps: {s: [{end: e}]}",
    "flow: A\nlanguages: [en]\nsteps: {s: [{end: e}]}",
    "flow: a\nlanguages: [fr]\nsteps: {s: [{end: e}]}",
    "flow: a\nlanguages: en\nsteps: {s: [{end: e}]}",
    "flow: a\nlanguages: [en]\nsteps: [{end: e}]",
    "flow: a\nlanguages: [en]\nsteps: {s: {end: e}}",
    "flow: a\nlanguages: [en]\nsteps: {S: [{end: e}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{gotp: s}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{say: {topik: x}}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{say: {en: A, topic: x}}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{say: , fr: Bonjour}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{say: , ask: x, skip: 1}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{ask: x}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{ask: x, skip: {goto: s, if: y}}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{ask: x, skip: 1, choices: [{goto: s}]}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{branch: [{if: yes}]}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{branch: [{goto: s}]}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{set: {x: [1]}}]}",
    "flow: a\nlanguages: [en]\nsteps: {s: [{remind: {consent: c, days: d, at: t}}]}",
    "flow: a\nlanguages: [en]\nslots: {n: {type: numbr}}\nsteps: {s: [{end: e}]}",
    "flow: a\nlanguages: [en]\nslots: {n: {type: number, min: few}}\nsteps: {s: [{end: e}]}",
    "flow: a\nlanguages: [en]\nslots: {n: {type: text, private: maybe}}\nsteps: {s: [{end: e}]}",
    "flow: a\nlanguages: [en]\nplace: public\nsteps: {s: [{end: e}]}",
    "flow: a\nlanguages: [en]\ntitle: Words\nsteps: {s: [{end: e}]}",
    "flow: a\nlanguages: [en]\nstarts_on: {en: go}\nsteps: {s: [{end: e}]}",
    "document: d\nflow: a\nlanguages: [en]\nparts: [{en: A}]",
    "document: d\nflow: a\nlanguages: [en]\ntitle: {en: T}\nparts: [{en: A}]\nsteps: {}",
    "document: d\nflow: a\nlanguages: [en]\ntitle: {en: T}\nparts: [{unless: x, en: A}]",
];

#[test]
fn schema_and_loader_take_and_refuse_the_same_files() {
    let validator = validator();
    for (files, right) in [(RIGHT, true), (WRONG, false)] {
        for text in files {
            for scalars in [Scalars::Texts, Scalars::Core] {
                let (loader, schema) = problems(&validator, text, scalars);
                assert_eq!(loader.is_empty(), right, "loader: {text}\n{loader:?}");
                assert_eq!(schema.is_empty(), right, "schema, {scalars:?}: {text}\n{schema:?}");
            }
        }
    }
}

#[test]
fn every_key_is_described() {
    let schema = schema();
    for shape in SHAPES {
        let group = &schema["$defs"][shape.name.replace(' ', "_")];
        for key in shape.keys {
            assert_eq!(group["properties"][key.name]["description"], key.about, "{}.{}", shape.name, key.name);
        }
        for language in ["en", "es"] {
            assert_eq!(group["properties"][language].is_object(), shape.languages, "{}", shape.name);
        }
    }
}

#[test]
fn the_reference_page_is_up_to_date() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/flow-reference.md");
    let page = fs::read_to_string(file).unwrap();
    assert!(page == reference(), "docs/flow-reference.md differs from the tables: put this there\n{}", reference());
}

#[test]
fn every_link_of_the_reference_page_leads_to_a_heading() {
    let page = reference();
    let mut links = 0;
    for link in page.split("](#").skip(1) {
        let name = link.split(')').next().unwrap().replace('-', " ");
        assert!(page.contains(&format!("\n## {name}\n")), "{name}");
        links += 1;
    }
    assert!(links > 15);
}
