//! A database with faults: calls that fail, or that never come back, as a test says.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use handrail::store::sealed::{
    ChangeRow, ClaimedRow, DeliveryRow, Ended, RecalledRows, ReminderRow, Rows, Swept, Table, TurnRows,
};
use handrail::store::{Id, StoreError};

type Result<T> = std::result::Result<T, StoreError>;

/// The calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Recall,
    CommitTurn,
    Confirm,
    Unsent,
    Forget,
    Change,
    Sweep,
    ToPlan,
    PlannedByOtherRules,
    Plan,
    ClaimDue,
    BeginSend,
    Finish,
    Retry,
    Expire,
    Unreachable,
    FullestSlot,
    TakeLease,
    ReleaseLease,
    AddTotals,
    Totals,
    Reached,
    Community,
    PutCommunity,
    Fact,
    PutFact,
    SealedOf,
    Reseal,
    Ping,
    CopyTo,
}

/// What happens to a call.
#[derive(Clone, Debug)]
pub enum Fault {
    /// It fails so.
    Fails(StoreError),
    /// It never comes back.
    Hangs,
}

/// Another database with faults before it.
#[derive(Debug)]
pub struct FaultyRows {
    inner: Arc<dyn Rows>,
    faults: Mutex<Vec<(Call, Fault)>>,
    calls: Mutex<Vec<Call>>,
}

impl FaultyRows {
    pub fn before(inner: Arc<dyn Rows>) -> Arc<Self> {
        Arc::new(Self { inner, faults: Mutex::default(), calls: Mutex::default() })
    }

    /// From now on this call goes wrong.
    pub fn breaks(&self, call: Call, fault: Fault) {
        self.faults.lock().unwrap().push((call, fault));
    }

    /// Everything goes wrong in this way.
    pub fn breaks_down(&self, fault: &Fault) {
        for call in CALLS {
            self.breaks(*call, fault.clone());
        }
    }

    pub fn heals(&self) {
        self.faults.lock().unwrap().clear();
    }

    /// How often a call was made.
    pub fn count(&self, call: Call) -> usize {
        self.calls.lock().unwrap().iter().filter(|made| **made == call).count()
    }

    async fn gate(&self, call: Call) -> Result<()> {
        self.calls.lock().unwrap().push(call);
        let fault =
            self.faults.lock().unwrap().iter().find(|(broken, _)| *broken == call).map(|(_, fault)| fault.clone());
        match fault {
            None => Ok(()),
            Some(Fault::Fails(error)) => Err(error),
            Some(Fault::Hangs) => std::future::pending().await,
        }
    }
}

const CALLS: &[Call] = &[
    Call::Recall,
    Call::CommitTurn,
    Call::Confirm,
    Call::Unsent,
    Call::Forget,
    Call::Change,
    Call::Sweep,
    Call::ToPlan,
    Call::PlannedByOtherRules,
    Call::Plan,
    Call::ClaimDue,
    Call::BeginSend,
    Call::Finish,
    Call::Retry,
    Call::Expire,
    Call::Unreachable,
    Call::TakeLease,
    Call::ReleaseLease,
    Call::Totals,
    Call::AddTotals,
    Call::Community,
    Call::PutCommunity,
    Call::Fact,
    Call::PutFact,
    Call::SealedOf,
    Call::Reseal,
    Call::Ping,
    Call::CopyTo,
];

#[async_trait]
impl Rows for FaultyRows {
    async fn recall(&self, conversation: Id, person: Id, update: Id, now: i64) -> Result<RecalledRows> {
        self.gate(Call::Recall).await?;
        self.inner.recall(conversation, person, update, now).await
    }

    async fn commit_turn(&self, turn: TurnRows) -> Result<()> {
        self.gate(Call::CommitTurn).await?;
        self.inner.commit_turn(turn).await
    }

    async fn confirm(&self, update: Id) -> Result<()> {
        self.gate(Call::Confirm).await?;
        self.inner.confirm(update).await
    }

    async fn unsent(&self, platform: &'static str, before: i64, limit: i64) -> Result<Vec<(Id, Vec<u8>)>> {
        self.gate(Call::Unsent).await?;
        self.inner.unsent(platform, before, limit).await
    }

    async fn forget(&self, person: Id) -> Result<()> {
        self.gate(Call::Forget).await?;
        self.inner.forget(person).await
    }

    async fn change(&self, person: Id, platform: &'static str, made: Vec<ChangeRow>) -> Result<()> {
        self.gate(Call::Change).await?;
        self.inner.change(person, platform, made).await
    }

    async fn sweep(&self, now: i64, limit: i64) -> Result<Swept> {
        self.gate(Call::Sweep).await?;
        self.inner.sweep(now, limit).await
    }

    async fn to_plan(&self, until: i64, limit: i64) -> Result<Vec<ReminderRow>> {
        self.gate(Call::ToPlan).await?;
        self.inner.to_plan(until, limit).await
    }

    async fn planned_by_other_rules(&self, tzdb_version: &str, limit: i64) -> Result<Vec<ReminderRow>> {
        self.gate(Call::PlannedByOtherRules).await?;
        self.inner.planned_by_other_rules(tzdb_version, limit).await
    }

    async fn plan(
        &self,
        reminder: i64,
        deliveries: Vec<DeliveryRow>,
        until: i64,
        tzdb: String,
        anew: Option<i64>,
    ) -> Result<()> {
        self.gate(Call::Plan).await?;
        self.inner.plan(reminder, deliveries, until, tzdb, anew).await
    }

    async fn claim_due(&self, platform: &'static str, now: i64, limit: i64, lease: i64) -> Result<Vec<ClaimedRow>> {
        self.gate(Call::ClaimDue).await?;
        self.inner.claim_due(platform, now, limit, lease).await
    }

    async fn begin_send(&self, delivery: i64, lease: i64, now: i64) -> Result<bool> {
        self.gate(Call::BeginSend).await?;
        self.inner.begin_send(delivery, lease, now).await
    }

    async fn finish(
        &self,
        delivery: i64,
        lease: i64,
        ended: Ended,
        failure: Option<&'static str>,
        now: i64,
    ) -> Result<()> {
        self.gate(Call::Finish).await?;
        self.inner.finish(delivery, lease, ended, failure, now).await
    }

    async fn retry(&self, delivery: i64, lease: i64, at: i64, count: bool) -> Result<bool> {
        self.gate(Call::Retry).await?;
        self.inner.retry(delivery, lease, at, count).await
    }

    async fn expire(&self, platform: &'static str, now: i64, limit: i64, lease: i64) -> Result<Vec<ClaimedRow>> {
        self.gate(Call::Expire).await?;
        self.inner.expire(platform, now, limit, lease).await
    }

    async fn unreachable(&self, person: Id, now: i64) -> Result<()> {
        self.gate(Call::Unreachable).await?;
        self.inner.unreachable(person, now).await
    }

    async fn fullest_slot(&self, more_than: i64) -> Result<Option<(String, i64, i64)>> {
        self.gate(Call::FullestSlot).await?;
        self.inner.fullest_slot(more_than).await
    }

    async fn take_lease(&self, name: &str, holder: &str, now: i64, seconds: i64) -> Result<bool> {
        self.gate(Call::TakeLease).await?;
        self.inner.take_lease(name, holder, now, seconds).await
    }

    async fn release_lease(&self, name: &str, holder: &str) -> Result<()> {
        self.gate(Call::ReleaseLease).await?;
        self.inner.release_lease(name, holder).await
    }

    async fn add_totals(&self, day: &str, amounts: Vec<(String, i64)>) -> Result<()> {
        self.gate(Call::AddTotals).await?;
        self.inner.add_totals(day, amounts).await
    }

    async fn totals(&self, from_day: &str, to_day: &str) -> Result<Vec<(String, String, i64)>> {
        self.gate(Call::Totals).await?;
        self.inner.totals(from_day, to_day).await
    }

    async fn reached(&self, platform: &'static str, since_day: i64, limit: i64) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        self.gate(Call::Reached).await?;
        self.inner.reached(platform, since_day, limit).await
    }

    async fn community(&self, id: Id) -> Result<Option<Vec<u8>>> {
        self.gate(Call::Community).await?;
        self.inner.community(id).await
    }

    async fn put_community(&self, id: Id, platform: &'static str, sealed: Option<Vec<u8>>) -> Result<()> {
        self.gate(Call::PutCommunity).await?;
        self.inner.put_community(id, platform, sealed).await
    }

    async fn fact(&self, name: &str) -> Result<Option<Vec<u8>>> {
        self.gate(Call::Fact).await?;
        self.inner.fact(name).await
    }

    async fn put_fact(&self, name: &str, held: Vec<u8>) -> Result<()> {
        self.gate(Call::PutFact).await?;
        self.inner.put_fact(name, held).await
    }

    async fn sealed_of(&self, table: Table, after: Vec<u8>, limit: i64) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        self.gate(Call::SealedOf).await?;
        self.inner.sealed_of(table, after, limit).await
    }

    async fn reseal(&self, table: Table, row: Vec<u8>, old: Vec<u8>, new: Vec<u8>) -> Result<bool> {
        self.gate(Call::Reseal).await?;
        self.inner.reseal(table, row, old, new).await
    }

    async fn ping(&self) -> Result<()> {
        self.gate(Call::Ping).await?;
        self.inner.ping().await
    }

    async fn copy_to(&self, file: &std::path::Path) -> Result<()> {
        self.gate(Call::CopyTo).await?;
        self.inner.copy_to(file).await
    }

    async fn close(&self) {
        self.inner.close().await;
    }
}
