//! Calls to the Bot API.
//!
//! The payloads are teloxide's; the calls are our own, since teloxide's client sleeps ten seconds inside a call that met
//! a server error, does not tell a request that was never sent from one that may have been done, and carries whole
//! answers of the server (people's words among them) in errors that can be printed.
//!
//! The token stands in the path of every address. So no address is ever printed, and no error here holds one.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::requests::Payload;

use super::failure::{Failure, Refusal};
use super::wire;

const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// A client of one bot. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    /// The API's address and the token: everything of an address but the method.
    base: SecretString,
    host: String,
    call_limit: Duration,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Client({})", self.host)
    }
}

impl Client {
    /// A client, where the address is one.
    pub fn new(api_url: &str, token: &SecretString, call_limit: Duration) -> Option<Self> {
        let api = reqwest::Url::parse(api_url).ok().filter(|api| matches!(api.scheme(), "http" | "https"))?;
        let host = api.host_str()?.to_owned();
        // Whether a call is made again is decided above this; else each would be copied first.
        let builder = reqwest::Client::builder().retry(reqwest::retry::never());
        let mut builder = builder.connect_timeout(CONNECT_LIMIT).tcp_nodelay(true);
        if host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
            // A server of one's own is beside the bot, not behind a proxy.
            builder = builder.no_proxy();
        }
        let base = format!("{}/bot{}/", api_url.trim_end_matches('/'), token.expose_secret());
        Some(Self { http: builder.build().ok()?, base: SecretString::from(base), host, call_limit })
    }

    /// One call, once.
    pub async fn call<P, T>(&self, payload: &P) -> Result<T, Failure>
    where
        P: Payload + Serialize + Sync,
        T: DeserializeOwned,
    {
        self.call_named(P::NAME, payload, self.call_limit).await
    }

    /// The same for a call that the server may hold: `held` is how long.
    pub async fn call_held<P, T>(&self, payload: &P, held: Duration) -> Result<T, Failure>
    where
        P: Payload + Serialize + Sync,
        T: DeserializeOwned,
    {
        self.call_named(P::NAME, payload, self.call_limit + held).await
    }

    async fn call_named<P, T>(&self, method: &str, payload: &P, limit: Duration) -> Result<T, Failure>
    where
        P: Serialize + Sync,
        T: DeserializeOwned,
    {
        let body = serde_json::to_vec(payload).map_err(|_| Failure::Unreadable)?;
        let request = self
            .http
            .post(format!("{}{method}", self.base.expose_secret()))
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .timeout(limit)
            .body(body);
        let response = request.send().await.map_err(|error| Failure::of_transport(&error))?;
        let status = response.status();
        let bytes = response.bytes().await.map_err(|_| Failure::NoAnswer)?;
        let Ok(answer) = serde_json::from_slice::<wire::Answer<T>>(&bytes) else {
            // A page of HTML from something in between, or a server that broke off.
            return Err(if status.is_success() { Failure::Unreadable } else { Failure::Server });
        };
        match answer {
            wire::Answer { ok: true, result: Some(result), .. } => Ok(result),
            wire::Answer { error_code, .. }
                if status.is_server_error() || error_code.is_some_and(|code| code >= 500) =>
            {
                Err(Failure::Server)
            }
            wire::Answer { error_code, description, parameters, .. } => {
                let parameters = parameters.unwrap_or_default();
                Err(Failure::Refused(Refusal::read(
                    error_code.unwrap_or_else(|| status.as_u16()),
                    &description.unwrap_or_default(),
                    parameters.retry_after,
                    parameters.migrate_to_chat_id,
                )))
            }
        }
    }
}
