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

/// Reads yes or no; `None` when it is neither, or both.
///
/// ```
/// use handrail::engine::read_yes_no;
/// assert_eq!(read_yes_no("¡Sí, por favor!"), Some(true));
/// assert_eq!(read_yes_no("no, not really"), Some(false));
/// assert_eq!(read_yes_no("yes and no"), None);
/// assert_eq!(read_yes_no("no se"), None);
/// ```
#[must_use]
pub fn read_yes_no(text: &str) -> Option<bool> {
    if text.len() > 120 {
        return None;
    }
    if text.chars().any(|symbol| THUMBS_UP.contains(&symbol)) {
        return Some(true);
    }
    if text.chars().any(|symbol| THUMBS_DOWN.contains(&symbol)) {
        return Some(false);
    }
    let folded = fold(text);
    match (YES.contains(&&*folded), NO.contains(&&*folded)) {
        (true, false) => return Some(true),
        (false, true) => return Some(false),
        _ => {}
    }
    if matches!(&*folded, "no se" | "no lo se" | "no idea" | "no estoy seguro" | "no estoy segura") {
        return None;
    }
    // A sentence that begins with one and holds none of the other: "yes, I can", "no, I work then".
    let words: Vec<&str> = folded.split(' ').collect();
    let begins = |list: &[&str]| list.contains(&words[0]) && words[0].len() > 1;
    let holds = |list: &[&str]| words[1..].iter().any(|word| word.len() > 1 && list.contains(word));
    match (begins(YES), begins(NO)) {
        (true, false) if !holds(&["no", "nope", "not", "pero", "but"]) => Some(true),
        (false, true) if !holds(&["yes", "si", "yeah", "se", "idea", "pero", "but"]) => Some(false),
        _ => None,
    }
}
