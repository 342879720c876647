//! Postgres: for several instances on one database, or one that is run already. Any engine with its protocol will do.
//!
//! Each write is a transaction of its own; the server gathers flushes by itself. Claims pass over rows that another
//! instance holds (`SKIP LOCKED`).

#[path = "../rows/changes.rs"]
#[expect(clippy::duplicate_mod, reason = "one text of the statements for both databases")]
mod changes;
#[path = "../rows/database.rs"]
#[expect(clippy::duplicate_mod, reason = "one text of the statements for both databases")]
mod database;
#[path = "../rows/deliveries.rs"]
#[expect(clippy::duplicate_mod, reason = "one text of the statements for both databases")]
mod deliveries;
#[path = "../rows/turns.rs"]
#[expect(clippy::duplicate_mod, reason = "one text of the statements for both databases")]
mod turns;
#[path = "../rows/upkeep.rs"]
#[expect(clippy::duplicate_mod, reason = "one text of the statements for both databases")]
mod upkeep;

use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

use futures::future::BoxFuture;
use secrecy::{ExposeSecret as _, SecretString};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions, PgQueryResult, PgRow};
use sqlx::{ConnectOptions as _, Connection as _};

use super::error::StoreError;
use super::seal::Id;
use super::sealed::{RecalledRows, TurnRows};

type Connection = PgConnection;
type QueryResult = PgQueryResult;
type Row = PgRow;
type Result<T> = std::result::Result<T, StoreError>;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// A common table expression, because a `LIMIT` sub-query may be run again and then updates more rows than it says.
const CLAIM: &str = "WITH due AS MATERIALIZED (SELECT id FROM delivery WHERE platform = $1 AND next_attempt_at <= $2 \
     ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED) \
     UPDATE delivery SET next_attempt_at = $5, lease_token = $4 FROM due WHERE delivery.id = due.id";

/// A usual turn, all of it in one statement: nothing is changed where the conversation is at another version or the
/// update was seen.
const USUAL: &str = "WITH next AS (UPDATE conversation SET version = version + 1, sealed = $3, expires_at = $4, \
     asked = $5, expires_on = CAST($4 AS BIGINT) / 86400 WHERE id = $1 AND version = $2 \
     AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.person_id = $7 AND seen.id = $6) RETURNING id), \
     kept AS (INSERT INTO reply (id, person_id, platform, sealed, at) SELECT CAST($6 AS BYTEA), CAST($7 AS BYTEA), \
     CAST($9 AS TEXT), CAST($10 AS BYTEA), CAST($8 AS BIGINT) FROM next WHERE CAST($10 AS BYTEA) IS NOT NULL) \
     INSERT INTO seen (id, person_id, at) SELECT CAST($6 AS BYTEA), CAST($7 AS BYTEA), CAST($8 AS BIGINT) FROM next";

/// The platform has the reply to this update.
const CONFIRMED: &str = "DELETE FROM reply WHERE id = $1";

/// A connection that has idled for longer is asked whether it is still there before it is used.
const TRUSTED: Duration = Duration::from_secs(1);

/// An open database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database {
    pool: PgPool,
}

impl Database {
    /// Connects and brings the tables up to date; instances that do so at once wait for each other.
    ///
    /// # Errors
    /// When the address cannot be read, the server does not answer, or the tables cannot be brought up to date.
    pub async fn open(address: &SecretString, connections: u32) -> Result<Self> {
        let options = PgConnectOptions::from_str(address.expose_secret())
            .map_err(|_| StoreError::Database("the address of the database cannot be read".to_owned()))?
            .application_name("handrail")
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(5))
            // A connection that was used a moment ago is there; asking first would double the way of every message.
            .test_before_acquire(false)
            .before_acquire(|connection, about| {
                Box::pin(async move {
                    if about.idle_for > TRUSTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options)
            .await?;
        MIGRATIONS.run(&pool).await.map_err(StoreError::at_migration)?;
        Ok(Self { pool })
    }

    /// A transaction.
    async fn write<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        // Dropped without a commit, it is rolled back.
        let mut transaction = self.pool.begin().await?;
        let done = work(&mut transaction).await?;
        transaction.commit().await?;
        Ok(done)
    }

    /// The same: here nobody shares a transaction.
    async fn write_clean<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        self.write(work).await
    }

    /// One statement: a transaction by itself.
    async fn write_one<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        self.read(work).await
    }

    async fn read<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut Connection) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        work(&mut *self.pool.acquire().await?).await
    }

    async fn recall_rows(&self, asked: turns::Asked) -> Result<RecalledRows> {
        self.read(move |connection| Box::pin(turns::recall(connection, asked))).await
    }

    /// A turn that only goes on with its conversation.
    async fn commit_usual(&self, turn: TurnRows) -> Result<()> {
        let usual = sqlx::query(USUAL)
            .bind(turn.conversation.bytes())
            .bind(turn.version)
            .bind(turn.state)
            .bind(turn.expires_at)
            .bind(i64::from(turn.asked))
            .bind(turn.update.bytes())
            .bind(turn.person.bytes())
            .bind(turn.at)
            .bind(turn.platform)
            .bind(turn.reply);
        match turns::changed(usual.execute(&self.pool).await)? {
            0 => Err(StoreError::Conflict),
            _ => Ok(()),
        }
    }

    async fn confirm_reply(&self, update: Id) -> Result<()> {
        sqlx::query(CONFIRMED).bind(update.bytes()).execute(&self.pool).await?;
        Ok(())
    }

    #[expect(clippy::unused_async, reason = "the other database does it by itself, and waits")]
    async fn copy(&self, _file: &Path) -> Result<()> {
        Err(StoreError::Database("use pg_dump to copy a Postgres database".to_owned()))
    }

    async fn end(&self) {
        self.pool.close().await;
    }
}

/// Every statement of this database, for the test that prepares them all.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    let lists = [
        turns::STATEMENTS,
        changes::STATEMENTS,
        deliveries::STATEMENTS,
        upkeep::STATEMENTS,
        &[CLAIM, USUAL, CONFIRMED],
    ];
    lists.into_iter().flatten().copied().chain(upkeep::resealing_statements()).collect()
}
