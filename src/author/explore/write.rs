//! Writing what was explored as conversation tests, with what the bot says today.

use std::fmt::Write as _;

use super::inputs::Entry;
use super::walk::Path;
use crate::author::conversation::{NOW, Talk};
use crate::library::Library;
use crate::message::Place;

/// The text of a file of tests: each conversation with its last answer and the question that waits then. What is said
/// on the way there, other paths look at.
#[must_use]
pub fn to_yaml(library: &Library, paths: &[Path]) -> String {
    let mut yaml = String::from(
        "# Written by `handrail explore`: what the bot says on every path. After an edit of the flow, look at what\n\
         # changes with `handrail replay`, then let `handrail explore` write this file anew.\n\
         conversations:\n",
    );
    for (number, path) in paths.iter().enumerate() {
        let name = format!("{}, path {} in {}", path.flow, number + 1, path.language.name());
        let _ = writeln!(yaml, "  - name: {}\n    language: {}", quoted(&name), path.language.code());
        if let Some(country) = path.country {
            let _ = writeln!(yaml, "    country: \"{country}\"");
        }
        let _ = writeln!(yaml, "    turns:");
        let mut talk =
            Talk::new(library, Some(path.language), path.country, Place::Private, NOW.parse().unwrap_or_default());
        for entry in &path.entries {
            match entry {
                Entry::Type(text) => {
                    let _ = writeln!(yaml, "      - you: {}", quoted(text));
                    talk.say(text);
                }
                Entry::Tap(payload) => {
                    let label = label_of(&talk, payload).unwrap_or_else(|| payload.clone());
                    let _ = writeln!(yaml, "      - tap: {}", quoted(&label));
                    // Every payload is a button's own, so there is always one to press.
                    let _ = talk.tap(payload);
                }
            }
        }
        write_last(&mut yaml, &talk);
    }
    yaml
}

/// The label of a button under the last answer; none when two buttons have the same.
fn label_of(talk: &Talk<'_>, payload: &str) -> Option<String> {
    let choices = &talk.answer.as_ref()?.outbound.choices;
    let label = &choices.iter().find(|choice| *choice.payload == *payload)?.label;
    let same = choices.iter().filter(|choice| choice.label == *label).count();
    (same == 1).then(|| label.to_string())
}

/// What the bot says at the end of the path.
fn write_last(yaml: &mut String, talk: &Talk<'_>) {
    let Some(answer) = &talk.answer else { return };
    for bubble in &answer.outbound.bubbles {
        let _ = writeln!(yaml, "      - bot: {}", quoted(&bubble.words()));
    }
    let state = &talk.conversation.state;
    if let (Some(frame), Some(pending)) = (state.top(), &state.pending) {
        let _ = writeln!(yaml, "      - asks: {}.{}", frame.flow, pending.question);
    } else {
        let _ = writeln!(yaml, "      - asks: nothing");
    }
}

/// A text in double quotes, as YAML and JSON write it.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
