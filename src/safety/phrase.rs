//! The small language in which phrases are written: `(kill|end) [all of] ..2 {self} suicid* _`.

/// A phrase as written, before words have numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Word(String),
    Prefix(String),
    AnyWord,
    Gap(u8),
    Slot(String),
    /// One of several; an empty alternative stands for "or nothing".
    Choice(Vec<Vec<Part>>),
}

const MAX_GAP: u8 = 15;

pub(crate) fn parse(text: &str) -> Result<Vec<Part>, String> {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    let parts = sequence(&chars, &mut at, None)?;
    if parts.is_empty() { Err("an empty phrase".to_owned()) } else { Ok(parts) }
}

fn sequence(chars: &[char], at: &mut usize, closing: Option<char>) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    while let Some(&c) = chars.get(*at) {
        match c {
            '|' | ')' | ']' => {
                return match closing {
                    Some(end) if c == '|' || c == end => Ok(parts),
                    _ => Err(format!("'{c}' without its opening bracket")),
                };
            }
            '(' | '[' => {
                *at += 1;
                let mut choice = choice(chars, at, if c == '(' { ')' } else { ']' })?;
                // "(a|b)?" is another way to write "[a|b]".
                if chars.get(*at) == Some(&'?') {
                    *at += 1;
                    if let Part::Choice(choices) = &mut choice {
                        choices.push(Vec::new());
                    }
                }
                parts.push(choice);
            }
            '{' => {
                let name: String = chars[*at + 1..].iter().take_while(|&&c| c != '}').collect();
                *at += name.chars().count() + 2;
                if chars.get(*at - 1) != Some(&'}') {
                    return Err("'{' is never closed".to_owned());
                }
                parts.push(Part::Slot(name));
            }
            '.' if chars.get(*at + 1) == Some(&'.') => {
                let digits: String = chars[*at + 2..].iter().take_while(|c| c.is_ascii_digit()).collect();
                *at += 2 + digits.len();
                let most = digits.parse::<u8>().ok().filter(|most| (1..=MAX_GAP).contains(most));
                parts.push(Part::Gap(most.ok_or_else(|| format!("'..' needs a number from 1 to {MAX_GAP}"))?));
            }
            '_' => {
                *at += 1;
                parts.push(Part::AnyWord);
            }
            c if c.is_whitespace() => *at += 1,
            _ => words(chars, at, &mut parts)?,
        }
    }
    if closing.is_some() { Err("a bracket is never closed".to_owned()) } else { Ok(parts) }
}

fn choice(chars: &[char], at: &mut usize, end: char) -> Result<Part, String> {
    let mut choices = Vec::new();
    loop {
        choices.push(sequence(chars, at, Some(end))?);
        let stop = chars.get(*at) == Some(&end);
        *at += 1;
        if stop {
            break;
        }
    }
    if end == ']' {
        choices.push(Vec::new());
    }
    Ok(Part::Choice(choices))
}

fn words(chars: &[char], at: &mut usize, parts: &mut Vec<Part>) -> Result<(), String> {
    let raw: String = chars[*at..].iter().take_while(|&&c| !c.is_whitespace() && !"()[]{}|_".contains(c)).collect();
    *at += raw.chars().count();
    let (raw, prefix) = raw.strip_suffix('*').map_or((raw.as_str(), false), |stem| (stem, true));
    let even = super::normalise::normalise(raw);
    let count = even.tokens.len();
    if count == 0 {
        return Err(format!("'{raw}' holds no word"));
    }
    for (index, token) in even.tokens.iter().enumerate() {
        let word = even.word(token).to_owned();
        if prefix && index + 1 == count {
            if word.chars().count() < 3 {
                return Err(format!("'{word}*' is too short: three letters before the star"));
            }
            parts.push(Part::Prefix(word));
        } else {
            parts.push(Part::Word(word));
        }
    }
    Ok(())
}

/// The fewest words a phrase can be matched by; slots count as one, gaps as none.
pub(crate) fn shortest(parts: &[Part]) -> usize {
    parts
        .iter()
        .map(|part| match part {
            Part::Gap(_) => 0,
            Part::Choice(choices) => choices.iter().map(|choice| shortest(choice)).min().unwrap_or(0),
            _ => 1,
        })
        .sum()
}
