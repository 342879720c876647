//! What a set of conversations has gone over: steps, arms, choices, ways to skip, languages.

use std::collections::BTreeSet;

use crate::engine::model::{Skip, Verb};
use crate::engine::{Flows, Visit};
use crate::message::Language;

/// What has been gone over so far.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    visits: BTreeSet<Visit>,
    languages: BTreeSet<Language>,
}

/// A count of one kind of thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub seen: usize,
    pub all: usize,
    /// Names of what has not been gone over.
    pub missing: Vec<String>,
}

/// The counts of a coverage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub steps: Count,
    pub arms: Count,
    pub choices: Count,
    pub skips: Count,
    pub languages: Count,
}

impl Coverage {
    pub fn add(&mut self, visits: &[Visit], languages: &[Language]) {
        self.visits.extend(visits);
        self.languages.extend(languages);
    }

    /// Whether a visit would be new.
    #[must_use]
    pub fn knows(&self, visit: Visit) -> bool {
        self.visits.contains(&visit)
    }

    /// Whether a step of a flow has been gone over; `None` when there is no such step.
    #[must_use]
    pub fn step_seen(&self, flows: &Flows, flow: &str, step: &str) -> Option<bool> {
        let number = flows.number(flow)?;
        let step = flows.flows[number].step(step)?;
        Some(self.visits.contains(&Visit::Line { flow: number, step, line: 0 }))
    }

    /// Counts against everything that the flows hold.
    #[must_use]
    pub fn counts(&self, flows: &Flows) -> Counts {
        let mut counts = Counts::default();
        for (flow_number, flow) in flows.flows.iter().enumerate() {
            for (step_number, step) in flow.steps.iter().enumerate() {
                let name = format!("{}.{}", flow.name.name, step.name.name);
                self.count(&mut counts.steps, Visit::Line { flow: flow_number, step: step_number, line: 0 }, || {
                    name.clone()
                });
                for (line_number, line) in step.lines.iter().enumerate() {
                    let (flow, step, line_at) = (flow_number, step_number, line_number);
                    match &line.verb {
                        Verb::Branch { arms, .. } => {
                            for arm in 0..=arms.len() {
                                let words = || match arms.get(arm) {
                                    Some(arm) => format!("{name}: if {}", arm.condition.written),
                                    None => format!("{name}: else"),
                                };
                                self.count(&mut counts.arms, Visit::Arm { flow, step, line: line_at, arm }, words);
                            }
                        }
                        Verb::Ask(ask) => {
                            for (choice, option) in ask.choices.iter().enumerate() {
                                let words = || format!("{name}: {} = {}", ask.name.name, option.value.name);
                                self.count(
                                    &mut counts.choices,
                                    Visit::Choice { flow, step, line: line_at, choice },
                                    words,
                                );
                            }
                            if !matches!(ask.skip, Skip::Missing) {
                                let words = || format!("{name}: skip {}", ask.name.name);
                                self.count(&mut counts.skips, Visit::Skip { flow, step, line: line_at }, words);
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
        let spoken: BTreeSet<Language> = flows.flows.iter().flat_map(|flow| flow.languages.iter().copied()).collect();
        for language in spoken {
            counts.languages.all += 1;
            if self.languages.contains(&language) {
                counts.languages.seen += 1;
            } else {
                counts.languages.missing.push(language.name().to_owned());
            }
        }
        counts
    }

    fn count(&self, count: &mut Count, visit: Visit, name: impl FnOnce() -> String) {
        count.all += 1;
        if self.visits.contains(&visit) {
            count.seen += 1;
        } else {
            count.missing.push(name());
        }
    }
}

impl Count {
    /// The share that has been gone over, in whole per cent, rounded down: 100 means all.
    #[must_use]
    pub fn percent(&self) -> usize {
        (self.seen * 100).checked_div(self.all).unwrap_or(100)
    }
}

impl Counts {
    /// The gate: every step, every choice and every language.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        [&self.steps, &self.choices, &self.languages].into_iter().all(|count| count.seen == count.all)
    }
}
