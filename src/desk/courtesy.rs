//! Hello, thank you, all right, goodbye, I don't know, what, help: a short, kind reply. The question that waits is asked again, and no try of it
//! is used up.
//!
//! A word that the question takes is its answer and never comes here.

use super::answer::Making;
use crate::engine::{Courtesy, Input, Reply, Word, payload};

/// The flow that a first message without a question begins.
pub const WELCOME: &str = "about";

/// In the middle of a question. Says whether that was all there is to do.
pub fn in_question(making: &mut Making<'_>, courtesy: Courtesy) -> bool {
    match courtesy {
        Courtesy::Hello => making.reply(Reply::HelloAgain),
        Courtesy::Thanks => making.reply(Reply::Welcome),
        Courtesy::Unsure => making.reply(Reply::Unsure),
        Courtesy::Help => help(making),
        Courtesy::AllRight | Courtesy::Puzzled => {}
        Courtesy::Goodbye => {
            goodbye(making);
            return true;
        }
        Courtesy::NoMore => return false,
    }
    making.step(Input::Resume);
    true
}

/// While a guide is set aside: nothing of it is asked again until the person goes on.
pub fn while_parked(making: &mut Making<'_>, courtesy: Courtesy) {
    match courtesy {
        Courtesy::Thanks => {
            making.reply(Reply::Welcome);
            making.ways_on();
        }
        Courtesy::Goodbye => goodbye(making),
        Courtesy::Help => {
            help(making);
            making.ways_on();
        }
        Courtesy::Hello | Courtesy::AllRight | Courtesy::NoMore | Courtesy::Unsure | Courtesy::Puzzled => {
            making.welcome_back();
        }
    }
}

/// With nothing waiting.
pub fn alone(making: &mut Making<'_>, courtesy: Courtesy) {
    match courtesy {
        Courtesy::Hello => return making.step(Input::Start(WELCOME)),
        Courtesy::Thanks => making.reply(Reply::Welcome),
        Courtesy::AllRight | Courtesy::NoMore => making.reply(Reply::AllRight),
        Courtesy::Goodbye => making.reply(Reply::Goodbye),
        Courtesy::Unsure | Courtesy::Puzzled => making.reply(Reply::AnythingElse),
        Courtesy::Help => help(making),
    }
    making.menu_button();
}

/// The guide is set aside: what the person types next is not its answer.
fn goodbye(making: &mut Making<'_>) {
    making.reply(Reply::Goodbye);
    making.step(Input::Park);
    making.ways_on();
}

fn help(making: &mut Making<'_>) {
    making.reply(Reply::HowToHelp);
    making.button(Reply::LabelHelp, payload::word(Word::HelpNow));
}
