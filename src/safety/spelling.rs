//! From even words to numbered ones: figures for letters, starred letters, stretched and mistyped words, single letters
//! that spell a word. Each step is tried only on words the lexicons do not know, so ordinary text is never bent.

use super::hidden_words::{letters_for_figures, segment, squeezed};
use super::normalise::{Break, Normalised, Token};
use super::slips::{Slip, Votes};
use super::vocabulary::{Also, UNKNOWN, Vocabulary};

/// One word of a message as the matcher sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    pub word: u32,
    /// What else it may be taken for; nothing behind the first zero.
    pub also: Also,
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

/// A slip that may mean one thing or another, and the unit that stands for it until all words are known.
struct Doubt<'a> {
    unit: usize,
    gap: Break,
    slip: &'a Slip,
}

/// Reads the words of one message.
struct Speller<'a> {
    even: &'a Normalised,
    vocabulary: &'a Vocabulary,
    units: Vec<Unit>,
    doubts: Vec<Doubt<'a>>,
}

pub(crate) fn units(even: &Normalised, vocabulary: &Vocabulary) -> Vec<Unit> {
    let units = Vec::with_capacity(even.tokens.len());
    let mut speller = Speller { even, vocabulary, units, doubts: Vec::new() };
    let mut at = 0;
    while let Some(token) = even.tokens.get(at) {
        let run = letters_alone(even, at);
        if run < SPELLING {
            speller.resolve(even.word(token), token);
            at += 1;
            continue;
        }
        if !speller.spell(at, run) {
            for token in &even.tokens[at..at + run] {
                speller.resolve(even.word(token), token);
            }
        }
        at += run;
    }
    speller.settle_doubts();
    join_single_word_sentences(&mut speller.units);
    speller.units
}

impl Speller<'_> {
    fn push(&mut self, word: u32, spelt: &str, token: &Token) {
        let place = Unit {
            word,
            also: Also::default(),
            gap: token.gap,
            filler: false,
            quoted: token.quoted,
            asked: token.asked,
            start: token.start,
            end: token.end,
        };
        self.units.push(worded(place, word, spelt, self.vocabulary));
    }

    fn push_known(&mut self, word: u32, token: &Token) {
        self.push(word, self.vocabulary.spelling(word), token);
    }

    fn push_all(&mut self, words: &[u32], token: &Token) {
        for (index, &word) in words.iter().enumerate() {
            let gap = if index == 0 { token.gap } else { Break::Nothing };
            self.push_known(word, &Token { gap, ..token.clone() });
        }
    }

    fn resolve(&mut self, word: &str, token: &Token) {
        let vocabulary = self.vocabulary;
        let known = vocabulary.find(word);
        if let Some(id) = known.filter(|id| !vocabulary.is_slip(*id)) {
            return self.push(id, word, token);
        }
        if let Some(slip) = vocabulary.slips.get(word) {
            if let Some(meant) = slip.certain() {
                let from = self.units.len();
                self.push_all(meant, token);
                return as_typed(&mut self.units[from..], slip);
            }
            self.doubts.push(Doubt { unit: self.units.len(), gap: token.gap, slip });
            return self.push(slip.word, word, token);
        }
        if let Some(id) = known {
            return self.push(id, word, token);
        }
        if token.odd && word.contains(|c: char| c.is_alphabetic()) {
            if let Some(id) = letters_for_figures(word, vocabulary) {
                return self.push_known(id, token);
            }
            if word.contains(['!', '@', '$', '|', '*']) {
                return self.pieces(word, token);
            }
        }
        if !token.odd {
            if let Some(id) = squeezed(word, vocabulary).or_else(|| vocabulary.one_error_away(word)) {
                return self.push_known(id, token);
            }
            if word.len() <= LONGEST_SPELT
                && (word.contains("myself") || word.contains("suicid"))
                && let Some(words) = segment(word, vocabulary)
            {
                return self.push_all(&words, token);
            }
        }
        self.push(UNKNOWN, word, token);
    }

    /// A word with signs that is no hidden word: its pieces are words of their own.
    fn pieces(&mut self, word: &str, token: &Token) {
        let mut gap = token.gap;
        for piece in word.split(['!', '@', '$', '|', '*']).filter(|piece| !piece.is_empty()) {
            self.resolve(piece, &Token { gap, odd: false, ..token.clone() });
            gap = if word.contains('!') { Break::Sentence } else { Break::Nothing };
        }
    }

    /// Reads single letters as words; wider spaces end a word. False if they spell nothing.
    fn spell(&mut self, from: usize, run: usize) -> bool {
        let (even, vocabulary) = (self.even, self.vocabulary);
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
            let slip = || vocabulary.slips.get(word).and_then(Slip::certain).map(<[u32]>::to_vec);
            let known = vocabulary.find(word).map(|id| vec![id]);
            let Some(ids) = known.or_else(slip).or_else(|| segment(word, vocabulary)) else { return false };
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
            self.push_all(ids, &whole);
        }
        true
    }

    /// Once all words are known, they say what the doubtful ones mean.
    fn settle_doubts(&mut self) {
        if self.doubts.is_empty() {
            return;
        }
        // Of the whole message, and of each sentence with the place behind it: people change languages between sentences
        // more than within one, so the votes around a word count twice.
        let (mut votes, mut sentences) = (Votes::default(), vec![(0, Votes::default())]);
        let mut doubtful = self.doubts.iter().map(|doubt| doubt.unit).peekable();
        for (index, unit) in self.units.iter().enumerate() {
            if index > 0 && unit.gap == Break::Sentence {
                sentences.push((index, Votes::default()));
            }
            let last = sentences.len() - 1;
            sentences[last].0 = index + 1;
            if doubtful.next_if_eq(&index).is_none() {
                let used_by = self.vocabulary.used_by(unit.word);
                votes.add(used_by);
                sentences[last].1.add(used_by);
            }
        }
        let mut around = 0;
        let mut found = Vec::with_capacity(self.doubts.len());
        for doubt in &self.doubts {
            while sentences[around].0 <= doubt.unit && around + 1 < sentences.len() {
                around += 1;
            }
            found.push(doubt.slip.likeliest(&votes.and(&sentences[around].1)));
        }
        let mut meant = self.doubts.iter().zip(found).filter_map(|(doubt, words)| Some((doubt, words?))).peekable();
        if meant.peek().is_none() {
            return;
        }
        let mut units = Vec::with_capacity(self.units.len() + 8);
        for (index, &unit) in self.units.iter().enumerate() {
            let Some((doubt, words)) = meant.next_if(|(doubt, _)| doubt.unit == index) else {
                units.push(unit);
                continue;
            };
            let from = units.len();
            for (place, &word) in words.iter().enumerate() {
                let gap = if place == 0 { doubt.gap } else { Break::Nothing };
                units.push(worded(Unit { gap, ..unit }, word, self.vocabulary.spelling(word), self.vocabulary));
            }
            as_typed(&mut units[from..], doubt.slip);
        }
        self.units = units;
    }
}

/// One word that is meant may still be taken for the word that was typed, where phrases know that one too.
fn as_typed(meant: &mut [Unit], slip: &Slip) {
    if let [unit] = meant
        && slip.word != UNKNOWN
        && slip.word != unit.word
        && let Some(free) = unit.also.iter_mut().find(|symbol| **symbol == 0)
    {
        *free = slip.word;
    }
}

/// A unit with what the vocabulary says of its word.
fn worded(place: Unit, word: u32, spelt: &str, vocabulary: &Vocabulary) -> Unit {
    let gap = if vocabulary.is_split(word) { place.gap.max(Break::Clause) } else { place.gap };
    let also = vocabulary.prefix_ids(word, spelt);
    Unit { word, also, gap, filler: vocabulary.is_filler(word), ..place }
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
