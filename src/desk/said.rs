//! What was said of oneself in a guide and matters beyond it. An age: of somebody under 18 no pages and no numbers are held,
//! of somebody under 13 nothing. Not being safe: for half an hour there is no result of an orientation; that is remembered
//! in memory only.
//!
//! In a crisis nobody is asked their age.

use super::answer::Making;
use crate::engine::model::Verb;
use crate::engine::{NOT_SAFE, Visit};
use crate::store::Change;

/// The slot in which guides ask for the age, and its answers of people under 18.
const AGE: &str = "age";
const TEENAGER: &str = "teenager";
const CHILD: &str = "child";

impl Making<'_> {
    /// Looks for it among the choices of this turn.
    pub fn hear(&mut self, visits: &[Visit]) {
        for visit in visits {
            let Visit::Choice { flow, step, line, choice } = *visit else { continue };
            let line = self.library.flows.flows.get(flow).and_then(|flow| flow.steps.get(step)?.lines.get(line));
            let Some(Verb::Ask(ask)) = line.map(|line| &line.verb) else { continue };
            let asks_age = &*ask.name.name == AGE;
            match ask.choices.get(choice).map(|choice| &*choice.value.name) {
                Some(NOT_SAFE) => self.conversation.crisis.not_safe_at = Some(self.now),
                Some(TEENAGER) if asks_age => self.is_minor(),
                Some(CHILD) if asks_age => {
                    self.is_minor();
                    let ids: Vec<i64> = self.reminders().iter().map(|reminder| reminder.id).collect();
                    self.changes.extend(ids.into_iter().map(Change::DeleteReminder));
                    self.conversation.zone = None;
                }
                _ => {}
            }
        }
    }

    /// They said that they are under 18: what was saved is deleted.
    pub fn is_minor(&mut self) {
        self.conversation.minor = true;
        self.conversation.pages.clear();
        self.changes.extend(self.pages().iter().map(|page| Change::DeleteDocument(page.id)));
        if !self.conversation.held.check_ins.is_empty() {
            self.changes.push(Change::DeleteCheckIns);
        }
    }
}
