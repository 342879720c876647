//! Statements of upkeep: retention, leases, totals, communities, facts, the rotation of keys.

use jiff::tz::TimeZone;
use sqlx::Row as _;

use super::Connection;
use crate::message::Platform;
use crate::store::error::StoreError;
use crate::store::seal::{Id, platform_code};
use crate::store::sealed::{Swept, Table, day_of};

type Result<T> = std::result::Result<T, StoreError>;

const DAY: i64 = 24 * 60 * 60;
/// A platform sends an update again for a day; a week leaves room.
const SEEN_DAYS: i64 = 7;
/// A reply that could not be sent for a day helps nobody any more.
const REPLY_DAYS: i64 = 1;
const DELIVERY_DAYS: i64 = 30;
/// A page's cookie ends a day after the last message; then nobody can come back as the same person.
const WEB_DAYS: i64 = 2;
const PEOPLE_DAYS: i64 = 365;
/// A year can be compared with the one before.
const TOTAL_DAYS: i64 = 400;

const EMPTIED: &str = "UPDATE conversation SET sealed = $3 WHERE id IN \
     (SELECT id FROM conversation WHERE expires_on <= CAST($1 AS BIGINT) / 86400 AND expires_at <= $1 \
     AND LENGTH(sealed) > 0 LIMIT $2)";
const OLD_CONVERSATIONS: &str = "DELETE FROM conversation WHERE id IN (SELECT id FROM conversation \
     WHERE expires_on <= CAST($1 AS BIGINT) / 86400 AND expires_at <= $1 LIMIT $2)";
const OLD_SEEN: &str =
    "DELETE FROM seen WHERE (person_id, id) IN (SELECT person_id, id FROM seen WHERE at <= $1 LIMIT $2)";
const OLD_REPLIES: &str = "DELETE FROM reply WHERE id IN (SELECT id FROM reply WHERE at <= $1 LIMIT $2)";
const OLD_DELIVERIES: &str =
    "DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE finished_at <= $1 LIMIT $2)";
const OLD_REMINDERS: &str =
    "DELETE FROM reminder WHERE id IN (SELECT id FROM reminder WHERE expires_at <= $1 LIMIT $2)";
const OLD_DOCUMENTS: &str =
    "DELETE FROM document WHERE id IN (SELECT id FROM document WHERE expires_at <= $1 LIMIT $2)";
const OLD_CHECK_INS: &str =
    "DELETE FROM check_in WHERE id IN (SELECT id FROM check_in WHERE expires_at <= $1 LIMIT $2)";
/// People who have not written since, and of whom nothing is held.
const OLD_PEOPLE: &str = "DELETE FROM person WHERE id IN (SELECT p.id FROM person p WHERE p.wrote_on <= $1 \
     AND p.platform = $3 AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.person_id = p.id) \
     AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.person_id = p.id) \
     AND NOT EXISTS (SELECT 1 FROM document d WHERE d.person_id = p.id) \
     AND NOT EXISTS (SELECT 1 FROM check_in n WHERE n.person_id = p.id) LIMIT $2)";
const OLD_TOTALS: &str = "DELETE FROM total WHERE (day, name) IN (SELECT day, name FROM total WHERE day < $1 LIMIT $2)";

const TAKE_LEASE: &str = "INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE \
     SET holder = excluded.holder, until = excluded.until WHERE lease.holder = excluded.holder OR lease.until <= $4";
const RELEASE_LEASE: &str = "DELETE FROM lease WHERE name = $1 AND holder = $2";
const ADD_TOTAL: &str = "INSERT INTO total (day, name, amount) VALUES ($1, $2, $3) ON CONFLICT (day, name) DO UPDATE \
     SET amount = total.amount + excluded.amount";
const TOTALS: &str = "SELECT day, name, amount FROM total WHERE day >= $1 AND day <= $2 ORDER BY day, name";
/// Those who wrote last come first.
const REACHED: &str = "SELECT id, sealed FROM person WHERE platform = $1 AND wrote_on >= $2 AND reachable = 1 \
     ORDER BY wrote_on DESC LIMIT $3";
const COMMUNITY: &str = "SELECT sealed FROM community WHERE id = $1";
const PUT_COMMUNITY: &str = "INSERT INTO community (id, platform, sealed) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE \
     SET sealed = excluded.sealed";
const DELETE_COMMUNITY: &str = "DELETE FROM community WHERE id = $1";
const FACT: &str = "SELECT held FROM fact WHERE name = $1";
const PUT_FACT: &str =
    "INSERT INTO fact (name, held) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET held = excluded.held";
const PING: &str = "SELECT 1";

pub const STATEMENTS: &[&str] = &[
    EMPTIED,
    OLD_CONVERSATIONS,
    OLD_SEEN,
    OLD_REPLIES,
    OLD_DELIVERIES,
    OLD_REMINDERS,
    OLD_DOCUMENTS,
    OLD_CHECK_INS,
    OLD_PEOPLE,
    OLD_TOTALS,
    TAKE_LEASE,
    RELEASE_LEASE,
    ADD_TOTAL,
    TOTALS,
    REACHED,
    COMMUNITY,
    PUT_COMMUNITY,
    DELETE_COMMUNITY,
    FACT,
    PUT_FACT,
    PING,
];

/// Lets go of what has had its time, at most `limit` rows of each table.
pub async fn sweep(connection: &mut Connection, now: i64, limit: i64) -> Result<Swept> {
    let emptied = sqlx::query(EMPTIED).bind(now).bind(limit).bind(Vec::<u8>::new()).execute(&mut *connection).await?;
    Ok(Swept {
        emptied: emptied.rows_affected(),
        conversations: drop_old(connection, OLD_CONVERSATIONS, now - DAY, limit).await?,
        seen: drop_old(connection, OLD_SEEN, now - SEEN_DAYS * DAY, limit).await?,
        replies: drop_old(connection, OLD_REPLIES, now - REPLY_DAYS * DAY, limit).await?,
        deliveries: drop_old(connection, OLD_DELIVERIES, now - DELIVERY_DAYS * DAY, limit).await?,
        reminders: drop_old(connection, OLD_REMINDERS, now, limit).await?,
        documents: drop_old(connection, OLD_DOCUMENTS, now, limit).await?,
        check_ins: drop_old(connection, OLD_CHECK_INS, now, limit).await?,
        people: drop_people(connection, now, limit).await?,
        totals: drop_totals(connection, now, limit).await?,
    })
}

async fn drop_old(connection: &mut Connection, sql: &'static str, until: i64, limit: i64) -> Result<u64> {
    Ok(sqlx::query(sql).bind(until).bind(limit).execute(&mut *connection).await?.rows_affected())
}

async fn drop_people(connection: &mut Connection, now: i64, limit: i64) -> Result<u64> {
    let mut gone = 0;
    for platform in Platform::ALL {
        let days = if platform == Platform::Web { WEB_DAYS } else { PEOPLE_DAYS };
        let query = sqlx::query(OLD_PEOPLE).bind(day_of(now) - days).bind(limit).bind(platform_code(platform));
        gone += query.execute(&mut *connection).await?.rows_affected();
    }
    Ok(gone)
}

async fn drop_totals(connection: &mut Connection, now: i64, limit: i64) -> Result<u64> {
    let first = jiff::Timestamp::from_second(now - TOTAL_DAYS * DAY).unwrap_or(jiff::Timestamp::MIN);
    let first = TimeZone::UTC.to_datetime(first).date().to_string();
    Ok(sqlx::query(OLD_TOTALS).bind(first).bind(limit).execute(&mut *connection).await?.rows_affected())
}

pub async fn take_lease(connection: &mut Connection, name: &str, holder: &str, now: i64, seconds: i64) -> Result<bool> {
    let taken = sqlx::query(TAKE_LEASE)
        .bind(name.to_owned())
        .bind(holder.to_owned())
        .bind(now + seconds)
        .bind(now)
        .execute(&mut *connection)
        .await?;
    Ok(taken.rows_affected() == 1)
}

pub async fn release_lease(connection: &mut Connection, name: &str, holder: &str) -> Result<()> {
    sqlx::query(RELEASE_LEASE).bind(name.to_owned()).bind(holder.to_owned()).execute(&mut *connection).await?;
    Ok(())
}

pub async fn add_totals(connection: &mut Connection, day: &str, amounts: &[(String, i64)]) -> Result<()> {
    for (name, amount) in amounts {
        sqlx::query(ADD_TOTAL).bind(day.to_owned()).bind(name).bind(*amount).execute(&mut *connection).await?;
    }
    Ok(())
}

pub async fn totals(connection: &mut Connection, from_day: &str, to_day: &str) -> Result<Vec<(String, String, i64)>> {
    let rows =
        sqlx::query(TOTALS).bind(from_day.to_owned()).bind(to_day.to_owned()).fetch_all(&mut *connection).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}

/// Ids and sealed values of people.
pub async fn reached(
    connection: &mut Connection,
    platform: &'static str,
    since_day: i64,
    limit: i64,
) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
    let query = sqlx::query(REACHED).bind(platform).bind(since_day).bind(limit);
    let rows = query.fetch_all(&mut *connection).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

pub async fn community(connection: &mut Connection, id: Id) -> Result<Option<Vec<u8>>> {
    Ok(sqlx::query_scalar(COMMUNITY).bind(id.bytes()).fetch_optional(&mut *connection).await?)
}

pub async fn put_community(
    connection: &mut Connection,
    id: Id,
    platform: &'static str,
    sealed: Option<&[u8]>,
) -> Result<()> {
    match sealed {
        Some(sealed) => {
            sqlx::query(PUT_COMMUNITY)
                .bind(id.bytes())
                .bind(platform)
                .bind(sealed.to_vec())
                .execute(&mut *connection)
                .await?
        }
        None => sqlx::query(DELETE_COMMUNITY).bind(id.bytes()).execute(&mut *connection).await?,
    };
    Ok(())
}

pub async fn fact(connection: &mut Connection, name: &str) -> Result<Option<Vec<u8>>> {
    Ok(sqlx::query_scalar(FACT).bind(name.to_owned()).fetch_optional(&mut *connection).await?)
}

pub async fn put_fact(connection: &mut Connection, name: &str, held: &[u8]) -> Result<()> {
    sqlx::query(PUT_FACT).bind(name.to_owned()).bind(held.to_vec()).execute(&mut *connection).await?;
    Ok(())
}

pub async fn ping(connection: &mut Connection) -> Result<()> {
    sqlx::query(PING).execute(&mut *connection).await?;
    Ok(())
}

/// The statements that read and replace sealed values of a table.
const fn resealing(table: Table) -> (&'static str, &'static str) {
    match table {
        Table::Person => (
            "SELECT id, sealed FROM person WHERE id > $1 ORDER BY id LIMIT $2",
            "UPDATE person SET sealed = $3 WHERE id = $1 AND sealed = $2",
        ),
        Table::Conversation => (
            "SELECT id, sealed FROM conversation WHERE id > $1 ORDER BY id LIMIT $2",
            "UPDATE conversation SET sealed = $3 WHERE id = $1 AND sealed = $2",
        ),
        Table::Reply => (
            "SELECT id, sealed FROM reply WHERE id > $1 ORDER BY id LIMIT $2",
            "UPDATE reply SET sealed = $3 WHERE id = $1 AND sealed = $2",
        ),
        Table::Reminder => (
            "SELECT id, sealed FROM reminder WHERE id > $1 ORDER BY id LIMIT $2",
            "UPDATE reminder SET sealed = $3 WHERE id = $1 AND sealed = $2",
        ),
        Table::Document => (
            "SELECT id, sealed FROM document WHERE id > $1 ORDER BY id LIMIT $2",
            "UPDATE document SET sealed = $3 WHERE id = $1 AND sealed = $2",
        ),
        Table::CheckIn => (
            "SELECT id, sealed FROM check_in WHERE id > $1 ORDER BY id LIMIT $2",
            "UPDATE check_in SET sealed = $3 WHERE id = $1 AND sealed = $2",
        ),
        Table::Community => (
            "SELECT id, sealed FROM community WHERE id > $1 ORDER BY id LIMIT $2",
            "UPDATE community SET sealed = $3 WHERE id = $1 AND sealed = $2",
        ),
    }
}

/// Every statement that reads or replaces sealed values.
pub fn resealing_statements() -> impl Iterator<Item = &'static str> {
    Table::ALL.into_iter().flat_map(|table| [resealing(table).0, resealing(table).1])
}

pub async fn sealed_of(
    connection: &mut Connection,
    table: Table,
    after: Vec<u8>,
    limit: i64,
) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
    let query = sqlx::query(resealing(table).0);
    let query = if table.has_numbers() { query.bind(number_of(&after)) } else { query.bind(after) };
    let rows = query.bind(limit).fetch_all(&mut *connection).await?;
    let mut sealed = Vec::with_capacity(rows.len());
    for row in rows {
        let id: Vec<u8> =
            if table.has_numbers() { row.try_get::<i64, _>(0)?.to_be_bytes().to_vec() } else { row.try_get(0)? };
        sealed.push((id, row.try_get(1)?));
    }
    Ok(sealed)
}

pub async fn reseal(
    connection: &mut Connection,
    table: Table,
    row: Vec<u8>,
    old: Vec<u8>,
    new: Vec<u8>,
) -> Result<bool> {
    let query = sqlx::query(resealing(table).1);
    let query = if table.has_numbers() { query.bind(number_of(&row)) } else { query.bind(row) };
    Ok(query.bind(old).bind(new).execute(&mut *connection).await?.rows_affected() == 1)
}

fn number_of(row: &[u8]) -> i64 {
    row.try_into().map_or(i64::MIN, i64::from_be_bytes)
}
