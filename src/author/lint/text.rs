//! Words in every language: missing (E201), with other places (E203), not translated (W204); pictures without words
//! (E207).

use std::collections::BTreeSet;

use super::pieces::Piece;
use crate::engine::model::{Document, Flow, Shown, Verb};
use crate::engine::{Finding, Flows, Position, Template};
use crate::message::Language;

/// Fewer words than this may be equal in two languages: "No", "Normal", "Zoom".
const EQUAL_WORDS: usize = 2;

pub fn check(pieces: &[Piece<'_>], languages: &[Language], findings: &mut Vec<Finding>) {
    for piece in pieces {
        if piece.text.is_empty() && piece.role.is_optional() {
            continue;
        }
        for language in languages {
            if piece.text.get(*language).is_none() {
                findings.push(missing(&format!("this {}", piece.role.name()), *language, piece.at));
            }
        }
        check_pair(piece, findings);
    }
}

fn missing(what: &str, language: Language, at: &Position) -> Finding {
    Finding::new("E201", at, format!("{what} has no words in {}", language.name()))
        .suggest(format!("add them beside the others, as `{}: ...`", language.code()))
}

/// What only a flow has: start phrases, pictures, and calls to flows of fewer languages.
pub fn check_flow(flows: &Flows, flow: &Flow, findings: &mut Vec<Finding>) {
    if flow.languages.is_empty() {
        findings.push(
            Finding::new("E201", &flow.name.at, "this flow says no language that it is written in")
                .suggest("write `languages: [en, es]`"),
        );
    }
    if !flow.starts_on.is_empty() {
        for language in &flow.languages {
            if flow.starts_on.get(*language).is_none_or(Vec::is_empty) {
                let at = flow
                    .starts_on
                    .iter()
                    .find_map(|(_, phrases)| phrases.first())
                    .map_or(&flow.name.at, |first| &first.at);
                findings.push(missing("`starts_on`", *language, at));
            }
        }
    }
    for line in flow.steps.iter().flat_map(|step| &step.lines) {
        match &line.verb {
            Verb::Say(Shown::Image { alt, file }) if alt.is_empty() => findings.push(
                Finding::new("E207", &file.at, "this picture has no words for people who cannot see it")
                    .suggest("say what it shows in `alt`, one line for each language"),
            ),
            Verb::Call(call) => {
                let Some(called) = call.to.and_then(|number| flows.flows.get(number)) else { continue };
                let lacking = flow.languages.iter().find(|language| !called.languages.contains(language));
                if let Some(language) = lacking {
                    findings.push(missing(
                        &format!("the flow '{}' that is called here", called.name.name),
                        *language,
                        &call.flow.at,
                    ));
                }
            }
            _ => {}
        }
    }
}

/// A document is needed in every language of its flow.
pub fn check_document(flows: &Flows, document: &Document, findings: &mut Vec<Finding>) {
    let Some(flow) = flows.flow(&document.flow.name) else { return };
    for language in flow.languages.iter().filter(|language| !document.languages.contains(language)) {
        findings.push(missing(&format!("the document '{}'", document.name.name), *language, &document.name.at));
    }
}

/// Each language beside the first one.
fn check_pair(piece: &Piece<'_>, findings: &mut Vec<Finding>) {
    let mut languages = piece.text.iter();
    let Some((first_language, first)) = languages.next() else { return };
    for (language, template) in languages {
        let (left, right) = (places(first), places(template));
        if let Some(place) = left.symmetric_difference(&right).next() {
            let (lacking, having, at) = if right.contains(place) {
                (first_language, language, &first.at)
            } else {
                (language, first_language, &template.at)
            };
            findings.push(
                Finding::new(
                    "E203",
                    at,
                    format!("{{{place}}} stands in the {} text and not in the {} one", having.name(), lacking.name()),
                )
                .suggest("show the same answers in every language"),
            );
        }
        if is_untranslated(first, template) {
            findings.push(
                Finding::new(
                    "W204",
                    &template.at,
                    format!("the {} text is the same as the {} one", language.name(), first_language.name()),
                )
                .suggest("translate it"),
            );
        }
    }
}

/// Slots by name; contacts and lines by kind, since one language may name another number.
fn places(template: &Template) -> BTreeSet<&str> {
    let names = template.written.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    names.map(|name| name.split_once(':').map_or(name, |(kind, _)| kind)).collect()
}

/// What is compared: letters and digits, without capitals.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|symbol| symbol.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Equal, and not only names, numbers and a short word.
fn is_untranslated(first: &Template, other: &Template) -> bool {
    if !letters(&first.written).eq(letters(&other.written)) {
        return false;
    }
    let mut words = 0;
    let mut begins = true;
    for token in first.written.split_whitespace() {
        let place = token.contains('{') || token.contains('}');
        let letters = token.chars().filter(|symbol| symbol.is_alphabetic()).count();
        let initial = token.chars().find(|symbol| symbol.is_alphanumeric());
        let name = !begins && initial.is_some_and(char::is_uppercase);
        let capitals = letters > 1 && !token.chars().any(char::is_lowercase);
        if !place && !name && !capitals && letters >= 2 && !token.contains(['/', '@']) {
            words += 1;
        }
        begins = token.ends_with(['.', '!', '?']);
    }
    words >= EQUAL_WORDS
}
