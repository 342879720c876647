//! Words that are hidden in others: figures and signs for letters, stars, stretched letters, words run together. Each
//! function is given a word that no lexicon knows and says which known ones it may be.

use super::vocabulary::{UNKNOWN, Vocabulary};

const LONGEST_WORD: usize = 14;

pub(crate) fn letters_for_figures(word: &str, vocabulary: &Vocabulary) -> Option<u32> {
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
pub(crate) fn squeezed(word: &str, vocabulary: &Vocabulary) -> Option<u32> {
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

/// The fewest known words that make up a run of letters.
pub(crate) fn segment(run: &str, vocabulary: &Vocabulary) -> Option<Vec<u32>> {
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
