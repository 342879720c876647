//! What a monitor asks: is the process alive, can it do its work, how does it do.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use futures::future::BoxFuture;
use serde_json::json;

use crate::ops::{Metrics, Standings};

/// Longest time that one check may take.
const CHECK_WITHIN: Duration = Duration::from_secs(2);

type Check = Arc<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// What has to work before this process can be sent people: each check has a name, and says in words what is missing.
#[derive(Clone, Default)]
pub struct Readiness(Vec<(&'static str, Check)>);

impl Readiness {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a check.
    #[must_use]
    pub fn with<C>(mut self, name: &'static str, check: C) -> Self
    where
        C: Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync + 'static,
    {
        self.0.push((name, Arc::new(check)));
        self
    }

    async fn ask(&self) -> Vec<(&'static str, Result<(), String>)> {
        let asked = self.0.iter().map(|(name, check)| async move {
            let answer = tokio::time::timeout(CHECK_WITHIN, check()).await;
            (*name, answer.unwrap_or_else(|_late| Err("no answer within two seconds".to_owned())))
        });
        futures::future::join_all(asked).await
    }
}

#[derive(Clone)]
struct Health {
    readiness: Readiness,
    metrics: Metrics,
    standings: Standings,
}

/// `/healthz`, `/readyz` and `/metrics`, for the private listener.
pub fn health(readiness: Readiness, metrics: Metrics, standings: Standings) -> Router {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(figures))
        .with_state(Health { readiness, metrics, standings })
}

async fn readyz(State(health): State<Health>) -> Response {
    let answers = health.readiness.ask().await;
    let channels = health.standings.all();
    let ready = answers.iter().all(|(_, answer)| answer.is_ok()) && channels.iter().all(|(_, standing)| standing.well);
    let mut checks: Vec<_> = answers
        .into_iter()
        .map(|(name, answer)| json!({ "name": name, "ok": answer.is_ok(), "why": answer.err() }))
        .collect();
    checks.extend(channels.into_iter().map(|(name, standing)| {
        json!({ "name": name, "ok": standing.well, "connected": standing.connected, "why": standing.why })
    }));
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "ready": ready, "checks": checks }))).into_response()
}

async fn figures(State(health): State<Health>) -> Response {
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        health.metrics.text() + &health.standings.text(),
    )
        .into_response()
}
