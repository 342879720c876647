//! A flow as a script to read and sign: every word that it can say, in order, with what leads where.

use std::fmt::Write as _;

use crate::engine::Flows;
use crate::engine::model::{Ask, Flow, Shown, Skip, Text, Verb};
use crate::http::escape;
use crate::message::Language;

/// The script as HTML.
#[must_use]
pub fn script(flows: &Flows, flow: &Flow, language: Language) -> String {
    let title = words(&flow.title, language);
    let name = &flow.name.name;
    let mut html = format!("<h1>{}</h1>\n", if title.is_empty() { escape(name) } else { title });
    let starts: Vec<String> = flow
        .starts_on
        .best(language)
        .into_iter()
        .flatten()
        .map(|phrase| format!("“{}”", escape(&phrase.name)))
        .collect();
    let _ = write!(html, "<p>Flow <b>{}</b>, {} steps.", escape(name), flow.steps.len());
    if !starts.is_empty() {
        let _ = write!(html, " It begins when a person types {}.", starts.join(", "));
    }
    html.push_str("</p>\n<p>Reviewed by ______________________ on ______________ (every word below)</p>\n");
    for step in &flow.steps {
        let _ = writeln!(html, "<h2 id=\"{0}\">{0}</h2>\n<ul>", escape(&step.name.name));
        for line in &step.lines {
            let _ = writeln!(html, "<li>{}</li>", line_of(flows, flow, &line.verb, language));
        }
        html.push_str("</ul>\n");
    }
    html
}

fn words(text: &Text, language: Language) -> String {
    escape(text.best(language).map_or("", |template| &template.written))
}

fn quoted(text: &Text, language: Language) -> String {
    format!("<blockquote>{}</blockquote>", words(text, language).replace('\n', "<br>"))
}

fn line_of(flows: &Flows, flow: &Flow, verb: &Verb, language: Language) -> String {
    match verb {
        Verb::Say(Shown::Words(text)) => format!("Says {}", quoted(text, language)),
        Verb::Say(Shown::Topic(topic)) => format!("Shows the reviewed answer <b>{}</b>.", escape(&topic.name)),
        Verb::Say(Shown::Lines(need)) => format!("Shows the help lines for <b>{}</b>.", escape(&need.name)),
        Verb::Say(Shown::Image { alt, .. }) => format!("Shows a picture {}", quoted(alt, language)),
        Verb::Ask(ask) => question(flow, ask, language),
        Verb::Branch { arms, otherwise } => {
            let mut html = String::new();
            for arm in arms {
                let condition = escape(&arm.condition.written);
                let _ = write!(html, "If <code>{condition}</code>: to {}. ", to(&arm.target.name.name));
            }
            if let Some(target) = otherwise {
                let _ = write!(html, "Else to {}.", to(&target.name.name));
            }
            html
        }
        Verb::Set(assignments) => {
            let all: Vec<String> = assignments
                .iter()
                .map(|one| format!("<code>{} = {}</code>", escape(&one.name.name), escape(&one.value.written)))
                .collect();
            format!("Notes {}.", all.join(", "))
        }
        Verb::Call(call) => format!("Goes through the flow <b>{}</b> and comes back.", escape(&call.flow.name)),
        Verb::Goto(target) => format!("Goes to {}.", to(&target.name.name)),
        Verb::Remind(remind) => format!("Sets a reminder that says {}", quoted(&remind.text, language)),
        Verb::Document(name) => document(flows, &name.name, language),
        Verb::End(outcome) => format!("Ends: <b>{}</b>.", escape(&outcome.name)),
    }
}

fn to(step: &str) -> String {
    format!("<a href=\"#{0}\">{0}</a>", escape(step))
}

fn question(flow: &Flow, ask: &Ask, language: Language) -> String {
    let slot = ask.slot.and_then(|slot| flow.slots.get(slot));
    let kind = slot.map_or("", |slot| slot.kind.name());
    let mut html = format!("Asks ({kind}) {}", quoted(&ask.text, language));
    if !ask.choices.is_empty() {
        html.push_str("<ul>");
        for choice in &ask.choices {
            let target = choice.goto.as_ref().map(|target| format!(": to {}", to(&target.name.name)));
            let _ = write!(html, "<li>[ {} ]{}</li>", words(&choice.label, language), target.unwrap_or_default());
        }
        html.push_str("</ul>");
    }
    if !ask.unclear.is_empty() {
        let _ = write!(html, "If the answer is not clear {}", quoted(&ask.unclear, language));
    }
    match &ask.skip {
        Skip::Value { written, .. } => {
            let _ = write!(html, "Skipped, it counts as <code>{}</code>. ", escape(&written.name));
        }
        Skip::Goto(target) => {
            let _ = write!(html, "Skipped, it goes to {}. ", to(&target.name.name));
        }
        Skip::Missing => {}
    }
    if let Some(slot) = slot {
        let private = if slot.private { ", never shown where others read along" } else { "" };
        let _ = write!(html, "Kept as {:?}{private}.", slot.keep);
    }
    html
}

fn document(flows: &Flows, name: &str, language: Language) -> String {
    let Some(document) = flows.document(name) else {
        return format!("Shows the document <b>{}</b>.", escape(name));
    };
    let mut html = format!("Shows the document <b>{}</b>", words(&document.title, language));
    for part in &document.parts {
        if let Some(condition) = &part.condition {
            let _ = write!(html, "<br>if <code>{}</code>", escape(&condition.written));
        }
        html.push_str(&quoted(&part.text, language));
    }
    html
}
