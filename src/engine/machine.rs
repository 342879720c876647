//! Running a flow: from a line to the next question or the end. Pure, and it always ends: a flow that would go round
//! without asking (the linter refuses it) runs out of fuel, says so and stops.

use std::sync::Arc;

use super::answer::unclear_reply;
use super::expression::Known;
use super::flows::Flows;
use super::hash::question_hash;
use super::model::{Ask, Flow, Record, Remind, Shown, Slot, Target, Verb};
use super::read::is_valid;
use super::show::{Scene, Style};
use super::state::{Frame, Pending, State};
use super::turn::{Context, Effect, Reminder, Say, TROUBLE, Turn, Visit};
use super::value::{Name, Value};
use super::words::Reply;
use crate::message::{Choice, Country, Language, Place};

/// Most lines that one turn may run.
const FUEL: u32 = 2_000;
/// Most flows under way at once, side trips included.
pub const FRAMES_MAX: usize = 8;

/// A line: flow, step and line number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub flow: usize,
    pub step: usize,
    pub line: usize,
}

/// One turn being made.
pub struct Machine<'a> {
    pub flows: &'a Flows,
    pub context: &'a Context,
    pub state: State,
    pub says: Vec<Say>,
    pub choices: Vec<Choice>,
    pub effects: Vec<Effect>,
    /// What was said before this point stays when answers are taken again.
    pub kept: usize,
    /// Calls that a correction left standing and this turn went over.
    stood: Vec<Cursor>,
    /// Slots that a `set` gave a value in this turn.
    pub assigned: Vec<Arc<str>>,
    fuel: u32,
    visits: Vec<Visit>,
}

/// The flow, frame, question and slot that wait.
pub struct Asking<'a> {
    pub flow: &'a Flow,
    pub flow_number: usize,
    pub slot: &'a Slot,
    pub ask: &'a Ask,
    pub step: usize,
    pub line: usize,
}

impl<'a> Machine<'a> {
    #[must_use]
    pub fn new(flows: &'a Flows, state: State, context: &'a Context) -> Self {
        Self {
            flows,
            context,
            state,
            says: Vec::with_capacity(2),
            choices: Vec::new(),
            effects: Vec::new(),
            kept: 0,
            stood: Vec::new(),
            assigned: Vec::new(),
            fuel: FUEL,
            visits: Vec::new(),
        }
    }

    #[must_use]
    pub fn finish(mut self) -> Turn {
        if self.state.frames.is_empty() {
            self.state.pending = None;
            self.state.parked = false;
        }
        self.state.fingerprint = self.flows.fingerprint;
        Turn { state: self.state, says: self.says, choices: self.choices, effects: self.effects, visits: self.visits }
    }

    pub fn visit(&mut self, visit: Visit) {
        if self.context.traced {
            self.visits.push(visit);
        }
    }

    pub fn reply(&mut self, reply: Reply) {
        let words = self.flows.words.say(reply, self.context.language);
        self.says.push(Say::Words(words));
    }

    pub fn reply_with(&mut self, reply: Reply, places: &[(&str, &str)]) {
        let words = self.flows.words.say_with(reply, self.context.language, places);
        self.says.push(Say::Words(words));
    }

    /// The flow of the frame that talks.
    #[must_use]
    pub fn top_flow(&self) -> Option<(usize, &'a Flow)> {
        let flows = self.flows;
        let number = flows.number(&self.state.top()?.flow)?;
        Some((number, &flows.flows[number]))
    }

    /// The question that waits, where state and flows agree about it.
    #[must_use]
    pub fn asking(&self) -> Option<Asking<'a>> {
        let pending = self.state.pending.as_ref()?;
        let (flow_number, flow) = self.top_flow()?;
        Self::question(flow_number, flow, &pending.question)
    }

    /// A question of a flow by name.
    #[must_use]
    pub fn question(flow_number: usize, flow: &'a Flow, name: &str) -> Option<Asking<'a>> {
        let slot_number = flow.slot(name)?;
        let (step, line) = *flow.asks.get(&slot_number)?;
        let Verb::Ask(ask) = &flow.steps.get(step)?.lines.get(line)?.verb else { return None };
        Some(Asking { flow, flow_number, slot: &flow.slots[slot_number], ask, step, line })
    }

    /// Whether a flow must not run here, where others read along.
    #[must_use]
    pub fn is_too_personal(&self, flow: &Flow) -> bool {
        flow.place == Place::Private && self.context.place == Place::Public
    }

    /// Puts a new frame on top and runs its flow from the beginning. Answers that are given are taken on the way.
    pub fn begin(&mut self, number: usize, answers: &[(Name, Value)]) {
        let flow = &self.flows.flows[number];
        let mut frame = Frame::new(&flow.name.name);
        if !answers.is_empty() {
            frame.slots = answers.to_vec();
            frame.changed = Some(Vec::new());
        }
        self.state.frames.push(frame);
        self.effects.push(Effect::Began { flow: Arc::clone(&flow.name.name) });
        self.state.pending = None;
        self.run(Cursor { flow: number, step: 0, line: 0 });
    }

    /// Runs from a line to the next question, or until nothing is under way.
    pub fn run(&mut self, from: Cursor) {
        let flows = self.flows;
        let mut next = Some(from);
        while let Some(cursor) = next {
            self.fuel = self.fuel.saturating_sub(1);
            if self.fuel == 0 {
                self.give_up();
                return;
            }
            let flow = &flows.flows[cursor.flow];
            let Some(line) = flow.steps.get(cursor.step).and_then(|step| step.lines.get(cursor.line)) else {
                next = self.end("fell_off");
                continue;
            };
            self.visit(Visit::Line { flow: cursor.flow, step: cursor.step, line: cursor.line });
            let after = Cursor { line: cursor.line + 1, ..cursor };
            next = match &line.verb {
                Verb::Say(shown) => {
                    self.say(flow, shown);
                    Some(after)
                }
                Verb::Ask(ask) => self.reach(flow, ask, cursor),
                Verb::Branch { arms, otherwise } => {
                    let facts = self.facts(flow);
                    let chosen = arms.iter().position(|arm| arm.condition.holds(&facts));
                    let arm = chosen.unwrap_or(arms.len());
                    self.visit(Visit::Arm { flow: cursor.flow, step: cursor.step, line: cursor.line, arm });
                    self.aim(cursor, chosen.map(|arm| &arms[arm].target).or(otherwise.as_ref()))
                }
                Verb::Set(assignments) => {
                    for assignment in assignments {
                        self.assign(flow, &assignment.name.name, &assignment.value);
                    }
                    Some(after)
                }
                Verb::Call(call) => self.call(flow, call, cursor),
                Verb::Goto(target) => self.aim(cursor, Some(target)),
                Verb::Remind(remind) => {
                    self.remind(flow, remind);
                    Some(after)
                }
                Verb::Record(record) => {
                    self.record(record);
                    Some(after)
                }
                Verb::Document(name) => {
                    self.document(flow, &name.name);
                    Some(after)
                }
                Verb::End(outcome) => self.end(&outcome.name),
            };
        }
    }

    fn aim(&mut self, from: Cursor, target: Option<&Target>) -> Option<Cursor> {
        match target.and_then(|target| target.to) {
            Some(step) => Some(Cursor { flow: from.flow, step, line: 0 }),
            None => self.end("led_nowhere"),
        }
    }

    fn say(&mut self, flow: &Flow, shown: &Shown) {
        let say = match shown {
            Shown::Words(text) => {
                let words = self.fill(flow, text);
                // Words that are missing, or nothing but places that lead nowhere: nothing that could be sent.
                if words.trim().is_empty() {
                    return;
                }
                Say::Words(words)
            }
            Shown::Topic(topic) => Say::Topic(Arc::clone(&topic.name)),
            Shown::Lines(need) => Say::Lines(Arc::clone(&need.name)),
            Shown::Image { file, alt } => Say::Image { file: Arc::clone(&file.name), alt: self.fill(flow, alt) },
        };
        self.says.push(say);
    }

    /// A text with the answers of the frame that talks.
    #[must_use]
    pub fn fill(&self, flow: &Flow, text: &super::model::Text) -> Arc<str> {
        self.scene(flow).fill(text)
    }

    /// The frame that talks, for showing its answers in sentences.
    #[must_use]
    pub fn scene<'b>(&'b self, flow: &'b Flow) -> Scene<'b> {
        let Self { flows, context, state, .. } = self;
        Scene { flows, flow, frame: state.top(), context, style: Style::Sentence }
    }

    /// What conditions can ask about.
    #[must_use]
    pub fn facts<'b>(&'b self, flow: &'b Flow) -> FrameFacts<'b> {
        FrameFacts { flow, frame: self.state.top(), context: self.context }
    }

    fn assign(&mut self, flow: &Flow, name: &str, value: &super::expression::Expression) {
        let given = value.value(&self.facts(flow));
        let Some(frame) = self.state.frames.last_mut() else { return };
        if let Some(changed) = &mut frame.changed
            && value.names().iter().any(|used| changed.iter().any(|slot| **slot == **used))
            && !changed.iter().any(|slot| **slot == *name)
        {
            changed.push(Box::from(name));
        }
        self.assigned.push(Arc::from(name));
        let kind = flow.slot(name).map(|slot| flow.slots[slot].kind);
        match given.map(|value| as_kind(value, kind)) {
            Some(value) => frame.set(name, value),
            None => frame.unset(name),
        }
    }

    /// Comes to a question: asks it, or takes the answer again that a correction left standing.
    fn reach(&mut self, flow: &Flow, ask: &Ask, cursor: Cursor) -> Option<Cursor> {
        let Some(slot) = ask.slot.map(|slot| &flow.slots[slot]) else {
            return self.end("led_nowhere");
        };
        if let Some(frame) = self.state.frames.last_mut()
            && let Some(changed) = &frame.changed
        {
            let name = &ask.name.name;
            let value = frame.get(name).filter(|value| is_valid(ask, slot, value) && !depends_on(ask, changed));
            match value.filter(|_| !frame.has_passed(name)).cloned() {
                Some(value) => {
                    self.says.truncate(self.kept);
                    return Some(self.take(ask, value, cursor));
                }
                None if !has_more_to_take(flow, frame, name) => frame.changed = None,
                None => {}
            }
        }
        self.ask(flow, ask);
        None
    }

    /// Notes that a call is not made again; once in a turn, so that a loop makes it the second time.
    pub fn stands_once(&mut self, call: Cursor) -> bool {
        let first = !self.stood.contains(&call);
        self.stood.push(call);
        first
    }

    /// Sets a slot and gives the line to go on at.
    pub fn take(&mut self, ask: &Ask, value: Value, cursor: Cursor) -> Cursor {
        let Cursor { flow, step, line } = cursor;
        let mut goto = None;
        for (choice, option) in ask.choices.iter().enumerate() {
            if stands_for(&value, &option.value.name) {
                self.visit(Visit::Choice { flow, step, line, choice });
                if matches!(value, Value::Choice(_) | Value::Country(_) | Value::YesNo(_)) {
                    goto = option.goto.as_ref().and_then(|target| target.to);
                }
            }
        }
        if let Some(frame) = self.state.frames.last_mut() {
            frame.set(&ask.name.name, value);
            frame.passed(&ask.name.name);
        }
        match goto {
            Some(step) => Cursor { flow, step, line: 0 },
            None => Cursor { line: line + 1, ..cursor },
        }
    }

    /// Asks a question and waits.
    pub fn ask(&mut self, flow: &Flow, ask: &Ask) {
        let hash = ask.slot.map_or(ask.hash, |slot| question_hash_of(&flow.slots[slot], ask));
        self.state.pending =
            Some(Pending { question: Box::from(&*ask.name.name), hash, tries: 0, page: 0, gathered: None });
        self.show_question();
    }

    /// Says the question that waits, with its buttons.
    pub fn show_question(&mut self) {
        let Some(asking) = self.asking() else { return };
        self.say_question(&asking);
        self.show_cell(&asking);
        self.show_buttons();
    }

    /// The words of a question; what it takes, where it has no words in any language.
    pub fn say_question(&mut self, asking: &Asking<'_>) {
        let mut text = self.fill(asking.flow, &asking.ask.text);
        if text.trim().is_empty() {
            text = self.flows.words.say(unclear_reply(asking.slot.kind), self.context.language);
        }
        self.says.push(Say::Question(text));
    }

    /// Asks again what waits below, or nothing when nothing is under way.
    pub fn resume(&mut self) {
        self.state.parked = false;
        if self.state.pending.is_some() {
            self.show_question();
        }
    }

    fn remind(&mut self, flow: &Flow, remind: &Remind) {
        let Some(frame) = self.state.top() else { return };
        let get = |name: &super::model::SlotName| frame.get(&name.name.name).cloned();
        if get(&remind.consent) != Some(Value::YesNo(true)) {
            return;
        }
        let (Some(days), Some(time), Some(zone)) = (get(&remind.days), get(&remind.time), get(&remind.zone)) else {
            return;
        };
        let reminder = Reminder {
            days,
            time,
            zone,
            lead: remind.lead.as_ref().and_then(get),
            until: remind.until.as_ref().and_then(get),
            label: remind.label.as_ref().and_then(get),
            changes: remind.changes.as_ref().and_then(get),
            check_in: remind.check_in.as_ref().and_then(get),
            text: self.fill(flow, &remind.text),
            consent: self.question_about(flow, &remind.consent.name.name),
        };
        self.effects.push(Effect::Remind(Box::new(reminder)));
    }

    /// The consent counts where it was said, or said before.
    fn record(&mut self, record: &Record) {
        let Some(frame) = self.state.top() else { return };
        let said = frame.get(&record.consent.name.name);
        let agreed = said == Some(&Value::YesNo(true)) || (said.is_none() && self.context.person.keeps_numbers);
        let number = match frame.get(&record.number.name.name) {
            Some(Value::Choice(name)) => ["one", "two", "three", "four", "five"].iter().position(|one| **one == **name),
            _ => None,
        };
        if let Some(number) = number.filter(|_| agreed) {
            self.effects.push(Effect::Number(u8::try_from(number + 1).unwrap_or(u8::MAX)));
        }
    }

    /// A question of a flow in the person's language.
    fn question_about(&self, flow: &Flow, slot: &str) -> Arc<str> {
        let lines = flow.steps.iter().flat_map(|step| &step.lines);
        let asked = lines.filter_map(|line| match &line.verb {
            Verb::Ask(ask) if &*ask.name.name == slot => Some(&ask.text),
            _ => None,
        });
        asked.map(|text| self.fill(flow, text)).next().unwrap_or_default()
    }

    fn document(&mut self, flow: &Flow, name: &str) {
        let Some(document) = self.flows.document(name) else { return };
        let facts = self.facts(flow);
        let sheet = Scene { style: Style::Document, ..self.scene(flow) };
        let parts: Vec<Arc<str>> = document
            .parts
            .iter()
            .filter(|part| part.condition.as_ref().is_none_or(|condition| condition.holds(&facts)))
            .map(|part| sheet.fill(&part.text))
            .collect();
        let title = self.fill(flow, &document.title);
        self.says.push(Say::Document { name: Arc::from(name), title, text: Arc::from(parts.join("\n\n")) });
    }

    fn give_up(&mut self) {
        self.leave_above(0, TROUBLE);
        self.choices.clear();
        // Whatever it said while it went round.
        self.says.truncate(self.kept);
        self.reply(Reply::Trouble);
    }
}

/// Whether a choice is (part of) an answer.
fn stands_for(value: &Value, choice: &str) -> bool {
    match value {
        Value::Choice(name) => **name == *choice,
        Value::Choices(names) => names.iter().any(|name| **name == *choice),
        Value::Country(country) => choice.eq_ignore_ascii_case(country.code()),
        Value::YesNo(answer) => choice == if *answer { "yes" } else { "no" },
        _ => false,
    }
}

/// The hash of a question as it stands now.
fn question_hash_of(slot: &Slot, ask: &Ask) -> u32 {
    debug_assert_eq!(ask.hash, question_hash(slot, &ask.choices), "the loader made another hash");
    ask.hash
}

/// Gives a value the kind of its slot, where an expression could not know it.
fn as_kind(value: Value, kind: Option<super::value::ValueKind>) -> Value {
    match (value, kind) {
        (Value::Choice(name), Some(super::value::ValueKind::Text)) => Value::Text(name),
        (Value::Text(name), Some(super::value::ValueKind::Choice)) => Value::Choice(name),
        (Value::Choices(names), Some(super::value::ValueKind::List)) => Value::List(names),
        (value, _) => value,
    }
}

/// Whether a correction left answers standing that the flow has not come to again.
fn has_more_to_take(flow: &Flow, frame: &Frame, besides: &str) -> bool {
    frame.slots.iter().any(|(name, _)| {
        **name != *besides
            && !frame.has_passed(name)
            && flow.slot(name).is_some_and(|slot| flow.asks.contains_key(&slot))
    })
}

/// Whether what a question asks or offers depends on one of the changed slots.
fn depends_on(ask: &Ask, changed: &[super::value::Name]) -> bool {
    let hit = |name: &str| changed.iter().any(|slot| **slot == *name);
    let in_text = |text: &super::model::Text| text.iter().any(|(_, template)| template.slots().any(|slot| hit(slot)));
    in_text(&ask.text)
        || ask.choices.iter().any(|choice| {
            in_text(&choice.label)
                || choice.condition.as_ref().is_some_and(|condition| condition.names().iter().any(|name| hit(name)))
        })
}

/// The facts of one frame.
pub struct FrameFacts<'a> {
    flow: &'a Flow,
    frame: Option<&'a Frame>,
    context: &'a Context,
}

impl super::expression::Facts for FrameFacts<'_> {
    fn slot(&self, name: &str) -> Option<&Value> {
        self.frame?.get(name)
    }

    fn is_slot(&self, name: &str) -> bool {
        self.flow.slot(name).is_some()
    }

    fn country(&self) -> Option<Country> {
        self.context.country
    }

    fn language(&self) -> Language {
        self.context.language
    }

    fn is_so(&self, known: Known) -> bool {
        let person = self.context.person;
        match known {
            Known::KeepsNumbers => person.keeps_numbers,
            Known::HardDays => person.hard_days,
            Known::NotSafe => person.not_safe,
            Known::Minor => person.minor,
            Known::NotKept => person.not_kept,
            Known::Country | Known::Language => false,
        }
    }
}
