//! One conversation being played: what an input means, and what is answered.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::{Answer, Recorded};
use crate::engine::payload::{self, Tap};
use crate::engine::{Context, Effect, Fit, Flows, Input, State, Turn, Word, fit, step};
use crate::message::{Choice, Language, fold};

pub struct Player<'a> {
    flows: &'a Flows,
    state: State,
    /// The buttons under the last answer.
    choices: Vec<Choice>,
    context: Context,
    last: Step,
}

/// What an input means, by the order of the desk: a button, a reserved word, a correction, a start, an answer.
#[derive(Clone, Debug)]
pub enum Step {
    Tap(Arc<str>),
    Word(Word),
    Change(String),
    Start(Arc<str>),
    Text,
}

impl<'a> Player<'a> {
    pub fn new(flows: &'a Flows, recorded: &Recorded) -> Self {
        let context = Context {
            now: recorded.now,
            language: recorded.language,
            place: recorded.place,
            country: recorded.country,
            zone: TimeZone::UTC,
            person: crate::engine::Standing::default(),
            traced: false,
        };
        Self { flows, state: State::default(), choices: Vec::new(), context, last: Step::Text }
    }

    /// The same conversation, to go on with other flows.
    pub fn carried_to<'b>(&self, flows: &'b Flows) -> Player<'b> {
        Player {
            flows,
            state: self.state.clone(),
            choices: self.choices.clone(),
            context: self.context.clone(),
            last: self.last.clone(),
        }
    }

    pub fn last_step(&self) -> Step {
        self.last.clone()
    }

    pub fn start(&mut self, flow: &str) -> Answer {
        self.run(Input::Start(flow))
    }

    /// Takes what was typed or tapped.
    pub fn hear(&mut self, input: &str) -> Answer {
        self.last = self.meaning(input);
        self.take(self.last.clone(), input)
    }

    fn meaning(&self, input: &str) -> Step {
        let folded = fold(input);
        if let Some(choice) = self.choices.iter().find(|choice| fold(&choice.label) == folded) {
            return Step::Tap(Arc::clone(&choice.payload));
        }
        if let Some(word) = self.flows.words.reserved(input) {
            return Step::Word(word);
        }
        if let Some(wanted) = self.flows.words.change_of(input) {
            return Step::Change(wanted);
        }
        match self.flows.started_by(input) {
            Some(flow) if fit(self.flows, &self.state, input, &self.context) == Fit::No => {
                Step::Start(Arc::clone(&flow.name.name))
            }
            _ => Step::Text,
        }
    }

    /// Takes an input whose meaning is known.
    pub fn take(&mut self, step: Step, input: &str) -> Answer {
        match step {
            Step::Tap(payload) => self.tap(&payload, input),
            Step::Word(word) => self.word(word),
            Step::Change(wanted) => self.run(Input::Change(Some(&wanted))),
            Step::Start(flow) => self.run(Input::Start(&flow)),
            Step::Text => self.run(Input::Text(input)),
        }
    }

    fn tap(&mut self, payload: &str, input: &str) -> Answer {
        match payload::read(payload) {
            Tap::Answer { flow, question, hash, value } => self.run(Input::Tap { flow, question, hash, value }),
            Tap::Change { flow, question } => self.run(Input::ChangeQuestion { flow, question }),
            Tap::Word(word) => self.word(word),
            Tap::Start(flow) => self.run(Input::Start(flow)),
            Tap::Other(_) => self.run(Input::Text(input)),
        }
    }

    fn word(&mut self, word: Word) -> Answer {
        match word {
            Word::Stop => self.run(Input::Stop),
            Word::Back => self.run(Input::Back),
            Word::Skip => self.run(Input::Skip),
            Word::Continue => self.run(Input::Resume),
            Word::Change => self.run(Input::Change(None)),
            Word::InEnglish => self.speak(Language::En),
            Word::InSpanish => self.speak(Language::Es),
            // The desk answers these without a step.
            Word::HelpNow
            | Word::Menu
            | Word::Person
            | Word::ShowData
            | Word::DeleteData
            | Word::Privacy
            | Word::CrisisPolicy => Answer::of(&self.state, &[], &[], &[]),
        }
    }

    fn speak(&mut self, language: Language) -> Answer {
        self.context.language = language;
        self.run(Input::Resume)
    }

    fn run(&mut self, input: Input<'_>) -> Answer {
        let Turn { state, says, choices, effects, .. } =
            step(self.flows, std::mem::take(&mut self.state), input, &self.context);
        for effect in &effects {
            if let Effect::Country(country) = effect {
                self.context.country = Some(*country);
            }
        }
        let answer = Answer::of(&state, &says, &choices, &effects);
        self.state = state;
        self.choices = choices;
        answer
    }
}
