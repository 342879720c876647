//! Taking an answer, typed or tapped: read it, say when it is not clear, go on when it is.

use std::borrow::Cow;

use super::courtesy::Courtesy;
use super::machine::{Asking, Cursor, Machine};
use super::model::{Choice, Slot};
use super::payload::{self, DONE, MORE};
use super::read::{self, Reading, Surroundings};
use super::state::Pending;
use super::turn::{Effect, Say, Visit};
use super::value::{Value, ValueKind};
use super::words::{Reply, Word};
use crate::message::{Language, fold};
use crate::schedule::Zone;

/// After so many unclear answers the ways out are offered.
const TRIES: u8 = 3;

impl Machine<'_> {
    /// Takes words as an answer to the question that waits.
    pub fn answer_text(&mut self, text: &str) {
        let Some(asking) = self.asking() else { return };
        if let Some(button) = self.typed_button(&asking, text) {
            self.answer_tap(&asking, button);
            return;
        }
        if self.is_no_more(&asking, text) {
            if self.gathered().is_some() {
                self.done(&asking);
            } else {
                self.skip();
            }
            return;
        }
        match self.read(&asking, text) {
            Reading::Clear(value) => self.gather_or_accept(&asking, value, text),
            Reading::Doubtful(value) => {
                let answer = self.scene(asking.flow).show(asking.slot, &value);
                self.reply_with(Reply::Understood, &[("answer", &answer)]);
                self.kept = self.says.len();
                self.accept(&asking, value);
            }
            Reading::Ambiguous(values) => {
                self.reply(Reply::WhichOne);
                self.show_readings(&asking, &values);
            }
            Reading::TooLong(max) => self.unclear(&asking, Reply::TooLong, &[("max", &max.to_string())]),
            Reading::TooMany(max) => self.unclear(&asking, Reply::TooMany, &[("max", &max.to_string())]),
            Reading::Past => self.unclear(&asking, Reply::PastDate, &[]),
            Reading::OutOfRange => match (asking.slot.min, asking.slot.max) {
                (Some(min), Some(max)) => {
                    self.unclear(&asking, Reply::UnclearRange, &[("min", &min.to_string()), ("max", &max.to_string())]);
                }
                _ => self.unclear(&asking, Reply::UnclearNumber, &[]),
            },
            Reading::Unclear => self.unclear(&asking, unclear_reply(asking.slot.kind), &[]),
        }
    }

    /// Reads words as an answer, without taking it.
    #[must_use]
    pub fn read(&self, asking: &Asking<'_>, text: &str) -> Reading {
        let offered = self.offered(asking);
        let first = if offered.len() <= super::buttons::PAGE { 0 } else { self.first_shown() };
        let shown: Vec<Choice> = offered.iter().filter_map(|choice| self.as_shown(asking, choice)).collect();
        let offered: Vec<&Choice> = if shown.is_empty() {
            offered
        } else {
            let filled = |choice: &Choice| shown.iter().find(|shown| shown.value.name == choice.value.name);
            offered.iter().map(|choice| filled(choice).unwrap_or(choice)).collect()
        };
        let around = Surroundings {
            language: self.context.language,
            now: self.context.now,
            today: self.context.today(),
            offered: &offered,
            first,
            gathered: self.gathered(),
        };
        read::read(&self.slot_now(asking), text, &around)
    }

    /// The slot of a question, without the rows and columns of a table whose condition does not hold.
    #[must_use]
    pub fn slot_now<'b>(&self, asking: &Asking<'b>) -> Cow<'b, Slot> {
        let slot = asking.slot;
        if slot.rows.iter().chain(&slot.columns).all(|option| option.condition.is_none()) {
            return Cow::Borrowed(slot);
        }
        let facts = self.facts(asking.flow);
        let mut shown = slot.clone();
        for options in [&mut shown.rows, &mut shown.columns] {
            options.retain(|option| option.condition.as_ref().is_none_or(|condition| condition.holds(&facts)));
        }
        Cow::Owned(shown)
    }

    /// Whether "nothing else" closes a question with several answers. A choice that is called so is a choice.
    #[must_use]
    pub fn is_no_more(&self, asking: &Asking<'_>, text: &str) -> bool {
        self.flows.words.courtesy(text) == Some(Courtesy::NoMore)
            && match asking.slot.kind {
                ValueKind::List => true,
                ValueKind::Choices => self.read(asking, text) == Reading::Unclear,
                _ => false,
            }
    }

    /// A choice whose label holds answers of the person, with what the person sees among its words.
    fn as_shown(&self, asking: &Asking<'_>, choice: &Choice) -> Option<Choice> {
        choice.label.iter().any(|(_, label)| label.slots().next().is_some()).then(|| {
            let mut shown = choice.clone();
            shown.folded.push(fold(&self.fill(asking.flow, &choice.label)));
            shown
        })
    }

    fn gathered(&self) -> Option<&Value> {
        self.state.pending.as_ref()?.gathered.as_ref()
    }

    /// The button of the question, not of one of its choices, whose label was typed: "done" where something has been
    /// gathered, "more" where there are more choices.
    #[must_use]
    pub fn typed_button(&self, asking: &Asking<'_>, text: &str) -> Option<&'static str> {
        let is = |label: Reply| {
            let mut labels = Language::FLOWS.iter().map(|language| fold(&self.flows.words.say(label, *language)));
            text.len() < 20 && labels.any(|label| label == fold(text))
        };
        if self.gathered().is_some() && is(Reply::LabelDone) {
            Some(DONE)
        } else if self.offered(asking).len() > super::buttons::PAGE && is(Reply::LabelMore) {
            Some(MORE)
        } else {
            None
        }
    }

    /// Takes a button of the question that waits.
    pub fn answer_tap(&mut self, asking: &Asking<'_>, value: &str) {
        match value {
            MORE => self.next_page(asking),
            DONE => self.done(asking),
            _ => match self.tapped_value(asking, value) {
                Some(Tapped::One(Value::Date(date))) if asking.slot.future && date < self.context.today() => {
                    self.unclear(asking, Reply::PastDate, &[]);
                }
                Some(Tapped::One(taken)) => {
                    self.visit_suggestion(asking, value);
                    self.accept(asking, taken);
                }
                Some(Tapped::OneOfSeveral(gathered)) => {
                    self.visit_suggestion(asking, value);
                    self.gather(asking, gathered);
                }
                Some(Tapped::TooMany) => {
                    self.reply_with(Reply::TooMany, &[("max", &asking.slot.items.to_string())]);
                    self.show_buttons();
                }
                None => self.show_question(),
            },
        }
    }

    /// What a question for words suggests is kept as words, so it counts as gone over when it is tapped.
    fn visit_suggestion(&mut self, asking: &Asking<'_>, value: &str) {
        let choice = asking.ask.choices.iter().position(|choice| &*choice.value.name == value);
        if let (ValueKind::Text | ValueKind::List | ValueKind::Table, Some(choice)) = (asking.slot.kind, choice) {
            self.visit(Visit::Choice { flow: asking.flow_number, step: asking.step, line: asking.line, choice });
        }
    }

    /// What a button of a choice, or of a reading, stands for.
    fn tapped_value(&self, asking: &Asking<'_>, written: &str) -> Option<Tapped> {
        let offered = self.offered(asking);
        let choice = offered.iter().find(|choice| &*choice.value.name == written);
        let label = |choice: &Choice| self.fill(asking.flow, &choice.label);
        match asking.slot.kind {
            ValueKind::Choice => choice.map(|_| Tapped::One(Value::Choice(Box::from(written)))),
            ValueKind::Choices => {
                let name: Box<str> = Box::from(&*choice?.value.name);
                let mut names = match self.gathered() {
                    Some(Value::Choices(names)) => names.clone(),
                    _ => Vec::new(),
                };
                // A second tap takes it back.
                match names.iter().position(|known| *known == name) {
                    Some(place) => drop(names.remove(place)),
                    None if names.len() < asking.slot.items => names.push(name),
                    None => return Some(Tapped::TooMany),
                }
                Some(Tapped::OneOfSeveral(Value::Choices(names)))
            }
            ValueKind::List => {
                let label = label(choice?);
                let mut items = match self.gathered() {
                    Some(Value::List(items)) => items.clone(),
                    _ => Vec::new(),
                };
                if !items.iter().any(|known| **known == *label) {
                    items.push(Box::from(&*label));
                }
                Some(Tapped::OneOfSeveral(Value::List(items)))
            }
            ValueKind::Table => match read::read(&self.slot_now(asking), &label(choice?), &self.plain_surroundings()) {
                Reading::Clear(value) => Some(Tapped::OneOfSeveral(value)),
                _ => None,
            },
            ValueKind::Text => choice.map(|choice| Tapped::One(Value::Text(Box::from(&*label(choice))))),
            kind => payload::read_value(kind, written)
                .filter(|value| read::is_valid(asking.ask, asking.slot, value))
                .map(Tapped::One),
        }
    }

    fn plain_surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            language: self.context.language,
            now: self.context.now,
            today: self.context.today(),
            offered: &[],
            first: 0,
            gathered: self.gathered(),
        }
    }

    /// Typed words complete several choices at once; a single entry of a list or a cell of a table leaves room for more.
    fn gather_or_accept(&mut self, asking: &Asking<'_>, value: Value, text: &str) {
        let more = match &value {
            Value::List(items) => items.len() < asking.slot.items && read::split_list(text).len() == 1,
            Value::Table(_) => true,
            _ => false,
        };
        if more { self.gather(asking, value) } else { self.accept(asking, value) }
    }

    fn gather(&mut self, asking: &Asking<'_>, value: Value) {
        let full = match &value {
            Value::List(items) => items.len() >= asking.slot.items,
            Value::Choices(_) => false,
            value @ Value::Table(_) => read::next_cell(&self.slot_now(asking), Some(value)).is_none(),
            _ => true,
        };
        if full {
            self.accept(asking, value);
            return;
        }
        let empty = matches!(&value, Value::Choices(names) if names.is_empty());
        if !matches!(value, Value::Table(_)) && !empty {
            let answer = self.scene(asking.flow).show(asking.slot, &value);
            self.reply_with(Reply::Picked, &[("answer", &answer)]);
        }
        if let Some(pending) = &mut self.state.pending {
            pending.tries = 0;
            pending.gathered = (!empty).then_some(value);
        }
        if empty {
            self.show_question();
        } else {
            self.show_cell(asking);
            self.show_buttons();
        }
    }

    fn done(&mut self, asking: &Asking<'_>) {
        match self.state.pending.as_mut().and_then(|pending| pending.gathered.take()) {
            Some(value) => self.accept(asking, value),
            None => self.unclear(asking, unclear_reply(asking.slot.kind), &[]),
        }
    }

    fn next_page(&mut self, asking: &Asking<'_>) {
        let pages = self.offered(asking).len().div_ceil(super::buttons::PAGE).max(1);
        if let Some(pending) = &mut self.state.pending {
            pending.page = u8::try_from((usize::from(pending.page) + 1) % pages).unwrap_or(0);
        }
        self.show_question();
    }

    /// Takes a value for the answer and goes on.
    pub fn accept(&mut self, asking: &Asking<'_>, value: Value) {
        self.state.pending = None;
        if let Some(zone) = zone_of(&value) {
            let (city, time) = (zone.city(), self.clock_in(&zone));
            self.reply_with(Reply::ZoneNow, &[("city", &city), ("time", &time)]);
            self.kept = self.says.len();
        }
        if let (Value::Country(country), true) = (&value, asking.slot.person) {
            self.effects.push(Effect::Country(*country));
        }
        if let Some(frame) = self.state.frames.last_mut() {
            frame.note_change(&asking.ask.name.name, Some(&value));
        }
        let cursor = Cursor { flow: asking.flow_number, step: asking.step, line: asking.line };
        let next = self.take(asking.ask, value, cursor);
        self.run(next);
    }

    /// Says what would be understood. The third time it offers the ways out.
    fn unclear(&mut self, asking: &Asking<'_>, reply: Reply, places: &[(&str, &str)]) {
        let tries = match &mut self.state.pending {
            Some(Pending { tries, .. }) => {
                *tries = (*tries + 1).min(TRIES);
                *tries
            }
            None => return,
        };
        let words = self.fill(asking.flow, &asking.ask.unclear);
        if words.trim().is_empty() {
            self.reply_with(reply, places);
        } else {
            self.says.push(Say::Words(words));
        }
        if tries >= 2 {
            self.say_question(asking);
        }
        if tries >= TRIES {
            self.reply(Reply::Stuck);
        }
        self.show_cell(asking);
        self.show_buttons();
        if tries >= TRIES {
            self.button(Reply::LabelPerson, payload::word(Word::Person));
        }
    }
}

fn zone_of(value: &Value) -> Option<Zone> {
    match value {
        Value::Zone(name) => Zone::named(name),
        _ => None,
    }
}

/// What a button stands for.
enum Tapped {
    One(Value),
    /// More may follow.
    OneOfSeveral(Value),
    /// One more than the question takes.
    TooMany,
}

pub const fn unclear_reply(kind: ValueKind) -> Reply {
    match kind {
        ValueKind::Text => Reply::UnclearText,
        ValueKind::Number => Reply::UnclearNumber,
        ValueKind::YesNo => Reply::UnclearYesNo,
        ValueKind::Choice => Reply::UnclearChoice,
        ValueKind::Choices => Reply::UnclearChoices,
        ValueKind::List => Reply::UnclearList,
        ValueKind::Table => Reply::UnclearTable,
        ValueKind::Date => Reply::UnclearDate,
        ValueKind::Time => Reply::UnclearTime,
        ValueKind::Weekdays => Reply::UnclearWeekdays,
        ValueKind::Zone => Reply::UnclearTimezone,
        ValueKind::Country => Reply::UnclearCountry,
    }
}
