//! The words that Handrail knows by itself: reserved words and built-in replies, out of config/words.yaml.

use std::collections::HashMap;
use std::sync::Arc;

use super::courtesy::{Courtesies, Courtesy};
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
    And = "and", ListOr = "list_or", NotSet = "not_set",
}

/// Everything out of config/words.yaml.
#[derive(Clone, Debug)]
pub struct Words {
    reserved: HashMap<String, Word>,
    change_prefixes: Vec<String>,
    courtesies: Courtesies,
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
        let mut words = Self { reserved: HashMap::new(), change_prefixes: Vec::new(), courtesies, replies: Vec::new() };
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
