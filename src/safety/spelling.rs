//! From even words to numbered ones: figures for letters, starred letters, stretched and mistyped words, single letters
//! that spell a word. Each step is tried only on words the lexicons do not know, so ordinary text is never bent.

use super::normalise::{Break, Normalised, Token};
use super::vocabulary::{PrefixIds, UNKNOWN, Vocabulary};

/// One word of a message as the matcher sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    pub word: u32,
    pub prefixes: PrefixIds,
    pub gap: Break,
    pub filler: bool,
    pub quoted: bool,
    /// The sentence ends here with a question mark.
    pub asked: bool,
    /// Bytes of the message.
    pub start: u32,
    pub end: u32,
}

/// Letters that stand alone at least this often in a row spell something.
const SPELLING: usize = 3;
const LONGEST_SPELT: usize = 60;
const LONGEST_WORD: usize = 14;

pub(crate) fn units(even: &Normalised, vocabulary: &Vocabulary) -> Vec<Unit> {
    let mut units = Vec::with_capacity(even.tokens.len());
    let mut at = 0;
    while at < even.tokens.len() {
        let run = letters_alone(even, at);
        if run >= SPELLING {
            if !spell(even, at, run, vocabulary, &mut units) {
                for token in &even.tokens[at..at + run] {
                    resolve(even.word(token), token, vocabulary, &mut units);
                }
            }
            at += run;
            continue;
        }
        resolve(even.word(&even.tokens[at]), &even.tokens[at], vocabulary, &mut units);
        at += 1;
    }
    join_single_word_sentences(&mut units);
    units
}

fn push(word: u32, spelt: &str, token: &Token, vocabulary: &Vocabulary, units: &mut Vec<Unit>) {
    let gap = if vocabulary.is_split(word) { token.gap.max(Break::Clause) } else { token.gap };
    units.push(Unit {
        word,
        prefixes: vocabulary.prefix_ids(word, spelt),
        gap,
        filler: vocabulary.is_filler(word),
        quoted: token.quoted,
        asked: token.asked,
        start: token.start,
        end: token.end,
    });
}

fn push_all(words: &[u32], token: &Token, vocabulary: &Vocabulary, units: &mut Vec<Unit>) {
    for (index, &word) in words.iter().enumerate() {
        let gap = if index == 0 { token.gap } else { Break::Nothing };
        push(word, vocabulary.spelling(word), &Token { gap, ..token.clone() }, vocabulary, units);
    }
}

fn resolve(word: &str, token: &Token, vocabulary: &Vocabulary, units: &mut Vec<Unit>) {
    if let Some(meant) = vocabulary.typo(word) {
        return push_all(meant, token, vocabulary, units);
    }
    if let Some(id) = vocabulary.find(word) {
        return push(id, word, token, vocabulary, units);
    }
    if token.odd && word.contains(|c: char| c.is_alphabetic()) {
        if let Some(id) = letters_for_figures(word, vocabulary) {
            return push(id, vocabulary.spelling(id), token, vocabulary, units);
        }
        if word.contains(['!', '@', '$', '|', '*']) {
            return pieces(word, token, vocabulary, units);
        }
    }
    if !token.odd {
        if let Some(id) = squeezed(word, vocabulary).or_else(|| vocabulary.one_error_away(word)) {
            return push(id, vocabulary.spelling(id), token, vocabulary, units);
        }
        if word.len() <= LONGEST_SPELT
            && (word.contains("myself") || word.contains("suicid"))
            && let Some(words) = segment(word, vocabulary)
        {
            return push_all(&words, token, vocabulary, units);
        }
    }
    push(UNKNOWN, word, token, vocabulary, units);
}

/// A word with signs that is no hidden word: its pieces are words of their own.
fn pieces(word: &str, token: &Token, vocabulary: &Vocabulary, units: &mut Vec<Unit>) {
    let mut gap = token.gap;
    for piece in word.split(['!', '@', '$', '|', '*']).filter(|piece| !piece.is_empty()) {
        let part = Token { gap, odd: false, ..token.clone() };
        resolve(piece, &part, vocabulary, units);
        gap = if word.contains('!') { Break::Sentence } else { Break::Nothing };
    }
}

fn letters_for_figures(word: &str, vocabulary: &Vocabulary) -> Option<u32> {
    if word.contains('*') {
        return vocabulary.starred(word);
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 && word.len() < 3
        || word.starts_with(|c: char| c.is_ascii_digit()) && word.len() < 4
        || word.len() > 24
    {
        return None;
    }
    let doubtful = word.chars().filter(|c| matches!(c, '1' | '!' | '|')).count().min(3);
    (0..1_u32 << doubtful).find_map(|choice| {
        let mut seen = 0;
        let read: String = word
            .chars()
            .map(|c| match c {
                '1' | '!' | '|' => {
                    seen += 1;
                    if choice >> (seen - 1) & 1 == 0 { 'i' } else { 'l' }
                }
                '0' => 'o',
                '3' => 'e',
                '4' | '@' => 'a',
                '5' | '$' => 's',
                '7' => 't',
                '8' => 'b',
                '9' => 'g',
                other => other,
            })
            .collect();
        vocabulary.find(&read).or_else(|| squeezed(&read, vocabulary)).or_else(|| vocabulary.one_error_away(&read))
    })
}

/// "dieee" and "sooo": runs cut to two letters, then to one.
fn squeezed(word: &str, vocabulary: &Vocabulary) -> Option<u32> {
    let bytes = word.as_bytes();
    if !bytes.windows(2).any(|pair| pair[0] == pair[1]) || bytes.len() > 64 {
        return None;
    }
    let stretched = bytes.windows(3).any(|three| three[0] == three[1] && three[1] == three[2]);
    let last_doubled = bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    if !stretched && !last_doubled {
        return None;
    }
    [2, 1].into_iter().find_map(|most| vocabulary.find(&cut_runs(word, most)))
}

fn cut_runs(word: &str, most: usize) -> String {
    let mut out = String::with_capacity(word.len());
    let mut run = (' ', 0);
    for c in word.chars() {
        run = if run.0 == c { (c, run.1 + 1) } else { (c, 1) };
        if run.1 <= most {
            out.push(c);
        }
    }
    out
}

fn letters_alone(even: &Normalised, from: usize) -> usize {
    let mut count = 0;
    while let Some(token) = even.tokens.get(from + count).filter(|_| count < LONGEST_SPELT) {
        let word = even.word(token);
        let near = count == 0 || token.start.saturating_sub(even.tokens[from + count - 1].end) <= 4;
        if !near || word.chars().count() != 1 || !word.starts_with(char::is_alphabetic) {
            break;
        }
        count += 1;
    }
    // "... u a. I took": the last letter begins a sentence of its own, unless every letter stands behind a full stop or
    // none has room before it ("k.i.l.l m.y").
    let begins = |index: usize| {
        let (before, token) = (&even.tokens[from + index - 1], &even.tokens[from + index]);
        token.gap == Break::Sentence && token.start.saturating_sub(before.end) > 1
    };
    if count > 2 && begins(count - 1) && !(1..count - 1).all(begins) { count - 1 } else { count }
}

/// Reads single letters as words; wider spaces end a word. False if they spell nothing.
fn spell(even: &Normalised, from: usize, run: usize, vocabulary: &Vocabulary, units: &mut Vec<Unit>) -> bool {
    let tokens = &even.tokens[from..from + run];
    let distance = |index: usize| tokens[index].start.saturating_sub(tokens[index - 1].end);
    let narrowest = (1..tokens.len()).map(distance).min().unwrap_or(0);
    let mut words: Vec<(String, usize, usize)> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match words.last_mut() {
            Some(last) if index > 0 && distance(index) == narrowest => {
                last.0.push_str(even.word(token));
                last.2 = index;
            }
            _ => words.push((even.word(token).to_owned(), index, index)),
        }
    }
    let mut read = Vec::new();
    for (word, first, last) in &words {
        let Some(ids) = vocabulary
            .find(word)
            .map(|id| vec![id])
            .or_else(|| vocabulary.typo(word).map(<[u32]>::to_vec))
            .or_else(|| segment(word, vocabulary))
        else {
            return false;
        };
        read.push((ids, *first, *last));
    }
    for (index, (ids, first, last)) in read.iter().enumerate() {
        let gap = if index == 0 { tokens[*first].gap } else { Break::Nothing };
        let whole = Token {
            asked: tokens[*last].asked,
            start: tokens[*first].start,
            end: tokens[*last].end,
            gap,
            ..tokens[*first].clone()
        };
        push_all(ids, &whole, vocabulary, units);
    }
    true
}

/// The fewest known words that make up a run of letters.
fn segment(run: &str, vocabulary: &Vocabulary) -> Option<Vec<u32>> {
    let ends: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    let count = ends.len();
    let mut best: Vec<Option<(usize, usize, u32)>> = vec![None; count];
    best[0] = Some((0, 0, UNKNOWN));
    for until in 1..count {
        for from in until.saturating_sub(LONGEST_WORD)..until {
            let Some((cost, _, _)) = best[from] else { continue };
            let Some(id) = vocabulary.find(&run[ends[from]..ends[until]]) else { continue };
            if best[until].is_none_or(|(known, _, _)| cost + 1 < known) {
                best[until] = Some((cost + 1, from, id));
            }
        }
    }
    let mut words = Vec::new();
    let mut at = count - 1;
    while at > 0 {
        let (_, from, id) = best[at]?;
        words.push(id);
        at = from;
    }
    words.reverse();
    (words.len() <= run.len() / 2 + 1).then_some(words)
}

/// "i. want. to. die": three or more sentences of one word are one sentence.
fn join_single_word_sentences(units: &mut [Unit]) {
    let mut from = 0;
    while from < units.len() {
        let mut until = from;
        while until < units.len()
            && units[until].gap == Break::Sentence
            && units.get(until + 1).is_none_or(|next| next.gap == Break::Sentence)
        {
            until += 1;
        }
        if until - from >= 3 {
            for unit in &mut units[from + 1..until] {
                unit.gap = Break::Nothing;
            }
        }
        from = until.max(from) + 1;
    }
}
