//! Who answers: the keeper, as the channels see it. A trait, so that a test can put a keeper that fails in its place.

use std::sync::Arc;

use async_trait::async_trait;

use crate::desk::Look;
use crate::keeper::{Keeper, Receipt, Taken, Unsent};
use crate::library::Library;
use crate::message::{Inbound, MessageText, PersonKey, Platform};
use crate::safety::Verdict;

/// Answers events. See [`Keeper`] for what each promises.
#[async_trait]
pub trait Answers: Send + Sync + 'static {
    fn library(&self) -> Arc<Library>;
    async fn look(&self, inbound: &Inbound) -> Look;
    async fn look_in_place(&self, person: &PersonKey, place: &str, text: &MessageText, verdict: &Verdict) -> Look;
    fn overtakes(&self, inbound: &Inbound, look: &Look) -> bool;
    /// Answers an event; with the look that was taken at it, where one was.
    async fn take(&self, inbound: &Inbound, look: Option<Look>) -> Taken;
    async fn sent(&self, receipt: Receipt);
    async fn unsent(&self, platform: Platform) -> Vec<Unsent>;
    async fn unreachable(&self, person: &PersonKey);
}

#[async_trait]
impl Answers for Keeper {
    fn library(&self) -> Arc<Library> {
        Self::library(self)
    }

    async fn look(&self, inbound: &Inbound) -> Look {
        Self::look(self, inbound).await
    }

    async fn look_in_place(&self, person: &PersonKey, place: &str, text: &MessageText, verdict: &Verdict) -> Look {
        Self::look_in_place(self, person, place, text, verdict).await
    }

    fn overtakes(&self, inbound: &Inbound, look: &Look) -> bool {
        Self::overtakes(self, inbound, look)
    }

    async fn take(&self, inbound: &Inbound, look: Option<Look>) -> Taken {
        self.take_looked(inbound, look).await
    }

    async fn sent(&self, receipt: Receipt) {
        Self::sent(self, receipt).await;
    }

    async fn unsent(&self, platform: Platform) -> Vec<Unsent> {
        Self::unsent(self, platform).await
    }

    async fn unreachable(&self, person: &PersonKey) {
        Self::unreachable(self, person).await;
    }
}
