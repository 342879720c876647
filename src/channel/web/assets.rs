//! The files of web/ that browsers ask for, compiled in.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Web;

/// The styles, which stand in each page.
pub const STYLE: &str = include_str!("../../../web/page.css");
/// The body of the chat page.
pub const CHAT: &str = include_str!("../../../web/chat.html");
const CHAT_SCRIPT: &str = include_str!("../../../web/chat.js");
const PRINT_SCRIPT: &str = include_str!("../../../web/print.js");
const EMBED_SCRIPT: &str = include_str!("../../../web/embed.js");

/// A new version of the program has to reach the browser: it asks each time, and the files are small.
const ASK_AGAIN: &str = "no-cache";

pub async fn chat() -> Response {
    script(CHAT_SCRIPT)
}

pub async fn print() -> Response {
    script(PRINT_SCRIPT)
}

/// Only where some site may show the chat.
pub async fn embed(State(web): State<Arc<Web>>) -> Response {
    if web.settings.embed.is_empty() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let open = [(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin")];
    (open, script(EMBED_SCRIPT)).into_response()
}

fn script(text: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, ASK_AGAIN)];
    (headers, text).into_response()
}
