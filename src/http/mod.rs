//! Two listeners, both on this machine alone unless the settings say otherwise.
//!
//! Public: the chat in a page, help pages, a platform's webhook. Private: health, figures, the studio. What they answer
//! comes as routers from the rooms that own it; this room knows sockets, limits and headers.
//!
//! Invariants: nothing that a stranger sends can hold a connection, a buffer or the listener for longer than the limits
//! in `serve` allow; no request's body, address or path is logged; a stop lets requests in hand finish.

mod address;
mod health;
mod page;
mod reload;
mod serve;
mod slot;
mod start;

pub use address::{PublicUrl, PublicUrlError, is_own_host};
pub use health::{Readiness, health};
pub use page::{Frames, Page, escape, fingerprint, headers};
pub use reload::{BY_HAND, Read, reload};
pub use serve::{Limits, ListenError, Listener, Peer};
pub use slot::Slot;
pub use start::{Addresses, Running, start};
