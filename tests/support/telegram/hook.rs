//! Updates by webhook: sent one after another, each again until the bot says 200.

use std::sync::Arc;
use std::time::Duration;

use super::world::World;

pub async fn deliver(world: Arc<World>) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    loop {
        let changed = world.changed.notified();
        tokio::pin!(changed);
        changed.as_mut().enable();
        let next = {
            let state = world.state();
            let Some(webhook) = state.webhook.clone() else { return };
            state.updates.front().cloned().map(|update| (webhook, update))
        };
        let Some((webhook, (id, update))) = next else {
            changed.await;
            continue;
        };
        let called = http
            .post(webhook["url"].as_str().unwrap_or_default())
            .header("X-Telegram-Bot-Api-Secret-Token", webhook["secret_token"].as_str().unwrap_or_default())
            .header("content-type", "application/json")
            .body(update.to_string())
            .send()
            .await;
        if called.is_ok_and(|answer| answer.status().is_success()) {
            world.change(|state| {
                if let Some(at) = state.updates.iter().position(|(known, _)| *known == id) {
                    state.updates.remove(at);
                }
            });
        } else {
            // As the real server: after a while.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
