//! What a person can ask the desk to do with what is held about them: their reminders, pages and numbers. Unlike reserved
//! words these may be followed by more: "pause until monday".

use std::collections::HashMap;

use super::words::phrases;
use crate::message::fold;
use crate::source::{Finding, Node};

/// Something to do with what is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Task {
    MyReminders,
    Pause,
    /// Start paused reminders again.
    StartAgain,
    SkipNext,
    Snooze,
    ChangeReminder,
    StopOne,
    StopAll,
    Undo,
    SavePage,
    MyPages,
    MyNumbers,
    DeleteNumbers,
    StopCheckIns,
    DataFile,
}

impl Task {
    pub const ALL: [Self; 15] = [
        Self::MyReminders,
        Self::Pause,
        Self::StartAgain,
        Self::SkipNext,
        Self::Snooze,
        Self::ChangeReminder,
        Self::StopOne,
        Self::StopAll,
        Self::Undo,
        Self::SavePage,
        Self::MyPages,
        Self::MyNumbers,
        Self::DeleteNumbers,
        Self::StopCheckIns,
        Self::DataFile,
    ];

    /// Its name in config/words.yaml.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MyReminders => "my_reminders",
            Self::Pause => "pause",
            Self::StartAgain => "start_again",
            Self::SkipNext => "skip_next",
            Self::Snooze => "snooze",
            Self::ChangeReminder => "change_reminder",
            Self::StopOne => "stop_one",
            Self::StopAll => "stop_all",
            Self::Undo => "undo",
            Self::SavePage => "save_page",
            Self::MyPages => "my_pages",
            Self::MyNumbers => "my_numbers",
            Self::DeleteNumbers => "delete_numbers",
            Self::StopCheckIns => "stop_check_ins",
            Self::DataFile => "data_file",
        }
    }

    /// Whether it only shows something.
    #[must_use]
    pub const fn is_look(self) -> bool {
        matches!(self, Self::MyReminders | Self::MyPages | Self::MyNumbers | Self::DataFile)
    }

    /// Whether words may follow it: how long, which one.
    const fn takes_more(self) -> bool {
        matches!(self, Self::Pause | Self::SkipNext | Self::Snooze | Self::ChangeReminder | Self::StopOne)
    }
}

/// A part of a reminder that can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aspect {
    Days,
    At,
    Zone,
    Lead,
    Until,
    Label,
}

impl Aspect {
    pub const ALL: [Self; 6] = [Self::Days, Self::At, Self::Zone, Self::Lead, Self::Until, Self::Label];

    /// Its name in config/words.yaml and in payloads; also that of the key of `remind`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::At => "at",
            Self::Zone => "zone",
            Self::Lead => "lead",
            Self::Until => "until",
            Self::Label => "label",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|aspect| aspect.name() == name)
    }
}

/// The phrases of all languages, by their folded words.
#[derive(Clone, Debug, Default)]
pub struct Tasks {
    tasks: HashMap<String, Task>,
    aspects: HashMap<String, Aspect>,
    /// Between a part and its new value.
    to: HashMap<String, bool>,
}

/// No phrase has more words.
const WORDS_MAX: usize = 8;
/// A longer text is about something else.
const TEXT_MAX: usize = 120;

impl Tasks {
    /// Reads `tasks` of config/words.yaml.
    pub fn load(root: &Node, findings: &mut Vec<Finding>) -> Self {
        let mut known = HashMap::new();
        for task in Task::ALL {
            let Some(group) = root.get("tasks").and_then(|group| group.get(task.name())) else {
                findings.push(Finding::new("E003", &root.at, format!("the task '{}' is missing", task.name())));
                continue;
            };
            for phrase in phrases(group, findings) {
                if let Some(other) = known.insert(phrase.clone(), task).filter(|other| *other != task) {
                    let message = format!("'{phrase}' stands for '{}' and for '{}'", other.name(), task.name());
                    findings.push(Finding::new("E311", &group.at, message).suggest("leave it out of one of them"));
                }
            }
        }
        let mut aspects = HashMap::new();
        for aspect in Aspect::ALL {
            match root.get("reminder_parts").and_then(|group| group.get(aspect.name())) {
                Some(group) => aspects.extend(phrases(group, findings).into_iter().map(|phrase| (phrase, aspect))),
                None => findings.push(Finding::new(
                    "E003",
                    &root.at,
                    format!("the part '{}' of a reminder is missing", aspect.name()),
                )),
            }
        }
        let to = root.get("reminder_to").map(|group| phrases(group, findings)).unwrap_or_default();
        Self { tasks: known, aspects, to: to.into_iter().map(|phrase| (phrase, true)).collect() }
    }

    /// The longest phrase that a text begins with, and the rest of the text.
    pub fn find<'t>(&self, text: &'t str) -> Option<(Task, &'t str)> {
        if text.len() > TEXT_MAX {
            return None;
        }
        begins_with(&self.tasks, text).filter(|(task, rest)| rest.is_empty() || task.takes_more())
    }

    /// "time to 6 pm": the part and the new value, which may be empty.
    pub fn aspect<'t>(&self, text: &'t str) -> Option<(Aspect, &'t str)> {
        let (aspect, rest) = begins_with(&self.aspects, text).filter(|_| text.len() <= TEXT_MAX)?;
        let value = begins_with(&self.to, rest).map_or(rest, |(_, value)| value);
        Some((aspect, value.trim_start_matches([':', '=', ' '])))
    }

    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        self.tasks.keys().map(String::as_str)
    }
}

/// The longest of these phrases that a text begins with, and the rest of the text as it was written.
pub fn begins_with<'t, T: Copy>(phrases: &HashMap<String, T>, text: &'t str) -> Option<(T, &'t str)> {
    let ends = text.char_indices().filter(|(_, symbol)| symbol.is_whitespace()).map(|(at, _)| at);
    let mut ends: Vec<usize> = ends.take(WORDS_MAX).collect();
    ends.push(text.len());
    ends.into_iter().rev().find_map(|end| {
        let (phrase, rest) = text.split_at(end);
        let found = phrases.get(&fold(phrase)).copied()?;
        Some((found, rest.trim()))
    })
}
