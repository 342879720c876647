//! In which language did a person write? By the small words that each language cannot do without.

use super::{Language, fold_words};

#[rustfmt::skip]
const SMALL_WORDS: [(Language, &[&str]); 5] = [
    (Language::En, &["the", "is", "are", "what", "how", "my", "i", "im", "do", "does", "to", "of", "and", "for", "it", "you", "can", "a", "an",
        "in", "no", "hi", "hello", "hey", "thanks", "please", "with", "not", "dont", "cant", "want", "need", "this", "that", "have", "was", "get", "yes", "me", "we", "they", "help", "on", "at", "your", "there", "who",
        "where", "when", "why", "if", "just", "am", "but", "or", "if", "would", "could", "about"]),
    (Language::Es, &["el", "la", "los", "las", "que", "como", "mi", "yo", "es", "son", "de", "y", "para", "por", "con", "un", "una", "en", "hola", "gracias",
        "quiero", "necesito", "puedo", "cuanto", "donde", "si", "se", "del", "al", "esta", "estoy", "tengo", "soy", "buenas", "buenos", "me", "cuando", "hay", "a", "no",
        "ayuda", "su", "sus", "pero", "porque", "muy", "lo", "mis", "voy", "ir", "cual", "quien", "usted", "puede", "tambien", "ser", "eso", "desde"]),
    (Language::Pt, &["nao", "eu", "voce", "uma", "um", "os", "as", "do", "da", "em", "com", "isso", "estou", "tenho", "quero", "preciso", "oi", "ola", "obrigado", "obrigada", "meu", "minha", "mais", "ja"]),
    (Language::Fr, &["je", "le", "les", "une", "des", "et", "est", "suis", "pas", "mon", "ma", "mes", "vous", "pour", "dans", "bonjour", "salut", "merci", "jai", "veux", "plus", "ne", "au", "du"]),
    (Language::De, &["ich", "der", "die", "das", "und", "ist", "nicht", "mein", "meine", "mir", "mich", "ein", "eine", "zu", "bin", "habe", "hallo", "danke", "kann", "will", "mehr", "mit", "auf", "wie"]),
];

/// The language of a text, where its small words tell; of two that are as likely, the first of [`Language::ALL`].
///
/// ```
/// use handrail::message::guess_language;
/// use handrail::message::Language;
/// assert_eq!(guess_language("hola, cuánto cuesta"), Some(Language::Es));
/// assert_eq!(guess_language("IOP?"), None);
/// ```
#[must_use]
pub fn guess_language(text: &str) -> Option<Language> {
    let counts = counts(text);
    let most = counts.iter().map(|(_, count)| *count).max().filter(|most| *most > 0)?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(language, _)| language)
}

/// The language of a text that can hardly be in any other: two small words ahead of all of them.
///
/// ```
/// use handrail::message::clear_language;
/// use handrail::message::Language;
/// assert_eq!(clear_language("¿cuánto cuesta el programa?"), Some(Language::Es));
/// assert_eq!(clear_language("no me da"), None);
/// ```
#[must_use]
pub fn clear_language(text: &str) -> Option<Language> {
    let mut counts = counts(text);
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let [(language, most), (_, next), ..] = counts;
    (most >= next + 2).then_some(language)
}

fn counts(text: &str) -> [(Language, usize); 5] {
    let cut: String = text.chars().take(400).collect();
    let words = fold_words(&cut);
    let marks = usize::from(cut.contains(['¿', '¡', 'ñ']));
    SMALL_WORDS.map(|(language, small)| {
        let count = words.iter().filter(|word| small.contains(&word.as_str())).count();
        (language, if language == Language::Es { count + marks } else { count })
    })
}
