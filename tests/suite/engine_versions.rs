//! New versions of a flow meet conversations that are under way, and stored bytes that are damaged or older. Nobody is
//! stranded: the question that waits is asked again where it still can be, and else the next best one is, with a word
//! about why.

use handrail::engine::{Fit, Frame, Input, Pending, State, StateError, Value, Waits, fit};

use crate::play::Play;

const FIRST: &str = "
flow: plan
languages: [en]
slots:
  name: { type: text, label: { en: name } }
  days: { type: number, min: 1, max: 7 }
  kind: { type: choice }
  note: { type: text }
steps:
  hello:
    - { ask: name, en: Name?, skip: friend }
    - { ask: days, en: 'Days, {name}?', skip: 3 }
    - goto: more
  more:
    - ask: kind
      en: Which kind?
      choices: [{ value: full, en: Full days }, { value: half, en: Half days }]
      skip: half
    - { ask: note, en: A note?, skip: none }
    - { say: { en: '{name} {days} {kind} {note}' } }
    - end: done
";
const CHANGED: &str = "This guide has changed since you were here. I kept the answers that still fit.";
const QUESTION_CHANGED: &str = "This question has changed since you were here. I will ask it again.";
const GONE: &str = "The guide we were in is no longer here. I am sorry about that.";

/// A conversation with the first version that has come to the question after these answers.
fn at(answers: &[&str]) -> Play {
    let mut play = Play::begun(&[FIRST], "plan");
    play.say_all(answers);
    play
}

#[test]
fn a_reworded_question_takes_the_answer_as_if_nothing_had_happened() {
    let reworded = FIRST
        .replace("Days, {name}?", "How many days can you come, {name}?")
        .replace("  hello:\n", "  hello:\n    - { say: { en: Hi. } }\n");
    let mut play = at(&["Ana"]).deploy(&[&reworded]);
    assert_eq!(fit(&play.flows, &play.state, "4", &play.context), Fit::No, "the desk is told only after the step");
    play.say("4");
    assert_eq!((play.text(), play.slot("days")), ("? Which kind?".to_owned(), Some(&Value::Number(4.0))));
}

#[test]
fn a_question_of_another_type_is_asked_again_and_the_answer_is_not_taken() {
    let retyped = FIRST
        .replace("{ type: number, min: 1, max: 7 }", "{ type: weekdays }")
        .replace("skip: 3", "skip: { goto: more }");
    let mut play = at(&["Ana"]).deploy(&[&retyped]);
    play.say("4");
    assert_eq!(play.says, [QUESTION_CHANGED, "? Days, Ana?"]);
    assert_eq!(play.state.pending.as_ref().unwrap().tries, 0, "no try is used up");
    play.say("monday");
    assert_eq!(play.asks().unwrap(), "plan.kind");
    // Where it was answered before, the answer no longer fits and goes; what follows stays.
    let mut later = at(&["Ana", "4", "full"]).deploy(&[&retyped]);
    later.say("call first");
    assert!(later.text().contains("Ana (not answered) Full days call first"), "{}", later.text());
}

#[test]
fn narrower_limits_ask_again() {
    let narrower = FIRST.replace("max: 7", "max: 5");
    assert_eq!(at(&["Ana"]).deploy(&[&narrower]).say("6").says, [QUESTION_CHANGED, "? Days, Ana?"]);
}

#[test]
fn a_question_that_moved_goes_on_at_its_new_name_and_takes_its_answer_along() {
    let renamed =
        FIRST.replace("  days:", "  weekly:").replace("ask: days", "ask: weekly").replace("{days}", "{weekly}")
            + "moved: { days: weekly }\n";
    let mut play = at(&["Ana"]).deploy(&[&renamed]);
    play.say("4");
    assert_eq!(
        (play.says.as_slice(), play.asks().unwrap().as_str()),
        (&[CHANGED.to_owned(), "? Days, Ana?".to_owned()][..], "plan.weekly")
    );
    let mut later = at(&["Ana", "4", "full"]).deploy(&[&renamed]);
    later.say("call first");
    assert_eq!(
        later.text(),
        "Ana 4 Full days call first",
        "an answer that was given keeps its place under the new name"
    );
    let mut back = at(&["Ana", "4"]).deploy(&[&renamed]);
    back.input(Input::Back);
    assert_eq!(back.asks().unwrap(), "plan.weekly");
}

#[test]
fn a_question_that_moved_to_a_step_goes_on_there() {
    let without = FIRST
        .replace("    - { ask: days, en: 'Days, {name}?', skip: 3 }\n", "")
        .replace("  days: { type: number, min: 1, max: 7 }\n", "")
        .replace(" {days}", "")
        + "moved: { days: more }\n";
    let mut play = at(&["Ana"]).deploy(&[&without]);
    play.say("4");
    assert_eq!(play.says, [CHANGED, "? Which kind?"]);
    assert_eq!(play.slot("name"), Some(&Value::Text("Ana".into())));
}

#[test]
fn a_question_that_is_gone_goes_on_at_the_next_unanswered_one() {
    let without = FIRST
        .replace("    - { ask: days, en: 'Days, {name}?', skip: 3 }\n", "")
        .replace("  days: { type: number, min: 1, max: 7 }\n", "")
        .replace(" {days}", "");
    let mut play = at(&["Ana"]).deploy(&[&without]);
    play.input(Input::Skip);
    assert_eq!(play.says, [CHANGED, "? Which kind?"]);
    play.say_all(&["full", "x"]);
    assert_eq!(play.text(), "Ana Full days x");
}

#[test]
fn a_renamed_step_is_no_matter() {
    let renamed = FIRST.replace("  more:", "  rest:").replace("goto: more", "goto: rest");
    let mut play = at(&["Ana", "4"]).deploy(&[&renamed]);
    play.say("full");
    assert_eq!(play.text(), "? A note?");
}

#[test]
fn a_removed_choice_is_asked_again_where_it_waits_and_dropped_where_it_was_chosen() {
    let without = FIRST.replace("{ value: full, en: Full days }, ", "");
    let mut play = at(&["Ana", "4"]).deploy(&[&without]);
    play.say("full days");
    assert_eq!(play.says, [QUESTION_CHANGED, "? Which kind?"]);
    assert_eq!(play.labels()[0], "Half days");
    let mut chosen = at(&["Ana", "4", "full"]).deploy(&[&without]);
    chosen.say("x");
    assert_eq!(chosen.text(), "Ana 4 (not answered) x");
}

#[test]
fn a_removed_flow_is_explained_and_nothing_is_left_of_it() {
    let other = "flow: other\nlanguages: [en]\nsteps: { hello: [{ end: done }] }\n";
    for input in [Input::Text("4"), Input::Resume, Input::Back, Input::Skip] {
        let mut play = at(&["Ana"]).deploy(&[other]);
        play.input(input);
        assert_eq!(
            (play.says[0].as_str(), play.state.frames.len(), play.state.is_asking()),
            (GONE, 0, false),
            "{input:?}"
        );
        assert_eq!(play.ended(), ["plan.gone"]);
    }
}

const CALLER: &str = "
flow: trip
languages: [en]
slots: { who: { type: text }, covered: { type: yes_no }, rest: { type: text } }
steps:
  hello:
    - { ask: who, en: Who?, skip: x }
    - { call: plan, give: { name: who } }
    - { call: plan, give: { name: who } }
    - { ask: rest, en: 'And the rest, {who}?', skip: x }
    - end: done
";

fn inside() -> Play {
    let mut play = Play::begun(&[CALLER, FIRST], "trip");
    play.say_all(&["Ana", "Eva"]);
    assert_eq!((play.asks().unwrap(), play.state.frames.len()), ("plan.days".to_owned(), 2));
    play
}

#[test]
fn a_called_flow_that_is_gone_comes_back_to_the_caller() {
    let mut play = inside().deploy(&[&CALLER.replace("    - { call: plan, give: { name: who } }\n", "")]);
    play.say("4");
    assert_eq!(play.says, [GONE, "? And the rest, Ana?"], "the caller keeps its answers");
    assert_eq!((play.asks().unwrap(), play.ended()), ("trip.rest".to_owned(), vec!["plan.gone".to_owned()]));
}

#[test]
fn a_caller_that_is_gone_takes_the_called_flow_with_it() {
    let mut play = inside().deploy(&[FIRST]);
    play.say("4");
    assert_eq!((play.text(), play.ended()), (GONE.to_owned(), vec!["plan.gone".to_owned(), "trip.gone".to_owned()]));
}

/// The second call of a flow in one step: after an edit it still comes back to the line behind it.
#[test]
fn a_call_finds_its_way_back_when_lines_and_steps_move() {
    let at_second = || {
        let mut play = inside();
        play.say_all(&["4", "full", "x"]);
        assert_eq!(play.asks().unwrap(), "plan.name");
        play
    };
    let finish = |mut play: Play| {
        play.say_all(&["Eva", "4", "full", "x"]);
        play.asks()
    };
    let rest = Some("trip.rest".to_owned());
    let one_call = CALLER.replacen("    - { call: plan, give: { name: who } }\n", "", 1);
    assert_eq!(finish(at_second().deploy(&[&one_call, FIRST])), rest, "the first call was taken away");
    let said_first = CALLER.replace("    - { ask: rest", "    - { say: { en: Nearly. } }\n    - { ask: rest");
    assert_eq!(finish(at_second().deploy(&[&said_first, FIRST])), rest, "a line was put in");
    let renamed = CALLER.replace("  hello:", "  start:");
    assert_eq!(
        finish(inside().deploy(&[&one_call.replace("  hello:", "  start:"), FIRST])),
        rest,
        "the only call is found in a renamed step"
    );
    let moved = renamed.clone() + "moved: { hello: start }\n";
    assert_eq!(finish(at_second().deploy(&[&moved, FIRST])), rest, "`moved` names the step");
    // Two calls and no hint: from the beginning, with the answers that are there.
    let mut lost = at_second().deploy(&[&renamed, FIRST]);
    lost.say_all(&["Eva", "4", "full", "x"]);
    assert_eq!(
        (lost.asks().unwrap(), lost.state.frames[0].get("who")),
        ("plan.name".to_owned(), Some(&Value::Text("Ana".into())))
    );
    let none = CALLER.replace("    - { call: plan, give: { name: who } }\n", "");
    assert_eq!(finish(at_second().deploy(&[&none, FIRST])), rest, "no call is left");
}

#[test]
fn a_side_trip_returns_to_a_question_that_moved_or_went() {
    let side = "flow: side\nlanguages: [en]\nslots: { a: { type: text } }\nsteps: { hello: [{ ask: a, en: A?, skip: x }, { end: done }] }\n";
    let start = || {
        let mut play = Play::begun(&[FIRST, side], "plan");
        play.say("Ana").input(Input::Start("side"));
        play
    };
    let renamed =
        FIRST.replace("  days:", "  weekly:").replace("ask: days", "ask: weekly").replace("{days}", "{weekly}");
    let mut moved = start().deploy(&[&(renamed.clone() + "moved: { days: weekly }\n"), side]);
    moved.say("x");
    assert_eq!(moved.asks().unwrap(), "plan.weekly");
    let mut gone = start().deploy(&[&renamed, side]);
    gone.say("x");
    assert_eq!((gone.asks().unwrap(), gone.slot("name")), ("plan.weekly".to_owned(), Some(&Value::Text("Ana".into()))));
}

/// Each kind of button that is older than the question that waits. None uses up a try, none acts.
#[test]
fn stale_buttons_are_explained() {
    let payload =
        |play: &Play, label: &str| play.choices.iter().find(|choice| &*choice.label == label).unwrap().payload.clone();
    let full = payload(&at(&["Ana", "4"]), "Full days");
    // Of an earlier question of this conversation.
    let mut play = at(&["Ana", "4", "half"]);
    play.press(&full);
    assert_eq!(play.text(), "That button belongs to an earlier question: \"Which kind?\"");
    assert_eq!((play.labels(), play.asks().unwrap()), (vec!["Change that answer", "Continue"], "plan.note".to_owned()));
    play.tap("Change that answer");
    assert_eq!(play.text(), "? Which kind?");
    let change = "c:plan:kind";
    play.press(change);
    assert_eq!(play.text(), "? Which kind?", "pressed twice: the question is already asked");
    play.press(&full);
    assert_eq!(play.slot("kind"), Some(&Value::Choice("full".into())));
    // Of a question that is still to come, or was never answered.
    let mut early = at(&["Ana"]);
    early.press(&full);
    assert_eq!(
        (early.says[0].as_str(), early.labels()),
        ("That button belongs to an earlier question: \"Which kind?\"", vec!["Continue"])
    );
    // Of another version of the question that waits.
    let mut changed = at(&["Ana", "4"]).deploy(&[&FIRST.replace("{ value: full, en: Full days }, ", "")]);
    changed.press(&full);
    assert_eq!(changed.says, [QUESTION_CHANGED, "? Which kind?"]);
    changed.press(&full);
    assert_eq!(
        changed.says,
        ["That question has changed since the button was shown. Here it is again.", "? Which kind?"]
    );
    // Of a question that is no longer there.
    let mut gone = at(&["Ana", "4"]);
    gone.press("a:plan:colour:1234:red");
    assert_eq!(
        gone.says,
        ["That button is from an older version, and its question is no longer asked.", "? Which kind?"]
    );
    gone.press("a:nowhere:colour:1234:red");
    assert_eq!(gone.says[0], "That button is from an older version, and its question is no longer asked.");
    // Of a conversation that has ended.
    gone.say_all(&["full", "x"]).press(&full);
    assert_eq!(
        (gone.text(), gone.labels()),
        ("That button belongs to a conversation that has ended.".to_owned(), vec!["Menu"])
    );
    // Of a flow that waits below the one that talks.
    let mut below = inside();
    below.press(&format!("a:trip:who:{:04x}:x", 0));
    assert_eq!(below.says, ["That button belongs to an earlier question: \"Who?\""]);
    assert_eq!(below.asks().unwrap(), "plan.days");
    // Of a value that is not offered now.
    let mut odd = at(&["Ana", "4"]);
    let hash = &full.split(':').nth(3).unwrap().to_owned();
    odd.press(&format!("a:plan:kind:{hash}:purple"));
    assert_eq!((odd.text(), odd.state.pending.as_ref().unwrap().tries), ("? Which kind?".to_owned(), 0));
}

#[test]
fn stored_bytes_that_cannot_be_read_are_an_error() {
    let state = at(&["Ana", "4"]).state;
    let bytes = state.encode().unwrap();
    assert_eq!(State::decode(&bytes).unwrap(), state);
    assert!(matches!(State::decode(&[]), Err(StateError::Empty)));
    for form in [0, 1, 7, 255] {
        let mut other = bytes.clone();
        other[0] = form;
        assert!(matches!(State::decode(&other), Err(StateError::Form(found)) if found == form));
    }
    for end in 1..bytes.len() {
        assert!(State::decode(&bytes[..end]).is_err(), "cut after {end} bytes");
    }
    let more = [bytes.as_slice(), &[0]].concat();
    assert!(matches!(State::decode(&more), Err(StateError::TooLong(1))));
    // Every byte changed to every other: an error or a state that the engine can go on with.
    let flows = at(&[]).flows;
    for place in 1..bytes.len() {
        for value in 0..=255 {
            let mut damaged = bytes.clone();
            damaged[place] = value;
            if let Ok(state) = State::decode(&damaged) {
                let mut play = Play::with(flows.clone());
                play.state = state;
                play.say("full");
            }
        }
    }
}

/// States that no engine makes, with the flows of today: what is missing is asked, and never in silence.
#[test]
fn states_whose_parts_do_not_belong_together_are_mended() {
    let pending = |question: &str| {
        Some(Pending { question: question.into(), hash: 1, tries: 250, page: 250, gathered: Some(Value::YesNo(true)) })
    };
    let frame = |flow: &str| Frame::new(flow);
    let deep = Frame { waits: Waits::Call { step: "more".into(), flow: "plan".into(), nth: 60_000 }, ..frame("plan") };
    let states = [
        State { pending: pending("days"), ..State::default() },
        State { parked: true, ..State::default() },
        State { frames: vec![frame("plan")], ..State::default() },
        State { frames: vec![frame("plan")], parked: true, ..State::default() },
        State { frames: vec![frame("plan")], pending: pending("nothing"), ..State::default() },
        State { frames: vec![frame("plan")], pending: pending("days"), ..State::default() },
        State { frames: vec![frame("nowhere")], pending: pending("days"), ..State::default() },
        State { frames: vec![frame("plan"), frame("nowhere")], pending: pending("days"), ..State::default() },
        State { frames: vec![frame("nowhere"), frame("plan")], pending: pending("days"), ..State::default() },
        State { frames: vec![deep; 20], pending: pending("days"), ..State::default() },
    ];
    let flows = at(&[]).flows;
    let inputs = [
        Input::Text("4"),
        Input::Resume,
        Input::Back,
        Input::Skip,
        Input::Stop,
        Input::Change(None),
        Input::Change(Some("name")),
        Input::Start("plan"),
        Input::Park,
        Input::Expire { idle_minutes: 60 },
        Input::Expire { idle_minutes: i64::MAX },
        Input::Tap { flow: "plan", question: "days", hash: 1, value: "4" },
        Input::ChangeQuestion { flow: "plan", question: "name" },
    ];
    for (number, state) in states.iter().enumerate() {
        for fingerprint in [flows.fingerprint, 1] {
            for input in inputs {
                let mut play = Play::with(flows.clone());
                play.state = State { fingerprint, ..state.clone() };
                play.input(input);
                assert_eq!(play.state.is_asking(), !play.state.frames.is_empty(), "state {number} after {input:?}");
                assert!(play.state.frames.len() <= 8);
            }
        }
    }
}
