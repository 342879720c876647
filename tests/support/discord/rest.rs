//! The REST interface.

use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::time::Instant;

use super::fault::Does;
use super::state::{APPLICATION, Asked, BOT, Request};
use super::tls::{Identity, TlsListener};
use super::{Fake, TOKEN, check};

/// Milliseconds within which an interaction takes its first answer, and its token lives.
const FIRST_ANSWER: i64 = 3_000;
const TOKEN_LIVES: i64 = 15 * 60 * 1000;

/// A status and a body.
type Answer = (u16, Value);

pub fn serve(fake: Fake, listener: TcpListener, identity: Option<Identity>) {
    let router = Router::new().fallback(handle).with_state(fake.clone());
    let tasks = fake.inner().tasks.clone();
    tasks.spawn(async move {
        let served = match identity {
            Some(identity) => axum::serve(TlsListener { listener, identity }, router).await,
            None => axum::serve(listener, router).await,
        };
        served.unwrap();
    });
}

async fn handle(Extract(fake): Extract<Fake>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let path = uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let path = path.strip_prefix("/api/v10").unwrap_or(&path).to_owned();
    let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let at = fake.inner().time.now();
    let entry = fake.change(|state| {
        state.open_requests += 1;
        let method = method.to_string();
        state.requests.push(Request { at, method, path: path.clone(), body: body.clone(), status: 0 });
        state.requests.len() - 1
    });
    let (answer, bucket) = answered(&fake, method.as_str(), &path, &headers, &body).await;
    fake.change(|state| {
        state.open_requests -= 1;
        // Unless the test has let go of them meanwhile.
        if let Some(request) = state.requests.get_mut(entry) {
            request.status = answer.0;
        }
    });
    respond(answer, bucket)
}

fn respond((status, body): Answer, bucket: Option<(u32, u32, f64)>) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    let mut response = if status == StatusCode::NO_CONTENT {
        status.into_response()
    } else {
        (status, [("content-type", "application/json")], body.to_string()).into_response()
    };
    if let Some((limit, left, resets)) = bucket {
        for (name, value) in [
            ("x-ratelimit-limit", limit.to_string()),
            ("x-ratelimit-remaining", left.to_string()),
            ("x-ratelimit-reset-after", format!("{resets:.3}")),
        ] {
            response.headers_mut().insert(name, value.parse().unwrap());
        }
    }
    response
}

async fn answered(
    fake: &Fake,
    method: &str,
    path: &str,
    headers: &HeaderMap,
    body: &Value,
) -> (Answer, Option<(u32, u32, f64)>) {
    let by_token = path.starts_with("/interactions/") || path.starts_with("/webhooks/");
    let authorized = headers.get("authorization").is_some_and(|value| value == &format!("Bot {TOKEN}"));
    if !authorized && !by_token {
        return ((401, json!({ "code": 0, "message": "401: Unauthorized" })), None);
    }
    let fault = fake.change(|state| {
        let fits = |fault: &&mut super::Fault| fault.times > 0 && fault.method == method && path.contains(&fault.path);
        let fault = state.faults.iter_mut().find(fits)?;
        fault.times -= 1;
        Some(fault.does.clone())
    });
    match fault {
        Some(Does::Status(status, body)) => return ((status, body), None),
        Some(Does::DoneBut(status)) => {
            let _done = route(fake, method, path, body);
            return ((status, json!({ "code": 0 })), None);
        }
        Some(Does::Delay(by)) => tokio::time::sleep(by).await,
        Some(Does::Hold) => fake.inner().released.notified().await,
        None => {}
    }
    let bucket = match fake.change(|state| take(state, path)) {
        Ok(bucket) => bucket,
        Err(wait) => {
            return (
                (429, json!({ "message": "You are being rate limited.", "retry_after": wait, "global": false })),
                None,
            );
        }
    };
    (route(fake, method, path, body), bucket)
}

/// Counts a call against the bucket of the test.
fn take(state: &mut super::State, path: &str) -> Result<Option<(u32, u32, f64)>, f64> {
    let Some((part, limit, milliseconds)) = state.bucket.clone() else { return Ok(None) };
    if !path.contains(&part) {
        return Ok(None);
    }
    let now = Instant::now();
    let window = Duration::from_millis(milliseconds);
    let (left, resets) = &mut state.bucket_left;
    if resets.is_none_or(|resets| resets <= now) {
        (*left, *resets) = (limit, Some(now + window));
    }
    let wait = resets.map_or(Duration::ZERO, |resets| resets - now).as_secs_f64() + 0.001;
    if *left == 0 {
        return Err(wait);
    }
    *left -= 1;
    Ok(Some((limit, *left, wait)))
}

fn route(fake: &Fake, method: &str, path: &str, body: &Value) -> Answer {
    let (bare, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<&str> = bare.trim_matches('/').split('/').collect();
    let id = |text: &str| text.parse::<u64>().unwrap_or(0);
    match (method, parts.as_slice()) {
        ("GET", ["gateway", "bot"]) => gateway(fake),
        ("GET", ["applications", "@me"]) => {
            let flags = if fake.state().content_intent { 1 << 19 } else { 0 };
            let bot = json!({ "id": BOT.to_string() });
            (200, json!({ "id": APPLICATION.to_string(), "name": "Handrail here", "flags": flags, "bot": bot }))
        }
        ("GET", ["channels", channel]) => channel_of(fake, id(channel)),
        ("GET", ["applications", _, "commands"]) => (200, json!(fake.state().commands)),
        ("PUT", ["applications", _, "commands"]) => put_commands(fake, body),
        ("POST", ["users", "@me", "channels"]) => open_dm(fake, body),
        ("POST", ["channels", channel, "messages"]) => post(fake, id(channel), body),
        ("GET", ["channels", channel, "messages"]) => read(fake, id(channel), query),
        ("PUT", ["channels", channel, "pins", message]) => pin(fake, id(channel), id(message)),
        ("POST", ["interactions", _, token, "callback"]) => call_back(fake, token, body),
        ("POST", ["webhooks", _, token]) => follow_up(fake, token, body),
        ("PATCH", ["webhooks", _, token, "messages", "@original"]) => edit(fake, token, body),
        _ => (404, json!({ "code": 0, "message": format!("no such route: {method} {path}") })),
    }
}

fn gateway(fake: &Fake) -> Answer {
    let left = fake.state().logins_left;
    let limit = json!({ "total": 1000, "remaining": left, "reset_after": 3_600_000, "max_concurrency": 1 });
    (200, json!({ "url": fake.inner().gateway, "shards": 1, "session_start_limit": limit }))
}

fn put_commands(fake: &Fake, body: &Value) -> Answer {
    let wrong = check::commands(body);
    if !wrong.is_empty() {
        fake.change(|state| state.violations.extend(wrong.clone()));
        return (400, json!({ "code": 50035, "message": wrong.join("; ") }));
    }
    let list = body.as_array().cloned().unwrap_or_default();
    // Discord adds an id and a version, and leaves out what is empty.
    let list = list.into_iter().enumerate().map(|(number, mut command)| {
        if let Some(map) = command.as_object_mut() {
            map.retain(|_, value| *value != json!([]) && *value != json!({}) && *value != json!(false));
        }
        command["id"] = json!((number + 1).to_string());
        command["version"] = json!("1");
        command["type"] = json!(command["type"].as_u64().unwrap_or(1));
        command
    });
    let list: Vec<Value> = list.collect();
    fake.change(|state| {
        state.commands_put += 1;
        state.commands.clone_from(&list);
    });
    (200, json!(list))
}

fn channel_of(fake: &Fake, channel: u64) -> Answer {
    let state = fake.state();
    if state.deleted.contains(&channel) {
        return (404, json!({ "code": 10003, "message": "Unknown Channel" }));
    }
    match state.threads.get(&channel) {
        Some(parent) => (200, json!({ "id": channel.to_string(), "type": 11, "parent_id": parent.to_string() })),
        None => (200, json!({ "id": channel.to_string(), "type": 0, "parent_id": null })),
    }
}

fn open_dm(fake: &Fake, body: &Value) -> Answer {
    let user = body["recipient_id"].as_str().and_then(|id| id.parse().ok()).unwrap_or(0);
    let channel = fake.change(|state| state.dm_of(user));
    (200, json!({ "id": channel.to_string(), "type": 1, "recipients": [{ "id": user.to_string() }] }))
}

fn post(fake: &Fake, channel: u64, body: &Value) -> Answer {
    let refused = fake.change(|state| {
        if state.deleted.contains(&channel) {
            return Some((404, 10003));
        }
        if let Some(denied) = state.denied.get(&channel) {
            return Some(*denied);
        }
        let user = state.user_of_dm(channel);
        user.is_some_and(|user| state.closed.contains(&user)).then_some((403, 50007))
    });
    if let Some((status, code)) = refused {
        return (status, json!({ "code": code, "message": "refused" }));
    }
    if let Some(answer) = invalid(fake, body) {
        return answer;
    }
    let nonce = body["nonce"].as_str().map(|nonce| (channel, nonce.to_owned()));
    if let Some(before) = nonce.as_ref().and_then(|nonce| fake.state().nonces.get(nonce).cloned()) {
        return (200, before);
    }
    let message = shown(fake, channel, body);
    fake.change(|state| {
        state.messages.entry(channel).or_default().push(message.clone());
        if let Some(nonce) = nonce {
            state.nonces.insert(nonce, message.clone());
        }
        if body["flags"].as_u64().unwrap_or(0) & 64 != 0 {
            state.violations.push("a channel message that wants to be ephemeral".to_owned());
        }
    });
    (200, message)
}

/// A message as Discord keeps it.
fn shown(fake: &Fake, channel: u64, body: &Value) -> Value {
    let time = fake.inner().time.clone();
    let id = fake.change(|state| state.next_id(&time));
    let mut message = body.clone();
    message["id"] = json!(id.to_string());
    message["channel_id"] = json!(channel.to_string());
    message["author"] = json!({ "id": BOT.to_string(), "bot": true });
    message
}

fn invalid(fake: &Fake, body: &Value) -> Option<Answer> {
    let (wrong, manners) = (check::message(body), check::manners(body));
    if wrong.is_empty() && manners.is_empty() {
        return None;
    }
    fake.change(|state| state.violations.extend(wrong.iter().chain(&manners).cloned()));
    (!wrong.is_empty()).then(|| (400, json!({ "code": 50035, "message": wrong.join("; ") })))
}

fn read(fake: &Fake, channel: u64, query: &str) -> Answer {
    let after =
        query.split('&').find_map(|part| part.strip_prefix("after=")).and_then(|id| id.parse().ok()).unwrap_or(0_u64);
    let state = fake.state();
    let newer = |message: &&Value| message["id"].as_str().and_then(|id| id.parse::<u64>().ok()) > Some(after);
    let mut found: Vec<Value> = state.messages.get(&channel).into_iter().flatten().filter(newer).cloned().collect();
    found.reverse();
    (200, json!(found))
}

fn pin(fake: &Fake, channel: u64, message: u64) -> Answer {
    fake.change(|state| {
        if state.may_pin {
            state.pins.push((channel, message));
            (204, Value::Null)
        } else {
            (403, json!({ "code": 50013, "message": "Missing Permissions" }))
        }
    })
}

/// Milliseconds since an interaction was made.
fn age(fake: &Fake, asked: &Asked) -> i64 {
    fake.inner().time.now().as_millisecond() - asked.made_at
}

fn call_back(fake: &Fake, token: &str, body: &Value) -> Answer {
    let Some(asked) = fake.state().asked.get(token).cloned() else {
        return (404, json!({ "code": 10062, "message": "Unknown interaction" }));
    };
    if asked.first.is_some() {
        return (400, json!({ "code": 40060, "message": "Interaction has already been acknowledged." }));
    }
    if age(fake, &asked) > FIRST_ANSWER {
        return (404, json!({ "code": 10062, "message": "Unknown interaction" }));
    }
    let kind = body["type"].as_u64().unwrap_or(0);
    let data = &body["data"];
    if kind == 4
        && let Some(answer) = invalid(fake, data)
    {
        return answer;
    }
    if kind == 9 {
        let wrong = check::form(data);
        fake.change(|state| state.violations.extend(wrong));
    }
    let message = (kind == 4).then(|| shown(fake, 0, data));
    let at = fake.inner().time.now();
    fake.change(|state| {
        if let Some(asked) = state.asked.get_mut(token) {
            asked.first = Some(kind);
            asked.first_at = Some(at);
            asked.waits = kind == 5;
            asked.deferred_ephemeral = data["flags"].as_u64().unwrap_or(0) & 64 != 0;
            asked.messages.extend(message);
            asked.form = (kind == 9).then(|| data.clone());
            asked.choices = data["choices"].as_array().cloned().unwrap_or_default();
        }
    });
    (204, Value::Null)
}

fn follow_up(fake: &Fake, token: &str, body: &Value) -> Answer {
    after_the_first(fake, token, body, false)
}

fn edit(fake: &Fake, token: &str, body: &Value) -> Answer {
    after_the_first(fake, token, body, true)
}

fn after_the_first(fake: &Fake, token: &str, body: &Value, original: bool) -> Answer {
    let asked = fake.state().asked.get(token).cloned();
    let Some(asked) = asked.filter(|asked| asked.first.is_some()) else {
        return (404, json!({ "code": 10015, "message": "Unknown Webhook" }));
    };
    if age(fake, &asked) > TOKEN_LIVES {
        return (401, json!({ "code": 50027, "message": "Invalid Webhook Token" }));
    }
    if let Some(answer) = invalid(fake, body) {
        return answer;
    }
    let mut message = shown(fake, 0, body);
    fake.change(|state| {
        if let Some(asked) = state.asked.get_mut(token) {
            if original {
                let flags = message["flags"].as_u64().unwrap_or(0) | if asked.deferred_ephemeral { 64 } else { 0 };
                message["flags"] = json!(flags);
                asked.waits = false;
                asked.messages.insert(0, message.clone());
            } else {
                asked.messages.push(message.clone());
            }
        }
    });
    (200, message)
}
