//! Statements of planning and sending reminders.

use sqlx::Row as _;

use super::turns::reminder_row;
use super::{CLAIM, Connection, Row, changes};
use crate::store::error::StoreError;
use crate::store::seal::Id;
use crate::store::sealed::{ClaimedRow, DeliveryRow, Ended, ReminderRow};

type Result<T> = std::result::Result<T, StoreError>;

pub const STATEMENTS: &[&str] = &[
    TO_PLAN,
    BY_OTHER_RULES,
    DROP_PLANNED,
    PLANNED,
    TAKEN,
    BEGIN,
    FINISH,
    RETRY,
    EXPIRE,
    EXPIRED,
    LET_LEASE_GO,
    UNREACHABLE_PERSON,
    UNREACHABLE_REMINDERS,
    UNREACHABLE_DELIVERIES,
    FULLEST,
];

const TO_PLAN: &str = "SELECT id, person_id, platform, sealed, kind, local_time, weekdays, zone, lead, paused_until, \
     skip_dates, first_day, last_day, status, consent_at, tzdb_version, planned_until, expires_at \
     FROM reminder WHERE status = 'active' AND planned_until < $1 ORDER BY planned_until LIMIT $2";
const BY_OTHER_RULES: &str = "SELECT id, person_id, platform, sealed, kind, local_time, weekdays, zone, lead, paused_until, \
     skip_dates, first_day, last_day, status, consent_at, tzdb_version, planned_until, expires_at \
     FROM reminder WHERE status = 'active' AND tzdb_version <> $1 ORDER BY id LIMIT $2";
const DROP_PLANNED: &str =
    "DELETE FROM delivery WHERE reminder_id = $1 AND state = 'scheduled' AND lease_token IS NULL AND occurs_at >= $2";
const PLANNED: &str = "UPDATE reminder SET planned_until = $2, tzdb_version = $3 WHERE id = $1";

pub async fn to_plan(connection: &mut Connection, until: i64, limit: i64) -> Result<Vec<ReminderRow>> {
    let rows = sqlx::query(TO_PLAN).bind(until).bind(limit).fetch_all(&mut *connection).await?;
    rows.iter().map(|row| reminder_row(row, 0)).collect()
}

pub async fn planned_by_other_rules(connection: &mut Connection, tzdb: &str, limit: i64) -> Result<Vec<ReminderRow>> {
    let rows = sqlx::query(BY_OTHER_RULES).bind(tzdb.to_owned()).bind(limit).fetch_all(&mut *connection).await?;
    rows.iter().map(|row| reminder_row(row, 0)).collect()
}

pub async fn plan(
    connection: &mut Connection,
    reminder: i64,
    deliveries: &[DeliveryRow],
    until: i64,
    tzdb: &str,
    anew_from: Option<i64>,
) -> Result<()> {
    if let Some(from) = anew_from {
        sqlx::query(DROP_PLANNED).bind(reminder).bind(from).execute(&mut *connection).await?;
    }
    for delivery in deliveries {
        changes::put_delivery(connection, delivery).await?;
    }
    sqlx::query(PLANNED).bind(reminder).bind(until).bind(tzdb.to_owned()).execute(&mut *connection).await?;
    Ok(())
}

/// The deliveries of one lease, with the reminder and the person of each.
const TAKEN: &str = "SELECT d.id, d.occurs_at, d.starts_at, d.expires_at, d.attempts, \
     CASE WHEN d.state = 'sending' THEN 1 ELSE 0 END, p.sealed, p.reachable, p.wrote_on, \
     r.id, r.person_id, r.platform, r.sealed, r.kind, r.local_time, r.weekdays, r.zone, r.lead, r.paused_until, \
     r.skip_dates, r.first_day, r.last_day, r.status, r.consent_at, r.tzdb_version, r.planned_until, r.expires_at \
     FROM delivery d JOIN reminder r ON r.id = d.reminder_id JOIN person p ON p.id = r.person_id \
     WHERE d.lease_token = $1 AND d.next_attempt_at IS NOT NULL ORDER BY d.occurs_at, d.id";

/// The instant until which a lease holds: long enough for a send with its time-out, short enough that a crash delays
/// a reminder by two minutes at most.
pub const LEASE_SECONDS: i64 = 120;

pub async fn claim_due(
    connection: &mut Connection,
    platform: &'static str,
    now: i64,
    limit: i64,
    lease: i64,
) -> Result<Vec<ClaimedRow>> {
    let taken = sqlx::query(CLAIM)
        .bind(platform)
        .bind(now)
        .bind(limit)
        .bind(lease)
        .bind(now + LEASE_SECONDS)
        .execute(&mut *connection)
        .await?;
    if taken.rows_affected() == 0 {
        return Ok(Vec::new());
    }
    let rows = sqlx::query(TAKEN).bind(lease).fetch_all(&mut *connection).await?;
    rows.iter().map(claimed_row).collect()
}

fn claimed_row(row: &Row) -> Result<ClaimedRow> {
    let interrupted: i32 = row.try_get(5)?;
    let reachable: i64 = row.try_get(7)?;
    let wrote_on = row.try_get(8)?;
    Ok(ClaimedRow {
        id: row.try_get(0)?,
        occurs_at: row.try_get(1)?,
        starts_at: row.try_get(2)?,
        expires_at: row.try_get(3)?,
        attempts: row.try_get(4)?,
        interrupted: interrupted != 0,
        reminder: reminder_row(row, 9)?,
        person: crate::store::sealed::PersonRow { sealed: row.try_get(6)?, reachable: reachable != 0, wrote_on },
    })
}

const BEGIN: &str = "UPDATE delivery SET state = 'sending', attempts = attempts + 1 WHERE id = $1 AND lease_token = $2 \
     AND next_attempt_at > $3 AND expires_at > $3 AND EXISTS (SELECT 1 FROM reminder r JOIN person p \
     ON p.id = r.person_id WHERE r.id = delivery.reminder_id AND r.status = 'active' AND p.reachable = 1)";
const FINISH: &str = "UPDATE delivery SET state = $3, next_attempt_at = NULL, lease_token = NULL, finished_at = $4, \
     failure = $5 WHERE id = $1 AND lease_token = $2 AND next_attempt_at IS NOT NULL";
const RETRY: &str = "UPDATE delivery SET state = 'scheduled', next_attempt_at = $3, lease_token = NULL, \
     attempts = attempts - $4 WHERE id = $1 AND lease_token = $2 AND $3 < expires_at";

pub async fn begin_send(connection: &mut Connection, delivery: i64, lease: i64, now: i64) -> Result<bool> {
    let begun = sqlx::query(BEGIN).bind(delivery).bind(lease).bind(now).execute(&mut *connection).await?;
    Ok(begun.rows_affected() == 1)
}

pub async fn finish(
    connection: &mut Connection,
    delivery: i64,
    lease: i64,
    ended: Ended,
    failure: Option<&'static str>,
    now: i64,
) -> Result<()> {
    sqlx::query(FINISH)
        .bind(delivery)
        .bind(lease)
        .bind(ended.code())
        .bind(now)
        .bind(failure)
        .execute(&mut *connection)
        .await?;
    Ok(())
}

pub async fn retry(connection: &mut Connection, delivery: i64, lease: i64, at: i64, count: bool) -> Result<bool> {
    let back = sqlx::query(RETRY)
        .bind(delivery)
        .bind(lease)
        .bind(at)
        .bind(i64::from(!count))
        .execute(&mut *connection)
        .await?;
    Ok(back.rows_affected() == 1)
}

/// What was under way when its time ended may have arrived: it is `unknown`, and nobody is told that they missed it.
const EXPIRE: &str = "UPDATE delivery SET state = CASE WHEN state = 'sending' THEN 'unknown' ELSE 'skipped' END, \
     next_attempt_at = NULL, lease_token = $4, finished_at = $2, failure = 'late' WHERE id IN \
     (SELECT id FROM delivery WHERE platform = $1 AND next_attempt_at <= $2 AND expires_at <= $2 \
     ORDER BY next_attempt_at LIMIT $3)";
const EXPIRED: &str = "SELECT d.id, d.occurs_at, d.starts_at, d.expires_at, d.attempts, \
     CASE WHEN d.state = 'unknown' THEN 1 ELSE 0 END, p.sealed, p.reachable, p.wrote_on, \
     r.id, r.person_id, r.platform, r.sealed, r.kind, r.local_time, r.weekdays, r.zone, r.lead, r.paused_until, \
     r.skip_dates, r.first_day, r.last_day, r.status, r.consent_at, r.tzdb_version, r.planned_until, r.expires_at \
     FROM delivery d JOIN reminder r ON r.id = d.reminder_id JOIN person p ON p.id = r.person_id \
     WHERE d.lease_token = $1 ORDER BY d.occurs_at, d.id";
const LET_LEASE_GO: &str = "UPDATE delivery SET lease_token = NULL WHERE lease_token = $1";

pub async fn expire(
    connection: &mut Connection,
    platform: &'static str,
    now: i64,
    limit: i64,
    lease: i64,
) -> Result<Vec<ClaimedRow>> {
    let ended = sqlx::query(EXPIRE).bind(platform).bind(now).bind(limit).bind(lease).execute(&mut *connection).await?;
    if ended.rows_affected() == 0 {
        return Ok(Vec::new());
    }
    let rows = sqlx::query(EXPIRED).bind(lease).fetch_all(&mut *connection).await?;
    sqlx::query(LET_LEASE_GO).bind(lease).execute(&mut *connection).await?;
    rows.iter().map(claimed_row).collect()
}

const UNREACHABLE_PERSON: &str = "UPDATE person SET reachable = 0 WHERE id = $1";
const UNREACHABLE_REMINDERS: &str =
    "UPDATE reminder SET status = 'unreachable' WHERE person_id = $1 AND status IN ('active', 'paused')";
const UNREACHABLE_DELIVERIES: &str = "UPDATE delivery SET state = 'dead', next_attempt_at = NULL, lease_token = NULL, \
     finished_at = $2, failure = 'unreachable' WHERE next_attempt_at IS NOT NULL AND reminder_id IN \
     (SELECT id FROM reminder WHERE person_id = $1)";

pub async fn unreachable(connection: &mut Connection, person: Id, now: i64) -> Result<()> {
    sqlx::query(UNREACHABLE_PERSON).bind(person.bytes()).execute(&mut *connection).await?;
    sqlx::query(UNREACHABLE_REMINDERS).bind(person.bytes()).execute(&mut *connection).await?;
    sqlx::query(UNREACHABLE_DELIVERIES).bind(person.bytes()).bind(now).execute(&mut *connection).await?;
    Ok(())
}

const FULLEST: &str = "SELECT platform, occurs_at, COUNT(*) FROM delivery WHERE next_attempt_at IS NOT NULL \
     GROUP BY platform, occurs_at HAVING COUNT(*) > $1 ORDER BY COUNT(*) DESC LIMIT 1";

pub async fn fullest_slot(connection: &mut Connection, more_than: i64) -> Result<Option<(String, i64, i64)>> {
    let row = sqlx::query(FULLEST).bind(more_than).fetch_optional(&mut *connection).await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).transpose()
}
