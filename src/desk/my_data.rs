//! "Show my data": everything that is held about the person, in words and as a file that a program can read.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::answer::Making;
use super::{check_ins, reminders};
use crate::engine::{Frame, Name, Reply, Value, country_name, payload, show_value};
use crate::message::Bubble;
use crate::store::Reminder;

/// Bytes that surely fit in one message.
const MESSAGE: usize = 1500;

/// In words, with the offer of a file.
pub fn show(making: &mut Making<'_>) {
    if !making.is_private() {
        return;
    }
    let mut parts = vec![about_person(making)];
    parts.extend(titled(making, Reply::DataGuide, &answers(making)));
    parts.extend(titled(making, Reply::DataReminders, &reminders::lines(making)));
    parts.extend(titled(making, Reply::DataPages, &pages(making)));
    parts.extend(titled(making, Reply::DataNumbers, &check_ins::lines(making)));
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        making.reply(Reply::DataNothing);
        making.resume_or_menu();
        return;
    }
    making.reply(Reply::DataShown);
    making.bubbles.extend(together(parts).into_iter().map(|part| Bubble::Text(Arc::from(part))));
    making.button(Reply::LabelDataFile, Arc::from("d:json"));
    making.resume_or_menu();
}

/// Parts in as few messages as every platform takes.
fn together(parts: Vec<String>) -> Vec<String> {
    let mut messages: Vec<String> = Vec::new();
    for part in parts {
        match messages.last_mut() {
            Some(last) if last.len() + part.len() < MESSAGE => *last = format!("{last}\n\n{part}"),
            _ => messages.push(part),
        }
    }
    messages
}

/// The same as a file.
pub fn file(making: &mut Making<'_>) {
    if !making.is_private() {
        return;
    }
    let title = making.words(Reply::DataFileTitle, &[]);
    let text = serde_json::to_string_pretty(&json(making)).unwrap_or_default();
    making.bubbles.push(Bubble::Document { title: Arc::from(title), text: Arc::from(text) });
    making.resume_or_menu();
}

fn titled(making: &Making<'_>, title: Reply, lines: &[String]) -> Option<String> {
    (!lines.is_empty()).then(|| format!("{}\n{}", making.words(title, &[]), lines.join("\n")))
}

fn about_person(making: &Making<'_>) -> String {
    let conversation = &making.conversation;
    let mut lines = Vec::new();
    if let Some(language) = conversation.language {
        lines.push(making.words(Reply::DataLanguage, &[("language", language.name())]));
    }
    if let Some(country) = conversation.country {
        let country = country_name(country, making.context.language);
        lines.push(making.words(Reply::DataCountry, &[("country", &country)]));
    }
    if let Some(zone) = &conversation.zone {
        lines.push(making.words(Reply::DataZone, &[("zone", zone.name())]));
    }
    if conversation.minor {
        lines.push(making.words(Reply::DataMinor, &[]));
    }
    lines.join("\n")
}

/// The answers of the guides under way.
fn answers(making: &Making<'_>) -> Vec<String> {
    let flows = &making.library.flows;
    let mut lines = Vec::new();
    for frame in &making.conversation.state.frames {
        let Some(flow) = flows.flow(&frame.flow) else { continue };
        for (name, value) in &frame.slots {
            let Some(slot) = flow.slot(name).map(|number| &flow.slots[number]) else { continue };
            let label = slot
                .label
                .best(making.context.language)
                .map_or_else(|| name.replace('_', " "), |label| label.written.to_string());
            let words = show_value(flows, flow, frame, slot, value, &making.context);
            lines.push(format!("- {label}: {words}"));
        }
    }
    lines
}

fn pages(making: &Making<'_>) -> Vec<String> {
    let line = |title: &str, expires_at| {
        let day = making.deleted_on(expires_at);
        making.words(Reply::DataPageLine, &[("title", title), ("day", &day)])
    };
    making.pages().iter().map(|page| line(&page.held.title, page.expires_at)).collect()
}

fn json(making: &Making<'_>) -> Json {
    let conversation = &making.conversation;
    let second = |second: i64| jiff::Timestamp::from_second(second).map(|at| at.to_string()).ok();
    json!({
        "made_at": making.now.to_string(),
        "language": conversation.language.map(crate::message::Language::code),
        "country": conversation.country.map(|country| country.code().to_owned()),
        "time_zone": conversation.zone.as_ref().map(crate::schedule::Zone::name),
        "said_under_18": conversation.minor,
        "answers_in_open_guides": conversation.state.frames.iter().map(frame_json).collect::<Vec<_>>(),
        "reminders": making.reminders().iter().map(reminder_json).collect::<Vec<_>>(),
        "saved_pages": making.pages().iter().map(|page| json!({
            "title": page.held.title, "text": page.held.text, "deleted_at": second(page.expires_at),
        })).collect::<Vec<_>>(),
        "check_ins": making.check_ins().iter().map(|item| json!({
            "day": item.held.day.to_string(), "number": item.held.number, "deleted_at": second(item.expires_at),
        })).collect::<Vec<_>>(),
    })
}

fn frame_json(frame: &Frame) -> Json {
    let answer = |(name, value): &(Name, Value)| (name.to_string(), value_json(value));
    json!({ "guide": &*frame.flow, "answers": frame.slots.iter().map(answer).collect::<Map<_, _>>() })
}

fn value_json(value: &Value) -> Json {
    match value {
        Value::YesNo(answer) => json!(answer),
        Value::Number(number) => json!(number),
        Value::List(items) => json!(items.iter().map(|item| &**item).collect::<Vec<_>>()),
        Value::Choices(names) => json!(names.iter().map(|name| &**name).collect::<Vec<_>>()),
        Value::Table(cells) => cells
            .iter()
            .map(|cell| json!({ "row": &*cell.row, "column": &*cell.column, "text": &*cell.text }))
            .collect(),
        other => json!(payload::write_value(other)),
    }
}

fn reminder_json(reminder: &Reminder) -> Json {
    let rule = &reminder.rule;
    let second = |second: i64| jiff::Timestamp::from_second(second).map(|at| at.to_string()).ok();
    json!({
        "kind": reminder.kind.code(),
        "label": reminder.words.label,
        "text": reminder.words.text,
        "weekdays": rule.weekdays.iter().map(|day| format!("{day:?}").to_lowercase()).collect::<Vec<_>>(),
        "time": rule.time.strftime("%H:%M").to_string(),
        "time_zone": rule.zone.name(),
        "lead": super::remind::lead_name(rule.lead),
        "first_day": rule.first_day.to_string(),
        "last_day": rule.last_day.map(|day| day.to_string()),
        "skipped_days": rule.skip.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "paused_until": rule.paused_until.map(|day| day.to_string()),
        "status": reminder.status.code(),
        "agreed_to": reminder.words.consent,
        "agreed_at": second(reminder.consent_at),
        "deleted_at": reminder.expires_at.and_then(second),
    })
}
