//! Reminders as work: planning them, claiming what is due, and saying how it ended.

use jiff::Timestamp;

use super::recall::{Result, Store};
use super::record::{Kind, Person, Reminder, ReminderWords, Status};
use super::seal::{Id, platform_code};
use super::sealed::{ClaimedRow, DeliveryRow, Ended, ReminderRow, Table};
use super::{StoreError, rule_form};
use crate::message::{PersonKey, Platform};

/// Most seconds by which a delivery is tried early, so that not everybody's nine o'clock is the same second.
const SPREAD_SECONDS: i64 = 120;

/// A claim on deliveries: a number that nobody else has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease(i64);

/// A reminder whose deliveries are to be planned.
#[derive(Clone, Debug)]
#[expect(clippy::struct_field_names, reason = "the column has this name")]
pub struct Planned {
    pub reminder: Reminder,
    /// Up to when they are planned already, in seconds since 1970.
    pub planned_until: i64,
    /// The version of the time zone rules by which they are planned; empty when nothing is planned yet.
    pub laws: String,
}

/// A delivery taken for sending.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub id: i64,
    /// Seconds since 1970: when the reminder is due, when the session begins, when sending is of no use any more.
    pub occurs_at: i64,
    pub starts_at: i64,
    pub expires_at: i64,
    /// How often it was tried before.
    pub attempts: i64,
    /// It was being sent when a lease ran out: it may have arrived.
    pub interrupted: bool,
    pub reminder: Reminder,
    pub person: Person,
    pub reachable: bool,
}

impl Store {
    /// Active reminders that are not planned up to `until`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn to_plan(&self, until: i64, limit: i64) -> Result<Vec<Planned>> {
        let rows = self.rows.to_plan(until, limit).await?;
        self.plans(rows, until).await
    }

    /// Active reminders that were planned by other time zone rules than these.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn planned_by_other_rules(&self, tzdb: &str, limit: i64) -> Result<Vec<Planned>> {
        let rows = self.rows.planned_by_other_rules(tzdb, limit).await?;
        let until = rows.iter().map(|row| row.planned_until).max().unwrap_or(0);
        self.plans(rows, until).await
    }

    /// A row that cannot be opened is passed by, and must not stand at the head of the queue for ever.
    async fn plans(&self, rows: Vec<ReminderRow>, until: i64) -> Result<Vec<Planned>> {
        let mut plans = Vec::with_capacity(rows.len());
        for row in rows {
            match self.open_reminder(&row) {
                Ok(reminder) => {
                    plans.push(Planned { reminder, planned_until: row.planned_until, laws: row.tzdb_version });
                }
                Err(_) => self.rows.plan(row.id, Vec::new(), until, row.tzdb_version, None).await?,
            }
        }
        Ok(plans)
    }

    /// Writes the deliveries of a reminder from `from` to `until` that are not there yet. With `anew`, those from then on
    /// that nobody has taken are dropped first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn plan(&self, reminder: &Reminder, from: i64, until: i64, tzdb: &str, anew: bool) -> Result<()> {
        let instant = |second| Timestamp::from_second(second).unwrap_or(Timestamp::MIN);
        let mut deliveries = Vec::new();
        for occurrence in reminder.rule.occurrences(instant(from), instant(until)) {
            let occurs_at = occurrence.due_at.as_second();
            let starts_at = occurrence.starts_at.as_second();
            deliveries.push(DeliveryRow {
                id: number()?,
                reminder: reminder.id,
                occurs_at,
                starts_at,
                expires_at: if starts_at > occurs_at { starts_at } else { starts_at + useful_for(reminder.kind) },
                due_at: (occurs_at - spread(reminder.id, occurs_at)).max(from),
            });
        }
        self.rows.plan(reminder.id, deliveries, until, tzdb.to_owned(), anew.then_some(from)).await
    }

    /// Takes deliveries that are due, each for this lease alone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim_due(&self, platform: Platform, now: i64, limit: i64) -> Result<(Lease, Vec<Claimed>)> {
        let lease = Lease(number()?);
        let rows = self.rows.claim_due(platform_code(platform), now, limit, lease.0).await?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in rows {
            match self.open_claimed(&row) {
                Ok(delivery) => claimed.push(delivery),
                // A row that cannot be opened is never sent, and blocks nobody.
                Err(_) => self.rows.finish(row.id, lease.0, Ended::Dead, Some("damaged"), now).await?,
            }
        }
        Ok((lease, claimed))
    }

    /// Marks a delivery as being sent; to be done before the platform is called. `false`: do not send, the lease ran
    /// out or the reminder was stopped in between.
    ///
    /// # Errors
    /// When the database does not answer: do not send then.
    pub async fn begin_send(&self, delivery: i64, lease: Lease, now: i64) -> Result<bool> {
        self.rows.begin_send(delivery, lease.0, now).await
    }

    /// Says how a delivery ended.
    ///
    /// # Errors
    /// When the database does not answer; it is then taken up again when the lease ends.
    pub async fn finish(
        &self,
        delivery: i64,
        lease: Lease,
        ended: Ended,
        failure: Option<&'static str>,
        now: i64,
    ) -> Result<()> {
        self.rows.finish(delivery, lease.0, ended, failure, now).await
    }

    /// Puts a delivery back for a try at `at`; with `count` off this try does not count. `false`: by then it would be
    /// of no use.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn retry(&self, delivery: i64, lease: Lease, at: i64, count: bool) -> Result<bool> {
        self.rows.retry(delivery, lease.0, at, count).await
    }

    /// Ends deliveries that can be of no use any more, and gives those that surely did not arrive.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn expire(&self, platform: Platform, now: i64, limit: i64) -> Result<Vec<Claimed>> {
        let rows = self.rows.expire(platform_code(platform), now, limit, number()?).await?;
        let missed = rows.into_iter().filter(|row| !row.interrupted);
        Ok(missed.filter_map(|row| self.open_claimed(&row).ok()).collect())
    }

    /// The platform does not let us write to this person: nothing more is sent until they write and ask for it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unreachable(&self, person: &PersonKey, now: i64) -> Result<()> {
        self.rows.unreachable(self.sealer.person(person), now).await
    }

    /// The instant for which one platform has the most reminders to send, where they are more than this: platform,
    /// seconds since 1970, reminders.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn fullest_slot(&self, more_than: i64) -> Result<Option<(String, i64, i64)>> {
        self.rows.fullest_slot(more_than).await
    }

    fn open_claimed(&self, row: &ClaimedRow) -> Result<Claimed> {
        Ok(Claimed {
            id: row.id,
            occurs_at: row.occurs_at,
            starts_at: row.starts_at,
            expires_at: row.expires_at,
            attempts: row.attempts,
            interrupted: row.interrupted,
            person: self.open(Table::Person, &row.reminder.person.0, &row.person.sealed)?,
            reachable: row.person.reachable,
            reminder: self.open_reminder(&row.reminder)?,
        })
    }

    pub(super) fn open_reminder(&self, row: &ReminderRow) -> Result<Reminder> {
        let damaged = || StoreError::Damaged { table: "reminder" };
        let words: ReminderWords = self.open(Table::Reminder, &row.id.to_be_bytes(), &row.sealed)?;
        Ok(Reminder {
            id: row.id,
            kind: Kind::ALL.into_iter().find(|kind| kind.code() == row.kind).ok_or_else(damaged)?,
            rule: rule_form::read(row)?,
            status: Status::ALL.into_iter().find(|status| status.code() == row.status).ok_or_else(damaged)?,
            words,
            consent_at: row.consent_at,
            expires_at: row.expires_at,
        })
    }

    pub(super) fn seal_reminder(
        &self,
        reminder: &Reminder,
        person: Id,
        platform: Platform,
        now: i64,
    ) -> Result<ReminderRow> {
        let mut row = ReminderRow {
            id: reminder.id,
            person,
            platform: platform_code(platform),
            sealed: self.seal(Table::Reminder, &reminder.id.to_be_bytes(), &reminder.words)?,
            kind: reminder.kind.code().to_owned(),
            local_time: String::new(),
            weekdays: 0,
            zone: String::new(),
            lead: String::new(),
            paused_until: None,
            skip_dates: String::new(),
            first_day: String::new(),
            last_day: None,
            status: reminder.status.code().to_owned(),
            consent_at: reminder.consent_at,
            // Planned by the planner's next round, by the rules that it has then.
            tzdb_version: String::new(),
            planned_until: now,
            expires_at: reminder.expires_at,
        };
        rule_form::write(&reminder.rule, &mut row);
        Ok(row)
    }
}

/// A number that nobody else has.
pub(super) fn number() -> Result<i64> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::NoRandomness)?;
    Ok(i64::from_be_bytes(bytes) & i64::MAX)
}

/// For how many seconds after its time a reminder is of use that comes at the time itself.
const fn useful_for(kind: Kind) -> i64 {
    match kind {
        Kind::Session => 15 * 60,
        Kind::CheckIn | Kind::Review => 4 * 60 * 60,
    }
}

/// By how much earlier this delivery is tried: the same each time it is planned.
fn spread(reminder: i64, occurs_at: i64) -> i64 {
    let mixed = (reminder ^ occurs_at).wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
    mixed.rem_euclid(SPREAD_SECONDS + 1)
}
