//! Who answers: the keeper, as the channels see it. A trait, so that a test can put a keeper that fails in its place.

use std::sync::Arc;

use async_trait::async_trait;

use crate::desk::Look;
use crate::keeper::{Keeper, Receipt, Taken, Unsent};
use crate::library::Library;
use crate::message::{Inbound, MessageText, PersonKey, Platform};
use crate::safety::Verdict;

/// Answers events. All but the keeper is there for whoever stands between a channel and its keeper. See [`Keeper`] for
/// what each promises.
#[async_trait]
pub trait Answers: Send + Sync + 'static {
    fn keeper(&self) -> &Keeper;

    fn library(&self) -> Arc<Library> {
        self.keeper().library()
    }

    async fn look(&self, inbound: &Inbound) -> Look {
        self.keeper().look(inbound).await
    }

    async fn look_in_place(&self, person: &PersonKey, place: &str, text: &MessageText, verdict: &Verdict) -> Look {
        self.keeper().look_in_place(person, place, text, verdict).await
    }

    fn overtakes(&self, inbound: &Inbound, look: &Look) -> bool {
        self.keeper().overtakes(inbound, look)
    }

    /// Answers an event; with the look that was taken at it, where one was.
    async fn take(&self, inbound: &Inbound, look: Option<Look>) -> Taken {
        self.keeper().take_looked(inbound, look).await
    }

    async fn sent(&self, receipt: Receipt) {
        self.keeper().sent(receipt).await;
    }

    async fn unsent(&self, platform: Platform) -> Vec<Unsent> {
        self.keeper().unsent(platform).await
    }

    async fn unreachable(&self, person: &PersonKey) {
        self.keeper().unreachable(person).await;
    }
}

impl Answers for Keeper {
    fn keeper(&self) -> &Keeper {
        self
    }
}
