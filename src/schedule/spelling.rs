//! How far a written word is from a known one, for slips of the keys.
//!
//! Short words are never corrected: one letter away from "mon" is "man". The first letter must be
//! right or sound right: a slip is rarely there, and other words often differ just there.

/// The number of letters that were added, lost, changed or swapped with their neighbour: one at
/// most in a word of `shortest` letters, two in one with three letters more, none in shorter
/// ones. Both words are in folded letters.
pub(super) fn distance(written: &str, known: &str, shortest: usize) -> Option<usize> {
    let allowed = if known.len() >= shortest + 3 { 2 } else { 1 };
    let is_short = known.len() < shortest || written.len() < SHORTEST;
    if is_short || written.chars().count().abs_diff(known.len()) > allowed {
        return None;
    }
    if initial_sound(written) != initial_sound(known) {
        return None;
    }
    let written: Vec<char> = written.chars().collect();
    let known: Vec<char> = known.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=known.len()).collect();
    for (row, &letter) in written.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, &target) in known.iter().enumerate() {
            let cell = |line: &[usize], at: usize| line.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut steps = cell(&last, column) + usize::from(letter != target);
            steps = steps.min(cell(&last, column + 1) + 1).min(cell(&current, column) + 1);
            let swapped = row > 0
                && column > 0
                && written.get(row - 1) == Some(&target)
                && known.get(column - 1) == Some(&letter);
            if swapped {
                steps = steps.min(cell(&before_last, column - 1) + 1);
            }
            current.push(steps);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last.last().copied().filter(|steps| *steps <= allowed)
}

/// A written word with fewer letters is never a slip.
const SHORTEST: usize = 5;

/// "biernes" is viernes, "gueves" is jueves, "zabado" is sábado.
fn initial_sound(word: &str) -> Option<char> {
    word.chars().next().map(|letter| match letter {
        'v' => 'b',
        'z' | 'c' | 'k' | 'q' => 's',
        'j' => 'g',
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn slips_are_counted_and_bounded() {
        let rows = [
            ("wednesday", "wednesday", Some(0)),
            ("wendesday", "wednesday", Some(1)),
            ("teusday", "tuesday", Some(1)),
            ("tusday", "tuesday", Some(1)),
            ("wensday", "wednesday", Some(2)),
            ("tommorow", "tomorrow", Some(2)),
            ("biernes", "viernes", Some(1)),
            ("unday", "monday", None),
            ("munday", "sunday", None),
            ("moon", "monday", None),
            ("manday", "sunday", None),
            ("mon", "monday", None),
            ("", "monday", None),
            ("банан", "havana", None),
        ];
        for (written, known, expected) in rows {
            assert_eq!(distance(written, known, 5), expected, "{written} / {known}");
        }
    }
}
