//! The words in which the screen speaks: levels, categories, whose danger it is, and the verdict.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// How much danger a message speaks of. The order is the order of danger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    #[default]
    None,
    Concern,
    Crisis,
    Emergency,
}

impl Level {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Concern => "concern",
            Self::Crisis => "crisis",
            Self::Emergency => "emergency",
        }
    }
}

/// Whose danger it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Person {
    #[default]
    #[serde(rename = "self")]
    Own,
    Other,
    Any,
}

/// When it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tense {
    Now,
    Past,
    Future,
    #[default]
    Any,
}

macro_rules! categories {
    ($($variant:ident = $name:literal),+ $(,)?) => {
        /// What a message speaks of. It chooses the line that a card names first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Category { $($variant),+ }

        impl Category {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

categories! {
    SuicidalThoughts = "suicidal_thoughts",
    Plan = "plan",
    Means = "means",
    ActUnderWay = "act_under_way",
    Overdose = "overdose",
    Farewell = "farewell",
    Burden = "burden",
    Hopeless = "hopeless",
    SelfHarm = "self_harm",
    PastAttempt = "past_attempt",
    OtherAtRisk = "other_at_risk",
    OtherInDanger = "other_in_danger",
    Bereavement = "bereavement",
    AimedAtSomeone = "aimed_at_someone",
    DomesticViolence = "domestic_violence",
    SexualAssault = "sexual_assault",
    ViolenceNow = "violence_now",
    HarmOthers = "harm_others",
    EatingDisorder = "eating_disorder",
    Substance = "substance",
    Psychosis = "psychosis",
    Perinatal = "perinatal",
    Runaway = "runaway",
    Veteran = "veteran",
    Lgbtq = "lgbtq",
    Youth = "youth",
}

/// Who found what a verdict says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reader {
    #[default]
    Lexicon,
    /// The second reader raised what the lexicon had said.
    Second,
}

/// What the screen decided about one message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub level: Level,
    pub category: Option<Category>,
    /// The id of the pattern that decided, for `handrail screen`; never shown to people, never logged.
    pub pattern: Option<String>,
    /// Byte ranges of the message that the deciding pattern covers.
    pub spans: Vec<Range<usize>>,
    pub person: Person,
    /// The weak cues of this message, for [`super::RecentCues::remember`].
    pub cues: Vec<String>,
    /// Who decided the level.
    pub reader: Reader,
    /// What the sure patterns alone come to, where that is less: it stands if the second reader sees nothing either.
    pub otherwise: Option<Box<Verdict>>,
}

impl Verdict {
    /// The level that needs nobody's agreement.
    #[must_use]
    pub fn sure(&self) -> Level {
        self.otherwise.as_ref().map_or(self.level, |otherwise| otherwise.level)
    }
}
