//! From lexicon files to tables: every slot, mask and pattern becomes a name, every phrase a path in the trees.
//! Whatever does not fit is reported with its line; nothing is skipped in silence.

use std::rc::Rc;

use super::expand::{Phrase, Place, grow};
use super::level::Level;
use super::lexicon_file::{Context, Lexicon, LexiconFile, Order, PatternFile, Text, Unread, Within};
use super::names::Names;
use super::normalise::normalise;
use super::phrase::{self, Part};
use super::problem::Problem;
use super::rules::{Mask, Pattern, Rules, Tongue};
use super::tables::Tables;
use super::vocabulary::Vocabulary;

pub(crate) struct Compiler {
    vocabulary: Vocabulary,
    names: Names,
    phrases: Vec<Phrase>,
    rules: Rules,
    problems: Vec<Problem>,
}

/// The file and the language that are being compiled.
#[derive(Clone)]
struct Origin<'a> {
    file: Rc<str>,
    lang: &'a str,
    /// The number of the language.
    tongue: usize,
}

impl Origin<'_> {
    fn place(&self, text: &Text) -> Place {
        let at = &text.referenced;
        Place { file: Rc::clone(&self.file), line: at.line(), column: at.column() }
    }
}

impl Compiler {
    pub fn new() -> Self {
        Self {
            vocabulary: Vocabulary::new(),
            names: Names::default(),
            phrases: Vec::new(),
            rules: Rules::default(),
            problems: Vec::new(),
        }
    }

    pub fn add(&mut self, lexicon: Lexicon) {
        match lexicon.read {
            Ok(read) => self.lexicon(&lexicon.file, &read),
            Err(problem) => self.problems.push(problem),
        }
    }

    pub fn finish(mut self) -> Result<Tables, Vec<Problem>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let nursery = grow(self.phrases, self.names, &mut self.vocabulary)?;
        let trees = nursery.freeze(&self.rules);
        self.vocabulary.settle();
        Ok(Tables { vocabulary: self.vocabulary, trees, rules: self.rules })
    }

    /// Notes a phrase. True if one word alone can match it.
    fn say(&mut self, name: u32, origin: &Origin<'_>, text: &Text) -> bool {
        let place = origin.place(text);
        let mut parts = match phrase::parse(&text.value) {
            Ok(parts) => parts,
            Err(sentence) => {
                self.problems.push(place.problem(sentence));
                return false;
            }
        };
        self.take_in(&mut parts, origin.lang);
        if matches!(parts.first(), Some(Part::Gap(_) | Part::AnyWord)) || matches!(parts.last(), Some(Part::Gap(_))) {
            self.problems.push(place.problem("a phrase cannot begin with '_' or '..', nor end with '..'"));
            return false;
        }
        let bare = phrase::shortest(&parts) < 2 && !matches!(parts[..], [Part::Slot(_)]);
        self.phrases.push(Phrase { name, parts, place });
        bare
    }

    /// Makes a phrase part of its language: its slots are those of the language, its words are learnt. Where one of them
    /// is a slip that stands for several words, these will do as well: in a message they take its place.
    fn take_in(&mut self, parts: &mut [Part], lang: &str) {
        for part in parts {
            match part {
                Part::Slot(slot) => *slot = format!("{lang}/{slot}"),
                Part::Choice(choices) => choices.iter_mut().for_each(|choice| self.take_in(choice, lang)),
                Part::Word(word) => {
                    self.vocabulary.learn(word);
                    if let Some(meant) = self.vocabulary.meant(word).filter(|meant| meant.len() > 1) {
                        let meant = meant.into_iter().map(|word| Part::Word(word.to_owned())).collect();
                        *part = Part::Choice(vec![vec![part.clone()], meant]);
                    }
                }
                Part::Prefix(_) | Part::AnyWord | Part::Gap(_) => {}
            }
        }
    }

    fn say_all(&mut self, name: u32, origin: &Origin<'_>, texts: &[Text]) {
        for text in texts {
            self.say(name, origin, text);
        }
    }

    fn lexicon(&mut self, file: &str, lexicon: &LexiconFile<Unread>) {
        let origin = &Origin { file: Rc::from(file), lang: &lexicon.lang, tongue: self.rules.tongues.len() };
        self.vocabulary.next_tongue();
        self.words(lexicon);
        for (slot, phrases) in &lexicon.slots {
            let name = self.names.number(format!("{}/{slot}", origin.lang));
            self.say_all(name, origin, phrases);
        }
        let mut role = |role: &str, phrases: &[Text]| {
            let name = self.names.number(format!("{}/<{role}>", origin.lang));
            self.say_all(name, origin, phrases);
            name
        };
        let negators = role("negator", &lexicon.negators);
        let exceptions = role("exception", &lexicon.negator_exceptions);
        let deny = role("deny", &lexicon.deny_frames);
        let others = role("others", &lexicon.other_subjects);
        let own_words = role("own", &lexicon.own_words);
        self.rules.negators.push(negators);
        self.rules.exceptions.push(exceptions);
        let own = self.slots(origin, &lexicon.self_slots);
        self.rules.tongues.push(Tongue { own, deny, others, own_words, reach: lexicon.negator_reach });
        for mask in &lexicon.masks {
            let name = self.names.number(format!("mask {}", mask.id.value));
            self.say_all(name, origin, &mask.phrases);
            let not = self.slots(origin, &mask.not);
            self.rules.add_mask(name, Mask { id: mask.id.value.clone(), not });
        }
        for pattern in &lexicon.patterns {
            self.pattern(origin, pattern, lexicon.defaults.get(&pattern.category));
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
        // "odd" as it is written goes before "od'd", which looks the same once it is even.
        let slips = lexicon.typos.iter().map(|(typed, meant)| (even(typed).concat(), typed, meant));
        let (exact, other): (Vec<_>, Vec<_>) = slips.partition(|(even, typed, _)| even == *typed);
        for (even_typed, _, meant) in exact.into_iter().chain(other) {
            let ids = even(meant).iter().map(|word| vocabulary.learn(word)).collect();
            vocabulary.learn_slip(&even_typed, ids);
        }
    }

    fn slots(&mut self, origin: &Origin<'_>, slots: &[Text]) -> Vec<u32> {
        let mut numbers = Vec::new();
        for slot in slots {
            if let Some(number) = self.names.get(&format!("{}/{}", origin.lang, slot.value)) {
                numbers.push(number);
            } else {
                let sentence = format!("no slot is called '{}'", slot.value);
                self.problems.push(origin.place(slot).problem(sentence));
            }
        }
        numbers
    }

    fn pattern(&mut self, origin: &Origin<'_>, pattern: &PatternFile<Unread>, defaults: Option<&Context>) {
        let place = origin.place(&pattern.id);
        let id = &pattern.id.value;
        let key = format!("pattern {id}");
        if self.names.get(&key).is_some() {
            self.problems.push(place.problem(format!("a second pattern is called '{id}'")));
            return;
        }
        if !id.starts_with(origin.lang) {
            self.problems.push(place.problem(format!("the id '{id}' does not begin with '{}'", origin.lang)));
        }
        if pattern.say.is_empty() && pattern.all.is_empty() || pattern.examples.is_empty() {
            self.problems.push(place.problem("a pattern needs 'say' or 'all', and at least one example"));
        }
        let name = self.names.number(key);
        let mut bare = false;
        for text in &pattern.say {
            bare |= self.say(name, origin, text);
        }
        let all = self.slots(origin, &pattern.all);
        if pattern.within == Within::Message {
            self.rules.anywhere.push((all, name));
        } else if !all.is_empty() {
            self.composed(name, origin, pattern, &place);
            bare |= pattern.all.len() < 2;
        }
        if bare && pattern.level > Level::Concern {
            self.problems.push(place.problem("one word alone gives at most concern"));
        }
        let mut context = |own: &Option<Vec<Text>>, common: fn(&Context) -> &Vec<Text>| {
            self.slots(origin, own.as_ref().or(defaults.map(common)).map_or(&[], Vec::as_slice))
        };
        let compiled = Pattern {
            id: id.clone(),
            level: pattern.level,
            category: pattern.category,
            person: pattern.person,
            weak: pattern.weak,
            unsure: pattern.unsure,
            negatable: pattern.negatable,
            tongue: origin.tongue,
            not: context(&pattern.not, |common| &common.not),
            raise: context(&pattern.raise, |common| &common.raise),
            lower: context(&pattern.lower, |common| &common.lower),
        };
        self.rules.add_pattern(name, compiled);
    }

    /// `all` with a window is a phrase of slots with gaps between; "any order" is one phrase for each order.
    fn composed(&mut self, name: u32, origin: &Origin<'_>, pattern: &PatternFile<Unread>, place: &Place) {
        let slots: Vec<String> = pattern.all.iter().map(|slot| format!("{}/{}", origin.lang, slot.value)).collect();
        let orders = if pattern.order == Order::Any { permutations(&slots) } else { vec![slots] };
        for order in orders {
            let mut parts = Vec::new();
            for slot in order {
                if !parts.is_empty() && pattern.window > 0 {
                    parts.push(Part::Gap(pattern.window.min(15)));
                }
                parts.push(Part::Slot(slot));
            }
            self.phrases.push(Phrase { name, parts, place: place.clone() });
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
