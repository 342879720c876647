//! From lexicon files to tables: every slot, mask and pattern becomes a name, every phrase a path in the matcher's trees.
//! Whatever does not fit is reported with its line; nothing is skipped in silence.

use std::collections::{BTreeMap, HashMap};

use super::level::Level;
use super::lexicon_file::{Lexicon, LexiconFile, Order, PatternFile, Text, Unread, Within};
use super::matcher::{Matcher, Nursery, Step};
use super::normalise::normalise;
use super::phrase::{self, Part};
use super::problem::Problem;
use super::rules::{Mask, Pattern, Rules, Tongue};
use super::vocabulary::{NAMES, Vocabulary};

/// A phrase may stand for at most this many sequences; larger choices become slots of their own.
const MOST_SEQUENCES: usize = 20_000;
/// From this many alternatives on, a bracket inside a phrase is kept as a slot.
const LARGE_CHOICE: usize = 4;

pub(crate) struct Compiler {
    vocabulary: Vocabulary,
    phrases: Vec<(u32, Vec<Part>, Place)>,
    names: HashMap<String, u32>,
    next_name: u32,
    rules: Rules,
    problems: Vec<Problem>,
    /// A name's own place, for problems found late.
    places: HashMap<u32, Place>,
    choices: HashMap<String, u32>,
}

#[derive(Clone, Debug)]
struct Place {
    file: String,
    line: u64,
    column: u64,
}

impl Compiler {
    pub fn new() -> Self {
        Self {
            vocabulary: Vocabulary::new(),
            phrases: Vec::new(),
            names: HashMap::new(),
            next_name: NAMES,
            rules: Rules::default(),
            problems: Vec::new(),
            places: HashMap::new(),
            choices: HashMap::new(),
        }
    }

    pub fn add(&mut self, lexicon: Lexicon) {
        match lexicon.read {
            Ok(read) => self.lexicon(&lexicon.file, &read),
            Err(problem) => self.problems.push(problem),
        }
    }

    pub fn finish(mut self) -> Result<(Vocabulary, Matcher, Rules), Vec<Problem>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let matcher = self.matcher();
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        self.vocabulary.settle();
        Ok((self.vocabulary, matcher, self.rules))
    }

    fn problem(&mut self, place: &Place, sentence: impl Into<String>) {
        self.problems.push(Problem::new(&place.file, (place.line, place.column), sentence));
    }

    fn name(&mut self, key: &str) -> u32 {
        let next = self.next_name;
        let id = *self.names.entry(key.to_owned()).or_insert(next);
        if id == next {
            self.next_name += 1;
        }
        id
    }

    fn say(&mut self, name: u32, lang: &str, file: &str, text: &Text) -> Option<Vec<Part>> {
        let place = Place { file: file.to_owned(), line: text.referenced.line(), column: text.referenced.column() };
        match phrase::parse(&text.value) {
            Ok(mut parts) => {
                qualify(&mut parts, lang);
                learn(&mut self.vocabulary, &parts);
                if matches!(parts.first(), Some(Part::Gap(_) | Part::AnyWord))
                    || matches!(parts.last(), Some(Part::Gap(_)))
                {
                    self.problem(&place, "a phrase cannot begin with '_' or '..', nor end with '..'");
                    return None;
                }
                self.places.entry(name).or_insert_with(|| place.clone());
                self.phrases.push((name, parts.clone(), place));
                Some(parts)
            }
            Err(sentence) => {
                self.problem(&place, sentence);
                None
            }
        }
    }

    fn lexicon(&mut self, file: &str, lexicon: &LexiconFile<Unread>) {
        let lang = lexicon.lang.as_str();
        let tongue = self.rules.tongues.len();
        self.vocabulary.next_tongue();
        self.words(lexicon);
        for (slot, phrases) in &lexicon.slots {
            let name = self.name(&format!("{lang}/{slot}"));
            for text in phrases {
                self.say(name, lang, file, text);
            }
        }
        let roles = [
            ("negator", &lexicon.negators),
            ("exception", &lexicon.negator_exceptions),
            ("deny", &lexicon.deny_frames),
            ("others", &lexicon.other_subjects),
            ("own", &lexicon.own_words),
        ];
        let mut names = [0; 5];
        for (index, (role, phrases)) in roles.into_iter().enumerate() {
            names[index] = self.name(&format!("{lang}/<{role}>"));
            for text in phrases {
                self.say(names[index], lang, file, text);
            }
        }
        self.rules.negators.push(names[0]);
        self.rules.exceptions.push(names[1]);
        let own = self.slots(lang, file, Some(&lexicon.self_slots));
        self.rules.tongues.push(Tongue {
            own,
            deny: names[2],
            others: names[3],
            own_words: names[4],
            reach: lexicon.negator_reach,
        });
        for mask in &lexicon.masks {
            let name = self.name(&format!("mask {}", mask.id.value));
            for text in &mask.phrases {
                self.say(name, lang, file, text);
            }
            let not = self.slots(lang, file, Some(&mask.not));
            self.rules.add_mask(name, Mask { id: mask.id.value.clone(), not });
        }
        for pattern in &lexicon.patterns {
            self.pattern(file, lexicon, pattern, tongue);
        }
    }

    fn words(&mut self, lexicon: &LexiconFile<Unread>) {
        let vocabulary = &mut self.vocabulary;
        let even = |word: &str| {
            let even = normalise(word);
            even.tokens.iter().map(|token| even.word(token).to_owned()).collect::<Vec<_>>()
        };
        lexicon.fillers.iter().flat_map(|word| even(word)).for_each(|word| vocabulary.learn_filler(&word));
        lexicon.splits.iter().flat_map(|word| even(word)).for_each(|word| vocabulary.learn_split(&word));
        lexicon.anchors.iter().flat_map(|word| even(word)).for_each(|word| vocabulary.learn_anchor(&word));
        lexicon.not_typos.iter().flat_map(|word| even(word)).for_each(|word| vocabulary.learn_real(&word));
        for (typed, meant) in &lexicon.typos {
            let ids = even(meant).iter().map(|word| vocabulary.learn(word)).collect();
            let typed = even(typed).concat();
            vocabulary.learn_typo(&typed, ids);
        }
    }

    fn slots(&mut self, lang: &str, file: &str, slots: Option<&Vec<Text>>) -> Vec<u32> {
        let mut ids = Vec::new();
        for slot in slots.into_iter().flatten() {
            let key = format!("{lang}/{}", slot.value);
            if let Some(&id) = self.names.get(&key) {
                ids.push(id);
            } else {
                let place =
                    Place { file: file.to_owned(), line: slot.referenced.line(), column: slot.referenced.column() };
                self.problem(&place, format!("no slot is called '{}'", slot.value));
            }
        }
        ids
    }

    fn pattern(&mut self, file: &str, lexicon: &LexiconFile<Unread>, pattern: &PatternFile<Unread>, tongue: usize) {
        let lang = lexicon.lang.as_str();
        let place =
            Place { file: file.to_owned(), line: pattern.id.referenced.line(), column: pattern.id.referenced.column() };
        let key = format!("pattern {}", pattern.id.value);
        if self.names.contains_key(&key) {
            self.problem(&place, format!("a second pattern is called '{}'", pattern.id.value));
            return;
        }
        if !pattern.id.value.starts_with(lang) {
            self.problem(&place, format!("the id '{}' does not begin with '{lang}'", pattern.id.value));
        }
        if pattern.say.is_empty() && pattern.all.is_empty() || pattern.examples.is_empty() {
            self.problem(&place, "a pattern needs 'say' or 'all', and at least one example");
        }
        let name = self.name(&key);
        let mut bare = false;
        for text in &pattern.say {
            bare |= self
                .say(name, lang, file, text)
                .is_some_and(|parts| phrase::shortest(&parts) < 2 && !matches!(parts[..], [Part::Slot(_)]));
        }
        let all = self.slots(lang, file, Some(&pattern.all));
        if pattern.within == Within::Message {
            self.rules.anywhere.push((all, name));
        } else if !all.is_empty() {
            self.composed(name, &pattern.all, lang, pattern, &place);
            bare |= pattern.all.len() < 2;
        }
        if bare && pattern.level > Level::Concern {
            self.problem(&place, "one word alone gives at most concern");
        }
        let defaults = lexicon.defaults.get(&pattern.category);
        let context = |own: &Option<Vec<Text>>, common: Option<&Vec<Text>>| own.clone().or_else(|| common.cloned());
        let not = context(&pattern.not, defaults.map(|defaults| &defaults.not));
        let raise = context(&pattern.raise, defaults.map(|defaults| &defaults.raise));
        let lower = context(&pattern.lower, defaults.map(|defaults| &defaults.lower));
        let compiled = Pattern {
            id: pattern.id.value.clone(),
            level: pattern.level,
            category: pattern.category,
            person: pattern.person,
            weak: pattern.weak,
            negatable: pattern.negatable,
            tongue,
            not: self.slots(lang, file, not.as_ref()),
            raise: self.slots(lang, file, raise.as_ref()),
            lower: self.slots(lang, file, lower.as_ref()),
        };
        self.rules.add_pattern(name, compiled);
    }

    /// `all` with a window is a phrase of slots with gaps between; "any order" is one phrase for each order.
    fn composed(&mut self, name: u32, all: &[Text], lang: &str, pattern: &PatternFile<Unread>, place: &Place) {
        let slots: Vec<String> = all.iter().map(|slot| format!("{lang}/{}", slot.value)).collect();
        let orders = if pattern.order == Order::Any { permutations(&slots) } else { vec![slots] };
        for order in orders {
            let mut parts = Vec::new();
            for slot in order {
                if !parts.is_empty() && pattern.window > 0 {
                    parts.push(Part::Gap(pattern.window.min(15)));
                }
                parts.push(Part::Slot(slot));
            }
            self.phrases.push((name, parts, place.clone()));
        }
    }

    fn matcher(&mut self) -> Matcher {
        let mut sequences: Vec<(u32, Vec<Vec<Step>>, Place)> = Vec::new();
        let mut at = 0;
        while at < self.phrases.len() {
            let (name, parts, place) = self.phrases[at].clone();
            at += 1;
            match self.expand(&parts, &place) {
                Ok(steps) => sequences.push((name, steps, place)),
                Err(sentence) => self.problem(&place, sentence),
            }
        }
        let mut needs: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (name, steps, _) in &sequences {
            let entry = needs.entry(*name).or_default();
            entry.extend(steps.iter().flatten().filter_map(|step| match step {
                Step::Symbol(symbol) if *symbol >= NAMES => Some(*symbol),
                _ => None,
            }));
        }
        let mut ranks = HashMap::new();
        let names: Vec<u32> = needs.keys().copied().collect();
        for name in names {
            if rank(name, &mut needs, &mut ranks, 0).is_none() {
                let place =
                    self.places.get(&name).cloned().unwrap_or(Place { file: String::new(), line: 0, column: 0 });
                self.problem(&place, "slots refer to each other in a circle");
                return Nursery::new().freeze(&[], &[]);
            }
        }
        let mut matcher = Nursery::new();
        for (name, steps, _) in &sequences {
            for sequence in steps.iter().map(|steps| tidy(steps)).filter(|steps| !steps.is_empty()) {
                matcher.insert(ranks.get(name).copied().unwrap_or(0), &sequence, *name);
            }
        }
        matcher.freeze(&self.rules.negators, &self.rules.exceptions)
    }

    fn expand(&mut self, parts: &[Part], place: &Place) -> Result<Vec<Vec<Step>>, String> {
        let mut out: Vec<Vec<Step>> = vec![Vec::new()];
        for part in parts {
            let choices: Vec<Vec<Step>> =
                match part {
                    Part::Word(word) => vec![vec![Step::Symbol(self.vocabulary.learn(word))]],
                    Part::Prefix(stem) => vec![vec![Step::Symbol(self.vocabulary.learn_prefix(stem))]],
                    Part::AnyWord => vec![vec![Step::AnyWord]],
                    Part::Gap(most) => vec![vec![Step::Gap(*most)]],
                    Part::Slot(slot) => vec![vec![Step::Symbol(self.names.get(slot).copied().ok_or_else(|| {
                        format!("no slot is called '{}'", slot.split('/').next_back().unwrap_or(slot))
                    })?)]],
                    Part::Choice(choices) => self.choice(choices, parts.len() > 1, place)?,
                };
            out =
                out.iter().flat_map(|head| choices.iter().map(move |tail| [head.as_slice(), tail].concat())).collect();
            if out.len() > MOST_SEQUENCES {
                return Err("the phrase stands for too many sequences; make slots of its brackets".to_owned());
            }
        }
        if place.line > 0 && parts.iter().any(|part| !matches!(part, Part::Choice(_))) && out.iter().any(Vec::is_empty)
        {
            return Err("a phrase that may be nothing".to_owned());
        }
        Ok(out)
    }

    fn choice(&mut self, choices: &[Vec<Part>], nested: bool, place: &Place) -> Result<Vec<Vec<Step>>, String> {
        let full: Vec<&Vec<Part>> = choices.iter().filter(|choice| !choice.is_empty()).collect();
        let optional = full.len() < choices.len();
        // Only choices that can stand as phrases of their own become slots.
        let sound = full.iter().all(|choice| {
            phrase::shortest(choice) > 0
                && !matches!(choice.first(), Some(Part::Gap(_) | Part::AnyWord))
                && !matches!(choice.last(), Some(Part::Gap(_)))
        });
        let mut out = Vec::new();
        if nested && full.len() >= LARGE_CHOICE && sound {
            let key = format!("{full:?}");
            let name = if let Some(&name) = self.choices.get(&key) {
                name
            } else {
                let name = self.next_name;
                self.next_name += 1;
                self.choices.insert(key, name);
                for choice in full {
                    self.phrases.push((name, choice.clone(), place.clone()));
                }
                name
            };
            out.push(vec![Step::Symbol(name)]);
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

fn qualify(parts: &mut [Part], lang: &str) {
    for part in parts {
        match part {
            Part::Slot(slot) => *slot = format!("{lang}/{slot}"),
            Part::Choice(choices) => choices.iter_mut().for_each(|choice| qualify(choice, lang)),
            _ => {}
        }
    }
}

fn learn(vocabulary: &mut Vocabulary, parts: &[Part]) {
    for part in parts {
        match part {
            Part::Word(word) => {
                vocabulary.learn(word);
            }
            Part::Choice(choices) => choices.iter().for_each(|choice| learn(vocabulary, choice)),
            _ => {}
        }
    }
}

fn permutations(items: &[String]) -> Vec<Vec<String>> {
    if items.len() <= 1 {
        return vec![items.to_vec()];
    }
    (0..items.len())
        .flat_map(|first| {
            let rest: Vec<String> =
                items.iter().enumerate().filter(|(index, _)| *index != first).map(|(_, item)| item.clone()).collect();
            permutations(&rest).into_iter().map(move |tail| [vec![items[first].clone()], tail].concat())
        })
        .collect()
}

fn rank(
    name: u32,
    needs: &mut BTreeMap<u32, Vec<u32>>,
    ranks: &mut HashMap<u32, usize>,
    depth: usize,
) -> Option<usize> {
    if let Some(&known) = ranks.get(&name) {
        return Some(known);
    }
    if depth > 14 {
        return None;
    }
    let mut highest = 0;
    for needed in needs.get(&name).cloned().unwrap_or_default() {
        highest = highest.max(rank(needed, needs, ranks, depth + 1)? + 1);
    }
    ranks.insert(name, highest);
    Some(highest)
}
