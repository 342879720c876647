//! What a person types while a card is open, read as one of the card's choices, in any language.
//!
//! Whole messages only, out of `said` and the labels in config/crisis/card.LANG.yaml: "I'm safe" is found, "I don't
//! think I'm safe" is not. It errs to danger: a yes may begin a short sentence, a no may not. It knows nothing of the
//! conversation; whether a yes answers anything is for the desk to say.

use super::card_words::{CHOICES, CardWords, Words};
use crate::message::fold;

/// Longest text that is compared, in bytes.
const LONGEST: usize = 80;
/// Most words of a sentence that begins with a yes.
const YES_WORDS: usize = 6;
/// Words that change nothing at the end of a message.
const TAILS: [&str; 12] =
    ["now", "thanks", "thank", "you", "please", "ahora", "gracias", "ya", "merci", "danke", "obrigado", "obrigada"];

impl CardWords {
    /// The choice that a text names.
    ///
    /// ```
    /// use handrail::safety::CardWords;
    /// let words = CardWords::shipped();
    /// assert_eq!(words.choice_said("Ahora mismo no."), Some("danger_no"));
    /// assert_eq!(words.choice_said("yes, I have been since noon"), Some("danger_yes"));
    /// assert_eq!(words.choice_said("I'm safe now, thanks"), Some("safe"));
    /// assert_eq!(words.choice_said("no, I don't think I'm safe"), None);
    /// ```
    #[must_use]
    pub fn choice_said(&self, text: &str) -> Option<&'static str> {
        if text.len() > LONGEST {
            return None;
        }
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').collect();
        let end = words.iter().rposition(|word| !TAILS.contains(word)).map_or(0, |place| place + 1);
        let bare = words[..end].join(" ");
        self.choice_of(&folded).or_else(|| (!bare.is_empty()).then(|| self.choice_of(&bare)).flatten()).or_else(|| {
            let begins = words.len() <= YES_WORDS && self.choice_of(words[0]) == Some("danger_yes");
            begins.then_some("danger_yes")
        })
    }

    fn choice_of(&self, folded: &str) -> Option<&'static str> {
        CHOICES.into_iter().find(|key| self.all().any(|words| names(words, key, folded)))
    }
}

fn names(words: &Words, key: &str, folded: &str) -> bool {
    let label = words.choices.get(key);
    let said = words.said.get(key).into_iter().flatten();
    label.into_iter().chain(said).any(|phrase| fold(phrase) == folded)
}
