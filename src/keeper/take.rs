//! One event in, one answer out.

use std::borrow::Cow;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio::sync::Notify;

use super::line::{Lines, Turnstile};
use super::memory::Memory;
use super::receipt::{Kept, Receipt};
use super::recent::{Recent, UnderWay};
use super::second_look::SecondLook;
use super::sending::{OnItsWay, Sending};
use super::tally::Tally;
use super::turn::{self, Turn};
use crate::desk::{self, Answer, Conversation, Look, Screened};
use crate::engine::Reply as Words;
use crate::library::Library;
use crate::message::{Bubble, Country, Inbound, Language, Outbound, PersonKey, Platform, Tone};
use crate::ops::{Metrics, Outcome, Stopwatch, Tasks, Time};
use crate::store::{self, Person, Recalled, Store, StoreError, platform_code};

/// A crisis answer waits so long for what would make it better, and no longer.
pub(super) const CRISIS_WAIT: Duration = Duration::from_millis(150);
/// A store that has not answered by then has failed.
const STORE_WAIT: Duration = Duration::from_secs(5);
/// How often a turn is answered anew because another instance was faster.
const RACES: usize = 4;

/// The keeper. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub struct Keeper(pub(super) Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    library: ArcSwap<Library>,
    store: Option<Store>,
    pub(super) time: Time,
    tasks: Tasks,
    lines: Lines,
    recent: Recent,
    sending: Sending,
    pub(super) memory: Memory,
    tally: Tally,
    pub(super) second_look: SecondLook,
    metrics: Metrics,
    /// Told when reminders have changed.
    reminders: Arc<Notify>,
    strangers: Strangers,
}

/// What people of whom nothing is known yet are taken to speak, and where to live.
#[derive(Clone, Copy, Debug, Default)]
pub struct Strangers {
    /// Spoken until they choose another.
    pub language: Option<Language>,
    /// Spoken where neither what they write nor their platform tells a language.
    pub else_language: Option<Language>,
    pub country: Option<Country>,
}

/// What came of an event.
#[derive(Debug)]
pub enum Taken {
    Reply(Reply),
    /// This update was answered before, or is being answered just now.
    Seen,
}

/// An answer to send.
#[derive(Debug)]
pub struct Reply {
    pub outbound: Outbound,
    /// It belongs to a crisis: it overtakes everything else.
    pub urgent: bool,
    pub receipt: Receipt,
}

/// An answer that was committed before a crash, to be sent now.
#[derive(Debug)]
pub struct Unsent {
    pub reach: String,
    pub outbound: Outbound,
    pub receipt: Receipt,
}

impl Keeper {
    #[must_use]
    pub fn new(library: Arc<Library>, store: Option<Store>, time: Time, tasks: Tasks) -> Self {
        Self::meeting(library, store, time, tasks, Strangers::default())
    }

    /// With what is said of people of whom nothing is known yet.
    #[must_use]
    pub fn meeting(
        library: Arc<Library>,
        store: Option<Store>,
        time: Time,
        tasks: Tasks,
        strangers: Strangers,
    ) -> Self {
        let metrics = Metrics::new();
        Self(Arc::new(Inner {
            library: ArcSwap::new(library),
            store,
            time,
            tasks,
            lines: Lines::default(),
            recent: Recent::default(),
            sending: Sending::default(),
            memory: Memory::default(),
            tally: Tally::default(),
            second_look: SecondLook::new(metrics.clone()),
            metrics,
            reminders: Arc::new(Notify::new()),
            strangers,
        }))
    }

    #[must_use]
    pub fn library(&self) -> Arc<Library> {
        self.0.library.load_full()
    }

    /// Puts another library in the place of this one: messages that come from now on are answered by it.
    pub fn change_library(&self, library: Arc<Library>) {
        self.0.library.store(library);
    }

    #[must_use]
    pub fn store(&self) -> Option<&Store> {
        self.0.store.as_ref()
    }

    #[must_use]
    pub fn time(&self) -> &Time {
        &self.0.time
    }

    /// Told when a person has set up, changed or stopped a reminder.
    #[must_use]
    pub fn reminders(&self) -> Arc<Notify> {
        Arc::clone(&self.0.reminders)
    }

    /// Whether this person is left alone with check-ins: for a day after a card.
    #[must_use]
    pub fn is_quiet(&self, person: &PersonKey) -> bool {
        self.0.memory.is_quiet(person, self.0.time.now())
    }

    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.0.tally
    }

    /// The figures of this process.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Answers one event. Never fails; silent only about an update that was answered before.
    pub async fn take(&self, inbound: &Inbound) -> Taken {
        self.take_looked(inbound, None).await
    }

    /// The same for a message that the second reader has looked at already.
    pub async fn take_looked(&self, inbound: &Inbound, look: Option<Look>) -> Taken {
        let took = Stopwatch::start();
        let taken = self.take_in_turn(inbound, look).await;
        if matches!(taken, Taken::Reply(_)) {
            let channel = platform_code(inbound.conversation.person.platform);
            self.0.metrics.answered(channel, Duration::from_secs_f64(took.seconds()));
        }
        taken
    }

    async fn take_in_turn(&self, inbound: &Inbound, look: Option<Look>) -> Taken {
        let Some(under_way) = self.0.recent.begin(inbound) else {
            self.note(inbound, Outcome::Again);
            return Taken::Seen;
        };
        let inbound = &self.with_language(inbound);
        let library = self.library();
        let verdict = self.by_lexicon(&library, inbound);
        // Its place behind the earlier messages of the conversation is taken now, in the order of coming.
        let mut waiting = Box::pin(self.0.lines.wait(&inbound.conversation));
        let first = futures::poll!(&mut waiting);
        let look = match look {
            Some(look) => look,
            None => self.look_after(&library, inbound, &verdict).await,
        };
        let screened = Screened { verdict: look.raise(verdict), look };
        let place = match first {
            Poll::Ready(place) => Some(place),
            Poll::Pending if desk::is_urgent(&screened.verdict) => {
                tokio::time::timeout(CRISIS_WAIT, waiting).await.ok()
            }
            Poll::Pending => Some(waiting.await),
        };
        let alone = place.is_some();
        match &self.0.store {
            Some(store) if alone => self.take_with(store, &library, inbound, &screened, place, under_way).await,
            _ => self.take_without(&library, inbound, &screened, under_way, self.0.store.is_some()),
        }
    }

    async fn take_with(
        &self,
        store: &Store,
        library: &Library,
        inbound: &Inbound,
        screened: &Screened,
        place: Option<Turnstile>,
        under_way: UnderWay,
    ) -> Taken {
        let patience = if desk::is_urgent(&screened.verdict) { CRISIS_WAIT } else { STORE_WAIT };
        for _ in 0..RACES {
            let now = self.0.time.now();
            let recall = store.recall(&inbound.conversation, &inbound.update, now.as_second());
            let Ok(Ok(mut recalled)) = tokio::time::timeout(patience, recall).await else {
                self.0.metrics.store_failed("recall");
                break;
            };
            if recalled.seen {
                self.note(inbound, Outcome::Again);
                let receipt = store.receipt(&inbound.conversation, &inbound.update);
                return self.again(recalled, under_way, receipt);
            }
            if recalled.damaged {
                // What the platform tells of them is written again; what they had chosen is asked or found out again.
                self.0.metrics.store_failed("open");
                tracing::warn!("the row of a person was damaged: it is made anew with their message");
            }
            if recalled.person.is_none() {
                recalled.person = Some(self.stranger());
            }
            let mut conversation = turn::conversation(&recalled);
            conversation.known = recalled.version > 0 || recalled.lapsed;
            conversation.crisis = self.0.memory.crisis(&inbound.conversation);
            let Some(answer) = answer(library, conversation, inbound, screened, &self.0.time) else { break };
            if answer.forget {
                return self.forget(store, library, inbound, answer, under_way).await;
            }
            let Some(turn) = Turn::of(library, inbound, &recalled, &answer, now) else { break };
            if answer.outbound.tone == Tone::Crisis {
                self.remember(inbound, &answer);
                self.note(inbound, Outcome::Kept);
                let kept = Kept::Later { turn: Box::new(turn), place };
                return reply(answer.outbound, Receipt { under_way: Some(under_way), kept });
            }
            match tokio::time::timeout(STORE_WAIT, turn.commit(store)).await {
                Ok(Ok(receipt)) => {
                    self.remember(inbound, &answer);
                    self.note(inbound, Outcome::Kept);
                    let kept = Kept::Reply(self.0.sending.begin(receipt));
                    return reply(answer.outbound, Receipt { under_way: Some(under_way), kept });
                }
                Ok(Err(StoreError::Conflict)) => {}
                Ok(Err(_)) | Err(_) => {
                    self.0.metrics.store_failed("commit");
                    break;
                }
            }
        }
        self.take_without(library, inbound, screened, under_way, true)
    }

    /// Answers without the store; with `missed`, the person is told that nothing is remembered.
    fn take_without(
        &self,
        library: &Library,
        inbound: &Inbound,
        screened: &Screened,
        under_way: UnderWay,
        missed: bool,
    ) -> Taken {
        let conversation = if missed {
            Conversation { crisis: self.0.memory.crisis(&inbound.conversation), known: true, ..Conversation::default() }
        } else {
            self.0.memory.conversation(&inbound.conversation).unwrap_or_else(|| Conversation {
                language: self.0.strangers.language,
                country: self.0.strangers.country,
                not_kept: true,
                ..Conversation::default()
            })
        };
        let receipt = Receipt { under_way: Some(under_way), kept: Kept::Nowhere };
        let Some(answer) = answer(library, conversation, inbound, screened, &self.0.time) else {
            self.note(inbound, Outcome::Trouble);
            return reply(trouble(library, inbound), receipt);
        };
        self.note(inbound, if missed { Outcome::WithoutMemory } else { Outcome::Kept });
        let mut outbound = answer.outbound.clone();
        if missed {
            self.remember(inbound, &answer);
            if outbound.tone != Tone::Crisis {
                let language = answer.conversation.language.or(inbound.language).unwrap_or_default();
                outbound.bubbles.insert(0, Bubble::Text(library.flows.words.say(Words::NoMemory, language)));
            }
        } else {
            self.0.tally.answer(&answer, inbound.conversation.person.platform, self.0.time.now());
            let mut conversation = answer.conversation;
            conversation.held.change(&answer.changes);
            self.0.memory.put(&inbound.conversation, conversation, self.0.time.now());
        }
        reply(outbound, receipt)
    }

    /// The platform sent an update again that is in the store.
    fn again(&self, recalled: Recalled, under_way: UnderWay, receipt: store::Receipt) -> Taken {
        if let Some(pending) = recalled.reply {
            let kept = Kept::Reply(self.0.sending.begin(receipt));
            return reply(pending.outbound, Receipt { under_way: Some(under_way), kept });
        }
        under_way.done();
        Taken::Seen
    }

    /// Deletes everything about the person, and only then says so.
    async fn forget(
        &self,
        store: &Store,
        library: &Library,
        inbound: &Inbound,
        answer: Answer,
        under_way: UnderWay,
    ) -> Taken {
        self.remember(inbound, &answer);
        let receipt = Receipt { under_way: Some(under_way), kept: Kept::Nowhere };
        let forgotten = tokio::time::timeout(STORE_WAIT, store.forget(&inbound.conversation.person)).await;
        self.note(inbound, Outcome::Kept);
        if matches!(forgotten, Ok(Ok(()))) {
            return reply(answer.outbound, receipt);
        }
        self.0.metrics.store_failed("forget");
        let language = answer.conversation.language.or(inbound.language).unwrap_or_default();
        let words = library.flows.words.say(Words::DataNotDeleted, language);
        reply(Outbound { bubbles: vec![Bubble::Text(words)], ..Outbound::default() }, receipt)
    }

    fn remember(&self, inbound: &Inbound, answer: &Answer) {
        let now = self.0.time.now();
        self.0.memory.put_crisis(&inbound.conversation, &answer.conversation.crisis, now);
        if answer.trace.card {
            self.0.memory.note_card(&inbound.conversation.person, now);
        }
        if !answer.changes.is_empty() {
            self.0.reminders.notify_one();
        }
        self.0.tally.answer(answer, inbound.conversation.person.platform, now);
    }

    fn note(&self, inbound: &Inbound, outcome: Outcome) {
        self.0.metrics.turn(platform_code(inbound.conversation.person.platform), outcome);
    }

    fn stranger(&self) -> Person {
        let Strangers { language, country, .. } = self.0.strangers;
        Person { language, country, ..Person::default() }
    }

    /// The event, with the language of this installation where the platform tells none.
    fn with_language<'a>(&self, inbound: &'a Inbound) -> Cow<'a, Inbound> {
        match self.0.strangers.else_language {
            Some(language) if inbound.language.is_none() => {
                Cow::Owned(Inbound { language: Some(language), ..inbound.clone() })
            }
            _ => Cow::Borrowed(inbound),
        }
    }

    /// The reply has reached the platform, or never can: it is not sent again.
    pub async fn sent(&self, receipt: Receipt) {
        if let Some(under_way) = receipt.under_way {
            under_way.done();
        }
        let Some(store) = &self.0.store else { return };
        match receipt.kept {
            Kept::Nowhere => {}
            Kept::Reply(reply) => self.confirm(store, reply.receipt, Some(reply)),
            Kept::Left(receipt) => self.confirm(store, receipt, None),
            Kept::Later { turn, place } => {
                // The person has their answer; a turn that cannot be kept now is one that they take again.
                let kept = tokio::time::timeout(STORE_WAIT, turn.commit(store)).await;
                drop(place);
                // A conflict is a race that another instance won.
                if !matches!(kept, Ok(Ok(_) | Err(StoreError::Conflict))) {
                    self.0.metrics.store_failed("commit");
                }
            }
        }
    }

    /// Nobody waits for this: what is not confirmed is sent once more after a crash, no worse. Until then the reply counts
    /// as one on its way, where it is one.
    fn confirm(&self, store: &Store, receipt: store::Receipt, on_its_way: Option<OnItsWay>) {
        let store = store.clone();
        self.0.tasks.spawn(async move {
            let _sent_again_at_worst = store.confirm(receipt).await;
            drop(on_its_way);
        });
    }

    /// Replies that were committed before a crash and never confirmed. What this process is sending just now is not
    /// among them: a webhook brings messages while a channel still begins. Another process sends nothing while this one
    /// holds the bot's lease.
    pub async fn unsent(&self, platform: Platform) -> Vec<Unsent> {
        let Some(store) = &self.0.store else { return Vec::new() };
        let before = self.0.time.seconds() + 1;
        let found = store.unsent(platform, before, 1000).await.unwrap_or_default();
        let left = found.into_iter().filter(|(receipt, _)| !self.0.sending.has(*receipt));
        let unsent = left.map(|(receipt, pending)| Unsent {
            reach: pending.reach,
            outbound: pending.outbound,
            receipt: Receipt { under_way: None, kept: Kept::Left(receipt) },
        });
        unsent.collect()
    }

    /// The platform says that this person cannot be written to. Their next message makes them reachable again.
    pub async fn unreachable(&self, person: &PersonKey) {
        if let Some(store) = &self.0.store {
            // A store that fails now is told at the next try to write to them.
            let _told_again = store.unreachable(person, self.0.time.seconds()).await;
        }
    }

    /// Once a minute: writes the totals and lets go of what is old in memory.
    pub async fn tidy(&self) {
        self.0.memory.sweep(self.0.time.now());
        self.0.second_look.sweep(&self.0.time);
        if let Some(store) = &self.0.store {
            // What could not be written is written a minute later.
            if self.0.tally.write(store).await.is_err() {
                self.0.metrics.store_failed("totals");
            }
        }
    }
}

/// The desk's answer; nothing when it panics, which it never should.
fn answer(
    library: &Library,
    conversation: Conversation,
    inbound: &Inbound,
    screened: &Screened,
    time: &Time,
) -> Option<Answer> {
    let answering =
        AssertUnwindSafe(|| desk::answer_screened(library, conversation, inbound, screened.clone(), time.now()));
    std::panic::catch_unwind(answering).ok()
}

/// What is left to say when the desk itself broke: where help is.
fn trouble(library: &Library, inbound: &Inbound) -> Outbound {
    let language = inbound.language.unwrap_or_default();
    let words = library.flows.words.say(Words::Trouble, language);
    Outbound { bubbles: vec![Bubble::Text(words)], ..Outbound::default() }
}

fn reply(outbound: Outbound, receipt: Receipt) -> Taken {
    let urgent = outbound.tone == Tone::Crisis;
    Taken::Reply(Reply { outbound, urgent, receipt })
}
