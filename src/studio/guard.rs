//! Who may look: a browser that came by the link with the token, on this machine.

use std::fmt;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use subtle::ConstantTimeEq as _;

use super::Studio;
use super::page::STYLE;
use crate::http::{Frames, PublicUrl, headers, is_own_host};

const COOKIE: &str = "handrail-studio";

/// What the link holds. `Debug` hides it.
#[derive(Clone)]
pub struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token")
    }
}

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })))
    }

    /// The link to open, with the token.
    #[must_use]
    pub fn link(&self, address: std::net::SocketAddr) -> String {
        format!("http://{address}/?token={}", self.0)
    }

    fn is(&self, given: &str) -> bool {
        self.0.as_bytes().ct_eq(given.as_bytes()).into()
    }
}

/// Lets in who has the token: first in the link, which is taken out of the address at once, then in a cookie.
pub async fn guard(State(studio): State<Arc<Studio>>, request: Request, next: Next) -> Response {
    let mut response = answer(&studio, request, next).await;
    let own = response.headers_mut();
    for (name, value) in &headers(STYLE, Frames(&[]), false) {
        own.entry(name).or_insert_with(|| value.clone());
    }
    response
}

async fn answer(studio: &Studio, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !is_own_host(text(header::HOST)) {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    let query = request.uri().query().unwrap_or_default();
    if let Some(given) = query.strip_prefix("token=") {
        if !studio.token.is(given) {
            return refusal();
        }
        let cookie = format!("{COOKIE}={given}; Path=/; HttpOnly; SameSite=Strict");
        let Ok(cookie) = HeaderValue::from_str(&cookie) else { return refusal() };
        return ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response();
    }
    let mut cookies = text(header::COOKIE).split(';').filter_map(|pair| pair.trim().split_once('='));
    let known = cookies.any(|(name, value)| name == COOKIE && studio.token.is(value));
    if !known || (request.method() != Method::GET && !PublicUrl::sent_by_us(None, headers)) {
        return refusal();
    }
    next.run(request).await
}

fn refusal() -> Response {
    (StatusCode::FORBIDDEN, "Open the link that `handrail studio` printed: it holds the token.\n").into_response()
}
