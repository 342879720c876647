//! Usual turns and confirmations of a transaction, all in one way to the connection's thread and back.
//!
//! The turns are laid into a table that only this connection sees and that lives in memory. From there each table is
//! written by one statement for all of them. A turn that meets a conflict is taken out before anything is changed.

use std::fmt::Write as _;
use std::sync::Arc;

use sqlx::sqlite::{SqliteArguments, SqliteConnection};
use sqlx::{Arguments as _, AssertSqlSafe, Row as _};

use crate::store::error::StoreError;
use crate::store::seal::Id;
use crate::store::sealed::TurnRows;

/// To be made once on a connection.
pub const TABLE: &str = "CREATE TEMP TABLE turn (number INTEGER PRIMARY KEY, conversation BLOB, version INTEGER, \
     sealed BLOB, expires_at INTEGER, asked INTEGER, seen BLOB, person BLOB, at INTEGER, platform TEXT, reply BLOB)";
const PLACES: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// Replies that platforms have, as a list of their ids in hexadecimal digits.
const CONFIRMED: &str = "DELETE FROM reply WHERE id IN (SELECT unhex(value) FROM json_each(?))";
/// Gives the numbers of those whose conversation is at another version, or whose update was seen or has its reply.
const REFUSED: &str = "DELETE FROM temp.turn WHERE EXISTS (SELECT 1 FROM seen s WHERE s.person_id = turn.person \
     AND s.id = turn.seen) OR EXISTS (SELECT 1 FROM reply r WHERE r.id = turn.seen) OR NOT EXISTS \
     (SELECT 1 FROM conversation c WHERE c.id = turn.conversation AND c.version = turn.version) RETURNING number";
const NEXT: &str = "UPDATE conversation SET version = conversation.version + 1, sealed = t.sealed, \
     expires_at = t.expires_at, asked = t.asked FROM temp.turn t WHERE conversation.id = t.conversation";
/// The index on the day is written for those only whose day is another.
const NEXT_DAY: &str = "UPDATE conversation SET expires_on = t.expires_at / 86400 FROM temp.turn t \
     WHERE conversation.id = t.conversation AND conversation.expires_on <> t.expires_at / 86400";
const SEEN: &str = "INSERT INTO seen (id, person_id, at) SELECT seen, person, at FROM temp.turn";
const KEPT: &str = "INSERT INTO reply (id, person_id, platform, sealed, at) \
     SELECT seen, person, platform, reply, at FROM temp.turn WHERE reply IS NOT NULL";
const EMPTIED: &str = "DELETE FROM temp.turn";

/// For how many turns there are statements: the least that holds them is taken, and places that are left stay empty.
const SIZES: [usize; 6] = [0, 1, 4, 16, 64, MOST];
/// Most turns in one go.
pub const MOST: usize = 256;

/// Whether more is done in the same transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    Commit,
    More,
}

/// The statements, by size: with the end of the transaction, and without.
pub struct Texts([(Arc<str>, Arc<str>); SIZES.len()]);

impl Texts {
    pub fn new() -> Self {
        Self(SIZES.map(|size| (text(size, Then::Commit).into(), text(size, Then::More).into())))
    }

    fn of(&self, turns: usize, then: Then) -> Arc<str> {
        let size = SIZES.iter().position(|size| turns <= *size).unwrap_or(SIZES.len() - 1);
        let (whole, open) = &self.0[size];
        Arc::clone(if then == Then::Commit { whole } else { open })
    }
}

/// Every statement, for the test that prepares them all.
pub fn statements() -> Vec<String> {
    SIZES.iter().map(|size| text(*size, Then::Commit)).collect()
}

fn text(size: usize, then: Then) -> String {
    let mut text = format!("BEGIN IMMEDIATE; {CONFIRMED}");
    if size > 0 {
        let places = [PLACES].repeat(size).join(", ");
        // Writing into a text cannot fail.
        let _written = write!(
            text,
            "; INSERT INTO temp.turn SELECT * FROM (VALUES {places}) WHERE column1 IS NOT NULL; \
             {REFUSED}; {NEXT}; {NEXT_DAY}; {SEEN}; {KEPT}; {EMPTIED}"
        );
    }
    if then == Then::Commit {
        text.push_str("; COMMIT");
    }
    text
}

/// Begins a transaction, does all this, and ends it unless there is more to do. Gives the numbers of the turns that met a
/// conflict and were left out. On an error the caller rolls back.
pub async fn go(
    connection: &mut SqliteConnection,
    texts: &Texts,
    confirmed: &[Id],
    turns: Vec<TurnRows>,
    then: Then,
) -> Result<Vec<usize>, StoreError> {
    let text = texts.of(turns.len(), then);
    let mut arguments = SqliteArguments::default();
    let ids: Vec<String> = confirmed.iter().map(|update| format!("\"{}\"", update.digits())).collect();
    let bound = arguments.add(format!("[{}]", ids.join(",")));
    let bound = bound
        .and_then(|()| turns.into_iter().enumerate().try_for_each(|(number, turn)| lay(&mut arguments, number, turn)));
    bound.map_err(|error| StoreError::Database(error.to_string()))?;
    let refused = sqlx::query_with(AssertSqlSafe(text), arguments).fetch_all(connection).await?;
    refused.iter().map(|row| Ok(usize::try_from(row.try_get::<i64, _>(0)?).unwrap_or(usize::MAX))).collect()
}

fn lay(arguments: &mut SqliteArguments, number: usize, turn: TurnRows) -> Result<(), sqlx::error::BoxDynError> {
    arguments.add(i64::try_from(number)?)?;
    arguments.add(turn.conversation.bytes())?;
    arguments.add(turn.version)?;
    arguments.add(turn.state)?;
    arguments.add(turn.expires_at)?;
    arguments.add(i64::from(turn.asked))?;
    arguments.add(turn.update.bytes())?;
    arguments.add(turn.person.bytes())?;
    arguments.add(turn.at)?;
    arguments.add(turn.platform)?;
    arguments.add(turn.reply)
}
