//! A flood of messages: the lexicons read every one, the second reader as many as there is room for, and everybody else
//! is answered as ever.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;
use handrail::desk;
use handrail::keeper::{Keeper, Taken};
use handrail::message::{Inbound, MessageText, PersonKey, Platform, Tone};
use handrail::safety::{Level, Reader, RecentCues};
use jiff::SignedDuration;

use super::party::{Party, said, words};
use crate::support::{found_by_the_second_reader_alone, let_go_by_the_second_reader, reading_library};

const CRISIS: &str = "I want to kill myself";
/// Looks for one person in a minute.
const LIMIT: u64 = 30;

async fn party() -> Party {
    let mut party = Party::new().await;
    party.keeper = Keeper::new(reading_library(), Some(party.store.clone()), party.time.clone(), party.tasks.clone());
    party
}

#[tokio::test]
async fn ten_thousand_messages_of_one_sender_are_answered_and_cost_thirty_looks() {
    const MANY: usize = 10_000;
    let party = party().await;
    let done = AtomicUsize::new(0);
    let flood: Vec<_> =
        (0..MANY).map(|number| said("flood", &format!("f{number}"), "did you watch the game")).collect();
    let flooding = join_all(flood.iter().map(|inbound| async {
        let Taken::Reply(reply) = party.keeper.take(inbound).await else { panic!("no answer") };
        assert!(!reply.outbound.bubbles.is_empty());
        party.keeper.sent(reply.receipt).await;
        done.fetch_add(1, Ordering::Relaxed);
    }));
    tokio::pin!(flooding);
    assert!(futures::poll!(&mut flooding).is_pending());
    // All of it has come, and all but the looks of one person in a minute have been decided on already.
    assert_eq!(party.keeper.looks().1, MANY as u64 - LIMIT);

    // Somebody else: the second reader looks at what they say, and they are answered while the flood still is.
    let other = said("other", "o1", "what is an iop");
    let mut before = None;
    let answered = async {
        let reply = party.reply(&other).await;
        before = Some(done.load(Ordering::Relaxed));
        reply
    };
    let (reply, ()) = tokio::join!(answered, async {
        let _all = flooding.await;
    });
    assert!(words(&reply).contains("intensive outpatient"), "{}", words(&reply));
    assert!(before.is_some_and(|before| before < MANY / 2), "they waited for {before:?} answers of the flood");
    assert_eq!(done.load(Ordering::Relaxed), MANY);
    let (looks, left_out) = party.keeper.looks();
    assert!(looks <= LIMIT + 1, "{looks} looks");
    assert_eq!(looks + left_out, MANY as u64 + 1);
    let figures = party.keeper.metrics().text();
    let counted = format!("handrail_second_reader_left_out_total{{reason=\"person\"}} {}", MANY as u64 - LIMIT);
    assert!(figures.contains(&counted), "{figures}");
    assert!(!figures.contains("flood") && !figures.contains("other"), "figures name nobody");
}

#[tokio::test]
async fn words_that_the_lexicons_find_wait_for_no_look_and_cost_none() {
    let party = party().await;
    for number in 0..LIMIT + 5 {
        party.say("1", &format!("m{number}"), "hello there").await;
    }
    let before = party.keeper.looks();
    let reply = party.reply(&said("1", "c", CRISIS)).await;
    assert_eq!(reply.outbound.tone, Tone::Crisis);
    assert_eq!(party.keeper.looks(), before);
}

#[tokio::test]
async fn what_the_lexicons_are_unsure_of_is_looked_at_and_stands_where_no_look_is_taken() {
    let (library, unsure) = (reading_library(), let_go_by_the_second_reader());
    let verdict = library.screen.screen(unsure, &RecentCues::new());
    assert!(desk::wants_look(&library, unsure, &verdict));
    assert!(desk::Look::at(&library, unsure).raise(verdict.clone()).level < Level::Crisis);
    assert_eq!(desk::Look::left_out().raise(verdict.clone()), verdict);

    let party = party().await;
    for number in 0..LIMIT {
        party.say("1", &format!("m{number}"), "hello there").await;
    }
    let reply = party.reply(&said("1", "c", unsure)).await;
    assert_eq!(reply.outbound.tone, Tone::Crisis);
    assert_eq!(party.keeper.looks(), (LIMIT, 1));
}

#[test]
fn looks_that_are_taken_together_say_what_each_says_alone() {
    let (library, indirect, unsure) =
        (reading_library(), found_by_the_second_reader_alone(), let_go_by_the_second_reader());
    let long = "I was going to ask about the evening group. The bus does not run after nine, and nobody can drive me. "
        .repeat(9);
    let texts = [indirect, "what does an iop cost", "", unsure, &long, "\u{1f642}"];
    let together = desk::Look::at_each(&library, &texts);
    assert_eq!(together.len(), texts.len());
    for (text, look) in texts.into_iter().zip(together) {
        let verdict = library.screen.screen(text, &RecentCues::new());
        let (alone, together) = (desk::Look::at(&library, text).raise(verdict.clone()), look.raise(verdict));
        assert_eq!(together, alone, "{text:?}");
    }
}

#[tokio::test]
async fn whom_the_second_reader_leaves_out_is_answered_and_read_again_minutes_later() {
    let party = party().await;
    for number in 0..LIMIT {
        party.say("1", &format!("m{number}"), "hello there").await;
    }
    // A question in the words of a button still finds its answer.
    let answer = party.say("1", "a", "What is an IOP?").await;
    assert!(answer.contains("intensive outpatient"), "{answer}");
    let indirect = found_by_the_second_reader_alone();
    let reply = party.reply(&said("1", "b", indirect)).await;
    assert_eq!(reply.outbound.tone, Tone::Plain);
    assert!(!reply.outbound.bubbles.is_empty());
    party.keeper.sent(reply.receipt).await;
    assert_eq!(party.keeper.looks(), (LIMIT, 2));

    party.time.advance(SignedDuration::from_mins(2));
    party.keeper.tidy().await;
    let reply = party.reply(&said("1", "d", indirect)).await;
    assert_eq!(reply.outbound.tone, Tone::Crisis);
    assert_eq!(party.keeper.looks(), (LIMIT + 1, 2));
}

#[tokio::test]
async fn a_place_has_a_limit_of_its_own() {
    let party = party().await;
    let text = MessageText::from("see you");
    let verdict = reading_library().screen.screen(text.reveal(), &RecentCues::new());
    for number in 0..310_u32 {
        let person = PersonKey { platform: Platform::Discord, user: number.to_string() };
        let look = party.keeper.look_in_place(&person, "server/channel", &text, &verdict).await;
        assert_eq!(look.raise(verdict.clone()).reader, Reader::Lexicon);
    }
    assert_eq!(party.keeper.looks(), (300, 10));
    let person = PersonKey { platform: Platform::Discord, user: "1".to_owned() };
    let _look = party.keeper.look_in_place(&person, "server/other", &text, &verdict).await;
    assert_eq!(party.keeper.looks(), (301, 10), "another channel has its own");
}

/// How many of these messages, all at once, are answered with a card that names the line of the United States.
async fn cards(party: &Party, messages: &[Inbound]) -> usize {
    let cards = join_all(messages.iter().map(|inbound| async {
        let reply = party.reply(inbound).await;
        let card = reply.outbound.tone == Tone::Crisis && words(&reply).contains("988");
        party.keeper.sent(reply.receipt).await;
        card
    }))
    .await;
    cards.into_iter().filter(|card| *card).count()
}

#[tokio::test]
async fn ten_thousand_people_at_once_each_get_the_card() {
    const MANY: usize = 10_000;
    let party = Party::new().await;
    let crowd: Vec<_> = (0..MANY).map(|number| said(&format!("p{number}"), &format!("m{number}"), CRISIS)).collect();
    assert_eq!(cards(&party, &crowd).await, MANY);
}

#[tokio::test]
async fn ten_thousand_words_of_danger_of_one_person_each_get_the_card() {
    const MANY: usize = 10_000;
    let party = Party::new().await;
    let all: Vec<_> = (0..MANY).map(|number| said("one", &format!("m{number}"), CRISIS)).collect();
    assert_eq!(cards(&party, &all).await, MANY);
}
