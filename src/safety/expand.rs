//! From phrases to the sequences of steps they stand for, and from these to trees. A large choice inside a phrase becomes
//! a slot of its own, so that few sequences remain.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use super::names::Names;
use super::nursery::Nursery;
use super::phrase::{self, Part};
use super::problem::Problem;
use super::trees::Step;
use super::vocabulary::{NAMES, UNKNOWN, Vocabulary};

/// A phrase may stand for at most this many sequences; larger choices become slots of their own.
const MOST_SEQUENCES: usize = 20_000;
/// From this many alternatives on, a bracket inside a phrase is kept as a slot.
const LARGE_CHOICE: usize = 4;
/// How deep names may refer to each other.
const DEEPEST: usize = 14;

/// Where something stands in a lexicon file.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub file: Rc<str>,
    pub line: u64,
    pub column: u64,
}

impl Place {
    pub fn problem(&self, sentence: impl Into<String>) -> Problem {
        Problem::new(&self.file, (self.line, self.column), sentence)
    }
}

/// One way to say what a name stands for.
pub(crate) struct Phrase {
    pub name: u32,
    pub parts: Vec<Part>,
    pub place: Place,
}

/// The sequences of one phrase.
struct Sequences {
    name: u32,
    place: Place,
    steps: Vec<Vec<Step>>,
}

/// Grows the trees of all phrases.
///
/// # Errors
/// Phrases that stand for nothing, for too much, or for each other.
pub(crate) fn grow(phrases: Vec<Phrase>, names: Names, vocabulary: &mut Vocabulary) -> Result<Nursery, Vec<Problem>> {
    let mut expander = Expander { names, vocabulary, waiting: phrases, choices: HashMap::new() };
    let (sequences, problems) = expander.all();
    if !problems.is_empty() {
        return Err(problems);
    }
    refuse_circles(&sequences).map_err(|problem| vec![problem])?;
    let mut nursery = Nursery::new();
    for Sequences { name, steps, .. } in &sequences {
        for sequence in steps.iter().map(|steps| tidy(steps)).filter(|steps| !steps.is_empty()) {
            nursery.insert(sequence, *name);
        }
    }
    Ok(nursery)
}

struct Expander<'a> {
    names: Names,
    vocabulary: &'a mut Vocabulary,
    /// Phrases to be expanded; choices that become slots are added at the end.
    waiting: Vec<Phrase>,
    choices: HashMap<Vec<Vec<Part>>, u32>,
}

impl Expander<'_> {
    fn all(&mut self) -> (Vec<Sequences>, Vec<Problem>) {
        let (mut sequences, mut problems) = (Vec::new(), Vec::new());
        let mut at = 0;
        while let Some(phrase) = self.waiting.get_mut(at) {
            at += 1;
            let (name, parts, place) = (phrase.name, std::mem::take(&mut phrase.parts), phrase.place.clone());
            match self.expand(&parts, &place) {
                Ok(steps) => sequences.push(Sequences { name, place, steps }),
                Err(sentence) => problems.push(place.problem(sentence)),
            }
        }
        (sequences, problems)
    }

    fn expand(&mut self, parts: &[Part], place: &Place) -> Result<Vec<Vec<Step>>, String> {
        let mut out: Vec<Vec<Step>> = vec![Vec::with_capacity(parts.len())];
        for part in parts {
            let step = match part {
                // Learnt with its phrase; here it could not be said for which language.
                Part::Word(word) => Step::Symbol(self.vocabulary.find(word).unwrap_or(UNKNOWN)),
                Part::Prefix(stem) => Step::Symbol(self.vocabulary.learn_prefix(stem)),
                Part::AnyWord => Step::AnyWord,
                Part::Gap(most) => Step::Gap(*most),
                Part::Slot(slot) => {
                    Step::Symbol(self.names.get(slot).ok_or_else(|| {
                        format!("no slot is called '{}'", slot.split('/').next_back().unwrap_or(slot))
                    })?)
                }
                Part::Choice(choices) => {
                    let choices = self.choice(choices, parts.len() > 1, place)?;
                    if out.len() * choices.len() > MOST_SEQUENCES {
                        return Err("the phrase stands for too many sequences; make slots of its brackets".to_owned());
                    }
                    out = out
                        .iter()
                        .flat_map(|head| choices.iter().map(move |tail| [head.as_slice(), tail].concat()))
                        .collect();
                    continue;
                }
            };
            out.iter_mut().for_each(|sequence| sequence.push(step));
        }
        Ok(out)
    }

    fn choice(&mut self, choices: &[Vec<Part>], nested: bool, place: &Place) -> Result<Vec<Vec<Step>>, String> {
        let full: Vec<&Vec<Part>> = choices.iter().filter(|choice| !choice.is_empty()).collect();
        let optional = full.len() < choices.len();
        // Only choices that can stand as phrases of their own become slots.
        let sound = || {
            full.iter().all(|choice| {
                phrase::shortest(choice) > 0
                    && !matches!(choice.first(), Some(Part::Gap(_) | Part::AnyWord))
                    && !matches!(choice.last(), Some(Part::Gap(_)))
            })
        };
        let mut out = Vec::new();
        if nested && full.len() >= LARGE_CHOICE && sound() {
            out.push(vec![Step::Symbol(self.slot_of(full.into_iter().cloned().collect(), place))]);
        } else {
            for choice in full {
                out.extend(self.expand(choice, place)?);
            }
        }
        if optional {
            out.push(Vec::new());
        }
        Ok(out)
    }

    /// The slot that stands for a choice; the same choice elsewhere is the same slot.
    fn slot_of(&mut self, choices: Vec<Vec<Part>>, place: &Place) -> u32 {
        if let Some(&name) = self.choices.get(&choices) {
            return name;
        }
        let name = self.names.unnamed();
        let phrases = choices.iter().map(|choice| Phrase { name, parts: choice.clone(), place: place.clone() });
        self.waiting.extend(phrases);
        self.choices.insert(choices, name);
        name
    }
}

/// Gaps side by side, which optional words leave behind, are one gap; none stands at an end.
fn tidy(steps: &[Step]) -> Vec<Step> {
    let mut out: Vec<Step> = Vec::with_capacity(steps.len());
    for &step in steps {
        match (out.last_mut(), step) {
            (None, Step::Gap(_)) => {}
            (Some(Step::Gap(before)), Step::Gap(more)) => *before = (*before + more).min(15),
            _ => out.push(step),
        }
    }
    if matches!(out.last(), Some(Step::Gap(_))) {
        out.pop();
    }
    out
}

/// A slot that refers to itself, however far around, says nothing.
fn refuse_circles(sequences: &[Sequences]) -> Result<(), Problem> {
    let mut needs: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for Sequences { name, steps, .. } in sequences {
        let entry = needs.entry(*name).or_default();
        for step in steps.iter().flatten() {
            match step {
                Step::Symbol(symbol) if *symbol >= NAMES && !entry.contains(symbol) => entry.push(*symbol),
                _ => {}
            }
        }
    }
    let mut sound = HashSet::new();
    for &name in needs.keys() {
        if !is_sound(name, &needs, &mut sound, 0) {
            let circle = "slots refer to each other in a circle";
            let first = sequences.iter().find(|sequences| sequences.name == name);
            return Err(first.map_or_else(|| Problem::new("", (0, 0), circle), |first| first.place.problem(circle)));
        }
    }
    Ok(())
}

fn is_sound(name: u32, needs: &BTreeMap<u32, Vec<u32>>, sound: &mut HashSet<u32>, depth: usize) -> bool {
    if sound.contains(&name) {
        return true;
    }
    let holds = depth <= DEEPEST
        && needs.get(&name).into_iter().flatten().all(|needed| is_sound(*needed, needs, sound, depth + 1));
    if holds {
        sound.insert(name);
    }
    holds
}
