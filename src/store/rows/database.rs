//! The rows of one database: each method is one read or one transaction. Compiled once for each database.

use std::path::Path;

use async_trait::async_trait;
use futures::future::BoxFuture;

use super::{Connection, Database, changes, deliveries, turns, upkeep};
use crate::store::error::StoreError;
use crate::store::seal::Id;
use crate::store::sealed::{
    ChangeRow, ClaimedRow, DeliveryRow, Ended, RecalledRows, ReminderRow, Rows, Swept, Table, TurnRows,
};

type Result<T> = std::result::Result<T, StoreError>;

fn commit(connection: &mut Connection, turn: TurnRows) -> BoxFuture<'_, Result<()>> {
    Box::pin(async move { turns::commit_turn(connection, &turn).await })
}

#[async_trait]
impl Rows for Database {
    async fn recall(&self, conversation: Id, person: Id, update: Id, now: i64) -> Result<RecalledRows> {
        self.recall_rows(turns::Asked { conversation, person, update, now }).await
    }

    async fn commit_turn(&self, turn: TurnRows) -> Result<()> {
        if turn.is_usual() {
            self.commit_usual(turn).await
        } else if turn.person_sealed.is_none() {
            self.write_clean(move |connection| commit(connection, turn)).await
        } else {
            self.write(move |connection| commit(connection, turn)).await
        }
    }

    async fn confirm(&self, update: Id) -> Result<()> {
        self.confirm_reply(update).await
    }

    async fn unsent(&self, platform: &'static str, before: i64, limit: i64) -> Result<Vec<(Id, Vec<u8>)>> {
        self.read(move |connection| Box::pin(turns::unsent(connection, platform, before, limit))).await
    }

    async fn forget(&self, person: Id) -> Result<()> {
        self.write_one(move |connection| Box::pin(turns::forget(connection, person))).await
    }

    async fn change(&self, person: Id, platform: &'static str, made: Vec<ChangeRow>) -> Result<()> {
        self.write(move |connection| {
            Box::pin(async move {
                for change in &made {
                    changes::make(connection, person, platform, change).await?;
                }
                Ok(())
            })
        })
        .await
    }

    async fn sweep(&self, now: i64, limit: i64) -> Result<Swept> {
        self.write(move |connection| Box::pin(upkeep::sweep(connection, now, limit))).await
    }

    async fn to_plan(&self, until: i64, limit: i64) -> Result<Vec<ReminderRow>> {
        self.read(move |connection| Box::pin(deliveries::to_plan(connection, until, limit))).await
    }

    async fn planned_by_other_rules(&self, tzdb_version: &str, limit: i64) -> Result<Vec<ReminderRow>> {
        let tzdb = tzdb_version.to_owned();
        self.read(move |connection| {
            Box::pin(async move { deliveries::planned_by_other_rules(connection, &tzdb, limit).await })
        })
        .await
    }

    async fn plan(
        &self,
        reminder: i64,
        planned: Vec<DeliveryRow>,
        until: i64,
        tzdb: String,
        anew_from: Option<i64>,
    ) -> Result<()> {
        self.write(move |connection| {
            Box::pin(async move { deliveries::plan(connection, reminder, &planned, until, &tzdb, anew_from).await })
        })
        .await
    }

    async fn claim_due(&self, platform: &'static str, now: i64, limit: i64, lease: i64) -> Result<Vec<ClaimedRow>> {
        self.write(move |connection| Box::pin(deliveries::claim_due(connection, platform, now, limit, lease))).await
    }

    async fn begin_send(&self, delivery: i64, lease: i64, now: i64) -> Result<bool> {
        self.write_one(move |connection| Box::pin(deliveries::begin_send(connection, delivery, lease, now))).await
    }

    async fn finish(
        &self,
        delivery: i64,
        lease: i64,
        ended: Ended,
        failure: Option<&'static str>,
        now: i64,
    ) -> Result<()> {
        self.write_one(move |connection| Box::pin(deliveries::finish(connection, delivery, lease, ended, failure, now)))
            .await
    }

    async fn retry(&self, delivery: i64, lease: i64, at: i64, count: bool) -> Result<bool> {
        self.write_one(move |connection| Box::pin(deliveries::retry(connection, delivery, lease, at, count))).await
    }

    async fn expire(&self, platform: &'static str, now: i64, limit: i64, lease: i64) -> Result<Vec<ClaimedRow>> {
        self.write(move |connection| Box::pin(deliveries::expire(connection, platform, now, limit, lease))).await
    }

    async fn unreachable(&self, person: Id, now: i64) -> Result<()> {
        self.write(move |connection| Box::pin(deliveries::unreachable(connection, person, now))).await
    }

    async fn fullest_slot(&self, more_than: i64) -> Result<Option<(String, i64, i64)>> {
        self.read(move |connection| Box::pin(deliveries::fullest_slot(connection, more_than))).await
    }

    async fn take_lease(&self, name: &str, holder: &str, now: i64, seconds: i64) -> Result<bool> {
        let (name, holder) = (name.to_owned(), holder.to_owned());
        self.write_one(move |connection| {
            Box::pin(async move { upkeep::take_lease(connection, &name, &holder, now, seconds).await })
        })
        .await
    }

    async fn release_lease(&self, name: &str, holder: &str) -> Result<()> {
        let (name, holder) = (name.to_owned(), holder.to_owned());
        self.write_one(move |connection| {
            Box::pin(async move { upkeep::release_lease(connection, &name, &holder).await })
        })
        .await
    }

    async fn add_totals(&self, day: &str, amounts: Vec<(String, i64)>) -> Result<()> {
        let day = day.to_owned();
        self.write(move |connection| Box::pin(async move { upkeep::add_totals(connection, &day, &amounts).await }))
            .await
    }

    async fn totals(&self, from_day: &str, to_day: &str) -> Result<Vec<(String, String, i64)>> {
        let (from, to) = (from_day.to_owned(), to_day.to_owned());
        self.read(move |connection| Box::pin(async move { upkeep::totals(connection, &from, &to).await })).await
    }

    async fn reached(&self, platform: &'static str, since_day: i64, limit: i64) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        self.read(move |connection| Box::pin(upkeep::reached(connection, platform, since_day, limit))).await
    }

    async fn community(&self, id: Id) -> Result<Option<Vec<u8>>> {
        self.read(move |connection| Box::pin(upkeep::community(connection, id))).await
    }

    async fn put_community(&self, id: Id, platform: &'static str, sealed: Option<Vec<u8>>) -> Result<()> {
        self.write_one(move |connection| {
            Box::pin(async move { upkeep::put_community(connection, id, platform, sealed.as_deref()).await })
        })
        .await
    }

    async fn fact(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let name = name.to_owned();
        self.read(move |connection| Box::pin(async move { upkeep::fact(connection, &name).await })).await
    }

    async fn put_fact(&self, name: &str, held: Vec<u8>) -> Result<()> {
        let name = name.to_owned();
        self.write_one(move |connection| Box::pin(async move { upkeep::put_fact(connection, &name, &held).await }))
            .await
    }

    async fn sealed_of(&self, table: Table, after: Vec<u8>, limit: i64) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        self.read(move |connection| Box::pin(upkeep::sealed_of(connection, table, after, limit))).await
    }

    async fn reseal(&self, table: Table, row: Vec<u8>, old: Vec<u8>, new: Vec<u8>) -> Result<bool> {
        self.write_one(move |connection| Box::pin(upkeep::reseal(connection, table, row, old, new))).await
    }

    async fn ping(&self) -> Result<()> {
        self.read(|connection| Box::pin(upkeep::ping(connection))).await
    }

    async fn copy_to(&self, file: &Path) -> Result<()> {
        self.copy(file).await
    }

    async fn close(&self) {
        self.end().await;
    }
}
