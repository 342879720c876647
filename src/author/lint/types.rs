//! Types: conditions that compare unlike things (E305), values of the wrong type behind `set` and in reminders (E305),
//! and skips that are no answer to their question (E003).

use super::names::unknown_slot;
use super::with_names;
use crate::engine::expression::{Expression, Known, Term, TypeProblem, problems};
use crate::engine::model::{Ask, Assignment, Document, Flow, Named, Record, Remind, Skip, Slot, Verb};
use crate::engine::{Finding, Flows, Reading, Surroundings, ValueKind, is_valid, read};

/// What the `lead` of a reminder can be.
const LEADS: [&str; 4] = ["at_time", "min_15", "hour_1", "evening_before"];

pub fn check(flows: &Flows, number: usize, findings: &mut Vec<Finding>) {
    let flow = &flows.flows[number];
    for slot in &flow.slots {
        for option in slot.rows.iter().chain(&slot.columns) {
            option.condition.iter().for_each(|condition| check_condition(flow, condition, findings));
        }
    }
    for line in flow.steps.iter().flat_map(|step| &step.lines) {
        match &line.verb {
            Verb::Ask(ask) => {
                let conditions = ask.choices.iter().filter_map(|choice| choice.condition.as_ref());
                conditions.for_each(|condition| check_condition(flow, condition, findings));
                check_skip(flow, ask, findings);
                check_suggestions(flow, ask, findings);
            }
            Verb::Branch { arms, .. } => {
                for arm in arms {
                    check_condition(flow, &arm.condition, findings);
                }
            }
            Verb::Set(assignments) => {
                for assignment in assignments {
                    check_set(flow, assignment, findings);
                }
            }
            Verb::Remind(remind) => check_remind(flow, remind, findings),
            Verb::Record(record) => check_record(flow, record, findings),
            _ => {}
        }
    }
}

pub fn check_document(flows: &Flows, document: &Document, findings: &mut Vec<Finding>) {
    if let Some(flow) = flows.flow(&document.flow.name) {
        let conditions = document.parts.iter().filter_map(|part| part.condition.as_ref());
        conditions.for_each(|condition| check_condition(flow, condition, findings));
    }
}

fn kind_in(flow: &Flow, name: &str) -> Option<ValueKind> {
    flow.slot(name).map(|slot| flow.slots[slot].kind)
}

/// The values that the question of a slot offers; `None` where it is filled elsewhere and nobody can say.
fn offers<'flow>(flow: &'flow Flow, slot: &str) -> Option<Vec<&'flow str>> {
    let ask = flow.ask(flow.slot(slot)?)?;
    Some(ask.choices.iter().map(|choice| &*choice.value.name).collect())
}

fn check_condition(flow: &Flow, condition: &Expression, findings: &mut Vec<Finding>) {
    let owned = |slot: &str| offers(flow, slot).unwrap_or_default().into_iter().map(str::to_owned).collect();
    for problem in problems(&condition.root, &|name| kind_in(flow, name), &owned) {
        let finding = |message: String| Finding::new("E305", &condition.at, message);
        findings.push(match problem {
            TypeProblem::UnknownName(name) => {
                let name = Named { name: name.into(), at: condition.at.clone() };
                unknown_slot(flow, &name, findings);
                continue;
            }
            TypeProblem::NoSuchChoice { slot, choice } => match offers(flow, &slot) {
                None => continue,
                Some(known) => no_such_choice(&slot, &choice, &known, condition),
            },
            TypeProblem::Unlike(left, right) => {
                finding(format!("this compares {} with {}, and they are never equal", a(left), a(right)))
                    .suggest("compare things of one type")
            }
            TypeProblem::Unordered(kind) => {
                finding(format!("{} is not larger or smaller than another", a(kind))).suggest("use == or !=")
            }
            TypeProblem::NotYesNo(kind) => finding(format!("a condition is yes or no, and this is {}", a(kind)))
                .suggest("compare it with something, or ask whether it `is set`"),
        });
    }
}

fn a(kind: &str) -> String {
    match kind {
        "choices" | "weekdays" | "nothing" | "a single value" | "a list" => kind.to_owned(),
        _ => format!("a {kind}"),
    }
}

fn no_such_choice(slot: &str, choice: &str, known: &[&str], condition: &Expression) -> Finding {
    let finding = Finding::new("E305", &condition.at, format!("'{slot}' offers no choice '{choice}'"));
    with_names(finding, choice, "choices", known.iter().copied())
}

fn check_set(flow: &Flow, assignment: &Assignment, findings: &mut Vec<Finding>) {
    let Some(slot) = assignment.slot.and_then(|slot| flow.slots.get(slot)) else { return };
    let value = &assignment.value;
    let wrong = |what: String| {
        let message = format!("'{}' is a {} slot, and this is {what}", slot.name.name, slot.kind.name());
        Finding::new("E305", &value.at, message).suggest("set it to a value of its type")
    };
    match &value.root {
        Term::Name(name) => match kind_in(flow, name) {
            Some(kind) if fits(kind, slot.kind) => {}
            Some(kind) => findings.push(wrong(a(kind.name()))),
            None => check_word(flow, slot, name, value, findings),
        },
        Term::Words(words) if slot.kind == ValueKind::Choice => check_word(flow, slot, words, value, findings),
        Term::Words(_) if slot.kind == ValueKind::Text => {}
        Term::Words(_) => findings.push(wrong("a text".to_owned())),
        Term::Number(number) if slot.kind == ValueKind::Number => {
            if slot.min.is_some_and(|min| *number < min) || slot.max.is_some_and(|max| *number > max) {
                findings.push(
                    Finding::new(
                        "E305",
                        &value.at,
                        format!("{number} lies outside the limits of '{}'", slot.name.name),
                    )
                    .suggest("set it to a number between its min and max"),
                );
            }
        }
        Term::Number(_) => findings.push(wrong("a number".to_owned())),
        Term::Known(Known::Country) if slot.kind != ValueKind::Country => findings.push(wrong("a country".to_owned())),
        Term::Known(Known::Language) if !matches!(slot.kind, ValueKind::Choice | ValueKind::Text) => {
            findings.push(wrong("a language".to_owned()));
        }
        Term::Known(known) if known.is_yes_no() && slot.kind != ValueKind::YesNo => {
            findings.push(wrong("yes or no".to_owned()));
        }
        Term::Known(_) => {}
        Term::List(_) if matches!(slot.kind, ValueKind::Choices | ValueKind::List) => {}
        Term::List(_) => findings.push(wrong("a list".to_owned())),
        _ if slot.kind == ValueKind::YesNo => check_condition(flow, value, findings),
        _ => findings.push(wrong("a condition".to_owned())),
    }
}

const fn fits(from: ValueKind, to: ValueKind) -> bool {
    matches!((from, to), (ValueKind::Choice, ValueKind::Text) | (ValueKind::Choices, ValueKind::List))
        || from as u8 == to as u8
}

/// A bare word behind `set`: a choice of the slot, or words.
fn check_word(flow: &Flow, slot: &Slot, word: &str, value: &Expression, findings: &mut Vec<Finding>) {
    match slot.kind {
        ValueKind::Text => {}
        ValueKind::Choice => {
            if let Some(known) = offers(flow, &slot.name.name).filter(|known| !known.contains(&word)) {
                findings.push(no_such_choice(&slot.name.name, word, &known, value));
            }
        }
        _ => unknown_slot(flow, &Named { name: word.into(), at: value.at.clone() }, findings),
    }
}

/// A Wednesday: what is suggested has to be clear on any day.
const SOME_DAY: jiff::civil::Date = jiff::civil::date(2026, 11, 25);

/// A suggestion is an answer that the question takes as it stands, or its button would not be there.
fn check_suggestions(flow: &Flow, ask: &Ask, findings: &mut Vec<Finding>) {
    let Some(slot) = ask.slot.and_then(|slot| flow.slots.get(slot)) else { return };
    for (language, suggestions) in ask.suggest.iter() {
        for words in suggestions {
            let around = Surroundings {
                language,
                now: jiff::Timestamp::UNIX_EPOCH,
                today: SOME_DAY,
                offered: &[],
                first: 0,
                gathered: None,
            };
            if !matches!(read(slot, &words.name, &around), Reading::Clear(_)) || slot.kind.is_free_text() {
                findings.push(
                    Finding::new(
                        "E003",
                        &words.at,
                        format!("'{}' is no clear answer to '{}', so it cannot be tapped", words.name, ask.name.name),
                    )
                    .suggest("write it as a person would type it, without doubt"),
                );
            }
        }
    }
}

fn check_skip(flow: &Flow, ask: &Ask, findings: &mut Vec<Finding>) {
    let (Some(slot), Skip::Value { written, value }) = (ask.slot.and_then(|slot| flow.slots.get(slot)), &ask.skip)
    else {
        return;
    };
    let choice = matches!(slot.kind, ValueKind::Choice | ValueKind::Choices);
    if choice && ask.choices.is_empty() {
        return;
    }
    if value.as_ref().is_none_or(|value| !is_valid(ask, slot, value)) {
        let finding = Finding::new(
            "E003",
            &written.at,
            format!("'{}' is no answer that '{}' takes, so skipping would leave it unset", written.name, ask.name.name),
        );
        findings.push(if choice {
            with_names(finding, &written.name, "choices", ask.choices.iter().map(|choice| &*choice.value.name))
        } else {
            finding
                .suggest(format!("write a value of type {} within its limits, or {{ goto: step }}", slot.kind.name()))
        });
    }
}

/// What the choices of a check-in can be.
const NUMBERS: [&str; 5] = ["one", "two", "three", "four", "five"];

fn check_record(flow: &Flow, record: &Record, findings: &mut Vec<Finding>) {
    let consent = record.consent.slot.and_then(|slot| flow.slots.get(slot));
    if let Some(slot) = consent.filter(|slot| slot.kind != ValueKind::YesNo) {
        let message = format!("'consent' needs a yes_no slot, and '{}' is a {} slot", slot.name.name, slot.kind.name());
        findings.push(Finding::new("E305", &record.consent.name.at, message).suggest("name a slot of type yes_no"));
    }
    let number = record.number.slot.and_then(|slot| flow.slots.get(slot));
    if let Some(slot) = number.filter(|slot| slot.kind != ValueKind::Choice) {
        let message = format!("'number' needs a choice slot, and '{}' is a {} slot", slot.name.name, slot.kind.name());
        findings.push(Finding::new("E305", &record.number.name.at, message).suggest("name a slot of type choice"));
    }
    for choice in record.number.slot.and_then(|slot| flow.ask(slot)).iter().flat_map(|ask| &ask.choices) {
        if !NUMBERS.contains(&&*choice.value.name) {
            let message = format!("'{}' is no number that a check-in keeps", choice.value.name);
            let finding = Finding::new("E305", &choice.value.at, message);
            findings.push(with_names(finding, &choice.value.name, "numbers", NUMBERS.iter().copied()));
        }
    }
}

fn check_remind(flow: &Flow, remind: &Remind, findings: &mut Vec<Finding>) {
    let parts = [
        ("consent", Some(&remind.consent), ValueKind::YesNo),
        ("days", Some(&remind.days), ValueKind::Weekdays),
        ("at", Some(&remind.time), ValueKind::Time),
        ("zone", Some(&remind.zone), ValueKind::Zone),
        ("lead", remind.lead.as_ref(), ValueKind::Choice),
        ("until", remind.until.as_ref(), ValueKind::Date),
        ("label", remind.label.as_ref(), ValueKind::Text),
        ("changes", remind.changes.as_ref(), ValueKind::Text),
        ("check_in", remind.check_in.as_ref(), ValueKind::YesNo),
    ];
    for (part, name, wanted) in parts {
        let Some(name) = name else { continue };
        let Some(slot) = name.slot.and_then(|slot| flow.slots.get(slot)) else { continue };
        if slot.kind != wanted {
            findings.push(
                Finding::new(
                    "E305",
                    &name.name.at,
                    format!(
                        "'{part}' needs a {} slot, and '{}' is a {} slot",
                        wanted.name(),
                        slot.name.name,
                        slot.kind.name()
                    ),
                )
                .suggest(format!("name a slot of type {}", wanted.name())),
            );
        }
    }
    debug_assert!(remind.slots().count() <= parts.len(), "a part of a reminder is not checked");
    let lead = remind.lead.as_ref().and_then(|lead| lead.slot).and_then(|slot| flow.ask(slot));
    for choice in lead.iter().flat_map(|ask| &ask.choices) {
        if !LEADS.contains(&&*choice.value.name) {
            let message = format!("'{}' is no lead that a reminder knows", choice.value.name);
            let finding = Finding::new("E305", &choice.value.at, message);
            findings.push(with_names(finding, &choice.value.name, "leads", LEADS.iter().copied()));
        }
    }
}
