//! Text to token ids, as `SentencePiece` does it: normalisation, then the unigram model.
//!
//! The text is brought to NFKC, blanks of all kinds become single spaces, and among all ways to cut it into pieces of
//! the vocabulary the one with the highest sum of scores wins. Pieces are in byte order, so those that begin with the
//! same bytes are neighbours: looking for all pieces at a place of the text narrows a range byte by byte, with nothing
//! to build at start.

use super::Error;
use super::table::SPECIAL_ROWS;
use super::weights::{Header, Weights};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Tokens read of a text, the marks of its beginning and end included: some 900 characters of English.
pub const MAX_TOKENS: usize = 256;

/// More characters cannot matter (most tokens are longer than one, few are longer than eight), so no more are looked
/// at.
const MAX_CHARACTERS: usize = MAX_TOKENS * 8;
/// Before blanks are joined and NFKC has made one character of several.
const MAX_RAW_CHARACTERS: usize = MAX_CHARACTERS * 4;

const UNKNOWN: u32 = 0;
const BEGIN: u32 = 1;
const END: u32 = 2;

pub(super) struct Tokenizer {
    text: Vec<u8>,
    /// Where each piece starts in `text`, and where the last ends.
    starts: Vec<u32>,
    scores: Vec<f32>,
    unknown_score: f64,
    /// The pieces that begin with each byte.
    by_first_byte: Vec<Range<u32>>,
}

/// The best way found to reach a place of the text.
#[derive(Clone, Copy)]
struct Step {
    score: f64,
    from: usize,
    token: u32,
}

impl Tokenizer {
    pub fn read(weights: &mut Weights<'_>, header: &Header) -> Result<Self, Error> {
        weights.begin("vocabulary");
        let count = header.pieces as usize;
        let lengths = weights.bytes(count)?;
        let text = weights.bytes(header.text_bytes)?;
        let scores = weights.f32s(count)?;
        let mut starts = Vec::with_capacity(count + 1);
        let mut end = 0;
        starts.push(end);
        for length in lengths {
            end += u32::from(length);
            starts.push(end);
        }
        if end as usize != text.len() || starts.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Error::Inconsistent("a piece is empty, or they are not as long as their text"));
        }
        let mut tokenizer =
            Self { text, starts, scores, unknown_score: header.unknown_score.into(), by_first_byte: Vec::new() };
        let all = 0..header.pieces;
        if !all.clone().skip(1).all(|piece| tokenizer.piece(piece - 1) < tokenizer.piece(piece)) {
            return Err(Error::Inconsistent("the pieces are not in order"));
        }
        tokenizer.by_first_byte = (0..=u8::MAX).map(|byte| tokenizer.narrow(all.clone(), 0, byte)).collect();
        Ok(tokenizer)
    }

    /// Token ids of a text, at least three and at most [`MAX_TOKENS`], between the marks of beginning and end.
    pub fn tokens(&self, text: &str) -> Vec<u32> {
        let normal = normalise(text);
        let mut tokens = vec![BEGIN];
        if normal.is_empty() {
            tokens.push(UNKNOWN);
        } else {
            self.cut(&normal, &mut tokens);
        }
        tokens.truncate(MAX_TOKENS - 1);
        tokens.push(END);
        tokens
    }

    /// Viterbi: the best score of each place, left to right; on a tie the piece that starts earlier stays.
    fn cut(&self, text: &str, tokens: &mut Vec<u32>) {
        let unreached = Step { score: f64::NEG_INFINITY, from: 0, token: UNKNOWN };
        let mut best = vec![unreached; text.len() + 1];
        best[0].score = 0.0;
        for (from, character) in text.char_indices() {
            let score = best[from].score;
            let mut reach = |end: usize, step: Step| {
                if step.score > best[end].score {
                    best[end] = step;
                }
            };
            let next = from + character.len_utf8();
            let mut is_known = false;
            self.for_each_piece(&text.as_bytes()[from..], |length, piece| {
                let score = score + f64::from(self.scores[piece as usize]);
                reach(from + length, Step { score, from, token: piece + SPECIAL_ROWS });
                is_known |= from + length == next;
            });
            if !is_known {
                reach(next, Step { score: score + self.unknown_score, from, token: UNKNOWN });
            }
        }
        let first = tokens.len();
        let mut end = text.len();
        while end > 0 {
            tokens.push(best[end].token);
            end = best[end].from;
        }
        tokens[first..].reverse();
    }

    /// Calls back with length and number of each piece that `text` begins with, the shortest first.
    fn for_each_piece(&self, text: &[u8], mut found: impl FnMut(usize, u32)) {
        let mut range = self.by_first_byte[usize::from(text[0])].clone();
        for depth in 1..=text.len() {
            if range.is_empty() {
                return;
            }
            if self.piece(range.start).len() == depth {
                found(depth, range.start);
                range.start += 1;
            }
            if let Some(&byte) = text.get(depth) {
                range = self.narrow(range, depth, byte);
            }
        }
    }

    /// Of neighbours that share their first `depth` bytes and are longer, those that go on with `byte`.
    fn narrow(&self, range: Range<u32>, depth: usize, byte: u8) -> Range<u32> {
        let byte_of = |piece: u32| self.text[self.starts[piece as usize] as usize + depth];
        let split = |range: Range<u32>, is_before: &dyn Fn(u8) -> bool| {
            let (mut low, mut high) = (range.start, range.end);
            while low < high {
                let middle = low.midpoint(high);
                if is_before(byte_of(middle)) { low = middle + 1 } else { high = middle }
            }
            low
        };
        let start = split(range.clone(), &|other| other < byte);
        let end = split(start..range.end, &|other| other <= byte);
        start..end
    }

    fn piece(&self, piece: u32) -> &[u8] {
        let piece = piece as usize;
        &self.text[self.starts[piece] as usize..self.starts[piece + 1] as usize]
    }
}

/// NFKC with a space before each word, none doubled, none at the end; empty when there is nothing but blanks.
fn normalise(text: &str) -> String {
    let mut normal = String::new();
    let mut is_gap = true;
    let characters = text.trim_start().chars().take(MAX_RAW_CHARACTERS);
    let characters = characters.map(|c| if is_blank(c) { ' ' } else { c }).nfkc();
    for character in characters.take(MAX_CHARACTERS) {
        if is_blank(character) {
            is_gap = true;
            continue;
        }
        if std::mem::take(&mut is_gap) {
            normal.push(' ');
        }
        normal.push(character);
    }
    normal
}

/// What the model's own normalisation turns into a space, beyond NFKC, and the sign it writes for one.
fn is_blank(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t'
            | '\n'
            | '\u{c}'
            | '\r'
            | '\u{1680}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffd}'
            | '\u{2581}'
    )
}
