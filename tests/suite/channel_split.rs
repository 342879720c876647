//! Long texts are cut where a reader would pause, and nothing is lost.

use handrail::channel::split;
use handrail::message::{Capabilities, Platform, TextUnit};
use proptest::prelude::*;

fn limit(text_limit: usize, unit: TextUnit) -> Capabilities {
    Capabilities { unit, text_limit, ..Platform::Telegram.capabilities() }
}

fn cut(text: &str, text_limit: usize) -> Vec<String> {
    split(text, &limit(text_limit, TextUnit::Utf16))
}

#[test]
fn a_short_text_is_one_piece_and_a_text_without_words_is_none() {
    assert_eq!(cut("hello there", 20), ["hello there"]);
    assert!(cut("  \n\n ", 20).is_empty());
}

#[test]
fn a_paragraph_is_a_better_place_than_a_sentence_and_a_sentence_than_a_word() {
    assert_eq!(cut("One two.\n\nThree. Four five six", 24), ["One two.\n\nThree.", "Four five six"]);
    assert_eq!(cut("One two three.\n\nFour. Five six", 24), ["One two three.", "Four. Five six"]);
    assert_eq!(cut("One two three four five six", 20), ["One two three four", "five six"]);
    assert_eq!(cut("He said \"come here.\" Then he went", 24), ["He said \"come here.\"", "Then he went"]);
}

#[test]
fn a_border_near_the_beginning_does_not_make_tiny_pieces() {
    assert_eq!(cut("Hi.\n\nThis goes on without any mark", 20), ["Hi.\n\nThis goes on", "without any mark"]);
}

#[test]
fn an_emoji_counts_as_the_platform_counts_it_and_is_never_cut() {
    // Four units each for Telegram: two of the waving hand, two of its skin.
    assert_eq!(cut("👋🏽👋🏽👋🏽", 9), ["👋🏽👋🏽", "👋🏽"]);
    assert_eq!(split("👋🏽👋🏽👋🏽", &limit(4, TextUnit::Characters)), ["👋🏽👋🏽", "👋🏽"]);
    // A family is one to the reader: eight units that stay together. Flags come in pairs.
    assert_eq!(cut("ab👨‍👩‍👧", 9), ["ab", "👨‍👩‍👧"]);
    assert_eq!(cut("🇳🇴🇸🇪🇩🇰", 10), ["🇳🇴🇸🇪", "🇩🇰"]);
    assert_eq!(cut("abe\u{301}", 3), ["ab", "e\u{301}"]);
}

#[test]
fn one_long_word_is_cut_after_all() {
    let pieces = cut(&"x".repeat(25), 10);
    assert_eq!(pieces.iter().map(String::len).collect::<Vec<_>>(), [10, 10, 5]);
}

proptest! {
    #[test]
    fn any_text_comes_out_whole_and_no_piece_is_too_long(text in "(\\PC|[a-z .\n👋🏽é\u{301}]){0,400}", text_limit in 4_usize..60) {
        let capabilities = limit(text_limit, TextUnit::Utf16);
        let pieces = split(&text, &capabilities);
        for piece in &pieces {
            prop_assert!(!piece.trim().is_empty());
            prop_assert!(capabilities.length(piece) <= text_limit, "{}", capabilities.length(piece));
        }
        let words = |text: &str| text.chars().filter(|symbol| !symbol.is_whitespace()).collect::<String>();
        prop_assert_eq!(words(&pieces.concat()), words(&text));
    }
}
