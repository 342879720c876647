//! Where a text names a number or a site of the directory: what a page shows as links to call, to text, to open.
//!
//! Short numbers are everyday numbers too ("100 per cent"): outside of a crisis answer they count only after a word that
//! says to call. Nothing is guessed about a number that the directory does not know, but for the length of a whole
//! telephone number.

use super::card_words::CardWords;
use super::directory::Directory;
use super::line_text::bare;

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    Words(&'t str),
    Call {
        shown: &'t str,
        number: String,
    },
    /// `shown` is empty where the same number can be called and texted: this is the second link to it.
    Message {
        shown: &'t str,
        number: String,
        keyword: Option<String>,
    },
    Page {
        shown: &'t str,
        address: String,
    },
}

/// Digits from which on a number is a telephone number wherever it stands.
const LONG: usize = 5;
/// Digits of numbers that are no line's but surely somebody's telephone number.
const WHOLE: std::ops::RangeInclusive<usize> = 10..=15;
/// What lists of lines write before a number, besides the words of the card.
const SAYS_TEXT: [&str; 2] = ["text ", "mensaje de texto al "];
const SAYS_CALL: [&str; 5] = ["call ", "dial ", "llame al ", "llamar al ", "marque "];

/// What is known of a number.
#[derive(Default)]
struct Known<'d> {
    call: Option<String>,
    text: bool,
    keywords: Vec<&'d str>,
}

/// The pieces of a text, in order. Their shown parts and words put together are the text.
///
/// ```
/// use handrail::safety::{CardWords, Directory, Piece, pieces};
/// let (words, directory) = (CardWords::shipped(), Directory::shipped());
/// let found = pieces("Text HOME to 741741.", false, &words, &directory);
/// assert!(matches!(&found[1], Piece::Message { keyword: Some(word), .. } if word == "HOME"));
/// assert_eq!(pieces("It takes 100 days.", false, &words, &directory).len(), 1);
/// ```
#[must_use]
pub fn pieces<'t>(text: &'t str, urgent: bool, words: &CardWords, directory: &Directory) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    let mut kept = 0;
    let mut at = 0;
    while at < text.len() {
        let found = link_at(text, at, urgent, words, directory);
        let Some((end, links)) = found else {
            at = next_start(text, at);
            continue;
        };
        if kept < at {
            pieces.push(Piece::Words(&text[kept..at]));
        }
        pieces.extend(links);
        (kept, at) = (end, end);
    }
    if kept < text.len() || pieces.is_empty() {
        pieces.push(Piece::Words(&text[kept..]));
    }
    pieces
}

/// The next place where a number or an address can begin.
fn next_start(text: &str, at: usize) -> usize {
    let mut inside = true;
    for (offset, symbol) in text[at..].char_indices() {
        let starts = symbol.is_alphanumeric() || matches!(symbol, '+' | '(');
        if starts && !inside {
            return at + offset;
        }
        inside = symbol.is_alphanumeric();
    }
    text.len()
}

fn link_at<'t>(
    text: &'t str,
    at: usize,
    urgent: bool,
    words: &CardWords,
    directory: &Directory,
) -> Option<(usize, Vec<Piece<'t>>)> {
    if text.as_bytes()[at].is_ascii_alphabetic() {
        return page_at(text, at, directory);
    }
    if !text[at..].starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '(')) {
        return None;
    }
    number_ends(text, at).into_iter().rev().find_map(|end| {
        let links = number(text, at, end, urgent, words, directory)?;
        Some((end, links))
    })
}

fn page_at<'t>(text: &'t str, at: usize, directory: &Directory) -> Option<(usize, Vec<Piece<'t>>)> {
    let rest = &text[at..];
    let word = rest.split(char::is_whitespace).next().unwrap_or(rest);
    let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'', '»']);
    if !word.contains('.') {
        return None;
    }
    let address = if word.starts_with("https://") { word.to_owned() } else { address_of(word, directory)? };
    Some((at + word.len(), vec![Piece::Page { shown: word, address }]))
}

fn address_of(word: &str, directory: &Directory) -> Option<String> {
    let lines = directory.countries.iter().flat_map(|country| &country.lines);
    let mut all = lines
        .flat_map(|line| [line.chat.as_ref(), line.web.as_ref()])
        .flatten()
        .chain(directory.fallback.iter().map(|site| &site.web));
    all.find(|address| bare(address) == word.trim_end_matches('/')).cloned()
}

/// Where a number that begins here can end: after any digit that no letter or digit follows.
fn number_ends(text: &str, at: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut symbols = text[at..].char_indices().peekable();
    while let Some((offset, symbol)) = symbols.next() {
        let end = at + offset + symbol.len_utf8();
        match symbol {
            '0'..='9' if !symbols.peek().is_some_and(|(_, next)| next.is_alphanumeric()) => ends.push(end),
            '0'..='9' | ' ' | '-' | '(' | ')' | '/' | '+' | '\u{a0}' => {}
            _ => break,
        }
    }
    ends
}

fn number<'t>(
    text: &'t str,
    at: usize,
    end: usize,
    urgent: bool,
    words: &CardWords,
    directory: &Directory,
) -> Option<Vec<Piece<'t>>> {
    let shown = &text[at..end];
    let digits = digits(shown);
    let before = text[..at].to_lowercase();
    let after = &text[end..];
    let known = known(&digits, directory);
    let keyword = known.keywords.iter().find(|keyword| is_near(&text[..at], keyword)).map(|word| (*word).to_owned());
    let texts = keyword.is_some() || SAYS_TEXT.iter().any(|say| before.ends_with(say)) || says(words, &before, "text");
    let calls = SAYS_CALL.iter().any(|say| before.ends_with(say)) || says(words, &before, "call");
    let both = words.all().any(|words| {
        words.call_or_text.split_once("{number}").is_some_and(|(left, right)| {
            before.ends_with(&left.to_lowercase()) && after.starts_with(right.trim_end_matches(['.', ' ']))
        })
    });
    let counts = digits.len() >= LONG || texts || calls || both || urgent && digits.len() >= 3;
    if !counts {
        return None;
    }
    let message = |shown: &'t str, keyword| Piece::Message { shown, number: digits.clone(), keyword };
    match known.call {
        Some(number) if both && known.text => Some(vec![Piece::Call { shown, number }, message("", None)]),
        Some(number) if !(known.text && texts) => Some(vec![Piece::Call { shown, number }]),
        _ if known.text => Some(vec![message(shown, keyword)]),
        _ if WHOLE.contains(&digits.len()) && !is_date(shown) => {
            let plus = if shown.starts_with('+') { "+" } else { "" };
            Some(vec![Piece::Call { shown, number: format!("{plus}{digits}") }])
        }
        _ => None,
    }
}

/// Whether the text before a number ends as the card's own words do, in any language.
fn says(words: &CardWords, before: &str, what: &str) -> bool {
    words.all().any(|words| {
        let patterns = if what == "text" { [&words.text, &words.text] } else { [&words.call, &words.emergency] };
        patterns.iter().any(|pattern| {
            let left = pattern.split_once("{number}").map_or("", |(left, _)| left);
            !left.trim().is_empty() && before.ends_with(&left.to_lowercase())
        })
    })
}

/// Whether a keyword is among the last words before the number.
fn is_near(before: &str, keyword: &str) -> bool {
    before.split_whitespace().rev().take(4).any(|word| word.trim_matches(['"', '“', '”', '«', '»']) == keyword)
}

fn is_date(shown: &str) -> bool {
    shown.split(['-', '/']).map(str::len).eq([4, 2, 2])
}

fn digits(written: &str) -> String {
    written.chars().filter(char::is_ascii_digit).collect()
}

fn known<'d>(wanted: &str, directory: &'d Directory) -> Known<'d> {
    let mut known = Known::default();
    for country in &directory.countries {
        if country.emergency.iter().any(|entry| digits(&entry.number) == wanted) {
            known.call = Some(wanted.to_owned());
        }
        for line in &country.lines {
            let phone = line.phone.iter().chain(&line.alt).find(|phone| digits(phone) == wanted);
            if let (Some(phone), None) = (phone, &known.call) {
                let own = line.phone.as_ref() == Some(phone);
                known.call = line.dial.clone().filter(|_| own).or_else(|| Some(digits(phone)));
            }
            let Some(sms) = line.sms.as_ref().filter(|sms| digits(&sms.number) == wanted) else { continue };
            known.text = true;
            let spoken = line.spoken.values().filter_map(|spoken| spoken.keyword.as_deref());
            known.keywords.extend(sms.keyword.as_deref().into_iter().chain(sms.alt_keyword.as_deref()).chain(spoken));
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};
    use crate::safety::{CardWords, Directory};

    fn found(text: &str, urgent: bool) -> Vec<String> {
        pieces(text, urgent, &CardWords::shipped(), &Directory::shipped())
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Words(_) => None,
                Piece::Call { number, .. } => Some(format!("tel {number}")),
                Piece::Message { number, keyword, .. } => Some(format!("sms {number} {}", keyword.unwrap_or_default())),
                Piece::Page { address, .. } => Some(address),
            })
            .collect()
    }

    #[test]
    fn the_cards_own_words_lead_to_the_right_kind_of_link_in_every_language() {
        let words = CardWords::shipped();
        for words in words.all() {
            let lang = &words.lang;
            let fill = |pattern: &str| pattern.replace("{number}", "988").replace("{keyword}", "AYUDA");
            assert_eq!(found(&fill(&words.call), true), ["tel 988"], "{lang}");
            assert_eq!(found(&fill(&words.call_or_text), true), ["tel 988", "sms 988 "], "{lang}");
            assert_eq!(found(&fill(&words.text), true), ["sms 988 "], "{lang}");
            assert_eq!(found(&fill(&words.text_keyword), true), ["sms 988 AYUDA"], "{lang}");
        }
    }

    #[test]
    fn everyday_numbers_are_no_links() {
        for text in ["It takes 112 days.", "al 100 por ciento", "9 to 12 hours", "2026-11-23", "15 minutes", "a988"] {
            assert_eq!(found(text, false), Vec::<String>::new(), "{text}");
        }
        assert_eq!(found("You can call 988 or text 988.", false), ["tel 988", "sms 988 "]);
        assert_eq!(found("Help desk: 1-800-985-3059", false), ["tel 18009853059"]);
    }

    #[test]
    fn no_word_of_the_text_is_lost() {
        for text in ["", "Call 988 now. Chat: findahelpline.com, ¿sí?", "112 (danger)", "á 0800 222 555 é"] {
            let put_together: String = pieces(text, true, &CardWords::shipped(), &Directory::shipped())
                .iter()
                .map(|piece| match piece {
                    Piece::Words(shown)
                    | Piece::Call { shown, .. }
                    | Piece::Message { shown, .. }
                    | Piece::Page { shown, .. } => *shown,
                })
                .collect();
            assert_eq!(put_together, text);
        }
    }
}
