//! Numbers as people write them: digits or words, alone or in a short sentence.

use crate::message::fold;

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
const TENS: [(&str, &str, u8); 8] = [
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
    let plain = text.trim().replace(',', ".");
    if let Ok(number) = plain.parse::<f64>() {
        return number.is_finite().then_some(number);
    }
    if text.len() > 200 {
        return None;
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

/// The number that begins at a word, and how many words it takes.
fn number_at(words: &[String], place: usize, word: &str) -> (Option<f64>, usize) {
    if let Ok(number) = word.replace(',', ".").parse::<f64>() {
        return (number.is_finite().then_some(number), 1);
    }
    let word = fold(word);
    if let Some(small) = small(&word) {
        return (Some(small), 1);
    }
    let Some((_, _, ten)) = TENS.iter().find(|(english, spanish, _)| *english == word || *spanish == word) else {
        return (None, 1);
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
