//! How hard an English text is to read: the Flesch-Kincaid grade and the longest sentence (W206).
//!
//! Grade = 0.39 words/sentences + 11.8 syllables/words - 15.59 (Kincaid and others, 1975). Syllables are counted by
//! groups of vowels: a silent `e`, `es` or `ed` at the end is none, `ia`, `io`, `iu`, `ua` are two where they
//! do not follow `t`, `s`, `c`, `g` or `q`, and so is `ea` at the end ("idea"); a number or an abbreviation in capitals counts as one. The count is within
//! one of the dictionary for nearly every word, and errors cancel over a text; a text under eight words is too short to
//! be judged. Numbers and names that the settings fill in are read as they will be said.

use crate::engine::{Finding, Position};
use crate::message::Language;

/// Highest grade (the tone rules: "never above 8").
const GRADE_MAX: f64 = 8.0;
/// Longest sentence, in words.
const SENTENCE_MAX: usize = 20;
/// Shorter texts are not judged by grade.
const WORDS_MIN: usize = 8;

pub fn check(spoken: &str, language: Language, at: &Position, findings: &mut Vec<Finding>) {
    if language != Language::En {
        return;
    }
    let sentences = sentences(spoken);
    let longest = sentences.iter().max_by_key(|sentence| sentence.len());
    if let Some(longest) = longest.filter(|longest| longest.len() > SENTENCE_MAX) {
        let begins = longest[..4].join(" ");
        findings.push(
            Finding::new(
                "W206",
                at,
                format!("the sentence '{begins} ...' has {} words, and {SENTENCE_MAX} are easy to read", longest.len()),
            )
            .suggest("make two sentences of it"),
        );
        return;
    }
    if let Some(grade) = reading_grade(spoken).filter(|grade| *grade > GRADE_MAX) {
        findings.push(
            Finding::new("W206", at, format!("this reads like grade {grade:.1}, and 8 is the most"))
                .suggest("use shorter words and sentences"),
        );
    }
}

/// The Flesch-Kincaid grade of an English text; `None` when it is too short to be judged.
///
/// ```
/// use handrail::author::lint::reading_grade;
/// let hard = "Comprehensive psychiatric evaluation determines individual eligibility for subsequent participation.";
/// assert!(reading_grade(hard).unwrap() > 15.0);
/// assert!(reading_grade("You can sleep at home. You go in three days a week.").unwrap() < 3.0);
/// assert_eq!(reading_grade("Psychiatric evaluation"), None);
/// ```
#[must_use]
pub fn reading_grade(text: &str) -> Option<f64> {
    let sentences = sentences(text);
    let words: usize = sentences.iter().map(Vec::len).sum();
    if words < WORDS_MIN {
        return None;
    }
    let spoken: usize = sentences.iter().flatten().map(|word| syllables(word)).sum();
    Some(0.39 * ratio(words, sentences.len()) + 11.8 * ratio(spoken, words) - 15.59)
}

fn ratio(left: usize, right: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(left) / number(right.max(1))
}

/// The words of each sentence. A line is a sentence of its own; "e.g." and "U.S." end none.
fn sentences(text: &str) -> Vec<Vec<&str>> {
    const ABBREVIATIONS: [&str; 12] =
        ["dr", "mr", "mrs", "ms", "vs", "etc", "approx", "st", "no", "dept", "min", "hrs"];
    let mut sentences = Vec::new();
    for line in text.lines() {
        let mut sentence = Vec::new();
        for token in line.split_whitespace() {
            let word = token.trim_matches(|symbol: char| !symbol.is_alphanumeric());
            if !word.is_empty() {
                sentence.push(word);
            }
            let closing = token.trim_end_matches(['"', '\'', ')', '”', '’', '*']);
            let abbreviated = closing.ends_with('.')
                && (word.contains('.')
                    || word.chars().count() == 1
                    || ABBREVIATIONS.contains(&word.to_ascii_lowercase().as_str()));
            if closing.ends_with(['.', '!', '?', '…']) && !abbreviated {
                sentences.push(std::mem::take(&mut sentence));
            }
        }
        sentences.push(sentence);
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

fn syllables(word: &str) -> usize {
    let letters = || word.chars().filter(|symbol| symbol.is_alphabetic());
    let capitals = letters().nth(1).is_some() && letters().all(char::is_uppercase);
    if letters().next().is_none() || capitals {
        return 1;
    }
    if word.contains('-') {
        return word.split('-').filter(|part| !part.is_empty()).map(syllables).sum();
    }
    // By bytes and without a copy: this runs over every word of every flow.
    let letters = word.as_bytes();
    let at = |place: usize| letters[place].to_ascii_lowercase();
    let mut count = 0_usize;
    for place in 0..letters.len() {
        let before = place.checked_sub(1).map(at);
        let split = matches!((before, at(place)), (Some(b'i'), b'a' | b'o' | b'u') | (Some(b'u' | b'e'), b'a'))
            && is_split(word, place);
        if is_vowel(at(place)) && (!before.is_some_and(is_vowel) || split) {
            count += 1;
        }
    }
    let ends = |end: &str| {
        let start = letters.len().checked_sub(end.len());
        start.is_some_and(|start| letters[start..].eq_ignore_ascii_case(end.as_bytes()))
    };
    let after_consonant = |back: usize| letters.len().checked_sub(back + 1).is_some_and(|place| !is_vowel(at(place)));
    let silent = (ends("e") && after_consonant(1) && !(ends("le") && after_consonant(2)))
        || (ends("es") && after_consonant(2) && !SPOKEN_ES.iter().any(|end| ends(end)))
        || (ends("ed") && after_consonant(2) && !ends("ted") && !ends("ded") && !ends("led"));
    count.saturating_sub(usize::from(silent)).max(1)
}

/// Endings in which `es` is spoken.
const SPOKEN_ES: [&str; 8] = ["ces", "ges", "ses", "xes", "zes", "shes", "ches", "les"];

/// 0xC3 begins the letters of Latin-1 with an accent: nearly all of them are vowels.
const fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | 0xC3)
}

/// Whether two vowels that end at `place` are two syllables: "me-di-a", "i-de-a"; not "na-tion", "read".
fn is_split(word: &str, place: usize) -> bool {
    let letter = |place: usize| word.as_bytes()[place].to_ascii_lowercase();
    if letter(place - 1) == b'e' {
        return place + 1 == word.len() && place > 2;
    }
    !place.checked_sub(2).is_some_and(|place| matches!(letter(place), b't' | b's' | b'c' | b'g' | b'q'))
}

#[cfg(test)]
mod tests {
    use super::{sentences, syllables};

    #[test]
    fn syllables_are_near_the_dictionary() {
        for (word, expected) in [
            ("the", 1),
            ("program", 2),
            ("intensive", 3),
            ("outpatient", 3),
            ("sentence", 2),
            ("people", 2),
            ("session", 2),
            ("question", 2),
            ("insurance", 3),
            ("times", 1),
            ("changes", 2),
            ("stopped", 1),
            ("started", 2),
            ("medication", 4),
            ("idea", 3),
            ("read", 1),
            ("tea", 1),
            ("don’t", 1),
            ("café", 2),
            ("988", 1),
            ("IOP", 1),
            ("e", 1),
        ] {
            assert_eq!(syllables(word), expected, "{word}");
        }
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        for (text, count) in [
            ("It is 9 a.m. now.", 1),
            ("In the U.S. it is law. Ask Dr. Lee.", 2),
            ("One\nTwo", 2),
            ("It costs 3.5 dollars (or less).", 1),
            ("Really?! Yes.", 2),
            ("", 0),
        ] {
            assert_eq!(sentences(text).len(), count, "{text}");
        }
    }
}
