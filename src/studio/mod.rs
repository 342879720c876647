//! The studio: what an author of flows looks at while writing. The map of each flow with what the tests reach, a
//! conversation beside it that can be taken back turn by turn, findings with their place, how a question is matched, how
//! a text is screened, how often what happened, a flow as a script to print and review.
//!
//! It runs on this machine alone, on a listener of its own, behind a link with a token, and it talks with nobody: its
//! conversations are played from their first turn each time and kept nowhere. Files that change are read again; what
//! has errors is shown and not taken, and the last good state stays.

mod api;
mod guard;
mod load;
mod numbers;
mod page;
mod preview;
mod script;
mod talk;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};

use self::load::Loaded;
use crate::ops::{Tasks, Time};

pub use self::guard::Token;
pub use self::load::Sources;
pub use self::numbers::Numbers;

/// What every request needs.
struct Studio {
    loaded: Loaded,
    token: Token,
    time: Time,
    numbers: Numbers,
}

/// Reads the files, begins to watch them, and gives the pages of the studio.
///
/// # Errors
/// When the folders cannot be read, or hold errors at the start.
pub fn router(
    sources: Sources,
    numbers: Numbers,
    token: Token,
    time: &Time,
    tasks: &Tasks,
) -> Result<Router, load::LoadError> {
    let loaded = Loaded::read(sources)?;
    loaded.watch(time, tasks);
    let studio = Arc::new(Studio { loaded, token, time: time.clone(), numbers });
    Ok(Router::new()
        .route("/", get(page::studio))
        .route("/studio.js", get(page::javascript))
        .route("/script/{flow}", get(page::script))
        .route("/api/state", get(api::state))
        .route("/api/map/{flow}", get(api::map))
        .route("/api/numbers", get(api::numbers))
        .route("/api/source", get(api::source))
        .route("/api/talk", post(api::talk))
        .route("/api/ask", post(api::ask))
        .route("/api/screen", post(api::screen))
        .layer(middleware::from_fn_with_state(Arc::clone(&studio), guard::guard))
        .with_state(studio))
}
