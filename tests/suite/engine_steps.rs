//! The engine step by step: calls, side trips, corrections, skips, pages, gathered answers, unclear ones, places,
//! reminders and documents. Each flow stands in its test.

use handrail::engine::{Effect, Input, State, Value};
use handrail::message::{Country, Language, Place};

use crate::play::{Play, load};

/// A caller, and a called flow that is given a name and brings back whether it is covered.
const PLAN: &str = "
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
const INSURANCE: &str = "
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

#[test]
fn what_was_gathered_is_there_again_after_a_side_trip() {
    let pack = "
flow: pack
languages: [en]
slots:
  things: { type: list, items: 3, max: 20 }
  days: { type: choices, items: 3 }
steps:
  hello:
    - { ask: things, en: What do you bring?, skip: none }
    - { ask: days, en: When?, choices: [{ value: a, en: Early }, { value: b, en: Late }], skip: none }
    - { say: { en: 'You bring {things} {days}.' } }
    - end: done
";
    let tea = "
flow: tea
languages: [en]
place: anywhere
slots: { want: { type: text } }
steps:
  hello: [{ ask: want, en: Tea?, skip: x }, { end: drunk }]
";
    let mut play = Play::begun(&[pack, tea], "pack");
    play.say("a book").input(Input::Start("tea")).say("yes");
    let back = ["Back to where we were.", "? What do you bring?", "So far: a book. Add more, or Done."];
    assert_eq!((play.says.as_slice(), play.labels()[0]), (&back.map(String::from)[..], "Done"));
    play.say("water").tap("Done").tap("Late").input(Input::Start("tea")).input(Input::Back);
    assert_eq!(play.says[2], "So far: Late. Add more, or Done.");
    play.tap("Done");
    assert_eq!(play.text(), "You bring a book and water Late.");
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

#[test]
fn skipping_takes_the_value_or_the_way_that_the_flow_names() {
    let mut play = Play::begun(&[PLAN, INSURANCE], "plan");
    play.input(Input::Skip);
    assert_eq!(play.text(), "? How many days, friend?");
    play.input(Input::Skip);
    assert_eq!((play.text(), play.ended()), ("Bye, friend.".to_owned(), vec!["plan.done".to_owned()]));
}

#[test]
fn a_skip_takes_the_way_of_its_choice() {
    let flow = "
flow: tea
languages: [en]
slots: { hot: { type: yes_no } }
steps:
  hello:
    - ask: hot
      en: Hot?
      choices: [{ value: yes, en: Hot, goto: hot }, { value: no, en: Cold, goto: cold }]
      skip: no
  hot: [{ say: { en: It is hot. } }, { end: hot }]
  cold: [{ say: { en: It is cold. } }, { end: cold }]
";
    for (answer, text) in
        [("Hot", "It is hot."), ("cold", "It is cold."), ("yes please", "It is hot."), ("nope", "It is cold.")]
    {
        assert_eq!(Play::begun(&[flow], "tea").say(answer).text(), text, "{answer}");
    }
    assert_eq!(Play::begun(&[flow], "tea").tap("Cold").text(), "It is cold.");
    assert_eq!(Play::begun(&[flow], "tea").input(Input::Skip).text(), "It is cold.");
}

/// Twelve choices: pages of five, by button and by word; a number counts from the page.
const PAGES: &str = "
flow: pages
languages: [en, es]
slots: { one: { type: choice }, some: { type: choices, items: 3 } }
steps:
  hello:
    - ask: one
      en: Which one?
      es: ¿Cuál?
      choices: &none []
      skip: { goto: bye }
    - goto: bye
  bye: [{ end: done }]
";

fn pages() -> String {
    let choices = |from: usize| {
        (from..from + 12)
            .map(|number| format!("{{ value: c{number}, en: Number c{number}, es: El c{number} }}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    PAGES.replace("&none []", &format!("[{}]", choices(1))).replace(
        "    - goto: bye\n",
        &format!(
            "    - {{ ask: some, en: Which ones?, es: ¿Cuáles?, skip: none, choices: [{}] }}\n    - goto: bye\n",
            choices(1)
        ),
    )
}

#[test]
fn more_than_five_choices_come_in_pages() {
    let mut play = Play::begun(&[&pages()], "pages");
    assert_eq!(
        play.labels(),
        ["Number c1", "Number c2", "Number c3", "Number c4", "Number c5", "More", "Skip", "Stop"]
    );
    play.tap("More").say("more");
    assert_eq!(play.labels(), ["Number c11", "Number c12", "More", "Skip", "Stop"]);
    play.tap("More");
    assert_eq!(play.labels()[0], "Number c1");
    play.say("más").say("2");
    assert_eq!(play.slot("one"), Some(&Value::Choice("c7".into())));
}

#[test]
fn several_choices_are_gathered_by_taps_and_by_typing() {
    let mut play = Play::begun(&[&pages()], "pages");
    play.say("1");
    play.tap("Number c2");
    assert_eq!(play.text(), "So far: Number c2. Add more, or Done.");
    // A second tap takes it back; with nothing gathered there is no Done.
    play.tap("Number c2");
    assert_eq!((play.text(), play.labels().contains(&"Done")), ("? Which ones?".to_owned(), false));
    play.tap("Number c2").tap("More").tap("Number c7").tap("Number c8");
    assert_eq!(play.text(), "So far: Number c2, Number c7 and Number c8. Add more, or Done.");
    play.tap("Number c9");
    assert_eq!(play.text(), "That is more than fits here. Please send at most 3.");
    assert_eq!(play.state.pending.as_ref().unwrap().tries, 0, "no try is used up");
    let mut typed = Play::with(play.flows.clone());
    typed.state = play.state.clone();
    play.tap("Done");
    assert_eq!(play.ended(), ["pages.done"]);
    // "Done" can be typed, in any language, and typed answers are added to what was tapped.
    typed.say("listo");
    assert_eq!(typed.ended(), ["pages.done"]);
    let mut both = Play::begun(&[&pages()], "pages");
    both.say("1").tap("Number c2").say("Number c3 and Number c4");
    assert_eq!(both.ended(), ["pages.done"]);
}

#[test]
fn a_list_is_gathered_from_buttons_and_own_words() {
    let flow = "
flow: pack
languages: [en]
slots: { bring: { type: list, items: 3 } }
steps:
  hello:
    - ask: bring
      en: What do you bring?
      choices: [{ value: water, en: 'Water, cold' }, { value: book, en: A book }]
      skip: none
    - { say: { en: 'You bring {bring}.' } }
    - end: done
";
    let mut play = Play::begun(&[flow], "pack");
    play.tap("Water, cold");
    assert_eq!(play.text(), "So far: Water, cold. Add more, or Done.", "a button is one entry, comma or not");
    play.say("my cat").say("done");
    assert_eq!(play.text(), "You bring Water, cold and my cat.");
    assert_eq!(Play::begun(&[flow], "pack").say("a, b").text(), "You bring a and b.");
    assert_eq!(
        Play::begun(&[flow], "pack").say("a, b, c, d").text(),
        "That is more than fits here. Please send at most 3."
    );
    assert_eq!(Play::begun(&[flow], "pack").input(Input::Skip).text(), "You bring (not answered).");
    let mut full = Play::begun(&[flow], "pack");
    full.say("a").say("b").say("c");
    assert_eq!(full.text(), "You bring a, b and c.", "the third is the last that fits");
}

#[test]
fn a_table_is_filled_cell_by_cell() {
    let flow = "
flow: compare
languages: [en]
slots:
  sheet:
    type: table
    max: 20
    rows: [{ value: cost, en: Cost }, { value: bus, en: Bus }]
    columns: [{ value: one, en: Program 1 }, { value: two, en: Program 2 }]
steps:
  hello:
    - { ask: sheet, en: Compare them., skip: none, choices: [{ value: ask_them, en: Ask them }] }
    - { say: { en: '{sheet}' } }
    - end: done
";
    let mut play = Play::begun(&[flow], "compare");
    assert_eq!(play.says, ["? Compare them.", "? Cost, Program 1?"]);
    play.say("20 dollars").tap("Ask them");
    assert_eq!(play.says, ["? Bus, Program 1?"]);
    play.say("a cell that is too long for it");
    assert_eq!(play.says, ["That is long for this question. Please use at most 20 characters.", "? Bus, Program 1?"]);
    play.say_all(&["line 5", "none"]);
    assert_eq!(
        play.text(),
        "- Cost: Program 1 20 dollars · Program 2 Ask them\n- Bus: Program 1 line 5 · Program 2 none"
    );
    let mut half = Play::begun(&[flow], "compare");
    half.say("20").tap("Done");
    assert_eq!(half.text(), "- Cost: Program 1 20");
}

#[test]
fn rows_and_columns_of_a_table_are_asked_only_where_their_condition_holds() {
    let flow = "
flow: compare
languages: [en]
slots:
  second: { type: yes_no }
  sheet:
    type: table
    max: 20
    rows: [{ value: cost, en: Cost }, { value: bus, en: Bus, if: not second }, { value: food, en: Food }]
    columns: [{ value: one, en: Program 1 }, { value: two, en: Program 2, if: second }]
steps:
  hello:
    - { ask: second, en: Two?, skip: no }
    - { ask: sheet, en: Compare them., skip: none }
    - { say: { en: '{sheet}' } }
    - end: done
";
    let mut one = Play::begun(&[flow], "compare");
    one.say("no");
    assert_eq!(one.says, ["? Compare them.", "? Cost, Program 1?"]);
    one.say("20");
    assert_eq!(one.text(), "? Bus, Program 1?");
    one.say_all(&["line 5", "none"]);
    assert_eq!(one.text(), "- Cost: Program 1 20\n- Bus: Program 1 line 5\n- Food: Program 1 none");
    let mut two = Play::begun(&[flow], "compare");
    two.say_all(&["yes", "20"]);
    assert_eq!(two.text(), "? Cost, Program 2?");
    two.say("30");
    assert_eq!(two.text(), "? Food, Program 1?");
}

/// A person who changes something that they have: the guide asks only for what is missing.
#[test]
fn a_flow_that_begins_with_answers_asks_only_for_the_rest() {
    let flow = "
flow: order
languages: [en]
slots:
  tea: { type: choice }
  cups: { type: number, min: 1, max: 9 }
  day: { type: date }
  sure: { type: yes_no }
steps:
  hello:
    - { say: { en: Hello. } }
    - { ask: tea, en: Which?, choices: [{ value: green, en: Green }, { value: black, en: Black }], skip: green }
    - { ask: cups, en: How many?, skip: 1 }
    - { ask: day, en: When?, skip: { goto: show } }
    - goto: show
  show:
    - { say: { en: '{tea} {cups}' } }
    - { ask: sure, en: Sure?, skip: no }
    - end: done
";
    let given = |tea: &str| -> Vec<(Box<str>, Value)> {
        vec![("tea".into(), Value::Choice(tea.into())), ("day".into(), Value::Date(jiff::civil::date(2026, 12, 1)))]
    };
    let mut play = Play::new(&[flow]);
    play.input(Input::StartWith { flow: "order", answers: &given("black") });
    assert_eq!(play.says, ["? How many?"]);
    play.say("3");
    assert_eq!(play.says, ["Black 3", "? Sure?"]);
    // An answer that the question does not take is asked for.
    play.input(Input::StartWith { flow: "order", answers: &given("white") });
    assert_eq!(play.says, ["Hello.", "? Which?"]);
    assert_eq!(play.slot("cups"), None, "nothing is left of the first time");
}

#[test]
fn what_is_suggested_can_be_tapped_and_means_the_same_day_later() {
    let flow = "
flow: when
languages: [en, es]
slots: { day: { type: date, future: true }, zone: { type: timezone } }
steps:
  hello:
    - ask: day
      en: When?
      es: ¿Cuándo?
      suggest: { en: [in 4 weeks, someday], es: [en 4 semanas] }
      skip: { goto: bye }
    - { ask: zone, en: Where?, es: ¿Dónde?, skip: { goto: bye } }
    - goto: bye
  bye: [{ end: done }]
";
    let mut play = Play::begun(&[flow], "when");
    assert_eq!(play.labels()[..2], ["in 4 weeks", "Skip"], "what is not clear has no button");
    play.context.now += jiff::SignedDuration::from_hours(48);
    play.tap("in 4 weeks");
    assert_eq!(play.slot("day"), Some(&Value::Date(jiff::civil::date(2026, 12, 23))));
    assert_eq!(play.labels()[0], "New York, 5 am");
    play.tap("New York, 5 am");
    assert_eq!(play.says, ["It is now 5 am in New York. If your clock shows another time, type \"back\"."]);
}

const SECRET: &str = "
flow: open
languages: [en]
place: anywhere
slots: { name: { type: text, private: true }, pick: { type: choices, private: true }, day: { type: date, private: true } }
steps:
  hello:
    - { ask: name, en: Name?, skip: x }
    - { ask: pick, en: 'Pick, {name}', choices: [{ value: a, en: 'For {name}' }, { value: b, en: Bee }], skip: none }
    - { ask: day, en: Day?, skip: { goto: bye } }
    - goto: bye
  bye: [{ say: { en: '{name} {pick} {day}' } }, { end: done }]
";

#[test]
fn private_answers_never_show_in_a_public_place() {
    let mut play = Play::new(&[SECRET]);
    play.context.place = Place::Public;
    play.input(Input::Start("open")).say("Ana");
    assert_eq!((play.text(), play.labels()[0]), ("? Pick, …".to_owned(), "For …"));
    play.tap("Bee");
    assert_eq!(play.text(), "So far: …. Add more, or Done.");
    play.tap("Done").say("next friday");
    assert_eq!(&play.labels()[..2], ["…", "…"], "readings of a private day");
    play.say("tomorow");
    assert_eq!(play.says, ["I take that as …. If that is wrong, type \"back\".", "… … …"]);
    let mut private = Play::new(&[SECRET]);
    private.input(Input::Start("open")).say("Ana");
    assert_eq!((private.text(), private.labels()[0]), ("? Pick, Ana".to_owned(), "For Ana"));
}

#[test]
fn a_personal_flow_is_refused_in_public_and_nothing_else_is_lost() {
    let personal = INSURANCE.replace("place: anywhere", "place: private");
    let mut play = Play::new(&[PLAN, &personal]);
    play.context.place = Place::Public;
    play.input(Input::Start("insurance"));
    assert_eq!(play.text(), "That part is personal. Please send me a direct message, and we can do it there.");
    assert!(play.state.frames.is_empty());
    // In the middle of something: the question that waits is asked again, and still waits.
    play.input(Input::Start("plan")).say("Ana").input(Input::Start("insurance"));
    assert_eq!(
        (play.says.len(), play.says[1].as_str(), play.asks()),
        (2, "? How many days, Ana?", Some("plan.days".to_owned()))
    );
    // A call is left out.
    play.say("3");
    assert_eq!(play.says[1], "? Covered: (not answered). Go on?");
}

#[test]
fn unclear_answers_are_helped_more_each_time() {
    let mut play = Play::begun(&[PLAN, INSURANCE], "plan");
    play.say("Ana");
    assert_eq!(play.say("lots").says, ["Please send a number."]);
    assert_eq!(play.say("lots").says, ["Please send a number.", "? How many days, Ana?"]);
    let third = [
        "Please send a number from 1 to 7.",
        "? How many days, Ana?",
        "That is okay. You can skip this question, talk to a person, or stop here.",
    ];
    assert_eq!(play.say("12").says, third);
    assert_eq!(play.labels(), ["Skip", "Back", "Stop", "Talk to a person"]);
    assert_eq!(play.say("12").says, third, "and no further");
    assert_eq!(play.say("3").says, ["? Which plan, Ana?"]);
}

#[test]
fn a_flow_has_its_own_words_for_unclear_answers() {
    let flow = "
flow: tea
languages: [en, es]
slots: { cups: { type: number } }
steps:
  hello:
    - ask: cups
      en: Cups?
      es: ¿Tazas?
      unclear: { en: A number of cups., es: Un número de tazas. }
      skip: 1
    - end: done
";
    let mut play = Play::begun(&[flow], "tea");
    assert_eq!(play.say("many").says, ["A number of cups."]);
    play.context.language = Language::Es;
    assert_eq!(play.say("muchas").says, ["Un número de tazas.", "? ¿Tazas?"]);
}

const WHEN: &str = "
flow: when
languages: [en, es]
slots:
  start: { type: date, future: true }
  born: { type: date }
  at: { type: time }
  kind: { type: choice }
steps:
  hello:
    - { ask: start, en: Start?, es: ¿Empieza?, skip: { goto: rest } }
    - goto: rest
  rest:
    - { ask: born, en: Day?, es: ¿Día?, skip: { goto: time } }
    - goto: time
  time:
    - { ask: at, en: Time?, es: ¿Hora?, skip: '17:00' }
    - ask: kind
      en: Kind?
      es: ¿Tipo?
      choices: [{ value: morning, en: Morning, es: Mañana }, { value: evening, en: Evening, es: Tarde }]
      skip: morning
    - { say: { en: '{start} {born} {at} {kind}', es: '{start} {born} {at} {kind}' } }
    - end: done
";

#[test]
fn doubtful_answers_are_said_back_and_back_undoes_them() {
    let mut play = Play::begun(&[WHEN], "when");
    play.say("tomorrow").say("tomorrow").say("5");
    assert_eq!(play.says, ["I take that as 5 pm. If that is wrong, type \"back\".", "? Kind?"]);
    play.input(Input::Back);
    assert_eq!(play.asks().unwrap(), "when.at");
    play.say("5 am").say("mornign");
    assert!(play.text().starts_with("I take that as Morning."), "{}", play.text());
}

#[test]
fn one_of_several_readings_is_chosen_by_a_button() {
    let mut play = Play::begun(&[WHEN], "when");
    play.say("next friday");
    assert_eq!(play.text(), "Which one do you mean?");
    assert_eq!(play.labels().len(), 4, "{:?}", play.labels());
    let label = play.labels()[1].to_owned();
    play.tap(&label);
    assert_eq!(play.slot("start"), Some(&Value::Date(jiff::civil::date(2026, 12, 4))));
}

#[test]
fn a_past_day_is_refused_only_where_it_must_lie_ahead() {
    let mut play = Play::begun(&[WHEN], "when");
    assert_eq!(play.say("yesterday").text(), "That day has passed. Please send a day from today on.");
    assert_eq!(play.say("2020-01-01").says[0], "That day has passed. Please send a day from today on.");
    // "November 1" may be the one that has just gone by: where that is refused, the next one is said back.
    play.say("november 1");
    assert!(play.says[0].starts_with("I take that as"), "{}", play.text());
    assert_eq!(play.slot("start"), Some(&Value::Date(jiff::civil::date(2027, 11, 1))));
    play.say("november 1");
    assert_eq!(play.labels().len(), 5, "both years are offered: {:?}", play.labels());
    play.say("yesterday");
    assert_eq!(play.slot("born"), Some(&Value::Date(jiff::civil::date(2026, 11, 24))));
    // A button that was right when it was shown, pressed when its day has passed.
    let mut late = Play::begun(&[WHEN], "when");
    late.say("next friday");
    late.context.now = "2026-12-24T10:00:00Z".parse().unwrap();
    let label = late.labels()[0].to_owned();
    late.tap(&label);
    assert_eq!(
        (late.says[0].as_str(), late.slot("start")),
        ("That day has passed. Please send a day from today on.", None)
    );
}

const REMIND: &str = "
flow: nudge
languages: [en]
slots: { ok: { type: yes_no, label: { en: reminders } }, days: { type: weekdays }, at: { type: time }, zone: { type: timezone }, more: { type: text } }
steps:
  hello:
    - { ask: days, en: Days?, skip: { goto: bye } }
    - { ask: at, en: Time?, skip: '09:00' }
    - { ask: zone, en: City?, skip: UTC }
    - { ask: ok, en: Shall I?, skip: no }
    - { remind: { consent: ok, days: days, at: at, zone: zone, en: Your session begins soon. } }
    - { ask: more, en: More?, skip: x }
    - goto: bye
  bye: [{ say: { en: Bye. } }, { end: done }]
";

#[test]
fn a_reminder_needs_a_yes_and_all_its_parts() {
    let reminders = |answers: &[&str]| {
        let mut play = Play::begun(&[REMIND], "nudge");
        let mut count = 0;
        for answer in answers {
            play.say(answer);
            count += play.effects.iter().filter(|effect| matches!(effect, Effect::Remind(_))).count();
        }
        count
    };
    assert_eq!(reminders(&["mon and thu", "5 pm", "Chicago", "yes"]), 1);
    assert_eq!(reminders(&["mon and thu", "5 pm", "Chicago", "no"]), 0);
    assert_eq!(reminders(&["mon and thu", "5 pm", "Chicago", "maybe"]), 0);
    let mut skipped = Play::begun(&[REMIND], "nudge");
    skipped.say_all(&["monday", "5 pm", "Chicago"]).input(Input::Skip);
    assert_eq!((skipped.effects.len(), skipped.asks()), (0, Some("nudge.more".to_owned())));
}

#[test]
fn time_that_passes_sets_up_no_reminder_again_and_keeps_the_question() {
    let keep = REMIND
        .replace("type: yes_no,", "type: yes_no, keep: S1,")
        .replace("{ type: weekdays }", "{ type: weekdays, keep: S1 }")
        .replace("{ type: time }", "{ type: time, keep: S1 }")
        .replace("{ type: timezone }", "{ type: timezone, keep: S1 }");
    let mut play = Play::begun(&[&keep], "nudge");
    play.say_all(&["mon", "5 pm", "Chicago", "yes"]).input(Input::Expire { idle_minutes: 45 });
    assert_eq!((play.asks(), play.effects.len(), play.says.len()), (Some("nudge.more".to_owned()), 0, 0));
    // What was let go is asked again; the rest is taken as it was.
    let mixed = keep.replace("{ type: time, keep: S1 }", "{ type: time }");
    let mut play = Play::begun(&[&mixed], "nudge");
    play.say_all(&["mon", "5 pm", "Chicago", "yes"]).input(Input::Expire { idle_minutes: 45 });
    assert_eq!((play.asks(), play.effects.len()), (Some("nudge.at".to_owned()), 0));
    play.say("6 pm");
    assert_eq!(play.asks(), Some("nudge.more".to_owned()));
    play.input(Input::Expire { idle_minutes: 24 * 60 });
    assert_eq!((play.asks(), play.ended()), (None, vec!["nudge.expired".to_owned()]));
}

/// The last question is open again after "back": time may not answer it, and end the flow in silence.
#[test]
fn time_that_passes_never_answers_the_question_that_waits() {
    let flow = "
flow: two
languages: [en]
slots: { a: { type: text, keep: S1 }, b: { type: text, keep: S1 }, c: { type: text } }
steps:
  hello: [{ ask: c, en: C?, skip: x }, { ask: a, en: A?, skip: x }, { ask: b, en: B?, skip: x }, { say: { en: Bye. } }, { end: done }]
";
    let mut play = Play::begun(&[flow], "two");
    play.say_all(&["1", "2"]).input(Input::Back).input(Input::Expire { idle_minutes: 40 });
    assert_eq!(play.asks(), Some("two.c".to_owned()));
    play.say("1");
    assert_eq!(play.asks(), Some("two.a".to_owned()));
}

#[test]
fn the_country_of_a_person_becomes_known() {
    let flow = "
flow: land
languages: [en]
slots: { land: { type: country, person: true } }
steps:
  hello:
    - { ask: land, en: Where?, choices: [{ value: us, en: United States, goto: us }], skip: { goto: bye } }
    - goto: bye
  us: [{ say: { en: 'In {land}.' } }, { end: us }]
  bye: [{ say: { en: Elsewhere. } }, { end: elsewhere }]
";
    let country = |play: &Play| {
        play.effects.iter().find_map(|effect| match effect {
            Effect::Country(country) => Some(*country),
            _ => None,
        })
    };
    for (answer, land, ended) in
        [("USA", "US", "land.us"), ("united states", "US", "land.us"), ("Spain", "ES", "land.elsewhere")]
    {
        let mut play = Play::begun(&[flow], "land");
        play.say(answer);
        assert_eq!((country(&play), play.ended()), (Country::from_code(land), vec![ended.to_owned()]), "{answer}");
    }
    let mut tapped = Play::begun(&[flow], "land");
    tapped.tap("United States");
    assert_eq!(tapped.ended(), ["land.us"]);
}

#[test]
fn a_document_shows_its_parts_by_their_conditions() {
    let document = "
document: sheet
flow: plan
languages: [en]
title: { en: 'For {name}' }
parts:
  - { en: 'Days: {days}' }
  - { if: days > 3, en: That is a lot. }
  - { if: 'days <= 3', en: That is fine. }
  - { if: 'covered is set', en: 'Covered: {covered}' }
";
    let with_sheet = PLAN.replace("  bye:\n", "  bye:\n    - document: sheet\n");
    let mut play = Play::begun(&[&with_sheet, INSURANCE, document], "plan");
    play.say_all(&["Ana", "5", "Blue", "yes", "no"]);
    assert_eq!(play.says[0], "For Ana\nDays: 5\n\nThat is a lot.\n\nCovered: yes");
    let mut play = Play::begun(&[&with_sheet, INSURANCE, document], "plan");
    play.say_all(&["Ana", "2"]).input(Input::Skip).say("no");
    assert_eq!(play.says[0], "For Ana\nDays: 2\n\nThat is fine.");
}

#[test]
fn labels_of_choices_are_filled_and_can_be_typed_as_shown() {
    let flow = "
flow: tea
languages: [en]
slots: { name: { type: text }, who: { type: choice } }
steps:
  hello:
    - { ask: name, en: Name?, skip: friend }
    - { ask: who, en: For whom?, choices: [{ value: me, en: 'For {name}' }, { value: both, en: 'For {who} too' }], skip: me }
    - { say: { en: 'Tea: {who}.' } }
    - end: done
";
    let mut play = Play::begun(&[flow], "tea");
    play.say("Ana");
    assert_eq!(&play.labels()[..2], ["For Ana", "For (not answered) too"]);
    play.say("for ana");
    assert_eq!(play.text(), "Tea: For Ana.");
    // A label that shows its own slot does not go round.
    let mut own = Play::begun(&[flow], "tea");
    own.say("Ana").say("both");
    assert_eq!(own.text(), "Tea: For both too.");
}

/// The check refuses such a flow; should one be run all the same, it stops and says so.
#[test]
fn a_flow_that_goes_round_runs_out_of_fuel() {
    let flow = "
flow: round
languages: [en]
steps:
  hello: [{ say: { en: Round. } }, { goto: hello }]
";
    let mut play = Play::begun(&[flow], "round");
    assert_eq!(play.says, ["Something went wrong on my side, so I stopped here. Nothing you did caused it."]);
    assert_eq!((play.ended(), play.state.frames.len()), (vec!["round.trouble".to_owned()], 0));
    let calls = "
flow: round
languages: [en]
slots: { a: { type: text } }
steps:
  hello: [{ call: round, take: { a: a } }, { end: done }]
";
    assert_eq!(Play::begun(&[calls], "round").says.len(), 1);
    assert_eq!(play.input(Input::Start("round")).says.len(), 1);
}

#[test]
fn a_parked_flow_takes_nothing_for_an_answer_until_it_goes_on() {
    let mut play = Play::begun(&[PLAN, INSURANCE], "plan");
    play.say("Ana").input(Input::Park);
    assert_eq!((play.says.len(), play.state.parked), (0, true));
    play.say("3");
    assert_eq!((play.text(), play.state.parked), ("? How many days, Ana?".to_owned(), false));
    for input in [Input::Skip, Input::Back, Input::Resume, Input::Change(None), Input::Start("plan"), Input::Stop] {
        let mut parked = Play::begun(&[PLAN, INSURANCE], "plan");
        parked.say("Ana").input(Input::Park).input(input);
        assert!(!parked.state.parked, "after {input:?}");
    }
}

#[test]
fn a_question_without_words_says_what_it_takes() {
    for question in ["{ ask: n, skip: 1 }", "{ ask: n, en: , skip: 1 }", "{ ask: n, en: '{gone}', skip: 1 }"] {
        let flow = format!(
            "flow: bare\nlanguages: [en]\nslots: {{ n: {{ type: number }} }}\nsteps:\n  hello: [{{ say: {{ en: '' }} }}, {question}, {{ end: done }}]\n"
        );
        let mut play = Play::with(load(&[&flow]).0);
        play.input(Input::Start("bare"));
        assert_eq!(play.says, ["? Please send a number."], "{question}");
    }
}
