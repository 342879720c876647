//! Every sentence that stands in a lexicon, and what the loader says about broken ones.

use handrail::safety::{Expectation, LEXICONS, Level, Lexicon, RecentCues, Screen, examples};

fn screen() -> Screen {
    Screen::load(&LEXICONS).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

#[test]
fn every_example_and_counter_example_holds() {
    let screen = screen();
    let mut wrong = Vec::new();
    for example in examples(&LEXICONS).unwrap() {
        let explanation = screen.explain(&example.text, &RecentCues::new());
        let verdict = &explanation.verdict;
        let holds = match example.expectation {
            Expectation::AtLeast(level) => verdict.level >= level,
            Expectation::NotByThis => verdict.pattern.as_deref() != Some(&example.pattern),
            Expectation::Nothing => verdict.level == Level::None,
        };
        if !holds {
            wrong.push(format!(
                "{}:{} {:?} {:?} -> {:?} by {:?}",
                example.lang, example.line, example.text, example.expectation, verdict.level, verdict.pattern
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The build compiles the lexicons. What it made answers as the texts do, and stands for no other text.
#[test]
fn the_tables_of_the_build_are_those_of_the_lexicons_and_of_no_others() {
    let ready = Screen::ready(&LEXICONS).unwrap();
    let mut lexicons = LEXICONS.map(|(name, text)| Lexicon::read(name, text));
    lexicons.rotate_left(2);
    let compiled = Screen::build(lexicons).ok().unwrap();
    assert_eq!(ready.size(), compiled.size());
    for example in examples(&LEXICONS).unwrap() {
        let explain = |screen: &Screen| format!("{:?}", screen.explain(&example.text, &RecentCues::new()));
        assert_eq!(explain(&ready), explain(&compiled), "{}", example.text);
    }
    let mut edited = LEXICONS;
    let text = format!("{}\n# one line more", LEXICONS[4].1);
    edited[4].1 = &text;
    for other in [&edited[..], &LEXICONS[..4], &[]] {
        assert!(Screen::ready(other).is_none());
    }
}

#[test]
fn the_compiled_in_minimum_knows_the_gravest_sentences_of_five_languages() {
    let screen = Screen::minimal();
    for text in [
        "I want to kill myself",
        "I took all my pills",
        "quiero morir",
        "quero morrer",
        "je veux mourir",
        "ich will sterben",
    ] {
        assert!(screen.screen(text, &RecentCues::new()).level >= Level::Crisis, "{text}");
    }
}

/// A broken lexicon names the file, the line and what is wrong.
#[test]
fn fails_closed_with_the_place_of_the_fault() {
    let pattern = |rest: &str| {
        format!(
            "lang: xx\nslots:\n  a: [apple]\npatterns:\n  - id: xx.one\n    level: crisis\n    category: plan\n{rest}"
        )
    };
    let cases = [
        (pattern("    say: [\"{nothing} at all\"]\n    examples: [x]\n"), 8, "no slot is called 'nothing'"),
        (pattern("    say: [\"(one two\"]\n    examples: [x]\n"), 8, "never closed"),
        (pattern("    say: [dead]\n    examples: [x]\n"), 5, "one word alone"),
        (pattern("    say: [\"two words ..3\"]\n    examples: [x]\n"), 8, "nor end with"),
        (pattern("    say: [\"ab* words\"]\n    examples: [x]\n"), 8, "too short"),
        (pattern("    sey: [two words]\n    examples: [x]\n"), 8, "sey"),
        (pattern("    say: [two words]\n    examples: []\n"), 5, "at least one example"),
        ("lang: xx\nslots:\n  a: [\"{b} x\"]\n  b: [\"{a} y\"]\n".to_owned(), 3, "circle"),
        ("lang: [\n".to_owned(), 0, ""),
    ];
    for (text, line, sentence) in cases {
        let problems = Screen::load(&[("xx.yaml", &text)]).err().unwrap_or_default();
        let problem = problems.first().unwrap_or_else(|| panic!("loaded: {text}"));
        assert_eq!(problem.file, "xx.yaml");
        assert!(line == 0 || problem.line == line, "{problem} for\n{text}");
        assert!(problem.sentence.contains(sentence), "{problem}");
    }
}

/// What is typed is not always what is meant to be read.
#[test]
fn reads_hidden_and_mistyped_words() {
    let screen = screen();
    let crisis = [
        "I w4nt to k1ll mys3lf",
        "i want to k!ll myself",
        "i want to k*ll myself",
        "k i l l m y s e l f i want to kill myself",
        "i want to d i e",
        "i. want. to. die.",
        "I WANT TO DIEEEE",
        "і wаnt tо dіе",
        "𝗜 𝘄𝗮𝗻𝘁 𝘁𝗼 𝗱𝗶𝗲",
        "i want to d\u{200b}ie",
        "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "wanna kms",
        "i want to kill myslef",
        "i want to comit suicde",
        "quiéro mórir",
        "i feel sucidal",
        "I’m going to kill myself",
        "i want to ḱíĺĺ myself",
        "i wantt to diee",
        "i feel s u i c i d a l",
    ];
    for text in crisis {
        assert!(screen.screen(text, &RecentCues::new()).level >= Level::Crisis, "{text}");
    }
    let none = [
        "meet me at 8am",
        "2x the dose of fun",
        "my dad called 988 about parking?",
        "s o s",
        "it was overdone",
        "a b c d e",
    ];
    for text in none {
        assert_eq!(screen.screen(text, &RecentCues::new()).level, Level::None, "{text}");
    }
}

#[test]
fn spans_point_into_the_message_as_it_was_typed() {
    let text = "Hëllo 👋 — honestly, Ｉ want to 𝗱𝗶𝗲.";
    let verdict = screen().screen(text, &RecentCues::new());
    assert_eq!(verdict.level, Level::Crisis);
    assert_eq!(verdict.spans.iter().map(|span| &text[span.clone()]).collect::<Vec<_>>(), ["Ｉ want to 𝗱𝗶𝗲"]);
}

/// Composition: clauses, negation, time, somebody else.
#[test]
fn clauses_negation_and_time() {
    let screen = screen();
    let cases = [
        ("I'm not suicidal, just tired", Level::None, Level::None),
        ("I'm not suicidal but I don't want to be alive anymore", Level::Crisis, Level::Emergency),
        ("I don't want to die", Level::None, Level::None),
        ("I don't want to live", Level::Crisis, Level::Crisis),
        ("that joke killed me. also I want to kill myself", Level::Crisis, Level::Crisis),
        ("I want to kill myself tonight", Level::Emergency, Level::Emergency),
        ("I used to want to kill myself", Level::Concern, Level::Concern),
        ("years ago I wanted to kill myself, now I'm fine", Level::Concern, Level::Concern),
        ("> I want to die", Level::Concern, Level::Concern),
        ("does an IOP help with suicidal thoughts?", Level::None, Level::None),
        ("do you accept patients who self-harm?", Level::None, Level::None),
        ("my sister says she wants to die", Level::Concern, Level::Concern),
    ];
    for (text, least, most) in cases {
        let level = screen.screen(text, &RecentCues::new()).level;
        assert!((least..=most).contains(&level), "{text}: {level:?}");
    }
}

#[test]
fn two_weak_cues_in_one_message_or_within_minutes_are_crisis() {
    let screen = screen();
    let (first, second) = ("I gave away all my stuff, I won't need it anymore", "tell my mom I love her");
    let alone = screen.screen(first, &RecentCues::new());
    assert_eq!(alone.level, Level::Concern);
    let together = screen.screen(&format!("{first}. {second}"), &RecentCues::new());
    assert_eq!(together.level, Level::Crisis);
    let recent = RecentCues::new().remember(&alone.cues, 1_000);
    assert_eq!(screen.screen(second, &recent.at(1_060)).level, Level::Crisis);
    assert_eq!(screen.screen(first, &recent.at(1_060)).level, Level::Concern, "the same cue twice is one cue");
    assert_eq!(screen.screen(second, &recent.at(9_000)).level, Level::Concern, "forgotten after half an hour");
}

/// Somebody else decides whether it counts; where there is nobody else, it counts.
#[test]
fn what_only_an_unsure_pattern_finds_says_what_would_stand_without_it() {
    let pattern = |id: &str, level: &str, words: &str, more: &str| {
        format!(
            "  - id: xx.{id}\n    level: {level}\n    category: plan\n{more}    say: [{words}]\n    examples: [x]\n"
        )
    };
    let text = [
        "lang: xx\npatterns:\n".to_owned(),
        pattern("apple", "crisis", "red apple", "    unsure: true\n"),
        pattern("pear", "concern", "green pear", ""),
        pattern("plum", "emergency", "blue plum", "    unsure: true\n"),
        pattern("fig", "concern", "black fig", "    unsure: true\n    weak: true\n"),
    ]
    .concat();
    let screen = Screen::load(&[("xx.yaml", &text)]).ok().unwrap();
    for (text, level, sure) in [
        ("a red apple", Level::Crisis, Level::None),
        ("a green pear", Level::Concern, Level::Concern),
        ("a red apple and a green pear", Level::Crisis, Level::Concern),
        ("a blue plum and a red apple", Level::Emergency, Level::Emergency),
        ("a black fig", Level::Concern, Level::None),
        ("nothing", Level::None, Level::None),
    ] {
        let verdict = screen.screen(text, &RecentCues::new());
        assert_eq!((verdict.level, verdict.sure()), (level, sure), "{text}");
        // A weak sign is remembered whoever disagrees.
        assert!(verdict.otherwise.is_none_or(|otherwise| otherwise.cues == verdict.cues), "{text}");
    }
}

/// The words that no reader may explain away.
#[test]
fn the_plainest_words_need_nobodys_agreement() {
    let screen = screen();
    for text in [
        "I want to kill myself",
        "I want to die",
        "I took all my pills",
        "I have a gun in my hand",
        "quiero matarme",
        "quiero morir",
        "me tomé todas las pastillas",
        "quero morrer",
        "je veux mourir",
        "ich will sterben",
    ] {
        assert!(screen.screen(text, &RecentCues::new()).sure() >= Level::Crisis, "{text}");
    }
}
