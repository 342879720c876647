//! Folding: the one way in which two pieces of text count as equal when people type them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds what a person typed: compatibility forms decomposed, accents dropped, lower case, apostrophes dropped,
/// every other mark turned into one space, no space at the ends. Emoji and other symbols become spaces too.
///
/// ```
/// use handrail::message::fold;
/// assert_eq!(fold("  ¡Sí,  el MIÉRCOLES! "), "si el miercoles");
/// assert_eq!(fold("I don’t know…"), "i dont know");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        text.bytes().for_each(|byte| push_folded(&mut folded, char::from(byte.to_ascii_lowercase())));
    } else {
        for symbol in text.nfkd().filter(|symbol| !is_combining_mark(*symbol)) {
            symbol.to_lowercase().for_each(|lower| push_folded(&mut folded, lower));
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// The folded words of a text.
///
/// ```
/// use handrail::message::fold_words;
/// assert_eq!(fold_words("Lunes y miércoles"), ["lunes", "y", "miercoles"]);
/// ```
#[must_use]
pub fn fold_words(text: &str) -> Vec<String> {
    fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn push_folded(folded: &mut String, symbol: char) {
    if symbol.is_alphanumeric() {
        folded.push(symbol);
    } else if !matches!(symbol, '\'' | '’' | 'ʼ' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
        && !folded.is_empty()
        && !folded.ends_with(' ')
    {
        folded.push(' ');
    }
}
