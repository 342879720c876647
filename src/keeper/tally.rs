//! Daily totals without people: what happened how often. Gathered in memory, written once a minute.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::desk::Answer;
use crate::engine::Effect;
use crate::message::Platform;
use crate::safety::Level;
use crate::store::{Store, StoreError, platform_code};

/// The totals that are not written yet: by day and name.
#[derive(Debug, Default)]
pub struct Tally(Mutex<BTreeMap<(String, String), i64>>);

impl Tally {
    /// Counts an answer.
    pub fn answer(&self, answer: &Answer, platform: Platform, now: Timestamp) {
        let platform = platform_code(platform);
        let mut names = vec![format!("turn.{platform}")];
        if answer.trace.card {
            names.push(format!("card.{}.{platform}", answer.trace.crisis.name()));
        } else if answer.trace.crisis == Level::Concern {
            names.push(format!("line.concern.{platform}"));
        }
        names.extend(answer.trace.topic.iter().map(|topic| format!("topic.{topic}")));
        let trace = &answer.trace;
        let questions =
            [("offered", !trace.offered.is_empty()), ("unanswered", trace.unanswered), ("not_meant", trace.not_meant)];
        names.extend(questions.iter().filter(|(_, counts)| *counts).map(|(what, _)| format!("question.{what}")));
        // What was asked less what was gone on from is where people stayed. Nobody has to be followed for that.
        let waits = answer.conversation.question();
        if trace.waited != waits {
            let named = |kind: &str, (flow, question): &(Arc<str>, Arc<str>)| format!("{kind}.{flow}.{question}");
            names.extend(trace.waited.iter().map(|waited| named("onward", waited)));
            names.extend(waits.iter().map(|waits| named("asked", waits)));
        }
        for effect in &answer.effects {
            match effect {
                Effect::Began { flow } => names.push(format!("began.{flow}")),
                Effect::Ended { flow, outcome } => names.push(format!("ended.{flow}.{outcome}")),
                Effect::Remind(_) => names.push("reminder.set".to_owned()),
                Effect::Country(_) | Effect::Number(_) => {}
            }
        }
        self.add(names, now);
    }

    /// Counts each of these once.
    pub fn add(&self, names: impl IntoIterator<Item = String>, now: Timestamp) {
        let day = TimeZone::UTC.to_datetime(now).date().to_string();
        let mut totals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for name in names {
            *totals.entry((day.clone(), name)).or_default() += 1;
        }
    }

    /// Writes what was gathered. What cannot be written stays for the next time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn write(&self, store: &Store) -> Result<(), StoreError> {
        let gathered = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut days: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
        for ((day, name), amount) in gathered {
            days.entry(day).or_default().push((name, amount));
        }
        while let Some((day, amounts)) = days.pop_first() {
            if let Err(error) = store.add_totals(&day, amounts.clone()).await {
                days.insert(day, amounts);
                self.put_back(days);
                return Err(error);
            }
        }
        Ok(())
    }

    fn put_back(&self, days: BTreeMap<String, Vec<(String, i64)>>) {
        let mut totals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (day, amounts) in days {
            for (name, amount) in amounts {
                *totals.entry((day.clone(), name)).or_default() += amount;
            }
        }
    }
}
