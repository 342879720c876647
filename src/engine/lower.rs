//! From a checked tree to the model. Reads what is right and leaves out what is not: everything wrong has been
//! reported by the check of the shape before, save what only this step can see (expressions, places in texts).

use std::collections::HashMap;
use std::sync::Arc;

use super::expression::Expression;
use super::hash::question_hash;
use super::model::{
    Arm, Ask, Assignment, Call, Choice, Document, Flow, Keep, Line, Moved, Named, Pair, Part, Record, Remind, Shown,
    Skip, Slot, SlotName, Step, Target, Text, Verb,
};
use super::payload;
use super::shape::{LANGUAGES, VERBS};
use super::value::{Value, ValueKind};
use crate::message::{Language, Localised, Place, fold};
use crate::source::Node;
use crate::source::{Finding, Position};
use crate::source::{References, Template};
use crate::source::{verb_of, yes_no};

/// Most entries of a list unless the flow says otherwise.
const ITEMS_DEFAULT: usize = 5;

/// What lowering needs besides the tree.
pub struct Lowering<'a> {
    pub references: &'a dyn References,
    pub findings: &'a mut Vec<Finding>,
}

/// The words of a node, trimmed: block texts end with a line break.
fn words(node: &Node) -> &str {
    node.text().unwrap_or_default().trim()
}

fn named(node: &Node) -> Named {
    Named { name: Arc::from(words(node)), at: node.at.clone() }
}

fn unresolved(node: &Node) -> Target {
    Target { name: named(node), to: None }
}

fn list(node: Option<&Node>) -> &[Node] {
    node.and_then(Node::list).unwrap_or_default()
}

fn entries(node: Option<&Node>) -> &[(Node, Node)] {
    node.and_then(Node::map).unwrap_or_default()
}

fn flag(node: &Node, key: &str) -> bool {
    node.get(key).and_then(Node::text).and_then(yes_no).unwrap_or_default()
}

fn number(node: &Node, key: &str) -> Option<f64> {
    node.get(key)?.text()?.parse().ok()
}

impl Lowering<'_> {
    /// A flow file. `None` when there is no name or no step to begin with.
    pub fn flow(&mut self, root: &Node) -> Option<Flow> {
        let name = named(root.get("flow")?);
        let languages = languages(root);
        let mut flow = Flow {
            title: self.text(root.get("title")),
            languages,
            starts_on: phrases(root.get("starts_on")),
            place: match root.get("place").and_then(Node::text) {
                Some("anywhere") => Place::Public,
                _ => Place::Private,
            },
            slots: Vec::new(),
            steps: Vec::new(),
            moved: Vec::new(),
            asks: HashMap::new(),
            name,
        };
        flow.slots = entries(root.get("slots")).iter().map(|(name, node)| self.slot(name, node)).collect();
        for (name, lines) in entries(root.get("steps")) {
            let lines = list(Some(lines)).iter().filter_map(|line| self.line(&flow, line)).collect();
            flow.steps.push(Step { name: named(name), lines });
        }
        for (old, new) in entries(root.get("moved")) {
            flow.moved.push(Moved { old: named(old), new: named(new), question: None, step: None });
        }
        resolve(&mut flow);
        (!flow.steps.is_empty()).then_some(flow)
    }

    /// A document template.
    pub fn document(&mut self, root: &Node) -> Option<Document> {
        let mut parts = Vec::new();
        for node in list(root.get("parts")) {
            let condition = node.get("if").and_then(|node| self.expression(node));
            parts.push(Part { at: node.at.clone(), condition, text: self.text(Some(node)) });
        }
        Some(Document {
            name: named(root.get("document")?),
            flow: named(root.get("flow")?),
            languages: languages(root),
            title: self.text(root.get("title")),
            parts,
        })
    }

    /// The words of every language that stand in a group.
    fn text(&mut self, node: Option<&Node>) -> Text {
        let Some(node) = node else { return Text::default() };
        let mut text = Text::default();
        for language in Language::FLOWS {
            if let Some(entry) = node.get(language.code()).filter(|entry| entry.text().is_some()) {
                let template = Template::parse(words(entry), &entry.at, language, self.references, self.findings);
                text.insert(language, template);
            }
        }
        text
    }

    fn expression(&mut self, node: &Node) -> Option<Expression> {
        match Expression::parse(node.text()?, &node.at) {
            Ok(expression) => Some(expression),
            Err(error) => {
                self.findings.push(
                    Finding::new("E305", &node.at, format!("'{}' is no condition: {error}", words(node)))
                        .suggest("write it like `days >= 3 and stage == looking`"),
                );
                None
            }
        }
    }

    fn slot(&mut self, name: &Node, node: &Node) -> Slot {
        let kind = node.get("type").and_then(Node::text).and_then(ValueKind::from_name).unwrap_or(ValueKind::Text);
        let keep = match node.get("keep").and_then(Node::text) {
            Some("S1") => Keep::S1,
            Some("S2") => Keep::S2,
            Some("S3") => Keep::S3,
            Some("S4") => Keep::S4,
            _ => Keep::S0,
        };
        Slot {
            name: named(name),
            kind,
            label: self.text(node.get("label")),
            min: number(node, "min"),
            max: number(node, "max"),
            items: number(node, "items").map_or(ITEMS_DEFAULT, |items| items.clamp(1.0, 50.0) as usize),
            private: flag(node, "private"),
            keep,
            person: flag(node, "person"),
            future: flag(node, "future"),
            rows: self.choices(node.get("rows")),
            columns: self.choices(node.get("columns")),
        }
    }

    fn choices(&mut self, node: Option<&Node>) -> Vec<Choice> {
        list(node)
            .iter()
            .filter_map(|option| {
                let value = named(option.get("value")?);
                let label = self.text(Some(option));
                let also = phrases(option.get("also"));
                let folded = folded_words(&value, &label, &also);
                let goto = option.get("goto").map(unresolved);
                let condition = option.get("if").and_then(|condition| self.expression(condition));
                Some(Choice { value, label, goto, condition, also, payload: Arc::from(""), folded })
            })
            .collect()
    }

    fn line(&mut self, flow: &Flow, node: &Node) -> Option<Line> {
        let verb = verb_of(node, VERBS)?.name;
        let verb = match verb {
            "say" => Verb::Say(self.shown(node)),
            "ask" => Verb::Ask(Box::new(self.ask(flow, node)?)),
            "branch" => self.branch(node),
            "set" => Verb::Set(self.assignments(node)),
            "call" => Verb::Call(call(node)?),
            "goto" => Verb::Goto(unresolved(node.get("goto")?)),
            "remind" => Verb::Remind(Box::new(self.remind(node)?)),
            "record" => Verb::Record(Box::new(record(node)?)),
            "document" => Verb::Document(named(node.get("document")?)),
            _ => Verb::End(named(node.get("end")?)),
        };
        Some(Line { at: node.at.clone(), verb })
    }

    fn shown(&mut self, node: &Node) -> Shown {
        let said = node.get("say");
        if let Some(topic) = said.and_then(|said| said.get("topic")) {
            return Shown::Topic(named(topic));
        }
        if let Some(lines) = said.and_then(|said| said.get("lines")) {
            return Shown::Lines(named(lines));
        }
        if let Some(file) = said.and_then(|said| said.get("image")) {
            return Shown::Image { file: named(file), alt: self.text(said.and_then(|said| said.get("alt"))) };
        }
        let beside = self.text(Some(node));
        Shown::Words(if beside.is_empty() { self.text(said) } else { beside })
    }

    fn ask(&mut self, flow: &Flow, node: &Node) -> Option<Ask> {
        let name = named(node.get("ask")?);
        let slot = flow.slot(&name.name);
        let choices = self.choices(node.get("choices"));
        let skip = match node.get("skip") {
            None => Skip::Missing,
            Some(skip) => match skip.get("goto") {
                Some(goto) => Skip::Goto(unresolved(goto)),
                None => Skip::Value {
                    written: named(skip),
                    value: slot.and_then(|slot| skip_value(&flow.slots[slot], &choices, words(skip))),
                },
            },
        };
        let hash = slot.map_or(0, |slot| question_hash(&flow.slots[slot], &choices));
        let mut ask = Ask {
            name,
            slot,
            text: self.text(Some(node)),
            choices,
            suggest: phrases(node.get("suggest")),
            skip,
            unclear: self.text(node.get("unclear")),
            hash,
        };
        for choice in &mut ask.choices {
            choice.payload = payload::answer(&flow.name.name, &ask.name.name, hash, &choice.value.name);
        }
        Some(ask)
    }

    fn branch(&mut self, node: &Node) -> Verb {
        let mut arms = Vec::new();
        let mut otherwise = None;
        for arm in list(node.get("branch")) {
            if arm.get("if").is_some() {
                let condition = arm.get("if").and_then(|condition| self.expression(condition));
                if let (Some(condition), Some(goto)) = (condition, arm.get("goto")) {
                    arms.push(Arm { condition, target: unresolved(goto) });
                }
            } else if let Some(step) = arm.get("else") {
                if let Some(first) = &otherwise {
                    self.second_else(arm, first);
                } else {
                    otherwise = Some(unresolved(step));
                }
            }
        }
        Verb::Branch { arms, otherwise }
    }

    fn second_else(&mut self, arm: &Node, first: &Target) {
        self.findings.push(
            Finding::new("E004", &arm.at, "'else' stands in this branch twice, and only one can be meant")
                .suggest(format!("the first is at line {}; keep one of them", first.name.at.line)),
        );
    }

    fn assignments(&mut self, node: &Node) -> Vec<Assignment> {
        entries(node.get("set"))
            .iter()
            .filter_map(|(name, value)| {
                Some(Assignment { name: named(name), slot: None, value: self.expression(value)? })
            })
            .collect()
    }

    fn remind(&mut self, node: &Node) -> Option<Remind> {
        let group = node.get("remind")?;
        let slot = |key: &str| group.get(key).map(|name| SlotName { name: named(name), slot: None });
        Some(Remind {
            consent: slot("consent")?,
            days: slot("days")?,
            time: slot("at")?,
            zone: slot("zone")?,
            lead: slot("lead"),
            until: slot("until"),
            label: slot("label"),
            changes: slot("changes"),
            check_in: slot("check_in"),
            text: self.text(Some(group)),
        })
    }
}

fn record(node: &Node) -> Option<Record> {
    let group = node.get("record")?;
    let slot = |key: &str| group.get(key).map(|name| SlotName { name: named(name), slot: None });
    Some(Record { consent: slot("consent")?, number: slot("number")? })
}

fn languages(root: &Node) -> Vec<Language> {
    list(root.get("languages"))
        .iter()
        .filter_map(Node::text)
        .filter(|code| LANGUAGES.contains(code))
        .filter_map(Language::from_tag)
        .collect()
}

fn phrases(node: Option<&Node>) -> Localised<Vec<Named>> {
    entries(node)
        .iter()
        .filter_map(|(key, items)| {
            Some((Language::from_tag(key.text()?)?, list(Some(items)).iter().map(named).collect()))
        })
        .collect()
}

fn folded_words(value: &Named, label: &Text, also: &Localised<Vec<Named>>) -> Vec<String> {
    let labels = label.iter().map(|(_, template)| fold(&template.written));
    let others = also.iter().flat_map(|(_, phrases)| phrases).map(|phrase| fold(&phrase.name));
    let mut folded: Vec<String> =
        labels.chain(others).chain([fold(&value.name)]).filter(|words| !words.is_empty()).collect();
    folded.sort();
    folded.dedup();
    folded
}

fn call(node: &Node) -> Option<Call> {
    let pairs = |key: &str, theirs_first: bool| {
        entries(node.get(key))
            .iter()
            .map(|(left, right)| {
                let (theirs, ours) = if theirs_first { (left, right) } else { (right, left) };
                Pair { theirs: named(theirs), ours: named(ours), their_slot: None, our_slot: None }
            })
            .collect()
    };
    Some(Call { flow: named(node.get("call")?), to: None, give: pairs("give", true), take: pairs("take", false) })
}

/// The value that a skip stands for, as the flow writes it.
fn skip_value(slot: &Slot, choices: &[Choice], written: &str) -> Option<Value> {
    let offered = |name: &str| choices.iter().any(|choice| &*choice.value.name == name);
    match slot.kind {
        ValueKind::Choice => offered(written).then(|| Value::Choice(Box::from(written))),
        ValueKind::Choices if written == "none" => Some(Value::Choices(Vec::new())),
        ValueKind::Choices => offered(written).then(|| Value::Choices(vec![Box::from(written)])),
        ValueKind::List if written == "none" => Some(Value::List(Vec::new())),
        ValueKind::Table if written == "none" => Some(Value::Table(Vec::new())),
        ValueKind::YesNo => yes_no(written).map(Value::YesNo),
        kind => payload::read_value(kind, written),
    }
}

/// Gives every name inside one flow its number. Calls between flows are resolved once all flows are there.
fn resolve(flow: &mut Flow) {
    let slots: HashMap<Arc<str>, usize> =
        flow.slots.iter().enumerate().map(|(number, slot)| (Arc::clone(&slot.name.name), number)).collect();
    let steps: HashMap<Arc<str>, usize> =
        flow.steps.iter().enumerate().map(|(number, step)| (Arc::clone(&step.name.name), number)).collect();
    for moved in &mut flow.moved {
        moved.question = slots.get(&moved.new.name).copied();
        moved.step = steps.get(&moved.new.name).copied();
    }
    let slot_number = |name: &str| slots.get(name).copied();
    for option in flow.slots.iter_mut().flat_map(|slot| slot.rows.iter_mut().chain(&mut slot.columns)) {
        resolve_text(&mut option.label, &slot_number);
    }
    for (step_number, step) in flow.steps.iter_mut().enumerate() {
        for (line_number, line) in step.lines.iter_mut().enumerate() {
            resolve_verb(&mut line.verb, &steps, &slot_number);
            if let Verb::Ask(ask) = &line.verb
                && let Some(slot) = ask.slot
            {
                flow.asks.entry(slot).or_insert((step_number, line_number));
            }
        }
    }
}

pub(super) fn resolve_text(text: &mut Text, slot: &impl Fn(&str) -> Option<usize>) {
    let languages: Vec<Language> = text.iter().map(|(language, _)| language).collect();
    for language in languages {
        if let Some(mut template) = text.get(language).cloned() {
            template.resolve(slot);
            text.insert(language, template);
        }
    }
}

fn resolve_verb(verb: &mut Verb, steps: &HashMap<Arc<str>, usize>, slot: &impl Fn(&str) -> Option<usize>) {
    let aim = |target: &mut Target| target.to = steps.get(&target.name.name).copied();
    match verb {
        Verb::Say(Shown::Words(text) | Shown::Image { alt: text, .. }) => resolve_text(text, slot),
        Verb::Ask(ask) => {
            resolve_text(&mut ask.text, slot);
            resolve_text(&mut ask.unclear, slot);
            if let Skip::Goto(target) = &mut ask.skip {
                aim(target);
            }
            for choice in &mut ask.choices {
                resolve_text(&mut choice.label, slot);
                choice.goto.as_mut().map(aim).unwrap_or_default();
            }
        }
        Verb::Branch { arms, otherwise } => {
            arms.iter_mut().for_each(|arm| aim(&mut arm.target));
            otherwise.as_mut().map(aim).unwrap_or_default();
        }
        Verb::Set(assignments) => {
            assignments.iter_mut().for_each(|assignment| assignment.slot = slot(&assignment.name.name));
        }
        Verb::Call(call) => {
            for pair in call.give.iter_mut().chain(&mut call.take) {
                pair.our_slot = slot(&pair.ours.name);
            }
        }
        Verb::Goto(target) => aim(target),
        Verb::Remind(remind) => {
            for name in remind_slots(remind) {
                name.slot = slot(&name.name.name);
            }
            resolve_text(&mut remind.text, slot);
        }
        Verb::Record(record) => {
            for name in [&mut record.consent, &mut record.number] {
                name.slot = slot(&name.name.name);
            }
        }
        Verb::Say(_) | Verb::Document(_) | Verb::End(_) => {}
    }
}

fn remind_slots(remind: &mut Remind) -> impl Iterator<Item = &mut SlotName> {
    [&mut remind.consent, &mut remind.days, &mut remind.time, &mut remind.zone]
        .into_iter()
        .chain(remind.lead.as_mut())
        .chain(remind.until.as_mut())
        .chain(remind.label.as_mut())
        .chain(remind.changes.as_mut())
        .chain(remind.check_in.as_mut())
}

/// The place of a whole file.
#[must_use]
pub fn start_of(file: &str) -> Position {
    Position { file: Arc::from(file), line: 1, column: 1 }
}
