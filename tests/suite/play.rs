//! A conversation with flows that stand in a test. After every turn the state goes through its stored form.

use handrail::engine::payload::{self, Tap};
use handrail::engine::{
    Context, Effect, Finding, Flows, Input, References, Say, Source, State, Turn, Value, Words, has_errors, step,
};
use handrail::message::{Choice, Language, Place};
use jiff::tz::TimeZone;

/// Nothing can be looked up.
pub struct NoReferences;

impl References for NoReferences {
    fn find(&self, _: &str, _: &str, _: Language) -> Option<String> {
        None
    }
}

/// Loads files as they are, with whatever is wrong with them.
pub fn load(files: &[&str]) -> (Flows, Vec<Finding>) {
    let sources: Vec<Source> = files
        .iter()
        .enumerate()
        .map(|(number, text)| Source { file: format!("{number}.yaml"), text: (*text).to_owned() })
        .collect();
    let loaded = Flows::load(&sources, Words::built_in(), &NoReferences);
    (loaded.flows, loaded.findings)
}

/// Loads files that the loader must find nothing wrong with.
pub fn load_clean(files: &[&str]) -> Flows {
    let (flows, findings) = load(files);
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(!has_errors(&findings), "{}", lines.join("\n"));
    flows
}

/// Wednesday, November 25, 2026, ten in the morning in UTC.
pub fn context(language: Language) -> Context {
    Context {
        now: "2026-11-25T10:00:00Z".parse().unwrap(),
        language,
        place: Place::Private,
        country: None,
        zone: TimeZone::UTC,
        traced: true,
    }
}

/// A conversation under way.
pub struct Play {
    pub flows: Flows,
    pub state: State,
    pub context: Context,
    /// The last turn's words, one entry for each thing said; questions begin with "? ".
    pub says: Vec<String>,
    pub choices: Vec<Choice>,
    pub effects: Vec<Effect>,
}

impl Play {
    pub fn new(files: &[&str]) -> Self {
        Self::with(load_clean(files))
    }

    pub fn with(flows: Flows) -> Self {
        Self {
            flows,
            state: State::default(),
            context: context(Language::En),
            says: Vec::new(),
            choices: Vec::new(),
            effects: Vec::new(),
        }
    }

    /// The same conversation after other flows were loaded.
    pub fn deploy(mut self, files: &[&str]) -> Self {
        self.flows = load_clean(files);
        self
    }

    pub fn begun(files: &[&str], flow: &str) -> Self {
        let mut play = Self::new(files);
        play.input(Input::Start(flow));
        play
    }

    pub fn input(&mut self, input: Input<'_>) -> &mut Self {
        let before = self.state.clone();
        let silent = matches!(input, Input::Park | Input::Expire { .. });
        let turn = step(&self.flows, before.clone(), input, &self.context);
        assert_eq!(turn, step(&self.flows, before, input, &self.context), "two runs of {input:?} differ");
        assert!(silent || !turn.says.is_empty(), "nothing said after {input:?}");
        let Turn { state, says, choices, effects, .. } = turn;
        let stored = state.encode().unwrap();
        self.state = State::decode(&stored).unwrap();
        assert_eq!(self.state, state, "the stored form of the state is another one");
        self.says = says.iter().map(said).collect();
        self.choices = choices;
        self.effects = effects;
        self
    }

    pub fn say(&mut self, text: &str) -> &mut Self {
        self.input(Input::Text(text))
    }

    pub fn say_all(&mut self, texts: &[&str]) -> &mut Self {
        for text in texts {
            self.say(text);
        }
        self
    }

    /// Presses a button of the last turn.
    pub fn tap(&mut self, label: &str) -> &mut Self {
        let choice = self.choices.iter().find(|choice| &*choice.label == label);
        let payload = choice.unwrap_or_else(|| panic!("no button '{label}' in {:?}", self.labels())).payload.clone();
        self.press(&payload)
    }

    /// Presses a button by what it carries.
    pub fn press(&mut self, payload: &str) -> &mut Self {
        match payload::read(payload) {
            Tap::Answer { flow, question, hash, value } => self.input(Input::Tap { flow, question, hash, value }),
            Tap::Change { flow, question } => self.input(Input::ChangeQuestion { flow, question }),
            Tap::Word(handrail::engine::Word::Skip) => self.input(Input::Skip),
            Tap::Word(handrail::engine::Word::Back) => self.input(Input::Back),
            Tap::Word(handrail::engine::Word::Continue) => self.input(Input::Resume),
            Tap::Word(handrail::engine::Word::Stop) => self.input(Input::Stop),
            other => panic!("the desk would take {other:?}"),
        }
    }

    pub fn labels(&self) -> Vec<&str> {
        self.choices.iter().map(|choice| &*choice.label).collect()
    }

    /// The question that waits, with its flow.
    pub fn asks(&self) -> Option<String> {
        let flow = &self.state.top()?.flow;
        Some(format!("{flow}.{}", self.state.pending.as_ref()?.question))
    }

    /// Everything said in the last turn.
    pub fn text(&self) -> String {
        self.says.join("\n")
    }

    /// A slot of the flow that talks.
    pub fn slot(&self, name: &str) -> Option<&Value> {
        self.state.top()?.get(name)
    }

    /// The outcomes of the last turn.
    pub fn ended(&self) -> Vec<String> {
        self.effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Ended { flow, outcome } => Some(format!("{flow}.{outcome}")),
                _ => None,
            })
            .collect()
    }
}

fn said(say: &Say) -> String {
    match say {
        Say::Words(text) => text.to_string(),
        Say::Question(text) => format!("? {text}"),
        Say::Topic(name) => format!("topic {name}"),
        Say::Lines(need) => format!("lines {need}"),
        Say::Document { title, text, .. } => format!("{title}\n{text}"),
        Say::Image { file, alt } => format!("image {file}: {alt}"),
    }
}

/// A caller, and a called flow that is given a name and brings back whether it is covered.
pub const PLAN: &str = "
flow: plan
languages: [en, es]
place: anywhere
slots:
  name: { type: text, label: { en: name, es: nombre } }
  days: { type: number, min: 1, max: 7, label: { en: days, es: días } }
  covered: { type: yes_no }
  again: { type: yes_no }
steps:
  hello:
    - { ask: name, en: What is your name?, es: ¿Cómo se llama?, skip: friend }
    - { ask: days, en: 'How many days, {name}?', es: '¿Cuántos días, {name}?', skip: { goto: bye } }
    - { call: insurance, give: { who: name }, take: { covered: covered } }
    - { ask: again, en: 'Covered: {covered}. Go on?', es: 'Cubierto: {covered}. ¿Seguir?', skip: no }
    - goto: bye
  bye:
    - { say: { en: 'Bye, {name}.', es: 'Adiós, {name}.' } }
    - end: done
";
pub const INSURANCE: &str = "
flow: insurance
languages: [en]
place: anywhere
slots:
  who: { type: text }
  plan: { type: text }
  covered: { type: yes_no }
steps:
  hello:
    - { ask: plan, en: 'Which plan, {who}?', skip: { goto: none } }
    - { ask: covered, en: 'Does {plan} pay?', skip: no }
    - end: known
  none:
    - { say: { en: That is fine. } }
    - end: unknown
";
