//! One call: what is asked, and in which lane.

use reqwest::Method;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::channel::Lane;

/// One call. It has no `Debug`: the body holds words, and the path may hold a token.
#[derive(Clone)]
pub struct Call {
    pub method: Method,
    path: String,
    /// The token of an interaction, which stands in the path in place of `{token}`.
    token: Option<SecretString>,
    /// The limit that the call counts against; none for the interaction endpoints, which have their own.
    pub gate: Option<String>,
    pub body: Option<Value>,
    pub lane: Lane,
}

impl Call {
    fn new(method: Method, path: String, body: Option<Value>) -> Self {
        let gate = Some(format!("{method} {path}"));
        Self { method, path, token: None, gate, body, lane: Lane::Reply }
    }

    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path.into(), None)
    }

    #[must_use]
    pub fn post(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::POST, path.into(), Some(body))
    }

    #[must_use]
    pub fn put(path: impl Into<String>, body: Option<Value>) -> Self {
        Self::new(Method::PUT, path.into(), body)
    }

    #[must_use]
    pub fn patch(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::PATCH, path.into(), Some(body))
    }

    /// A call whose path holds the token of an interaction as `{token}`: outside the limits of the bot.
    #[must_use]
    pub fn by_token(self, token: &SecretString) -> Self {
        Self { token: Some(token.clone()), gate: None, ..self }
    }

    #[must_use]
    pub fn in_lane(self, lane: Lane) -> Self {
        Self { lane, ..self }
    }

    pub(super) fn path(&self) -> String {
        match &self.token {
            Some(token) => self.path.replace("{token}", token.expose_secret()),
            None => self.path.clone(),
        }
    }

    pub(super) const fn is_by_token(&self) -> bool {
        self.token.is_some()
    }
}
