//! A conversation of the studio: its turns, played from the first one each time. Taking turns back is leaving them out,
//! and what an edit changes shows by playing the same turns again.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::preview::{Message, on_discord, on_telegram};
use crate::author::conversation::{NOW, Talk};
use crate::desk::Answer;
use crate::engine::Visit;
use crate::library::Library;
use crate::message::{Bubble, Country, Language, Place, Tone};

/// Most turns of one conversation.
pub const TURNS_MAX: usize = 500;

/// What is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    language: Option<String>,
    country: Option<String>,
    #[serde(default)]
    public: bool,
    /// When it begins; the time of the conversation tests unless said.
    now: Option<Timestamp>,
    pub turns: Vec<Turn>,
}

/// What the person does.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    You(String),
    /// A button, by what it carries.
    Tap(String),
    /// Minutes that pass.
    Later(i64),
}

/// What the bot answers to a turn, and how that came about.
#[derive(Serialize)]
pub struct Played {
    /// The time in the conversation.
    now: String,
    bubbles: Vec<Said>,
    choices: Vec<Button>,
    crisis_card: bool,
    previews: Previews,
    /// The question that waits.
    waits: Option<String>,
    /// The steps that the turn went over, as `flow.step`.
    steps: Vec<String>,
    /// What is held, as `flow.slot`.
    held: Vec<String>,
    /// Level of the screen.
    level: &'static str,
    topic: Option<String>,
    offered: Vec<String>,
    effects: usize,
}

#[derive(Serialize)]
struct Said {
    title: Option<String>,
    words: String,
}

#[derive(Serialize)]
struct Button {
    label: String,
    tap: String,
}

#[derive(Serialize)]
struct Previews {
    discord: Vec<Message>,
    telegram: Vec<Message>,
}

/// Plays a conversation.
#[must_use]
pub fn play(library: &Library, asked: &Asked) -> Vec<Played> {
    let language = asked.language.as_deref().and_then(Language::from_tag);
    let country = asked.country.as_deref().and_then(Country::from_code);
    let place = if asked.public { Place::Public } else { Place::Private };
    let start = asked.now.or_else(|| NOW.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH);
    let mut talk = Talk::new(library, language, country, place, start);
    let mut played = Vec::new();
    for turn in &asked.turns {
        let visited = talk.visits.len();
        match turn {
            Turn::You(text) => talk.say(text),
            // A payload that an edit took away is answered like any old button.
            Turn::Tap(payload) => {
                let _always_a_payload = talk.tap(if payload.contains(':') { payload } else { "gone:" });
            }
            Turn::Later(minutes) => {
                talk.now = talk.now.saturating_add(SignedDuration::from_mins(*minutes)).unwrap_or(talk.now);
                continue;
            }
        }
        let Some(answer) = &talk.answer else { continue };
        played.push(shown(library, answer, &talk, visited, (place, language)));
    }
    played
}

fn shown(
    library: &Library,
    answer: &Answer,
    talk: &Talk<'_>,
    visited: usize,
    said: (Place, Option<Language>),
) -> Played {
    let (state, visits, now) = (&talk.conversation.state, &talk.visits[visited..], talk.now);
    let outbound = &answer.outbound;
    let (place, language) = (said.0, answer.conversation.language.or(said.1).unwrap_or_default());
    let bubbles = outbound
        .bubbles
        .iter()
        .map(|bubble| match bubble {
            Bubble::Document { title, text } => Said { title: Some(title.to_string()), words: text.to_string() },
            other => Said { title: None, words: other.words() },
        })
        .collect();
    let choices = outbound
        .choices
        .iter()
        .map(|choice| Button { label: choice.label.to_string(), tap: choice.payload.to_string() })
        .collect();
    let mut steps: Vec<String> = visits.iter().filter_map(|visit| step_name(library, *visit)).collect();
    steps.dedup();
    let held = state
        .frames
        .iter()
        .flat_map(|frame| frame.slots.iter().map(move |(slot, _)| format!("{}.{slot}", frame.flow)))
        .collect();
    let waits = match (state.top(), &state.pending) {
        (Some(frame), Some(pending)) => Some(format!("{}.{}", frame.flow, pending.question)),
        _ => None,
    };
    Played {
        now: now.strftime("%a %Y-%m-%d %H:%M UTC").to_string(),
        bubbles,
        choices,
        crisis_card: outbound.tone == Tone::Crisis,
        previews: Previews {
            discord: on_discord(outbound, language, place == Place::Public),
            telegram: on_telegram(outbound),
        },
        waits,
        steps,
        held,
        level: answer.trace.crisis.name(),
        topic: answer.trace.topic.as_ref().map(ToString::to_string),
        offered: answer.trace.offered.iter().map(ToString::to_string).collect(),
        effects: answer.effects.len(),
    }
}

fn step_name(library: &Library, visit: Visit) -> Option<String> {
    let Visit::Line { flow, step, .. } = visit else { return None };
    let flow = library.flows.flows.get(flow)?;
    Some(format!("{}.{}", flow.name.name, flow.steps.get(step)?.name.name))
}
