//! The headers that every answer of the page carries.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::{Web, assets};
use crate::http::{Frames, headers};

/// Adds what is missing; a handler's own headers stay.
pub async fn fence(State(web): State<Arc<Web>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let frames = Frames(&web.settings.embed);
    let own = response.headers_mut();
    for (name, value) in &headers(assets::STYLE, frames, web.cookie.secure) {
        own.entry(name).or_insert_with(|| value.clone());
    }
    response
}
