//! In which language did a person write? By the small words that each language cannot do without.

use crate::message::{Language, fold_words};

#[rustfmt::skip]
const SMALL_WORDS: [(Language, &[&str]); 5] = [
    (Language::En, &["the", "is", "are", "what", "how", "my", "i", "im", "do", "does", "to", "of", "and", "for", "it", "you", "can", "a", "an",
        "in", "hi", "hello", "hey", "thanks", "please", "with", "not", "dont", "cant", "want", "need", "this", "that", "have", "was", "get", "yes"]),
    (Language::Es, &["el", "la", "los", "las", "que", "como", "mi", "yo", "es", "son", "de", "y", "para", "por", "con", "un", "una", "en", "hola", "gracias",
        "quiero", "necesito", "puedo", "cuanto", "donde", "si", "se", "del", "al", "esta", "estoy", "tengo", "soy", "buenas", "buenos", "me", "cuando", "hay"]),
    (Language::Pt, &["nao", "eu", "voce", "uma", "um", "os", "as", "do", "da", "em", "com", "isso", "estou", "tenho", "quero", "preciso", "oi", "ola", "obrigado", "obrigada", "meu", "minha", "mais", "ja"]),
    (Language::Fr, &["je", "le", "les", "une", "des", "et", "est", "suis", "pas", "mon", "ma", "mes", "vous", "pour", "dans", "bonjour", "salut", "merci", "jai", "veux", "plus", "ne", "au", "du"]),
    (Language::De, &["ich", "der", "die", "das", "und", "ist", "nicht", "mein", "meine", "mir", "mich", "ein", "eine", "zu", "bin", "habe", "hallo", "danke", "kann", "will", "mehr", "mit", "auf", "wie"]),
];

/// The language of a text, where its small words tell; of two that are as likely, the first of [`Language::ALL`].
///
/// ```
/// use handrail::desk::guess_language;
/// use handrail::message::Language;
/// assert_eq!(guess_language("hola, cuánto cuesta"), Some(Language::Es));
/// assert_eq!(guess_language("IOP?"), None);
/// ```
#[must_use]
pub fn guess_language(text: &str) -> Option<Language> {
    let cut: String = text.chars().take(400).collect();
    let words = fold_words(&cut);
    let count = |small: &[&str]| words.iter().filter(|word| small.contains(&word.as_str())).count();
    let counts = SMALL_WORDS.map(|(language, small)| (language, count(small)));
    let most = counts.iter().map(|(_, count)| *count).max().filter(|most| *most > 0)?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(language, _)| language)
}
