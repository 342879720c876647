//! SQLite: the embedded database, one file.
//!
//! One connection writes, in a task of its own that puts what has gathered into one transaction, so that one flush of
//! the disk serves many people (group commit); each writer is answered after the flush. Reads have a small pool beside
//! it, which answers recalls together as well. A database in memory has the one connection for both.

#[path = "../rows/changes.rs"]
#[expect(clippy::duplicate_mod, reason = "one text of the statements for both databases")]
mod changes;
#[path = "../rows/database.rs"]
#[expect(clippy::duplicate_mod, reason = "one text of the statements for both databases")]
mod database;
#[path = "../rows/deliveries.rs"]
#[expect(clippy::duplicate_mod, reason = "one text of the statements for both databases")]
mod deliveries;
mod job;
mod open;
mod recalls;
#[path = "../rows/turns.rs"]
#[expect(clippy::duplicate_mod, reason = "one text of the statements for both databases")]
mod turns;
#[path = "../rows/upkeep.rs"]
#[expect(clippy::duplicate_mod, reason = "one text of the statements for both databases")]
mod upkeep;
mod usual;
mod writer;

use std::path::Path;

use futures::future::BoxFuture;
use sqlx::sqlite::{SqliteConnection, SqlitePool, SqliteQueryResult, SqliteRow};
use tokio::sync::{mpsc, oneshot};

use super::error::StoreError;
use super::seal::Id;
use super::sealed::{RecalledRows, TurnRows};
use job::{Job, Undo};
pub use open::Flush;
use recalls::Recall;
use turns::{Asked, Found};

type Connection = SqliteConnection;
type QueryResult = SqliteQueryResult;
type Row = SqliteRow;
type Result<T> = std::result::Result<T, StoreError>;

/// `$5` is the end of the lease. A `LIMIT` sub-query is safe here: there is one writer.
const CLAIM: &str = "UPDATE delivery SET next_attempt_at = $5, lease_token = $4 WHERE id IN \
     (SELECT id FROM delivery WHERE platform = $1 AND next_attempt_at <= $2 ORDER BY next_attempt_at LIMIT $3)";
const COPY: &str = "VACUUM INTO $1";

/// An open database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database {
    writer: mpsc::Sender<Job>,
    /// Nothing for a database in memory.
    readers: Option<Readers>,
}

#[derive(Clone, Debug)]
struct Readers {
    pool: SqlitePool,
    recalls: mpsc::Sender<Recall>,
}

impl Database {
    /// Work that is undone alone where it meets a conflict half-way.
    async fn write<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        self.hand_over(work, Undo::Alone).await
    }

    /// Work that meets its conflicts before it has changed anything.
    async fn write_clean<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        self.hand_over(work, Undo::Nothing).await
    }

    /// One statement.
    async fn write_one<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        self.hand_over(work, Undo::Nothing).await
    }

    /// Those that have gathered share one look; who holds more than a usual turn needs has another.
    async fn recall_rows(&self, asked: Asked) -> Result<RecalledRows> {
        let Some(readers) = &self.readers else {
            return self.write(move |connection| Box::pin(turns::recall(connection, asked))).await;
        };
        let row = ask(&readers.recalls, |tell| Recall { asked, tell }).await?;
        let found = Found::read(row.as_ref(), asked.now)?;
        if found.is_whole() {
            return Ok(found.recalled);
        }
        self.read(move |connection| Box::pin(found.complete(connection, asked))).await
    }

    /// Those of one transaction go together.
    async fn commit_usual(&self, turn: TurnRows) -> Result<()> {
        ask(&self.writer, |tell| Job::Usual(Box::new(turn), tell)).await
    }

    /// With the next turns, or after a moment alone.
    async fn confirm_reply(&self, update: Id) -> Result<()> {
        ask(&self.writer, |tell| Job::Confirm(update, tell)).await
    }

    async fn hand_over<T, W>(&self, work: W, undo: Undo) -> Result<T>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        ask(&self.writer, |tell| job::work(work, undo, tell)).await
    }

    async fn read<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        match &self.readers {
            Some(readers) => work(&mut *readers.pool.acquire().await?).await,
            None => self.write(work).await,
        }
    }

    /// SQLite writes into an empty file that is there: so it is for its owner only from the first byte on.
    async fn copy(&self, file: &Path) -> Result<()> {
        let Some(readers) = &self.readers else {
            return Err(StoreError::Database("a database in memory is not copied".to_owned()));
        };
        open::make_new(file)?;
        let target = file.to_string_lossy().into_owned();
        sqlx::query(COPY).bind(target).execute(&mut *readers.pool.acquire().await?).await?;
        Ok(())
    }

    /// Readers first: the last connection to close is the one that may write, and it empties the log into the file.
    async fn end(&self) {
        if let Some(readers) = &self.readers {
            readers.pool.close().await;
        }
        let (tell, told) = oneshot::channel();
        if self.writer.send(Job::Close(tell)).await.is_ok() {
            // An error only says that the writer has ended already.
            let _ended = told.await;
        }
    }
}

/// Hands something over with where to tell the result, and waits for it.
async fn ask<J, T>(to: &mpsc::Sender<J>, job: impl FnOnce(oneshot::Sender<Result<T>>) -> J) -> Result<T> {
    let (tell, told) = oneshot::channel();
    to.send(job(tell)).await.map_err(|_| StoreError::Closed)?;
    told.await.map_err(|_| StoreError::Closed)?
}

/// Every statement of this database, for the test that prepares them all.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    let lists =
        [turns::STATEMENTS, changes::STATEMENTS, deliveries::STATEMENTS, upkeep::STATEMENTS, &[CLAIM, usual::TABLE]];
    lists.into_iter().flatten().copied().chain(upkeep::resealing_statements()).collect()
}

/// The same for those that are put together, and need what [`OPENING`] makes.
#[must_use]
pub fn long_statements() -> Vec<String> {
    usual::statements().into_iter().chain(recalls::statements()).collect()
}

/// What a connection that writes begins with.
pub const OPENING: &str = usual::TABLE;
