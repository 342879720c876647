//! Flows that call others, side trips, and the way back. Each flow stands in its test.

use handrail::engine::{Input, State, Value};

use crate::play::{INSURANCE, PLAN, Play};

#[test]
fn a_call_gives_takes_and_comes_back_to_the_next_line() {
    let mut play = Play::begun(&[PLAN, INSURANCE], "plan");
    play.say_all(&["Ana", "3"]);
    assert_eq!((play.asks().unwrap(), play.text()), ("insurance.plan".to_owned(), "? Which plan, Ana?".to_owned()));
    play.say_all(&["Blue", "yes"]);
    assert_eq!(play.text(), "? Covered: yes. Go on?");
    assert_eq!(play.ended(), ["insurance.known"]);
    assert_eq!(play.slot("covered"), Some(&Value::YesNo(true)));
    play.say("yes");
    assert_eq!((play.text(), play.ended()), ("Bye, Ana.".to_owned(), vec!["plan.done".to_owned()]));
    assert_eq!(play.state, State { fingerprint: play.flows.fingerprint, ..State::default() });
}

#[test]
fn what_a_called_flow_left_unset_is_unset_in_the_caller() {
    let mut play = Play::begun(&[PLAN, INSURANCE], "plan");
    play.say_all(&["Ana", "3"]).input(Input::Skip);
    assert_eq!(play.says, ["That is fine.", "? Covered: (not answered). Go on?"]);
    assert_eq!(play.slot("covered"), None);
}

#[test]
fn a_call_before_the_end_is_a_jump() {
    let menu = "
flow: menu
languages: [en]
slots: { want: { type: text } }
steps:
  hello:
    - { ask: want, en: What?, skip: { goto: go } }
    - goto: go
  go:
    - call: other
    - end: to_other
";
    let other = "
flow: other
languages: [en]
slots: { more: { type: text } }
steps:
  hello:
    - { ask: more, en: More?, skip: { goto: bye } }
    - goto: bye
  bye:
    - call: menu
    - end: to_menu
";
    let mut play = Play::begun(&[menu, other], "menu");
    for _ in 0..30 {
        play.say("x");
        assert_eq!(play.state.frames.len(), 1, "jumps do not pile up");
    }
    assert_eq!(play.ended(), ["other.to_menu"]);
}

/// A caller waits for what a flow brings back: that flow must not end early by a jump of its own.
#[test]
fn a_flow_that_is_awaited_does_not_jump() {
    let inner = "
flow: insurance
languages: [en]
slots: { who: { type: text }, covered: { type: yes_no } }
steps:
  hello:
    - { ask: covered, en: Covered?, skip: no }
    - call: tips
    - end: known
";
    let tips = "
flow: tips
languages: [en]
slots: { tip: { type: text } }
steps:
  hello: [{ ask: tip, en: A tip?, skip: none }, { end: told }]
";
    let mut play = Play::begun(&[&PLAN.replace("place: anywhere\n", ""), inner, tips], "plan");
    play.say_all(&["Ana", "3", "yes"]);
    assert_eq!((play.asks().unwrap(), play.state.frames.len()), ("tips.tip".to_owned(), 3));
    play.say("drink water");
    assert_eq!(play.text(), "? Covered: yes. Go on?");
}

#[test]
fn a_side_trip_ends_where_it_began() {
    let about = "
flow: about
languages: [en]
place: anywhere
slots: { topic: { type: text } }
steps:
  hello: [{ ask: topic, en: About what?, skip: { goto: bye } }, { goto: bye }]
  bye: [{ say: { en: That is all. } }, { end: told }]
";
    let mut play = Play::begun(&[PLAN, INSURANCE, about], "plan");
    play.say("Ana").input(Input::Start("about"));
    assert_eq!((play.asks().unwrap(), play.state.frames.len()), ("about.topic".to_owned(), 2));
    play.say("IOP");
    assert_eq!(play.says, ["That is all.", "Back to where we were.", "? How many days, Ana?"]);
    // The same when the person asks for the first one by its name instead of ending the second.
    play.input(Input::Start("about")).input(Input::Start("plan"));
    assert_eq!(
        (play.text(), play.ended()),
        ("Back to where we were.\n? How many days, Ana?".to_owned(), vec!["about.left".to_owned()])
    );
    // From a called flow, the caller's name begins it anew.
    play.say("3").input(Input::Start("plan"));
    assert_eq!((play.text(), play.state.frames.len()), ("? What is your name?".to_owned(), 1));
    assert_eq!((play.ended(), play.slot("name")), (vec!["insurance.left".to_owned(), "plan.left".to_owned()], None));
}

/// From the menu, which is a side trip, back to a guide that waits below it.
#[test]
fn a_flow_that_waits_below_is_not_begun_a_second_time() {
    let menu = "
flow: menu
languages: [en]
place: anywhere
slots: { want: { type: text } }
steps:
  hello: [{ ask: want, en: What?, skip: x }, { call: plan }, { end: to_plan }]
";
    let mut play = Play::begun(&[PLAN, INSURANCE, menu], "plan");
    play.say("Ana").input(Input::Start("menu")).say("the plan");
    assert_eq!(play.says, ["Back to where we were.", "? How many days, Ana?"]);
    assert_eq!((play.state.frames.len(), play.ended()), (1, vec!["menu.to_plan".to_owned()]));
}

#[test]
fn side_trips_and_calls_never_stack_above_the_most() {
    let flow = |number: usize| {
        format!(
            "flow: f{number}\nlanguages: [en]\nslots: {{ a: {{ type: text }}, b: {{ type: text }} }}\nsteps:\n  hello:\n    \
             - {{ ask: a, en: A?, skip: x }}\n    - {{ call: f{}, take: {{ b: a }} }}\n    - {{ ask: b, en: B?, skip: x }}\n    - end: done\n",
            (number + 1) % 12
        )
    };
    let files: Vec<String> = (0..12).map(flow).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let mut play = Play::begun(&files, "f0");
    for turn in 0..40 {
        play.say("deeper");
        assert!(play.state.frames.len() <= 8, "{} flows after {turn} turns", play.state.frames.len());
        assert!(play.state.is_asking());
    }
    assert!(play.ended()[0].ends_with(".too_deep"), "{:?}", play.ended());
    for number in 0..12 {
        play.input(Input::Start(&format!("f{number}")));
        assert!(play.state.frames.len() <= 8 && play.state.is_asking());
    }
}

#[test]
fn back_goes_across_called_flows_and_out_of_side_trips() {
    let mut play = Play::begun(&[PLAN, INSURANCE], "plan");
    play.input(Input::Back);
    assert_eq!(play.says, ["This is the first question.", "? What is your name?"]);
    assert!(!play.labels().contains(&"Back"));
    play.say_all(&["Ana", "3", "Blue"]).input(Input::Back);
    assert_eq!(play.asks().unwrap(), "insurance.plan");
    play.input(Input::Back);
    assert_eq!((play.asks().unwrap(), play.ended()), ("plan.days".to_owned(), vec!["insurance.went_back".to_owned()]));
    play.say("4");
    assert_eq!(play.text(), "? Which plan, Ana?");
    play.input(Input::Start("insurance")).input(Input::Back);
    assert_eq!(play.asks().unwrap(), "plan.days", "begun again inside its caller, back leads to the caller");
    play.input(Input::Start("insurance"));
    assert_eq!(play.says, ["? Which plan, (not answered)?"], "a side trip is given nothing");
    play.input(Input::Back);
    assert_eq!(play.says, ["Back to where we were.", "? How many days, Ana?"]);
}

/// The caller asked nothing before it called: there is nowhere to go back to, and the question stays.
#[test]
fn back_from_a_flow_that_was_called_first_of_all_asks_the_same_question() {
    let caller = "
flow: plan
languages: [en]
slots: { more: { type: text } }
steps:
  hello: [{ call: insurance }, { ask: more, en: More?, skip: x }, { end: done }]
";
    let mut play = Play::begun(&[caller, &INSURANCE.replace("place: anywhere\n", "")], "plan");
    assert!(!play.labels().contains(&"Back"));
    play.input(Input::Back);
    assert_eq!(play.says, ["This is the first question.", "? Which plan, (not answered)?"]);
    assert_eq!(play.asks().unwrap(), "insurance.plan");
    play.say_all(&["Blue", "yes"]);
    assert_eq!(play.asks().unwrap(), "plan.more");
}

#[test]
fn back_with_nothing_under_way_says_so() {
    let mut play = Play::new(&[PLAN, INSURANCE]);
    for (input, text) in [
        (Input::Back, "There is nothing to go back to."),
        (Input::Skip, "There is no question to skip right now."),
        (Input::Change(None), "There is no answer to change yet."),
        (Input::Resume, "There is nothing to go on with right now."),
        (Input::Text("hi"), "What would you like to do next?"),
        (Input::Start("nothing"), "The guide we were in is no longer here. I am sorry about that."),
        (Input::Stop, "There is nothing to stop right now."),
    ] {
        play.input(input);
        assert_eq!(play.text(), text);
        assert!(play.state.frames.is_empty());
    }
}
