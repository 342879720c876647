//! Statements of what a turn changes beside its conversation.

use super::Connection;
use crate::store::error::StoreError;
use crate::store::seal::Id;
use crate::store::sealed::{ChangeRow, DeliveryRow, ItemRow, ReminderRow};

type Result<T> = std::result::Result<T, StoreError>;

pub const STATEMENTS: &[&str] = &[
    PUT_REMINDER,
    DROP_PLANNED,
    PUT_DELIVERY,
    DELETE_REMINDER,
    PUT_DOCUMENT,
    DELETE_DOCUMENT,
    PUT_CHECK_IN,
    DELETE_CHECK_INS,
];

const PUT_REMINDER: &str = "INSERT INTO reminder (id, person_id, platform, sealed, kind, local_time, weekdays, zone, lead, \
     paused_until, skip_dates, first_day, last_day, status, consent_at, tzdb_version, planned_until, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
     ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, local_time = excluded.local_time, \
     weekdays = excluded.weekdays, zone = excluded.zone, lead = excluded.lead, paused_until = excluded.paused_until, \
     skip_dates = excluded.skip_dates, first_day = excluded.first_day, last_day = excluded.last_day, \
     status = excluded.status, tzdb_version = excluded.tzdb_version, planned_until = excluded.planned_until, \
     expires_at = excluded.expires_at WHERE reminder.person_id = excluded.person_id";
/// Only what nobody has begun to send: a delivery under way asks again before it leaves (`begin_send`).
const DROP_PLANNED: &str = "DELETE FROM delivery WHERE reminder_id = $1 AND state = 'scheduled'";
pub const PUT_DELIVERY: &str = "INSERT INTO delivery (id, reminder_id, platform, occurs_at, starts_at, expires_at, \
     next_attempt_at) SELECT $1, reminder.id, reminder.platform, $3, $4, $5, $6 FROM reminder WHERE reminder.id = $2 \
     ON CONFLICT (reminder_id, occurs_at) DO NOTHING";
const DELETE_REMINDER: &str = "DELETE FROM reminder WHERE id = $1 AND person_id = $2";
const PUT_DOCUMENT: &str = "INSERT INTO document (id, person_id, sealed, expires_at) VALUES ($1, $2, $3, $4)";
const DELETE_DOCUMENT: &str = "DELETE FROM document WHERE id = $1 AND person_id = $2";
const PUT_CHECK_IN: &str = "INSERT INTO check_in (id, person_id, sealed, expires_at) VALUES ($1, $2, $3, $4)";
const DELETE_CHECK_INS: &str = "DELETE FROM check_in WHERE person_id = $1";

pub async fn make(connection: &mut Connection, person: Id, platform: &str, change: &ChangeRow) -> Result<()> {
    match change {
        ChangeRow::Reminder(reminder) => put_reminder(connection, person, platform, reminder).await,
        ChangeRow::Delivery(delivery) => put_delivery(connection, delivery).await,
        ChangeRow::DeleteReminder(id) => delete(connection, DELETE_REMINDER, *id, person).await,
        ChangeRow::Document(item) => put_item(connection, PUT_DOCUMENT, person, item).await,
        ChangeRow::DeleteDocument(id) => delete(connection, DELETE_DOCUMENT, *id, person).await,
        ChangeRow::CheckIn(item) => put_item(connection, PUT_CHECK_IN, person, item).await,
        ChangeRow::DeleteCheckIns => {
            sqlx::query(DELETE_CHECK_INS).bind(person.bytes()).execute(&mut *connection).await?;
            Ok(())
        }
    }
}

async fn put_reminder(connection: &mut Connection, person: Id, platform: &str, reminder: &ReminderRow) -> Result<()> {
    sqlx::query(PUT_REMINDER)
        .bind(reminder.id)
        .bind(person.bytes())
        .bind(platform.to_owned())
        .bind(&reminder.sealed)
        .bind(&reminder.kind)
        .bind(&reminder.local_time)
        .bind(reminder.weekdays)
        .bind(&reminder.zone)
        .bind(&reminder.lead)
        .bind(&reminder.paused_until)
        .bind(&reminder.skip_dates)
        .bind(&reminder.first_day)
        .bind(&reminder.last_day)
        .bind(&reminder.status)
        .bind(reminder.consent_at)
        .bind(&reminder.tzdb_version)
        .bind(reminder.planned_until)
        .bind(reminder.expires_at)
        .execute(&mut *connection)
        .await?;
    sqlx::query(DROP_PLANNED).bind(reminder.id).execute(&mut *connection).await?;
    Ok(())
}

pub async fn put_delivery(connection: &mut Connection, delivery: &DeliveryRow) -> Result<()> {
    sqlx::query(PUT_DELIVERY)
        .bind(delivery.id)
        .bind(delivery.reminder)
        .bind(delivery.occurs_at)
        .bind(delivery.starts_at)
        .bind(delivery.expires_at)
        .bind(delivery.due_at)
        .execute(&mut *connection)
        .await?;
    Ok(())
}

async fn put_item(connection: &mut Connection, sql: &'static str, person: Id, item: &ItemRow) -> Result<()> {
    sqlx::query(sql)
        .bind(item.id)
        .bind(person.bytes())
        .bind(&item.sealed)
        .bind(item.expires_at)
        .execute(&mut *connection)
        .await?;
    Ok(())
}

async fn delete(connection: &mut Connection, sql: &'static str, id: i64, person: Id) -> Result<()> {
    sqlx::query(sql).bind(id).bind(person.bytes()).execute(&mut *connection).await?;
    Ok(())
}
