//! What a person needs, and the lines of a country that fit it, the best first.

use super::directory::{Audience, Country, Line};
use super::hours::{Opening, opening};
use super::level::Category;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    Suicide,
    Emergency,
    Youth,
    Lgbtq,
    Veterans,
    DomesticViolence,
    SexualAssault,
    SubstanceUse,
    EatingDisorders,
    Perinatal,
    Warmline,
    Spanish,
    Family,
}

impl Need {
    pub const ALL: [Self; 13] = [
        Self::Suicide,
        Self::Emergency,
        Self::Youth,
        Self::Lgbtq,
        Self::Veterans,
        Self::DomesticViolence,
        Self::SexualAssault,
        Self::SubstanceUse,
        Self::EatingDisorders,
        Self::Perinatal,
        Self::Warmline,
        Self::Spanish,
        Self::Family,
    ];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Suicide => "suicide",
            Self::Emergency => "emergency",
            Self::Youth => "youth",
            Self::Lgbtq => "lgbtq",
            Self::Veterans => "veterans",
            Self::DomesticViolence => "domestic_violence",
            Self::SexualAssault => "sexual_assault",
            Self::SubstanceUse => "substance_use",
            Self::EatingDisorders => "eating_disorders",
            Self::Perinatal => "perinatal",
            Self::Warmline => "warmline",
            Self::Spanish => "spanish",
            Self::Family => "family",
        }
    }

    /// The need that a category speaks of.
    #[must_use]
    pub const fn of(category: Category) -> Self {
        match category {
            Category::DomesticViolence | Category::ViolenceNow => Self::DomesticViolence,
            Category::SexualAssault => Self::SexualAssault,
            Category::Substance => Self::SubstanceUse,
            Category::EatingDisorder => Self::EatingDisorders,
            Category::Perinatal => Self::Perinatal,
            Category::Veteran => Self::Veterans,
            Category::Lgbtq => Self::Lgbtq,
            Category::Youth | Category::Runaway => Self::Youth,
            _ => Self::Suicide,
        }
    }

    fn fits(self, line: &Line) -> bool {
        let has = |audience| line.audience.contains(&audience);
        match self {
            Self::Suicide | Self::Emergency => has(Audience::General),
            Self::Youth => has(Audience::Youth),
            Self::Lgbtq => has(Audience::Lgbtq),
            Self::Veterans => has(Audience::Veterans),
            Self::DomesticViolence => has(Audience::DomesticViolence),
            Self::SexualAssault => has(Audience::SexualAssault),
            Self::SubstanceUse => has(Audience::SubstanceUse),
            Self::EatingDisorders => has(Audience::EatingDisorders),
            Self::Perinatal => has(Audience::Perinatal),
            Self::Warmline => has(Audience::Warmline),
            Self::Family => has(Audience::Family),
            Self::Spanish => line.languages.iter().any(|language| language == "es"),
        }
    }
}

impl Country {
    /// The lines for a need, then the general ones. A line that is open comes before one that may be closed, and that one
    /// before a closed one; within these, lines for the topic, for the whole country, and with better sources come first.
    #[must_use]
    pub fn lines_for(&self, need: Need, hour_of_week: Option<u8>) -> Vec<&Line> {
        let mut lines: Vec<&Line> =
            self.lines.iter().filter(|line| need.fits(line) || Need::Suicide.fits(line)).collect();
        lines.sort_by_key(|line| {
            let state = match opening(&line.hours, hour_of_week) {
                Opening::Open => 0_u8,
                Opening::MayBeClosed => 1,
                Opening::Closed => 2,
            };
            let narrow = line
                .audience
                .iter()
                .any(|audience| matches!(audience, Audience::Men | Audience::Faith | Audience::Indigenous));
            (state, !need.fits(line), line.scope.is_some(), narrow, line.tier == super::directory::Tier::B)
        });
        lines
    }

    /// Only the lines made for a need; may be none.
    #[must_use]
    pub fn lines_only_for(&self, need: Need, hour_of_week: Option<u8>) -> Vec<&Line> {
        self.lines_for(need, hour_of_week).into_iter().filter(|line| need.fits(line)).collect()
    }
}

impl Need {
    /// Reads a name, as flows and topics write it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|need| need.name() == name)
    }
}
