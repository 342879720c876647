//! The calls.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use futures::stream;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::world::{Fault, Sent, World};
use super::{BOT, TOKEN, hook, html, updates};

pub fn router(world: Arc<World>) -> Router {
    Router::new().route("/{bot}/{method}", axum::routing::post(called)).with_state(world)
}

async fn called(State(world): State<Arc<World>>, Path((bot, method)): Path<(String, String)>, body: Bytes) -> Response {
    if bot != format!("bot{TOKEN}") {
        return refusal(401, "Unauthorized", &Value::Null);
    }
    let method = method.to_ascii_lowercase();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    world.change(|state| state.calls.push((method.clone(), body.clone())));
    let chat = body["chat_id"].as_i64();
    match world.fault(&method, chat) {
        None => answer(&world, &method, body).await,
        Some(Fault::TooFast(seconds)) => {
            let words = format!("Too Many Requests: retry after {seconds}");
            refusal(429, &words, &json!({ "retry_after": seconds }))
        }
        Some(Fault::BadGateway) => {
            (StatusCode::BAD_GATEWAY, "<html><body>502 Bad Gateway</body></html>").into_response()
        }
        Some(Fault::Reset) => broken(),
        Some(Fault::Lost) => {
            answer(&world, &method, body).await;
            broken()
        }
        Some(Fault::Silence) => std::future::pending().await,
        Some(Fault::Refuse(code, words)) => refusal(code, words, &Value::Null),
        Some(Fault::Slow(time)) => {
            tokio::time::sleep(time).await;
            answer(&world, &method, body).await
        }
    }
}

async fn answer(world: &Arc<World>, method: &str, body: Value) -> Response {
    match method {
        "getme" => result(&json!({ "id": 4242, "is_bot": true, "first_name": "Handrail", "username": BOT })),
        "getupdates" => updates::get(world, &body).await,
        "sendmessage" => send(world, body),
        "answercallbackquery" => result(&json!(true)),
        "deletewebhook" => {
            world.change(|state| state.webhook = None);
            result(&json!(true))
        }
        "setwebhook" => {
            let first = world.change(|state| state.webhook.replace(body).is_none());
            if first {
                tokio::spawn(hook::deliver(Arc::clone(world)));
            }
            result(&json!(true))
        }
        "getmycommands" => {
            let list = world.state().commands.get(&list_name(&body)).cloned();
            result(&list.unwrap_or_else(|| json!([])))
        }
        "setmycommands" => {
            world.change(|state| state.commands.insert(list_name(&body), body["commands"].clone()));
            result(&json!(true))
        }
        _ => refusal(404, "Not Found", &Value::Null),
    }
}

fn list_name(body: &Value) -> String {
    format!(
        "{} {}",
        body["scope"]["type"].as_str().unwrap_or_default(),
        body["language_code"].as_str().unwrap_or_default()
    )
}

fn send(world: &World, body: Value) -> Response {
    let Some(chat) = body["chat_id"].as_i64() else {
        return refusal(400, "Bad Request: chat_id is empty", &Value::Null);
    };
    let (blocked, moved) = {
        let state = world.state();
        (state.blocked.contains(&chat), state.moved.get(&chat).copied())
    };
    if blocked {
        return refusal(403, "Forbidden: bot was blocked by the user", &Value::Null);
    }
    if let Some(to) = moved {
        let words = "Bad Request: group chat was upgraded to a supergroup chat";
        return refusal(400, words, &json!({ "migrate_to_chat_id": to }));
    }
    let written = body["text"].as_str().unwrap_or_default();
    let text = match body["parse_mode"].as_str() {
        Some("HTML") => match html::read(written) {
            Some(text) => text,
            None => return refusal(400, "Bad Request: can't parse entities: Unsupported start tag", &Value::Null),
        },
        _ => written.to_owned(),
    };
    if text.trim().is_empty() {
        return refusal(400, "Bad Request: message text is empty", &Value::Null);
    }
    if text.encode_utf16().count() > 4096 {
        return refusal(400, "Bad Request: message is too long", &Value::Null);
    }
    if let Some(wrong) = wrong_button(&body) {
        return refusal(400, wrong, &Value::Null);
    }
    let number = world.change(|state| {
        state.sent.push(Sent { chat, text: text.clone(), body, at: Instant::now() });
        state.sent.len()
    });
    result(&json!({ "message_id": number, "date": 1, "chat": { "id": chat, "type": "private" }, "text": text }))
}

/// What the server does not like about the buttons.
fn wrong_button(body: &Value) -> Option<&'static str> {
    let rows = body["reply_markup"]["inline_keyboard"].as_array()?;
    for button in rows.iter().filter_map(Value::as_array).flatten() {
        if button["text"].as_str().is_none_or(str::is_empty) {
            return Some("Bad Request: button text is empty");
        }
        if let Some(data) = button["callback_data"].as_str()
            && !(1..=64).contains(&data.len())
        {
            return Some("Bad Request: BUTTON_DATA_INVALID");
        }
        if let Some(url) = button["url"].as_str()
            && !["https://", "http://", "tg://"].iter().any(|scheme| url.starts_with(scheme))
        {
            return Some("Bad Request: BUTTON_URL_INVALID");
        }
    }
    None
}

pub fn result(result: &Value) -> Response {
    Json(json!({ "ok": true, "result": result })).into_response()
}

pub fn refusal(code: u16, words: &str, parameters: &Value) -> Response {
    let mut body = json!({ "ok": false, "error_code": code, "description": words });
    if !parameters.is_null() {
        body["parameters"] = parameters.clone();
    }
    (StatusCode::from_u16(code).unwrap(), Json(body)).into_response()
}

/// An answer that breaks off.
fn broken() -> Response {
    let body = Body::from_stream(stream::once(async { Err::<Bytes, _>(std::io::Error::other("broken")) }));
    Response::new(body)
}
