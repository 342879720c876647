//! An update from its coming to its end, the same for polling and webhook.
//!
//! An update is done with when its answer cannot be lost any more: when the keeper has kept it, or where the keeper keeps
//! nothing of it (a crisis card, a broken store), when Telegram has it. Updates of one chat go one after another; a panic
//! in one ends that one, and its person still gets an answer.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::join_all;
use teloxide::payloads::AnswerCallbackQuery;
use teloxide::types::CallbackQueryId;
use tokio::sync::oneshot;

use super::client::Client;
use super::ledger::{Ledger, Open};
use super::post::Poster;
use super::render::render;
use super::sheets;
use super::translate::{Arrived, Event, Us, translate};
use super::wire::{Me, Numbered, Update};
use crate::channel::{Answers, Delivered, Inbox, Lane, Sender, Sending, in_turn};
use crate::desk::{self, Look};
use crate::keeper::{Receipt, Reply, Taken, Unsent};
use crate::message::{Inbound, Outbound, PersonKey, Platform};
use crate::ops::{Tasks, Time};

/// How long a start waits for answers of before.
const UNSENT_WAIT: Duration = Duration::from_secs(10);

/// How often it looks whether the store has noted that they are out.
const UNSENT_LOOK: Duration = Duration::from_millis(20);

/// All that an update needs on its way.
pub struct Intake {
    pub answers: Arc<dyn Answers>,
    pub client: Client,
    pub sender: Sender<Poster>,
    pub ledger: Arc<Ledger>,
    pub inbox: Inbox,
    pub me: OnceLock<Me>,
    pub time: Time,
    pub tasks: Tasks,
}

impl std::fmt::Debug for Intake {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Intake({:?}, {:?})", self.client, self.sender)
    }
}

impl Intake {
    /// Takes an update as it was sent. Its number, where it has one; it is done with when the ledger says so. Whether it
    /// was new.
    pub fn arrive(self: &Arc<Self>, update: &[u8]) -> Option<(i64, bool)> {
        let id = serde_json::from_slice::<Numbered>(update).ok()?.update_id;
        let Some(open) = self.ledger.open(id) else { return Some((id, false)) };
        let Ok(update) = serde_json::from_slice::<Update>(update) else {
            tracing::warn!("an update could not be read and was passed over");
            return Some((id, true));
        };
        let library = self.answers.library();
        let me = self.me.get();
        let us = Us { id: me.map(|me| me.id), name: me.and_then(|me| me.username.as_deref()), flows: &library.flows };
        if let Some(arrived) = translate(id, update, us) {
            self.queue(arrived, open);
        }
        Some((id, true))
    }

    /// In the turn of its chat; a person in danger does not wait for their own earlier message.
    fn queue(self: &Arc<Self>, arrived: Arrived, open: Open) {
        let chat = arrived.chat.to_string();
        let (Event::Said(inbound) | Event::Changed(inbound)) = &arrived.event else {
            return self.inbox.push(&chat, Arc::clone(self).work(arrived, open, None));
        };
        let (intake, inbound) = (Arc::clone(self), inbound.clone());
        in_turn(&self.answers, (&self.inbox, &chat), &self.tasks, &inbound, |look| intake.work(arrived, open, look));
    }

    async fn work(self: Arc<Self>, arrived: Arrived, open: Open, look: Option<Look>) {
        if let Some(press) = arrived.press {
            self.acknowledge(press);
        }
        match arrived.event {
            Event::Said(inbound) => self.answer(inbound, look, open).await,
            // What was changed is screened; it is no second answer to a question.
            Event::Changed(inbound) => {
                let look = match look {
                    Some(look) => look,
                    None => self.answers.look(&inbound).await,
                };
                if self.shows_card(&inbound, &look) {
                    self.answer(inbound, Some(look), open).await;
                }
            }
            Event::AskedLanguage(inbound) => self.show(&inbound, &sheets::languages(), open),
            Event::AskedQuestion(inbound) => {
                let sheet = sheets::question(&self.answers.library(), inbound.language.unwrap_or_default());
                self.show(&inbound, &sheet, open);
            }
            Event::InGroup { reach, language } => {
                let Some(name) = self.me.get().and_then(|me| me.username.as_deref()) else { return };
                let sheet = sheets::in_private(&self.answers.library(), language.unwrap_or_default(), name);
                self.close(self.sender.send(&reach, Lane::Reply, sheet), open);
            }
            Event::ShutOut(person) => self.answers.unreachable(&person).await,
            Event::Nothing => {}
        }
    }

    /// The press is acknowledged before anything else is done, so that the button does not seem dead. An acknowledgement
    /// that fails is no harm: Telegram lets it go by itself.
    fn acknowledge(&self, press: String) {
        let client = self.client.clone();
        self.tasks.spawn(async move {
            let _done = client.call::<_, bool>(&AnswerCallbackQuery::new(CallbackQueryId(press))).await;
        });
    }

    async fn answer(&self, inbound: Inbound, look: Option<Look>, open: Open) {
        let taken = AssertUnwindSafe(self.answers.take(&inbound, look)).catch_unwind().await;
        match taken {
            Ok(Taken::Reply(Reply { outbound, urgent, receipt })) => {
                let lane = if urgent { Lane::Crisis } else { Lane::of(&outbound) };
                let sending = self.sender.send(&inbound.reach, lane, render(&outbound));
                // What is kept is sent after the next start, should we die now.
                let open = if receipt.is_durable() { None } else { Some(open) };
                self.confirm(sending, receipt, open, inbound.conversation.person);
            }
            Ok(Taken::Seen) => {}
            Err(_panic) => {
                tracing::error!("answering an update went wrong; the person was told so");
                let outbound = self.without_memory(&inbound);
                self.show(&inbound, &outbound, open);
            }
        }
    }

    /// What can be said when the keeper itself failed: a card where the words ask for one, else that it failed.
    fn without_memory(&self, inbound: &Inbound) -> Outbound {
        let library = self.answers.library();
        let now = self.time.now();
        let alone = AssertUnwindSafe(|| desk::answer(&library, desk::Conversation::default(), inbound, now));
        match std::panic::catch_unwind(alone) {
            Ok(answer) if answer.trace.card => answer.outbound,
            _ => sheets::trouble(&library, inbound.language.unwrap_or_default()),
        }
    }

    /// Whether these words, standing alone, show a crisis card.
    fn shows_card(&self, inbound: &Inbound, look: &Look) -> bool {
        let (library, now) = (self.answers.library(), self.time.now());
        let screened = desk::screen_looked(&library, &desk::CrisisMemory::default(), inbound, look.clone(), now);
        desk::answer_screened(&library, desk::Conversation::default(), inbound, screened, now).trace.card
    }

    fn show(&self, inbound: &Inbound, outbound: &Outbound, open: Open) {
        self.close(self.sender.send(&inbound.reach, Lane::of(outbound), render(outbound)), open);
    }

    /// Keeps an update open until its answer is out, or cannot go out.
    fn close(&self, sending: Sending, open: Open) {
        let tasks = self.tasks.clone();
        self.tasks.spawn(async move { end(sending.await, open, &tasks) });
    }

    /// Tells the keeper when an answer is out, and lets go of the update.
    fn confirm(&self, sending: Sending, receipt: Receipt, open: Option<Open>, person: PersonKey) {
        let (answers, tasks) = (Arc::clone(&self.answers), self.tasks.clone());
        self.tasks.spawn(async move {
            let delivered = sending.await;
            confirmed(&*answers, delivered, receipt, Some(person)).await;
            if let Some(open) = open {
                end(delivered, open, &tasks);
            }
        });
    }

    /// Sends what was kept before the last stop and never confirmed, and waits a while for it to be out: updates that come
    /// again are known as answered then.
    pub async fn send_unsent(&self) {
        let unsent = self.answers.unsent(Platform::Telegram).await;
        if unsent.is_empty() {
            return;
        }
        tracing::info!(answers = unsent.len(), "sending answers that were kept and not yet sent");
        let mut under_way = Vec::with_capacity(unsent.len());
        for Unsent { reach, outbound, receipt } in unsent {
            let sending = self.sender.send(&reach, Lane::of(&outbound), render(&outbound));
            let answers = Arc::clone(&self.answers);
            let (done, hears) = oneshot::channel::<()>();
            self.tasks.spawn(async move {
                confirmed(&*answers, sending.await, receipt, None).await;
                drop(done);
            });
            under_way.push(hears);
        }
        // Those that take longer go on by themselves.
        let noted = async {
            join_all(under_way).await;
            while !self.answers.unsent(Platform::Telegram).await.is_empty() {
                tokio::time::sleep(UNSENT_LOOK).await;
            }
        };
        let _waited = tokio::time::timeout(UNSENT_WAIT, noted).await;
    }
}

/// An answer that could not go out before a stop is owed: its update is left for the next start.
fn end(delivered: Delivered, open: Open, tasks: &Tasks) {
    let is_owed = matches!(delivered, Delivered::RetryAfter(_) | Delivered::Ambiguous);
    if is_owed && tasks.is_stopping() {
        open.leave();
    }
}

/// What could not be sent stays kept, for the next start.
async fn confirmed(answers: &dyn Answers, delivered: Delivered, receipt: Receipt, person: Option<PersonKey>) {
    match delivered {
        Delivered::Sent | Delivered::Refused(_) => answers.sent(receipt).await,
        Delivered::Unreachable => {
            answers.sent(receipt).await;
            if let Some(person) = person {
                answers.unreachable(&person).await;
            }
        }
        Delivered::RetryAfter(_) | Delivered::Ambiguous => {}
    }
}
