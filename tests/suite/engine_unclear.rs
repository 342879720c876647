//! Answers that are not understood, or only perhaps: help that grows, words said back, several readings.

use handrail::engine::{Input, Value};
use handrail::message::Language;

use crate::play::{INSURANCE, PLAN, Play};

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
