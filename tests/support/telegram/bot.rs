//! Handrail at the fake, and what it should say.

use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use handrail::channel::Answers;
use handrail::channel::telegram::{Running, Settings, StartError, render, start};
use handrail::desk::{self, Conversation, Look};
use handrail::keeper::{Keeper, Taken};
use handrail::library::Library;
use handrail::message::{Body, ConversationKey, Inbound, Language, MessageText, PersonKey, Place, Platform};
use handrail::ops::{Tasks, Time};

use super::Fake;

static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| Arc::new(crate::support::library()));

pub fn library() -> Arc<Library> {
    Arc::clone(&LIBRARY)
}

/// Handrail at work.
pub struct Bot {
    pub running: Running,
    pub tasks: Tasks,
}

impl Bot {
    /// With a keeper in memory.
    pub async fn start(fake: &Fake) -> Self {
        Self::with(fake.settings()).await.unwrap()
    }

    pub async fn with(settings: Settings) -> Result<Self, StartError> {
        let tasks = Tasks::new();
        let keeper = Keeper::new(library(), None, Time::system(), tasks.clone());
        Self::answering(settings, keeper, tasks).await
    }

    pub async fn answering(settings: Settings, answers: impl Answers, tasks: Tasks) -> Result<Self, StartError> {
        let running = start(settings, answers, Time::system(), tasks.clone()).await?;
        Ok(Self { running, tasks })
    }

    /// A stop, as at SIGTERM. Whether all was finished in time.
    pub async fn stop(self) -> bool {
        self.tasks.stop();
        self.tasks.finished(Duration::from_secs(10)).await
    }
}

/// A keeper that fails as a test wants it, and keeps who was said to be unreachable.
#[derive(Clone)]
pub struct Failing {
    keeper: Keeper,
    panics_at: &'static str,
    pub unreachable: Arc<Mutex<Vec<String>>>,
}

impl Failing {
    pub fn new(tasks: &Tasks, panics_at: &'static str) -> Self {
        let keeper = Keeper::new(library(), None, Time::system(), tasks.clone());
        Self { keeper, panics_at, unreachable: Arc::default() }
    }
}

#[async_trait]
impl Answers for Failing {
    fn keeper(&self) -> &Keeper {
        &self.keeper
    }

    async fn take(&self, inbound: &Inbound, look: Option<Look>) -> Taken {
        if let Body::Text(text) = &inbound.body {
            assert!(!text.reveal().contains(self.panics_at), "as the test wants it");
        }
        self.keeper.take_looked(inbound, look).await
    }

    async fn unreachable(&self, person: &PersonKey) {
        self.unreachable.lock().unwrap().push(person.user.clone());
        self.keeper.unreachable(person).await;
    }
}

/// A conversation with the desk alone: what the bot should say, message by message.
#[derive(Default)]
pub struct Script {
    conversation: Conversation,
    pub choices: Vec<handrail::message::Choice>,
}

impl Script {
    pub fn says(&mut self, text: &str) -> Vec<String> {
        self.does(Body::Text(MessageText::from(text)))
    }

    pub fn presses(&mut self, payload: &str) -> Vec<String> {
        self.does(Body::Tap(payload.to_owned()))
    }

    fn does(&mut self, body: Body) -> Vec<String> {
        let inbound = Inbound {
            conversation: ConversationKey {
                person: PersonKey { platform: Platform::Telegram, user: "script".to_owned() },
                room: String::new(),
            },
            update: String::new(),
            place: Place::Private,
            language: Some(Language::En),
            country: None,
            body,
            reach: String::new(),
            written_at: None,
        };
        let conversation = std::mem::take(&mut self.conversation);
        let answer = desk::answer(&LIBRARY, conversation, &inbound, handrail::ops::now());
        self.conversation = answer.conversation;
        self.choices.clone_from(&answer.outbound.choices);
        render(&answer.outbound).into_iter().map(|piece| piece.plain).collect()
    }
}
