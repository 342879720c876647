//! Start and end of the channel: first it is asked whether the token is good and where the gateway is, then the shards
//! are started. A start that cannot succeed says why and ends; nothing logs in over and over.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use serde_json::Value;
use serenity::model::id::ApplicationId;
use tokio::sync::watch;
use tracing::{error, info};

use super::commands;
use super::community::{Communities, Known};
use super::cues::Cues;
use super::deliver::Deliveries;
use super::gateway::{Connected, Door, Ended, Kept, Shard};
use super::hand_over::Stands;
use super::hub::{Ears, Hub};
use super::places::Places;
use super::poster::Poster;
use super::read;
use super::rest::{Call, Failure, Rest};
use super::seen::Seen;
use super::settings::Settings;
use super::titles::Titles;
use crate::channel::{Answers, Delivers, Inbox, Jitter, Lane, Pace, Rate, Sender};
use crate::ops::{Standing, Tasks, Time};

/// Calls a second to the whole bot: Discord's limit is 50.
const PACE: Pace = Pace {
    all: Rate { burst: 40, every: Duration::from_millis(22) },
    reminders: Rate { burst: 5, every: Duration::from_millis(100) },
};

/// Why the channel did not start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    #[error("Discord does not accept the bot's token; make a new one in its developer portal, under \"Bot\"")]
    Token,
    #[error("Discord could not be asked for its gateway: {0}")]
    NoGateway(Failure),
    #[error("Discord lets this bot log in again only in {} minutes; it has logged in too often", .0.as_secs() / 60 + 1)]
    TooManyLogins(Duration),
    #[error("an HTTP client could not be made")]
    NoClient,
}

/// The channel at work.
pub struct Running {
    hub: Arc<Hub>,
    ended: watch::Receiver<Option<Ended>>,
    shards: u64,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Discord, running")
    }
}

impl Running {
    /// Where reminders are handed in.
    #[must_use]
    pub fn delivers(&self) -> Arc<dyn Delivers> {
        Arc::new(Deliveries(Arc::clone(&self.hub)))
    }

    /// Returns when the channel can do no more: the program stops, or Discord refuses the bot.
    pub async fn ended(&self) -> Ended {
        let mut ended = self.ended.clone();
        let last = ended.wait_for(Option::is_some).await.ok().and_then(|ended| *ended);
        last.unwrap_or(Ended::Stopped)
    }

    /// How it stands, for health and figures.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let hub = &self.hub;
        let up = hub.connected.now();
        let waiting = |lane| hub.messages.waiting(lane) + hub.replies.waiting(lane);
        let why = match *self.ended.borrow() {
            Some(ended) => format!("Discord: {ended}"),
            None if up == self.shards && hub.intents.is_refused() => {
                "Discord: connected; the words of channels are refused, see \"Message Content Intent\" in its portal"
                    .to_owned()
            }
            None if up == self.shards => "Discord: connected".to_owned(),
            None => format!("Discord: {up} of {} connections are up; trying again", self.shards),
        };
        let connected = up == self.shards && self.ended.borrow().is_none();
        Standing {
            connected,
            well: connected,
            why,
            answers_waiting: waiting(Lane::Crisis) + waiting(Lane::Reply),
            reminders_waiting: waiting(Lane::Reminder),
            slowed: hub.messages.slowed() + hub.replies.slowed(),
        }
    }

    /// Events that could not be read whole, so far.
    #[must_use]
    pub fn broken_events(&self) -> u64 {
        self.hub.broken.load(std::sync::atomic::Ordering::Relaxed)
    }
}

/// Starts the channel.
///
/// # Errors
/// When the token is not accepted or Discord cannot be reached.
pub async fn start(
    settings: Settings,
    answers: Arc<dyn Answers>,
    communities: Arc<dyn Communities>,
    time: Time,
    tasks: Tasks,
) -> Result<Running, StartError> {
    let client = reqwest::Client::builder().connect_timeout(Duration::from_secs(10)).build();
    start_with(client.map_err(|_| StartError::NoClient)?, settings, answers, communities, time, tasks).await
}

/// The same with an HTTP client that knows more: another certificate authority, another resolver.
///
/// # Errors
/// As [`start`].
pub async fn start_with(
    client: reqwest::Client,
    settings: Settings,
    answers: Arc<dyn Answers>,
    communities: Arc<dyn Communities>,
    time: Time,
    tasks: Tasks,
) -> Result<Running, StartError> {
    let where_to = (settings.api_url.as_str(), settings.call_limit);
    let rest = Rest::new(client, where_to, &settings.token, time.clone(), tasks.clone());
    let rest = Arc::new(rest.map_err(|_| StartError::Token)?);
    let gateway = rest.insist(&Call::get("/gateway/bot")).await.map_err(refused)?;
    let application = rest.insist(&Call::get("/applications/@me")).await.map_err(refused)?;
    check_logins(&gateway)?;
    let hub = hub(Arc::clone(&rest), &settings, answers, Arc::clone(&communities), time, tasks);
    // A session that goes on says no READY, which would name the bot.
    if let Some(me) = read::id(&application, "/bot/id").or_else(|| read::id(&application, "/id")) {
        let _not_known_yet = hub.me.set(me);
    }
    when_ready(&hub, read::id(&application, "/id").filter(|_| settings.register_commands));
    let shards = read::number(&gateway, "/shards").unwrap_or(1).max(1);
    let mut sessions = Vec::new();
    for number in 0..shards {
        sessions.push(communities.session(number).await.ok().flatten());
    }
    if sessions.iter().flatten().any(|session| session.words) {
        // Asked for from the first log-in on, so that no message of a screened channel comes without its words.
        hub.intents.want_words();
    }
    let last_alive = sessions.iter().flatten().filter_map(|session| session.at).min();
    *hub.last_alive.lock().unwrap_or_else(PoisonError::into_inner) = last_alive;
    let ended = start_shards(&hub, &settings, &gateway, &communities, sessions);
    info!("the Discord channel is starting");
    Ok(Running { hub, ended, shards })
}

const fn refused(failure: Failure) -> StartError {
    match failure {
        Failure::Token => StartError::Token,
        failure => StartError::NoGateway(failure),
    }
}

fn check_logins(gateway: &Value) -> Result<(), StartError> {
    let limit = |name: &str| read::number(gateway, &format!("/session_start_limit/{name}"));
    match (limit("remaining"), limit("reset_after")) {
        (Some(0), Some(reset)) => Err(StartError::TooManyLogins(Duration::from_millis(reset))),
        _ => Ok(()),
    }
}

fn hub(
    rest: Arc<Rest>,
    settings: &Settings,
    answers: Arc<dyn Answers>,
    communities: Arc<dyn Communities>,
    time: Time,
    tasks: Tasks,
) -> Arc<Hub> {
    let places = Arc::new(Places::default());
    let poster = Arc::new(Poster { rest: Arc::clone(&rest), places: Arc::clone(&places), time: time.clone() });
    // A call ends by itself; this is for what surrounds it.
    let limit = settings.call_limit.saturating_mul(2) + Duration::from_secs(1);
    let sender = |pace| Sender::new(Arc::clone(&poster), pace, limit, tasks.clone(), Jitter::system());
    Arc::new(Hub {
        answers,
        messages: sender(PACE),
        replies: sender(Pace::UNLIMITED),
        rest,
        poster,
        inbox: Inbox::new(tasks.clone()),
        places,
        seen: Seen::default(),
        cues: Cues::default(),
        titles: Titles::default(),
        stands: Stands::default(),
        communities: Known::new(communities),
        intents: Arc::default(),
        time,
        tasks,
        me: OnceLock::new(),
        last_alive: Mutex::default(),
        finding: tokio::sync::Mutex::default(),
        broken: AtomicU64::new(0),
        connected: Connected::default(),
        on_ready: OnceLock::new(),
    })
}

/// Once the bot is connected: commands are registered, and what was on its way is sent.
fn when_ready(hub: &Arc<Hub>, register: Option<ApplicationId>) {
    let weak = Arc::downgrade(hub);
    let done = std::sync::Once::new();
    let first = move || {
        done.call_once(|| {
            let Some(hub) = weak.upgrade() else { return };
            let tasks = hub.tasks.clone();
            tasks.spawn(async move {
                hub.send_unsent().await;
                if let Some(application) = register {
                    commands::register(&hub.rest, application).await;
                }
            });
        });
    };
    let _set_once = hub.on_ready.set(Box::new(first));
}

fn start_shards(
    hub: &Arc<Hub>,
    settings: &Settings,
    gateway: &Value,
    communities: &Arc<dyn Communities>,
    sessions: Vec<Option<Kept>>,
) -> watch::Receiver<Option<Ended>> {
    let address = read::text(gateway, "/url").unwrap_or("wss://gateway.discord.gg");
    let count = sessions.len() as u64;
    let door = Door::new(hub.time.clone());
    let (ends, ended) = watch::channel(None);
    let ends = Arc::new(ends);
    for (number, kept) in (0..count).zip(sessions) {
        let shard = Shard {
            number,
            of: count,
            address: address.to_owned(),
            token: settings.token.clone(),
            intents: Arc::clone(&hub.intents),
            door: door.clone(),
            connected: hub.connected.clone(),
            hears: Arc::new(Ears(Arc::clone(hub))),
            keeps: Arc::clone(communities),
            time: hub.time.clone(),
            tasks: hub.tasks.clone(),
        };
        let ends = Arc::clone(&ends);
        hub.tasks.spawn(async move {
            let end = shard.run(kept).await;
            if end != Ended::Stopped {
                error!(reason = %end, "the Discord channel has ended");
            }
            ends.send_if_modified(|ended| ended.is_none() && ended.replace(end).is_none());
        });
    }
    ended
}
