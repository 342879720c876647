//! Playing a conversation against the desk.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::format::{Conversation, Expectation, Turn};
use super::glob::matches;
use super::held;
use crate::desk::{self, Answer};
use crate::engine::{Effect, State, Visit};
use crate::library::Library;
use crate::message::{Body, ConversationKey, Country, Inbound, Language, MessageText, PersonKey, Place, Platform};
use crate::source::Position;

/// A conversation under way: the desk, its memory, and a clock that only the test moves.
pub struct Talk<'a> {
    library: &'a Library,
    pub conversation: desk::Conversation,
    pub now: Timestamp,
    place: Place,
    language: Option<Language>,
    updates: u64,
    pub answer: Option<Answer>,
    pub visits: Vec<Visit>,
}

/// Where a conversation came out otherwise than written.
#[derive(Clone, Debug)]
pub struct Failure {
    pub at: Position,
    pub conversation: String,
    pub message: String,
}

/// What came of one conversation.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub failures: Vec<Failure>,
    pub visits: Vec<Visit>,
    /// The languages in which the bot spoke.
    pub languages: Vec<Language>,
}

impl<'a> Talk<'a> {
    #[must_use]
    pub fn new(
        library: &'a Library,
        language: Option<Language>,
        country: Option<Country>,
        place: Place,
        now: Timestamp,
    ) -> Self {
        let conversation = desk::Conversation { language, country, ..desk::Conversation::default() };
        Self { library, conversation, now, place, language, updates: 0, answer: None, visits: Vec::new() }
    }

    /// The person writes.
    pub fn say(&mut self, text: &str) {
        self.send(Body::Text(MessageText::from(text)));
    }

    /// The person presses a button of the last answer, by label; or any button, by payload.
    ///
    /// # Errors
    /// When there is no such button; says which there are.
    pub fn tap(&mut self, label: &str) -> Result<(), String> {
        let choices = self.answer.as_ref().map(|answer| answer.outbound.choices.as_slice()).unwrap_or_default();
        let payload = match choices.iter().find(|choice| *choice.label == *label) {
            Some(choice) => choice.payload.to_string(),
            None if label.contains(':') => label.to_owned(),
            None => return Err(format!("there is no button '{label}', only {}", labels(choices))),
        };
        self.send(Body::Tap(payload));
        Ok(())
    }

    fn send(&mut self, body: Body) {
        self.updates += 1;
        let person = PersonKey { platform: Platform::Terminal, user: String::new() };
        let inbound = Inbound {
            conversation: ConversationKey { person, room: String::new() },
            update: self.updates.to_string(),
            place: self.place,
            language: self.language,
            country: None,
            body,
            reach: String::new(),
            written_at: None,
        };
        let mut conversation = std::mem::take(&mut self.conversation);
        conversation.held.let_go(self.now.as_second());
        let mut answer = desk::answer(self.library, conversation, &inbound, self.now);
        self.conversation = std::mem::take(&mut answer.conversation);
        self.conversation.held.change(&answer.changes);
        self.visits.extend(answer.trace.visits.iter().copied());
        self.answer = Some(answer);
        self.now += SignedDuration::from_secs(5);
    }

    /// Sends the state through its stored form.
    ///
    /// # Errors
    /// When it does not come back as it went.
    pub fn store_and_recall(&mut self) -> Result<(), String> {
        let bytes = self.conversation.state.encode().map_err(|error| error.to_string())?;
        let recalled = State::decode(&bytes).map_err(|error| error.to_string())?;
        if recalled == self.conversation.state {
            self.conversation.state = recalled;
            Ok(())
        } else {
            Err("the state does not survive its stored form".to_owned())
        }
    }
}

/// Plays a conversation to its end or its first failure.
#[must_use]
pub fn run(library: &Library, conversation: &Conversation) -> Outcome {
    let mut talk =
        Talk::new(library, conversation.language, conversation.country, conversation.place, conversation.now);
    talk.conversation.not_kept = conversation.not_kept;
    let mut outcome = Outcome::default();
    let mut heard = 0;
    for (at, turn) in &conversation.turns {
        let result = match turn {
            Turn::Expect(expected) => holds(&talk, expected, &mut heard),
            spoken => left_over(&talk, heard).and_then(|()| {
                heard = 0;
                speak(&mut talk, spoken)
            }),
        };
        if let Err(message) = result {
            outcome.failures.push(Failure { at: at.clone(), conversation: conversation.name.clone(), message });
            break;
        }
    }
    if outcome.failures.is_empty()
        && let (Err(message), Some((at, _))) = (left_over(&talk, heard), conversation.turns.last())
    {
        outcome.failures.push(Failure { at: at.clone(), conversation: conversation.name.clone(), message });
    }
    outcome.languages = vec![talk.conversation.language.or(conversation.language).unwrap_or_default()];
    outcome.visits = talk.visits;
    outcome
}

fn speak(talk: &mut Talk<'_>, turn: &Turn) -> Result<(), String> {
    match turn {
        Turn::You(text) => talk.say(text),
        Turn::Tap(label) => talk.tap(label)?,
        Turn::Later(minutes) => {
            talk.now += SignedDuration::from_mins(*minutes);
            talk.answer = None;
        }
        Turn::Expect(_) => {}
    }
    talk.store_and_recall()
}

/// Once a turn's answer has been looked at, all of its bubbles must have been.
fn left_over(talk: &Talk<'_>, heard: usize) -> Result<(), String> {
    let Some(answer) = &talk.answer else { return Ok(()) };
    match answer.outbound.bubbles.get(heard) {
        Some(bubble) if heard > 0 => Err(format!("the bot also said:\n{}", indent(&bubble.words()))),
        _ => Ok(()),
    }
}

fn holds(talk: &Talk<'_>, expected: &Expectation, heard: &mut usize) -> Result<(), String> {
    let answer = talk.answer.as_ref().ok_or("nothing was said yet")?;
    let wrong = |what: &str, wanted: &str, found: &str| Err(format!("{what} should be {wanted}, and is {found}"));
    match expected {
        Expectation::Bot(pattern) if pattern == "..." => *heard = answer.outbound.bubbles.len().max(1),
        Expectation::Bot(pattern) => {
            let said = answer.outbound.bubbles.get(*heard).map(crate::message::Bubble::words);
            *heard += 1;
            match said {
                Some(said) if matches(pattern, &said) => {}
                Some(said) => {
                    return Err(format!("expected:\n{}\nbut the bot said:\n{}", indent(pattern), indent(&said)));
                }
                None => return Err(format!("expected:\n{}\nbut the bot said nothing more", indent(pattern))),
            }
        }
        Expectation::Buttons(wanted) => {
            let mut there = answer.outbound.choices.iter();
            for label in wanted {
                if !there.any(|choice| *choice.label == **label) {
                    let found = labels(&answer.outbound.choices);
                    return wrong("the buttons", &format!("{} in this order", wanted.join(", ")), &found);
                }
            }
        }
        Expectation::Faq(topic) => {
            let found = answer.trace.topic.as_deref().unwrap_or("none");
            if found != topic {
                return wrong("the topic", topic, found);
            }
        }
        Expectation::Offers(topic) => {
            if !answer.trace.offered.iter().any(|offered| **offered == **topic) {
                let found: Vec<&str> = answer.trace.offered.iter().map(Arc::as_ref).collect();
                return wrong("the offered topics", &format!("{topic} among others"), &found.join(", "));
            }
        }
        Expectation::Crisis(level) => {
            let found = answer.trace.crisis.name();
            if found != level {
                return wrong("the level", level, found);
            }
        }
        Expectation::Asks(question) => {
            let found = asked(&talk.conversation.state);
            if found != *question {
                return wrong("the question that waits", question, &found);
            }
        }
        Expectation::Stored(slots) => {
            let found = stored(&talk.conversation.state);
            let mut wanted = slots.clone();
            wanted.sort();
            if found != wanted {
                return wrong("what is held", &wanted.join(", "), &found.join(", "));
            }
        }
        Expectation::Held(wanted) => {
            let found = held::lines(&talk.conversation);
            let same =
                found.len() == wanted.len() && wanted.iter().zip(&found).all(|(pattern, line)| matches(pattern, line));
            if !same {
                return wrong("what is held beside the conversation", &wanted.join("; "), &found.join("; "));
            }
        }
        Expectation::Sends(wanted) => {
            let found: Vec<String> = answer.changes.iter().filter_map(held::single).collect();
            if !found.iter().any(|at| matches(wanted, at)) {
                return wrong("a single reminder", wanted, &found.join("; "));
            }
        }
        Expectation::Ended(wanted) => {
            let ended: Vec<String> = answer
                .effects
                .iter()
                .filter_map(|effect| match effect {
                    Effect::Ended { flow, outcome } => Some(format!("{flow}.{outcome}")),
                    _ => None,
                })
                .collect();
            if !ended.contains(wanted) {
                return wrong("what ended", wanted, &ended.join(", "));
            }
        }
    }
    Ok(())
}

fn asked(state: &State) -> String {
    match (state.top(), &state.pending) {
        (Some(frame), Some(pending)) => format!("{}.{}", frame.flow, pending.question),
        _ => "nothing".to_owned(),
    }
}

fn stored(state: &State) -> Vec<String> {
    let mut slots: Vec<String> = state
        .frames
        .iter()
        .flat_map(|frame| frame.slots.iter().map(move |(slot, _)| format!("{}.{slot}", frame.flow)))
        .collect();
    slots.sort();
    slots.dedup();
    slots
}

fn labels(choices: &[crate::message::Choice]) -> String {
    choices.iter().map(|choice| &*choice.label).collect::<Vec<_>>().join(", ")
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}
