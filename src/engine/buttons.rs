//! The buttons under a question.

use std::sync::Arc;

use super::machine::{Asking, Machine};
use super::model;
use super::payload::{self, DONE, MORE};
use super::read::next_cell;
use super::turn::Say;
use super::value::{Value, ValueKind};
use super::words::{Reply, Word};
use crate::message::Choice;

/// Most choices shown at once; more are paged.
pub const PAGE: usize = 5;

impl Machine<'_> {
    /// The choices that are on offer for a question now.
    #[must_use]
    pub fn offered<'b>(&self, asking: &Asking<'b>) -> Vec<&'b model::Choice> {
        let all = &asking.ask.choices;
        if all.iter().all(|choice| choice.condition.is_none()) {
            return all.iter().collect();
        }
        let facts = self.facts(asking.flow);
        all.iter().filter(|choice| choice.condition.as_ref().is_none_or(|condition| condition.holds(&facts))).collect()
    }

    /// The number of the first choice of the page that is shown.
    #[must_use]
    pub fn first_shown(&self) -> usize {
        self.state.pending.as_ref().map_or(0, |pending| usize::from(pending.page)) * PAGE
    }

    /// Puts the question's buttons under the turn.
    pub fn show_buttons(&mut self) {
        let Some(asking) = self.asking() else { return };
        self.choices.clear();
        self.show_choices(&asking);
        if asking.slot.kind == ValueKind::YesNo && asking.ask.choices.is_empty() {
            for (reply, value) in [(Reply::LabelYes, "yes"), (Reply::LabelNo, "no")] {
                self.button(reply, Self::answer_payload(&asking, value));
            }
        }
        if self.state.pending.as_ref().is_some_and(|pending| pending.gathered.is_some()) {
            self.button(Reply::LabelDone, Self::answer_payload(&asking, DONE));
        }
        self.show_ways_out();
    }

    fn show_choices(&mut self, asking: &Asking<'_>) {
        let offered = self.offered(asking);
        let first = self.first_shown();
        let shown = if offered.len() <= PAGE {
            &offered[..]
        } else {
            &offered[first.min(offered.len())..(first + PAGE).min(offered.len())]
        };
        for choice in shown {
            let label = self.fill(asking.flow, &choice.label);
            self.choices.push(Choice { label, payload: Arc::clone(&choice.payload) });
        }
        if offered.len() > PAGE {
            self.button(Reply::LabelMore, Self::answer_payload(asking, MORE));
        }
    }

    /// Skip, back and stop stand under every question.
    fn show_ways_out(&mut self) {
        self.button(Reply::LabelSkip, payload::word(Word::Skip));
        if self.can_go_back() {
            self.button(Reply::LabelBack, payload::word(Word::Back));
        }
        self.button(Reply::LabelStop, payload::word(Word::Stop));
    }

    /// Buttons for readings of which one is meant.
    pub fn show_readings(&mut self, asking: &Asking<'_>, values: &[Value]) {
        self.choices.clear();
        for value in values.iter().take(PAGE) {
            let label = self.scene(asking.flow).show(asking.slot, value);
            let payload = Self::answer_payload(asking, &payload::write_value(value));
            self.choices.push(Choice { label: Arc::from(label), payload });
        }
        self.show_ways_out();
    }

    /// For a table: which cell is asked.
    pub fn show_cell(&mut self, asking: &Asking<'_>) {
        if asking.slot.kind != ValueKind::Table {
            return;
        }
        let gathered = self.state.pending.as_ref().and_then(|pending| pending.gathered.as_ref());
        if let Some((row, column)) = next_cell(asking.slot, gathered) {
            let scene = self.scene(asking.flow);
            let row = scene.label(&asking.slot.rows, &row.value.name);
            let column = scene.label(&asking.slot.columns, &column.value.name);
            self.says.push(Say::Question(self.flows.words.say_with(
                Reply::Cell,
                self.context.language,
                &[("row", &row), ("column", &column)],
            )));
        }
    }

    pub fn button(&mut self, label: Reply, payload: Arc<str>) {
        let label = self.flows.words.say(label, self.context.language);
        self.choices.push(Choice { label, payload });
    }

    #[must_use]
    pub fn answer_payload(asking: &Asking<'_>, value: &str) -> Arc<str> {
        payload::answer(&asking.flow.name.name, &asking.ask.name.name, asking.ask.hash, value)
    }
}
