//! A listener that bad input cannot hold: limits on size, number and time of everything a stranger can send.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::ops::Tasks;

/// What one stranger can take of a listener.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until the last byte of a request's headers, also while a connection waits for its next request.
    pub headers_within: Duration,
    /// Until a request is answered, its body read.
    pub answer_within: Duration,
    /// A connection is closed after so long, between two requests.
    pub connection_for: Duration,
    pub body_bytes: usize,
    pub header_bytes: usize,
    pub connections: usize,
    /// Of one address, where it is not this machine's own (there a proxy stands for many people).
    pub connections_per_address: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            headers_within: Duration::from_secs(10),
            answer_within: Duration::from_secs(30),
            connection_for: Duration::from_mins(5),
            body_bytes: 64 * 1024,
            header_bytes: 16 * 1024,
            connections: 2048,
            connections_per_address: 128,
        }
    }
}

/// Longest time that a connection which is asked to close may take for what it has in hand.
const CLOSING: Duration = Duration::from_secs(10);
/// Pause after the system refused a connection (no more files, say), so that the loop does not spin.
const AFTER_REFUSAL: Duration = Duration::from_millis(100);

/// The address that a request came from: of the proxy, where there is one.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// A listener could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    #[error("{address} is taken by another program; stop it, or set another port in http.{which}")]
    Taken { address: SocketAddr, which: &'static str },
    #[error("cannot listen on {address} (http.{which}): {source}")]
    Other { address: SocketAddr, which: &'static str, source: io::Error },
}

/// An open listener that does not answer yet.
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
}

impl Listener {
    /// Opens a listener; `which` is the key in the settings that names its address.
    ///
    /// # Errors
    /// When the address is taken, or is not this machine's.
    pub async fn open(address: SocketAddr, which: &'static str) -> Result<Self, ListenError> {
        let opened = TcpListener::bind(address).await.and_then(|socket| Ok((socket.local_addr()?, socket)));
        match opened {
            Ok((address, socket)) => Ok(Self { socket, address }),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(ListenError::Taken { address, which }),
            Err(source) => Err(ListenError::Other { address, which, source }),
        }
    }

    /// Where it listens; the port is the real one also where 0 was asked for.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until the tasks are asked to stop; requests in hand are finished.
    pub fn serve(self, router: Router, limits: Limits, tasks: &Tasks) {
        let router = router.layer(DefaultBodyLimit::max(limits.body_bytes));
        let server = Server {
            service: TowerToHyperService::new(router),
            limits,
            room: Arc::new(Semaphore::new(limits.connections)),
            addresses: Addresses::default(),
            tasks: tasks.clone(),
        };
        tasks.spawn(server.listen(self.socket));
    }
}

#[derive(Clone)]
struct Server {
    service: TowerToHyperService<Router>,
    limits: Limits,
    room: Arc<Semaphore>,
    addresses: Addresses,
    tasks: Tasks,
}

impl Server {
    async fn listen(self, socket: TcpListener) {
        loop {
            let accepted = tokio::select! {
                () = self.tasks.stopping() => return,
                accepted = socket.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer)) => self.begin(stream, peer),
                Err(_) => tokio::time::sleep(AFTER_REFUSAL).await,
            }
        }
    }

    /// Serves a connection, or drops it where there is no room: a queue would make everybody wait for a few.
    fn begin(&self, stream: TcpStream, peer: SocketAddr) {
        let Ok(room) = Arc::clone(&self.room).try_acquire_owned() else { return };
        let Some(seat) = self.addresses.enter(peer.ip(), self.limits.connections_per_address) else { return };
        let server = self.clone();
        self.tasks.spawn(async move {
            server.converse(stream, peer).await;
            drop((room, seat));
        });
    }

    async fn converse(&self, stream: TcpStream, peer: SocketAddr) {
        let _without_delay = stream.set_nodelay(true);
        let answer = service_fn(|request: Request<Incoming>| self.answer(request, peer));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.headers_within)
            .max_buf_size(self.limits.header_bytes)
            .serve_connection(TokioIo::new(stream), answer);
        let mut connection = pin!(connection);
        tokio::select! {
            // What went wrong is the other side's: it went away, was too slow, or spoke no HTTP.
            _ended = connection.as_mut() => return,
            () = self.tasks.stopping() => {}
            () = tokio::time::sleep(self.limits.connection_for) => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ended = tokio::time::timeout(CLOSING, connection).await;
    }

    async fn answer(&self, mut request: Request<Incoming>, peer: SocketAddr) -> hyper::Result<Response<Body>> {
        request.extensions_mut().insert(Peer(peer));
        match tokio::time::timeout(self.limits.answer_within, self.service.call(request)).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(never)) => match never {},
            Err(_late) => Ok(too_late()),
        }
    }
}

fn too_late() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// How many connections each address has.
#[derive(Clone, Default)]
struct Addresses(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// A connection's place among those of its address, given back when dropped.
struct Seat {
    addresses: Addresses,
    address: Option<IpAddr>,
}

impl Addresses {
    fn enter(&self, address: IpAddr, most: usize) -> Option<Seat> {
        if address.is_loopback() {
            return Some(Seat { addresses: self.clone(), address: None });
        }
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_insert(0);
        (*count < most).then(|| {
            *count += 1;
            Seat { addresses: self.clone(), address: Some(address) }
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some(address) = self.address else { return };
        let mut counts = self.addresses.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&address);
            }
        }
    }
}
