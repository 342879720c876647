//! The two listeners of `handrail run`: what the public one shows, and what the private one tells.

use anyhow::Context as _;

use super::anew::Anew;
use super::serve::Post;
use crate::channel::web::{self, WebSettings};
use crate::config::{Http, Settings, TelegramMode};
use crate::http::{Addresses, Limits, Listener, PublicUrl, Readiness, Slot, health, reload, start};
use crate::keeper::Keeper;

/// Where Telegram's calls arrive, below the public address.
pub const TELEGRAM: &str = "/telegram";

/// Opens both, or the private one alone where nobody has to reach the public one. Telegram's calls go to the slot.
pub async fn open(settings: &Settings, keeper: &Keeper, calls: &Slot, anew: &Anew, post: &Post) -> anyhow::Result<()> {
    let (time, tasks) = (&post.time, &post.tasks);
    let private = health(store_is_ready(keeper), keeper.metrics().clone(), post.standings.clone());
    let anew = anew.clone();
    let private = private.merge(reload(move || {
        let anew = anew.clone();
        Box::pin(async move { anew.read().await })
    }));
    let http = &settings.http;
    let webhook = settings.telegram.as_ref().is_some_and(|telegram| telegram.mode == TelegramMode::Webhook);
    if !http.web && !webhook {
        let listener = Listener::open(http.private, "private").await?;
        tracing::info!(private = %listener.address(), "listening");
        listener.serve(private, Limits::default(), tasks);
        return Ok(());
    }
    let mut public = calls.router(TELEGRAM);
    if http.web {
        let url = http.public_url.as_deref().map(PublicUrl::read).transpose().context("http.public_url")?;
        public = public.merge(web::router(page(http)?, url, keeper.clone(), time.clone()).await);
    }
    let addresses = Addresses { public: http.public, private: http.private };
    let running = start(addresses, public, private, Limits::default(), tasks).await?;
    tracing::info!(public = %running.public, private = %running.private, web = http.web, "listening");
    Ok(())
}

fn page(http: &Http) -> anyhow::Result<WebSettings> {
    let embed: Result<Vec<PublicUrl>, _> = http.embed_origins.iter().map(|origin| PublicUrl::read(origin)).collect();
    Ok(WebSettings {
        embed: embed.context("http.embed_origins")?,
        run_by: http.run_by.clone(),
        ..WebSettings::default()
    })
}

/// The check that every process has: its store answers.
fn store_is_ready(keeper: &Keeper) -> Readiness {
    let keeper = keeper.clone();
    Readiness::new().with("store", move || {
        let store = keeper.store().cloned();
        Box::pin(async move {
            match store {
                Some(store) => store.ping().await.map_err(|error| error.to_string()),
                None => Err("there is none".to_owned()),
            }
        })
    })
}
