//! What the second reader learns from, put together: writers' files, the lexicons, what people ask the FAQ and what they
//! say to a bot besides.

use super::{Files, Library};
use crate::message::Language;
use crate::safety::{Corpus, Level, Problem, RecentCues};

/// Topics whose questions are often asked by people in danger: their phrasings are no examples of harmless words.
pub const PERSONAL: &[&str] = &[
    "cond_depression",
    "cond_eating",
    "cond_psychosis",
    "cond_substance",
    "detox_first",
    "family_worried",
    "lapse_setback",
    "privacy_hipaa",
    "recovery_hope",
    "res_988",
    "res_emergency",
    "safety_plan",
    "self_harm_iop",
    "suicidal_thoughts_iop",
];

/// All lines to learn from. `writers`: files of training/crisis, as name and text, in the order of their names.
///
/// # Errors
/// What is wrong with a file.
pub fn corpus(
    files: &Files,
    library: &Library,
    out_of_scope: &[(Language, String)],
    writers: &[(String, String)],
) -> Result<Corpus, Vec<Problem>> {
    let mut corpus = Corpus::default();
    for (name, text) in writers {
        corpus.add_writer(name, text).map_err(|problem| vec![problem])?;
    }
    let mut lexicons = files.below("config/crisis/");
    lexicons.retain(|(file, _)| !file.contains("/card."));
    corpus.add_lexicons(&lexicons, |text| library.screen.screen(text, &RecentCues::new()).level == Level::None)?;
    for topic in library.topics.all.iter().filter(|topic| !PERSONAL.contains(&&*topic.name)) {
        for (language, question) in topic.question.iter() {
            corpus.add_harmless(&question.written, language.code());
        }
        for (language, phrasings) in topic.phrasings.iter() {
            phrasings.iter().for_each(|phrasing| corpus.add_harmless(phrasing, language.code()));
        }
    }
    out_of_scope.iter().for_each(|(language, text)| corpus.add_harmless(text, language.code()));
    Ok(corpus)
}
