//! What the studio's script asks. Answers are computed from what was sent, and nothing is kept.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Studio;
use super::talk::{self, TURNS_MAX};
use crate::author::explain;
use crate::author::graph::{Graph, svg};
use crate::engine::model::Verb;
use crate::faq::{Matcher, Verdict};
use crate::message::Language;
use crate::safety::{Category, RecentCues};
use crate::source::Severity;

/// Topics and phrasings shown.
const SHOWN: usize = 6;

/// `/api/state`: flows, coverage, findings; the page asks again and again, and draws anew when the version changes.
pub async fn state(State(studio): State<Arc<Studio>>) -> Json<Value> {
    let state = studio.loaded.state();
    let flows = &state.library.flows;
    let listed: Vec<Value> = flows
        .flows
        .iter()
        .map(|flow| {
            let name = &*flow.name.name;
            let seen = state.coverage.as_ref().map(|coverage| {
                let reached =
                    |step: &&crate::engine::model::Step| coverage.step_seen(flows, name, &step.name.name) == Some(true);
                flow.steps.iter().filter(reached).count()
            });
            let title = flow.title.best(Language::En).map_or(name, |title| &title.written);
            json!({ "name": name, "title": title, "steps": flow.steps.len(), "seen": seen })
        })
        .collect();
    let findings: Vec<Value> = state
        .findings
        .iter()
        .map(|finding| {
            json!({
                "code": finding.code,
                "error": finding.severity() == Severity::Error,
                "file": &*finding.at.file,
                "line": finding.at.line,
                "column": finding.at.column,
                "message": finding.message,
                "suggestion": finding.suggestion,
                "about": explain::headline(finding.code),
            })
        })
        .collect();
    Json(json!({
        "version": state.version,
        "loaded": state.loaded,
        "refused": state.refused,
        "flows": listed,
        "findings": findings,
        "now": studio.time.now().to_string(),
    }))
}

#[derive(Deserialize)]
pub struct InLanguage {
    lang: Option<String>,
}

impl InLanguage {
    pub fn language(&self) -> Language {
        self.lang.as_deref().and_then(Language::from_tag).unwrap_or_default()
    }
}

/// `/api/map/FLOW`: the map, with what the tests reach painted on.
pub async fn map(
    State(studio): State<Arc<Studio>>,
    Path(name): Path<String>,
    Query(wanted): Query<InLanguage>,
) -> Response {
    let state = studio.loaded.state();
    let flows = &state.library.flows;
    let Some(flow) = flows.flow(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let seen =
        |flow: &str, step: &str| state.coverage.as_ref().and_then(|coverage| coverage.step_seen(flows, flow, step));
    let drawing = svg::draw(&Graph::of(flow, wanted.language()), &seen);
    ([(header::CONTENT_TYPE, "image/svg+xml")], drawing).into_response()
}

/// `/api/numbers`: what happened how often, and for each question the step that asks it.
pub async fn numbers(State(studio): State<Arc<Studio>>) -> Json<Value> {
    let mut numbers = studio.numbers.now().await;
    let flows = &studio.loaded.state().library.flows;
    let questions = numbers.get("questions").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut steps = serde_json::Map::new();
    for flow in &flows.flows {
        for step in &flow.steps {
            for line in &step.lines {
                let Verb::Ask(ask) = &line.verb else { continue };
                let name = format!("{}.{}", flow.name.name, ask.name.name);
                if let Some(counts) = questions.get(&name) {
                    let listed =
                        steps.entry(format!("{}.{}", flow.name.name, step.name.name)).or_insert_with(|| json!([]));
                    if let Some(list) = listed.as_array_mut() {
                        list.push(json!({ "question": &*ask.name.name, "asked": counts["asked"], "stayed": counts["stayed"] }));
                    }
                }
            }
        }
    }
    numbers["steps"] = Value::Object(steps);
    Json(numbers)
}

#[derive(Deserialize)]
pub struct OfFile {
    file: String,
}

/// `/api/source?file=`: a file's text, for the place of a finding.
pub async fn source(State(studio): State<Arc<Studio>>, Query(OfFile { file }): Query<OfFile>) -> String {
    studio.loaded.state().files.text(&file).to_owned()
}

/// `/api/talk`: plays a conversation.
pub async fn talk(State(studio): State<Arc<Studio>>, Json(asked): Json<talk::Asked>) -> Response {
    if asked.turns.len() > TURNS_MAX {
        return (StatusCode::BAD_REQUEST, "the conversation is too long").into_response();
    }
    let library = Arc::clone(&studio.loaded.state().library);
    // Many turns with the encoder take long.
    match tokio::task::spawn_blocking(move || talk::play(&library, &asked)).await {
        Ok(played) => Json(played).into_response(),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "the conversation could not be played").into_response(),
    }
}

#[derive(Deserialize)]
pub struct Words {
    text: String,
    language: Option<String>,
}

/// `/api/ask`: what a question would find, and why.
pub async fn ask(State(studio): State<Arc<Studio>>, Json(words): Json<Words>) -> Json<Value> {
    let library = Arc::clone(&studio.loaded.state().library);
    let language = words.language.as_deref().and_then(Language::from_tag);
    Json(match &library.matcher {
        Matcher::Semantic(matcher) => {
            let reading = matcher.read(&words.text, language);
            let verdict = match reading.verdict {
                Verdict::Answer => "answers with the first",
                Verdict::Offer => "offers the first three to choose from",
                Verdict::Nothing => "has no answer",
            };
            let topics: Vec<Value> = reading
                .ranked
                .iter()
                .take(SHOWN)
                .map(|candidate| json!({ "topic": &*candidate.topic, "share": candidate.similarity }))
                .collect();
            let nearest: Vec<Value> = matcher
                .nearest(&reading, SHOWN)
                .into_iter()
                .map(|(topic, text, similarity)| json!({ "topic": topic, "text": text, "cosine": similarity }))
                .collect();
            json!({ "verdict": verdict, "read_as": reading.prepared, "gate": reading.gate, "margin": reading.margin,
                "topics": topics, "nearest": nearest })
        }
        Matcher::Lexical(matcher) => {
            let topics: Vec<Value> = matcher
                .rank(&words.text)
                .iter()
                .take(SHOWN)
                .map(|candidate| json!({ "topic": &*candidate.topic, "share": candidate.similarity }))
                .collect();
            json!({ "verdict": "compared by letters", "topics": topics, "nearest": [] })
        }
    })
}

/// `/api/screen`: what the crisis screen makes of a text.
pub async fn screen(State(studio): State<Arc<Studio>>, Json(words): Json<Words>) -> Json<Value> {
    let library = Arc::clone(&studio.loaded.state().library);
    let explanation = library.screen.explain(&words.text, &RecentCues::new());
    let piece = |span: &std::ops::Range<usize>| words.text.get(span.clone()).unwrap_or_default().to_owned();
    let matches: Vec<Value> = explanation
        .matches
        .iter()
        .map(|found| {
            json!({ "pattern": found.pattern, "category": found.category.name(), "level": found.level.name(),
                "words": piece(&found.span), "fate": format!("{:?}", found.fate) })
        })
        .collect();
    let hidden: Vec<Value> =
        explanation.masks.iter().map(|(mask, span)| json!({ "mask": mask, "words": piece(span) })).collect();
    let verdict = &explanation.verdict;
    Json(json!({
        "level": verdict.level.name(),
        "category": verdict.category.map(Category::name),
        "pattern": verdict.pattern,
        "matches": matches,
        "hidden": hidden,
        "cues": verdict.cues,
    }))
}
