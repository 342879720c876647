//! Fail-safe drills: whatever is broken, the card goes out.

use std::time::Duration;

use handrail::keeper::Taken;
use handrail::message::Tone;
use handrail::store::StoreError;

use super::party::{Party, library, said, words};
use crate::faulty_rows::{Call, Fault};

const CRISIS: &str = "I want to kill myself";

#[tokio::test]
async fn the_card_goes_out_while_the_database_gives_errors() {
    for error in [StoreError::Away("gone".to_owned()), StoreError::DiskFull, StoreError::ReadOnly, StoreError::Closed] {
        let party = Party::new().await;
        party.rows.breaks_down(&Fault::Fails(error));
        let reply = party.reply(&said("1", "u1", CRISIS)).await;
        assert_eq!(reply.outbound.tone, Tone::Crisis);
        assert!(words(&reply).contains("988"), "{}", words(&reply));
        party.keeper.sent(reply.receipt).await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_card_waits_200_ms_for_a_database_that_hangs_and_no_longer() {
    let party = Party::new().await;
    party.rows.breaks(Call::Recall, Fault::Hangs);
    let before = tokio::time::Instant::now();
    let reply = party.reply(&said("1", "u1", CRISIS)).await;
    assert_eq!(reply.outbound.tone, Tone::Crisis);
    assert!(before.elapsed() <= Duration::from_millis(210), "{:?}", before.elapsed());
}

#[tokio::test(start_paused = true)]
async fn the_card_does_not_queue_behind_an_earlier_message_that_hangs() {
    let party = Party::new().await;
    party.rows.breaks(Call::CommitTurn, Fault::Hangs);
    let keeper = party.keeper.clone();
    let first = said("1", "u1", "hello");
    let stuck = keeper.take(&first);
    tokio::pin!(stuck);
    assert!(futures::poll!(&mut stuck).is_pending());
    let before = tokio::time::Instant::now();
    let reply = party.reply(&said("1", "u2", CRISIS)).await;
    assert_eq!(reply.outbound.tone, Tone::Crisis);
    assert!(before.elapsed() <= Duration::from_millis(450), "{:?}", before.elapsed());
}

#[tokio::test]
async fn other_messages_are_answered_without_memory_and_told_so() {
    let party = Party::new().await;
    party.say("1", "u0", "do i need an iop").await;
    for call in [Call::Recall, Call::CommitTurn] {
        party.rows.breaks(call, Fault::Fails(StoreError::DiskFull));
        let answer = party.say("1", &format!("{call:?}"), "what is an iop").await;
        assert!(answer.contains("cannot look up where we were"), "{answer}");
        assert!(answer.contains("intensive outpatient"), "{answer}");
        party.rows.heals();
    }
    let after = party.say("1", "u9", "yes").await;
    assert!(!after.contains("cannot look up"), "the guide goes on once the database is back: {after}");
}

#[tokio::test(start_paused = true)]
async fn a_database_that_hangs_is_given_up_on() {
    let party = Party::new().await;
    party.rows.breaks(Call::Recall, Fault::Hangs);
    let answer = party.say("1", "u1", "what is an iop").await;
    assert!(answer.contains("cannot look up where we were"), "{answer}");
}

#[tokio::test]
async fn the_card_goes_out_in_every_state_of_every_flow() {
    let party = Party::new().await;
    let library = library();
    for (number, flow) in library.flows.flows.iter().enumerate() {
        let user = number.to_string();
        let start = handrail::message::Inbound {
            body: handrail::message::Body::Tap(format!("f:{}", flow.name.name)),
            ..said(&user, &format!("a{number}"), "")
        };
        let reply = party.reply(&start).await;
        party.keeper.sent(reply.receipt).await;
        let reply = party.reply(&said(&user, &format!("b{number}"), CRISIS)).await;
        assert_eq!(reply.outbound.tone, Tone::Crisis, "{}", flow.name.name);
        party.keeper.sent(reply.receipt).await;
    }
}

#[tokio::test]
async fn a_guide_waits_behind_the_card_and_goes_on_after_it() {
    let mut party = Party::new().await;
    party.say("1", "u1", "remind me").await;
    party.say("1", "u2", CRISIS).await;
    party.say("1", "u3", "Not right now").await;
    party.restart();
    let answer = party.say("1", "u4", "continue").await;
    assert!(answer.contains("How old"), "{answer}");
}

#[tokio::test]
async fn a_message_of_a_million_letters_is_screened_to_its_end() {
    let party = Party::new().await;
    let long = format!("{} {CRISIS}", "lorem ipsum ".repeat(90_000));
    let reply = party.reply(&said("1", "u1", &long)).await;
    assert_eq!(reply.outbound.tone, Tone::Crisis);
}

#[tokio::test]
async fn a_flood_from_one_person_gets_its_cards_and_holds_up_nobody() {
    let party = Party::new().await;
    let flood: Vec<_> = (0..1000).map(|number| said("flood", &format!("f{number}"), "what is an iop")).collect();
    let flooding = futures::future::join_all(flood.iter().map(|inbound| async {
        if let Taken::Reply(reply) = party.keeper.take(inbound).await {
            party.keeper.sent(reply.receipt).await;
        }
    }));
    tokio::pin!(flooding);
    assert!(futures::poll!(&mut flooding).is_pending());
    let other = party.reply(&said("2", "u1", CRISIS)).await;
    assert_eq!(other.outbound.tone, Tone::Crisis);
    let own = party.reply(&said("flood", "u2", CRISIS)).await;
    assert_eq!(own.outbound.tone, Tone::Crisis, "the sender of the flood too");
}

#[tokio::test]
async fn a_parked_guide_of_an_older_version_does_not_stand_before_the_card() {
    let party = Party::new().await;
    party.say("1", "u1", "remind me").await;
    // What an older version left: bytes that this one cannot read.
    let key = said("1", "", "").conversation;
    let recalled = party.store.recall(&key, "x", party.time.seconds()).await.unwrap();
    let old = handrail::store::Kept { state: vec![250, 1, 2], ..recalled.conversation.unwrap() };
    let person = recalled.person.unwrap();
    let turn = handrail::store::Turn {
        key: &key,
        update: "old",
        version: recalled.version,
        person: Some(&person),
        conversation: &old,
        expires_at: party.time.seconds() + 1800,
        asked: true,
        reply: None,
        changes: &[],
        now: party.time.seconds(),
    };
    party.store.commit(&turn).await.unwrap();
    let reply = party.reply(&said("1", "u2", CRISIS)).await;
    assert_eq!(reply.outbound.tone, Tone::Crisis);
}
