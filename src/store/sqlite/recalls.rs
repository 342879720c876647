//! Recalls that have gathered are answered by one look, so that many people cost one way to a connection's thread and
//! back. What only a few need is read afterwards, by each for itself.

use std::sync::Arc;

use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqlitePool, SqliteRow};
use sqlx::{Arguments as _, AssertSqlSafe, Row as _};
use tokio::sync::{mpsc, oneshot};

use super::turns::{self, Asked};
use crate::store::error::StoreError;

type Result<T> = std::result::Result<T, StoreError>;

/// For how many there are statements: the least that holds them is taken, and places that are left stay empty.
const SIZES: [usize; 3] = [4, 16, MOST];
/// Most in one look: bounds how long the first of them waits.
const MOST: usize = 64;

/// Somebody who waits for what a look finds.
pub struct Recall {
    pub asked: Asked,
    pub tell: oneshot::Sender<Result<Option<SqliteRow>>>,
}

/// The statements, by size.
struct Texts([Arc<str>; SIZES.len()]);

impl Texts {
    fn of(&self, recalls: usize) -> Arc<str> {
        let size = SIZES.iter().position(|size| recalls <= *size).unwrap_or(SIZES.len() - 1);
        Arc::clone(&self.0[size])
    }
}

/// Every statement, for the test that prepares them all.
pub fn statements() -> Vec<String> {
    SIZES.map(text).to_vec()
}

/// The columns of `turns::KNOWN`, and then whose they are. The places come first: people are found by their ids.
fn text(size: usize) -> String {
    let places: Vec<String> = (0..size).map(|number| format!("(?, ?, ?, {number})")).collect();
    format!(
        "SELECT p.sealed, p.reachable, p.wrote_on, c.version, c.sealed, c.expires_at, c.asked, \
         (SELECT COUNT(*) FROM seen WHERE person_id = p.id AND id = a.column3), \
         (SELECT COUNT(*) FROM reminder WHERE person_id = p.id) + (SELECT COUNT(*) FROM document WHERE person_id = p.id) \
         + (SELECT COUNT(*) FROM check_in WHERE person_id = p.id), a.column4 \
         FROM (VALUES {}) AS a CROSS JOIN person p ON p.id = a.column2 LEFT JOIN conversation c ON c.id = a.column1",
        places.join(", ")
    )
}

/// Answers until the readers are closed or nobody can ask any more.
pub async fn run(readers: SqlitePool, mut recalls: mpsc::Receiver<Recall>) {
    let texts = Texts(SIZES.map(|size| text(size).into()));
    let closed = readers.close_event();
    tokio::pin!(closed);
    let mut gathered = Vec::with_capacity(MOST);
    loop {
        let count = tokio::select! {
            () = &mut closed => return,
            count = recalls.recv_many(&mut gathered, MOST) => count,
        };
        if count == 0 {
            return;
        }
        match readers.acquire().await {
            Ok(mut connection) => answer(&mut connection, &texts, &mut gathered).await,
            Err(error) => {
                let error = StoreError::from(error);
                gathered.drain(..).for_each(|recall| tell(recall, Err(error.clone())));
            }
        }
    }
}

/// Where one look for all fails, each has a look of its own: what is wrong with one is no other's matter.
async fn answer(connection: &mut SqliteConnection, texts: &Texts, gathered: &mut Vec<Recall>) {
    if gathered.len() > 1
        && let Ok(found) = together(connection, texts, gathered).await
    {
        gathered.drain(..).zip(found).for_each(|(recall, row)| tell(recall, Ok(row)));
    }
    for recall in gathered.drain(..) {
        let found = turns::look(connection, recall.asked).await;
        tell(recall, found);
    }
}

fn tell(recall: Recall, found: Result<Option<SqliteRow>>) {
    // Who no longer waits does not need it.
    let _unheard = recall.tell.send(found);
}

async fn together(
    connection: &mut SqliteConnection,
    texts: &Texts,
    gathered: &[Recall],
) -> Result<Vec<Option<SqliteRow>>> {
    let mut arguments = SqliteArguments::default();
    for Recall { asked, .. } in gathered {
        for id in [asked.conversation, asked.person, asked.update] {
            arguments.add(id.bytes()).map_err(|error| StoreError::Database(error.to_string()))?;
        }
    }
    let query = sqlx::query_with(AssertSqlSafe(texts.of(gathered.len())), arguments);
    let mut found: Vec<Option<SqliteRow>> = gathered.iter().map(|_| None).collect();
    for row in query.fetch_all(connection).await? {
        let number = usize::try_from(row.try_get::<i64, _>(9)?).unwrap_or(usize::MAX);
        if let Some(place) = found.get_mut(number) {
            *place = Some(row);
        }
    }
    Ok(found)
}
