//! Yes and no as people say them, in English and Spanish.

use crate::message::fold;

const YES: &[&str] = &[
    "yes",
    "y",
    "yeah",
    "yep",
    "yup",
    "yea",
    "ya",
    "ok",
    "okay",
    "sure",
    "of course",
    "please",
    "yes please",
    "why not",
    "sure why not",
    "ok then",
    "okay then",
    "absolutely",
    "definitely",
    "correct",
    "right",
    "thats right",
    "i do",
    "i am",
    "i have",
    "true",
    "fine",
    "sounds good",
    "i think so",
    "i guess so",
    "go ahead",
    "affirmative",
    "si",
    "s",
    "sip",
    "claro",
    "claro que si",
    "por supuesto",
    "vale",
    "dale",
    "de acuerdo",
    "bueno",
    "si por favor",
    "por favor",
    "correcto",
    "asi es",
    "exacto",
    "creo que si",
    "obvio",
    "simon",
    "oui",
];
const NO: &[&str] = &[
    "no",
    "n",
    "nope",
    "nah",
    "no thanks",
    "no thank you",
    "no lo creo",
    "no me parece",
    "not really",
    "not now",
    "never",
    "i dont",
    "im not",
    "i do not",
    "i am not",
    "i havent",
    "false",
    "wrong",
    "incorrect",
    "negative",
    "i dont think so",
    "definitely not",
    "no way",
    "rather not",
    "id rather not",
    "not yet",
    "nop",
    "no gracias",
    "para nada",
    "nunca",
    "ahora no",
    "todavia no",
    "aun no",
    "creo que no",
    "claro que no",
    "negativo",
    "en absoluto",
    "no quiero",
    "nel",
    "tampoco",
    "mejor no",
];
const THUMBS_UP: [char; 3] = ['👍', '✅', '👌'];
const THUMBS_DOWN: [char; 2] = ['👎', '❌'];

/// Words that begin a yes, whatever follows short of a doubt: "yes I can".
const YES_BEGINS: &[&str] =
    &["yes", "yeah", "yep", "yup", "yea", "sure", "absolutely", "definitely", "si", "sip", "claro"];
/// What follows "no" where it is an answer: "no I work then", "no puedo". "No clue" and "no entiendo" are none.
const NO_GOES_ON: &[&str] = &[
    "i", "im", "id", "ill", "it", "thanks", "thank", "not", "never", "sorry", "because", "we", "my", "gracias",
    "puedo", "quiero", "me", "por", "porque", "trabajo", "voy", "ahora", "todavia", "aun", "soy", "estoy", "tengo",
];
/// A yes with one of these in it is none.
const NO_YES: &[&str] = &[
    "no", "nope", "not", "never", "dont", "wont", "cant", "cannot", "doesnt", "didnt", "isnt", "wouldnt", "couldnt",
    "but", "if", "unless", "maybe", "perhaps", "though", "although", "except", "depends", "stop", "pero", "nunca",
    "tampoco", "nada", "aunque", "depende", "quiza", "quizas", "vez", "sin",
];
/// A no with one of these in it is none.
const NO_NO: &[&str] = &[
    "yes",
    "yeah",
    "but",
    "idea",
    "clue",
    "know",
    "sure",
    "understand",
    "problem",
    "comment",
    "doubt",
    "maybe",
    "unless",
    "si",
    "pero",
    "se",
    "segura",
    "seguro",
    "entiendo",
    "problema",
    "duda",
    "quizas",
    "sabria",
];

/// Reads yes or no; `None` when it is neither, or both. A yes can be a consent, so it is never guessed.
///
/// ```
/// use handrail::engine::read_yes_no;
/// assert_eq!(read_yes_no("¡Sí, por favor!"), Some(true));
/// assert_eq!(read_yes_no("no, not really"), Some(false));
/// assert_eq!(read_yes_no("yes and no"), None);
/// assert_eq!(read_yes_no("please don't"), None);
/// assert_eq!(read_yes_no("no se"), None);
/// ```
#[must_use]
pub fn read_yes_no(text: &str) -> Option<bool> {
    if text.len() > 120 {
        return None;
    }
    let thumbs = |signs: &[char]| text.chars().any(|symbol| signs.contains(&symbol));
    let folded = fold(text);
    let said = in_words(text, &folded);
    match (thumbs(&THUMBS_UP), thumbs(&THUMBS_DOWN)) {
        (false, false) => said,
        (true, true) => None,
        (up, _) if folded.is_empty() || said == Some(up) => Some(up),
        _ => None,
    }
}

fn in_words(text: &str, folded: &str) -> Option<bool> {
    match (YES.contains(&folded), NO.contains(&folded)) {
        (true, false) => return Some(true),
        (false, true) => return Some(false),
        _ => {}
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let (first, rest) = words.split_first()?;
    if words.iter().all(|word| YES.contains(word)) {
        return Some(true);
    }
    if words.iter().all(|word| NO.contains(word)) {
        return Some(false);
    }
    if text.contains(['?', '¿']) {
        return None;
    }
    // "ok, that works", but not "ok what is it": a mark behind the first word makes it an answer of its own.
    let marked = text.trim_start_matches(|symbol: char| !symbol.is_alphanumeric());
    let marked = marked.trim_start_matches(char::is_alphanumeric).starts_with([',', '.', '!', ';', ':', '-', '\n']);
    let holds = |list: &[&str]| rest.iter().any(|word| list.contains(word));
    let says_yes = YES_BEGINS.contains(first) || (marked && first.len() > 1 && YES.contains(first));
    let says_no = (marked && first.len() > 1 && NO.contains(first))
        || matches!(*first, "nope" | "nah" | "nop")
        || (*first == "no" && rest.first().is_some_and(|next| NO_GOES_ON.contains(next)));
    match (says_yes, says_no) {
        (true, false) if !holds(NO_YES) => Some(true),
        (false, true) if !holds(NO_NO) => Some(false),
        _ => None,
    }
}
