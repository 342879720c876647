//! A crash at any moment loses no answer and doubles none but the one that was being sent.

use handrail::keeper::Taken;
use handrail::message::Platform;

use super::party::{Party, said, words};

#[tokio::test]
async fn an_update_that_comes_twice_is_answered_once() {
    let party = Party::new().await;
    let inbound = said("1", "u1", "remind me");
    let reply = party.reply(&inbound).await;
    assert!(matches!(party.keeper.take(&inbound).await, Taken::Seen), "it is under way");
    party.keeper.sent(reply.receipt).await;
    assert!(matches!(party.keeper.take(&inbound).await, Taken::Seen), "it was answered");
}

#[tokio::test]
async fn an_answer_lost_in_a_crash_is_given_again_and_moves_nothing() {
    let mut party = Party::new().await;
    let inbound = said("1", "u1", "remind me");
    let lost = party.reply(&inbound).await;
    assert!(lost.receipt.is_durable());
    let before = words(&lost);
    std::mem::forget(lost.receipt);
    party.restart();
    let again = party.reply(&inbound).await;
    assert_eq!(words(&again), before);
    party.keeper.sent(again.receipt).await;
    let next = party.say("1", "u2", "18 or older").await;
    assert!(next.contains("lock screen"), "{next}");
}

#[tokio::test]
async fn answers_that_no_platform_confirmed_are_found_at_the_next_start() {
    let mut party = Party::new().await;
    let lost = party.reply(&said("1", "u1", "remind me")).await;
    let before = words(&lost);
    std::mem::forget(lost.receipt);
    party.restart();
    let mut unsent = party.keeper.unsent(Platform::Telegram).await;
    assert_eq!(unsent.len(), 1);
    let found = unsent.remove(0);
    assert_eq!(found.reach, "chat-1");
    let bubbles: Vec<String> = found.outbound.bubbles.iter().map(handrail::message::Bubble::words).collect();
    assert!(before.starts_with(&bubbles.join("\n")));
    party.keeper.sent(found.receipt).await;
    party.tasks.stop();
    assert!(party.keeper.unsent(Platform::Discord).await.is_empty());
}

#[tokio::test]
async fn what_is_being_sent_is_not_taken_for_what_a_crash_left() {
    let party = Party::new().await;
    let reply = party.reply(&said("1", "u1", "remind me")).await;
    assert!(party.keeper.unsent(Platform::Telegram).await.is_empty(), "it is on its way");
    drop(reply.receipt);
    assert_eq!(party.keeper.unsent(Platform::Telegram).await.len(), 1, "nobody sends it any more");
}

#[tokio::test]
async fn a_crisis_card_is_never_kept_and_its_update_may_come_again() {
    let mut party = Party::new().await;
    party.say("1", "u0", "do i need an iop").await;
    let inbound = said("1", "u1", "I want to kill myself");
    let card = party.reply(&inbound).await;
    assert!(card.urgent && !card.receipt.is_durable());
    assert!(party.keeper.unsent(Platform::Telegram).await.is_empty(), "nothing of it is in the store");
    // The program dies before the card is sent: the platform sends the update again.
    std::mem::forget(card.receipt);
    party.restart();
    let card = party.reply(&inbound).await;
    assert!(card.urgent);
    party.keeper.sent(card.receipt).await;
    party.restart();
    assert!(matches!(party.keeper.take(&inbound).await, Taken::Seen), "after it was sent it is known");
}

#[tokio::test]
async fn a_reply_that_could_not_be_sent_may_be_asked_for_again() {
    let party = Party::new().await;
    let inbound = said("1", "u1", "remind me");
    drop(party.reply(&inbound).await);
    let again = party.reply(&inbound).await;
    assert!(words(&again).contains("How old"), "{}", words(&again));
}
