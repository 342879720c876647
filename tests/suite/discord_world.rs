//! A Discord of our own and the channel at work in it.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use handrail::channel::discord::{Communities, Community, InMemory, Running, Settings, StartError, start_with};
use handrail::channel::{Answers, Delivers};
use handrail::desk::Look;
use handrail::keeper::{Keeper, Taken};
use handrail::library::Library;
use handrail::message::Inbound;
use handrail::ops::{Tasks, Time};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::fake_discord::{At, CHANNEL, Fake, GUILD, MANAGER, TOKEN};
use crate::support;

/// Two people.
pub const ANA: u64 = 200_000_000_000_000_001;
pub const BEN: u64 = 200_000_000_000_000_002;

/// How REST is reached: at another address, or at Discord's own name with a test authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetUp {
    Address,
    Name,
}

/// The library, read once for all tests.
pub fn library() -> Arc<Library> {
    static LIBRARY: OnceLock<Arc<Library>> = OnceLock::new();
    Arc::clone(LIBRARY.get_or_init(|| Arc::new(support::library())))
}

/// Everything that runs.
pub struct World {
    pub fake: Fake,
    pub time: Time,
    pub tasks: Tasks,
    pub communities: Arc<InMemory>,
    pub running: Option<Running>,
    /// While set, nothing is answered.
    pub slow: Arc<Slow>,
}

/// A keeper that can be held up.
pub struct Slow {
    keeper: Keeper,
    held: std::sync::Mutex<bool>,
    goes_on: Notify,
    pub taken: std::sync::Mutex<Vec<String>>,
}

impl Slow {
    pub fn keeper(&self) -> &Keeper {
        &self.keeper
    }

    pub fn hold(&self) {
        *self.held.lock().unwrap() = true;
    }

    pub fn go_on(&self) {
        *self.held.lock().unwrap() = false;
        self.goes_on.notify_waiters();
    }

    /// The updates that came in.
    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

#[async_trait::async_trait]
impl Answers for Slow {
    fn keeper(&self) -> &Keeper {
        &self.keeper
    }

    async fn take(&self, inbound: &Inbound, look: Option<Look>) -> Taken {
        self.taken.lock().unwrap().push(inbound.update.clone());
        loop {
            let goes_on = self.goes_on.notified();
            if !*self.held.lock().unwrap() {
                break;
            }
            goes_on.await;
        }
        self.keeper.take_looked(inbound, look).await
    }
}

impl World {
    /// By the machine's clock.
    pub async fn new(set_up: SetUp) -> Self {
        Self::at(Time::system(), set_up).await
    }

    /// By a clock that only tests move.
    pub async fn standing(set_up: SetUp) -> Self {
        Self::at(Time::standing_at("2026-11-26T10:00:00Z".parse().unwrap()), set_up).await
    }

    pub async fn at(time: Time, set_up: SetUp) -> Self {
        let mut world = Self::stopped(time, set_up).await;
        world.start().await.unwrap();
        world.is_connected().await;
        world
    }

    /// Everything but the channel.
    pub async fn stopped(time: Time, set_up: SetUp) -> Self {
        let fake = match set_up {
            SetUp::Address => Fake::start(time.clone()).await,
            SetUp::Name => Fake::start_tls(time.clone()).await,
        };
        let tasks = Tasks::new();
        let keeper = Keeper::new(library(), None, time.clone(), tasks.clone());
        let slow = Arc::new(Slow {
            keeper,
            held: std::sync::Mutex::default(),
            goes_on: Notify::new(),
            taken: std::sync::Mutex::default(),
        });
        Self { fake, time, tasks, communities: Arc::default(), running: None, slow }
    }

    pub async fn start(&mut self) -> Result<(), StartError> {
        self.start_as(TOKEN, self.tasks.clone()).await.map(|running| self.running = Some(running))
    }

    /// Another start, perhaps beside the first.
    pub async fn start_as(&self, token: &str, tasks: Tasks) -> Result<Running, StartError> {
        let mut client = reqwest::Client::builder();
        if let Some(authority) = &self.fake.inner().authority {
            let authority = reqwest::Certificate::from_pem(authority.as_bytes()).unwrap();
            client = client.add_root_certificate(authority).resolve("discord.com", self.fake.inner().address);
        }
        let settings = Settings {
            api_url: self.fake.inner().origin.clone(),
            call_limit: Duration::from_secs(15),
            ..Settings::new(token.into())
        };
        let answers: Arc<dyn Answers> = Arc::clone(&self.slow) as Arc<dyn Answers>;
        let communities: Arc<dyn Communities> = Arc::clone(&self.communities) as Arc<dyn Communities>;
        start_with(client.build().unwrap(), settings, answers, communities, self.time.clone(), tasks).await
    }

    pub async fn is_connected(&self) {
        self.fake.until("a connection", |state| state.session.connection.as_ref().map(drop)).await;
    }

    pub fn delivers(&self) -> Arc<dyn Delivers> {
        self.running.as_ref().unwrap().delivers()
    }

    /// What the community has, set before the start or by a manager.
    pub async fn set_up(&self, options: &Value) -> Value {
        let token = self.fake.administer(MANAGER, "setup", options);
        self.fake.answer(&token).await
    }

    /// The community has its channel screened, and the bot has what it needs for it.
    pub async fn screen_channel(&self) {
        self.set_up(&json!([{ "name": "screen", "type": 7, "value": CHANNEL.to_string() }])).await;
        self.fake
            .until("a log-in with the words of messages", |state| {
                let last = state.identifies.last()?["intents"].as_u64()?;
                (last & (1 << 15) != 0 && state.session.connection.is_some()).then_some(())
            })
            .await;
    }

    pub async fn community(&self) -> Option<Community> {
        self.communities.get(GUILD.into()).await.unwrap()
    }

    /// Someone presses a button by its label, and gets the answer.
    pub async fn press(&self, user: u64, at: At, message: &Value, label: &str) -> Value {
        let token = self.fake.press(user, at, &crate::fake_discord::button(message, label));
        self.fake.answer(&token).await
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.tasks.stop();
    }
}

/// Whether a message shows where help is.
pub fn shows_help(message: &Value) -> bool {
    let text = crate::fake_discord::content(message);
    text.contains("988") || text.contains("911") || text.contains("112") || text.contains("116 123")
}
