//! Both listeners opened.

use std::net::SocketAddr;

use axum::Router;

use super::serve::{Limits, ListenError, Listener};
use crate::ops::Tasks;

/// Where to listen.
#[derive(Clone, Copy, Debug)]
pub struct Addresses {
    /// The chat page, the help pages, webhooks.
    pub public: SocketAddr,
    /// Health and figures. Never open it to others.
    pub private: SocketAddr,
}

/// Where both listeners are.
#[derive(Clone, Copy, Debug)]
pub struct Running {
    pub public: SocketAddr,
    pub private: SocketAddr,
}

/// Opens both listeners, then answers on them until the tasks stop.
///
/// # Errors
/// When one of them cannot be opened; then none answers.
pub async fn start(
    addresses: Addresses,
    public: Router,
    private: Router,
    limits: Limits,
    tasks: &Tasks,
) -> Result<Running, ListenError> {
    let outer = Listener::open(addresses.public, "public").await?;
    let inner = Listener::open(addresses.private, "private").await?;
    let running = Running { public: outer.address(), private: inner.address() };
    outer.serve(public, limits, tasks);
    inner.serve(private, limits, tasks);
    Ok(running)
}
