//! Statements of a turn. Compiled once for each database: `super` says which.

use super::{Connection, QueryResult, Row, changes};
use crate::store::error::StoreError;
use crate::store::seal::Id;
use crate::store::sealed::{ConversationRow, ItemRow, PersonRow, RecalledRows, ReminderRow, TurnRows, day_of};
use sqlx::Row as _;

type Result<T> = std::result::Result<T, StoreError>;

/// All that a usual turn needs, in one statement. A conversation without its person is none.
const KNOWN: &str = "SELECT p.sealed, p.reachable, p.wrote_on, c.version, c.sealed, c.expires_at, c.asked, \
     (SELECT COUNT(*) FROM seen WHERE person_id = $2 AND id = $3), \
     (SELECT COUNT(*) FROM reminder WHERE person_id = $2) + (SELECT COUNT(*) FROM document WHERE person_id = $2) \
     + (SELECT COUNT(*) FROM check_in WHERE person_id = $2) \
     FROM person p LEFT JOIN conversation c ON c.id = $1 WHERE p.id = $2";
const REPLY: &str = "SELECT sealed FROM reply WHERE id = $1";
const REMINDERS: &str = "SELECT id, person_id, platform, sealed, kind, local_time, weekdays, zone, lead, paused_until, \
     skip_dates, first_day, last_day, status, consent_at, tzdb_version, planned_until, expires_at \
     FROM reminder WHERE person_id = $1 ORDER BY consent_at, id";
const DOCUMENTS: &str =
    "SELECT id, sealed, expires_at FROM document WHERE person_id = $1 AND expires_at > $2 ORDER BY id";
const CHECK_INS: &str = "SELECT id, sealed, expires_at FROM check_in WHERE person_id = $1 AND expires_at > $2 \
     ORDER BY expires_at, id";

pub const STATEMENTS: &[&str] = &[
    KNOWN,
    REPLY,
    REMINDERS,
    DOCUMENTS,
    CHECK_INS,
    PUT_PERSON,
    PUT_SEEN,
    UNDO_SEEN,
    NEW_CONVERSATION,
    NEXT_CONVERSATION,
    PUT_REPLY,
    UNSENT,
    FORGET,
];

/// Whose message it is that came in, and which.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub conversation: Id,
    pub person: Id,
    pub update: Id,
    pub now: i64,
}

/// What one look finds.
pub struct Found {
    pub recalled: RecalledRows,
    /// Reminders, documents or check-ins.
    holds_more: bool,
}

impl Found {
    /// Reads a row of [`KNOWN`]. Whatever belongs to a person goes with their row, so that without it there is nothing.
    pub fn read(row: Option<&Row>, now: i64) -> Result<Self> {
        let Some(row) = row else { return Ok(Self { recalled: RecalledRows::default(), holds_more: false }) };
        let (reachable, wrote_on): (i64, i64) = (row.try_get(1)?, row.try_get(2)?);
        let (seen, held): (i64, i64) = (row.try_get(7)?, row.try_get(8)?);
        let recalled = RecalledRows {
            conversation: conversation_row(row, now)?,
            person: Some(PersonRow { sealed: row.try_get(0)?, reachable: reachable != 0, wrote_on }),
            seen: seen > 0,
            ..RecalledRows::default()
        };
        Ok(Self { recalled, holds_more: held > 0 })
    }

    /// Whether one look was enough, as it is for a usual turn.
    pub const fn is_whole(&self) -> bool {
        !(self.recalled.seen || self.holds_more)
    }

    /// Reads the rest.
    pub async fn complete(self, connection: &mut Connection, asked: Asked) -> Result<RecalledRows> {
        let Self { mut recalled, holds_more } = self;
        let Asked { person, update, now, .. } = asked;
        if recalled.seen {
            recalled.reply = sqlx::query_scalar(REPLY).bind(update.bytes()).fetch_optional(&mut *connection).await?;
        }
        if holds_more {
            recalled.reminders = reminders(connection, person).await?;
            recalled.documents = items(connection, DOCUMENTS, person, now).await?;
            recalled.check_ins = items(connection, CHECK_INS, person, now).await?;
        }
        Ok(recalled)
    }
}

/// The row of [`KNOWN`].
pub async fn look(connection: &mut Connection, asked: Asked) -> Result<Option<Row>> {
    let known = sqlx::query(KNOWN)
        .bind(asked.conversation.bytes())
        .bind(asked.person.bytes())
        .bind(asked.update.bytes())
        .fetch_optional(&mut *connection)
        .await?;
    Ok(known)
}

/// Everything, on one connection.
pub async fn recall(connection: &mut Connection, asked: Asked) -> Result<RecalledRows> {
    let row = look(connection, asked).await?;
    let found = Found::read(row.as_ref(), asked.now)?;
    if found.is_whole() { Ok(found.recalled) } else { found.complete(connection, asked).await }
}

fn conversation_row(row: &Row, now: i64) -> Result<Option<ConversationRow>> {
    let Some(version) = row.try_get::<Option<i64>, _>(3)? else { return Ok(None) };
    let (expires_at, asked): (i64, i64) = (row.try_get(5)?, row.try_get(6)?);
    let sealed = if expires_at > now { Some(row.try_get(4)?) } else { None };
    Ok(Some(ConversationRow { version, sealed, asked: asked != 0 }))
}

async fn reminders(connection: &mut Connection, person: Id) -> Result<Vec<ReminderRow>> {
    let rows = sqlx::query(REMINDERS).bind(person.bytes()).fetch_all(&mut *connection).await?;
    rows.iter().map(|row| reminder_row(row, 0)).collect()
}

async fn items(connection: &mut Connection, sql: &'static str, person: Id, now: i64) -> Result<Vec<ItemRow>> {
    let rows = sqlx::query(sql).bind(person.bytes()).bind(now).fetch_all(&mut *connection).await?;
    let item = |row: &Row| Ok(ItemRow { id: row.try_get(0)?, sealed: row.try_get(1)?, expires_at: row.try_get(2)? });
    rows.iter().map(item).collect()
}

/// Reads a reminder whose columns begin at `first`, in the order of the table.
pub fn reminder_row(row: &Row, first: usize) -> Result<ReminderRow> {
    let person: Vec<u8> = row.try_get(first + 1)?;
    let platform: String = row.try_get(first + 2)?;
    Ok(ReminderRow {
        id: row.try_get(first)?,
        person: Id(person.try_into().map_err(|_| StoreError::Damaged { table: "reminder" })?),
        platform: crate::store::seal::platform_named(&platform).ok_or(StoreError::Damaged { table: "reminder" })?,
        sealed: row.try_get(first + 3)?,
        kind: row.try_get(first + 4)?,
        local_time: row.try_get(first + 5)?,
        weekdays: row.try_get(first + 6)?,
        zone: row.try_get(first + 7)?,
        lead: row.try_get(first + 8)?,
        paused_until: row.try_get(first + 9)?,
        skip_dates: row.try_get(first + 10)?,
        first_day: row.try_get(first + 11)?,
        last_day: row.try_get(first + 12)?,
        status: row.try_get(first + 13)?,
        consent_at: row.try_get(first + 14)?,
        tzdb_version: row.try_get(first + 15)?,
        planned_until: row.try_get(first + 16)?,
        expires_at: row.try_get(first + 17)?,
    })
}

const PUT_PERSON: &str = "INSERT INTO person (id, platform, sealed, reachable, wrote_on) VALUES ($1, $2, $3, 1, $4) \
     ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, reachable = 1, wrote_on = excluded.wrote_on";
const PUT_SEEN: &str =
    "INSERT INTO seen (id, person_id, at) VALUES ($1, $2, $3) ON CONFLICT (person_id, id) DO NOTHING";
const UNDO_SEEN: &str = "DELETE FROM seen WHERE person_id = $2 AND id = $1";
const NEW_CONVERSATION: &str = "INSERT INTO conversation (id, person_id, version, sealed, expires_at, asked, expires_on) \
     VALUES ($1, $2, 1, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING";
const NEXT_CONVERSATION: &str = "UPDATE conversation SET version = version + 1, sealed = $3, expires_at = $4, asked = $5, \
     expires_on = $6 WHERE id = $1 AND version = $2";
const PUT_REPLY: &str = "INSERT INTO reply (id, person_id, platform, sealed, at) VALUES ($1, $2, $3, $4, $5)";

/// One turn. The caller holds the transaction; an error undoes all of it. A turn that leaves the person's row alone
/// meets its conflicts before it has changed anything, and needs no undoing.
pub async fn commit_turn(connection: &mut Connection, turn: &TurnRows) -> Result<()> {
    let TurnRows { person, update, platform, at, .. } = turn;
    if let Some(sealed) = &turn.person_sealed {
        sqlx::query(PUT_PERSON)
            .bind(person.bytes())
            .bind(*platform)
            .bind(sealed)
            .bind(day_of(*at))
            .execute(&mut *connection)
            .await?;
    }
    let seen = sqlx::query(PUT_SEEN).bind(update.bytes()).bind(person.bytes()).bind(*at);
    if changed(seen.execute(&mut *connection).await)? != 1 {
        return Err(StoreError::Conflict);
    }
    if put_conversation(connection, turn).await? != 1 {
        sqlx::query(UNDO_SEEN).bind(update.bytes()).bind(person.bytes()).execute(&mut *connection).await?;
        return Err(StoreError::Conflict);
    }
    if let Some(reply) = &turn.reply {
        sqlx::query(PUT_REPLY)
            .bind(update.bytes())
            .bind(person.bytes())
            .bind(*platform)
            .bind(reply)
            .bind(*at)
            .execute(&mut *connection)
            .await?;
    }
    for change in &turn.changes {
        changes::make(connection, *person, platform, change).await?;
    }
    Ok(())
}

/// How many rows that were: none when another instance was faster.
async fn put_conversation(connection: &mut Connection, turn: &TurnRows) -> Result<u64> {
    let query = sqlx::query(if turn.version == 0 { NEW_CONVERSATION } else { NEXT_CONVERSATION });
    let query = query.bind(turn.conversation.bytes());
    let query = if turn.version == 0 { query.bind(turn.person.bytes()) } else { query.bind(turn.version) };
    let query = query.bind(&turn.state).bind(turn.expires_at).bind(i64::from(turn.asked)).bind(day_of(turn.expires_at));
    Ok(query.execute(&mut *connection).await?.rows_affected())
}

/// How many rows were changed. A person whose row is gone was forgotten in between, a row that is there was put there in
/// between: the turn is to be taken anew.
pub fn changed(done: std::result::Result<QueryResult, sqlx::Error>) -> Result<u64> {
    match done {
        Ok(done) => Ok(done.rows_affected()),
        Err(sqlx::Error::Database(error)) if error.is_foreign_key_violation() || error.is_unique_violation() => {
            Err(StoreError::Conflict)
        }
        Err(error) => Err(error.into()),
    }
}

const UNSENT: &str = "SELECT id, sealed FROM reply WHERE platform = $1 AND at < $2 ORDER BY at LIMIT $3";
const FORGET: &str = "DELETE FROM person WHERE id = $1";

pub async fn unsent(
    connection: &mut Connection,
    platform: &'static str,
    before: i64,
    limit: i64,
) -> Result<Vec<(Id, Vec<u8>)>> {
    let rows = sqlx::query(UNSENT).bind(platform).bind(before).bind(limit).fetch_all(&mut *connection).await?;
    rows.iter()
        .map(|row| {
            let id: Vec<u8> = row.try_get(0)?;
            Ok((Id(id.try_into().map_err(|_| StoreError::Damaged { table: "reply" })?), row.try_get(1)?))
        })
        .collect()
}

/// Everything of a person: the other tables follow by their foreign keys.
pub async fn forget(connection: &mut Connection, person: Id) -> Result<()> {
    sqlx::query(FORGET).bind(person.bytes()).execute(&mut *connection).await?;
    Ok(())
}
