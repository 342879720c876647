//! The studio's pages and files.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::Studio;
use super::api::InLanguage;
use super::script;
use crate::http::Page;

/// The styles, which stand in each page.
pub const STYLE: &str = include_str!("../../web/studio.css");
const BODY: &str = include_str!("../../web/studio.html");
const SCRIPT: &str = include_str!("../../web/studio.js");

/// `/`: the studio.
pub async fn studio() -> Html<String> {
    let page = Page { language: "en", title: "Handrail studio", style: STYLE, scripts: &["/studio.js"], body: BODY };
    Html(page.html())
}

pub async fn javascript() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT).into_response()
}

/// `/script/FLOW`: a flow to print, read and sign.
pub async fn script(
    State(studio): State<Arc<Studio>>,
    Path(name): Path<String>,
    Query(wanted): Query<InLanguage>,
) -> Response {
    let library = Arc::clone(&studio.loaded.state().library);
    let Some(flow) = library.flows.flow(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let language = wanted.language();
    let body = format!("<main class=\"script\">{}</main>", script::script(&library.flows, flow, language));
    let title = format!("Script of {name}");
    Html(Page { language: language.code(), title: &title, style: STYLE, scripts: &[], body: &body }.html())
        .into_response()
}
