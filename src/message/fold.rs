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
    for symbol in text.chars() {
        if symbol.is_ascii() {
            push_folded(&mut folded, symbol.to_ascii_lowercase());
        } else if let Some(letter) = bare(symbol) {
            folded.push(letter);
        } else {
            // Marks are dropped, so that letters can be taken apart one by one: nothing is left to be put in order.
            for part in std::iter::once(symbol).nfkd().filter(|part| !is_combining_mark(*part)) {
                part.to_lowercase().for_each(|lower| push_folded(&mut folded, lower));
            }
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

/// The letters with accents of the languages spoken here, without the tables of Unicode.
const fn bare(symbol: char) -> Option<char> {
    Some(match symbol {
        'à'..='å' | 'À'..='Å' => 'a',
        'ç' | 'Ç' => 'c',
        'è'..='ë' | 'È'..='Ë' => 'e',
        'ì'..='ï' | 'Ì'..='Ï' => 'i',
        'ñ' | 'Ñ' => 'n',
        'ò'..='ö' | 'Ò'..='Ö' => 'o',
        'ù'..='ü' | 'Ù'..='Ü' => 'u',
        _ => return None,
    })
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

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    use super::{fold, push_folded};

    #[test]
    fn letter_by_letter_is_as_good_as_the_whole_text() {
        let whole = |text: &str| {
            let mut folded = String::new();
            for symbol in text.nfkd().filter(|symbol| !is_combining_mark(*symbol)) {
                symbol.to_lowercase().for_each(|lower| push_folded(&mut folded, lower));
            }
            folded.trim_end().to_owned()
        };
        for symbol in '\0'..=char::MAX {
            let text = format!("a{symbol}\u{301}{symbol} b");
            assert_eq!(fold(&text), whole(&text), "{symbol:?}");
        }
    }
}
