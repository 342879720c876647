//! Who missed what while nothing could be sent. In memory and bounded: a line that a restart loses is no reminder lost.

use std::collections::HashMap;

use super::words;
use crate::message::{PersonKey, Platform};
use crate::store::{Claimed, Kind};

/// People at most.
const MOST: usize = 10_000;
/// When the last session began longer ago, the line comes too late to be of use.
const WORTH_SECONDS: i64 = 3 * 24 * 60 * 60;
/// After a line, what else the person missed in the same outage is not told.
const QUIET_SECONDS: i64 = 60 * 60;

/// What one person missed: the last of them, and how many there were.
#[derive(Clone, Debug)]
pub struct Line {
    pub person: PersonKey,
    pub last: Claimed,
    pub count: usize,
}

/// Lines that are not told yet, and who was told one lately.
#[derive(Debug, Default)]
pub struct Missed {
    lines: HashMap<PersonKey, Line>,
    told: HashMap<PersonKey, i64>,
}

impl Missed {
    /// Notes a delivery that surely did not arrive in time.
    pub fn note(&mut self, claimed: Claimed, platform: Platform) {
        let person = PersonKey { platform, user: claimed.person.user.clone() };
        let worth = claimed.reminder.kind == Kind::Session
            && claimed.reachable
            && words::is_of_rule(&claimed.reminder.rule, claimed.occurs_at);
        if worth {
            self.put(Line { person, last: claimed, count: 1 });
        }
    }

    /// Puts a line back that could not be told.
    pub fn put(&mut self, line: Line) {
        if let Some(known) = self.lines.get_mut(&line.person) {
            known.count += line.count;
            if line.last.starts_at > known.last.starts_at {
                known.last = line.last;
            }
        } else if self.lines.len() < MOST {
            self.lines.insert(line.person.clone(), line);
        }
    }

    /// A line to tell now, if there is one. Whoever gets it was told.
    pub fn take(&mut self, now: i64) -> Option<Line> {
        self.told.retain(|_, at| now - *at < QUIET_SECONDS);
        let told = &self.told;
        self.lines.retain(|person, line| !told.contains_key(person) && now - line.last.starts_at < WORTH_SECONDS);
        let person = self.lines.keys().next()?.clone();
        self.told.insert(person.clone(), now);
        self.lines.remove(&person)
    }

    /// The line was not told after all.
    pub fn give_back(&mut self, line: Line) {
        self.told.remove(&line.person);
        self.put(line);
    }
}
