//! Numbers and addresses that are no crisis lines, out of config/contacts.yaml.

use std::collections::HashMap;

use crate::source::shape::{Kind, Shape, key, must};
use crate::source::{Finding, Node, check, tree};

/// The file.
pub static FILE: Shape = Shape {
    name: "contacts file",
    about: "Numbers and addresses that are no crisis lines.",
    languages: false,
    keys: &[must("contacts", Kind::Names(&Kind::Group(&CONTACT)), "The contacts, by id.")],
};

/// One contact.
pub static CONTACT: Shape = Shape {
    name: "contact",
    about: "One number or address.",
    languages: false,
    keys: &[
        must("text", Kind::Scalar, "The number, as people there dial it."),
        must("country", Kind::Scalar, "The country, two capitals in quotes."),
        must("what", Kind::Words, "What it is for."),
        must("as_of", Kind::Number, "The year of the source."),
        key("source", Kind::Name, "A key of config/sources.yaml."),
    ],
};

/// The contacts, by id.
#[derive(Clone, Debug, Default)]
pub struct Contacts(HashMap<String, String>);

impl Contacts {
    #[must_use]
    pub fn load(file: &str, text: &str, findings: &mut Vec<Finding>) -> Self {
        let (root, problems) = tree::parse(file, text);
        findings.extend(problems);
        let Some(root) = root else { return Self::default() };
        check(&root, &FILE, findings);
        let entries = root.get("contacts").and_then(Node::map).unwrap_or_default();
        let contact = |(id, node): &(Node, Node)| Some((id.text()?.to_owned(), node.get("text")?.text()?.to_owned()));
        Self(entries.iter().filter_map(contact).collect())
    }

    /// The words for `{contact:id}`.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }
}
