//! The one way out: every call to Discord's REST interface is one [`Rest::call`], with a time-out and within the limits.
//!
//! A call is tried once; whether it is worth another try is for the channel's sender to say, or for [`Rest::insist`]
//! where nothing is sent to a person. No library's client stands between: serenity's has no time-out, does not try a
//! 5xx again, and keeps an entry for every interaction that it ever answered.

mod call;
mod failure;
mod limits;

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};
use reqwest::{Client, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

pub use call::Call;
pub use failure::Failure;
use limits::{Headers, Limits, Pass};

use crate::ops::{Tasks, Time};

/// How often [`Rest::insist`] tries, and its first pause, which doubles.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(500);
/// The longest wait for a limit that [`Rest::insist`] goes through with.
const LONGEST_WAIT: Duration = Duration::from_mins(1);
const VERSION: &str = "/api/v10";
const AGENT: &str = concat!("DiscordBot (handrail, ", env!("CARGO_PKG_VERSION"), ")");

/// Discord's REST interface.
pub struct Rest {
    client: Client,
    base: String,
    authorization: HeaderValue,
    /// How long one call may take.
    call_limit: Duration,
    limits: Limits,
    time: Time,
    tasks: Tasks,
}

impl Rest {
    /// # Errors
    /// [`Failure::Token`] when the token holds something that no header can.
    pub fn new(
        client: Client,
        (origin, call_limit): (&str, Duration),
        token: &SecretString,
        time: Time,
        tasks: Tasks,
    ) -> Result<Self, Failure> {
        let written = format!("Bot {}", token.expose_secret().trim().trim_start_matches("Bot "));
        let mut authorization = HeaderValue::from_str(&written).map_err(|_| Failure::Token)?;
        authorization.set_sensitive(true);
        let base = format!("{}{VERSION}", origin.trim_end_matches('/'));
        Ok(Self { client, base, authorization, call_limit, limits: Limits::new(time.clone()), time, tasks })
    }

    /// Makes a call, once, and gives what Discord answers; null where it answers nothing.
    ///
    /// # Errors
    /// Why it was not done. [`Failure::Wait`] without a call where a limit says so.
    pub async fn call(&self, call: &Call) -> Result<Value, Failure> {
        let pass = self.limits.enter(call)?;
        let mut request = self
            .client
            .request(call.method.clone(), format!("{}{}", self.base, call.path()))
            .header(AUTHORIZATION, self.authorization.clone())
            .header(USER_AGENT, AGENT);
        if let Some(body) = &call.body {
            request = request.json(body);
        }
        let exchange = async {
            let response = request.send().await?;
            let (status, headers) = (response.status(), response.headers().clone());
            Ok::<_, reqwest::Error>((status, headers, response.bytes().await?))
        };
        let answered = tokio::select! {
            answered = exchange => answered,
            () = self.time.sleep(self.call_limit) => return Err(Failure::Ambiguous),
        };
        match answered {
            Ok((status, headers, body)) => {
                let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
                Self::answered(call, pass, status, &headers, body)
            }
            Err(error) if error.is_connect() => Err(Failure::Unreachable),
            Err(_) => Err(Failure::Ambiguous),
        }
    }

    fn answered(
        call: &Call,
        pass: Pass<'_>,
        status: StatusCode,
        headers: &HeaderMap,
        body: Value,
    ) -> Result<Value, Failure> {
        let limits = Headers::read(status, headers, &body);
        let wait = limits.wait;
        pass.leave(limits);
        if status.is_success() {
            Ok(body)
        } else if status == StatusCode::TOO_MANY_REQUESTS {
            Err(Failure::Wait(wait.unwrap_or(Duration::from_secs(1))))
        } else if status.is_server_error() {
            Err(Failure::Unreachable)
        } else if status == StatusCode::UNAUTHORIZED && !call.is_by_token() {
            Err(Failure::Token)
        } else {
            let code = body.get("code").and_then(Value::as_u64).unwrap_or(0);
            Err(Failure::Refused { status: status.as_u16(), code })
        }
    }

    /// Makes a call that does no harm twice, a few times if it must be.
    ///
    /// # Errors
    /// Why it was not done in the end.
    pub async fn insist(&self, call: &Call) -> Result<Value, Failure> {
        let mut tried = 0;
        loop {
            let failure = match self.call(call).await {
                Ok(value) => return Ok(value),
                Err(failure) => failure,
            };
            tried += 1;
            let pause = match failure {
                Failure::Wait(wait) if wait <= LONGEST_WAIT => wait,
                Failure::Unreachable | Failure::Ambiguous => PAUSE * 2_u32.pow(tried - 1),
                Failure::Wait(_) | Failure::Token | Failure::Refused { .. } => return Err(failure),
            };
            if tried >= TRIES {
                return Err(failure);
            }
            tokio::select! {
                () = self.time.sleep(pause) => {}
                () = self.tasks.stopping() => return Err(failure),
            }
        }
    }
}
