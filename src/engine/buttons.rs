//! The buttons under a question.

use std::sync::Arc;

use super::machine::{Asking, Machine};
use super::model;
use super::payload::{self, DONE, MORE};
use super::read::{Reading, next_cell, spoken};
use super::turn::Say;
use super::value::{Value, ValueKind};
use super::words::{Reply, Word};
use crate::message::Choice;
use crate::schedule;

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
        self.show_suggestions(&asking);
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

    /// Answers to tap. What each means is read now: "in 8 weeks" is the same day when it is tapped tomorrow.
    fn show_suggestions(&mut self, asking: &Asking<'_>) {
        let written = asking.ask.suggest.best(self.context.language).map_or(&[][..], Vec::as_slice);
        for words in written.iter().take(PAGE) {
            if let Reading::Clear(value) = self.read(asking, &words.name) {
                let payload = Self::answer_payload(asking, &payload::write_value(&value));
                self.choices.push(Choice { label: Arc::clone(&words.name), payload });
            }
        }
        if asking.slot.kind == ValueKind::Zone && written.is_empty() {
            self.show_zones(asking);
        }
    }

    /// Cities of the person's country, with what their clocks show: the right one is found at a glance.
    fn show_zones(&mut self, asking: &Asking<'_>) {
        let country = self.context.country.map(|country| country.code().to_owned()).unwrap_or_default();
        for zone in schedule::zones_of(&country).into_iter().take(PAGE) {
            let label = format!("{}, {}", zone.city(), self.clock_in(&zone));
            let payload = Self::answer_payload(asking, zone.name());
            self.choices.push(Choice { label: Arc::from(label), payload });
        }
    }

    /// What clocks show in a zone now.
    #[must_use]
    pub fn clock_in(&self, zone: &schedule::Zone) -> String {
        let shown = zone.time_zone().to_datetime(self.context.now).time();
        schedule::time_in_words(shown, spoken(self.context.language))
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
        let slot = self.slot_now(asking);
        if let Some((row, column)) = next_cell(&slot, gathered) {
            let scene = self.scene(asking.flow);
            let row = scene.label(&slot.rows, &row.value.name);
            let column = scene.label(&slot.columns, &column.value.name);
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
