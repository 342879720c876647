//! Opening a store: where it is, and whether the keys are its own.

use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;

use super::error::StoreError;
use super::keys::Keys;
use super::recall::Store;
use super::seal::Sealer;
use super::sealed::Rows;
use super::sqlite::Flush;
use super::{postgres, sqlite};
use crate::ops::Tasks;

/// Where a store is.
#[derive(Clone, Debug)]
pub enum Place {
    /// Gone when it is closed.
    Memory,
    File(PathBuf),
    Postgres {
        address: SecretString,
        connections: u32,
    },
}

impl Store {
    /// Opens a store, bringing its tables up to date.
    ///
    /// # Errors
    /// When it cannot be opened, or when the keys belong to another one; nothing is written then.
    pub async fn open_at(place: &Place, keys: Keys, tasks: &Tasks) -> Result<Self, StoreError> {
        let rows: Arc<dyn Rows> = match place {
            Place::Memory => Arc::new(sqlite::Database::in_memory(tasks).await?),
            Place::File(file) => Arc::new(sqlite::Database::open(file, Flush::On, tasks).await?),
            Place::Postgres { address, connections } => {
                Arc::new(postgres::Database::open(address, *connections).await?)
            }
        };
        Self::over(rows, keys).await
    }

    /// A store over rows that are open already.
    ///
    /// # Errors
    /// When the keys belong to another store.
    pub async fn over(rows: Arc<dyn Rows>, keys: Keys) -> Result<Self, StoreError> {
        let store = Self::new(rows, Sealer::new(keys));
        store.check_keys().await?;
        Ok(store)
    }
}
