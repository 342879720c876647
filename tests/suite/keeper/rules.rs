//! Rules of the crisis answer that hold whatever the conversation is in, and drills with files that break at a reload.

use std::sync::Arc;

use handrail::library::{Files, Library, OWN_HOTLINES};
use handrail::message::{Body, Inbound, Tone};
use handrail::store::StoreError;

use super::party::{Party, said, words};
use crate::faulty_rows::Fault;

const CRISIS: &str = "I want to kill myself";

#[tokio::test]
async fn rule_01_screening_comes_before_commands_questions_consent_and_the_database() {
    // What waits when the words come: nothing, a guide's first question, a yes to a deletion, a half-known store.
    for before in [&[][..], &["remind me"], &["remind me", "18 or older"], &["delete my data"], &["what is an iop"]] {
        let party = Party::new().await;
        for (number, text) in before.iter().enumerate() {
            party.say("1", &format!("u{number}"), text).await;
        }
        party.rows.breaks_down(&Fault::Fails(StoreError::Closed));
        for (update, text) in [("a", CRISIS), ("b", "menu, I want to kill myself"), ("c", "yes. I want to kill myself")]
        {
            let reply = party.reply(&said("1", update, text)).await;
            assert_eq!(reply.outbound.tone, Tone::Crisis, "{before:?} {text}");
            assert!(words(&reply).contains("988"), "{}", words(&reply));
            party.keeper.sent(reply.receipt).await;
        }
    }
}

#[tokio::test]
async fn rule_19_the_guide_is_parked_and_nothing_typed_in_the_crisis_turn_is_its_answer() {
    let party = Party::new().await;
    let asked = party.say("1", "u1", "remind me").await;
    assert!(asked.contains("How old"), "{asked}");
    let card = party.say("1", "u2", "18 or older, and I want to kill myself").await;
    assert!(card.contains("988") && !card.contains("How old"), "{card}");
    let safe = party.say("1", "u3", "I'm safe").await;
    assert!(!safe.contains("Reminders"), "{safe}");
    let after = party.say("1", "u4", "continue").await;
    assert!(format!("{safe}{after}").contains("How old"), "it asks what it asked: {safe} {after}");
}

#[tokio::test]
async fn rule_26_help_now_works_in_every_guide_typed_and_tapped() {
    let party = Party::new().await;
    let flows: Vec<_> = super::party::library().flows.flows.iter().map(|flow| flow.name.name.to_string()).collect();
    for (number, flow) in flows.iter().enumerate() {
        let user = number.to_string();
        let tap =
            |update: String, payload: &str| Inbound { body: Body::Tap(payload.to_owned()), ..said(&user, &update, "") };
        let reply = party.reply(&tap(format!("a{number}"), &format!("f:{flow}"))).await;
        party.keeper.sent(reply.receipt).await;
        for (update, asks) in [
            (format!("b{number}"), said(&user, &format!("b{number}"), "help now")),
            (format!("c{number}"), said(&user, &format!("c{number}"), "ayuda ya")),
            (format!("d{number}"), tap(format!("d{number}"), "w:help_now")),
        ] {
            let reply = party.reply(&asks).await;
            assert!(words(&reply).contains("988"), "{flow} {update}: {}", words(&reply));
            party.keeper.sent(reply.receipt).await;
        }
    }
}

#[tokio::test]
async fn a_lexicon_or_a_directory_that_breaks_is_refused_at_a_reload_and_the_card_goes_out_all_the_same() {
    for (file, text) in [
        ("config/crisis/en.yaml", "slots: ["),
        ("config/crisis/card.en.yaml", "schema: nothing"),
        ("config/hotlines.yaml", "countries: ["),
        (OWN_HOTLINES, "checked: { us_nowhere: today }"),
    ] {
        let party = Party::new().await;
        let mut files = Files::built_in();
        files.insert(file, text);
        // What a reload does: the whole is refused, and the last good files stay.
        assert!(Library::open(&files).is_err(), "{file}");
        let card = party.say("1", "u1", CRISIS).await;
        assert!(card.contains("988"), "{file}: {card}");
        // And should it be taken all the same, what is compiled in stands under it.
        party.keeper.change_library(Arc::new(Library::read(&files).library));
        let reply = party.reply(&said("2", "u2", CRISIS)).await;
        assert_eq!(reply.outbound.tone, Tone::Crisis, "{file}");
        assert!(words(&reply).contains("988"), "{file}: {}", words(&reply));
    }
}
