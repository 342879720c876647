//! The one writer: takes what has gathered, does it in one transaction, and answers when it is on the disk.

use std::collections::HashSet;
use std::time::Duration;

use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{mpsc, oneshot};

use super::job::{Job, Tell, Undo, Work};
use super::usual::{self, Texts, Then};
use crate::store::error::StoreError;
use crate::store::seal::Id;
use crate::store::sealed::TurnRows;

/// How long confirmations wait for a turn to share its flush. Nobody waits for them; one that a crash takes away means
/// that a reply is sent twice, as if the crash had come so much earlier.
const CONFIRMATIONS_WAIT: Duration = Duration::from_millis(10);

/// Turns in one transaction, at least, where so many wait.
const TURNS: usize = 32;
/// How often others may go on before a transaction begins.
const ROUNDS: usize = 2;

/// What goes into one transaction.
#[derive(Default)]
struct Batch {
    /// Most turns.
    room: usize,
    /// No two of them go on with the same conversation or answer the same update.
    usual: Vec<TurnRows>,
    tells: Vec<Tell>,
    within: HashSet<Id>,
    confirmed: Vec<(Id, Tell)>,
    work: Vec<Box<dyn Work>>,
    close: Option<oneshot::Sender<()>>,
}

impl Batch {
    /// Room for half of the turns where so many jobs wait (each turn has its confirmation). While the second half is
    /// written and flushed, the people of the first are answered, and what they say next is recalled. In one transaction
    /// all would wait for the disk at the same time, and then all for a processor.
    fn of_waiting(jobs: usize) -> Self {
        Self { room: TURNS.max(jobs / 4), ..Self::default() }
    }

    /// Takes a job in, or gives it back to go first into the next transaction.
    fn take(&mut self, job: Job) -> Option<Job> {
        match job {
            Job::Usual(turn, tell) => {
                if self.within.contains(&turn.conversation) || self.within.contains(&turn.update) {
                    return Some(Job::Usual(turn, tell));
                }
                self.within.extend([turn.conversation, turn.update]);
                self.usual.push(*turn);
                self.tells.push(tell);
            }
            Job::Confirm(update, tell) => self.confirmed.push((update, tell)),
            Job::Work(work) => self.work.push(work),
            Job::Close(tell) => self.close = Some(tell),
        }
        None
    }

    /// Bounds how long the first of them waits.
    fn is_full(&self) -> bool {
        self.tells.len() >= self.room || self.len() >= usual::MOST || self.close.is_some()
    }

    fn has_only_confirmations(&self) -> bool {
        self.awaited() == 0 && self.close.is_none()
    }

    /// How many of these somebody waits for.
    fn awaited(&self) -> usize {
        self.tells.len() + self.work.len()
    }

    fn len(&self) -> usize {
        self.tells.len() + self.confirmed.len() + self.work.len()
    }
}

/// Works until it is closed or nobody can send jobs any more.
pub async fn run(mut connection: SqliteConnection, mut jobs: mpsc::Receiver<Job>) {
    let texts = Texts::new();
    let mut left = None;
    let mut closing = None;
    while closing.is_none() {
        let Some(first) = next(&mut left, &mut jobs).await else { break };
        let mut batch = Batch::of_waiting(jobs.len());
        left = batch.take(first);
        fill(&mut batch, &mut left, &mut jobs).await;
        if batch.has_only_confirmations() {
            let company = company(&mut batch, &mut left, &mut jobs);
            // Where none comes they go alone.
            if tokio::time::timeout(CONFIRMATIONS_WAIT, company).await.is_ok() {
                fill(&mut batch, &mut left, &mut jobs).await;
            }
        }
        closing = batch.close.take();
        if batch.len() > 0 {
            together(&mut connection, &texts, batch).await;
        }
    }
    // A connection that does not close cleanly loses nothing: what was answered is on the disk.
    let _closed = connection.close().await;
    if let Some(tell) = closing {
        let _unheard = tell.send(());
    }
}

async fn next(left: &mut Option<Job>, jobs: &mut mpsc::Receiver<Job>) -> Option<Job> {
    match left.take() {
        Some(job) => Some(job),
        None => jobs.recv().await,
    }
}

/// What is there, and what those hand in who could do so at once: their tasks run first. Where nobody can, that takes no
/// time; where many can, not more than two rounds of theirs.
async fn fill(batch: &mut Batch, left: &mut Option<Job>, jobs: &mut mpsc::Receiver<Job>) {
    gather(batch, left, jobs);
    for _ in 0..ROUNDS {
        let before = batch.awaited();
        if left.is_some() || batch.is_full() {
            return;
        }
        tokio::task::yield_now().await;
        gather(batch, left, jobs);
        if batch.awaited() == before {
            return;
        }
    }
}

/// What is there already, as far as it may go into the same transaction.
fn gather(batch: &mut Batch, left: &mut Option<Job>, jobs: &mut mpsc::Receiver<Job>) {
    while left.is_none()
        && !batch.is_full()
        && let Ok(job) = jobs.try_recv()
    {
        *left = batch.take(job);
    }
}

/// Waits for something that somebody waits for, or for the end.
async fn company(batch: &mut Batch, left: &mut Option<Job>, jobs: &mut mpsc::Receiver<Job>) {
    while batch.has_only_confirmations() && !batch.is_full() {
        let Some(job) = jobs.recv().await else { return };
        *left = batch.take(job);
    }
}

/// One transaction. A turn or work that meets a conflict or a damaged row is undone alone; any other failure undoes all
/// of it.
async fn together(connection: &mut SqliteConnection, texts: &Texts, mut batch: Batch) {
    let done = transaction(connection, texts, &mut batch).await;
    if done.is_err() {
        // Fails where the database has rolled back by itself, which is as good.
        let _rolled_back = sqlx::query("ROLLBACK").execute(&mut *connection).await;
    }
    // Who no longer waits for the result does not need it.
    for (number, tell) in batch.tells.into_iter().enumerate() {
        let _unheard = tell.send(match &done {
            Ok(refused) if refused.contains(&number) => Err(StoreError::Conflict),
            Ok(_) => Ok(()),
            Err(error) => Err(error.clone()),
        });
    }
    let undone = done.err();
    for (_, tell) in batch.confirmed {
        let _unheard = tell.send(undone.clone().map_or(Ok(()), Err));
    }
    for work in batch.work {
        work.tell(undone.clone());
    }
}

/// Gives which of the usual turns were left out.
async fn transaction(
    connection: &mut SqliteConnection,
    texts: &Texts,
    batch: &mut Batch,
) -> Result<Vec<usize>, StoreError> {
    let alone = batch.len() == 1;
    let confirmed: Vec<Id> = batch.confirmed.iter().map(|(update, _)| *update).collect();
    let then = if batch.work.is_empty() { Then::Commit } else { Then::More };
    let refused = usual::go(connection, texts, &confirmed, std::mem::take(&mut batch.usual), then).await?;
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
    if then == Then::More {
        sqlx::query("COMMIT").execute(&mut *connection).await?;
    }
    Ok(refused)
}
