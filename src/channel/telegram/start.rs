//! Start and stop.
//!
//! A wrong token, or an address that cannot be listened on, is said at once. A server that cannot be reached is waited for,
//! so that a machine may start before its network does. A stop finishes what is under way (the tasks are waited for by
//! whoever started them) and leaves the webhook in place.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use teloxide::payloads::{DeleteWebhook, GetMe};
use teloxide::requests::Payload;
use teloxide::types::AllowedUpdate;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::client::Client;
use super::condition::{Condition, Told};
use super::failure::{Failure, Refusal};
use super::intake::Intake;
use super::ledger::Ledger;
use super::post::Poster;
use super::render::render;
use super::settings::{Mode, Settings, Webhook};
use super::webhook::{CONNECTIONS, Route, secret_of};
use super::{commands, poll};
use crate::channel::{Answers, Delivered, Delivers, Inbox, Jitter, Lane, Sender};
use crate::message::Outbound;
use crate::ops::{Standing, Tasks, Time};

/// How long a start waits for the server before it goes on by itself.
const FIRST_ANSWER: Duration = Duration::from_secs(8);
const RETRY_FIRST: Duration = Duration::from_millis(250);
const RETRY_LONGEST: Duration = Duration::from_secs(15);

/// Why the channel could not start.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum StartError {
    #[error("telegram: the token does not look like one; @BotFather gives it, as digits, a colon and letters")]
    TokenShape,
    #[error("telegram: the server does not know this token; get the current one from @BotFather")]
    WrongToken,
    #[error("telegram: api_url is no http or https address")]
    ApiUrl,
    #[error("telegram: public_url is no https address")]
    PublicUrl,
    #[error("telegram: cannot listen on {address}: {why}")]
    Listen { address: SocketAddr, why: String },
}

/// The channel at work. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Running {
    intake: Arc<Intake>,
    condition: watch::Receiver<Condition>,
    /// The route for Telegram's calls and its path, where no listener of ours takes them.
    webhook: Option<(Arc<Route>, String)>,
}

impl Running {
    /// How it is doing now.
    #[must_use]
    pub fn condition(&self) -> Condition {
        *self.condition.borrow()
    }

    /// Waits until it is doing so.
    pub async fn until(&self, wanted: impl Fn(Condition) -> bool + Send) {
        let mut condition = self.condition.clone();
        // The teller lives as long as the channel; when it is gone nothing changes any more.
        let _gone = condition.wait_for(|condition| wanted(*condition)).await;
    }

    /// A router that takes Telegram's calls, for a server that listens: where the settings say webhook, and nothing of
    /// where to listen.
    #[must_use]
    pub fn webhook(&self) -> Option<Router> {
        self.webhook.as_ref().map(|(route, path)| Arc::clone(route).router(path))
    }

    /// The same for health and figures.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let condition = self.condition();
        let connected = condition == Condition::Connected;
        Standing {
            connected,
            well: connected,
            why: condition.to_string(),
            answers_waiting: self.waiting(Lane::Crisis) + self.waiting(Lane::Reply),
            reminders_waiting: self.waiting(Lane::Reminder),
            slowed: self.intake.sender.slowed(),
        }
    }

    /// How many answers of a lane are not yet sent.
    #[must_use]
    pub fn waiting(&self, lane: Lane) -> usize {
        self.intake.sender.waiting(lane)
    }
}

#[async_trait]
impl Delivers for Running {
    /// Telegram knows no nonces: the same answer twice is two messages.
    async fn deliver(&self, reach: &str, outbound: &Outbound, lane: Lane, _nonce: Option<&str>) -> Delivered {
        self.intake.sender.send(reach, lane, render(outbound)).await
    }
}

/// Starts the channel.
///
/// # Errors
/// When the settings cannot work: see [`StartError`].
pub async fn start(settings: Settings, answers: impl Answers, time: Time, tasks: Tasks) -> Result<Running, StartError> {
    if !settings.token_has_shape() {
        return Err(StartError::TokenShape);
    }
    let client = Client::new(&settings.api_url, &settings.token, settings.call_limit).ok_or(StartError::ApiUrl)?;
    let jitter = Jitter::system();
    let poster = Arc::new(Poster { client: client.clone(), limits: settings.limits });
    // The client's own limit comes first; this one is for what it does not see.
    let call_limit = settings.call_limit * 3;
    let intake = Arc::new(Intake {
        answers: Arc::new(answers),
        sender: Sender::new(poster, settings.limits.pace, call_limit, tasks.clone(), jitter.clone()),
        client,
        ledger: Arc::new(Ledger::default()),
        inbox: Inbox::new(tasks.clone()),
        me: OnceLock::new(),
        time,
        tasks: tasks.clone(),
    });
    let told = Told::new();
    let mut running = Running { intake: Arc::clone(&intake), condition: told.hears(), webhook: None };
    if let Mode::Webhook(webhook) = &settings.mode {
        let path = path_of(webhook)?;
        let route = Route::new(Arc::clone(&intake), secret_of(&settings.token), told.hears());
        match webhook.listen {
            Some(address) => listen(address, route.router(&path), &tasks).await?,
            None => running.webhook = Some((route, path)),
        }
    }
    let life = Life { intake, settings, jitter, told };
    tasks.spawn(life.live());
    let first = running.until(|condition| condition != Condition::Starting);
    let _late = tokio::time::timeout(FIRST_ANSWER, first).await;
    if running.condition() == Condition::WrongToken { Err(StartError::WrongToken) } else { Ok(running) }
}

/// The path of the address that Telegram calls.
fn path_of(webhook: &Webhook) -> Result<String, StartError> {
    let public = reqwest::Url::parse(&webhook.public_url).ok();
    let public = public.filter(|public| matches!(public.scheme(), "https" | "http")).ok_or(StartError::PublicUrl)?;
    Ok(public.path().to_owned())
}

/// Opens the door for Telegram's calls.
async fn listen(address: SocketAddr, router: Router, tasks: &Tasks) -> Result<(), StartError> {
    let cannot = |error: io::Error| StartError::Listen { address, why: error.to_string() };
    let listener = TcpListener::bind(address).await.map_err(cannot)?;
    let stop = tasks.clone();
    tasks.spawn(async move {
        let stopping = async move { stop.stopping().await };
        if axum::serve(listener, router).with_graceful_shutdown(stopping).await.is_err() {
            tracing::error!("the webhook's listener ended");
        }
    });
    Ok(())
}

/// setWebhook without a certificate file: teloxide's payload is for one with it.
#[derive(Serialize)]
struct SetWebhook<'a> {
    url: &'a str,
    secret_token: &'a str,
    max_connections: u8,
    allowed_updates: &'a [AllowedUpdate],
}

impl Payload for SetWebhook<'_> {
    type Output = bool;
    const NAME: &'static str = "SetWebhook";
}

/// The channel's life after the start.
struct Life {
    intake: Arc<Intake>,
    settings: Settings,
    jitter: Jitter,
    told: Told,
}

impl Life {
    async fn live(self) {
        let Some(me) = self.persist(&GetMe::new()).await else { return self.end() };
        let _known = self.intake.me.set(me);
        self.intake.send_unsent().await;
        let client = self.intake.client.clone();
        self.intake.tasks.spawn(async move { commands::publish(&client).await });
        match &self.settings.mode {
            Mode::Polling => {
                if self.persist::<_, bool>(&DeleteWebhook::new()).await.is_some() {
                    self.told.say(Condition::Connected);
                    poll::run(&self.intake, self.settings.poll, &self.jitter, &self.told).await;
                }
            }
            Mode::Webhook(webhook) => {
                let secret = secret_of(&self.settings.token);
                let set = SetWebhook {
                    url: &webhook.public_url,
                    secret_token: secret.expose_secret(),
                    max_connections: CONNECTIONS,
                    allowed_updates: &poll::ALLOWED,
                };
                // Telegram may call while it still answers.
                self.told.say(Condition::Connected);
                if self.persist::<_, bool>(&set).await.is_some() {
                    self.told.say(Condition::Connected);
                    self.intake.tasks.stopping().await;
                }
            }
        }
        self.end();
    }

    /// A call that the channel cannot do without: again and again until it is done, a stop comes, or the token is wrong.
    async fn persist<P, T>(&self, payload: &P) -> Option<T>
    where
        P: Payload + Serialize + Sync,
        T: serde::de::DeserializeOwned,
    {
        let mut failures = 0_u32;
        loop {
            let called = tokio::select! {
                called = self.intake.client.call(payload) => called,
                () = self.intake.tasks.stopping() => return None,
            };
            let wait = match called {
                Ok(result) => return Some(result),
                Err(Failure::Refused(Refusal::WrongToken)) => {
                    self.told.say(Condition::WrongToken);
                    return None;
                }
                Err(Failure::Refused(Refusal::TooFast(wait))) => wait,
                Err(_) => {
                    self.told.say(Condition::Unreachable);
                    self.jitter.spread(RETRY_FIRST.saturating_mul(1 << failures.min(8)).min(RETRY_LONGEST))
                }
            };
            failures = failures.saturating_add(1);
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = self.intake.tasks.stopping() => return None,
            }
        }
    }

    fn end(&self) {
        let mut condition = self.told.hears();
        if *condition.borrow_and_update() != Condition::WrongToken {
            self.told.say(Condition::Stopped);
        }
    }
}

/// The secret that Telegram sends with each update of a bot with this token.
#[must_use]
pub fn webhook_secret(token: &SecretString) -> String {
    secret_of(token).expose_secret().to_owned()
}
