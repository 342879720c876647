//! Telegram: how an answer is shown.

use std::sync::Arc;

use handrail::channel::telegram::{numbers, render};
use handrail::message::{Bubble, Choice, Outbound, Tone};
use serde_json::{Value, json};

fn bubble(text: &str) -> Bubble {
    Bubble::Text(Arc::from(text))
}

fn choice(label: &str, payload: &str) -> Choice {
    Choice { label: Arc::from(label), payload: Arc::from(payload) }
}

fn rows(outbound: &Outbound) -> Vec<Vec<String>> {
    let last = render(outbound).pop().unwrap();
    let keyboard = serde_json::to_value(last.keyboard).unwrap();
    let rows = keyboard["inline_keyboard"].as_array().cloned().unwrap_or_default();
    rows.iter()
        .map(|row| row.as_array().unwrap().iter().map(|button| button["text"].as_str().unwrap().to_owned()).collect())
        .collect()
}

#[test]
fn bubbles_are_paragraphs_of_one_message_and_something_to_keep_stands_alone() {
    let document = Bubble::Document { title: Arc::from("My plan <1>"), text: Arc::from("Call Ann & Bo.") };
    let image = Bubble::Image { file: Arc::from("x.png"), alt: Arc::from("A map.") };
    let outbound = Outbound { bubbles: vec![bubble("One."), image, document, bubble("Next?")], ..Outbound::default() };
    let pieces: Vec<String> = render(&outbound).iter().map(handrail::channel::telegram::Piece::html).collect();
    assert_eq!(pieces, ["One.\n\nA map.", "<b>My plan &lt;1&gt;</b>\n\nCall Ann &amp; Bo.", "Next?"]);
    assert!(render(&Outbound::default()).is_empty());
}

#[test]
fn short_answers_share_a_row_and_the_ways_out_stand_apart() {
    let choices = vec![
        choice("Yes", "a:f:q:0000:yes"),
        choice("No", "a:f:q:0000:no"),
        choice("Something that takes a row of its own", "a:f:q:0000:x"),
        choice("Skip", "w:skip"),
        choice("Back", "w:back"),
        choice("Stop", "w:stop"),
    ];
    let outbound = Outbound { bubbles: vec![bubble("?")], choices, ..Outbound::default() };
    assert_eq!(
        rows(&outbound),
        [vec!["Yes", "No"], vec!["Something that takes a row of its own"], vec!["Skip", "Back", "Stop"],]
    );
}

#[test]
fn a_button_that_telegram_would_refuse_does_not_cost_the_message() {
    let choices =
        vec![choice("Fine", "w:menu"), choice("Too long", &"x".repeat(65)), choice(" ", "w:stop"), choice("None", "")];
    let outbound = Outbound { bubbles: vec![bubble("?")], choices, ..Outbound::default() };
    assert_eq!(rows(&outbound), [["Fine"]]);
    let long = Outbound {
        bubbles: vec![bubble("?")],
        choices: vec![choice(&"é".repeat(80), "w:menu")],
        ..Outbound::default()
    };
    assert_eq!(rows(&long)[0][0].chars().count(), 64);
}

#[test]
fn a_crisis_answer_has_its_numbers_to_copy_and_another_answer_has_none() {
    let words = "Call or text 988 (US), day and night. Or text HOME to 741741. In the UK call 116 123.";
    let mut outbound =
        Outbound { bubbles: vec![bubble(words)], choices: vec![choice("I am safe", "k:safe")], tone: Tone::Crisis };
    assert_eq!(rows(&outbound), [vec!["⧉ 988", "⧉ 741741", "⧉ 116 123"], vec!["I am safe"]]);
    let last = render(&outbound).pop().unwrap();
    let keyboard: Value = serde_json::to_value(last.keyboard).unwrap();
    assert_eq!(keyboard["inline_keyboard"][0][0], json!({ "text": "⧉ 988", "copy_text": { "text": "988" } }));
    outbound.tone = Tone::Plain;
    assert_eq!(rows(&outbound), [["I am safe"]]);
}

#[test]
fn what_one_can_call_is_a_number_and_what_looks_like_one_is_not() {
    assert_eq!(numbers("Ring 1-800-662-4357, free"), ["1-800-662-4357"]);
    assert_eq!(numbers("Ring +44 (0)20 7946 0000."), ["+44 (0)20 7946 0000"]);
    assert_eq!(numbers("911 or 911"), ["911"]);
    for none in ["open 24/7", "at 5:30 pm", "in 2024", "for 12 to 17", "3.141", "$100", "covid19x", "100%", "+ -"] {
        assert!(numbers(none).is_empty(), "{none}: {:?}", numbers(none));
    }
    assert_eq!(numbers("111, 222, 333, 444").len(), 3);
}
