//! Long texts in pieces that a platform takes, cut where a reader would pause.
//!
//! Invariants: no piece is longer than the limit or empty; the pieces together hold every word in order; what people see
//! as one character (an emoji of several parts, a letter with its accents) stays whole wherever it fits into a piece.

use unicode_normalization::char::is_combining_mark;

use crate::message::{Capabilities, TextUnit};

/// Where a text may be cut, best last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Border {
    Character,
    Word,
    Sentence,
    Line,
    Paragraph,
}

/// Cuts a text into pieces for a platform. A text without words gives no pieces.
///
/// ```
/// use handrail::channel::split;
/// use handrail::message::Platform;
/// let long = format!("{}\n\n{}", "a ".repeat(1500), "b ".repeat(1500));
/// let pieces = split(&long, &Platform::Telegram.capabilities());
/// assert_eq!(pieces.len(), 2);
/// assert!(pieces[0].ends_with('a') && pieces[1].starts_with('b'));
/// ```
#[must_use]
pub fn split(text: &str, capabilities: &Capabilities) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = first_piece(rest, capabilities);
        let piece = rest[..end].trim_end();
        if !piece.is_empty() {
            pieces.push(piece.to_owned());
        }
        rest = rest[end..].trim_start();
    }
    pieces
}

/// Where the first piece ends, in bytes.
fn first_piece(text: &str, capabilities: &Capabilities) -> usize {
    if text.len() <= capabilities.text_limit {
        return text.len();
    }
    let mut units = 0;
    // The last border of each kind, and the last ones of all that leave a piece of at least half the limit.
    let mut last = [None; 5];
    let mut before: Option<char> = None;
    let mut flags = false;
    for (at, symbol) in text.char_indices() {
        if let Some(before) = before
            && let Some(border) = border(&text[..at], before, symbol, flags)
            && (units >= capabilities.text_limit / 2 || border <= Border::Word)
        {
            last[border as usize] = Some(at);
        }
        units += length(symbol, capabilities.unit);
        if units > capabilities.text_limit {
            let best = last.iter().rev().flatten().next().copied();
            // A single character of more parts than a piece holds is cut after all.
            return best.unwrap_or(at).max(text.chars().next().map_or(1, char::len_utf8));
        }
        flags = is_flag_half(symbol) && !flags;
        before = Some(symbol);
    }
    text.len()
}

const fn length(symbol: char, unit: TextUnit) -> usize {
    match unit {
        TextUnit::Utf16 => symbol.len_utf16(),
        TextUnit::Characters | TextUnit::Unlimited => 1,
    }
}

/// The border between two characters; none where they are one to a reader. `flag_open` says that `before` is the first
/// half of a flag.
fn border(left: &str, before: char, after: char, flag_open: bool) -> Option<Border> {
    if before.is_whitespace() {
        let words = left.trim_end();
        return Some(if after.is_whitespace() {
            Border::Character
        } else if left[words.len()..].matches('\n').count() > 1 {
            Border::Paragraph
        } else if left[words.len()..].contains('\n') {
            Border::Line
        } else if words.trim_end_matches(['"', '\'', '”', '»', ')']).ends_with(['.', '!', '?', '…']) {
            Border::Sentence
        } else {
            Border::Word
        });
    }
    if matches!(before, '。' | '！' | '？') {
        return Some(Border::Sentence);
    }
    let joined = is_combining_mark(after)
        || matches!(after, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
        || before == '\u{200d}'
        || (flag_open && is_flag_half(after));
    (!joined).then_some(Border::Character)
}

const fn is_flag_half(symbol: char) -> bool {
    matches!(symbol, '\u{1f1e6}'..='\u{1f1ff}')
}
