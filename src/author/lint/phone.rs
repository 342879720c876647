//! Digits of a phone number in what the bot says (E605). Numbers live in config/hotlines.yaml and
//! config/contacts.yaml, where they have a country, a source and a date; texts name them.
//!
//! Found are: seven digits or more that are written like a number (`1-800-273-8255`, `(555) 123-4567`, `55 12 34 56 78`
//! after "+" or a word for calling), `1-800-` with letters, and a short code right after a word for calling. Years,
//! dates, times, prices and ranges are no numbers.

use super::banned::Banned;
use super::tokens::PLACE;
use crate::engine::{Finding, Position};

/// A phone number has at least so many digits; E.164 allows no more than the other.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// A short code stands at most so many words after the word for calling: "text HELLO to 741741".
const NEAR: usize = 4;

/// Whether a text has the digits of the shortest code.
pub fn may_hold(written: &str) -> bool {
    written.bytes().filter(u8::is_ascii_digit).nth(2).is_some()
}

pub fn check(written: &str, sentences: &[Vec<String>], banned: &Banned, at: &Position, findings: &mut Vec<Finding>) {
    let found = long_number(written, sentences, banned).or_else(|| short_code(sentences, banned));
    if let Some(number) = found {
        findings.push(
            Finding::new(
                "E605",
                at,
                format!("'{number}' looks like a phone number, and it would grow old here unseen"),
            )
            .suggest("name it: {contact:id} from config/contacts.yaml, or {line:id} from config/hotlines.yaml"),
        );
    }
}

fn short_code(sentences: &[Vec<String>], banned: &Banned) -> Option<String> {
    sentences.iter().find_map(|sentence| {
        let place = (0..sentence.len()).find(|place| {
            let word = &sentence[*place];
            let digits = word.len() >= 3 && word.len() <= 6 && word.bytes().all(|byte| byte.is_ascii_digit());
            if !digits {
                return false;
            }
            let before = &sentence[place.saturating_sub(NEAR)..*place];
            let calls = before.iter().rposition(|word| banned.is_call_word(word)).map(|place| before.len() - place);
            let known = banned.is_short_code(word);
            // An unknown code counts only right behind the word, with nothing to count after it: "call 45645".
            let after = sentence.get(place + 1).map(String::as_str);
            let known = known && !after.is_some_and(|word| banned.is_counted(word));
            calls.is_some_and(|distance| {
                known || (distance <= 2 && matches!(after, None | Some("or" | "o" | "and" | "y")))
            })
        })?;
        Some(sentence[place].clone())
    })
}

struct Run {
    groups: Vec<String>,
    start: usize,
    end: usize,
}

fn long_number(written: &str, sentences: &[Vec<String>], banned: &Banned) -> Option<String> {
    let text = without_places(written);
    let symbols: Vec<char> = text.chars().collect();
    let called = sentences.iter().flatten().any(|word| banned.is_call_word(word));
    runs(&symbols)
        .into_iter()
        .find(|run| is_number(&symbols, run, called))
        .map(|run| symbols[run.start..run.end].iter().collect())
}

fn without_places(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(open) = rest.find('{') {
        text.push_str(&rest[..open]);
        text.push_str(PLACE);
        rest = rest[open..].find('}').map_or("", |close| &rest[open + close + 1..]);
    }
    text.push_str(rest);
    text
}

/// Groups of digits with one separator between them, or a bracket and a space.
fn runs(symbols: &[char]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut place = 0;
    let mut open = false;
    while place < symbols.len() {
        if !symbols[place].is_ascii_digit() {
            place += 1;
            continue;
        }
        let end = (place..symbols.len()).find(|end| !symbols[*end].is_ascii_digit()).unwrap_or(symbols.len());
        let group: String = symbols[place..end].iter().collect();
        match runs.last_mut().filter(|run| open && joins(&symbols[run.end..place])) {
            Some(run) => {
                run.groups.push(group);
                run.end = end;
            }
            None => runs.push(Run { groups: vec![group], start: place, end }),
        }
        open = true;
        place = end;
    }
    runs
}

fn joins(between: &[char]) -> bool {
    match between {
        ['-' | '.' | ' ' | '\u{a0}' | '/' | '‑' | '–' | '(' | ')'] => true,
        [left, right] => matches!((left, right), (')', ' ' | '-') | (' ' | '-', '(')),
        _ => false,
    }
}

fn is_number(symbols: &[char], run: &Run, called: bool) -> bool {
    let count: usize = run.groups.iter().map(String::len).sum();
    let before = run.start.checked_sub(1).map(|place| symbols[place]);
    let after = symbols.get(run.end).copied();
    let money = |symbol: Option<char>| symbol.is_some_and(|symbol| matches!(symbol, '$' | '€' | '£' | '%' | ','));
    // "1,000,000": a comma with a digit behind it goes on with the same number.
    let comma_number = after == Some(',') && symbols.get(run.end + 1).is_some_and(char::is_ascii_digit);
    let vanity = matches!(run.groups.as_slice(), [one, free] if one == "1" && free.len() == 3 && free.starts_with('8'))
        && after.is_some_and(|symbol| matches!(symbol, '-' | ' ' | '.'))
        && symbols.get(run.end + 1).is_some_and(char::is_ascii_uppercase);
    if vanity {
        return true;
    }
    if !DIGITS.contains(&count) || money(before) || comma_number || is_dates(&run.groups) {
        return false;
    }
    let plus = before == Some('+') || (before == Some('(') && run.start >= 2 && symbols[run.start - 2] == '+');
    let largest = run.groups.iter().map(String::len).max().unwrap_or_default();
    plus || largest >= 3 || (largest == 2 && called)
}

/// Years and dates, in any order and number: 2024-2025, 2026-01-15, 15/01/2026, 9-2024.
fn is_dates(groups: &[String]) -> bool {
    let number = |group: &String| group.parse::<u32>().unwrap_or(u32::MAX);
    let year = |group: &String| group.len() == 4 && (1900..=2100).contains(&number(group));
    let part = |group: &String| group.len() <= 2 && number(group) <= 31;
    groups.iter().any(year) && groups.iter().all(|group| year(group) || part(group))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on should say so and stop")]
mod tests {
    use super::{Banned, check};
    use crate::author::lint::tokens::sentences;
    use crate::engine::Position;

    fn found(text: &str) -> bool {
        let banned = Banned::built_in().unwrap();
        let mut findings = Vec::new();
        check(text, &sentences(text), &banned, &Position::default(), &mut findings);
        !findings.is_empty()
    }

    #[test]
    fn numbers_are_found() {
        for text in [
            "Call 1-800-273-8255.",
            "(555) 123-4567",
            "555.123.4567",
            "+34 91 123 45 67",
            "Llame al 55 12 34 56 78.",
            "18002738255",
            "1-800-QUITNOW is free",
            "Call 988 now",
            "Text HELLO to 741741.",
            "Llame al 911.",
            "Marque 024 o 112",
            "envíe HOLA al 741741",
            "Call 45645.",
            "Dial 116 123",
        ] {
            assert!(found(text), "{text}");
        }
    }

    #[test]
    fn other_figures_pass() {
        for text in [
            "3 to 5 days a week",
            "9 to 12 hours, 3-5 days",
            "since 2008, or 2024-2025",
            "2026-01-15 or 15/01/2026",
            "from 9:00 to 17:30",
            "It costs $250 to $1,000 a day.",
            "US$ 1,500,000 or 10,000,000",
            "Call your plan within 180 days.",
            "Call at least 3 programs and 100 more.",
            "Call {line:us_988} or {contact:labor_wage}.",
            "Call us 24 hours a day, 365 days a year",
            "1 2 3 4 5 6 7 8",
            "In 2023 we called 120 people.",
            "Llame las 24 horas",
            "A phone visit takes 110 minutes.",
            "{unclosed 1-800",
        ] {
            assert!(!found(text), "{text}");
        }
    }
}
