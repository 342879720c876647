//! What holds for every message.

use std::sync::LazyLock;

use handrail::safety::{
    Card, CardRequest, CardWords, Category, Directory, LEXICONS, Lang, Level, Person, RecentCues, Screen, Step, card,
};
use proptest::prelude::*;

static SCREEN: LazyLock<Screen> = LazyLock::new(|| Screen::load(&LEXICONS).unwrap());

const GRAVE: [&str; 4] = [
    "I want to kill myself",
    "I took all my pills",
    "quiero matarme",
    "I have a gun in my hand and I'm going to kill myself tonight",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn never_panics_on_arbitrary_input(text in "\\PC*") {
        let _ = SCREEN.explain(&text, &RecentCues::new());
    }

    #[test]
    fn never_panics_on_near_words(text in "[a-z .,!?'*@0-9\\n`>]{0,200}") {
        let explanation = SCREEN.explain(&text, &RecentCues::new());
        for span in explanation.verdict.spans {
            prop_assert!(text.get(span).is_some());
        }
    }

    /// Rule 2: nothing may turn a stronger match into no answer.
    #[test]
    fn a_stronger_clause_never_lowers_the_level(text in "[a-zA-Z ,']{0,120}", which in 0..4_usize, first in any::<bool>()) {
        let grave = GRAVE[which];
        let alone = SCREEN.screen(grave, &RecentCues::new()).level;
        let joined = if first { format!("{grave}.\n{text}") } else { format!("{text}.\n{grave}") };
        prop_assert!(SCREEN.screen(&joined, &RecentCues::new()).level >= alone.min(Level::Crisis), "{joined}");
        let before = SCREEN.screen(&text, &RecentCues::new()).level;
        prop_assert!(SCREEN.screen(&joined, &RecentCues::new()).level >= before);
    }

    #[test]
    fn every_card_can_be_built(level in 0..4_usize, category in 0..27_usize, step in 0..9_usize, lang in 0..5_usize, country in 0..6_usize, hour in any::<u8>(), repeat in any::<bool>(), other in any::<bool>(), minor in any::<bool>()) {
        static WORDS: LazyLock<CardWords> = LazyLock::new(CardWords::shipped);
        static DIRECTORY: LazyLock<Directory> = LazyLock::new(Directory::shipped);
        let request = CardRequest {
            level: [Level::None, Level::Concern, Level::Crisis, Level::Emergency][level],
            category: Category::ALL.get(category).copied(),
            person: if other { Person::Other } else { Person::Own },
            lang: Lang::ALL[lang],
            country: [None, Some("US"), Some("GB"), Some("MX"), Some("AE"), Some("ZZ")][country],
            hour_of_week: Some(hour),
            repeat,
            step: Step::ALL[step],
            minor,
            default_countries: &[],
        };
        let Card { paragraphs, choices } = card(&request, &WORDS, &DIRECTORY);
        prop_assert!(!paragraphs.is_empty() && !choices.is_empty());
        for paragraph in &paragraphs {
            prop_assert!(!paragraph.contains('{') && !paragraph.contains('!') && !paragraph.trim().is_empty(), "{paragraph}");
        }
    }
}

/// A message of a megabyte is read in bounded time, and what stands in its middle is still found.
#[test]
fn one_megabyte_is_bounded() {
    let _ = SCREEN.screen("warm", &RecentCues::new());
    let fillings = [
        "a ",
        "i want to ",
        "really so ",
        "i just i just ",
        "not ",
        "k i l l ",
        "!!!! ",
        "my friend said he ",
        "é\u{301}",
        "tell my mom ",
    ];
    for filling in fillings {
        // Without optimisation a tenth of it shows the same thing.
        let size = if cfg!(debug_assertions) { 50_000 } else { 500_000 };
        let half = filling.repeat(size / filling.len());
        let text = format!("{half}\n. I want to kill myself.\n {half}");
        let start = handrail::ops::Stopwatch::start();
        let level = SCREEN.screen(&text, &RecentCues::new()).level;
        let limit = if cfg!(debug_assertions) { 30.0 } else { 5.0 };
        assert!(start.seconds() < limit, "{filling:?} took {} s", start.seconds());
        assert!(level >= Level::Crisis, "{filling:?}");
    }
}

/// Found by the property above: the "I" of the grave sentence was read as one more letter of the noise before it.
#[test]
fn noise_before_a_grave_sentence_takes_none_of_its_words() {
    for noise in ["Aa,U''a.", "u a.", "a b c.", "x y z!", "k.", "p s:"] {
        for gap in ["\n", " "] {
            let text = format!("{noise}{gap}I took all my pills");
            assert_eq!(SCREEN.screen(&text, &RecentCues::new()).level, Level::Emergency, "{text:?}");
        }
    }
    for (spelt, level) in [
        ("k i l l m y s e l f", Level::Concern),
        ("k.i.l.l m.y.s.e.l.f", Level::Concern),
        ("i want to k i l l m y s e l f", Level::Crisis),
    ] {
        assert!(SCREEN.screen(spelt, &RecentCues::new()).level >= level, "{spelt}");
    }
}
