//! The answer to a crisis: a pure function from what is known to the paragraphs and choices of one card. It needs no
//! database and no network, and it cannot fail: whatever is unknown, there is something to turn to.

use super::card_lines::Lines;
use super::card_words::{CardWords, Words};
use super::directory::Directory;
use super::level::{Category, Level, Person};
use super::need::Need;
use crate::message::Language as Lang;

/// Which card of the conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Step {
    #[default]
    First,
    Danger,
    NotNow,
    SomeoneElse,
    Safe,
    Misunderstood,
    NoCall,
    OtherWays,
    Stop,
    /// After words that no card understands.
    StillHere,
    OtherCountry,
    WrongNumber,
}

impl Step {
    pub const ALL: [Self; 12] = [
        Self::First,
        Self::Danger,
        Self::NotNow,
        Self::SomeoneElse,
        Self::Safe,
        Self::Misunderstood,
        Self::NoCall,
        Self::OtherWays,
        Self::Stop,
        Self::StillHere,
        Self::OtherCountry,
        Self::WrongNumber,
    ];

    /// The card that follows a choice; None for choices the conversation handles itself.
    #[must_use]
    pub fn after(choice: &str) -> Option<Self> {
        Some(match choice {
            "danger_yes" => Self::Danger,
            "danger_no" => Self::NotNow,
            "someone_else" => Self::SomeoneElse,
            "safe" => Self::Safe,
            "other_ways" => Self::OtherWays,
            "no_call" => Self::NoCall,
            "misunderstood" => Self::Misunderstood,
            "help_now" => Self::First,
            "stop" => Self::Stop,
            "country_other" => Self::OtherCountry,
            "wrong_number" => Self::WrongNumber,
            _ => return None,
        })
    }
}

/// Everything a card depends on. The person's words are not among it.
#[derive(Clone, Copy, Debug, Default)]
pub struct CardRequest<'a> {
    pub level: Level,
    pub category: Option<Category>,
    pub person: Person,
    pub lang: Lang,
    /// Only what the person said or chose; never guessed.
    pub country: Option<&'a str>,
    /// Hours since Monday midnight where the person is, if known.
    pub hour_of_week: Option<u8>,
    /// The same level within minutes: shortened, never silent.
    pub repeat: bool,
    pub step: Step,
    /// Under 18, because they said so; nobody is asked.
    pub minor: bool,
    /// The operator's countries for people whose country is unknown.
    pub default_countries: &'a [&'a str],
}

/// What is sent: paragraphs in order, and choices as key and label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    pub paragraphs: Vec<String>,
    pub choices: Vec<(String, String)>,
}

/// Builds the card.
///
/// ```
/// use handrail::safety::{CardRequest, CardWords, Directory, Level, card};
/// let (words, directory) = (CardWords::shipped(), Directory::shipped());
/// let request = CardRequest { level: Level::Emergency, country: Some("US"), ..CardRequest::default() };
/// let card = card(&request, &words, &directory);
/// assert!(card.paragraphs[1].starts_with("Call 911 now."));
/// ```
#[must_use]
pub fn card(request: &CardRequest<'_>, words: &CardWords, directory: &Directory) -> Card {
    let words = words.of(request.lang);
    let lines = Lines::new(request, words, directory);
    let builder = Builder { request, words, lines };
    match request.step {
        Step::First if request.level == Level::Concern && request.person == Person::Other => builder.someone_else(),
        Step::First if request.level == Level::Concern => builder.soft(),
        Step::First if request.repeat => builder.repeated(),
        Step::First => builder.first(),
        Step::Danger => builder.danger(),
        Step::NotNow => builder.not_now(),
        Step::SomeoneElse => builder.someone_else(),
        Step::Safe => builder.one_line(&words.safe, &["help_now", "continue", "stop", "wrong_number"]),
        Step::Misunderstood => builder.one_line(&words.misunderstood, &["continue", "stop", "help_now"]),
        Step::NoCall => builder.no_call(),
        Step::OtherWays => builder.other_ways(),
        Step::Stop => builder.one_line(&words.stop, &["help_now", "continue"]),
        Step::StillHere => builder.still_here(),
        Step::OtherCountry => builder
            .finish(vec![words.which_country.clone(), builder.lines.anywhere()], &["help_now", "continue", "stop"]),
        Step::WrongNumber => builder.wrong_number(),
    }
}

struct Builder<'a> {
    request: &'a CardRequest<'a>,
    words: &'a Words,
    lines: Lines<'a>,
}

impl Builder<'_> {
    fn violent(&self) -> bool {
        matches!(
            self.request.category,
            Some(Category::DomesticViolence | Category::ViolenceNow | Category::SexualAssault)
        )
    }

    fn first(&self) -> Card {
        let mut paragraphs = vec![self.acknowledgement().to_owned()];
        if self.request.level == Level::Emergency {
            paragraphs.push(self.lines.emergency(self.violent()));
            paragraphs.extend(self.lines.after_emergency());
        } else {
            paragraphs.push(self.lines.action());
        }
        if self.request.minor {
            paragraphs.extend(self.lines.youth().map(|actions| self.words.minor.replace("{actions}", &actions)));
        }
        paragraphs.push(self.words.automated.clone());
        paragraphs.push(self.question());
        self.finish(paragraphs, &["danger_yes", "danger_no", "someone_else", "misunderstood"])
    }

    fn question(&self) -> String {
        let words = self.words;
        if self.request.person == Person::Other { words.question_other.clone() } else { words.question.clone() }
    }

    fn acknowledgement(&self) -> &str {
        let ack = &self.words.ack;
        if self.request.person == Person::Other {
            return &ack.other;
        }
        match self.request.category {
            Some(Category::DomesticViolence | Category::ViolenceNow | Category::Runaway) => &ack.violence,
            Some(Category::SexualAssault) => &ack.assault,
            Some(Category::EatingDisorder) => &ack.eating,
            Some(Category::Substance) => &ack.substance,
            Some(Category::Psychosis | Category::HarmOthers) => &ack.voices,
            Some(Category::Perinatal) => &ack.baby,
            _ if self.request.level == Level::Emergency => &ack.emergency,
            _ => &ack.default,
        }
    }

    /// The one thing to do, emergency number first where the danger is now.
    fn action(&self) -> String {
        if self.request.level == Level::Emergency { self.lines.emergency(self.violent()) } else { self.lines.action() }
    }

    fn repeated(&self) -> Card {
        self.finish(vec![self.action(), self.words.repeat.clone()], &["danger_yes", "danger_no", "other_ways", "safe"])
    }

    fn still_here(&self) -> Card {
        let paragraphs = vec![self.words.still_here.clone(), self.action(), self.question()];
        self.finish(paragraphs, &["danger_yes", "danger_no", "safe", "other_ways", "continue", "stop"])
    }

    fn wrong_number(&self) -> Card {
        let mut paragraphs = vec![self.words.not_working.clone(), self.lines.emergency(self.violent())];
        paragraphs.extend(self.lines.others());
        if self.lines.country_known() {
            paragraphs.push(self.lines.anywhere());
        }
        self.finish(paragraphs, &["safe", "continue", "stop"])
    }

    fn danger(&self) -> Card {
        let words = if self.violent() { &self.words.danger_violence } else { &self.words.danger };
        let mut paragraphs = vec![self.lines.emergency(self.violent())];
        paragraphs.extend(words.iter().cloned());
        paragraphs.extend(self.lines.after_emergency());
        self.finish(paragraphs, &["safe", "other_ways", "continue", "stop"])
    }

    fn not_now(&self) -> Card {
        let words = &self.words.not_now;
        let mut paragraphs = vec![words[0].clone()];
        paragraphs.push(self.lines.written_ways().unwrap_or_else(|| self.lines.action()));
        paragraphs.extend(words[1..].iter().cloned());
        paragraphs.push(self.words.disclosure.clone());
        if self.request.minor {
            paragraphs.extend(self.lines.youth().map(|actions| self.words.minor.replace("{actions}", &actions)));
        }
        self.finish(paragraphs, &["safe", "other_ways", "no_call", "continue", "stop"])
    }

    fn someone_else(&self) -> Card {
        let mut paragraphs = Vec::new();
        if self.request.category == Some(Category::Bereavement) {
            paragraphs.push(self.words.someone_else_bereaved.replace("{actions}", &self.lines.action()));
        } else {
            let number = self.lines.emergency_numbers();
            if self.request.level == Level::Emergency {
                paragraphs.push(self.lines.emergency(self.violent()));
            }
            paragraphs.extend(
                self.words
                    .someone_else
                    .iter()
                    .map(|text| text.replace("{actions}", &self.lines.action()).replace("{number}", &number)),
            );
        }
        self.finish(paragraphs, &["safe", "other_ways", "continue", "stop"])
    }

    fn no_call(&self) -> Card {
        let ways = self.lines.written_ways().unwrap_or_else(|| self.lines.anywhere());
        let mut paragraphs = vec![self.words.no_call.replace("{actions}", &ways)];
        paragraphs.extend(self.lines.warmline().map(|actions| self.words.warmline.replace("{actions}", &actions)));
        paragraphs.push(self.words.not_now[2].clone());
        self.finish(paragraphs, &["safe", "other_ways", "continue", "stop", "wrong_number"])
    }

    fn other_ways(&self) -> Card {
        let mut paragraphs = vec![self.words.other_ways.clone()];
        paragraphs.extend(self.lines.others());
        paragraphs.extend(self.lines.warmline().map(|actions| self.words.warmline.replace("{actions}", &actions)));
        paragraphs.push(self.words.not_now[1].clone());
        paragraphs.push(self.words.disclosure.clone());
        self.finish(paragraphs, &["safe", "no_call", "continue", "stop", "wrong_number"])
    }

    fn soft(&self) -> Card {
        let text = if self.lines.country_known() {
            self.words.soft.replace("{actions}", &self.lines.action())
        } else {
            self.words.soft_unknown.clone()
        };
        let mut card = self.finish(vec![text], &["help_now"]);
        card.choices.retain(|(key, _)| key == "help_now");
        card
    }

    fn one_line(&self, text: &str, choices: &[&str]) -> Card {
        self.finish(vec![text.replace("{actions}", &self.lines.action())], choices)
    }

    fn finish(&self, paragraphs: Vec<String>, choices: &[&str]) -> Card {
        let label = |key: &str| self.words.choices.get(key).cloned().unwrap_or_else(|| key.to_owned());
        let mut choices: Vec<(String, String)> = choices.iter().map(|key| ((*key).to_owned(), label(key))).collect();
        if !self.lines.country_known() {
            choices.extend(self.words.countries.iter().map(|(code, name)| (format!("country:{code}"), name.clone())));
            choices.push(("country_other".to_owned(), label("country_other")));
        }
        Card { paragraphs, choices }
    }
}

/// The need behind a request: what was said, or the person's age.
pub(crate) fn need(request: &CardRequest<'_>) -> Need {
    let need = request.category.map_or(Need::Suicide, Need::of);
    if need == Need::Suicide && request.minor { Need::Youth } else { need }
}
