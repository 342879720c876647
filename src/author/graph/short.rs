//! One line of a step in short, as a picture shows it.

use super::{Short, words};
use crate::engine::model::{Ask, Flow, Shown, Text, Verb};
use crate::message::Language;

/// Longest words of a line, in characters: about three lines of a box.
const WORDS_MAX: usize = 120;

/// What a line does, or `None` where the edges say it.
pub fn line(flow: &Flow, verb: &Verb, language: Language) -> Option<Short> {
    let cut = |text: &Text| shorten(words(text, language));
    let (does, words) = match verb {
        Verb::Say(Shown::Words(text)) => ("Says".to_owned(), cut(text)),
        Verb::Say(Shown::Topic(topic)) => ("Shows the answer".to_owned(), topic.name.replace('_', " ")),
        Verb::Say(Shown::Lines(need)) => ("Shows crisis lines".to_owned(), need.name.replace('_', " ")),
        Verb::Say(Shown::Image { alt, .. }) => ("Shows a picture".to_owned(), cut(alt)),
        Verb::Ask(ask) => (asks(flow, ask), question(ask, language)),
        Verb::Set(assignments) => {
            let set: Vec<String> =
                assignments.iter().map(|one| format!("{} = {}", one.name.name, one.value.written)).collect();
            ("Sets".to_owned(), shorten(&set.join(", ")))
        }
        Verb::Call(call) => ("Calls".to_owned(), call.flow.name.to_string()),
        Verb::Remind(remind) => ("Sets a reminder".to_owned(), cut(&remind.text)),
        Verb::Record(record) => ("Keeps the number".to_owned(), record.number.name.name.to_string()),
        Verb::Document(name) => ("Shows the document".to_owned(), name.name.to_string()),
        Verb::Branch { .. } | Verb::Goto(_) | Verb::End(_) => return None,
    };
    Some(Short { does, words })
}

fn asks(flow: &Flow, ask: &Ask) -> String {
    match ask.slot.and_then(|slot| flow.slots.get(slot)) {
        Some(slot) => format!("Asks {} ({})", ask.name.name, slot.kind.name()),
        None => format!("Asks {}", ask.name.name),
    }
}

/// The question, with the choices that no edge shows.
fn question(ask: &Ask, language: Language) -> String {
    let choices: Vec<&str> = ask
        .choices
        .iter()
        .filter(|choice| choice.goto.is_none())
        .map(|choice| match words(&choice.label, language) {
            "" => &choice.value.name,
            label => label,
        })
        .collect();
    let asked = shorten(words(&ask.text, language));
    if choices.is_empty() { asked } else { format!("{asked} [{}]", shorten(&choices.join(" / "))) }
}

/// Cuts a text between two words and puts it on one line.
pub fn shorten(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = flat.char_indices().nth(WORDS_MAX) else { return flat };
    let end = flat[..end].rfind(' ').unwrap_or(end);
    format!("{}…", flat[..end].trim_end_matches([',', '.', ';', ':']))
}
