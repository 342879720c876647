//! Telegram calls us: one route, for any router.
//!
//! It answers 200 only after the update is done with, so that Telegram sends again what a crash would lose. Who does not
//! know the secret learns nothing and costs nothing: the body is not read before the secret was right. Only so many are
//! under way at once; the others are asked to come again.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::routing::post;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use tokio::sync::Semaphore;
use tokio::sync::watch;

use super::condition::Condition;
use super::intake::Intake;

/// The largest update that is read; Telegram's are a few kilobytes.
const BODY_MAX: usize = 1 << 20;
/// So many at once; Telegram is told to open fewer connections.
const UNDER_WAY_MAX: usize = 200;
/// Connections that Telegram may open.
pub const CONNECTIONS: u8 = 40;
/// How long an update may take before Telegram is asked to send it again.
const PATIENCE: Duration = Duration::from_secs(25);
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

/// What the route needs.
#[derive(Debug)]
pub struct Route {
    intake: Arc<Intake>,
    secret: SecretString,
    under_way: Semaphore,
    condition: watch::Receiver<Condition>,
}

impl Route {
    pub fn new(intake: Arc<Intake>, secret: SecretString, condition: watch::Receiver<Condition>) -> Arc<Self> {
        Arc::new(Self { intake, secret, under_way: Semaphore::new(UNDER_WAY_MAX), condition })
    }

    /// A router with this one route.
    pub fn router(self: Arc<Self>, path: &str) -> Router {
        Router::new().route(path, post(called)).with_state(self)
    }
}

/// The secret that Telegram sends with each update: made of the token, so that all processes of one bot know the same and
/// nothing has to be kept.
pub fn secret_of(token: &SecretString) -> SecretString {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(token.expose_secret().as_bytes()) else {
        return SecretString::default();
    };
    mac.update(b"handrail: the secret of the webhook");
    let code = mac.finalize().into_bytes();
    SecretString::from(code.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

async fn called(State(route): State<Arc<Route>>, request: Request) -> StatusCode {
    let given = request.headers().get(SECRET_HEADER).map(axum::http::HeaderValue::as_bytes).unwrap_or_default();
    let secret = route.secret.expose_secret().as_bytes();
    if secret.is_empty() || !bool::from(given.ct_eq(secret)) {
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(_place) = route.under_way.try_acquire() else { return StatusCode::SERVICE_UNAVAILABLE };
    // Answers of before the start go out first.
    let ready = *route.condition.borrow() == Condition::Connected && !route.intake.tasks.is_stopping();
    if !ready {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    match tokio::time::timeout(PATIENCE, take(&route.intake, request.into_body())).await {
        Ok(status) => status,
        Err(_late) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn take(intake: &Arc<Intake>, body: Body) -> StatusCode {
    let Ok(bytes) = axum::body::to_bytes(body, BODY_MAX).await else { return StatusCode::PAYLOAD_TOO_LARGE };
    let Some((id, _)) = intake.arrive(&bytes) else { return StatusCode::BAD_REQUEST };
    if intake.ledger.settled(id).await { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}
