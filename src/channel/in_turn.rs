//! A message in the turn of its conversation, or before it, where either reader of the crisis screen sees danger.
//!
//! The lexicons say so at once. The second reader needs its time; a message that waits behind earlier ones of the same
//! person is looked at meanwhile, and what that look finds does not wait for them.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt as _;
use tokio::sync::oneshot;

use super::answers::Answers;
use super::inbox::Inbox;
use crate::desk::Look;
use crate::message::{Body, Inbound};
use crate::ops::Tasks;

/// Lets `work` be done, with the look that was taken at the message, where one was.
pub fn in_turn<W, F>(
    answers: &Arc<dyn Answers>,
    (inbox, conversation): (&Inbox, &str),
    tasks: &Tasks,
    inbound: &Inbound,
    work: W,
) where
    W: FnOnce(Option<Look>) -> F + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    if !inbox.is_busy(conversation) {
        return inbox.push(conversation, work(None));
    }
    if answers.overtakes(inbound, &Look::default()) {
        return tasks.spawn(work(None));
    }
    if !matches!(inbound.body, Body::Text(_)) {
        return inbox.push(conversation, work(None));
    }
    let (give, given) = oneshot::channel::<(W, Option<Look>)>();
    inbox.push(conversation, async move {
        // Nothing comes where the message has overtaken.
        if let Ok((work, look)) = given.await {
            work(look).await;
        }
    });
    let (answers, inbound) = (Arc::clone(answers), inbound.clone());
    tasks.spawn(async move {
        let look = AssertUnwindSafe(answers.look(&inbound)).catch_unwind().await.ok();
        if look.as_ref().is_some_and(|look| answers.overtakes(&inbound, look)) {
            drop(give);
            return work(look).await;
        }
        // The inbox holds the other end until its turn has come.
        let _given = give.send((work, look));
    });
}
