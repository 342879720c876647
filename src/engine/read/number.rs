//! Numbers as people write them: digits or words, alone or in a short sentence.

use crate::message::{Language, fold};

const ENGLISH: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];
const SPANISH: [&str; 21] = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciseis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
];
const TENS: [(&str, &str, u8); 9] = [
    ("twenty", "veinte", 20),
    ("thirty", "treinta", 30),
    ("forty", "cuarenta", 40),
    ("fifty", "cincuenta", 50),
    ("sixty", "sesenta", 60),
    ("seventy", "setenta", 70),
    ("eighty", "ochenta", 80),
    ("ninety", "noventa", 90),
    ("hundred", "cien", 100),
];
const OTHERS: [(&str, f64); 14] = [
    ("none", 0.0),
    ("ninguno", 0.0),
    ("ninguna", 0.0),
    ("a", 1.0),
    ("once a", 1.0),
    ("once", 1.0),
    ("una", 1.0),
    ("un", 1.0),
    ("twice", 2.0),
    ("a couple", 2.0),
    ("couple", 2.0),
    ("un par", 2.0),
    ("half", 0.5),
    ("medio", 0.5),
];
/// Longest text in which a number is looked for.
const WORDS_MAX: usize = 12;

/// Reads a number; `None` when there is none, or more than one and it is not clear which is meant.
///
/// ```
/// use handrail::engine::read_number;
/// assert_eq!(read_number("about 3 days, I think"), Some(3.0));
/// assert_eq!(read_number("treinta y cuatro"), Some(34.0));
/// assert_eq!(read_number("2 or 3"), None);
/// ```
#[must_use]
pub fn read_number(text: &str) -> Option<f64> {
    read_number_in(text, Language::En)
}

/// Reads a number in the person's language: "once" is eleven in Spanish, and one time in English.
#[must_use]
pub fn read_number_in(text: &str, language: Language) -> Option<f64> {
    if let Some(number) = digits(text.trim()) {
        return number.is_finite().then_some(number);
    }
    if text.len() > 200 {
        return None;
    }
    if language == Language::Es && fold(text) == "once" {
        return Some(11.0);
    }
    if let Some((_, number)) = OTHERS.iter().find(|(words, _)| *words == fold(text)) {
        return Some(*number);
    }
    let mut found = Vec::new();
    let words: Vec<String> = text
        .split(|symbol: char| symbol.is_whitespace() || matches!(symbol, '-' | '(' | ')' | '!' | '?' | ';' | ':'))
        .map(|word| word.trim_matches(|symbol: char| !symbol.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.len() > WORDS_MAX {
        return None;
    }
    let mut place = 0;
    while let Some(word) = words.get(place) {
        let (number, taken) = number_at(&words, place, word);
        found.extend(number);
        place += taken;
    }
    match found.as_slice() {
        [number] => Some(*number),
        _ => None,
    }
}

/// A number in digits. A comma before three digits groups thousands ("1,500"), any other is a decimal point.
fn digits(written: &str) -> Option<f64> {
    let mut groups = written.split(',');
    let first = groups.next().unwrap_or_default();
    let digits_only = |group: &str| group.bytes().all(|digit| digit.is_ascii_digit());
    let grouped = written.contains(',')
        && (1..=3).contains(&first.len())
        && digits_only(first)
        && !first.starts_with('0')
        && groups.all(|group| group.len() == 3 && digits_only(group));
    written.replace(',', if grouped { "" } else { "." }).parse().ok()
}

/// The number that begins at a word, and how many words it takes.
fn number_at(words: &[String], place: usize, word: &str) -> (Option<f64>, usize) {
    if let Some(number) = digits(word) {
        return (number.is_finite().then_some(number), 1);
    }
    let word = fold(word);
    let Some((_, _, ten)) = TENS.iter().find(|(english, spanish, _)| *english == word || *spanish == word) else {
        let ones = |word: &str| small(word).filter(|ones| (1.0..10.0).contains(ones));
        let twenties = word.strip_prefix("veinti").and_then(ones).map(|ones| 20.0 + ones);
        return (twenties.or_else(|| small(&word)), 1);
    };
    let next = |step: usize| words.get(place + step).map(|word| fold(word));
    let ones = |word: Option<String>| word.and_then(|word| small(&word)).filter(|ones| (1.0..10.0).contains(ones));
    if next(1).as_deref() == Some("y")
        && let Some(ones) = ones(next(2))
    {
        return (Some(f64::from(*ten) + ones), 3);
    }
    match ones(next(1)) {
        Some(ones) => (Some(f64::from(*ten) + ones), 2),
        None => (Some(f64::from(*ten)), 1),
    }
}

fn small(word: &str) -> Option<f64> {
    let place =
        ENGLISH.iter().position(|known| *known == word).or_else(|| SPANISH.iter().position(|known| *known == word))?;
    // "once" is eleven in Spanish and one time in English: alone it is read above, here it is eleven.
    u8::try_from(place).ok().map(f64::from)
}
