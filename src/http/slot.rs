//! A place in a router for a route that comes later, and may be replaced: a channel's that starts and ends while the
//! listener stays.

use std::convert::Infallible;
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;

/// The place. Cheap to clone; all clones are one.
#[derive(Clone, Debug, Default)]
pub struct Slot(Arc<RwLock<Option<Router>>>);

impl Slot {
    /// Puts a router in, in place of any other.
    pub fn fill(&self, router: Router) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(router);
    }

    /// A router that hands one path to whatever is in the place. While it is empty, callers are asked to come again.
    pub fn router(&self, path: &str) -> Router {
        let slot = self.clone();
        Router::new().route(path, any(move |request: Request<Body>| slot.answer(request)))
    }

    async fn answer(self, request: Request<Body>) -> Response {
        let router = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(router) = router else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
        let answered: Result<Response, Infallible> = TowerToHyperService::new(router).call(request).await;
        answered.unwrap_or_else(|never| match never {})
    }
}
