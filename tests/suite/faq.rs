//! Finding topics: the trained model belongs to the topics, and texts find what they ask for.

use std::sync::LazyLock;

use handrail::faq::{Examples, Match, Matcher, Model, ModelError, Semantic, Verdict, read_out_of_scope};
use handrail::library::{Files, Library, Matching, glossary, model};
use handrail::message::Language;

use crate::support::{library, path};

/// With the encoder: loaded once, it is the slowest thing here.
static LIBRARY: LazyLock<Library> =
    LazyLock::new(|| Library::open_with(&Files::built_in(), Matching::Encoder).unwrap());

fn semantic() -> &'static Semantic {
    match &LIBRARY.matcher {
        Matcher::Semantic(matcher) => matcher,
        Matcher::Lexical(_) => panic!("the encoder was asked for"),
    }
}

fn examples() -> Examples {
    let file = "training/faq/out-of-scope.yaml";
    let mut findings = Vec::new();
    let outside = read_out_of_scope(file, &std::fs::read_to_string(path(file)).unwrap(), &mut findings);
    let glossary = glossary(&Files::built_in(), &mut findings);
    assert_eq!(findings, []);
    Examples::new(&library().topics, &outside, &glossary)
}

#[test]
fn the_model_was_trained_on_these_topics_with_this_glossary() {
    let model = model(&Files::built_in()).unwrap();
    assert_eq!(
        model.inputs,
        examples().fingerprint(model.encoder),
        "flows/faq, the glossary or the out-of-scope texts have changed: run `cargo run --release -- train`"
    );
    assert_eq!(model.out_of_scope, examples().all.iter().filter(|example| example.class == 169).count());
}

#[test]
fn the_committed_vectors_are_those_of_their_texts() {
    let model = model(&Files::built_in()).unwrap();
    let places = model.places();
    let encoder = handrail::library::encoder().unwrap();
    assert_eq!(model.encoder, encoder.fingerprint());
    for example in examples().all.iter().step_by(97) {
        let cosine = model.vectors.cosine(places[&example.key()], &encoder.embed(&example.prepared));
        assert!(cosine > 0.99, "{cosine} for '{}'", example.written);
    }
}

#[test]
fn a_changed_phrasing_changes_the_fingerprint() {
    let before = examples();
    let mut after = before.clone();
    after.all[7].prepared.push('!');
    assert_ne!(before.fingerprint(1), after.fingerprint(1));
    assert_ne!(before.fingerprint(1), before.fingerprint(2));
}

#[test]
fn a_model_is_read_as_it_was_written_and_a_broken_one_is_refused() {
    let model = model(&Files::built_in()).unwrap();
    let bytes = model.write();
    assert_eq!(Model::read(&bytes).unwrap().write(), bytes);
    assert_eq!(Model::read(b"PK").err(), Some(ModelError::NoModel));
    assert_eq!(Model::read(&bytes[..bytes.len() - 1]).err(), Some(ModelError::Damaged));
    assert_eq!(Model::read(&bytes[..40]).err(), Some(ModelError::Damaged));
    let longer = [bytes.as_slice(), b"x"].concat();
    assert_eq!(Model::read(&longer).err(), Some(ModelError::Damaged));
}

#[test]
fn questions_find_their_topics_in_both_languages() {
    for (text, topic) in [
        ("so what exactly is an IOP??", "iop_definition"),
        ("is php more than iop", "iop_vs_php"),
        ("can I bring my dog with me", "pets"),
        ("what if i miss a day", "missed_session"),
        ("what does DBT mean", "ther_dbt"),
        ("¿puedo llevar a mi perro?", "pets"),
        ("cuántas horas son por semana", "iop_schedule"),
        ("qué es la terapia EMDR", "ther_emdr"),
    ] {
        let reading = semantic().read(text, None);
        let best: Vec<&str> = reading.ranked.iter().take(3).map(|candidate| &*candidate.topic).collect();
        assert!(best.contains(&topic), "{text}: {best:?}");
        assert_ne!(reading.verdict, Verdict::Nothing, "{text}: {}", reading.gate);
    }
}

#[test]
fn what_is_not_for_us_gets_no_answer() {
    for text in [
        "how do I sharpen a kitchen knife",
        "who painted the mona lisa",
        "cuánto cuesta un boleto de tren a sevilla",
        "write a haiku about autumn leaves",
        "mi coche hace un ruido raro",
    ] {
        assert!(!matches!(LIBRARY.matcher.find(text), Match::Answer(..)), "{text}: {:?}", LIBRARY.matcher.find(text));
    }
}

#[test]
fn in_a_long_story_the_sentence_with_the_question_counts() {
    let story = "My name is Ana and I drive a bus. Last spring my sister moved in with us and we painted the kitchen \
        green. The neighbors have two loud parrots. Does insurance pay for an intensive outpatient program? We also \
        went to the lake on Sunday and it rained all day long.";
    let reading = semantic().read(story, None);
    assert_eq!(reading.sentence.as_deref(), Some("Does insurance pay for an intensive outpatient program?"));
    assert_eq!(&*reading.ranked[0].topic, "ins_coverage");
}

#[test]
fn any_input_gets_a_bounded_answer() {
    let binary = String::from_utf8_lossy(&(0..=255).cycle().take(1 << 20).collect::<Vec<u8>>()).into_owned();
    for text in ["", "   ", "🙂🙂🙂", "...", &"word. ".repeat(200_000), &"a".repeat(1 << 20), &binary] {
        let stopwatch = handrail::ops::Stopwatch::start();
        let reading = semantic().read(text, Some(Language::En));
        assert_eq!(reading.ranked.len(), 169);
        assert!((0.0..=1.0).contains(&reading.gate));
        assert!(stopwatch.seconds() < 5.0, "{} s", stopwatch.seconds());
    }
    assert_eq!(LIBRARY.matcher.find("🙂🙂🙂"), Match::None);
    assert_eq!(LIBRARY.matcher.find(""), Match::None);
}

#[test]
fn a_topic_that_the_model_has_not_met_is_found_by_its_phrasings() {
    let mut files = Files::built_in();
    let topic = "topics:\n  - topic: parrots\n    question: { en: May my parrot come?, es: ¿Puede venir mi loro? }\n    \
        answer: { en: Ask the program., es: Pregunte en el programa. }\n    phrasings:\n      en: [can my parrot sit on my \
        shoulder in group]\n      es: [puedo llevar mi loro al grupo]\n    region: general\n    sources: [article]\n    \
        reviewed: no\n";
    files.insert("flows/faq/parrots.yaml", topic);
    let library = Library::open_with(&files, Matching::Encoder).unwrap();
    let Matcher::Semantic(matcher) = &library.matcher else { panic!("the encoder was asked for") };
    let reading = matcher.read("may a parrot sit on my shoulder during the group", None);
    assert_eq!(&*reading.ranked[0].topic, "parrots");
}

#[test]
fn without_the_encoder_known_phrasings_are_answered_and_near_ones_offered() {
    let library = library();
    let known = library.matcher.find("what is an iop");
    assert!(matches!(&known, Match::Answer(best, _) if &*best.topic == "iop_definition"), "{known:?}");
    let near = library.matcher.find("could someone define what an intensive outpatient program would be");
    let Match::Offer(candidates, _) = &near else { panic!("{near:?}") };
    assert!(candidates.iter().any(|candidate| &*candidate.topic == "iop_definition"), "{candidates:?}");
}
