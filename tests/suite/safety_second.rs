//! The second reader: it belongs to what it learned from, it never lowers a level, and it leaves questions alone.

use std::sync::LazyLock;

use handrail::faq::read_out_of_scope;
use handrail::library::{Files, Library, Matching, PERSONAL, corpus, second};
use handrail::safety::{
    Category, Corpus, LEXICONS, Level, Opinion, Person, Reader, RecentCues, Second, SecondError, Verdict, raise,
};
use proptest::prelude::*;

use crate::support::{files_below, library, path};

/// With the encoder: loaded once.
static LIBRARY: LazyLock<Library> =
    LazyLock::new(|| Library::open_with(&Files::built_in(), Matching::Encoder).unwrap());

fn learned_from() -> Corpus {
    let mut writers: Vec<(String, String)> = files_below(&path("training/crisis"))
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "jsonl"))
        .map(|file| (file.display().to_string(), std::fs::read_to_string(&file).unwrap()))
        .collect();
    writers.sort();
    let file = "training/faq/out-of-scope.yaml";
    let outside = read_out_of_scope(file, &std::fs::read_to_string(path(file)).unwrap(), &mut Vec::new());
    corpus(&Files::built_in(), &library(), &outside, &writers).unwrap()
}

/// As the desk asks: the lexicon, then the second reader.
fn judged(text: &str) -> Verdict {
    let verdict = LIBRARY.screen.screen(text, &RecentCues::new());
    LIBRARY.judge(verdict, text, LIBRARY.matcher.meaning(text).as_ref())
}

#[test]
fn the_second_reader_learned_from_these_lines() {
    let second = second().unwrap();
    assert_eq!(
        second.inputs,
        learned_from().fingerprint(second.encoder),
        "training/crisis, lexicon examples or topics have changed: run `cargo run --release -- train`"
    );
    assert_eq!(second.encoder, handrail::library::encoder().unwrap().fingerprint());
}

#[test]
fn a_changed_example_of_a_lexicon_changes_the_fingerprint() {
    let (name, text) = LEXICONS.into_iter().find(|(name, _)| name.ends_with("/en.yaml")).unwrap();
    let changed = text.replacen("I want to die", "I want to die now", 1);
    assert_ne!(text, changed);
    let [before, after] = [text, &changed].map(|text| {
        let mut corpus = Corpus::default();
        corpus.add_lexicons(&[(name, text)], |_| false).unwrap();
        corpus.fingerprint(1)
    });
    assert_ne!(before, after);
}

#[test]
fn it_is_read_as_it_was_written_and_a_broken_one_is_refused() {
    let bytes = second().unwrap().write();
    assert_eq!(Second::open(&bytes).unwrap().write(), bytes);
    assert_eq!(Second::open(b"PK").err(), Some(SecondError::NoReader));
    for length in [8, 40, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(Second::open(&bytes[..length]).err(), Some(SecondError::Damaged), "{length}");
    }
    assert_eq!(Second::open(&[bytes.as_slice(), b"x"].concat()).err(), Some(SecondError::Damaged));
    let mut no_number = bytes.clone();
    no_number[24..28].copy_from_slice(&f32::NAN.to_le_bytes());
    assert_eq!(Second::open(&no_number).err(), Some(SecondError::Damaged));
    assert!(bytes.len() < 1_000_000, "{} bytes are too many to commit at each training", bytes.len());
}

const LEVELS: [Level; 4] = [Level::None, Level::Concern, Level::Crisis, Level::Emergency];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn it_never_lowers_a_level_and_keeps_all_else(found in 0..4_usize, read in 0..4_usize, score in any::<f32>(), known in any::<bool>(), other in any::<bool>()) {
        let verdict = Verdict {
            level: LEVELS[found],
            category: known.then_some(Category::Burden),
            pattern: known.then(|| "en.some".to_owned()),
            spans: vec![0..1],
            person: if other { Person::Other } else { Person::Own },
            cues: vec!["en.cue".to_owned()],
            reader: Reader::Lexicon,
            otherwise: None,
        };
        let raised = raise(verdict.clone(), &Opinion { score, answers: [score, 0.0], part: 0, level: LEVELS[read], agrees: score > 0.0 });
        prop_assert_eq!(raised.level, LEVELS[found.max(read)]);
        prop_assert_eq!(raised.reader == Reader::Second, read > found);
        prop_assert!(raised.category.is_some() || raised.reader == Reader::Lexicon);
        let level_aside = Verdict { level: verdict.level, category: verdict.category, reader: verdict.reader, ..raised };
        prop_assert_eq!(level_aside, verdict);
    }

    /// What only unsure patterns found stands where the second reader agrees, and else what the sure ones found.
    #[test]
    fn it_lets_go_only_of_what_the_lexicon_is_unsure_of(found in 0..4_usize, sure in 0..4_usize, read in 0..4_usize, agrees in any::<bool>()) {
        let otherwise = (sure < found).then(|| Box::new(Verdict { level: LEVELS[sure], ..Verdict::default() }));
        let verdict = Verdict { level: LEVELS[found], otherwise, ..Verdict::default() };
        let least = if agrees { verdict.level } else { verdict.sure() };
        let raised = raise(verdict, &Opinion { score: 0.0, answers: [0.0; 2], part: 0, level: LEVELS[read], agrees });
        prop_assert_eq!(raised.level, least.max(LEVELS[read]));
        prop_assert!(raised.otherwise.is_none());
    }

    /// The same for real messages of any kind.
    #[test]
    fn no_message_is_judged_lower_than_by_the_sure_patterns_alone(text in "\\PC{0,60}", grave in any::<bool>()) {
        let text = if grave { format!("{text}. I want to die") } else { text };
        let alone = LIBRARY.screen.screen(&text, &RecentCues::new());
        prop_assert!(judged(&text).level >= alone.sure());
    }
}

/// People ask about suicide and self-harm; that is what the guide is for.
#[test]
fn no_question_of_the_faq_gets_a_card_from_the_second_reader() {
    let second = LIBRARY.second.as_ref().unwrap();
    let mut cards = Vec::new();
    for topic in LIBRARY.topics.all.iter().filter(|topic| !PERSONAL.contains(&&*topic.name)) {
        for (language, phrasings) in topic.phrasings.iter() {
            for phrasing in phrasings {
                let meaning = LIBRARY.matcher.meaning(phrasing).unwrap();
                if second.read(&LIBRARY.parts(&meaning), language).level >= Level::Crisis {
                    cards.push(format!("{}: {phrasing}", topic.name));
                }
            }
        }
    }
    assert!(cards.is_empty(), "{}", cards.join("\n"));
}

#[test]
fn it_finds_what_holds_none_of_the_usual_words() {
    for text in [
        "I keep thinking how peaceful it would be if I simply stopped being a person",
        "I wrote everyone a letter and put them in the drawer with the insurance papers, it feels so quiet now",
        "cada noche le pido a dios que no me despierte mañana",
    ] {
        assert!(judged(text).level >= Level::Concern, "{text}");
    }
}

#[test]
fn small_talk_and_bare_answers_are_left_alone() {
    for text in ["", "1", "34", "yes", "no", "menu", "stop", "monday", "🙂", "???", "sí", "thanks!", "my name is Ana"]
    {
        assert_eq!(judged(text).level, Level::None, "{text}");
    }
}

#[test]
fn without_the_encoder_the_lexicon_reads_alone() {
    assert!(library().second.is_none());
    let verdict = library().screen.screen("I want to die", &RecentCues::new());
    assert_eq!(library().judge(verdict.clone(), "I want to die", None), verdict);
}
