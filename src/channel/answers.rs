//! Who answers: the keeper, as the channels see it. A trait, so that a test can put a keeper that fails in its place.

use std::sync::Arc;

use async_trait::async_trait;

use crate::keeper::{Keeper, Receipt, Taken, Unsent};
use crate::library::Library;
use crate::message::{Inbound, PersonKey, Platform};

/// Answers events. See [`Keeper`] for what each promises.
#[async_trait]
pub trait Answers: Send + Sync + 'static {
    fn library(&self) -> Arc<Library>;
    async fn take(&self, inbound: &Inbound) -> Taken;
    async fn sent(&self, receipt: Receipt);
    async fn unsent(&self, platform: Platform) -> Vec<Unsent>;
    async fn unreachable(&self, person: &PersonKey);
}

#[async_trait]
impl Answers for Keeper {
    fn library(&self) -> Arc<Library> {
        Self::library(self)
    }

    async fn take(&self, inbound: &Inbound) -> Taken {
        Self::take(self, inbound).await
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
