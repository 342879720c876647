//! Reading a time of day: alternatives, ranges, and moments.

use jiff::civil::Time;

use super::moment::{Moment, moment};
use super::time_words::Atom;
use super::vocabulary::atoms;
use super::words::{Number, Phrase, Word};
use super::{Language, Reading};

/// Reads a time of day. A bare hour from one to seven is doubtful and taken for the afternoon;
/// of a range the beginning counts; "5 or 6 pm" is ambiguous.
///
/// ```
/// use handrail::schedule::{Language, Reading, read_time};
/// use jiff::civil::time;
///
/// let quarter_to_six = Reading::Clear(time(17, 45, 0, 0));
/// assert_eq!(read_time("a las 6 menos cuarto de la tarde", Language::Es), quarter_to_six);
/// assert_eq!(read_time("quarter to 6 pm", Language::En), quarter_to_six);
/// // The end tells in which half of the day the range begins.
/// assert_eq!(read_time("9-12 pm", Language::En), Reading::Doubtful(time(9, 0, 0, 0)));
/// assert_eq!(read_time("6-9 pm", Language::En), Reading::Doubtful(time(18, 0, 0, 0)));
/// ```
#[must_use]
pub fn read_time(text: &str, language: Language) -> Reading<Time> {
    Phrase::read(text).map_or(Reading::No, |phrase| phrase.in_either_language(language, time_of))
}

/// The time that exactly these words say.
pub(super) fn time_of(words: &[Word], language: Language) -> Reading<Time> {
    let Some((all, _)) = atoms::<Atom>(words, language) else {
        return Reading::No;
    };
    // "9, 10" are two answers, not ten past nine, and so are "9am 10am".
    let are_two = |three: &[Atom]| {
        use Atom::{Comma, Number, Part};
        matches!(three, [Number(_), Comma | Part(_), Number(_)])
    };
    if all.windows(3).any(are_two) {
        return Reading::No;
    }
    let has_zone = all.contains(&Atom::Zone);
    let said: Vec<Atom> =
        all.into_iter().filter(|atom| !matches!(atom, Atom::Filler | Atom::Comma | Atom::Zone)).collect();
    alternatives(&said).doubtful_if(has_zone)
}

/// "5 or 6 pm": every alternative must be a time, and borrows the last one's part of the day.
fn alternatives(said: &[Atom]) -> Reading<Time> {
    let parts: Vec<&[Atom]> = said.split(|atom| *atom == Atom::Or).collect();
    if let [only] = parts.as_slice() {
        return single(only);
    }
    let is_part = |atom: &&Atom| matches!(atom, Atom::Part(_));
    let last_part = parts.last().and_then(|last| last.iter().find(is_part));
    let mut options = Vec::new();
    for part in &parts {
        let mut alternative = part.to_vec();
        if !alternative.iter().any(|atom| is_part(&atom)) {
            alternative.extend(last_part);
        }
        match single(&alternative) {
            Reading::No => return Reading::No,
            reading => options.extend(reading.into_options()),
        }
    }
    Reading::of_options(options)
}

fn single(said: &[Atom]) -> Reading<Time> {
    // "a las 5", and "por la tarde a las 5".
    let opening = said.iter().position(|atom| !matches!(atom, Atom::Part(_)));
    let opener = opening.and_then(|at| said.get(at));
    let is_range = opener == Some(&Atom::From);
    let mut said = said.to_vec();
    if let (Some(at), Some(Atom::From | Atom::Until)) = (opening, opener) {
        said.remove(at);
    }
    let said = said.as_slice();
    // "between 5 and 6", "entre 5 y 6"; "de 5 a 6", "9 - 12".
    let between = |atom: &Atom| match atom {
        Atom::Until | Atom::Dash => true,
        Atom::To | Atom::Both => is_range,
        _ => false,
    };
    if let Some((from, to)) = split_at(said, between) {
        return range(from, to).doubtful();
    }
    if is_range && let Some((from, to)) = split_at(said, |atom| *atom == Atom::And) {
        let reading = range(from, to).doubtful();
        if !reading.is_no() {
            return reading;
        }
    }
    let Some((from, to)) = split_at(said, |atom| *atom == Atom::To) else {
        return moment(said).map_or(Reading::No, Moment::reading);
    };
    let before = || moment(said).map_or(Reading::No, Moment::reading);
    match from {
        [Atom::Number(Number { value: 5 | 10, digits: 1.., .. })] => {
            let options = [before(), range(from, to)].into_iter().flat_map(Reading::into_options);
            Reading::of_options(options).doubtful()
        }
        [Atom::Number(Number { value: 5 | 10, .. })] => before(),
        _ => match before() {
            Reading::No => range(from, to).doubtful(),
            reading => reading,
        },
    }
}

fn split_at(said: &[Atom], is_split: impl Fn(&Atom) -> bool) -> Option<(&[Atom], &[Atom])> {
    let at = said.iter().position(is_split)?;
    Some((said.get(..at)?, said.get(at + 1..)?))
}

/// The beginning of a range whose end may tell in which half of the day it lies.
fn range(from: &[Atom], to: &[Atom]) -> Reading<Time> {
    let (Some(start), Some(end)) = (moment(from), moment(to)) else {
        return Reading::No;
    };
    let end_is_known = end.part.is_some() || end.is_of_24;
    let undecided = start.part.is_none() && !start.is_of_24;
    let end = end.reading();
    let (Some(end), true, true) = (end.value(), end_is_known, undecided) else {
        return if end.is_no() { Reading::No } else { start.reading() };
    };
    [start.at(start.hour % 12), start.at(start.hour % 12 + 12)]
        .into_iter()
        .flatten()
        .rfind(|candidate| candidate < end)
        .map_or_else(|| start.reading(), Reading::Clear)
}
