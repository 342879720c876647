//! The numbers of a running installation, as the studio shows them: given by whoever knows the store. The studio itself
//! knows none, and shows no number that is not already fit to be seen.

use std::fmt;
use std::sync::Arc;

use futures::future::BoxFuture;
use serde_json::{Value, json};

type Ask = Arc<dyn Fn() -> BoxFuture<'static, Result<Value, String>> + Send + Sync>;

/// Where the numbers come from.
#[derive(Clone)]
pub struct Numbers(Ask);

impl fmt::Debug for Numbers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Numbers")
    }
}

impl Default for Numbers {
    fn default() -> Self {
        Self::new(|| Box::pin(async { Err("Nothing is counted here.".to_owned()) }))
    }
}

impl Numbers {
    /// Numbers that are asked for whenever the page is opened: `groups` of rows and `questions`, small ones hidden; or
    /// why there are none, in words.
    pub fn new(ask: impl Fn() -> BoxFuture<'static, Result<Value, String>> + Send + Sync + 'static) -> Self {
        Self(Arc::new(ask))
    }

    /// The numbers, or `{"why": ...}`.
    pub async fn now(&self) -> Value {
        (self.0)().await.unwrap_or_else(|why| json!({ "why": why }))
    }
}
