//! The page of the chat.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Html;

use super::super::{Web, assets, view};
use super::{Wanted, other};
use crate::engine::{Reply, Word, payload};
use crate::http::{Page, escape};
use crate::message::Language;

/// `/`: the greeting stands in the page itself, so that there is something to read before the script has come.
pub async fn chat(State(web): State<Arc<Web>>, Query(wanted): Query<Wanted>, headers: HeaderMap) -> Html<String> {
    let language = wanted.language(&headers);
    let library = web.keeper.library();
    let hello = library.flows.words.say(Reply::Hello, language);
    let buttons = [(Reply::LabelMenu, Word::Menu), (Reply::LabelHelp, Word::HelpNow)].map(|(label, word)| {
        let label = escape(&library.flows.words.say(label, language));
        format!("<button type=\"button\" class=\"choice\" data-tap=\"{}\">{label}</button>", payload::word(word))
    });
    let words: BTreeMap<&str, _> =
        Language::FLOWS.into_iter().map(|language| (language.code(), web.words.for_script(language))).collect();
    let words = serde_json::to_string(&words).unwrap_or_default().replace('<', "\\u003c");
    let mut body = assets::CHAT
        .replace("{language}", language.code())
        .replace("{other}", other(language).code())
        .replace("{hello}", &view::html(&view::blocks(&hello, false, language, &library)))
        .replace("{start_choices}", &buttons.concat())
        .replace("{choices}", &escape(web.words.say("chat.choices", language)))
        .replace("{waiting}", &escape(web.words.say("chat.waiting", language)))
        .replace("{skip}", &escape(web.words.say("page.skip_to_message", language)));
    for name in [
        "name",
        "help_now",
        "other_language",
        "leave",
        "conversation",
        "without_script",
        "help_lines",
        "your_message",
        "placeholder",
        "send",
        "about",
        "privacy",
        "crisis_policy",
    ] {
        body = body.replace(&format!("{{{name}}}"), &escape(web.words.say(name, language)));
    }
    let body = body.replace("{words}", &words);
    let title = format!("{} - {}", web.words.say("page.name", language), web.words.say("page.what", language));
    let page =
        Page { language: language.code(), title: &title, style: assets::STYLE, scripts: &["/chat.js"], body: &body };
    Html(page.html())
}
