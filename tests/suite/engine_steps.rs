//! What else a step keeps to: private places, the person's country, documents, fuel, parked flows.

use handrail::engine::{Effect, Input};
use handrail::message::{Country, Place};

use crate::play::{INSURANCE, PLAN, Play};

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
