//! A document of a guide as a page made for printing. The chat's page sends it along: none is kept here.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::super::{Web, view};
use super::layout::TextPage;
use crate::http::{PublicUrl, escape};
use crate::message::Language;

/// A document, as the chat got it. It has no `Debug`: nothing may print it.
#[derive(Deserialize)]
pub struct Sent {
    title: String,
    text: String,
    lang: Option<String>,
}

/// Shows what our own page sent, and nothing that another site did.
pub async fn document(
    State(web): State<Arc<Web>>,
    headers: HeaderMap,
    sent: Result<Form<Sent>, FormRejection>,
) -> Response {
    if !PublicUrl::sent_by_us(web.public_url.as_ref(), &headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Ok(Form(sent)) = sent else { return StatusCode::BAD_REQUEST.into_response() };
    let language = sent.lang.as_deref().and_then(Language::from_tag).unwrap_or_default();
    let text = view::html(&view::blocks(&sent.text, false, language, &web.keeper.library()));
    let say = |name| escape(web.words.say(name, language));
    let body = format!(
        "<div class=\"no-print\"><p>{}</p><p><button type=\"button\" class=\"button\" id=\"print\">{}</button></p></div>\n\
         <h1>{}</h1>\n{text}",
        say("page.print_hint"),
        say("page.print"),
        escape(&sent.title),
    );
    TextPage { language, title: &sent.title, path: "", scripts: &["/print.js"], text: &body }.html(&web).into_response()
}
