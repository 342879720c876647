//! A message cut into words: case and accents folded, politeness dropped, hedges remembered.
//!
//! Invariant: a message that is too long to be an answer has no words at all, so nothing behind
//! this door needs to fear size. Signs that carry no meaning vanish here (emoji, brackets); signs
//! that could change one ("$5", "50%") stay as words that no reader knows.

use super::vocabulary::{Vocabulary, longest};
use super::{Language, Reading};

/// Longer than any date, time or place that someone types.
const MOST_CHARACTERS: usize = 200;
/// More than in any list of days.
const MOST_WORDS: usize = 40;
/// Eight digits hold any date written together; a longer number is something else.
const MOST_DIGITS: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: u32,
    /// How many digits were typed; 0 when it was spelled out.
    pub(super) digits: usize,
    /// "5th", "fifth".
    pub(super) ordinal: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Text(String),
    Number(Number),
    /// One of `: . - / , & +`; the dot only between digits.
    Sign(char),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Noise {
    Polite,
    Hedge,
}

const NOISE: Vocabulary<Noise> = &[
    (
        "please|pls|thanks|thank you|ok|okay|yes|yeah|yep|um|uh|uhm|hmm|well|so|oh|lets say|lets do|\
         how about|id like|i would like|i want|id prefer|i prefer|it is|its|that is|thats|it starts|\
         starts|start|i start|i start on|i begin|it begins|begins|it will be|it would be",
        Noise::Polite,
    ),
    (
        "por favor|gracias|si|bueno|pues|vale|eh|quiero|quisiera|prefiero|me gustaria|es|son|seria|\
         serian|sera|empieza|empiezan|empiezo|termino|termina|comienza|comienzan|comienzo",
        Noise::Polite,
    ),
    (
        "maybe|perhaps|probably|possibly|around|about|approximately|approx|roughly|ish|circa|\
         i think|i think so|i guess|i believe|more or less|or so|or something|kind of|hopefully",
        Noise::Hedge,
    ),
    (
        "quizas|quiza|tal vez|talvez|a lo mejor|puede ser|probablemente|posiblemente|mas o menos|\
         aproximadamente|alrededor de|alrededor|como|tipo|sobre|hacia|a eso de|eso de|creo|creo que|\
         supongo|supongo que|pienso que|o asi",
        Noise::Hedge,
    ),
];

/// A message ready for the readers.
pub(super) struct Phrase {
    pub(super) words: Vec<Word>,
    /// "maybe", "around": understood, but to be said back.
    pub(super) hedged: bool,
}

impl Phrase {
    /// `None` for a message without words, or one too long to be an answer.
    pub(super) fn read(text: &str) -> Option<Self> {
        if text.chars().nth(MOST_CHARACTERS).is_some() {
            return None;
        }
        let all = cut(text);
        let mut phrase = Self { words: Vec::new(), hedged: false };
        let mut rest = all.as_slice();
        while let Some((first, after)) = rest.split_first() {
            if let Some((noise, length)) = longest(rest, NOISE) {
                phrase.hedged |= noise == Noise::Hedge;
                rest = rest.get(length..).unwrap_or_default();
            } else {
                phrase.words.push(first.clone());
                rest = after;
            }
        }
        let said = phrase.words.iter().any(|word| !matches!(word, Word::Sign(_)));
        (said && phrase.words.len() <= MOST_WORDS).then_some(phrase)
    }

    /// Reads the words in the given language and, when that says no, in the other one: people
    /// answer an English question in Spanish. Such a reading is never more than doubtful.
    pub(super) fn in_either_language<T>(
        &self,
        language: Language,
        read: impl Fn(&[Word], Language) -> Reading<T>,
    ) -> Reading<T> {
        read(&self.words, language)
            .or_else(|| {
                if !self.has_telling_word() {
                    return Reading::No;
                }
                read(&self.words, other(language)).doubtful()
            })
            .doubtful_if(self.hedged)
    }

    /// Short words mean different things in two languages ("mar", "a"), and so does "once".
    fn has_telling_word(&self) -> bool {
        self.words.iter().any(|word| match word {
            Word::Text(text) => {
                matches!(text.as_str(), "las" | "los" | "hoy") || (text.chars().count() >= 4 && text != "once")
            }
            Word::Number(_) | Word::Sign(_) => false,
        })
    }
}

pub(super) fn other(language: Language) -> Language {
    match language {
        Language::En => Language::Es,
        Language::Es => Language::En,
    }
}

fn cut(text: &str) -> Vec<Word> {
    let folded: Vec<char> = text.chars().flat_map(char::to_lowercase).filter_map(fold).collect();
    let mut words = Vec::new();
    let mut rest = folded.as_slice();
    let mut after_digit = false;
    while let Some((&first, after)) = rest.split_first() {
        let taken = if first.is_ascii_digit() {
            let (number, length) = number(rest);
            words.push(number);
            length
        } else if first.is_alphanumeric() {
            let (letters, length) = letters(rest);
            words.push(Word::Text(letters));
            length
        } else {
            let between_digits = after_digit && after.first().is_some_and(char::is_ascii_digit);
            words.extend(sign(first, between_digits));
            1
        };
        after_digit = first.is_ascii_digit();
        rest = rest.get(taken..).unwrap_or_default();
    }
    words
}

/// A run of letters. Dots inside an abbreviation are dropped: "p.m." and "U.K." are one word each.
fn letters(rest: &[char]) -> (String, usize) {
    let mut word = String::new();
    let mut since_dot = 0;
    let mut taken = 0;
    for (at, &character) in rest.iter().enumerate() {
        if character.is_alphanumeric() && !character.is_ascii_digit() {
            word.push(character);
            since_dot += 1;
        } else if character == '.' && since_dot == 1 && rest.get(at + 1).is_some_and(|next| next.is_alphabetic()) {
            since_dot = 0;
        } else {
            break;
        }
        taken = at + 1;
    }
    (word, taken)
}

/// A run of digits with an ordinal ending, if any.
fn number(rest: &[char]) -> (Word, usize) {
    let typed: String = rest.iter().take_while(|digit| digit.is_ascii_digit()).collect();
    let digits = typed.len();
    let ending: String = rest.iter().skip(digits).take_while(|letter| letter.is_alphabetic()).collect();
    let ordinal = matches!(ending.as_str(), "st" | "nd" | "rd" | "th" | "er" | "ero" | "ro");
    let length = if ordinal { digits + ending.len() } else { digits };
    match typed.parse() {
        Ok(value) if digits <= MOST_DIGITS => (Word::Number(Number { value, digits, ordinal }), length),
        _ => (Word::Text(typed), length),
    }
}

fn sign(character: char, between_digits: bool) -> Option<Word> {
    match character {
        ':' | '/' | '&' | '+' | '-' => Some(Word::Sign(character)),
        ',' | ';' | '\n' => Some(Word::Sign(',')),
        '.' if between_digits => Some(Word::Sign('.')),
        '$' | '%' | '#' | '*' | '=' | '<' | '>' | '^' | '€' | '£' => Some(Word::Text(character.into())),
        _ => None,
    }
}

/// The plain letter behind an accent; `None` for what is not written at all (an apostrophe, a
/// combining accent), so that "o'clock" stays one word.
fn fold(character: char) -> Option<char> {
    Some(match character {
        '\u{300}'..='\u{36f}' | '\'' | '’' | '‘' | '`' | '´' => return None,
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ě' | 'ę' => 'e',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ś' | 'š' | 'ş' => 's',
        'ź' | 'ž' | 'ż' => 'z',
        'ğ' => 'g',
        'ł' => 'l',
        'ř' => 'r',
        'º' | 'ª' | '°' | '_' => ' ',
        '‐'..='―' | '−' => '-',
        '：' => ':',
        other => other,
    })
}
