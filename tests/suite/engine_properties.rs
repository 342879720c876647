//! What holds for every flow, every saved state and every input: there is always an answer, nothing panics, the state
//! can be stored, stays small, and the same things give the same bytes.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use handrail::engine::payload::{self, Tap};
use handrail::engine::{
    Flows, Frame, Input, Pending, Say, Source, State, Turn, Value, Waits, Words, fit, has_errors, step,
};
use handrail::message::{Choice, Language, Place};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::drafts::{DOCUMENT, Edit, drafts, edit_text, edits};
use crate::play::{NoReferences, context};
use crate::support::library;

/// The longest state of a usual flow, in bytes.
const STATE_MAX: usize = 400;

fn load(texts: &[String]) -> Flows {
    static WORDS: OnceLock<Words> = OnceLock::new();
    let sources: Vec<Source> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| Source { file: format!("{number}.yaml"), text: text.clone() })
        .collect();
    Flows::load(&sources, WORDS.get_or_init(Words::built_in).clone(), &NoReferences).flows
}

/// A part of the usual number of cases, so that the suite stays quick; `PROPTEST_CASES=20000` looks much harder.
fn cases(part: u32, of: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases * part / of, ..usual }
}

/// Something a person does, or that happens.
#[derive(Clone, Debug)]
enum Act {
    Text(String),
    /// One of the buttons that were shown, the newest most often.
    Tap(Index),
    Start(&'static str),
    Change(Option<&'static str>),
    Back,
    Skip,
    Resume,
    Park,
    Stop,
    Expire(i64),
}

fn act() -> impl Strategy<Value = Act> {
    let words = select(vec![
        "Ana",
        "3",
        "5",
        "12",
        "yes",
        "no",
        "the a",
        "b",
        "x and y",
        "water, book",
        "done",
        "more",
        "tomorrow",
        "next friday",
        "5",
        "5 pm",
        "mon and wed",
        "Chicago",
        "EST",
        "Mexico",
        "us",
        "zzz",
        "",
        "?",
        "what is that?",
        "1",
        "7",
        "yesterday",
        "💧",
    ]);
    prop_oneof![
        8 => words.prop_map(|text| Act::Text(text.to_owned())),
        1 => ".{0,60}".prop_map(Act::Text),
        8 => any::<Index>().prop_map(Act::Tap),
        2 => select(vec!["first", "second", "nowhere"]).prop_map(Act::Start),
        2 => select(vec![None, Some("name"), Some("days"), Some("kind")]).prop_map(Act::Change),
        2 => Just(Act::Back),
        2 => Just(Act::Skip),
        1 => Just(Act::Resume),
        1 => Just(Act::Park),
        1 => Just(Act::Stop),
        1 => select(vec![0, 10, 31, 600, 2000, i64::MAX, -5]).prop_map(Act::Expire),
    ]
}

fn acts(most: usize) -> impl Strategy<Value = Vec<Act>> {
    prop::collection::vec(act(), 1..most)
}

/// A conversation under way; it remembers every button that it was shown.
struct Walk<'a> {
    flows: &'a Flows,
    state: State,
    shown: Vec<Choice>,
    language: Language,
    place: Place,
}

impl<'a> Walk<'a> {
    fn new(flows: &'a Flows, state: State, shown: Vec<Choice>) -> Self {
        Self { flows, state, shown, language: Language::En, place: Place::Private }
    }

    fn act(&mut self, act: &Act) -> Result<(), TestCaseError> {
        let payload = match act {
            // Seven of eight taps are on the newest buttons.
            Act::Tap(index) if self.shown.is_empty() => format!("w:{}", index.index(3)),
            Act::Tap(index) => {
                let newest = self.shown.len().saturating_sub(6);
                let place = if index.index(8) == 0 {
                    index.index(self.shown.len())
                } else {
                    newest + index.index(self.shown.len() - newest)
                };
                self.shown[place].payload.to_string()
            }
            _ => String::new(),
        };
        let input = match act {
            Act::Text(text) => Input::Text(text),
            Act::Tap(_) => match payload::read(&payload) {
                Tap::Answer { flow, question, hash, value } => Input::Tap { flow, question, hash, value },
                Tap::Change { flow, question } => Input::ChangeQuestion { flow, question },
                _ => Input::Resume,
            },
            Act::Start(flow) => Input::Start(flow),
            Act::Change(wanted) => Input::Change(*wanted),
            Act::Back => Input::Back,
            Act::Skip => Input::Skip,
            Act::Resume => Input::Resume,
            Act::Park => Input::Park,
            Act::Stop => Input::Stop,
            Act::Expire(idle_minutes) => Input::Expire { idle_minutes: *idle_minutes },
        };
        self.input(input)
    }

    fn input(&mut self, input: Input<'_>) -> Result<(), TestCaseError> {
        let context = handrail::engine::Context { place: self.place, ..context(self.language) };
        if let Input::Text(text) = input {
            let _ = fit(self.flows, &self.state, text, &context);
        }
        let stored = self.state.encode().unwrap();
        let turn = step(self.flows, self.state.clone(), input, &context);
        // Never anything but the same bytes, and never a silence. States are compared as bytes: a damaged one may hold
        // a number that is none, which is not equal to itself.
        let again = step(self.flows, State::decode(&stored).unwrap(), input, &context);
        let bytes = turn.state.encode().unwrap();
        prop_assert_eq!(&bytes, &again.state.encode().unwrap());
        prop_assert_eq!((&turn.says, &turn.choices), (&again.says, &again.choices));
        prop_assert_eq!(&State::decode(&bytes).unwrap().encode().unwrap(), &bytes);
        let Turn { state, says, choices, .. } = turn;
        let silent = matches!(input, Input::Park | Input::Expire { .. });
        prop_assert!(silent || says.iter().any(|say| !is_empty(say)), "nothing said after {:?}", input);
        prop_assert_eq!(state.is_asking(), !state.frames.is_empty(), "a flow without a question after {:?}", input);
        prop_assert!(state.frames.len() <= 8);
        prop_assert!(!state.parked || state.is_asking());
        self.state = state;
        self.shown.extend(choices);
        Ok(())
    }
}

fn is_empty(say: &Say) -> bool {
    matches!(say, Say::Words(text) | Say::Question(text) if text.trim().is_empty())
}

/// One way to damage a state.
type Damage = (u8, u16, u16);

fn damage(state: &mut State, (what, one, two): Damage) {
    const NAMES: [&str; 9] = ["first", "second", "nowhere", "name", "days", "kind", "what", "hello", ""];
    let name = |pick: u16| Box::from(NAMES[usize::from(pick) % NAMES.len()]);
    let value = || match two % 8 {
        0 => Value::Number(f64::NAN),
        1 => Value::Number(f64::INFINITY),
        2 => Value::Text("".into()),
        3 => Value::Choices(vec!["x".into(); 50]),
        4 => Value::Weekdays(255),
        5 => Value::Zone("Mars/Olympus".into()),
        6 => Value::Table(Vec::new()),
        _ => Value::YesNo(true),
    };
    let count = state.frames.len();
    let frame = if count == 0 { None } else { state.frames.get_mut(usize::from(one) % count) };
    match (what % 12, frame) {
        (0, _) => state.pending = None,
        (1, _) => {
            state.pending = Some(Pending {
                question: name(one),
                hash: u32::from(two),
                tries: 255,
                page: 255,
                gathered: Some(value()),
            });
        }
        (2, _) => state.frames.push(Frame::new(&name(one))),
        (3, Some(_)) => drop(state.frames.remove(usize::from(one) % count)),
        (4, Some(frame)) => frame.flow = name(two),
        (5, Some(frame)) => frame.set(&name(two), value()),
        (6, Some(frame)) => frame.waits = Waits::Question(name(two)),
        (7, Some(frame)) => frame.waits = Waits::Call { step: name(two), flow: name(one), nth: two },
        (8, Some(frame)) => frame.trail.push(name(two)),
        (9, Some(frame)) => frame.changed = Some(vec![name(two)]),
        (10, Some(frame)) => frame.slots.clear(),
        (11, Some(frame)) => {
            let frame = frame.clone();
            state.frames.extend(vec![frame; usize::from(two % 20)]);
        }
        _ => state.parked = true,
    }
    if two % 3 == 0 {
        state.fingerprint = u32::from(one);
    }
}

proptest! {
    #![proptest_config(cases(1, 2))]

    /// A conversation with one version, then edits of the tree, then the same conversation with the other version.
    #[test]
    fn an_edit_of_the_tree_strands_nobody(
        (before, tree, after) in (acts(14), edits(7), acts(10)),
        (text, damages) in (prop::collection::vec((any::<u8>(), any::<u16>(), any::<u16>()), 0..2), prop::collection::vec(any::<Damage>(), 0..3)),
        (public, spanish) in (any::<bool>(), any::<bool>()),
    ) {
        let old: Vec<String> = drafts().iter().map(crate::drafts::Draft::yaml).chain([DOCUMENT.to_owned()]).collect();
        let mut edited = drafts();
        for (number, edit) in tree.iter().enumerate() {
            edited[(number + usize::from(edit.1)) % 2].edit(*edit);
        }
        let new: Vec<String> = edited.iter().map(crate::drafts::Draft::yaml).chain([DOCUMENT.to_owned()]).collect();
        carry_over(&old, &new, &before, &damages, &after, public, spanish)?;
        // And the text of it, where the loader reads something else again.
        let texts: Vec<String> = new.iter().map(|file| text.iter().fold(file.clone(), |file, edit| edit_text(&file, *edit))).collect();
        carry_over(&new, &texts, &before, &damages, &after, public, spanish)?;
    }

    /// Edits of the text alone, and flows that go away altogether.
    #[test]
    fn an_edit_of_the_text_strands_nobody(
        before in acts(14),
        text in prop::collection::vec(any::<Edit>(), 1..4),
        (first, second) in (prop::bool::weighted(0.8), prop::bool::weighted(0.8)),
        after in acts(10),
    ) {
        let old: Vec<String> = drafts().iter().map(crate::drafts::Draft::yaml).chain([DOCUMENT.to_owned()]).collect();
        let new: Vec<String> = old
            .iter()
            .zip([first, second, true])
            .filter(|(_, stays)| *stays)
            .map(|(file, _)| text.iter().fold(file.clone(), |file, edit| edit_text(&file, *edit)))
            .collect();
        carry_over(&old, &new, &before, &[], &after, false, false)?;
    }
}

fn carry_over(
    old: &[String],
    new: &[String],
    before: &[Act],
    damages: &[Damage],
    after: &[Act],
    public: bool,
    spanish: bool,
) -> Result<(), TestCaseError> {
    let (old, new) = (load(old), load(new));
    let mut walk = Walk::new(&old, State::default(), Vec::new());
    walk.place = if public { Place::Public } else { Place::Private };
    walk.act(&Act::Start("first"))?;
    for act in before {
        walk.act(act)?;
    }
    let Walk { mut state, shown, place, .. } = walk;
    for one in damages {
        damage(&mut state, *one);
    }
    let mut walk = Walk::new(&new, state, shown);
    walk.place = place;
    walk.language = if spanish { Language::Es } else { Language::En };
    for act in after {
        walk.act(act)?;
    }
    Ok(())
}

#[test]
fn the_drafts_are_flows_that_the_loader_takes() {
    let texts: Vec<String> = drafts().iter().map(crate::drafts::Draft::yaml).chain([DOCUMENT.to_owned()]).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (flows, findings) = crate::play::load(&texts);
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(!has_errors(&findings), "{}", lines.join("\n"));
    assert_eq!((flows.flows.len(), flows.documents.len()), (2, 1));
}

proptest! {
    #![proptest_config(cases(1, 8))]

    /// Any walk through the flows that people talk with, starting any of them in the middle of any other.
    #[test]
    fn the_state_of_the_flows_of_the_package_stays_small(acts in acts(60), starts in prop::collection::vec(any::<Index>(), 60)) {
        static FLOWS: OnceLock<Flows> = OnceLock::new();
        let flows = FLOWS.get_or_init(|| library().flows);
        let mut walk = Walk::new(flows, State::default(), Vec::new());
        for (act, start) in acts.iter().zip(starts) {
            match act {
                Act::Start(_) => walk.input(Input::Start(&flows.flows[start.index(flows.flows.len())].name.name.clone()))?,
                act => walk.act(act)?,
            }
            let size = walk.state.encode().unwrap().len();
            prop_assert!(size <= STATE_MAX, "{} bytes", size);
        }
    }
}

#[test]
fn bad_answers_do_not_make_the_state_grow() {
    let texts: Vec<String> = drafts().iter().map(crate::drafts::Draft::yaml).collect();
    let flows = load(&texts);
    for flow in ["first", "second"] {
        let mut walk = Walk::new(&flows, State::default(), Vec::new());
        walk.input(Input::Start(flow)).unwrap();
        for _ in 0..8 {
            let mut sizes = Vec::new();
            for turn in 0..400 {
                let text = ["zzz qqq", "💧", "?", "99999", "yes and no", ""][turn % 6];
                let asked = walk.state.pending.as_ref().map(|pending| pending.question.clone());
                let before = walk.state.clone();
                walk.input(Input::Text(text)).unwrap();
                // What happened to be an answer is no bad one.
                if walk.state.pending.as_ref().map(|pending| pending.question.clone()) != asked
                    || walk.state.pending.as_ref().is_some_and(|pending| pending.gathered.is_some())
                {
                    walk.state = before;
                }
                sizes.push(walk.state.encode().unwrap().len());
            }
            assert_eq!(sizes.first(), sizes.last());
            assert!(sizes.iter().all(|size| *size <= STATE_MAX));
            walk.input(Input::Skip).unwrap();
        }
    }
}

/// Every question of the package's flows, and one of each type, meets texts of a megabyte.
#[test]
#[expect(clippy::disallowed_methods, reason = "measures how long it takes")]
fn long_texts_take_bounded_time() {
    const LONG: usize = 1_000_000;
    let repeated = |part: &str| part.repeat(LONG / part.len());
    let mut seed = 1_u32;
    let noise: Vec<u8> = (0..LONG)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        })
        .collect();
    let texts = [
        repeated("a"),
        repeated("9"),
        repeated("a, "),
        repeated("1\n"),
        repeated("- x\n"),
        repeated("monday and "),
        repeated("the a "),
        repeated("é"),
        repeated("e\u{301}"),
        repeated("💧"),
        repeated("\u{fdfa}"),
        repeated(" "),
        repeated("5:30 "),
        repeated(","),
        String::from_utf8_lossy(&noise).into_owned(),
    ];
    let files: Vec<String> = drafts().iter().map(crate::drafts::Draft::yaml).collect();
    let flows = load(&files);
    let context = context(Language::En);
    let mut slowest = (Duration::ZERO, String::new());
    for flow in ["first", "second"] {
        let mut state = step(&flows, State::default(), Input::Start(flow), &context).state;
        for _ in 0..10 {
            let Some(pending) = state.pending.clone() else { break };
            for (number, text) in texts.iter().enumerate() {
                let before = Instant::now();
                let _ = fit(&flows, &state, text, &context);
                let turn = step(&flows, state.clone(), Input::Text(text), &context);
                let change = step(&flows, state.clone(), Input::Change(Some(text)), &context);
                let taken = before.elapsed();
                assert!(!turn.says.is_empty() && !change.says.is_empty());
                assert!(turn.state.encode().unwrap().len() <= STATE_MAX + 1000, "text {number} is kept whole");
                if taken > slowest.0 {
                    slowest = (taken, format!("{} with text {number}", pending.question));
                }
            }
            state = step(&flows, state, Input::Skip, &context).state;
        }
    }
    // Some tens of milliseconds on a quiet machine; what grows with the square of the length takes minutes.
    assert!(slowest.0 < Duration::from_secs(8), "{slowest:?}");
}
