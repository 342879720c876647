//! `POST /reload` of the private listener: read the files anew.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use futures::future::BoxFuture;

/// A line of headers that no page of another site can send along: browsers ask us first, and get no yes.
pub const BY_HAND: &str = "X-Handrail: by-hand\r\n";

/// What reading anew came to: what was taken, or the reasons why nothing was.
pub type Read = Result<String, Vec<String>>;

/// The route. `read` is called for each request.
pub fn reload(read: impl Fn() -> BoxFuture<'static, Read> + Send + Sync + 'static) -> Router {
    let read = Arc::new(read);
    Router::new().route("/reload", post(move |headers: HeaderMap| answer(Arc::clone(&read), headers)))
}

async fn answer<F>(read: Arc<F>, headers: HeaderMap) -> Response
where
    F: Fn() -> BoxFuture<'static, Read>,
{
    if headers.get("x-handrail").is_none_or(|value| value != "by-hand") {
        return (StatusCode::FORBIDDEN, "`handrail reload` asks for this\n").into_response();
    }
    match read().await {
        Ok(taken) => (StatusCode::OK, taken + "\n").into_response(),
        Err(reasons) => {
            let reasons = reasons.join("\n");
            let said = format!("{reasons}\nNothing was taken; what was there before goes on.\n");
            (StatusCode::CONFLICT, said).into_response()
        }
    }
}
