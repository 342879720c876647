//! Text as people type it, made even once: words without case, marks, invisible characters and look-alike letters, each
//! with its place in the message. Nothing is thrown away that could hold a sentence: quoted lines and code are flagged,
//! links become one word. What needs to know the vocabulary (typing errors, figures for letters, spaced letters) comes
//! after, in `spelling`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::confusables::{is_invisible, latin};

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Break {
    #[default]
    Nothing,
    Clause,
    Sentence,
}

#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// Where the word stands in `Normalised::words`.
    pub text: (u32, u32),
    /// Bytes of the message.
    pub start: u32,
    pub end: u32,
    pub gap: Break,
    /// In a quoted line or in code: somebody else's words, perhaps.
    pub quoted: bool,
    /// Holds figures or signs that may stand for letters.
    pub odd: bool,
    /// A question mark follows.
    pub asked: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Normalised {
    pub words: String,
    pub tokens: Vec<Token>,
}

impl Normalised {
    pub fn word(&self, token: &Token) -> &str {
        &self.words[token.text.0 as usize..token.text.1 as usize]
    }
}

/// Cuts a message into even words. Linear in its length.
pub(crate) fn normalise(message: &str) -> Normalised {
    let mut reader = Reader::new(message);
    let mut next = 0;
    while let Some(c) = message[next..].chars().next() {
        let at = next;
        next += c.len_utf8();
        if reader.line_start && !c.is_whitespace() {
            reader.line_start = false;
            if c == '>' {
                reader.quoted_line = true;
                continue;
            }
            reader.quoted_line = false;
        }
        if !reader.in_word() && (c == 'h' || c == 'w' || c == 'H') && is_link(&message[at..]) {
            next = message[at..].find(char::is_whitespace).map_or(message.len(), |length| at + length);
            reader.lone("<link>", at, next);
        } else if c.is_ascii_lowercase() {
            // Most of a message: letters that stay as they are, all that stand in a row at once.
            let more = message.as_bytes()[next..].iter().take_while(|byte| byte.is_ascii_lowercase());
            next += more.count();
            reader.letters(&message[at..next], at);
        } else if c.is_ascii() {
            reader.ascii(c, at, &message[next..]);
        } else {
            reader.other(c, at, &message[next..]);
        }
    }
    reader.close();
    reader.out
}

fn is_link(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|scheme| {
        text.len() >= scheme.len() && text.as_bytes()[..scheme.len()].eq_ignore_ascii_case(scheme.as_bytes())
    })
}

#[expect(clippy::struct_excessive_bools, reason = "each says one thing about the place that is being read")]
struct Reader {
    out: Normalised,
    open: Option<(u32, u32)>,
    end: u32,
    odd: bool,
    gap: Break,
    line_start: bool,
    quoted_line: bool,
    code: bool,
}

impl Reader {
    fn new(message: &str) -> Self {
        let mut out = Normalised::default();
        out.words.reserve(message.len().min(1 << 16));
        out.tokens.reserve((message.len() / 5).min(1 << 14));
        Self {
            out,
            open: None,
            end: 0,
            odd: false,
            gap: Break::Sentence,
            line_start: true,
            quoted_line: false,
            code: false,
        }
    }

    const fn in_word(&self) -> bool {
        self.open.is_some()
    }

    fn push(&mut self, c: char, at: usize, length: usize) {
        if self.open.is_none() {
            self.open = Some((narrow(self.out.words.len()), narrow(at)));
        }
        self.out.words.push(c);
        self.end = narrow(at + length);
    }

    fn letters(&mut self, letters: &str, at: usize) {
        if self.open.is_none() {
            self.open = Some((narrow(self.out.words.len()), narrow(at)));
        }
        self.out.words.push_str(letters);
        self.end = narrow(at + letters.len());
    }

    fn close(&mut self) {
        if let Some((text, start)) = self.open.take() {
            self.token((text, narrow(self.out.words.len())), start, self.end);
        }
        self.odd = false;
    }

    fn token(&mut self, text: (u32, u32), start: u32, end: u32) {
        let quoted = self.quoted_line || self.code;
        self.out.tokens.push(Token { text, start, end, gap: self.gap, quoted, odd: self.odd, asked: false });
        self.gap = Break::Nothing;
    }

    fn lone(&mut self, word: &str, start: usize, end: usize) {
        self.close();
        let from = narrow(self.out.words.len());
        self.out.words.push_str(word);
        self.token((from, narrow(self.out.words.len())), narrow(start), narrow(end));
    }

    fn pause(&mut self, gap: Break) {
        self.close();
        self.gap = self.gap.max(gap);
    }

    fn ascii(&mut self, c: char, at: usize, rest: &str) {
        let next = rest.chars().next().unwrap_or(' ');
        match c {
            'A'..='Z' => self.push(c.to_ascii_lowercase(), at, 1),
            '0'..='9' => {
                self.odd = true;
                self.push(c, at, 1);
            }
            '\'' if self.in_word() && next.is_alphanumeric() => {}
            '`' if self.in_word() && next.is_alphanumeric() && !self.code => {}
            '`' => {
                self.close();
                // Only the last sign of a fence turns code on or off.
                if next != '`' {
                    self.code = !self.code;
                }
            }
            '*' if self.in_word() && rest.trim_start_matches('*').starts_with(char::is_alphanumeric) => {
                self.sign(c, at);
            }
            '@' | '$' | '!' | '|' if self.in_word() && next.is_alphanumeric() => self.sign(c, at),
            '$' if next.is_ascii_alphabetic() => self.sign(c, at),
            '.' if next == '.' => self.pause(Break::Clause),
            '.' if self.gap == Break::Clause && !self.in_word() => {}
            '.' if next.is_ascii_digit() && self.in_word() => self.close(),
            '.' | '!' => self.pause(Break::Sentence),
            '?' => {
                self.pause(Break::Sentence);
                if let Some(last) = self.out.tokens.last_mut() {
                    last.asked = true;
                }
            }
            '\n' => {
                self.pause(Break::Sentence);
                self.line_start = true;
            }
            ',' | ':' | ';' | '(' | ')' => self.pause(Break::Clause),
            '-' if next == ' ' && !self.in_word() => self.pause(Break::Clause),
            _ => self.close(),
        }
    }

    fn sign(&mut self, c: char, at: usize) {
        self.odd = true;
        self.push(c, at, 1);
    }

    fn other(&mut self, c: char, at: usize, rest: &str) {
        let length = c.len_utf8();
        if is_invisible(c) {
            return;
        }
        match c {
            '’' | '‘' | 'ʼ' | '´' | '＇' | '′' => {
                if !(self.in_word() && rest.starts_with(char::is_alphanumeric)) {
                    self.close();
                }
                return;
            }
            '…' | '—' | '–' | '،' | '、' => return self.pause(Break::Clause),
            '¿' | '¡' | '。' | '！' | '？' => return self.pause(Break::Sentence),
            _ => {}
        }
        if let Some(letters) = latin(c) {
            for letter in letters.chars() {
                self.push(letter, at, length);
            }
            return;
        }
        if c.is_whitespace() {
            return self.close();
        }
        let mut any = false;
        for part in std::iter::once(c).nfkd() {
            if is_combining_mark(part) {
                any = true;
                continue;
            }
            let part = if let Some(letters) = latin(part) { letters.chars().next().unwrap_or(part) } else { part };
            if part.is_alphanumeric() {
                any = true;
                for lower in part.to_lowercase().filter(|lower| !is_combining_mark(*lower)) {
                    self.push(lower, at, length);
                }
            }
        }
        if any {
            return;
        }
        if c as u32 >= 0x2190 {
            let mut buffer = [0_u8; 4];
            self.lone(c.encode_utf8(&mut buffer), at, at + length);
        } else {
            self.close();
        }
    }
}

/// Offsets are kept in four bytes; messages beyond that are cut by `Screen::screen` before they come here.
pub(crate) fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
