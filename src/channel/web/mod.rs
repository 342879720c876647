//! The web page: the same desk as everywhere, in a browser, with help pages that work without any script.
//!
//! A person is a random number in a cookie. Pages load nothing from elsewhere and are framed by nobody but the sites
//! that the operator names. What a person writes goes to the keeper and is kept and logged nowhere here; the last
//! answer stays in memory so that a page can be loaded again.
//!
//! Invariant: somebody who writes too fast, or whose store is gone, still gets a crisis card. No decision about a
//! conversation is taken here.

mod allowance;
mod api;
mod assets;
mod headers;
mod last;
mod pages;
mod settings;
mod view;
mod visitor;
mod words;

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use jiff::SignedDuration;

use self::allowance::Allowances;
use self::last::{Given, LastAnswers};
use self::visitor::CookieRules;
use self::words::PageWords;
use crate::http::PublicUrl;
use crate::keeper::Keeper;
use crate::message::Platform;
use crate::ops::Time;

pub use self::settings::WebSettings;

/// Most bytes of one message: eight thousand characters in any script, and what JSON makes of them.
const MESSAGE_BYTES: usize = 48 * 1024;

/// What every request needs.
struct Web {
    keeper: Keeper,
    settings: WebSettings,
    public_url: Option<PublicUrl>,
    time: Time,
    words: PageWords,
    cookie: CookieRules,
    people: Allowances<String>,
    networks: Allowances<IpAddr>,
    last: LastAnswers,
}

/// The pages and the chat, for the public listener. Answers that a crash kept from their readers are shown to them when
/// they load the page again.
pub async fn router(settings: WebSettings, public_url: Option<PublicUrl>, keeper: Keeper, time: Time) -> Router {
    let hours = settings.remember_hours.clamp(1, 24 * 30);
    let web = Arc::new(Web {
        cookie: CookieRules {
            secure: public_url.as_ref().is_some_and(PublicUrl::is_secure),
            embedded: !settings.embed.is_empty(),
            seconds: hours * 3600,
        },
        people: Allowances::new(settings.per_person_per_minute),
        networks: Allowances::new(settings.per_address_per_minute),
        last: LastAnswers::new(SignedDuration::from_hours(i64::from(hours))),
        words: PageWords::shipped(),
        keeper,
        settings,
        public_url,
        time,
    });
    web.take_over().await;
    let api = Router::new()
        .route("/api/say", post(api::say))
        .route("/api/last", get(api::last))
        .route("/api/leave", post(api::leave))
        .layer(DefaultBodyLimit::max(MESSAGE_BYTES));
    Router::new()
        .route("/", get(pages::chat))
        .route("/help", get(pages::help))
        .route("/help/{country}", get(pages::help_of))
        .route("/privacy", get(pages::privacy))
        .route("/crisis-policy", get(pages::crisis_policy))
        .route("/document", post(pages::document))
        .route("/chat.js", get(assets::chat))
        .route("/print.js", get(assets::print))
        .route("/embed.js", get(assets::embed))
        .merge(api)
        .fallback(pages::not_found)
        .layer(middleware::from_fn_with_state(Arc::clone(&web), headers::fence))
        .with_state(web)
}

impl Web {
    /// Answers that were never confirmed before the last stop.
    async fn take_over(&self) {
        for unsent in self.keeper.unsent(Platform::Web).await {
            let given = Given { update: String::new(), outbound: Arc::new(unsent.outbound), at: self.time.now() };
            if !unsent.reach.is_empty() {
                self.last.keep(unsent.reach, given);
            }
            self.keeper.sent(unsent.receipt).await;
        }
    }
}
