//! Words that act anywhere.

use std::sync::Arc;

use super::answer::Making;
use super::conversation::CrisisMemory;
use super::{crisis, my_data, reminders};
use crate::engine::{Input, Reply, Task, Word};
use crate::message::Language;

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
        Word::Stop => reminders::stop_word(making),
        // The same word undoes a stop, where there is no question to go back to.
        Word::Back if reminders::can_undo(making) => reminders::act(making, Task::Undo, ""),
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
        Word::ShowData => my_data::show(making),
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
