//! A client that sends bytes and reads bytes: what a test sends is what arrives.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Longer than anything here takes: a test that waits for it has failed.
const WITHIN: Duration = Duration::from_secs(120);

/// An answer.
#[derive(Debug)]
pub struct Answered {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answered {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The cookie as a browser sends it back.
    pub fn cookie(&self) -> Option<String> {
        self.header("set-cookie").and_then(|cookie| cookie.split(';').next()).map(str::to_owned)
    }
}

/// Sends a request and reads the whole answer.
pub async fn ask(address: SocketAddr, request: &str) -> Answered {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // A side that has heard enough stops reading; its answer is there all the same.
    let _refused = stream.write_all(request.as_bytes()).await;
    read(&mut stream).await
}

/// Reads until the answer is whole or the other side closes.
pub async fn read(stream: &mut TcpStream) -> Answered {
    let mut bytes = Vec::new();
    let whole = async {
        // A side that closes with bytes unread resets the connection; what came before counts.
        while matches!(stream.read_buf(&mut bytes).await, Ok(1..)) && !is_whole(&bytes) {}
    };
    tokio::time::timeout(WITHIN, whole).await.expect("no answer came");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text.as_str(), ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    let chunked =
        headers.iter().any(|(name, value)| name.eq_ignore_ascii_case("transfer-encoding") && value == "chunked");
    let body = if chunked { put_together(body) } else { body.to_owned() };
    Answered { status: status.unwrap_or(0), headers, body }
}

/// Whether as many bytes have come as the headers announced.
fn is_whole(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    length.is_some_and(|length| bytes.len() >= end + 4 + length)
}

fn put_together(mut chunks: &str) -> String {
    let mut body = String::new();
    while let Some((size, rest)) = chunks.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap_or(0);
        if size == 0 {
            break;
        }
        body.push_str(&rest[..size]);
        chunks = rest[size..].trim_start_matches("\r\n");
    }
    body
}

/// A GET, with more headers where they are given (each with its line end).
pub async fn get(address: SocketAddr, path: &str, headers: &str) -> Answered {
    ask(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n")).await
}

/// A POST of a page of ours.
pub async fn post(address: SocketAddr, path: &str, headers: &str, body: &str) -> Answered {
    let length = body.len();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n{headers}\r\n{body}"
    );
    ask(address, &request).await
}
