//! Many people at once: nobody is lost, and how long it takes. `cargo test discord_load -- --ignored --nocapture` prints
//! the figures.

use std::time::Duration;

use serde_json::json;

use crate::discord_world::{SetUp, World, shows_help};
use crate::fake_discord::{At, CHANNEL};

/// Resident memory of this process, in MiB.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4096 / 1024 / 1024
}

fn percentile(mut milliseconds: Vec<i64>, percent: usize) -> i64 {
    milliseconds.sort_unstable();
    milliseconds[(milliseconds.len() - 1) * percent / 100]
}

#[tokio::test]
async fn in_a_busy_channel_no_word_of_danger_is_missed() {
    let world = World::new(SetUp::Address).await;
    world.screen_channel().await;
    let people = 250_000_000_000_000_000_u64;
    for number in 0..400_u64 {
        let text = if number % 20 == 0 { "I want to kill myself" } else { "did you watch the game last night" };
        world.fake.say(people + number, CHANNEL, text);
    }
    for number in (0..400).step_by(20) {
        assert!(shows_help(&world.fake.reply(people + number, 0).await));
    }
    world.fake.settle().await;
    assert_eq!(world.fake.state().requests_to("POST", "/messages").len(), 20);
    world.fake.assert_clean();
}

#[tokio::test]
#[ignore = "prints figures; run it alone"]
async fn figures_of_ten_thousand_interactions() {
    let world = World::new(SetUp::Address).await;
    let mut after_warm_up = 0;
    let mut waited = Vec::new();
    for round in 0..200_u64 {
        let tokens: Vec<String> = (0..50)
            .map(|number| world.fake.slash(260_000_000_000_000_000 + number, At::Server, "iop", &json!([])))
            .collect();
        for token in &tokens {
            world.fake.answer(token).await;
        }
        world.fake.change(|state| {
            for token in &tokens {
                let asked = state.asked.remove(token).unwrap();
                waited.push(asked.first_at.unwrap().as_millisecond() - asked.made_at);
            }
            state.requests.clear();
            state.session.events.clear();
        });
        if round == 40 {
            after_warm_up = resident();
        }
    }
    println!("first answer: p50 {} ms, p99 {} ms", percentile(waited.clone(), 50), percentile(waited, 99));
    println!("resident after 2,000: {after_warm_up} MiB, after 10,000: {} MiB", resident());
}

#[tokio::test]
#[ignore = "prints figures; run it alone"]
async fn figures_of_a_busy_channel() {
    let world = World::new(SetUp::Address).await;
    world.screen_channel().await;
    let people = 270_000_000_000_000_000_u64;
    let mut said = Vec::new();
    for number in 0..4_000_u64 {
        let crisis = number % 100 == 0;
        let text = if crisis { "I want to kill myself" } else { "did you watch the game last night, it was great" };
        world.fake.say(people + number, CHANNEL, text);
        if crisis {
            said.push((people + number, world.time.now()));
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let mut waited = Vec::new();
    for (user, at) in said {
        world.fake.reply(user, 0).await;
        let state = world.fake.state();
        let channel = state.dms[&user];
        let sent = state.requests_to("POST", &format!("/channels/{channel}/messages"));
        waited.push(sent[0].at.as_millisecond() - at.as_millisecond());
    }
    println!(
        "crisis answers {}: p50 {} ms, p99 {} ms",
        waited.len(),
        percentile(waited.clone(), 50),
        percentile(waited, 99)
    );
}
