//! The words that Handrail knows by itself: reserved words and built-in replies, out of config/words.yaml.

use std::collections::HashMap;
use std::sync::Arc;

use super::courtesy::{Courtesies, Courtesy};
use super::task::{Aspect, Task, Tasks};
use crate::message::{Language, Localised, fold};
use crate::source::{Finding, did_you_mean, has_errors};
use crate::source::{Node, tree};

/// A word that acts anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    HelpNow,
    Stop,
    Back,
    Skip,
    Menu,
    Continue,
    Change,
    Person,
    ShowData,
    DeleteData,
    Privacy,
    CrisisPolicy,
    InEnglish,
    InSpanish,
}

impl Word {
    pub const ALL: [Self; 14] = [
        Self::HelpNow,
        Self::Stop,
        Self::Back,
        Self::Skip,
        Self::Menu,
        Self::Continue,
        Self::Change,
        Self::Person,
        Self::ShowData,
        Self::DeleteData,
        Self::Privacy,
        Self::CrisisPolicy,
        Self::InEnglish,
        Self::InSpanish,
    ];

    /// Its name in config/words.yaml and in payloads.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HelpNow => "help_now",
            Self::Stop => "stop",
            Self::Back => "back",
            Self::Skip => "skip",
            Self::Menu => "menu",
            Self::Continue => "continue",
            Self::Change => "change",
            Self::Person => "person",
            Self::ShowData => "show_data",
            Self::DeleteData => "delete_data",
            Self::Privacy => "privacy",
            Self::CrisisPolicy => "crisis_policy",
            Self::InEnglish => "in_english",
            Self::InSpanish => "in_spanish",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.name() == name)
    }
}

/// Declares the built-in replies once: the enum, their names and their number.
macro_rules! replies {
    ($($variant:ident = $name:literal),+ $(,)?) => {
        /// A built-in reply or label.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Reply { $($variant),+ }

        impl Reply {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in config/words.yaml.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

replies! {
    LabelSkip = "label_skip", LabelBack = "label_back", LabelStop = "label_stop", LabelMenu = "label_menu",
    LabelDone = "label_done", LabelMore = "label_more", LabelYes = "label_yes", LabelNo = "label_no",
    LabelContinue = "label_continue", LabelPerson = "label_person", LabelChange = "label_change",
    LabelNone = "label_none", LabelSource = "label_source", LabelHelp = "label_help", LabelChoices = "label_choices",
    UnclearText = "unclear_text", UnclearNumber = "unclear_number", UnclearRange = "unclear_range",
    UnclearYesNo = "unclear_yes_no", UnclearChoice = "unclear_choice", UnclearChoices = "unclear_choices",
    UnclearList = "unclear_list", UnclearTable = "unclear_table", UnclearDate = "unclear_date",
    PastDate = "past_date", UnclearTime = "unclear_time", UnclearWeekdays = "unclear_weekdays",
    UnclearTimezone = "unclear_timezone", UnclearCountry = "unclear_country", TooLong = "too_long",
    TooMany = "too_many", WhichOne = "which_one", Understood = "understood", Picked = "picked", Cell = "cell",
    Stuck = "stuck", FirstQuestion = "first_question", NothingBack = "nothing_back", NothingSkip = "nothing_skip",
    NothingContinue = "nothing_continue", NothingChange = "nothing_change", ChangeWhat = "change_what",
    Stopped = "stopped", BackTo = "back_to", OldButton = "old_button", GoneButton = "gone_button",
    ChangedButton = "changed_button", EndedButton = "ended_button", QuestionChanged = "question_changed",
    FlowChanged = "flow_changed", FlowGone = "flow_gone", WelcomeBack = "welcome_back", Expired = "expired",
    PrivateOnly = "private_only", Trouble = "trouble", Hello = "hello", AnythingElse = "anything_else",
    DidYouMean = "did_you_mean", NoAnswer = "no_answer", TalkToPerson = "person",
    NotWhatYouMeant = "not_what_you_meant", UsOnly = "us_only", FromSources = "from_sources",
    NotReviewed = "not_reviewed", OnlyText = "only_text", LanguageSet = "language_set", NoMemory = "no_memory", Late = "late",
    DataShown = "data_shown", DataNothing = "data_nothing", DataDeleteSure = "data_delete_sure",
    DataDeleted = "data_deleted", DataNotDeleted = "data_not_deleted", DataKept = "data_kept", Privacy = "privacy", CrisisPolicy = "crisis_policy",
    NothingStop = "nothing_stop", HelloAgain = "hello_again", Welcome = "welcome", AllRight = "all_right",
    Goodbye = "goodbye", OnlyWords = "only_words", Unsure = "unsure", HowToHelp = "help", LanguageFollowed = "language_followed", DataPrivate = "data_private",
    LabelOnMyWay = "label_on_my_way", LabelMiss = "label_miss", LabelSnooze = "label_snooze",
    LabelGoOn = "label_go_on", LabelEnough = "label_enough", LabelCheckIn = "label_check_in", LabelOpen = "label_open",
    RemindToday = "remind_today", RemindCheckIn = "remind_check_in", RemindReview = "remind_review",
    RemindLast = "remind_last", MissedOne = "missed_one", MissedMany = "missed_many", MissedLast = "missed_last",
    LabelMyReminders = "label_my_reminders", LabelSetReminder = "label_set_reminder", LabelPause = "label_pause",
    LabelPauseOpen = "label_pause_open", LabelDays = "label_days", LabelSkipNext = "label_skip_next",
    LabelChangeSomething = "label_change_something", LabelStopReminders = "label_stop_reminders",
    LabelStopThis = "label_stop_this", LabelStopAll = "label_stop_all", LabelStartAgain = "label_start_again",
    LabelUndo = "label_undo", LabelLeaveOff = "label_leave_off", LabelGoOnWith = "label_go_on_with",
    LabelPartDays = "label_part_days", LabelPartAt = "label_part_at", LabelPartZone = "label_part_zone",
    LabelPartLead = "label_part_lead", LabelPartUntil = "label_part_until", LabelPartLabel = "label_part_label",
    RemindersNone = "reminders_none", RemindersNext = "reminders_next", RemindersAlso = "reminders_also",
    RemindersNothingNext = "reminders_nothing_next", ReminderLine = "reminder_line",
    ReminderLineDue = "reminder_line_due", ReminderLineDay = "reminder_line_day",
    ReminderElsewhere = "reminder_elsewhere", ReminderRule = "reminder_rule", ReminderUntil = "reminder_until",
    ReminderPausedUntilLine = "reminder_paused_until_line", ReminderPausedLine = "reminder_paused_line",
    ReminderOffLine = "reminder_off_line", ReminderStoppedLine = "reminder_stopped_line",
    ReminderEndedLine = "reminder_ended_line", ReminderForWhich = "reminder_for_which",
    ReminderPauseHowLong = "reminder_pause_how_long", ReminderPausedUntil = "reminder_paused_until",
    ReminderPaused = "reminder_paused", ReminderAfterEnd = "reminder_after_end",
    ReminderSkipped = "reminder_skipped", ReminderSnoozed = "reminder_snoozed",
    ReminderSnoozeLate = "reminder_snooze_late", ReminderSnoozeNone = "reminder_snooze_none",
    ReminderChangeWhat = "reminder_change_what", ReminderNotRead = "reminder_not_read",
    ReminderStopped = "reminder_stopped", RemindersStopped = "reminders_stopped",
    ReminderUndone = "reminder_undone", ReminderUndoNone = "reminder_undo_none", ReminderGone = "reminder_gone",
    ReminderOnMyWay = "reminder_on_my_way", ReminderEnough = "reminder_enough", RemindersOff = "reminders_off",
    RemindersOffNote = "reminders_off_note", LabelTells = "label_tells", CheckInLabel = "check_in_label",
    CheckInText = "check_in_text", ZoneNow = "zone_now", LabelSave = "label_save",
    LabelSaveCalled = "label_save_called", LabelMinor = "label_minor", LabelDoNotKeep = "label_do_not_keep",
    LabelDeletePage = "label_delete_page", LabelMyPages = "label_my_pages", PageHowLong = "page_how_long",
    PageKept = "page_kept", PageNotKept = "page_not_kept", PageMinor = "page_minor", PageGone = "page_gone",
    PagesNone = "pages_none", PagesList = "pages_list", PageLine = "page_line", PageDeleted = "page_deleted",
    PagesFull = "pages_full", LabelDeleteNumbers = "label_delete_numbers",
    LabelStopCheckIns = "label_stop_check_ins", NumbersList = "numbers_list", NumberLine = "number_line",
    NumbersKept = "numbers_kept", NumbersNone = "numbers_none", NumbersDeleted = "numbers_deleted",
    CheckInsStopped = "check_ins_stopped", LabelDataFile = "label_data_file", DataCountry = "data_country",
    DataLanguage = "data_language", DataZone = "data_zone", DataMinor = "data_minor",
    DataReminders = "data_reminders", DataDeletedOn = "data_deleted_on", DataPages = "data_pages",
    DataPageLine = "data_page_line", DataNumbers = "data_numbers", DataGuide = "data_guide",
    DataFileTitle = "data_file_title",
    And = "and", ListOr = "list_or", NotSet = "not_set",
}

/// Everything out of config/words.yaml.
#[derive(Clone, Debug)]
pub struct Words {
    reserved: HashMap<String, Word>,
    change_prefixes: Vec<String>,
    courtesies: Courtesies,
    tasks: Tasks,
    /// By number of the reply.
    replies: Vec<Localised<Arc<str>>>,
}

impl Words {
    /// Reads the file.
    ///
    /// # Errors
    /// Every entry that is missing, in a language that is missing, or unknown, with its place.
    pub fn load(file: &str, source: &str) -> Result<Self, Vec<Finding>> {
        let (root, mut findings) = tree::parse(file, source);
        let Some(root) = root else {
            return Err(findings);
        };
        let courtesies = Courtesies::load(&root, &mut findings);
        let tasks = Tasks::load(&root, &mut findings);
        let (reserved, change_prefixes, replies) = Default::default();
        let mut words = Self { reserved, change_prefixes, courtesies, tasks, replies };
        words.read_reserved(&root, &mut findings);
        words.read_replies(&root, &mut findings);
        if has_errors(&findings) { Err(findings) } else { Ok(words) }
    }

    /// The words that are compiled in, for when an operator's file cannot be read. They are checked by a test.
    #[must_use]
    pub fn built_in() -> Self {
        let source = include_str!("../../config/words.yaml");
        Self::load("config/words.yaml", source).unwrap_or_else(|_| Self {
            reserved: HashMap::new(),
            change_prefixes: Vec::new(),
            courtesies: Courtesies::default(),
            tasks: Tasks::default(),
            replies: Vec::new(),
        })
    }

    fn read_reserved(&mut self, root: &Node, findings: &mut Vec<Finding>) {
        for word in Word::ALL {
            match root.get("reserved").and_then(|group| group.get(word.name())) {
                Some(group) => {
                    for phrase in phrases(group, findings) {
                        self.reserved.insert(phrase, word);
                    }
                }
                None => findings.push(Finding::new(
                    "E003",
                    &root.at,
                    format!("the reserved word '{}' is missing", word.name()),
                )),
            }
        }
        if let Some(group) = root.get("change_prefix") {
            self.change_prefixes = phrases(group, findings);
            self.change_prefixes.sort_by_key(|prefix| std::cmp::Reverse(prefix.len()));
        }
    }

    fn read_replies(&mut self, root: &Node, findings: &mut Vec<Finding>) {
        let group = root.get("replies");
        for reply in Reply::ALL {
            let mut texts = Localised::default();
            for language in Language::FLOWS {
                match group
                    .and_then(|group| group.get(reply.name()))
                    .and_then(|entry| entry.get(language.code()))
                    .and_then(Node::text)
                {
                    Some(text) => {
                        texts.insert(language, Arc::from(text));
                    }
                    None => findings.push(Finding::new(
                        "E201",
                        &root.at,
                        format!("the reply '{}' has no words in {}", reply.name(), language.name()),
                    )),
                }
            }
            self.replies.push(texts);
        }
        for (key, _) in group.and_then(Node::map).unwrap_or_default() {
            let name = key.text().unwrap_or_default();
            if !Reply::ALL.iter().any(|reply| reply.name() == name) {
                let finding = Finding::new("E001", &key.at, format!("there is no built-in reply '{name}'"));
                findings.push(match did_you_mean(name, Reply::ALL.iter().map(|reply| reply.name())) {
                    Some(near) => finding.suggest(format!("did you mean '{near}'?")),
                    None => finding,
                });
            }
        }
    }

    /// The words of a reply.
    #[must_use]
    pub fn say(&self, reply: Reply, language: Language) -> Arc<str> {
        self.replies
            .get(reply as usize)
            .and_then(|texts| texts.best(language))
            .map_or_else(|| Arc::from(reply.name()), Arc::clone)
    }

    /// The words of a reply with its `{places}` filled in.
    #[must_use]
    pub fn say_with(&self, reply: Reply, language: Language, places: &[(&str, &str)]) -> Arc<str> {
        let mut text = self.say(reply, language).to_string();
        for (name, words) in places {
            text = text.replace(&format!("{{{name}}}"), words);
        }
        Arc::from(text)
    }

    /// The reserved word that a text is, in any language.
    #[must_use]
    pub fn reserved(&self, text: &str) -> Option<Word> {
        // The longest reserved phrase has 30 letters: a long text is none, and need not be folded.
        if text.len() > 60 {
            return None;
        }
        self.reserved.get(&fold(text)).copied()
    }

    /// The courtesy that a text is, in any language.
    #[must_use]
    pub fn courtesy(&self, text: &str) -> Option<Courtesy> {
        self.courtesies.find(text)
    }

    /// The task that a text begins with, and what follows, as it was written.
    #[must_use]
    pub fn task<'t>(&self, text: &'t str) -> Option<(Task, &'t str)> {
        self.tasks.find(text)
    }

    /// The part of a reminder that a text asks to change, and its new value as it was written: "change time to 6:30 pm".
    #[must_use]
    pub fn reminder_change<'t>(&self, text: &'t str) -> Option<(Aspect, &'t str)> {
        let rest = text.char_indices().filter(|(_, symbol)| symbol.is_whitespace()).filter_map(|(at, _)| {
            let (prefix, rest) = text.split_at(at);
            self.change_prefixes.contains(&fold(prefix)).then_some(rest.trim())
        });
        rest.filter_map(|rest| self.tasks.aspect(rest)).next_back()
    }

    /// The same without "change": "time to 6:30 pm".
    #[must_use]
    pub fn reminder_aspect<'t>(&self, text: &'t str) -> Option<(Aspect, &'t str)> {
        self.tasks.aspect(text)
    }

    /// All phrases of tasks, folded.
    pub fn task_phrases(&self) -> impl Iterator<Item = &str> {
        self.tasks.phrases()
    }

    /// What a text asks to change: "change my days" gives "days".
    #[must_use]
    pub fn change_of(&self, text: &str) -> Option<String> {
        let folded = fold(text);
        self.change_prefixes
            .iter()
            .find_map(|prefix| folded.strip_prefix(prefix.as_str()).and_then(|rest| rest.strip_prefix(' ')))
            .map(str::to_owned)
    }

    /// All reserved phrases, folded.
    pub fn reserved_phrases(&self) -> impl Iterator<Item = &str> {
        self.reserved.keys().map(String::as_str)
    }
}

/// The folded phrases of every language of a group.
pub(super) fn phrases(group: &Node, findings: &mut Vec<Finding>) -> Vec<String> {
    let mut found = Vec::new();
    for language in Language::FLOWS {
        match group.get(language.code()).and_then(Node::list) {
            Some(items) => found.extend(items.iter().filter_map(Node::text).map(fold)),
            None => findings.push(Finding::new("E201", &group.at, format!("no words in {}", language.name()))),
        }
    }
    found
}
