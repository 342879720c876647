//! Changing a reminder: back into the guide that set it up, with everything that is known. It asks for the part that
//! changes, shows how it would be, and takes the old one's place only after a yes.

use std::sync::Arc;

use jiff::civil::Date;

use super::list::FLOW;
use super::{acts, read};
use crate::desk::answer::Making;
use crate::desk::remind;
use crate::engine::model::{Flow, Remind, SlotName, Verb};
use crate::engine::{Aspect, Input, Name, Reading, Reply, Surroundings, Value, payload};
use crate::message::{Choice, fold};
use crate::store::{Kind, Reminder};

/// What a person can change, with its button.
const PARTS: [(Aspect, Reply); 6] = [
    (Aspect::Days, Reply::LabelPartDays),
    (Aspect::At, Reply::LabelPartAt),
    (Aspect::Zone, Reply::LabelPartZone),
    (Aspect::Lead, Reply::LabelPartLead),
    (Aspect::Until, Reply::LabelPartUntil),
    (Aspect::Label, Reply::LabelPartLabel),
];

/// Reminders of the guide; check-ins after them follow by themselves.
fn changeable(making: &Making<'_>) -> Vec<Reminder> {
    making.live_reminders().into_iter().filter(|reminder| reminder.kind == Kind::Session).collect()
}

/// "change my reminder": which one, then what.
pub fn which(making: &mut Making<'_>, rest: &str) {
    let known = changeable(making);
    match read::named(&known, rest).as_slice() {
        [] => acts::nothing(making),
        [only] => what(making, only),
        several => {
            ask_which(making, several, "");
            making.wait_for("m:edit");
        }
    }
}

fn ask_which(making: &mut Making<'_>, reminders: &[Reminder], more: &str) {
    making.reply(Reply::ReminderForWhich);
    for reminder in reminders {
        let label = Arc::from(reminder.words.label.as_str());
        making.choices.push(Choice { label, payload: Arc::from(format!("m:edit:{}{more}", reminder.id)) });
    }
    making.way_on();
}

/// Which part of it.
fn what(making: &mut Making<'_>, reminder: &Reminder) {
    let line = making.rule_line(reminder);
    making.bubbles.push(crate::message::Bubble::Text(Arc::from(line.trim_start_matches("- "))));
    making.reply(Reply::ReminderChangeWhat);
    for (aspect, label) in PARTS {
        making.button(label, Arc::from(format!("m:edit:{}:{}", reminder.id, aspect.name())));
    }
    making.way_on();
    making.wait_for(&format!("m:edit:{}", reminder.id));
}

/// After `m:edit:`: nothing, a number, a number and a part, or these and a value.
pub fn tapped(making: &mut Making<'_>, more: &str) {
    let mut parts = more.splitn(3, ':');
    let id = parts.next().unwrap_or_default();
    if id.is_empty() {
        which(making, "");
        return;
    }
    let Some(reminder) = id.parse().ok().and_then(|id| making.reminder(id)) else {
        acts::gone(making);
        return;
    };
    match parts.next().and_then(Aspect::from_name) {
        None => what(making, &reminder),
        Some(aspect) => {
            let value = parts.next().and_then(|written| tapped_value(making, aspect, written));
            begin(making, &reminder, aspect, value.as_ref());
        }
    }
}

fn tapped_value(making: &Making<'_>, aspect: Aspect, written: &str) -> Option<Value> {
    let (flow, remind) = guide(making)?;
    let slot = slot_of(remind, aspect)?.slot?;
    payload::read_value(flow.slots[slot].kind, written)
}

pub fn said_which(making: &mut Making<'_>, text: &str) -> bool {
    let found = read::picked(&changeable(making), text);
    if let Some(reminder) = &found {
        what(making, reminder);
    }
    found.is_some()
}

/// "the time", "time to 6 pm", or the number of the button.
pub fn said_what(making: &mut Making<'_>, id: &str, text: &str) -> bool {
    let Some(reminder) = id.parse().ok().and_then(|id| making.reminder(id)) else { return false };
    let folded = fold(text);
    let by_number = folded.parse::<usize>().ok().and_then(|place| PARTS.get(place.checked_sub(1)?));
    let by_label = || PARTS.iter().find(|(_, label)| fold(&making.words(*label, &[])) == folded);
    if let Some((aspect, _)) = by_number.or_else(by_label) {
        begin(making, &reminder, *aspect, None);
        return true;
    }
    let words = &making.library.flows.words;
    let Some((aspect, value)) = words.reminder_aspect(text) else { return false };
    with_words(making, &reminder, aspect, value);
    true
}

/// "change time to 6 pm", with nothing asked before.
pub fn part(making: &mut Making<'_>, aspect: Aspect, value: &str) {
    let known = changeable(making);
    match read::named(&known, value).as_slice() {
        [] => acts::nothing(making),
        [only] => with_words(making, only, aspect, value),
        several => {
            // A label is too long for a button, and is asked again.
            let value = read_part(making, aspect, value).filter(|_| aspect != Aspect::Label);
            let value = value.map(|value| format!(":{}", payload::write_value(&value))).unwrap_or_default();
            ask_which(making, several, &format!(":{}{value}", aspect.name()));
        }
    }
}

fn with_words(making: &mut Making<'_>, reminder: &Reminder, aspect: Aspect, value: &str) {
    let read = read_part(making, aspect, value);
    if read.is_none() && !value.is_empty() {
        making.reply(Reply::ReminderNotRead);
    }
    begin(making, reminder, aspect, read.as_ref());
}

/// The new value, read as its question would read it, where there is no doubt.
fn read_part(making: &Making<'_>, aspect: Aspect, text: &str) -> Option<Value> {
    if text.is_empty() {
        return None;
    }
    let (flow, remind) = guide(making)?;
    let number = slot_of(remind, aspect)?.slot?;
    let offered: Vec<_> = flow.ask(number).map(|ask| ask.choices.iter().collect()).unwrap_or_default();
    let around = Surroundings {
        language: making.context.language,
        now: making.now,
        today: making.context.today(),
        offered: &offered,
        first: 0,
        gathered: None,
    };
    match crate::engine::read(&flow.slots[number], text, &around) {
        Reading::Clear(value) | Reading::Doubtful(value) => Some(value),
        _ => None,
    }
}

/// The guide, and the line in it that takes the place of a reminder.
fn guide<'a>(making: &Making<'a>) -> Option<(&'a Flow, &'a Remind)> {
    let flow = making.library.flows.flow(FLOW)?;
    let lines = flow.steps.iter().flat_map(|step| &step.lines);
    let remind = lines.into_iter().find_map(|line| match &line.verb {
        Verb::Remind(remind) if remind.changes.is_some() => Some(&**remind),
        _ => None,
    })?;
    Some((flow, remind))
}

fn slot_of(remind: &Remind, aspect: Aspect) -> Option<&SlotName> {
    match aspect {
        Aspect::Days => Some(&remind.days),
        Aspect::At => Some(&remind.time),
        Aspect::Zone => Some(&remind.zone),
        Aspect::Lead => remind.lead.as_ref(),
        Aspect::Until => remind.until.as_ref(),
        Aspect::Label => remind.label.as_ref(),
    }
}

/// Into the guide with what is known: without the part that changes, or with its new value.
pub fn begin(making: &mut Making<'_>, reminder: &Reminder, aspect: Aspect, value: Option<&Value>) {
    let Some((flow, remind)) = guide(making) else {
        making.step(Input::Start(FLOW));
        return;
    };
    let mut answers: Vec<(Name, Value)> = vec![(name(&remind.consent), Value::YesNo(true))];
    if let Some(changes) = &remind.changes {
        answers.push((name(changes), Value::Text(Box::from(reminder.id.to_string()))));
    }
    for part in Aspect::ALL {
        let known = if part == aspect { value.cloned() } else { known(reminder, part, making.context.today()) };
        if let (Some(slot), Some(known)) = (slot_of(remind, part), known) {
            answers.push((name(slot), known));
        }
    }
    let flow = Arc::clone(&flow.name.name);
    making.step(Input::StartWith { flow: &flow, answers: &answers });
}

fn name(slot: &SlotName) -> Name {
    Box::from(&*slot.name.name)
}

fn known(reminder: &Reminder, part: Aspect, today: Date) -> Option<Value> {
    let rule = &reminder.rule;
    match part {
        Aspect::Days => Some(Value::Weekdays(rule.weekdays.bits())),
        Aspect::At => Some(Value::Time(rule.time)),
        Aspect::Zone => Some(Value::Zone(Box::from(rule.zone.name()))),
        Aspect::Lead => Some(Value::Choice(Box::from(remind::lead_name(rule.lead).as_str()))),
        // A last day that has passed is asked again.
        Aspect::Until => rule.last_day.filter(|day| *day >= today).map(Value::Date),
        Aspect::Label => Some(Value::Text(Box::from(reminder.words.label.as_str()))),
    }
}
