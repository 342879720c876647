//! What is handed to the writer, and who waits for it.

use futures::future::BoxFuture;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::oneshot;

use crate::store::error::StoreError;
use crate::store::seal::Id;
use crate::store::sealed::TurnRows;

pub enum Job {
    /// A turn that only goes on with its conversation.
    Usual(Box<TurnRows>, Tell),
    /// A platform has the reply to this update.
    Confirm(Id, Tell),
    Work(Box<dyn Work>),
    /// Everything before it is done, and the connection is closed.
    Close(oneshot::Sender<()>),
}

pub type Tell = oneshot::Sender<Result<(), StoreError>>;

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
pub fn work<T, W>(work: W, undo: Undo, tell: oneshot::Sender<Result<T, StoreError>>) -> Job
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
