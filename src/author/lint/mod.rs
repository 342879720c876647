//! The linter: what is wrong with flows, though each file by itself can be read.
//!
//! Invariants: it is pure and total (no flow, however damaged, makes it panic); its work grows with the size of the
//! flows, times the number of their slots at most; a finding is something that a person would meet, so every rule
//! keeps silent where it cannot be sure. It takes damaged flows too: what could not be read was reported by
//! [`Flows::load`], and the linter looks at the rest.
//!
//! It does not load files, does not judge Spanish reading grade, and does not run flows.

mod arms;
mod banned;
mod calls;
mod change;
mod channels;
mod facts;
mod grade;
mod graph;
mod loops;
mod names;
pub(super) mod paths;
mod phone;
mod pieces;
mod proof;
mod ranges;
mod safety;
mod slots;
mod solve;
mod text;
mod tokens;
mod types;
mod unset;
mod widths;
mod words;

use std::sync::Arc;

use rayon::prelude::*;

pub use banned::Banned;
pub use change::compare;
pub use grade::reading_grade;

use crate::engine::{Finding, Flows, Position};
use crate::message::Language;

/// What the linter must know of other rooms.
pub struct Catalog<'a> {
    /// Whether there is a reviewed answer of this name.
    pub topics: &'a (dyn Fn(&str) -> bool + Sync),
    /// The longest form in which an answer is said, where its length is known.
    pub topic_words: &'a (dyn Fn(&str, Language) -> Option<Arc<str>> + Sync),
    /// The needs that `say: { lines: ... }` may name.
    pub needs: &'a [&'a str],
    /// Whether the crisis screen answers this text, whatever flow is under way.
    pub is_crisis: &'a (dyn Fn(&str) -> bool + Sync),
    /// Wording that flows must not use.
    pub banned: &'a Banned,
}

/// Everything that is wrong with the flows, in the order of files and lines.
///
/// ```
/// use handrail::author::lint::{Banned, Catalog, lint};
/// use handrail::engine::{Flows, Source, Template, Words};
/// # use handrail::message::Language;
/// # struct Nothing;
/// # impl handrail::engine::References for Nothing {
/// #     fn find(&self, _: &str, _: &str, _: Language) -> Option<String> { None }
/// # }
/// let words = Words::load("words.yaml", include_str!("../../../config/words.yaml")).unwrap();
/// let text = "flow: tea\nlanguages: [en]\nsteps:\n  hello:\n    - say:\n      en: Hello.\n    - goto: tee\n";
/// let loaded = Flows::load(&[Source { file: "tea.yaml".into(), text: text.into() }], words, &Nothing);
/// let banned = Banned::built_in().unwrap();
/// let catalog = Catalog {
///     topics: &|_| false, topic_words: &|_, _| None, needs: &[], is_crisis: &|_| false, banned: &banned,
/// };
/// let findings = lint(&loaded.flows, &catalog);
/// assert_eq!(findings[0].to_string(), "tea.yaml:7:13 E101 'goto' leads to 'tee', and there is no such step; the steps are: hello");
/// ```
#[must_use]
pub fn lint(flows: &Flows, catalog: &Catalog<'_>) -> Vec<Finding> {
    let graphs: Vec<paths::Graph> = flows.flows.par_iter().map(paths::Graph::new).collect();
    let mut findings: Vec<Finding> = (0..flows.flows.len())
        .into_par_iter()
        .flat_map_iter(|number| of_flow(flows, number, &graphs, catalog))
        .collect();
    for document in &flows.documents {
        let pieces = pieces::of_document(document);
        text::check(&pieces, &document.languages, &mut findings);
        text::check_document(flows, document, &mut findings);
        names::check_document(flows, document, &mut findings);
        types::check_document(flows, document, &mut findings);
        channels::check_document(flows, document, &pieces, &mut findings);
        wording_of(&pieces, catalog.banned, &mut findings);
    }
    names::check_twice(flows, &mut findings);
    arms::check(flows, &mut findings);
    slots::check_use(flows, &mut findings);
    loops::check(flows, &graphs, &mut findings);
    let known = solve::solve(flows, &graphs);
    unset::check(flows, &graphs, &known, &mut findings);
    proof::check(flows, &graphs, &known, &mut findings);
    in_order(findings)
}

/// What is wrong with one flow, as far as the others can be taken as they are written: all are looked at at once.
fn of_flow(flows: &Flows, number: usize, graphs: &[paths::Graph<'_>], catalog: &Catalog<'_>) -> Vec<Finding> {
    let (flow, graph) = (&flows.flows[number], &graphs[number]);
    let pieces = pieces::of_flow(flow);
    let mut findings = Vec::new();
    graph::check(flow, graph, &mut findings);
    calls::check(flows, flow, &mut findings);
    text::check(&pieces, &flow.languages, &mut findings);
    text::check_flow(flows, flow, &mut findings);
    names::check(flows, flow, &pieces, catalog, &mut findings);
    slots::check(flow, &mut findings);
    types::check(flows, number, &mut findings);
    words::check(flows, flow, catalog, &mut findings);
    channels::check(flows, flow, graph, &pieces, catalog, &mut findings);
    safety::check(flows, flow, &pieces, catalog.banned, &mut findings);
    wording_of(&pieces, catalog.banned, &mut findings);
    findings
}

fn wording_of(pieces: &[pieces::Piece<'_>], banned: &Banned, findings: &mut Vec<Finding>) {
    for piece in pieces {
        for (language, template) in piece.text.iter() {
            let written = &template.written;
            if piece.role.is_prose() {
                grade::check(&pieces::spoken(template), language, &template.at, findings);
            }
            wording(written, language, &template.at, banned, findings);
        }
    }
}

/// What is wrong with words that the bot says, whatever room they stand in: banned wording (E208), digits of a phone
/// number (E605), diagnosis and dosage (W606). Topics use it too.
pub fn wording(written: &str, language: Language, at: &Position, banned: &Banned, findings: &mut Vec<Finding>) {
    let (phrases, digits) = (banned.may_hold(written), phone::may_hold(written));
    if !phrases && !digits {
        return;
    }
    let sentences = tokens::sentences(written);
    if phrases {
        for sentence in &sentences {
            banned.check_wording(sentence, language, at, findings);
            banned.check_advice(sentence, language, at, findings);
        }
    }
    if digits {
        phone::check(written, &sentences, banned, at, findings);
    }
}

/// How hard words are to read (W206, English only). Topics use it too.
pub fn readability(spoken: &str, language: Language, at: &Position, findings: &mut Vec<Finding>) {
    grade::check(spoken, language, at, findings);
}

/// By place, then by code; the same finding once.
fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|left, right| (&left.at, left.code, &left.message).cmp(&(&right.at, right.code, &right.message)));
    findings.dedup();
    findings
}

/// Adds "did you mean", or the names that there are.
fn with_names<'n>(finding: Finding, name: &str, kind: &str, known: impl Iterator<Item = &'n str> + Clone) -> Finding {
    const SHOWN: usize = 8;
    if let Some(near) = crate::engine::did_you_mean(name, known.clone()) {
        return finding.suggest(format!("did you mean '{near}'?"));
    }
    let mut names: Vec<&str> = known.collect();
    let more = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    if names.is_empty() {
        finding.suggest(format!("there are no {kind}"))
    } else if more > 0 {
        finding.suggest(format!("the {kind} are: {} and {more} more", names.join(", ")))
    } else {
        finding.suggest(format!("the {kind} are: {}", names.join(", ")))
    }
}
