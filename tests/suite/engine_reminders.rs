//! Reminders that a flow sets up, and time that passes while a question waits.

use handrail::engine::{Effect, Input};

use crate::play::Play;

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
