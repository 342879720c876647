//! Words of a text for the rules about wording: sentences of folded words, places and numbers kept apart.

use crate::message::fold;

/// Stands where a text has a place (`{name}`): it is equal to no word.
pub const PLACE: &str = "{}";

/// The sentences of a text as folded words. "20mg" becomes two words; "3.5" and "life-changing" are cut where they
/// would be folded.
pub fn sentences(written: &str) -> Vec<Vec<String>> {
    let mut sentences = Vec::new();
    let mut sentence = Vec::new();
    let mut word = String::new();
    let mut symbols = written.chars().peekable();
    let mut before = ' ';
    while let Some(symbol) = symbols.next() {
        let inside_number = before.is_ascii_digit() && symbols.peek().is_some_and(char::is_ascii_digit);
        match symbol {
            '{' => {
                push(&mut sentence, &mut word);
                if symbols.by_ref().any(|symbol| symbol == '}') {
                    sentence.push(PLACE.to_owned());
                }
            }
            '.' | ',' if inside_number => push(&mut sentence, &mut word),
            '.' | '!' | '?' | ';' | ':' | '\n' | '¿' | '¡' => {
                push(&mut sentence, &mut word);
                sentences.push(std::mem::take(&mut sentence));
            }
            _ if symbol.is_whitespace() => push(&mut sentence, &mut word),
            _ => {
                if symbol.is_ascii_digit() != before.is_ascii_digit() && before.is_alphanumeric() {
                    push(&mut sentence, &mut word);
                }
                word.push(symbol);
            }
        }
        before = symbol;
    }
    push(&mut sentence, &mut word);
    sentences.push(sentence);
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Whether some word of a text passes a test. The words are those of [`sentences`], without their order: most texts
/// hold nothing that a rule about wording looks for, and need not be cut up.
pub fn any_word(written: &str, mut test: impl FnMut(&str) -> bool) -> bool {
    let mut word = String::new();
    let mut before = ' ';
    for symbol in written.chars().chain([' ']) {
        let apart = symbol.is_ascii_digit() != before.is_ascii_digit() && before.is_alphanumeric();
        let ends = symbol.is_ascii() && !symbol.is_ascii_alphanumeric() && symbol != '\'' || symbol.is_whitespace();
        if (ends || apart) && !word.is_empty() {
            let found = if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                test(&word)
            } else {
                fold(&word).split(' ').any(&mut test)
            };
            if found {
                return true;
            }
            word.clear();
        }
        if !ends {
            word.push(symbol.to_ascii_lowercase());
        }
        before = symbol;
    }
    false
}

fn push(sentence: &mut Vec<String>, word: &mut String) {
    if word.is_empty() {
        return;
    }
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        // As folding would do it, without a second copy.
        word.make_ascii_lowercase();
        sentence.push(std::mem::take(word));
    } else {
        sentence.extend(fold(word).split(' ').filter(|part| !part.is_empty()).map(str::to_owned));
        word.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{PLACE, any_word, sentences};

    #[test]
    fn a_quick_look_sees_the_same_words() {
        for text in [
            "Take 20mg, {name}. It’s life-changing!",
            "¿Sufre de depresión? «No», dijo; sí… (2.5 mg)",
            "don't «you» have–bipolar—now¿",
            "Clínica/Centro: 1-800-273-8255\nSáltese",
            "",
        ] {
            let whole: BTreeSet<String> = sentences(text).into_iter().flatten().filter(|word| word != PLACE).collect();
            let mut seen = BTreeSet::new();
            any_word(text, |word| {
                seen.insert(word.to_owned());
                false
            });
            assert!(whole.is_subset(&seen), "{text}: {:?}", whole.difference(&seen));
        }
    }

    #[test]
    fn words_are_folded_and_cut_where_rules_need_it() {
        for (text, expected) in [
            ("Take 20mg, {name}. It’s life-changing!", "take 20 mg {} | its life changing"),
            ("2.5 mg: sí", "2 5 mg | si"),
            ("{unclosed", ""),
            ("", ""),
        ] {
            let found: Vec<String> = sentences(text).iter().map(|sentence| sentence.join(" ")).collect();
            assert_eq!(found.join(" | "), expected, "{text}");
        }
    }
}
