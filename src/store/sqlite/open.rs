//! Opening the file: made on first run for its owner only, brought up to date, written by one connection.

use std::path::Path;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use tokio::sync::mpsc;

use super::{Database, Readers, recalls, usual, writer};
use crate::ops::Tasks;
use crate::store::error::StoreError;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// Jobs that wait for the writer, and recalls that wait for a look, before senders have to.
const QUEUE: usize = 4096;
/// Connections that read. Each has a thread of its own and its own pages; recalls share one look, so that few suffice.
const READERS: u32 = 2;
/// KiB of pages that each connection keeps (SQLite's own default is 2000): the system keeps the file's pages anyway, and
/// what a reader has kept counts no more once something was written.
const PAGES_KEPT: u32 = 256;
/// The connection that writes keeps 512, and more while a transaction changes more: written into the log before its end,
/// pages would be read again and written anew.
const TO_WRITE: &str = "PRAGMA cache_size = -512; PRAGMA cache_spill = OFF";

/// Whether a turn is on the disk before it is answered. `Off` is for measuring what the flush costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flush {
    #[default]
    On,
    Off,
}

impl Database {
    /// Opens a file, making it and its folder if need be.
    ///
    /// # Errors
    /// When the file cannot be made, opened or brought up to date.
    pub async fn open(file: &Path, flush: Flush, tasks: &Tasks) -> Result<Self, StoreError> {
        Self::open_with(file, options(flush), tasks).await
    }

    /// The same, but the file may not have more than so many pages (of 4096 bytes): a disk with an end.
    ///
    /// # Errors
    /// When the file cannot be made, opened or brought up to date within them.
    pub async fn open_within(file: &Path, pages: u32, tasks: &Tasks) -> Result<Self, StoreError> {
        let options = options(Flush::On).pragma("max_page_count", pages.to_string());
        Self::open_with(file, options, tasks).await
    }

    /// Opens a file that is there and may only be read, as on a disk that was mounted so.
    ///
    /// # Errors
    /// When the file is not there or cannot be opened.
    pub async fn open_to_read(file: &Path, tasks: &Tasks) -> Result<Self, StoreError> {
        let options = options(Flush::On).filename(file).create_if_missing(false).read_only(true);
        let connection = options.clone().connect().await?;
        let readers = SqlitePoolOptions::new().max_connections(READERS).connect_with(options).await?;
        Self::start(connection, Some(readers), tasks).await
    }

    async fn open_with(file: &Path, options: SqliteConnectOptions, tasks: &Tasks) -> Result<Self, StoreError> {
        make(file)?;
        let options = options.filename(file).journal_mode(SqliteJournalMode::Wal);
        let mut connection = options.clone().connect().await?;
        MIGRATIONS.run(&mut connection).await.map_err(StoreError::at_migration)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(Duration::from_secs(5))
            // A file does not hang up.
            .test_before_acquire(false)
            .connect_with(options.read_only(true))
            .await?;
        Self::start(connection, Some(readers), tasks).await
    }

    /// A database that is gone when it is closed.
    ///
    /// # Errors
    /// When the tables cannot be made.
    pub async fn in_memory(tasks: &Tasks) -> Result<Self, StoreError> {
        let mut connection = options(Flush::Off).in_memory(true).connect().await?;
        MIGRATIONS.run(&mut connection).await.map_err(StoreError::at_migration)?;
        Self::start(connection, None, tasks).await
    }

    async fn start(
        mut connection: sqlx::SqliteConnection,
        readers: Option<sqlx::SqlitePool>,
        tasks: &Tasks,
    ) -> Result<Self, StoreError> {
        // Not before the tables are up to date: bringing them there may change more than fits the memory.
        sqlx::query(TO_WRITE).execute(&mut connection).await?;
        sqlx::query(usual::TABLE).execute(&mut connection).await?;
        let (writer, jobs) = mpsc::channel(QUEUE);
        tasks.spawn(writer::run(connection, jobs));
        let readers = readers.map(|pool| {
            let (recalls, asked) = mpsc::channel(QUEUE);
            // It changes nothing, and ends when the pool is closed.
            tasks.spawn_loose(recalls::run(pool.clone(), asked));
            Readers { pool, recalls }
        });
        Ok(Self { writer, readers })
    }
}

fn options(flush: Flush) -> SqliteConnectOptions {
    let synchronous = match flush {
        Flush::On => SqliteSynchronous::Full,
        Flush::Off => SqliteSynchronous::Off,
    };
    SqliteConnectOptions::new()
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .synchronous(synchronous)
        .pragma("secure_delete", "ON")
        .pragma("temp_store", "MEMORY")
        // A negative number counts KiB (https://www.sqlite.org/pragma.html#pragma_cache_size).
        .pragma("cache_size", format!("-{PAGES_KEPT}"))
        .statement_cache_capacity(128)
        .disable_statement_logging()
}

/// Makes the file for its owner only, before the database would make it for everyone.
fn make(file: &Path) -> Result<(), StoreError> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| cannot_make(file, &error))?;
    }
    if file.exists() { Ok(()) } else { make_new(file) }
}

/// Makes a new file for its owner only; one that is there is left alone.
pub fn make_new(file: &Path) -> Result<(), StoreError> {
    crate::ops::make_private_file(file).map(drop).map_err(|error| cannot_make(file, &error))
}

fn cannot_make(file: &Path, error: &std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::DiskFull,
        std::io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
        _ => StoreError::Database(format!("{} cannot be made: {error}", file.display())),
    }
}
