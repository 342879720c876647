//! Upkeep: letting go, leases, totals, communities, facts, copies.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::recall::{Result, Store};
use super::record::Person;
use super::seal::platform_code;
use super::sealed::{Swept, Table, day_of};
use crate::message::Platform;

impl Store {
    /// Lets go of what has had its time, at most `limit` rows of each kind.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sweep(&self, now: i64, limit: i64) -> Result<Swept> {
        self.rows.sweep(now, limit).await
    }

    /// Takes or keeps a lease for so many seconds. `false`: another holder has it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_lease(&self, name: &str, holder: &str, now: i64, seconds: i64) -> Result<bool> {
        self.rows.take_lease(name, holder, now, seconds).await
    }

    /// Lets a lease go before its time.
    ///
    /// # Errors
    /// When the database does not answer; it ends by itself then.
    pub async fn release_lease(&self, name: &str, holder: &str) -> Result<()> {
        self.rows.release_lease(name, holder).await
    }

    /// Adds to the totals of a day. They hold no person, no channel and no community.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn add_totals(&self, day: &str, amounts: Vec<(String, i64)>) -> Result<()> {
        if amounts.is_empty() { Ok(()) } else { self.rows.add_totals(day, amounts).await }
    }

    /// Day, name and amount, by day and name; both ends of the range count.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn totals(&self, from_day: &str, to_day: &str) -> Result<Vec<(String, String, i64)>> {
        self.rows.totals(from_day, to_day).await
    }

    /// Where those who wrote since a time (seconds) can be written to in private, the last who wrote first. Damaged rows are
    /// left out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reaches(&self, platform: Platform, since: i64, limit: i64) -> Result<Vec<String>> {
        let rows = self.rows.reached(platform_code(platform), day_of(since), limit).await?;
        let people = rows.iter().filter_map(|(id, sealed)| self.open::<Person>(Table::Person, id, sealed).ok());
        Ok(people.map(|person| person.reach).filter(|reach| !reach.is_empty()).collect())
    }

    /// What the moderators of a community chose; nothing where they chose nothing.
    ///
    /// # Errors
    /// When the database does not answer or the row is damaged.
    pub async fn community<T: DeserializeOwned>(&self, platform: Platform, community: &str) -> Result<Option<T>> {
        let id = self.sealer.community(platform, community);
        let row = self.rows.community(id).await?;
        row.map(|sealed| self.open(Table::Community, &id.0, &sealed)).transpose()
    }

    /// Keeps what the moderators of a community chose; nothing forgets it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_community<T: Serialize>(
        &self,
        platform: Platform,
        community: &str,
        held: Option<&T>,
    ) -> Result<()> {
        let id = self.sealer.community(platform, community);
        let sealed = held.map(|held| self.seal(Table::Community, &id.0, held)).transpose()?;
        self.rows.put_community(id, platform_code(platform), sealed).await
    }

    /// A small fact about this installation. Not sealed: never about people.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn fact(&self, name: &str) -> Result<Option<Vec<u8>>> {
        self.rows.fact(name).await
    }

    /// Keeps a small fact about this installation.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_fact(&self, name: &str, held: &[u8]) -> Result<()> {
        self.rows.put_fact(name, held.to_vec()).await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        self.rows.ping().await
    }

    /// Writes a consistent copy into a new file while everything goes on.
    ///
    /// # Errors
    /// When the file is there already or cannot be written, and on Postgres, which has `pg_dump`.
    pub async fn copy_to(&self, file: &Path) -> Result<()> {
        self.rows.copy_to(file).await
    }

    /// Finishes what was begun and closes the database.
    pub async fn close(&self) {
        self.rows.close().await;
    }
}
