//! One or several of the offered choices: by label, by another word for it, by number, with a slip of the finger.

use super::{Reading, Surroundings};
use crate::engine::model::{Choice, Slot};
use crate::engine::value::{Name, Value};
use crate::message::{fold, fold_words};

const ORDINALS: [[&str; 6]; 6] = [
    ["first", "the first", "the first one", "la primera", "el primero", "primero"],
    ["second", "the second", "the second one", "la segunda", "el segundo", "segundo"],
    ["third", "the third", "the third one", "la tercera", "el tercero", "tercero"],
    ["fourth", "the fourth", "the fourth one", "la cuarta", "el cuarto", "cuarto"],
    ["fifth", "the fifth", "the fifth one", "la quinta", "el quinto", "quinto"],
    ["last", "the last", "the last one", "la ultima", "el ultimo", "ultimo"],
];
/// Longest text that is compared with labels letter by letter.
const FUZZY_MAX: usize = 40;

pub fn read_one(text: &str, around: &Surroundings<'_>) -> Reading {
    if text.len() > 300 {
        return Reading::Unclear;
    }
    let folded = fold(text);
    if let Some(choice) = exact(&folded, around) {
        return Reading::Clear(value(choice));
    }
    let mut held: Vec<&Choice> = around
        .offered
        .iter()
        .copied()
        .filter(|choice| choice.folded.iter().any(|words| holds(&folded, words)))
        .collect();
    held.dedup_by(|left, right| left.value.name == right.value.name);
    match held.as_slice() {
        [choice] if holds_beside(&folded, &TAKES_BACK, choice) => return Reading::Unclear,
        [choice] if folded.split(' ').count() <= 6 && !holds_beside(&folded, &UNCERTAIN, choice) => {
            return Reading::Clear(value(choice));
        }
        [choice] => return Reading::Doubtful(value(choice)),
        [] => {}
        several => return Reading::Ambiguous(several.iter().map(|choice| value(choice)).collect()),
    }
    match near(&folded, around) {
        Some(choice) => Reading::Doubtful(value(choice)),
        None => Reading::Unclear,
    }
}

pub fn read_several(slot: &Slot, text: &str, around: &Surroundings<'_>) -> Reading {
    if text.len() > 1000 {
        return Reading::Unclear;
    }
    let mut names: Vec<Name> = match around.gathered {
        Some(Value::Choices(names)) => names.clone(),
        _ => Vec::new(),
    };
    let before = names.len();
    let mut doubtful = false;
    let all = ["all", "all of them", "everything", "todo", "todos", "todas"].contains(&&*fold(text));
    let parts: Vec<String> = if all { Vec::new() } else { parts(text, around) };
    for part in &parts {
        match read_one(part, around) {
            Reading::Clear(Value::Choice(name)) => add(&mut names, name),
            Reading::Doubtful(Value::Choice(name)) => {
                doubtful = true;
                add(&mut names, name);
            }
            Reading::Ambiguous(values) => values.into_iter().for_each(|value| {
                if let Value::Choice(name) = value {
                    add(&mut names, name);
                }
            }),
            _ => doubtful = true,
        }
    }
    if all {
        around.offered.iter().for_each(|choice| add(&mut names, Box::from(&*choice.value.name)));
    }
    if names.len() == before {
        Reading::Unclear
    } else if names.len() > slot.items {
        Reading::TooMany(slot.items)
    } else if doubtful {
        Reading::Doubtful(Value::Choices(names))
    } else {
        Reading::Clear(Value::Choices(names))
    }
}

/// "1 and 3", "sleep, panic", "sueño y pánico"; a label that itself holds a comma or "and" is tried whole first.
fn parts(text: &str, around: &Surroundings<'_>) -> Vec<String> {
    if exact(&fold(text), around).is_some() {
        return vec![text.to_owned()];
    }
    let by_commas: Vec<&str> =
        text.split([',', ';', '\n', '/', '+', '&']).filter(|part| !part.trim().is_empty()).collect();
    let mut parts = Vec::new();
    for part in by_commas {
        if exact(&fold(part), around).is_some() {
            parts.push(part.to_owned());
            continue;
        }
        let words = fold_words(part);
        if words.iter().all(|word| word.parse::<usize>().is_ok()) {
            parts.extend(words);
        } else {
            parts.extend(
                words
                    .split(|word| matches!(word.as_str(), "and" | "y" | "e" | "also" | "tambien" | "plus"))
                    .map(|part| part.join(" ")),
            );
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn exact<'a>(folded: &str, around: &Surroundings<'a>) -> Option<&'a Choice> {
    if let Some(choice) = around.offered.iter().find(|choice| choice.folded.iter().any(|words| words == folded)) {
        return Some(choice);
    }
    let bare = folded
        .strip_prefix("number ")
        .or_else(|| folded.strip_prefix("numero "))
        .or_else(|| folded.strip_prefix("option "))
        .or_else(|| folded.strip_prefix("opcion "))
        .unwrap_or(folded);
    if let Ok(number) = bare.parse::<usize>() {
        return around.offered.get(around.first.checked_add(number)?.checked_sub(1)?).copied();
    }
    let ordinal = ORDINALS.iter().position(|words| words.contains(&folded))?;
    if ordinal == 5 { around.offered.last().copied() } else { around.offered.get(around.first + ordinal).copied() }
}

/// Words that take back what stands beside them: "yes but not really", "sí, pero no del todo".
const TAKES_BACK: [&str; 22] = [
    "but", "not", "never", "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "cant", "cannot", "wont", "hardly",
    "unless", "except", "pero", "nunca", "tampoco", "apenas", "salvo", "excepto", "aunque",
];
/// "No, at home" may correct what was said before, and "no en casa" may not.
const UNCERTAIN: [&str; 1] = ["no"];

/// Whether the text holds one of these words that does not belong to the choice: in none of the choice's own words.
fn holds_beside(text: &str, words: &[&str], choice: &Choice) -> bool {
    let own = |word: &str| choice.folded.iter().any(|words| words.split(' ').any(|known| known == word));
    text.split(' ').any(|word| words.contains(&word) && !own(word))
}

/// Whether the words stand in the text as whole words.
fn holds(text: &str, words: &str) -> bool {
    words.len() >= 3
        && text.match_indices(words).any(|(start, _)| {
            let end = start + words.len();
            (start == 0 || text.as_bytes()[start - 1] == b' ') && (end == text.len() || text.as_bytes()[end] == b' ')
        })
}

/// The one choice that is a slip of the finger away; none when two are equally near.
fn near<'a>(folded: &str, around: &Surroundings<'a>) -> Option<&'a Choice> {
    if folded.len() > FUZZY_MAX || folded.len() < 4 {
        return None;
    }
    let allowed = if folded.len() >= 8 { 2 } else { 1 };
    let length = folded.chars().count();
    let mut best: Option<(usize, &Choice)> = None;
    let mut tied = false;
    for choice in around.offered {
        // Each letter more or less is a slip of its own, and so is each that the text does not have: most labels need not
        // be compared.
        let strange = |words: &str| words.chars().filter(|letter| !folded.contains(*letter)).count();
        let alike = choice
            .folded
            .iter()
            .filter(|words| words.chars().count().abs_diff(length) <= allowed && strange(words) <= allowed);
        let distance = alike.map(|words| strsim::damerau_levenshtein(words, folded)).min().unwrap_or(usize::MAX);
        match best {
            _ if distance > allowed => {}
            Some((known, _)) if distance > known => {}
            Some((known, _)) if distance == known => tied = true,
            _ => {
                best = Some((distance, choice));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, choice)| choice)
}

fn value(choice: &Choice) -> Value {
    Value::Choice(Box::from(&*choice.value.name))
}

fn add(names: &mut Vec<Name>, name: Name) {
    if !names.contains(&name) {
        names.push(name);
    }
}
