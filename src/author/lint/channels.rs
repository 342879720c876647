//! What platforms can show (E401): every text, label, payload and number of buttons, with the longest answers in their
//! places, against Discord and Telegram. The terminal and the web page take anything that those take.

use super::Catalog;
use super::loops::strongly_connected;
use super::paths::{Graph, To};
use super::pieces::{Piece, Role};
use super::widths::{self, Width};
use crate::engine::model::{Ask, Document, Flow, Shown, Verb};
use crate::engine::{Finding, Flows, PAGE, Position, Reply, ValueKind, payload};
use crate::message::Platform;

const PLATFORMS: [Platform; 2] = [Platform::Discord, Platform::Telegram];
/// The longest name of the time zone database, "America/Argentina/ComodRivadavia".
const ZONE_NAME: usize = 32;
/// The longest time for which a page can be saved, in days.
const LONGEST_DAYS: u8 = 90;

pub fn check(
    flows: &Flows,
    flow: &Flow,
    graph: &Graph<'_>,
    pieces: &[Piece<'_>],
    catalog: &Catalog<'_>,
    findings: &mut Vec<Finding>,
) {
    for piece in pieces {
        check_piece(flows, Some(flow), piece, findings);
    }
    check_payload(&flow.name.at, &payload::start(&flow.name.name), findings);
    for line in flow.steps.iter().flat_map(|step| &step.lines) {
        match &line.verb {
            Verb::Ask(ask) => check_ask(flow, ask, findings),
            Verb::Say(Shown::Topic(topic)) => {
                for language in &flow.languages {
                    if let Some(words) = (catalog.topic_words)(&topic.name, *language) {
                        check_text(Width::of(&words), &topic.at, "answer", findings);
                    }
                }
            }
            _ => {}
        }
    }
    check_change_list(flow, graph, findings);
}

/// A document that is too long for one message is sent part by part, so each part must fit.
pub fn check_document(flows: &Flows, document: &Document, pieces: &[Piece<'_>], findings: &mut Vec<Finding>) {
    let flow = flows.flow(&document.flow.name);
    for piece in pieces {
        check_piece(flows, flow, piece, findings);
    }
    // The button that saves the page, where two pages are shown at once.
    check_payload(&document.name.at, &format!("p:keep:{LONGEST_DAYS}:{}", document.name.name), findings);
    for (language, title) in document.title.iter() {
        let label = flows.words.say_with(Reply::LabelSaveCalled, language, &[("title", &title.written)]);
        check_label(Width::of(&label), &title.at, "title, in its button,", findings);
    }
}

fn check_piece(flows: &Flows, flow: Option<&Flow>, piece: &Piece<'_>, findings: &mut Vec<Finding>) {
    for (language, template) in piece.text.iter() {
        let width = widths::of(flows, flow, template, language);
        match piece.role {
            Role::ChoiceLabel | Role::SlotLabel | Role::Title => {
                check_label(width, &template.at, piece.role.name(), findings);
            }
            Role::TableLabel => {}
            role => check_text(width, &template.at, role.name(), findings),
        }
    }
}

fn check_text(width: Width, at: &Position, what: &str, findings: &mut Vec<Finding>) {
    let too_long = PLATFORMS.iter().find_map(|platform| {
        let capabilities = platform.capabilities();
        let length = width.on(&capabilities);
        (length > capabilities.text_limit).then_some((platform, length, capabilities.text_limit))
    });
    if let Some((platform, length, limit)) = too_long {
        findings.push(
            Finding::new(
                "E401",
                at,
                format!("this {what} can be {length} characters long, and {} takes {limit}", platform.name()),
            )
            .suggest("say it in two messages, or lower the `max` of the slots in it"),
        );
    }
}

fn check_label(width: Width, at: &Position, what: &str, findings: &mut Vec<Finding>) {
    let narrowest = PLATFORMS.iter().min_by_key(|platform| platform.capabilities().label_limit);
    let Some(platform) = narrowest.filter(|platform| width.characters > platform.capabilities().label_limit) else {
        return;
    };
    findings.push(
        Finding::new(
            "E401",
            at,
            format!(
                "this {what} can be {} characters long, and a button on {} shows {}",
                width.characters,
                platform.name(),
                platform.capabilities().label_limit
            ),
        )
        .suggest("make it shorter; what it says can stand in the question"),
    );
}

fn check_ask(flow: &Flow, ask: &Ask, findings: &mut Vec<Finding>) {
    let Some(slot) = ask.slot.and_then(|slot| flow.slots.get(slot)) else { return };
    let answer = |value: &str| payload::answer(&flow.name.name, &ask.name.name, ask.hash, value);
    let mut longest: Option<(std::sync::Arc<str>, &Position)> = None;
    let mut consider = |payload: std::sync::Arc<str>, at| {
        if longest.as_ref().is_none_or(|(known, _)| payload.len() > known.len()) {
            longest = Some((payload, at));
        }
    };
    consider(payload::change(&flow.name.name, &ask.name.name), &ask.name.at);
    match slot.kind {
        ValueKind::YesNo => consider(answer("yes"), &ask.name.at),
        ValueKind::Choices | ValueKind::List | ValueKind::Table => consider(answer(payload::DONE), &ask.name.at),
        ValueKind::Zone => consider(answer(&"z".repeat(ZONE_NAME)), &ask.name.at),
        ValueKind::Date => consider(answer("2026-01-01"), &ask.name.at),
        ValueKind::Time => consider(answer("0900"), &ask.name.at),
        ValueKind::Weekdays | ValueKind::Number => consider(answer("127"), &ask.name.at),
        _ => {}
    }
    if ask.choices.len() > PAGE {
        consider(answer(payload::MORE), &ask.name.at);
    }
    ask.choices.iter().for_each(|choice| consider(choice.payload.clone(), &choice.value.at));
    if let Some((payload, at)) = longest {
        check_payload(at, &payload, findings);
    }
    for words in ask.suggest.iter().flat_map(|(_, suggestions)| suggestions) {
        check_label(Width::of(&words.name), &words.at, "suggestion", findings);
    }
}

fn check_payload(at: &Position, payload: &str, findings: &mut Vec<Finding>) {
    let narrowest = PLATFORMS.iter().min_by_key(|platform| platform.capabilities().payload_limit);
    let Some(platform) = narrowest.filter(|platform| payload.len() > platform.capabilities().payload_limit) else {
        return;
    };
    findings.push(
        Finding::new(
            "E401",
            at,
            format!(
                "a button here carries {} bytes (flow, question and value), and {} takes {}",
                payload.len(),
                platform.name(),
                platform.capabilities().payload_limit
            ),
        )
        .suggest("use shorter names for the flow, the question or the value"),
    );
}

/// "Which answer would you like to change?" has a button for each answered question, and one to go on. Counted are the
/// questions of the longest way through the flow; in a loop all of its questions may have been asked.
fn check_change_list(flow: &Flow, graph: &Graph<'_>, findings: &mut Vec<Finding>) {
    let narrowest = PLATFORMS.iter().min_by_key(|platform| platform.capabilities().buttons_max);
    let Some(platform) = narrowest.filter(|platform| flow.asks.len() + 1 > platform.capabilities().buttons_max) else {
        return;
    };
    let edges: Vec<Vec<usize>> = graph
        .ways
        .iter()
        .map(|ways| {
            let lines = ways.iter().filter_map(|way| match way.to {
                To::Line(node) => Some(node),
                _ => None,
            });
            lines.collect()
        })
        .collect();
    let mut questions = vec![0; edges.len()];
    // Groups come in reverse order of the ways: what a group leads to is counted already.
    for group in strongly_connected(&edges) {
        let asks = group.iter().filter(|node| {
            let (step, line) = graph.places[**node];
            matches!(flow.steps[step].lines[line].verb, Verb::Ask(_))
        });
        let onward = group.iter().flat_map(|node| &edges[*node]).filter(|to| !group.contains(to));
        let count = asks.count() + onward.map(|to| questions[*to]).max().unwrap_or_default();
        for node in &group {
            questions[*node] = count;
        }
    }
    let most = match graph.entry {
        To::Line(node) => questions[node],
        _ => 0,
    };
    if most + 1 > platform.capabilities().buttons_max {
        findings.push(
            Finding::new(
                "E401",
                &flow.name.at,
                format!(
                    "one way through this flow asks {most} questions; 'change' shows a button for each and one to go on, and {} takes {} buttons",
                    platform.name(),
                    platform.capabilities().buttons_max
                ),
            )
            .suggest("move some of them to a flow of their own, and call it"),
        );
    }
}
