//! Languages side by side: one's slips of typing are another's words, and neither may undo the other.

use handrail::safety::{Level, RecentCues, Screen};

/// A lexicon of one pattern, with words that slips stand for.
fn lexicon(lang: &str, typos: &str, say: &str) -> String {
    format!(
        "lang: {lang}\ntypos: {typos}\npatterns:\n  - id: {lang}.one\n    level: crisis\n    category: plan\n    say: [{say}]\n    examples: [x]\n"
    )
}

/// Which pattern speaks, with the lexicons in both orders.
fn heard(left: &str, right: &str, message: &str) -> Option<String> {
    let load = |files: &[(&str, &str)]| {
        let screen = Screen::load(files).unwrap_or_else(|problems| panic!("{problems:?}"));
        let verdict = screen.screen(message, &RecentCues::new());
        assert_eq!(verdict.level == Level::Crisis, verdict.pattern.is_some());
        verdict.pattern
    };
    let pattern = load(&[("left.yaml", left), ("right.yaml", right)]);
    assert_eq!(load(&[("right.yaml", right), ("left.yaml", left)]), pattern, "{message}");
    pattern
}

/// Words belong to the language whose phrases hold them, not to the one that happens to be read last.
#[test]
fn a_slip_stays_a_slip_though_phrases_of_its_own_language_spell_it_so() {
    let left = lexicon("xa", "{ wan: crave }", "\"crave dark water\", \"wan cold stones\"");
    let right = lexicon("xb", "{}", "\"altro mare nero\"");
    for message in ["crave dark water", "wan dark water", "wan cold stones"] {
        assert_eq!(heard(&left, &right, message).as_deref(), Some("xa.one"), "{message}");
    }
}

#[test]
fn the_same_slip_means_in_each_language_what_that_language_says() {
    let left = lexicon("xa", "{ k: okay }", "\"okay dark water\", \"red stones\"");
    let right = lexicon("xb", "{ k: che }", "\"che mare nero\", \"sassi rossi\"");
    for (message, pattern) in [
        ("k dark water", Some("xa.one")),
        ("k mare nero", Some("xb.one")),
        ("red stones. k mare nero", Some("xb.one")),
        ("k", None),
    ] {
        assert_eq!(heard(&left, &right, message).as_deref(), pattern, "{message}");
    }
}

#[test]
fn a_word_of_one_language_is_a_slip_of_another_only_among_words_of_that_other() {
    let left = lexicon("xa", "{}", "\"to dark water\", \"red stones\"");
    let right = lexicon("xb", "{ to: estoo qui }", "\"estoo qui mare nero\", \"sassi rossi\"");
    for (message, pattern) in [
        ("to dark water", Some("xa.one")),
        ("to mare nero", Some("xb.one")),
        ("to mare nero, sassi rossi", Some("xb.one")),
        ("estoo qui mare nero", Some("xb.one")),
        ("to", None),
    ] {
        assert_eq!(heard(&left, &right, message).as_deref(), pattern, "{message}");
    }
}

/// Many doubtful words in a row are settled in one go.
#[test]
fn a_flood_of_doubtful_slips_is_bounded() {
    let left = lexicon("xa", "{ k: okay }", "\"red stones\"");
    let right = lexicon("xb", "{ k: che che che }", "\"sassi rossi\"");
    let screen = Screen::load(&[("left.yaml", &left), ("right.yaml", &right)]).unwrap();
    let flood = format!("{}, sassi rossi", "k qui ".repeat(200_000));
    assert_eq!(screen.screen(&flood, &RecentCues::new()).pattern.as_deref(), Some("xb.one"));
}
