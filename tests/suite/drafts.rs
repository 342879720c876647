//! Flows that property tests can edit: deleted, renamed, doubled and shuffled lines, steps, slots and choices, in the
//! tree and in the text. Most edits leave a flow that the check refuses; the engine has to live with all of them.

use std::fmt::Write as _;

use proptest::prelude::*;

/// A flow as a tree that is written out as YAML.
#[derive(Clone, Debug)]
pub struct Draft {
    pub name: String,
    pub slots: Vec<(String, String)>,
    pub steps: Vec<(String, Vec<Item>)>,
    pub moved: Vec<(String, String)>,
}

/// The value of each choice, and the step it leads to.
type Choices = Vec<(String, Option<String>)>;

#[derive(Clone, Debug)]
pub enum Item {
    Line(String),
    Ask { slot: String, choices: Choices, skip: String },
}

/// One edit: what, and the numbers that pick where, whatever there is.
pub type Edit = (u8, u16, u16);

pub fn edits(most: usize) -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec((0..16_u8, any::<u16>(), any::<u16>()), 0..most)
}

impl Draft {
    pub fn yaml(&self) -> String {
        let mut text = format!("flow: {}\nlanguages: [en]\nplace: anywhere\nslots:\n", self.name);
        for (name, kind) in &self.slots {
            let _ = writeln!(text, "  {name}: {{ {kind} }}");
        }
        text += "steps:\n";
        for (name, lines) in &self.steps {
            let _ = writeln!(text, "  {name}:");
            for line in lines {
                match line {
                    Item::Line(line) => {
                        let _ = writeln!(text, "    - {line}");
                    }
                    Item::Ask { slot, choices, skip } => {
                        let _ = writeln!(text, "    - ask: {slot}\n      en: 'About {slot}?'\n      skip: {skip}");
                        if !choices.is_empty() {
                            text += "      choices:\n";
                        }
                        for (value, goto) in choices {
                            let goto = goto.as_ref().map(|goto| format!(", goto: {goto}")).unwrap_or_default();
                            let _ = writeln!(text, "        - {{ value: {value}, en: 'The {value}'{goto} }}");
                        }
                    }
                }
            }
        }
        if !self.moved.is_empty() {
            text += "moved:\n";
        }
        for (old, new) in &self.moved {
            let _ = writeln!(text, "  {old}: {new}");
        }
        text
    }

    /// Edits the tree.
    pub fn edit(&mut self, (what, one, two): Edit) {
        let (one, two) = (usize::from(one), usize::from(two));
        let at = |count: usize, pick: usize| if count == 0 { None } else { Some(pick % count) };
        let step = at(self.steps.len(), one);
        match what {
            0 => drop(step.map(|step| self.steps.remove(step))),
            1 => drop(at(self.slots.len(), one).map(|slot| self.slots.remove(slot))),
            2 => {
                if let (Some(from), Some(to)) = (step, at(self.steps.len(), two)) {
                    self.steps.swap(from, to);
                }
            }
            3 => {
                if let Some(step) = step {
                    self.steps[step].0 = format!("{}_new", self.steps[step].0);
                }
            }
            4 => {
                // The question gets another name, with or without a word about it.
                if let Some(slot) = at(self.slots.len(), one) {
                    let old = self.slots[slot].0.clone();
                    let new = format!("{old}_new");
                    self.slots[slot].0.clone_from(&new);
                    for item in self.steps.iter_mut().flat_map(|(_, lines)| lines) {
                        if let Item::Ask { slot, .. } = item
                            && *slot == old
                        {
                            slot.clone_from(&new);
                        }
                    }
                    if two.is_multiple_of(2) {
                        self.moved.push((old, new));
                    }
                }
            }
            5 => {
                if let (Some(from), Some(to)) = (at(self.slots.len(), one), at(self.slots.len(), two)) {
                    self.slots[to].1 = self.slots[from].1.clone();
                }
            }
            6 => {
                let names: Vec<String> = self
                    .slots
                    .iter()
                    .map(|slot| &slot.0)
                    .chain(self.steps.iter().map(|step| &step.0))
                    .cloned()
                    .collect();
                if let (Some(old), Some(new)) = (at(names.len(), one), at(names.len(), two)) {
                    self.moved.push((names[old].clone(), names[new].clone()));
                }
            }
            7..=11 => {
                if let Some(step) = step {
                    let lines = &mut self.steps[step].1;
                    match (at(lines.len(), two), what) {
                        (Some(line), 7) => drop(lines.remove(line)),
                        (Some(line), 8) => lines.insert(line, lines[line].clone()),
                        (Some(line), 9) => lines.swap(0, line),
                        (Some(line), 10) => {
                            let taken = lines.remove(line);
                            let other = (one / 7) % self.steps.len();
                            self.steps[other].1.push(taken);
                        }
                        _ => lines.reverse(),
                    }
                }
            }
            _ => self.edit_choices(what, one, two),
        }
    }

    fn edit_choices(&mut self, what: u8, one: usize, two: usize) {
        let mut asks: Vec<(&mut Choices, &mut String)> = self
            .steps
            .iter_mut()
            .flat_map(|(_, lines)| lines)
            .filter_map(|item| match item {
                Item::Ask { choices, skip, .. } => Some((choices, skip)),
                Item::Line(_) => None,
            })
            .collect();
        let Some(count) = (!asks.is_empty()).then_some(asks.len()) else { return };
        let (choices, skip) = &mut asks[one % count];
        let place = two % choices.len().max(1);
        match what {
            12 if place < choices.len() => drop(choices.remove(place)),
            13 if place < choices.len() => choices[place].0 += "_new",
            14 if place < choices.len() => choices.insert(0, choices[place].clone()),
            15 => choices.rotate_left(place),
            _ => ["x", "none", "yes", "3", "{ goto: bye }", "{ goto: nowhere }", "first"][two % 7].clone_into(skip),
        }
    }
}

/// Edits the text: lines taken away, doubled, swapped and cut, words replaced by others of the file.
pub fn edit_text(text: &str, (what, one, two): Edit) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return text.to_owned();
    }
    let (from, to) = (usize::from(one) % lines.len(), usize::from(two) % lines.len());
    match what % 6 {
        0 => drop(lines.remove(from)),
        1 => lines.insert(to, lines[from].clone()),
        2 => lines.swap(from, to),
        3 => {
            let length = lines[from].chars().count();
            lines[from] = lines[from].chars().take(usize::from(two) % (length + 1)).collect();
        }
        4 => {
            let words: Vec<String> =
                text.split(|symbol: char| !symbol.is_alphanumeric() && symbol != '_').map(str::to_owned).collect();
            let (old, new) = (&words[usize::from(one) % words.len()], &words[usize::from(two) % words.len()]);
            if !old.is_empty() {
                return text.replace(old.as_str(), new);
            }
        }
        _ => lines[from].insert_str(0, if two.is_multiple_of(2) { "  " } else { "- " }),
    }
    lines.join("\n") + "\n"
}

fn line(text: &str) -> Item {
    Item::Line(text.to_owned())
}

fn ask(slot: &str, choices: &[(&str, Option<&str>)], skip: &str) -> Item {
    let owned = |(value, goto): &(&str, Option<&str>)| ((*value).to_owned(), goto.map(str::to_owned));
    Item::Ask { slot: slot.to_owned(), choices: choices.iter().map(owned).collect(), skip: skip.to_owned() }
}

fn named<T: Clone>(entries: &[(&str, T)]) -> Vec<(String, T)> {
    entries.iter().map(|(name, entry)| ((*name).to_owned(), entry.clone())).collect()
}

/// Two flows with everything in them: each type of slot, branches, a loop, calls both ways, a reminder, a document.
pub fn drafts() -> [Draft; 2] {
    let slots = |entries: &[(&str, &str)]| {
        entries.iter().map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned())).collect()
    };
    let table = "type: table, rows: [{ value: r, en: Row }], columns: [{ value: c, en: One }, { value: d, en: Two }]";
    [
        Draft {
            name: "first".to_owned(),
            slots: slots(&[
                ("name", "type: text, label: { en: name }, keep: S1"),
                ("days", "type: number, min: 1, max: 7, keep: S1"),
                ("kind", "type: choice, keep: S1"),
                ("some", "type: choices, items: 2"),
                ("bring", "type: list, items: 3"),
                ("sheet", table),
                ("more", "type: yes_no"),
                ("many", "type: yes_no"),
                ("brought", "type: text"),
            ]),
            steps: named(&[
                (
                    "hello",
                    vec![
                        ask("name", &[], "friend"),
                        ask("days", &[], "{ goto: rest }"),
                        line("set: { many: days > 4 }"),
                        line("branch: [{ if: many and name is set, goto: choose }, { else: rest }]"),
                    ],
                ),
                (
                    "choose",
                    vec![
                        ask(
                            "kind",
                            &[("a", Some("rest")), ("b", None), ("c", None), ("d", None), ("e", None), ("f", None)],
                            "b",
                        ),
                        ask("some", &[("x", None), ("y", None), ("z", None)], "none"),
                        line("call: second\n      give: { what: name }\n      take: { brought: what }"),
                        line("goto: rest"),
                    ],
                ),
                (
                    "rest",
                    vec![
                        ask("bring", &[("water", None), ("book", None)], "none"),
                        ask("sheet", &[("none", None)], "none"),
                        ask("more", &[("yes", Some("choose")), ("no", Some("bye"))], "no"),
                    ],
                ),
                (
                    "bye",
                    vec![
                        line("say: { en: 'Bye {name} {kind} {some} {bring} {sheet} {brought}.' }"),
                        line("document: sheet"),
                        line("end: done"),
                    ],
                ),
            ]),
            moved: Vec::new(),
        },
        Draft {
            name: "second".to_owned(),
            slots: slots(&[
                ("what", "type: text"),
                ("day", "type: date, future: true"),
                ("at", "type: time"),
                ("week", "type: weekdays"),
                ("zone", "type: timezone"),
                ("land", "type: country, person: true"),
                ("ok", "type: yes_no"),
            ]),
            steps: named(&[
                (
                    "hello",
                    vec![ask("what", &[("one", None)], "x"), ask("day", &[], "{ goto: when }"), line("goto: when")],
                ),
                ("when", vec![ask("at", &[], "'17:00'"), ask("week", &[], "{ goto: where }"), line("goto: where")]),
                (
                    "where",
                    vec![
                        ask("zone", &[], "UTC"),
                        ask("land", &[("us", Some("agree"))], "{ goto: agree }"),
                        line("goto: agree"),
                    ],
                ),
                (
                    "agree",
                    vec![
                        ask("ok", &[], "no"),
                        line("remind: { consent: ok, days: week, at: at, zone: zone, en: 'Soon: {what}.' }"),
                        line("branch: [{ if: ok, goto: again }, { else: bye }]"),
                    ],
                ),
                ("again", vec![line("call: first"), line("goto: bye")]),
                ("bye", vec![line("say: { en: 'That was {what} on {day}.' }"), line("call: first"), line("end: done")]),
            ]),
            moved: Vec::new(),
        },
    ]
}

/// The document that `first` shows.
pub const DOCUMENT: &str = "
document: sheet
flow: first
languages: [en]
title: { en: 'For {name}' }
parts:
  - { en: '{sheet}' }
  - { if: days > 3, en: '{bring}' }
";
