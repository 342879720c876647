//! The websocket itself: JSON in and out, compressed or not.

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use futures::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

/// The largest payload that is unpacked: a server with everything in it is far below.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
const QUERY: &str = "/?v=10&encoding=json";

/// An open connection.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What came in.
pub enum Heard {
    Payload(Value),
    /// Something that is no JSON, or a frame of the protocol.
    Nothing,
    /// The other side closed, perhaps with a code.
    Closed(Option<u16>),
}

impl Socket {
    /// Connects. None when there is no way there.
    pub async fn open(address: &str) -> Option<Self> {
        let address = format!("{}{QUERY}", address.trim_end_matches('/'));
        // What is small is sent at once: a heartbeat does not wait for an acknowledgement of something before it.
        connect_async_with_config(address, None, true).await.ok().map(|(stream, _)| Self(stream))
    }

    /// Waits for what comes next. May be dropped and called again without losing anything.
    pub async fn next(&mut self) -> Heard {
        match self.0.next().await {
            Some(Ok(Message::Text(text))) => parsed(text.as_bytes()),
            Some(Ok(Message::Binary(bytes))) => {
                let mut unpacked = Vec::new();
                match ZlibDecoder::new(&bytes[..]).take(MOST_BYTES).read_to_end(&mut unpacked) {
                    Ok(_) => parsed(&unpacked),
                    Err(_) => Heard::Nothing,
                }
            }
            Some(Ok(Message::Close(frame))) => Heard::Closed(frame.map(|frame| frame.code.into())),
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => Heard::Nothing,
            Some(Err(_)) | None => Heard::Closed(None),
        }
    }

    /// Sends a payload. False when the connection is gone.
    pub async fn send(&mut self, payload: &Value) -> bool {
        self.0.send(Message::Text(payload.to_string())).await.is_ok()
    }

    /// Says goodbye; whether the other side hears it does not matter.
    pub async fn close(&mut self, code: u16) {
        let frame = CloseFrame { code: CloseCode::from(code), reason: "".into() };
        let _gone = self.0.close(Some(frame)).await;
    }
}

fn parsed(bytes: &[u8]) -> Heard {
    serde_json::from_slice(bytes).map_or(Heard::Nothing, Heard::Payload)
}
