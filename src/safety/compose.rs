//! From hits to findings: which patterns count, which are denied, masked, silenced by their surroundings, raised or
//! lowered. The strongest finding that counts decides; nothing here can weaken it because of another clause.

use super::level::{Level, Person};
use super::matcher::{Found, Hits};
use super::normalise::Break;
use super::rules::{Meaning, Pattern, Rules};
use super::spelling::Unit;
use super::trees::Trees;
use super::vocabulary::{Also, UNKNOWN};

/// How far around a match its surroundings are looked at.
const AROUND: usize = 40;

/// What became of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Counted,
    Raised,
    Lowered,
    Quoted,
    Denied,
    Silenced,
    /// "I" does not stand before it, but somebody else does.
    SomebodyElse,
    /// A question about nobody in particular.
    Impersonal,
}

impl Fate {
    pub(crate) const fn counts(self) -> bool {
        matches!(self, Self::Counted | Self::Raised | Self::Lowered | Self::Quoted)
    }
}

/// A match of a pattern and what became of it.
pub(crate) struct Finding<'a> {
    pub pattern: &'a Pattern,
    pub from: usize,
    pub until: usize,
    pub level: Level,
    pub fate: Fate,
}

impl Finding<'_> {
    /// Whether it stands although the second reader sees nothing. An emergency always does.
    pub fn is_sure(&self) -> bool {
        !self.pattern.unsure || self.level == Level::Emergency
    }
}

/// A mask and the words it hid.
pub(crate) struct Hidden<'a> {
    pub id: &'a str,
    pub from: usize,
    pub until: usize,
}

pub(crate) struct Findings<'a> {
    pub findings: Vec<Finding<'a>>,
    pub hidden: Vec<Hidden<'a>>,
}

pub(crate) fn findings<'a>(trees: &Trees, rules: &'a Rules, units: &mut [Unit]) -> Findings<'a> {
    let mut hits = Hits::of(trees, units);
    let hidden = hide(rules, &hits, units);
    if !hidden.is_empty() {
        hits.again(hidden.iter().map(|mask| mask.from..mask.until), units);
    }
    let mut findings = Vec::new();
    for &Found { from, name, until } in hits.found() {
        if let Meaning::Pattern(pattern) = rules.meaning(name) {
            findings.push(judge(rules, &hits, units, pattern, from, until));
        }
    }
    anywhere(rules, &hits, units, &mut findings);
    Findings { findings, hidden }
}

/// Blanks the words of masks; only their own words.
fn hide<'a>(rules: &'a Rules, hits: &Hits<'_>, units: &mut [Unit]) -> Vec<Hidden<'a>> {
    let mut hidden = Vec::new();
    for &Found { from, name, until } in hits.found() {
        if let Meaning::Mask(mask) = rules.meaning(name)
            && !near(&mask.not, hits, units, from, until)
        {
            hidden.push(Hidden { id: &mask.id, from, until });
        }
    }
    for mask in &hidden {
        for unit in &mut units[mask.from..mask.until] {
            unit.word = UNKNOWN;
            unit.also = Also::default();
            unit.filler = false;
        }
    }
    hidden
}

fn judge<'a>(
    rules: &Rules,
    hits: &Hits<'_>,
    units: &[Unit],
    pattern: &'a Pattern,
    from: usize,
    until: usize,
) -> Finding<'a> {
    let fate = if denied(rules, hits, units, pattern, from) {
        Fate::Denied
    } else if belongs_to_another(rules, hits, units, pattern, from) {
        Fate::SomebodyElse
    } else if near(&pattern.not, hits, units, from, until) {
        Fate::Silenced
    } else if impersonal_question(rules, hits, units, pattern, from, until) {
        Fate::Impersonal
    } else if units[from].quoted && pattern.level > Level::Concern {
        Fate::Quoted
    } else if pattern.level > Level::Concern && near(&pattern.lower, hits, units, from, until) {
        Fate::Lowered
    } else if pattern.level == Level::Crisis && near(&pattern.raise, hits, units, from, until) {
        Fate::Raised
    } else {
        Fate::Counted
    };
    let level = match fate {
        Fate::Counted => pattern.level,
        Fate::Raised => Level::Emergency,
        Fate::Lowered | Fate::Quoted => Level::Concern,
        Fate::Denied | Fate::Silenced | Fate::SomebodyElse | Fate::Impersonal => Level::None,
    };
    Finding { pattern, from, until, level, fate }
}

fn begins_with_own(rules: &Rules, hits: &Hits<'_>, pattern: &Pattern, from: usize) -> bool {
    let own = &rules.tongues[pattern.tongue].own;
    own.iter().any(|own| hits.holds(from, *own))
}

fn denied(rules: &Rules, hits: &Hits<'_>, units: &[Unit], pattern: &Pattern, from: usize) -> bool {
    if !pattern.negatable {
        return false;
    }
    let tongue = &rules.tongues[pattern.tongue];
    for back in 1..=8.min(from) {
        let at = from - back;
        if units[at + 1].gap == Break::Sentence {
            return false;
        }
        if hits.ends(at, tongue.deny).any(|end| end <= from && from - end <= 1) {
            return true;
        }
    }
    if begins_with_own(rules, hits, pattern, from) {
        return false;
    }
    (1..=tongue.reach.min(from))
        .map(|back| from - back)
        .take_while(|&at| units[at + 1].gap == Break::Nothing)
        .any(|at| hits.negator[at])
}

fn belongs_to_another(rules: &Rules, hits: &Hits<'_>, units: &[Unit], pattern: &Pattern, from: usize) -> bool {
    if pattern.person != Person::Own || !pattern.negatable || begins_with_own(rules, hits, pattern, from) {
        return false;
    }
    let others = rules.tongues[pattern.tongue].others;
    (1..=3.min(from))
        .map(|back| from - back)
        .take_while(|&at| units[at + 1].gap == Break::Nothing)
        .any(|at| hits.ends(at, others).any(|end| end <= from && from - end <= 1))
}

/// Whether one of the names stands in the same sentence.
fn near(names: &[u32], hits: &Hits<'_>, units: &[Unit], from: usize, until: usize) -> bool {
    if names.is_empty() {
        return false;
    }
    sentence(units, from, until).any(|at| names.iter().any(|name| hits.holds(at, *name)))
}

/// The positions of the sentence around a match, as far as it is looked at.
fn sentence(units: &[Unit], from: usize, until: usize) -> std::ops::Range<usize> {
    let mut first = from;
    while first > 0 && from - first < AROUND && units[first].gap != Break::Sentence {
        first -= 1;
    }
    let mut last = until;
    while last < units.len() && last - until < AROUND && units[last].gap != Break::Sentence {
        last += 1;
    }
    first..last
}

/// "Does a program help with thoughts of suicide?" asks for nobody in particular.
fn impersonal_question(
    rules: &Rules,
    hits: &Hits<'_>,
    units: &[Unit],
    pattern: &Pattern,
    from: usize,
    until: usize,
) -> bool {
    let own_words = rules.tongues[pattern.tongue].own_words;
    if !pattern.negatable {
        return false;
    }
    let sentence = sentence(units, from, until);
    units[sentence.end - 1].asked && !sentence.into_iter().any(|at| hits.holds(at, own_words))
}

fn anywhere<'a>(rules: &'a Rules, hits: &Hits<'_>, units: &[Unit], findings: &mut Vec<Finding<'a>>) {
    for (slots, name) in &rules.anywhere {
        let Meaning::Pattern(pattern) = rules.meaning(*name) else { continue };
        let places: Option<Vec<(usize, usize)>> = slots
            .iter()
            .map(|slot| (0..units.len()).find_map(|at| hits.ends(at, *slot).next().map(|end| (at, end))))
            .collect();
        let Some(places) = places else { continue };
        let Some(&(from, until)) = places.iter().min() else { continue };
        findings.push(judge(rules, hits, units, pattern, from, until));
    }
}
