//! Words that act anywhere.

use std::sync::Arc;

use super::answer::Making;
use super::conversation::CrisisMemory;
use super::crisis;
use crate::engine::{Input, Reply, Word, country_name};
use crate::message::{Bubble, Language, Place};

/// The flow behind "menu".
const MENU: &str = "menu";

pub fn act(making: &mut Making<'_>, word: Word) {
    making.trace.reserved = Some(word);
    // The question that these are about was seen long ago, or before a card.
    if making.conversation.state.parked && matches!(word, Word::Back | Word::Skip | Word::Change) {
        making.welcome_back();
        return;
    }
    match word {
        Word::HelpNow => crisis::help_now(making),
        Word::Stop => making.step(Input::Stop),
        Word::Back => making.step(Input::Back),
        Word::Skip => making.step(Input::Skip),
        Word::Menu => making.step(Input::Start(MENU)),
        Word::Continue => {
            making.step(Input::Resume);
        }
        Word::Change => making.step(Input::Change(None)),
        Word::Person => {
            making.reply(Reply::TalkToPerson);
            making.button(Reply::LabelHelp, crate::engine::payload::word(Word::HelpNow));
            making.resume_or_menu();
        }
        Word::ShowData => show_data(making),
        Word::DeleteData => {
            making.conversation.deleting = true;
            making.reply(Reply::DataDeleteSure);
            making.button(Reply::LabelYes, Arc::from("d:yes"));
            making.button(Reply::LabelNo, Arc::from("d:no"));
        }
        Word::Privacy => {
            making.reply(Reply::Privacy);
            making.resume_or_menu();
        }
        Word::CrisisPolicy => {
            making.reply(Reply::CrisisPolicy);
            making.resume_or_menu();
        }
        Word::InEnglish => speak(making, Language::En),
        Word::InSpanish => speak(making, Language::Es),
    }
}

fn speak(making: &mut Making<'_>, language: Language) {
    making.conversation.language = Some(language);
    making.context.language = language;
    making.reply(Reply::LanguageSet);
    making.resume_or_menu();
}

/// Everything that is held: language, country, and the answers of the guides under way.
fn show_data(making: &mut Making<'_>) {
    if making.context.place == Place::Public {
        making.reply(Reply::DataPrivate);
        making.resume_or_menu();
        return;
    }
    let mut lines = Vec::new();
    if let Some(language) = making.conversation.language {
        lines.push(format!("- {}", language.name()));
    }
    if let Some(country) = making.conversation.country {
        lines.push(format!("- {}", country_name(country, making.context.language)));
    }
    for frame in &making.conversation.state.frames {
        let Some(flow) = making.library.flows.flow(&frame.flow) else { continue };
        for (name, value) in &frame.slots {
            let Some(slot) = flow.slot(name).map(|number| &flow.slots[number]) else { continue };
            let label = slot
                .label
                .best(making.context.language)
                .map_or_else(|| name.replace('_', " "), |label| label.written.to_string());
            let words = crate::engine::show_value(&making.library.flows, flow, frame, slot, value, &making.context);
            lines.push(format!("- {label}: {words}"));
        }
    }
    if lines.is_empty() {
        making.reply(Reply::DataNothing);
    } else {
        making.reply(Reply::DataShown);
        making.bubbles.push(Bubble::Text(Arc::from(lines.join("\n"))));
    }
    making.resume_or_menu();
}

/// The answer to "shall I delete everything?".
pub fn delete(making: &mut Making<'_>, sure: bool) {
    making.conversation.deleting = false;
    if sure {
        let crisis = std::mem::take(&mut making.conversation.crisis);
        let crisis = CrisisMemory { open: None, ..crisis };
        making.conversation = super::Conversation { crisis, ..super::Conversation::default() };
        making.context.country = None;
        making.forget = true;
        making.reply(Reply::DataDeleted);
        making.menu_button();
    } else {
        making.reply(Reply::DataKept);
        making.resume_or_menu();
    }
}
