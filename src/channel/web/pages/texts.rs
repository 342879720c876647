//! Privacy, what is done in a crisis, and the page for addresses that lead nowhere.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};

use super::super::Web;
use super::Wanted;
use super::layout::{TextPage, paragraphs};
use crate::engine::Reply;
use crate::http::escape;
use crate::message::Language;

/// `/privacy`: what the bot says about it in any chat, then what belongs to this page.
pub async fn privacy(State(web): State<Arc<Web>>, Query(wanted): Query<Wanted>, headers: HeaderMap) -> Html<String> {
    let language = wanted.language(&headers);
    let hours = (web.cookie.seconds / 3600).to_string();
    let run_by = web.settings.run_by.as_deref().unwrap_or_else(|| web.words.say("run_by.unknown", language));
    let fill = |text: &str| text.replace("{hours}", &hours).replace("{run_by}", run_by);
    let sections = web.words.privacy(language).map(|(heading, text)| (heading, fill(text)));
    text_page(&web, language, ("page.privacy", "/privacy"), Reply::Privacy, sections)
}

/// `/crisis-policy`: California's law on chat companions (SB 243) asks that it can be read by anybody.
pub async fn crisis_policy(
    State(web): State<Arc<Web>>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Html<String> {
    let language = wanted.language(&headers);
    let sections = web.words.crisis(language).map(|(heading, text)| (heading, text.to_owned()));
    text_page(&web, language, ("page.crisis_policy", "/crisis-policy"), Reply::CrisisPolicy, sections)
}

fn text_page<'a>(
    web: &Web,
    language: Language,
    (title, path): (&'a str, &str),
    first: Reply,
    sections: impl Iterator<Item = (&'a str, String)>,
) -> Html<String> {
    let title = web.words.say(title, language);
    let said = web.keeper.library().flows.words.say(first, language);
    let mut text = format!("<h1>{}</h1>\n{}", escape(title), paragraphs(&said));
    for (heading, words) in sections {
        let _ = write!(text, "<h2>{}</h2>\n{}", escape(heading), paragraphs(&words));
    }
    TextPage { language, title, path, scripts: &[], text: &text }.html(web)
}

/// Anything else.
pub async fn not_found(State(web): State<Arc<Web>>, headers: HeaderMap) -> Response {
    let language = Wanted { lang: None }.language(&headers);
    let say = |name| escape(web.words.say(name, language));
    let links: String = [("/help", "page.help_lines"), ("/", "page.chat"), ("/privacy", "page.privacy")]
        .map(|(path, name)| format!("<li><a href=\"{path}\">{}</a></li>", say(name)))
        .concat();
    let title = web.words.say("page.not_found", language);
    let text = format!("<h1>{}</h1>\n<p>{}</p>\n<ul>{links}</ul>", escape(title), say("page.not_found_text"));
    let page = TextPage { language, title, path: "", scripts: &[], text: &text }.html(&web);
    (StatusCode::NOT_FOUND, page).into_response()
}
