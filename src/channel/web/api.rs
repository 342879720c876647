//! What the chat's script asks: a message in, an answer out.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::Web;
use super::allowance::network;
use super::last::Given;
use super::view;
use super::visitor::{Visitor, update_id};
use crate::engine::{Reply, Word, payload};
use crate::http::{Peer, PublicUrl};
use crate::keeper::Taken;
use crate::message::{
    Body, Bubble, Choice, ConversationKey, Inbound, Language, MessageText, Outbound, PersonKey, Place, Platform,
};

/// The name of this channel in figures.
const NAME: &str = "web";
/// Longest name that a page gives itself.
const PAGE_MAX: usize = 32;

/// A message, or a button. It has no `Debug`: nothing may print it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The page's random name and the number of the message on it: the same message sent again has the same ones.
    page: String,
    number: u64,
    #[serde(default)]
    language: Option<String>,
    text: Option<String>,
    tap: Option<String>,
}

/// Takes one message and gives the answer.
pub async fn say(
    State(web): State<Arc<Web>>,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    said: Result<Json<Said>, JsonRejection>,
) -> Response {
    if !PublicUrl::sent_by_us(web.public_url.as_ref(), &headers) {
        return refusal(StatusCode::FORBIDDEN, "only pages of this site may send messages");
    }
    let said = match said {
        Ok(Json(said)) => said,
        Err(JsonRejection::BytesRejection(_)) => return refusal(StatusCode::PAYLOAD_TOO_LARGE, "too long"),
        Err(_) => return refusal(StatusCode::BAD_REQUEST, "this is no message"),
    };
    let known = Visitor::of(&headers, web.cookie);
    let Some(visitor) = known.or_else(|| Visitor::new().ok()) else {
        return refusal(StatusCode::SERVICE_UNAVAILABLE, "no random numbers");
    };
    let user = visitor.user();
    let Some(inbound) = said.inbound(&user) else {
        return refusal(StatusCode::BAD_REQUEST, "a message has a text or a tap, a page and a number");
    };
    let language = inbound.language.unwrap_or_default();
    let answered = web.answer(&user, &inbound, address_of(peer, &headers)).await;
    let cookie = visitor.cookie(web.cookie).map(|cookie| (header::SET_COOKIE, cookie));
    let cookie = AppendHeaders(cookie);
    match answered {
        Answered::With(outbound) => {
            let answer = view::answer(&outbound, language, &web.keeper.library());
            (cookie, Json(json!({ "answer": answer }))).into_response()
        }
        Answered::TooFast(wait) => {
            web.keeper.metrics().limited(NAME);
            let answer = view::answer(&web.slower(language), language, &web.keeper.library());
            let seconds = wait.as_secs() + 1;
            let after = [(header::RETRY_AFTER, seconds.to_string())];
            (StatusCode::TOO_MANY_REQUESTS, cookie, after, Json(json!({ "answer": answer }))).into_response()
        }
        Answered::Before => (cookie, Json(json!({ "answer": null }))).into_response(),
    }
}

enum Answered {
    With(Arc<Outbound>),
    TooFast(Duration),
    /// The answer was given, and is no longer here.
    Before,
}

impl Web {
    async fn answer(&self, user: &str, inbound: &Inbound, address: IpAddr) -> Answered {
        let now = self.time.now();
        let within = self.people.take(user.to_owned(), now).and_then(|()| self.networks.take(network(address), now));
        // No limit holds back what may be about danger: that is screened for, however fast it comes.
        let mut look = None;
        if let Err(wait) = within {
            let taken = self.keeper.look(inbound).await;
            if !self.keeper.cannot_wait(inbound, &taken) {
                return Answered::TooFast(wait);
            }
            look = Some(taken);
        }
        match self.keeper.take_looked(inbound, look).await {
            Taken::Reply(reply) => {
                let outbound = Arc::new(reply.outbound);
                let given = Given { update: inbound.update.clone(), outbound: Arc::clone(&outbound), at: now };
                self.last.keep(user.to_owned(), given);
                // Whether it arrived nobody can know. If it did not, the page asks again and gets it from memory.
                self.keeper.sent(reply.receipt).await;
                Answered::With(outbound)
            }
            Taken::Seen => match self.last.of(user, now).filter(|given| given.update == inbound.update) {
                Some(given) => Answered::With(given.outbound),
                None => Answered::Before,
            },
        }
    }

    /// The answer to somebody who writes faster than the limit.
    fn slower(&self, language: Language) -> Outbound {
        let words = ["limit.slower", "limit.danger"].map(|name| Bubble::Text(self.words.say(name, language).into()));
        let label = self.keeper.library().flows.words.say(Reply::LabelHelp, language);
        let help = Choice { label, payload: payload::word(Word::HelpNow) };
        Outbound { bubbles: words.to_vec(), choices: vec![help], ..Outbound::default() }
    }
}

impl Said {
    fn inbound(self, user: &str) -> Option<Inbound> {
        let page_fits =
            (1..=PAGE_MAX).contains(&self.page.len()) && self.page.bytes().all(|b| b.is_ascii_alphanumeric());
        let body = match (self.text, self.tap) {
            (Some(text), None) if !text.trim().is_empty() => Body::Text(MessageText::from(text)),
            (None, Some(tap)) if !tap.is_empty() && tap.len() <= 1000 => Body::Tap(tap),
            _ => return None,
        };
        page_fits.then(|| Inbound {
            conversation: ConversationKey {
                person: PersonKey { platform: Platform::Web, user: user.to_owned() },
                room: String::new(),
            },
            update: update_id(user, &self.page, self.number),
            place: Place::Private,
            language: self.language.as_deref().and_then(Language::from_tag),
            country: None,
            body,
            reach: user.to_owned(),
            written_at: None,
        })
    }
}

#[derive(Deserialize)]
pub struct Asked {
    language: Option<String>,
}

/// The last answer of the conversation, for a page that was loaded again.
pub async fn last(State(web): State<Arc<Web>>, headers: HeaderMap, Query(asked): Query<Asked>) -> Response {
    let visitor = Visitor::of(&headers, web.cookie);
    let said = asked.language.as_deref().and_then(Language::from_tag).unwrap_or_default();
    let given = visitor.as_ref().and_then(|visitor| web.last.of(&visitor.user(), web.time.now()));
    let library = web.keeper.library();
    let answer = given.map(|given| view::answer(&given.outbound, said, &library));
    Json(json!({ "known": visitor.is_some(), "answer": answer })).into_response()
}

/// "Leave this page": who comes to this browser next finds no answer here.
pub async fn leave(State(web): State<Arc<Web>>, headers: HeaderMap) -> Response {
    if !PublicUrl::sent_by_us(web.public_url.as_ref(), &headers) {
        return refusal(StatusCode::FORBIDDEN, "only pages of this site may end a chat");
    }
    if let Some(visitor) = Visitor::of(&headers, web.cookie) {
        web.last.forget(&visitor.user());
    }
    let cookie = web.cookie.forgotten().map(|cookie| (header::SET_COOKIE, cookie));
    (AppendHeaders(cookie), StatusCode::NO_CONTENT).into_response()
}

fn refusal(status: StatusCode, why: &str) -> Response {
    let error = if status == StatusCode::PAYLOAD_TOO_LARGE { "too_long" } else { why };
    (status, Json(json!({ "error": error }))).into_response()
}

/// The address of the person: what a proxy on this machine or in this network says, else the other end's.
fn address_of(peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
    let address = peer.ip().to_canonical();
    let near = match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    };
    let told = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    // The last entry is the one that our proxy wrote; those before it are whatever the sender likes.
    let told = told.and_then(|list| list.rsplit(',').next()).and_then(|entry| entry.trim().parse().ok());
    told.filter(|_| near).unwrap_or(address)
}
