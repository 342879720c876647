//! What the desk does with what is held, where no conversation test can bring it about.

use handrail::author::conversation::{NOW, Talk};
use handrail::engine::Aspect;
use handrail::library::Library;
use handrail::message::{Language, Place};
use handrail::store::{Change, Status};
use jiff::SignedDuration;

use crate::support::library;

fn talk(library: &Library) -> Talk<'_> {
    Talk::new(library, Some(Language::En), None, Place::Private, NOW.parse().unwrap())
}

/// A person with a reminder.
fn reminded(library: &Library) -> Talk<'_> {
    let mut talk = talk(library);
    for said in [
        "set a reminder",
        "skip",
        "yes",
        "monday and thursday",
        "5:30 pm",
        "Chicago",
        "1 hour before",
        "Session",
        "in 8 weeks",
        "no",
        "yes",
        "no",
    ] {
        talk.say(said);
    }
    assert_eq!(talk.conversation.held.reminders.len(), 1);
    talk
}

fn words(talk: &Talk<'_>) -> String {
    let outbound = &talk.answer.as_ref().unwrap().outbound;
    let bubbles: Vec<String> = outbound.bubbles.iter().map(handrail::message::Bubble::words).collect();
    let labels: Vec<&str> = outbound.choices.iter().map(|choice| &*choice.label).collect();
    format!("{}\n[{}]", bubbles.join("\n"), labels.join("] ["))
}

const OFF: &str = "Your reminders are off, because I could not write to you.";

#[test]
fn reminders_that_could_not_be_delivered_are_offered_again_when_the_person_writes() {
    let library = library();
    let mut talk = reminded(&library);
    talk.conversation.held.reminders[0].status = Status::Unreachable;
    talk.now += SignedDuration::from_hours(30);
    let agreed = talk.conversation.held.reminders[0].consent_at;
    talk.say("thanks");
    assert!(
        words(&talk).contains(OFF) && words(&talk).contains("[Turn on again] [Leave them off]"),
        "{}",
        words(&talk)
    );
    // Not with every message.
    talk.say("what is an iop");
    assert!(!words(&talk).contains(OFF), "{}", words(&talk));
    talk.say("my reminders");
    assert!(words(&talk).contains("off, because I could not write to you"), "{}", words(&talk));
    talk.tap("Turn on again").unwrap();
    let reminder = &talk.conversation.held.reminders[0];
    assert_eq!(reminder.status, Status::Active);
    assert!(reminder.consent_at > agreed, "consent is asked for again");
    assert!(reminder.words.consent.contains("Shall I start them again?"), "{}", reminder.words.consent);
}

#[test]
fn reminders_that_could_not_be_delivered_can_stay_off() {
    let library = library();
    let mut talk = reminded(&library);
    talk.conversation.held.reminders[0].status = Status::Unreachable;
    talk.now += SignedDuration::from_hours(30);
    talk.say("thanks");
    talk.tap("Leave them off").unwrap();
    assert_eq!(talk.conversation.held.reminders[0].status, Status::Stopped);
}

#[test]
fn in_the_middle_of_a_guide_reminders_that_are_off_are_only_mentioned() {
    let library = library();
    let mut talk = reminded(&library);
    talk.conversation.held.reminders[0].status = Status::Unreachable;
    talk.now += SignedDuration::from_hours(30);
    talk.say("check in");
    let said = words(&talk);
    assert!(said.contains("To start them again, type \"my reminders\".\nHow is today"), "{said}");
    assert!(!said.contains("Turn on again"), "{said}");
}

#[test]
fn a_card_says_nothing_of_reminders() {
    let library = library();
    let mut talk = reminded(&library);
    talk.conversation.held.reminders[0].status = Status::Unreachable;
    talk.now += SignedDuration::from_hours(30);
    talk.say("I want to die");
    assert!(!words(&talk).contains("reminder"), "{}", words(&talk));
}

#[test]
fn a_button_carries_a_new_value_for_the_longest_number_and_zone() {
    let library = library();
    let mut talk = reminded(&library);
    let mut other = talk.conversation.held.reminders[0].clone();
    other.id = i64::MAX;
    other.words.label = "Yoga".to_owned();
    talk.conversation.held.reminders.push(other);
    talk.say("change time zone to America/Argentina/ComodRivadavia");
    let longest = talk.answer.as_ref().unwrap().outbound.choices.iter().map(|choice| choice.payload.len()).max();
    assert!(longest <= Some(64), "{longest:?}");
    talk.tap("Yoga").unwrap();
    talk.say("yes");
    let zone = talk.conversation.held.reminders[1].rule.zone.name().to_owned();
    assert!(zone.starts_with("America/Argentina/"), "{zone}");
    for aspect in Aspect::ALL {
        assert_eq!(Aspect::from_name(aspect.name()), Some(aspect));
    }
}

#[test]
fn a_test_belongs_to_the_reminder_that_is_new_in_the_same_turn() {
    let library = library();
    let mut talk = talk(&library);
    for said in
        ["set a reminder", "skip", "yes", "monday", "9 am", "Chicago", "skip", "skip", "in 4 weeks", "no", "yes"]
    {
        talk.say(said);
    }
    let changes = &talk.answer.as_ref().unwrap().changes;
    assert!(matches!(changes.as_slice(), [Change::Reminder(_), Change::Once { reminder: 0, .. }]), "{changes:?}");
}
