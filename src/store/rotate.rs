//! The rotation of keys while everything goes on: row by row, old bytes are replaced only where they still stand.

use super::error::StoreError;
use super::recall::{Result, Store};
use super::seal::key_id;
use super::sealed::Table;

const BATCH: i64 = 200;

/// What a rotation did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    pub resealed: u64,
    /// Rows that changed in between; their writers seal with the newest key.
    pub passed_over: u64,
    /// Rows that cannot be opened with any key that is held.
    pub damaged: u64,
}

impl Store {
    /// Seals with the newest key whatever is sealed with an older one.
    ///
    /// # Errors
    /// When the database does not answer; doing it again goes on where it ended.
    pub async fn reseal_all(&self) -> Result<Rotated> {
        let mut rotated = Rotated::default();
        let newest = self.sealer.keys().current().0;
        for table in Table::ALL {
            let mut after = Vec::new();
            while let Some(rows) = self.next_sealed(table, &mut after).await? {
                for (row, old) in rows.into_iter().filter(|(_, sealed)| key_id(sealed) != Some(newest)) {
                    let Ok(plain) = self.sealer.open(table.name(), &row, &old) else {
                        rotated.damaged += 1;
                        continue;
                    };
                    let new = self.sealer.seal(table.name(), &row, &plain)?;
                    if self.rows.reseal(table, row, old, new).await? {
                        rotated.resealed += 1;
                    } else {
                        rotated.passed_over += 1;
                    }
                }
            }
        }
        self.seal_mark().await?;
        Ok(rotated)
    }

    /// Opens every sealed value: how many can be read (`resealed`) and how many cannot (`damaged`). Nothing is changed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn verify(&self) -> Result<Rotated> {
        let mut found = Rotated::default();
        for table in Table::ALL {
            let mut after = Vec::new();
            while let Some(rows) = self.next_sealed(table, &mut after).await? {
                for (row, sealed) in &rows {
                    match self.sealer.open(table.name(), row, sealed) {
                        Ok(_) => found.resealed += 1,
                        Err(_) => found.damaged += 1,
                    }
                }
            }
        }
        Ok(found)
    }

    /// How many rows each key seals, by number of the key; 0 stands for rows of no known form.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keys_in_use(&self) -> Result<std::collections::BTreeMap<u32, u64>> {
        let mut counts = std::collections::BTreeMap::new();
        for table in Table::ALL {
            let mut after = Vec::new();
            while let Some(rows) = self.next_sealed(table, &mut after).await? {
                for (_, sealed) in &rows {
                    *counts.entry(key_id(sealed).unwrap_or(0)).or_default() += 1;
                }
            }
        }
        Ok(counts)
    }

    /// The next rows of a table that hold something sealed, with their ids; nothing after the last of them.
    async fn next_sealed(&self, table: Table, after: &mut Vec<u8>) -> Result<Option<Vec<(Vec<u8>, Vec<u8>)>>> {
        let mut rows = self.rows.sealed_of(table, after.clone(), BATCH).await?;
        let Some((last, _)) = rows.last() else { return Ok(None) };
        after.clone_from(last);
        // A conversation that was let go is an empty row for a day.
        rows.retain(|(_, sealed)| !sealed.is_empty());
        Ok(Some(rows))
    }

    /// Makes sure that these keys are those of this database, before anything is written with others.
    ///
    /// # Errors
    /// [`StoreError::WrongKeys`] or [`StoreError::KeyMissing`] when they are not.
    pub(super) async fn check_keys(&self) -> Result<()> {
        match self.rows.fact(MARK).await? {
            None => self.seal_mark().await,
            Some(sealed) => match self.sealer.open(MARK, &self.look_up_mark(), &sealed) {
                Ok(_) => Ok(()),
                Err(StoreError::KeyMissing { id }) => Err(StoreError::KeyMissing { id }),
                Err(_) => Err(StoreError::WrongKeys),
            },
        }
    }

    async fn seal_mark(&self) -> Result<()> {
        let mark = self.sealer.seal(MARK, &self.look_up_mark(), b"handrail")?;
        self.rows.put_fact(MARK, mark).await
    }

    /// Bound to the look-up key, so that a wrong one is found out too.
    fn look_up_mark(&self) -> [u8; 16] {
        self.sealer.update(crate::message::Platform::Terminal, MARK).0
    }
}

const MARK: &str = "keys";
