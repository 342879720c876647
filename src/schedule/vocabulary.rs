//! Tables of phrases, and a message as a list of their meanings.
//!
//! A table row is `("one phrase|another|a third", meaning)`, in folded letters. The longest phrase
//! wins, so that "day after tomorrow" is not "tomorrow". A message is understood as a whole or not
//! at all: there is no meaning for an unknown word.

use super::Language;
use super::numeral::numeral;
use super::spelling::distance;
use super::words::{Number, Word};

pub(super) type Vocabulary<T> = &'static [(&'static str, T)];

/// Every phrase with its meaning.
pub(super) fn phrases<T: Copy>(vocabulary: Vocabulary<T>) -> impl Iterator<Item = (&'static str, T)> {
    vocabulary.iter().flat_map(|(phrases, meaning)| phrases.split('|').map(move |phrase| (phrase, *meaning)))
}

/// The longest phrase that the words begin with, and its number of words.
pub(super) fn longest<T: Copy>(words: &[Word], vocabulary: Vocabulary<T>) -> Option<(T, usize)> {
    phrases(vocabulary)
        .filter_map(|(phrase, meaning)| beginning(words, phrase).map(|length| (meaning, length)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// The number of words of a phrase that the words begin with.
pub(super) fn beginning(words: &[Word], phrase: &str) -> Option<usize> {
    let mut length = 0;
    for part in phrase.split(' ') {
        match words.get(length) {
            Some(Word::Text(text)) if text == part => length += 1,
            _ => return None,
        }
    }
    Some(length)
}

/// The meaning of the nearest phrase within a slip or two of the keys, unless two meanings are
/// equally near: "tursday" is as near to Tuesday as to Thursday. Phrases with fewer letters than
/// `shortest` must be right.
pub(super) fn nearest<T: Copy + PartialEq>(
    written: &str,
    shortest: usize,
    phrases: impl Iterator<Item = (&'static str, T)>,
) -> Option<T> {
    let near: Vec<(usize, T)> =
        phrases.filter_map(|(phrase, meaning)| Some((distance(written, phrase, shortest)?, meaning))).collect();
    let fewest = near.iter().map(|(steps, _)| *steps).min()?;
    let mut nearest = near.iter().filter(|(steps, _)| *steps == fewest).map(|(_, meaning)| *meaning);
    let first = nearest.next()?;
    nearest.all(|other| other == first).then_some(first)
}

/// One meaningful piece of a message, as a reader knows it.
pub(super) trait Atom: Copy + PartialEq {
    /// What a phrase at the beginning of the words means, and how many words it takes.
    fn of_words(words: &[Word], language: Language) -> Option<(Self, usize)>;
    /// What a misspelt word was meant to be.
    fn of_misspelt(word: &str, language: Language) -> Option<Self>;
    fn of_number(number: Number) -> Option<Self>;
    fn of_sign(sign: char) -> Option<Self>;
}

/// All pieces of a message, and whether one of them was misspelt.
pub(super) fn atoms<T: Atom>(words: &[Word], language: Language) -> Option<(Vec<T>, bool)> {
    let mut found = Vec::new();
    let mut misspelt = false;
    let mut rest = words;
    while let Some(first) = rest.first() {
        let mut length = 1;
        let atom = if let Some((atom, taken)) = T::of_words(rest, language) {
            length = taken;
            Some(atom)
        } else if let Some((number, taken)) = numeral(rest, language) {
            length = taken;
            T::of_number(number)
        } else {
            match first {
                Word::Number(number) => T::of_number(*number),
                Word::Sign(sign) => T::of_sign(*sign),
                Word::Text(text) => {
                    misspelt = true;
                    T::of_misspelt(text, language)
                }
            }
        };
        found.push(atom?);
        rest = rest.get(length..).unwrap_or_default();
    }
    Some((found, misspelt))
}
