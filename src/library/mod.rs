//! Everything that people write and Handrail reads: flows, topics, words, contacts, sources, crisis files. Loaded once,
//! checked whole, then shared.
//!
//! The files of flows/ and config/ are compiled in, so that Handrail runs from anywhere; a folder given by the operator
//! takes their place. A library with errors is never handed out.

mod contacts;
mod corpus;
mod files;
mod lock_screen;
mod trained;

pub use contacts::Contacts;
pub use corpus::{PERSONAL, corpus};
pub use files::{Files, FilesError, OWN_HOTLINES};
pub use lock_screen::LockScreen;
pub use trained::{encoder, model, second};

use std::sync::{Arc, OnceLock};

use crate::engine::{Flows, References, Source, Words, start_of};
use crate::faq::{Candidate, Exact, Glossary, Lexical, Match, Matcher, Meaning, Policy, Portion, Semantic, Topics};
use crate::message::{Language, guess_language};
use crate::ops::together;
use crate::safety::{
    CardWords, Directory, Level, Lexicon, Opinion, Part, Problem, Screen, Second, SecondError, Verdict, raise,
};
use crate::source::{Finding, has_errors};

const GLOSSARY: &str = "config/faq/glossary.yaml";
const POLICY: &str = "config/faq/policy.yaml";
const BANNED: &str = "config/banned.yaml";

/// All that the desk needs to answer.
pub struct Library {
    pub flows: Flows,
    pub topics: Topics,
    pub matcher: Matcher,
    pub screen: Screen,
    /// Reads after the screen; only where there is an encoder.
    pub second: Option<Second>,
    pub cards: CardWords,
    pub directory: Directory,
    pub contacts: Contacts,
    pub lock_screen: LockScreen,
    /// Made when it is first asked for: see [`Library::word_for_word`].
    exact: OnceLock<Exact>,
}

impl std::fmt::Debug for Library {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} flows, {} topics", self.flows.flows.len(), self.topics.all.len())
    }
}

/// How questions find their answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matching {
    /// By meaning: some 50 MB of memory more, and a tenth of a second at start.
    Encoder,
    /// By letters: at once, and it finds much less.
    #[default]
    Letters,
}

/// What loading gives: the library as far as it could be read, and what is wrong with the files.
pub struct Opened {
    pub library: Library,
    pub findings: Vec<Finding>,
}

impl Library {
    /// Reads all files. The findings may hold errors: see [`Library::open`]. Questions are matched by letters.
    #[must_use]
    pub fn read(files: &Files) -> Opened {
        Self::read_with(files, Matching::Letters)
    }

    fn read_with(files: &Files, matching: Matching) -> Opened {
        let mut findings = Vec::new();
        let (directory, contacts) = numbers(files, &mut findings);
        let references = Numbers { contacts: &contacts, directory: &directory };
        let safe_and_flows = || {
            let mut findings = Vec::new();
            let (screen, cards) = crisis(files, &mut findings);
            (screen, cards, flows(files, &references, &mut findings), findings)
        };
        let topics_and_matcher = || {
            let mut findings = Vec::new();
            let topics = topics(files, &references, &mut findings);
            let matcher = matcher(files, &topics, matching, &mut findings);
            (topics, matcher, findings)
        };
        let ((screen, cards, flows, safety), (topics, matcher, faq)) = together(safe_and_flows, topics_and_matcher);
        findings.extend(safety.into_iter().chain(faq));
        let second = second_of(&matcher, &mut findings);
        let lock_screen = LockScreen::of(BANNED, files.text(BANNED));
        let exact = OnceLock::new();
        let library = Self { flows, topics, matcher, screen, second, cards, directory, contacts, lock_screen, exact };
        Opened { library, findings }
    }

    /// Reads all files and refuses those with errors.
    ///
    /// # Errors
    /// Every finding, errors and warnings, when at least one is an error.
    pub fn open(files: &Files) -> Result<Self, Vec<Finding>> {
        Self::open_with(files, Matching::Letters)
    }

    /// The same with another way to match questions.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn open_with(files: &Files, matching: Matching) -> Result<Self, Vec<Finding>> {
        let opened = Self::read_with(files, matching);
        if has_errors(&opened.findings) { Err(opened.findings) } else { Ok(opened.library) }
    }

    /// What the second reader makes of a message. Nothing where there is none, and for a reserved word ("stop", "menu").
    #[must_use]
    pub fn opinion(&self, text: &str, meaning: &Meaning) -> Option<Opinion> {
        let second = self.second.as_ref()?;
        let language = guess_language(text).unwrap_or_default();
        self.flows.words.reserved(text).is_none().then(|| second.read(&self.parts(meaning), language))
    }

    /// A meaning as the second reader takes it.
    #[must_use]
    pub fn parts<'a>(&self, Meaning(portions): &'a Meaning) -> Vec<Part<'a>> {
        let part = |portion: &'a Portion| Part {
            text: &portion.written,
            vector: &portion.vector,
            signs: self.screen.signs(&portion.written),
        };
        portions.iter().map(part).collect()
    }

    /// A verdict of the lexicon after the second reader has seen the message too. Without a meaning it stays as it is, and
    /// so does one that shows a card for words that are sure.
    #[must_use]
    pub fn judge(&self, verdict: Verdict, text: &str, meaning: Option<&Meaning>) -> Verdict {
        if verdict.sure() >= Level::Crisis {
            return verdict;
        }
        match meaning.and_then(|meaning| self.opinion(text, meaning)) {
            Some(opinion) => raise(verdict, &opinion),
            None => verdict,
        }
    }

    /// The topic that a text names word for word: for a message that nobody had time to read for its meaning.
    #[must_use]
    pub fn word_for_word(&self, text: &str) -> Match {
        match self.exact.get_or_init(|| Exact::new(self.topics.texts())).find(text) {
            Some(number) => {
                let topic = Arc::clone(&self.topics.all[number].name);
                Match::Answer(Candidate { topic, similarity: 1.0 }, Vec::new())
            }
            None => Match::None,
        }
    }
}

/// The second reader, where there is an encoder to read with.
fn second_of(matcher: &Matcher, findings: &mut Vec<Finding>) -> Option<Second> {
    let Matcher::Semantic(matcher) = matcher else { return None };
    let fits =
        |second: Second| (second.encoder == matcher.encoder()).then_some(second).ok_or(SecondError::OtherEncoder);
    match trained::second().and_then(fits) {
        Ok(second) => Some(second),
        Err(problem) => {
            findings.push(Finding::new("E003", &start_of(trained::SECOND), problem.to_string()));
            None
        }
    }
}

/// Names and texts of files.
type Named<'a> = Vec<(&'a str, &'a str)>;

/// The screen and the words of the card.
fn crisis(files: &Files, findings: &mut Vec<Finding>) -> (Screen, CardWords) {
    let (cards, lexicons): (Named<'_>, Named<'_>) =
        files.below("config/crisis/").into_iter().partition(|(file, _)| file.contains("/card."));
    let screen = screen(&lexicons).unwrap_or_else(|problems| {
        findings.extend(problems.iter().map(from_safety));
        Screen::minimal()
    });
    let cards = CardWords::load(&cards).unwrap_or_else(|problems| {
        findings.extend(problems.iter().map(from_safety));
        CardWords::shipped()
    });
    (screen, cards)
}

/// The built-in lexicons are there at once. Those of an operator are read on two cores, in the files' order.
fn screen(lexicons: &[(&str, &str)]) -> Result<Screen, Vec<Problem>> {
    if let Some(screen) = Screen::ready(lexicons) {
        return Ok(screen);
    }
    let (here, there) = lexicons.split_at(lexicons.len() / 2);
    let read = |files: &[(&str, &str)]| -> Vec<Lexicon> {
        files.iter().map(|(name, text)| Lexicon::read(name, text)).collect()
    };
    let (first, second) = together(|| read(here), || read(there));
    Screen::build(first.into_iter().chain(second))
}

/// The lines of the directory and the operator's own contacts.
fn numbers(files: &Files, findings: &mut Vec<Finding>) -> (Directory, Contacts) {
    let directory =
        Directory::load("config/hotlines.yaml", files.text("config/hotlines.yaml")).unwrap_or_else(|problems| {
            findings.extend(problems.iter().map(from_safety));
            Directory::shipped()
        });
    let own = directory.clone().with_local(OWN_HOTLINES, files.text(OWN_HOTLINES));
    let directory = own.unwrap_or_else(|problems| {
        findings.extend(problems.iter().map(from_safety));
        directory
    });
    let contacts = Contacts::load("config/contacts.yaml", files.text("config/contacts.yaml"), findings);
    (directory, contacts)
}

fn flows(files: &Files, references: &dyn References, findings: &mut Vec<Finding>) -> Flows {
    let words = Words::load("config/words.yaml", files.text("config/words.yaml")).unwrap_or_else(|problems| {
        findings.extend(problems);
        Words::built_in()
    });
    let flows = Flows::load(&flow_files(files), words, references);
    findings.extend(flows.findings);
    if flows.flows.flows.is_empty() {
        findings.push(Finding::new("E003", &start_of("flows"), "there is no flow in this folder"));
    }
    flows.flows
}

fn topics(files: &Files, references: &dyn References, findings: &mut Vec<Finding>) -> Topics {
    let topic_files: Vec<(String, String)> =
        files.below("flows/faq/").into_iter().map(|(file, text)| (file.to_owned(), text.to_owned())).collect();
    let sources = ("config/sources.yaml", files.text("config/sources.yaml"));
    let topics = Topics::load(&topic_files, sources, references);
    findings.extend(topics.findings);
    topics.topics
}

fn flow_files(files: &Files) -> Vec<Source> {
    let all = files.below("flows/").into_iter().filter(|(file, _)| !file.starts_with("flows/faq/"));
    all.map(|(file, text)| Source { file: file.to_owned(), text: text.to_owned() }).collect()
}

/// The glossary and the policy are read in any case, so that `handrail check` sees what is wrong with them.
fn matcher(files: &Files, topics: &Topics, matching: Matching, findings: &mut Vec<Finding>) -> Matcher {
    let glossary = glossary(files, findings);
    let policy = Policy::load(POLICY, files.text(POLICY), findings);
    if matching == Matching::Encoder {
        let semantic = || -> Result<Semantic, String> {
            let encoder = encoder().map_err(|error| error.to_string())?;
            let model = model(files).map_err(|error| error.to_string())?;
            Semantic::new(Arc::new(encoder), topics, model, glossary, policy).map_err(|error| error.to_string())
        };
        match semantic() {
            Ok(semantic) => return Matcher::Semantic(Box::new(semantic)),
            Err(problem) => findings.push(Finding::new("E003", &start_of(trained::MODEL), problem)),
        }
    }
    Matcher::Lexical(Box::new(Lexical::new(topics)))
}

/// The glossary of the matcher.
#[must_use]
pub fn glossary(files: &Files, findings: &mut Vec<Finding>) -> Glossary {
    Glossary::load(GLOSSARY, files.text(GLOSSARY), findings)
}

/// Numbers that texts name: contacts and crisis lines.
struct Numbers<'a> {
    contacts: &'a Contacts,
    directory: &'a Directory,
}

impl References for Numbers<'_> {
    fn find(&self, kind: &str, id: &str, language: Language) -> Option<String> {
        match kind {
            "contact" => self.contacts.get(id).map(str::to_owned),
            "line" => self.directory.short_words(id, language),
            "emergency" => self.directory.emergency_number(id).map(str::to_owned),
            _ => None,
        }
    }
}

fn from_safety(problem: &Problem) -> Finding {
    let mut at = start_of(&problem.file);
    at.line = u32::try_from(problem.line).unwrap_or(u32::MAX);
    at.column = u32::try_from(problem.column).unwrap_or(u32::MAX);
    Finding::new("E003", &at, problem.sentence.clone())
}
