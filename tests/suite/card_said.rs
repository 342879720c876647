//! What people type while a crisis card is open is read as the choice they mean, in every language.

use handrail::message::Language;
use handrail::safety::{CHOICES, CardWords};

#[test]
fn every_label_of_every_language_can_be_typed() {
    let words = CardWords::shipped();
    for language in Language::ALL {
        for key in CHOICES {
            let label = words.label(key, language);
            assert_eq!(words.choice_said(label), Some(key), "{} {label}", language.name());
        }
    }
}

#[test]
fn a_doubt_about_being_safe_is_never_read_as_safe() {
    let words = CardWords::shipped();
    for text in [
        "I don't think I'm safe",
        "not sure I'm safe",
        "am I safe",
        "I want to be safe",
        "I was safe yesterday",
        "no estoy bien, gracias",
        "no creo que esté a salvo",
        "quiero estar a salvo",
        "ich bin nicht in Sicherheit",
        "je ne suis pas en sécurité",
        "não estou em segurança",
    ] {
        assert_ne!(words.choice_said(text), Some("safe"), "{text}");
        assert_ne!(words.choice_said(text), Some("danger_no"), "{text}");
    }
}

#[test]
fn a_no_with_more_behind_it_is_not_taken_for_a_plain_no() {
    let words = CardWords::shipped();
    for text in ["no but I will be later", "no, I have decided", "no, ya lo decidí", "not yet", "todavía no"] {
        assert_eq!(words.choice_said(text), None, "{text}");
    }
}
