//! The one writer: takes what has gathered, does it in one transaction, and answers when it is on the disk.

use futures::future::BoxFuture;
use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{mpsc, oneshot};

use crate::store::error::StoreError;
use crate::store::seal::Id;

/// Replies that platforms have, as a list of their ids in hexadecimal digits.
pub const CONFIRMED: &str = "DELETE FROM reply WHERE id IN (SELECT unhex(value) FROM json_each($1))";

/// Most jobs in one transaction: bounds how long the first of them waits.
const MOST: usize = 256;

pub enum Job {
    Work(Box<dyn Work>),
    /// A platform has the reply to this update.
    Confirm(Id, Tell),
    /// Everything before it is done, and the connection is closed.
    Close(oneshot::Sender<()>),
}

type Tell = oneshot::Sender<Result<(), StoreError>>;

/// What goes into one transaction.
#[derive(Default)]
struct Batch {
    work: Vec<Box<dyn Work>>,
    confirmed: Vec<(Id, Tell)>,
}

/// What has to be undone where work meets a conflict or a damaged row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    /// What it has done so far, and nothing of its neighbours.
    Alone,
    /// Nothing: it meets them before it changes anything.
    Nothing,
}

/// Something to do in a transaction, and somebody who waits for it.
pub trait Work: Send {
    fn undo(&self) -> Undo;
    /// Does it. Gives what went wrong, if anything.
    fn run<'a>(&'a mut self, connection: &'a mut SqliteConnection) -> BoxFuture<'a, Option<StoreError>>;
    /// Tells the result once it is on the disk, or what undid it.
    fn tell(self: Box<Self>, undone: Option<StoreError>);
}

struct Piece<T, W> {
    work: Option<W>,
    undo: Undo,
    result: Option<Result<T, StoreError>>,
    tell: oneshot::Sender<Result<T, StoreError>>,
}

/// Wraps work whose result goes to `tell` once it is on the disk.
pub fn job<T, W>(work: W, undo: Undo, tell: oneshot::Sender<Result<T, StoreError>>) -> Job
where
    T: Send + 'static,
    W: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, StoreError>> + Send + 'static,
{
    Job::Work(Box::new(Piece { work: Some(work), undo, result: None, tell }))
}

impl<T, W> Work for Piece<T, W>
where
    T: Send + 'static,
    W: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, StoreError>> + Send + 'static,
{
    fn undo(&self) -> Undo {
        self.undo
    }

    fn run<'a>(&'a mut self, connection: &'a mut SqliteConnection) -> BoxFuture<'a, Option<StoreError>> {
        Box::pin(async move {
            let work = self.work.take()?;
            let result = work(connection).await;
            let failed = result.as_ref().err().cloned();
            self.result = Some(result);
            failed
        })
    }

    fn tell(self: Box<Self>, undone: Option<StoreError>) {
        let result = match (undone, self.result) {
            (Some(error), _) => Err(error),
            (None, Some(result)) => result,
            (None, None) => Err(StoreError::Closed),
        };
        // Who no longer waits for the result does not need it.
        let _unheard = self.tell.send(result);
    }
}

/// Works until it is closed or nobody can send jobs any more.
pub async fn run(mut connection: SqliteConnection, mut jobs: mpsc::Receiver<Job>) {
    let mut closing = None;
    while closing.is_none() {
        let Some(first) = jobs.recv().await else { break };
        let mut batch = Batch::default();
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Work(work) => batch.work.push(work),
                Job::Confirm(update, tell) => batch.confirmed.push((update, tell)),
                Job::Close(tell) => {
                    closing = Some(tell);
                    break;
                }
            }
            next = if batch.work.len() + batch.confirmed.len() < MOST { jobs.try_recv().ok() } else { None };
        }
        if !(batch.work.is_empty() && batch.confirmed.is_empty()) {
            together(&mut connection, batch).await;
        }
    }
    // A connection that does not close cleanly loses nothing: what was answered is on the disk.
    let _closed = connection.close().await;
    if let Some(tell) = closing {
        let _unheard = tell.send(());
    }
}

/// One transaction. Work that meets a conflict or a damaged row is undone alone; any other failure undoes all of it.
async fn together(connection: &mut SqliteConnection, mut batch: Batch) {
    let undone = transaction(connection, &mut batch).await.err();
    if undone.is_some() {
        // Fails where the database has rolled back by itself, which is as good.
        let _rolled_back = sqlx::query("ROLLBACK").execute(&mut *connection).await;
    }
    for work in batch.work {
        work.tell(undone.clone());
    }
    for (_, tell) in batch.confirmed {
        let _unheard = tell.send(undone.clone().map_or(Ok(()), Err));
    }
}

async fn transaction(connection: &mut SqliteConnection, batch: &mut Batch) -> Result<(), StoreError> {
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *connection).await?;
    let alone = batch.work.len() == 1 && batch.confirmed.is_empty();
    if !batch.confirmed.is_empty() {
        let ids: Vec<String> = batch.confirmed.iter().map(|(update, _)| format!("\"{}\"", update.digits())).collect();
        sqlx::query(CONFIRMED).bind(format!("[{}]", ids.join(","))).execute(&mut *connection).await?;
    }
    for work in &mut batch.work {
        let marked = !alone && work.undo() == Undo::Alone;
        if marked {
            sqlx::query("SAVEPOINT one").execute(&mut *connection).await?;
        }
        match work.run(&mut *connection).await {
            None if marked => {
                sqlx::query("RELEASE one").execute(&mut *connection).await?;
            }
            None => {}
            Some(StoreError::Conflict | StoreError::Damaged { .. }) if marked => {
                sqlx::query("ROLLBACK TO one").execute(&mut *connection).await?;
                sqlx::query("RELEASE one").execute(&mut *connection).await?;
            }
            Some(StoreError::Conflict) if work.undo() == Undo::Nothing => {}
            Some(error) => return Err(error),
        }
    }
    sqlx::query("COMMIT").execute(&mut *connection).await?;
    Ok(())
}
