//! Things that go wrong, by path.

use std::time::Duration;

use serde_json::{Value, json};

/// What happens to requests whose method and path fit, so many times.
#[derive(Clone, Debug)]
pub struct Fault {
    pub method: &'static str,
    pub path: String,
    pub times: usize,
    pub does: Does,
}

#[derive(Clone, Debug)]
pub enum Does {
    Status(u16, Value),
    /// It is done, and the answer is a status all the same: nobody can know that it was done.
    DoneBut(u16),
    Delay(Duration),
    /// Waits until the test releases it.
    Hold,
}

impl Fault {
    pub fn status(method: &'static str, path: &str, status: u16, times: usize) -> Self {
        Self {
            method,
            path: path.to_owned(),
            times,
            does: Does::Status(status, json!({ "code": 0, "message": "fault" })),
        }
    }

    pub fn rate_limit(method: &'static str, path: &str, seconds: f64, global: bool, times: usize) -> Self {
        let body = json!({ "message": "You are being rate limited.", "retry_after": seconds, "global": global });
        Self { method, path: path.to_owned(), times, does: Does::Status(429, body) }
    }

    pub fn done_but(method: &'static str, path: &str, status: u16, times: usize) -> Self {
        Self { method, path: path.to_owned(), times, does: Does::DoneBut(status) }
    }

    pub fn delay(method: &'static str, path: &str, by: Duration, times: usize) -> Self {
        Self { method, path: path.to_owned(), times, does: Does::Delay(by) }
    }

    pub fn hold(method: &'static str, path: &str, times: usize) -> Self {
        Self { method, path: path.to_owned(), times, does: Does::Hold }
    }
}
