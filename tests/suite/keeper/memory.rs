//! What is remembered from one message to the next.

use handrail::keeper::{Keeper, Strangers, Taken};
use handrail::message::{Bubble, Inbound, Language, Outbound};
use handrail::store::StoreError;
use handrail::store::sealed::{Rows as _, Table};
use jiff::SignedDuration;

use super::party::{Party, library, said, words};
use crate::faulty_rows::{Call, Fault};

#[tokio::test]
async fn a_guide_goes_on_where_it_was_after_a_restart() {
    let mut party = Party::new().await;
    party.say("1", "u1", "remind me").await;
    party.say("1", "u2", "18 or older").await;
    party.restart();
    let answer = party.say("1", "u3", "yes").await;
    assert!(answer.contains("which days"), "{answer}");
    assert!(!answer.contains("Hello"), "{answer}");
}

#[tokio::test]
async fn a_guide_left_for_too_long_is_gone_and_the_person_is_told() {
    let party = Party::new().await;
    party.say("1", "u1", "do i need an iop").await;
    party.time.advance(SignedDuration::from_mins(31));
    let answer = party.say("1", "u2", "yes").await;
    let expired = library().flows.words.say(handrail::engine::Reply::Expired, handrail::message::Language::En);
    assert!(answer.starts_with(&*expired), "{answer}");
}

#[tokio::test]
async fn a_reminder_a_page_and_a_question_of_the_desk_survive_a_restart() {
    let mut party = Party::new().await;
    let set_up =
        ["remind me", "skip", "yes", "monday", "9 am", "Chicago", "skip", "skip", "in 4 weeks", "no", "yes", "no"];
    let week = ["during", "18 or older", "week", "skip", "skip", "skip", "skip", "save"];
    for (number, text) in set_up.iter().chain(&week).enumerate() {
        party.say("1", &format!("u{number}"), text).await;
        party.restart();
    }
    let kept = party.say("1", "v1", "30 days").await;
    assert!(kept.contains("until Sunday, February 14, 2027"), "{kept}");
    party.restart();
    let pages = party.say("1", "v2", "my pages").await;
    assert!(pages.contains("My week"), "{pages}");
    let data = party.say("1", "v3", "show my data").await;
    assert!(data.contains("Time zone: America/Chicago"), "{data}");
    let next = party.say("1", "v4", "my reminders").await;
    assert!(next.contains("Monday, January 18 at 9 am"), "{next}");
    party.say("1", "v5", "stop").await;
    party.say("1", "v6", "stop").await;
    let undone = party.say("1", "v7", "undo").await;
    assert!(undone.contains("they are on again"), "{undone}");
    let deleted = party.say("1", "v8", "delete my data").await;
    assert!(deleted.contains("Shall I delete"), "{deleted}");
    party.say("1", "v9", "yes").await;
    let nothing = party.say("1", "v10", "my reminders").await;
    assert!(nothing.contains("You have no reminders."), "{nothing}");
}

#[tokio::test]
async fn two_people_never_share_a_conversation() {
    let party = Party::new().await;
    party.say("1", "u1", "remind me").await;
    let other = party.say("2", "u2", "hello").await;
    assert!(!other.contains("How old"), "{other}");
    let first = party.say("1", "u3", "18 or older").await;
    assert!(first.contains("lock screen"), "{first}");
}

#[tokio::test]
async fn without_a_store_a_conversation_lives_as_long_as_the_program() {
    let party = Party::new().await;
    let keeper = Keeper::new(library(), None, party.time.clone(), party.tasks.clone());
    let party = Party { keeper, ..party };
    party.say("1", "u1", "during").await;
    let answer = party.say("1", "u2", "18 or older").await;
    assert!(answer.contains("What is on your mind?"), "{answer}");
    assert!(matches!(party.keeper.take(&said("1", "u2", "18 or older")).await, Taken::Seen));
}

#[tokio::test]
async fn without_a_store_nobody_is_told_that_a_reminder_will_come() {
    let party = Party::new().await;
    let keeper = Keeper::new(library(), None, party.time.clone(), party.tasks.clone());
    let party = Party { keeper, ..party };
    let answer = party.say("1", "u1", "remind me").await;
    assert!(answer.contains("Here I cannot send reminders"), "{answer}");
}

#[tokio::test]
async fn messages_of_one_person_are_answered_in_their_order() {
    let party = Party::new().await;
    let updates = ["remind me", "18 or older", "yes", "monday and thursday", "5:30 pm", "Chicago"];
    let taken = updates.iter().enumerate().map(|(number, text)| {
        let (keeper, inbound) = (party.keeper.clone(), said("1", &number.to_string(), text));
        async move { keeper.take(&inbound).await }
    });
    // All at once; `join_all` polls them in order, and each waits for the one before.
    let mut answers = Vec::new();
    for taken in futures::future::join_all(taken).await {
        let Taken::Reply(reply) = taken else { panic!("no answer") };
        answers.push(words(&reply));
        party.keeper.sent(reply.receipt).await;
    }
    assert!(answers.last().unwrap().contains("How early"), "{answers:#?}");
}

#[tokio::test]
async fn two_instances_that_race_both_answer_and_the_guide_stays_whole() {
    let mut party = Party::new().await;
    party.say("1", "u1", "remind me").await;
    let other = party.keeper.clone();
    party.restart();
    let (first, second) = (said("1", "u2", "18 or older"), said("1", "u3", "yes"));
    let (first, second) = tokio::join!(party.keeper.take(&first), other.take(&second));
    assert!(matches!(first, Taken::Reply(_)) && matches!(second, Taken::Reply(_)));
    let answer = party.say("1", "u4", "show my data").await;
    assert!(answer.contains("age") || answer.contains("Age"), "{answer}");
}

#[tokio::test]
async fn deleting_everything_leaves_nothing_and_says_so_only_then() {
    let party = Party::new().await;
    party.say("1", "u1", "I live in Mexico").await;
    party.say("1", "u2", "remind me").await;
    party.say("1", "u3", "delete my data").await;
    party.rows.breaks(
        crate::faulty_rows::Call::Forget,
        crate::faulty_rows::Fault::Fails(handrail::store::StoreError::DiskFull),
    );
    let refused = party.say("1", "u4", "yes").await;
    assert!(refused.contains("could not delete"), "{refused}");
    party.rows.heals();
    let done = party.say("1", "u5", "yes").await;
    assert!(!done.contains("could not"), "{done}");
    let recalled = party.store.recall(&said("1", "", "").conversation, "u1", 0).await.unwrap();
    assert!(recalled.person.is_none() && !recalled.seen);
}

#[tokio::test]
async fn totals_are_counted_by_day_and_hold_no_person() {
    let party = Party::new().await;
    party.say("1", "u1", "remind me").await;
    party.say("1", "u2", "I want to kill myself").await;
    for (update, text) in [("u3", "zxqv"), ("u4", "stop"), ("u5", "gfhd jkl")] {
        party.say("2", update, text).await;
    }
    party.keeper.tidy().await;
    let totals = party.store.totals("2027-01-15", "2027-01-15").await.unwrap();
    let names: Vec<(&str, i64)> = totals.iter().map(|(_, name, amount)| (name.as_str(), *amount)).collect();
    assert!(names.contains(&("turn.telegram", 5)), "{names:?}");
    assert!(names.contains(&("began.reminders", 1)), "{names:?}");
    assert!(names.contains(&("card.crisis.telegram", 1)), "{names:?}");
    assert!(names.iter().any(|(name, amount)| name.starts_with("asked.reminders.") && *amount == 1), "{names:?}");
    assert!(!names.iter().any(|(name, _)| name.starts_with("onward.reminders.")), "a card answers no question");
    assert!(names.iter().any(|(name, _)| *name == "question.unanswered"), "{names:?}");
}

#[tokio::test]
async fn figures_tell_how_turns_went_and_nothing_of_a_crisis() {
    let party = Party::new().await;
    party.say("1", "u1", "remind me").await;
    party.say("1", "u2", "I want to kill myself").await;
    assert!(matches!(party.keeper.take(&said("1", "u1", "remind me")).await, Taken::Seen));
    party.rows.breaks(Call::CommitTurn, Fault::Fails(StoreError::Database("gone".to_owned())));
    party.say("2", "u3", "hello").await;
    let figures = party.keeper.metrics().text();
    for line in [
        "handrail_turns_total{channel=\"telegram\",outcome=\"kept\"} 2\n",
        "handrail_turns_total{channel=\"telegram\",outcome=\"again\"} 1\n",
        "handrail_turns_total{channel=\"telegram\",outcome=\"without_memory\"} 1\n",
        "handrail_store_failures_total{asked_to=\"commit\"} 1\n",
        "handrail_answer_seconds_count{channel=\"telegram\"} 3\n",
    ] {
        assert!(figures.contains(line), "{line}{figures}");
    }
    for word in ["crisis", "card", "urgent"] {
        assert!(!figures.contains(word), "{figures}");
    }
}

#[test]
fn an_outbound_survives_its_stored_form() {
    let outbound =
        Outbound { bubbles: vec![Bubble::Document { title: "a".into(), text: "b".into() }], ..Outbound::default() };
    let bytes = postcard::to_stdvec(&outbound).unwrap();
    assert_eq!(postcard::from_bytes::<Outbound>(&bytes).unwrap(), outbound);
}

#[tokio::test]
async fn who_unblocks_the_bot_is_asked_with_their_first_message_whether_reminders_begin_again() {
    let party = Party::new().await;
    let set_up =
        ["remind me", "skip", "yes", "monday", "9 am", "Chicago", "skip", "skip", "in 4 weeks", "no", "yes", "no"];
    for (number, text) in set_up.iter().enumerate() {
        party.say("1", &format!("u{number}"), text).await;
    }
    let person = said("1", "", "").conversation.person;
    party.keeper.unreachable(&person).await;
    let back = party.say("1", "v1", "hello").await;
    assert!(back.contains("Your reminders are off"), "{back}");
    let next = party.say("1", "v2", "hello").await;
    assert!(!next.contains("Your reminders are off"), "not with each message: {next}");
    let again = party.say("1", "v3", "start reminders again").await;
    assert!(again.contains("Monday, January 18 at 9 am"), "{again}");
}

#[tokio::test]
async fn a_turn_that_says_nothing_new_of_a_person_leaves_their_row_as_it_is() {
    let party = Party::new().await;
    party.say("1", "u1", "remind me").await;
    let sealed = || async { party.rows.sealed_of(Table::Person, Vec::new(), 10).await.unwrap() };
    let before = sealed().await;
    party.say("1", "u2", "18 or older").await;
    assert_eq!(sealed().await, before);
    party.say("1", "u3", "español").await;
    let changed = sealed().await;
    assert_ne!(changed, before, "another language");
    party.time.advance(SignedDuration::from_hours(24));
    party.say("1", "u4", "hola").await;
    assert_ne!(sealed().await, changed, "the first turn of a day");
}

#[tokio::test]
async fn whose_row_is_damaged_is_remembered_again_from_their_next_message_on() {
    let party = Party::new().await;
    party.say("1", "u1", "remind me").await;
    let (row, sealed) = party.rows.sealed_of(Table::Person, Vec::new(), 10).await.unwrap().remove(0);
    assert!(party.rows.reseal(Table::Person, row, sealed.clone(), sealed[..sealed.len() - 1].to_vec()).await.unwrap());
    let answer = party.say("1", "u2", "18 or older").await;
    assert!(answer.contains("lock screen") && !answer.contains("cannot look up"), "the guide goes on: {answer}");
    assert!(party.keeper.metrics().text().contains("handrail_store_failures_total{asked_to=\"open\"} 1"));
    let recalled = party.store.recall(&said("1", "u3", "").conversation, "u3", party.time.seconds()).await.unwrap();
    assert_eq!(recalled.person.map(|person| person.reach), Some("chat-1".to_owned()));
}

#[tokio::test]
async fn an_installation_speaks_its_own_language_where_nothing_tells_another() {
    let Party { store, time, tasks, .. } = Party::new().await;
    let strangers = Strangers { else_language: Some(Language::Es), ..Strangers::default() };
    let keeper = Keeper::meeting(library(), Some(store), time, tasks, strangers);
    let answer = |user: &'static str, language, text: &'static str| {
        let keeper = keeper.clone();
        async move {
            let inbound = Inbound { language, ..said(user, user, text) };
            match keeper.take(&inbound).await {
                Taken::Reply(reply) => words(&reply),
                Taken::Seen => panic!("no answer"),
            }
        }
    };
    let spanish = answer("1", None, "123").await;
    assert!(spanish.starts_with("Hola"), "{spanish}");
    let english = answer("2", Some(Language::En), "123").await;
    assert!(english.starts_with("Hi,"), "their platform tells one: {english}");
    let english = answer("3", None, "what does it cost").await;
    assert!(english.starts_with("Hi,"), "their words tell one: {english}");
}
