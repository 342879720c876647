//! getUpdates: the long poll, the offset that confirms, and the refusal for a second asker.

use std::sync::Arc;
use std::time::Duration;

use axum::response::Response;
use serde_json::{Value, json};

use super::api::{refusal, result};
use super::world::World;

/// Counts who asks, also when they hang up.
struct Asking(Arc<World>, u64);

impl Asking {
    fn begin(world: &Arc<World>) -> Self {
        let number = world.change(|state| {
            state.asking += 1;
            state.asked += 1;
            state.asked
        });
        Self(Arc::clone(world), number)
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.0.change(|state| state.asking -= 1);
    }
}

pub async fn get(world: &Arc<World>, body: &Value) -> Response {
    if world.state().webhook.is_some() {
        let words =
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first";
        return refusal(409, words, &Value::Null);
    }
    if body["allowed_updates"].as_array().is_none_or(Vec::is_empty) {
        return refusal(400, "Bad Request: the fake wants allowed_updates said each time", &Value::Null);
    }
    let asking = Asking::begin(world);
    if let Some(offset) = body["offset"].as_i64() {
        world.change(|state| state.updates.retain(|(id, _)| *id >= offset));
    }
    let limit = usize::try_from(body["limit"].as_u64().unwrap_or(100)).unwrap();
    let hold = Duration::from_secs(body["timeout"].as_u64().unwrap_or_default());
    let waiting = async {
        loop {
            let changed = world.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            {
                let state = world.state();
                if state.asked != asking.1 {
                    return None;
                }
                if !state.updates.is_empty() {
                    return Some(state.updates.iter().take(limit).map(|(_, update)| update.clone()).collect());
                }
            }
            changed.await;
        }
    };
    match tokio::time::timeout(hold, waiting).await {
        Ok(Some(updates)) => result(&Value::Array(updates)),
        Ok(None) => {
            let words =
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
            refusal(409, words, &Value::Null)
        }
        Err(_quiet) => result(&json!([])),
    }
}
