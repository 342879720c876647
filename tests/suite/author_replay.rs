//! What an edit changes in a conversation that was recorded.

use crate::author_fixtures as fixtures;
use crate::author_fixtures::{COVERAGE, FIRST_DAY, FIRST_DAY_LIST};
use handrail::author::replay::{Difference, Recorded, Road, replay};
use handrail::message::{Language, Place};

fn recorded(start: &str, inputs: &[&str]) -> Recorded {
    Recorded {
        start: start.to_owned(),
        language: Language::En,
        country: None,
        place: Place::Private,
        now: "2026-03-02T15:00:00Z".parse().unwrap(),
        inputs: inputs.iter().map(|input| (*input).to_owned()).collect(),
    }
}

/// A conversation through both flows: typed words, labels, reserved words, a correction, a side trip.
const WHOLE: &[&str] = &[
    "Sam",
    "I have a start date",
    "back",
    "I am on a waiting list",
    "no",
    "Medicaid",
    "yes",
    "They pay a part",
    "Talking in a group",
    "Done",
    "bus or train",
    "skip",
    "no",
    "The way there",
    "It is online",
    "continue",
    "skip",
    "yes",
    "skip",
];

fn edited(edits: &[(&str, &str)], inputs: &[&str]) -> Vec<Difference> {
    let change = |text: &str| edits.iter().fold(text.to_owned(), |text, (old, new)| text.replace(old, new));
    let (first_day, coverage) = (change(FIRST_DAY), change(COVERAGE));
    assert!(edits.is_empty() || first_day != FIRST_DAY || coverage != COVERAGE, "the edit changes nothing");
    let new = fixtures::flows(&[&first_day, &coverage, FIRST_DAY_LIST]);
    replay(&recorded("first_day", inputs), &fixtures::all(), &new)
}

/// Turn and road of each difference.
fn places(differences: &[Difference]) -> Vec<(usize, Road)> {
    differences.iter().map(|difference| (difference.turn, difference.road)).collect()
}

#[test]
fn the_same_flows_give_no_difference_and_the_conversation_reaches_its_end() {
    assert_eq!(edited(&[], WHOLE), []);
    let last = edited(&[("    - end: ready", "    - end: prepared")], WHOLE);
    assert_eq!(places(&last), [(WHOLE.len(), Road::Anew), (WHOLE.len(), Road::CarriedOver)]);
    assert_eq!(last[0].old.effects, ["ends first_day: ready"]);
    assert_eq!(last[0].old.waits, None);
}

#[test]
fn a_comment_changes_nothing_for_anybody() {
    assert_eq!(edited(&[("\nsteps:\n", "\n# reviewed\nsteps:\n")], WHOLE), []);
}

#[test]
fn words_that_change_show_where_they_are_said() {
    let differences = edited(&[("Is this list right?", "Shall we keep this list?")], WHOLE);
    let shown: Vec<usize> = differences.iter().map(|difference| difference.turn).collect();
    assert_eq!(shown, [12, 12, 17, 17]);
    let text = differences[0].to_string();
    assert!(text.starts_with("turn 12, after \"skip\" (the conversation begun with the new flows):\n"), "{text}");
    assert!(text.contains("    - Is this list right?\n    + Shall we keep this list?\n"), "{text}");
    assert!(text.contains("      [Yes | No | Skip | Back | Stop]\n"), "{text}");
}

#[test]
fn after_another_question_only_people_under_way_are_compared() {
    let asked_first = (
        "  plan:\n    - ask: plan_known",
        "  plan:\n    - ask: days\n      en: How many days?\n      es: ¿Cuántos días?\n      skip: { goto: bye }\n    - ask: plan_known",
    );
    let differences = edited(&[asked_first], &["Sam", "I have a start date", "skip", "no", "Medicaid"]);
    assert_eq!(places(&differences), [(3, Road::Anew), (3, Road::CarriedOver)], "{differences:#?}");
    assert_eq!(differences[0].new.waits, Some(("first_day".to_owned(), "days".to_owned())));
}

#[test]
fn a_question_that_takes_other_answers_is_asked_again_of_people_under_way() {
    let wider = ("travel, en: \"Getting there\"", "trip, en: \"Getting there\"");
    let differences = edited(&[wider], &["Sam", "I have a start date", "skip", "yes", "Talking in a group"]);
    assert_eq!(places(&differences), [(5, Road::CarriedOver)]);
    assert!(differences[0].new.says.len() > 1, "it says that the question has changed: {differences:?}");
    assert_eq!(differences[0].new.waits, Some(("first_day".to_owned(), "worries".to_owned())));
}

#[test]
fn a_question_that_moved_is_asked_under_its_new_name() {
    let renamed = [("ask: appeal\n", "ask: review\n"), ("appeal: { type: yes_no }", "review: { type: yes_no }")];
    let moved = [
        renamed[0],
        renamed[1],
        ("if: appeal,", "if: review,"),
        ("steps:\n  start:", "moved: { appeal: review }\nsteps:\n  start:"),
    ];
    let change = moved.iter().fold(COVERAGE.to_owned(), |text, (old, new)| text.replace(old, new));
    let old = fixtures::flows(&[COVERAGE]);
    let new = fixtures::flows(&[&change]);
    let inputs = ["Medicare", "yes", "They said no", "yes", "no"];
    let differences = replay(&recorded("coverage", &inputs), &old, &new);
    let carried: Vec<&Difference> =
        differences.iter().filter(|difference| difference.road == Road::CarriedOver).collect();
    assert_eq!(carried.last().unwrap().turn, 5, "{differences:#?}");
    assert_eq!(carried.last().unwrap().new.waits, Some(("coverage".to_owned(), "review".to_owned())));
}

#[test]
fn an_old_button_that_is_gone_is_explained_to_people_under_way() {
    let gone =
        ("        - value: medicare\n          goto: medicare\n          en: Medicare\n          es: Medicare\n", "");
    let change = COVERAGE.replace(gone.0, gone.1);
    let differences =
        replay(&recorded("coverage", &["Medicare"]), &fixtures::flows(&[COVERAGE]), &fixtures::flows(&[&change]));
    let carried = differences.iter().find(|difference| difference.road == Road::CarriedOver).unwrap();
    assert_eq!(carried.new.waits, Some(("coverage".to_owned(), "plan".to_owned())));
    assert!(!carried.new.buttons.contains(&"Medicare".to_owned()));
}

#[test]
fn the_language_and_what_was_recorded_decide_what_is_played() {
    let mut spanish = recorded("first_day", &["Sam", "Estoy en lista de espera"]);
    spanish.language = Language::Es;
    let change = FIRST_DAY.replace("Where are you now, {name}?", "Where do you stand, {name}?");
    let new = fixtures::flows(&[&change, COVERAGE, FIRST_DAY_LIST]);
    assert_eq!(replay(&spanish, &fixtures::all(), &new), []);
    spanish.inputs.insert(1, "in english".to_owned());
    assert_eq!(places(&replay(&spanish, &fixtures::all(), &new)), [(2, Road::Anew), (2, Road::CarriedOver)]);
}
