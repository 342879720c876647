//! Asking the program that runs with these settings, over its private address.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::Context as _;

/// Longest answer that is read.
const ANSWER_BYTES: u64 = 64 * 1024;

/// The status and the body of its answer. An answer that takes longer than `patience` is none.
pub fn ask(address: SocketAddr, method: &str, path: &str, patience: Duration) -> anyhow::Result<(u16, String)> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))
        .with_context(|| format!("nothing answers at {address}; see http.private"))?;
    stream.set_read_timeout(Some(patience))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: 0\r\n{}\r\n",
        crate::http::BY_HAND
    )?;
    let mut answer = Vec::new();
    let _until_it_closes = stream.take(ANSWER_BYTES).read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).context("what answers is no HTTP")?;
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    Ok((status, body.to_owned()))
}
