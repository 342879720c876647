//! "Change my age" in the middle of a flow: what is kept, what is asked again, which calls are made again.

use handrail::engine::Input;

use crate::play::{INSURANCE, PLAN, Play};

/// A correction in the middle: what does not depend on it is kept, what shows it or is offered by it is asked again.
#[test]
fn change_asks_again_only_what_depends_on_it() {
    let flow = "
flow: plan
languages: [en, es]
slots:
  name: { type: text, label: { en: name, es: nombre } }
  days: { type: number, min: 1, max: 7, label: { en: days, es: días } }
  many: { type: yes_no }
  kind: { type: choice }
  note: { type: text }
steps:
  hello:
    - { ask: name, en: Name?, es: ¿Nombre?, skip: friend }
    - { ask: days, en: Days?, es: ¿Días?, skip: 3 }
    - set: { many: days > 4 }
    - ask: kind
      en: Which kind?
      es: ¿De qué tipo?
      choices:
        - { value: full, if: many, en: Full days, es: Días enteros }
        - { value: half, en: Half days, es: Medios días }
      skip: half
    - { ask: note, en: 'A note, {name}?', es: '¿Una nota, {name}?', skip: none }
    - { say: { en: '{name} {days} {kind} {note}', es: '{name} {days} {kind} {note}' } }
    - end: done
";
    let mut play = Play::begun(&[flow], "plan");
    play.say_all(&["Ana", "3", "half days"]);
    assert_eq!(play.asks().unwrap(), "plan.note");
    // The kind is offered by `many`, which is set from the days: asked again. The name is not.
    play.input(Input::Change(Some("days")));
    assert_eq!(play.says, ["? Days?"]);
    play.say("5");
    assert_eq!((play.asks().unwrap(), play.labels()[0]), ("plan.kind".to_owned(), "Full days"));
    play.tap("Full days");
    assert_eq!(play.asks().unwrap(), "plan.note");
    // The same answer again changes nothing: straight back to where it was.
    play.input(Input::Change(Some("dias"))).say("5");
    assert_eq!(play.says, ["? A note, Ana?"]);
    // By a slip of the finger; by nothing that is known: asked which; by a button.
    play.input(Input::Change(Some("dyas")));
    assert_eq!(play.asks().unwrap(), "plan.days");
    play.say("2").say("1");
    assert_eq!(play.asks().unwrap(), "plan.note");
    play.input(Input::Change(Some("everything")));
    assert_eq!(
        (play.text(), play.labels()),
        ("Which answer would you like to change?".to_owned(), vec!["name", "days", "kind", "Continue"])
    );
    play.tap("name").say("Eva");
    assert_eq!(play.text(), "? A note, Eva?", "it shows the name, and waits anyway");
    play.say("call first");
    assert_eq!(play.text(), "Eva 2 Half days call first");
}

#[test]
fn a_correction_by_skipping_counts_as_one() {
    let flow = "
flow: plan
languages: [en]
slots:
  days: { type: number, label: { en: days } }
  size: { type: text }
  note: { type: text }
steps:
  hello:
    - { ask: days, en: Days?, skip: { goto: rest } }
    - goto: rest
  rest:
    - { ask: size, en: 'Size for {days}?', skip: x }
    - { ask: note, en: Note?, skip: x }
    - end: done
";
    let mut play = Play::begun(&[flow], "plan");
    play.say_all(&["3", "big"]).input(Input::Change(Some("days"))).input(Input::Skip);
    assert_eq!(play.says, ["? Size for (not answered)?"]);
}

/// What a called flow brought back stands after a correction of something else; the call is made again when what it
/// was given has changed.
#[test]
fn a_correction_repeats_a_call_only_when_it_was_given_something_else() {
    let mut play = Play::begun(&[PLAN, INSURANCE], "plan");
    play.say_all(&["Ana", "3", "Blue", "yes"]).input(Input::Change(Some("days"))).say("5");
    assert_eq!(play.text(), "? Covered: yes. Go on?");
    play.input(Input::Change(Some("name"))).say("Eva");
    // The days show the name.
    assert_eq!(play.text(), "? How many days, Eva?");
    play.say("5");
    assert_eq!(play.text(), "? Which plan, Eva?");
    play.say_all(&["Red", "no"]);
    assert_eq!(play.text(), "? Covered: no. Go on?");
}

/// "One more?" with a call inside a loop: a correction may not swallow the next one.
#[test]
fn after_a_correction_a_loop_still_calls() {
    let caller = "
flow: plan
languages: [en]
slots: { name: { type: text, label: { en: name } }, covered: { type: yes_no }, more: { type: yes_no } }
steps:
  hello: [{ ask: name, en: Name?, skip: x }, { goto: one }]
  one:
    - { call: insurance, take: { covered: covered } }
    - { ask: more, en: One more?, skip: no }
    - branch: [{ if: more, goto: one }, { else: bye }]
  bye: [{ say: { en: Bye. } }, { end: done }]
";
    let mut play = Play::begun(&[caller, &INSURANCE.replace("place: anywhere\n", "")], "plan");
    play.say_all(&["Ana", "Blue", "yes", "yes", "Red", "no"]).input(Input::Change(Some("name"))).say("Eva");
    for _ in 0..3 {
        if play.asks().unwrap() == "insurance.plan" {
            return;
        }
        play.say("yes");
    }
    panic!("the second plan is never asked: {:?}", play.asks());
}
