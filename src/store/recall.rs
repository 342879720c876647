//! Recalling and committing turns: the sealing layer over the rows.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::StoreError;
use super::record::{Change, CheckIn, Document, Held, Item, Kept, PendingReply, Person, Reminder};
use super::seal::{Id, Sealer, platform_code};
use super::sealed::{ChangeRow, DeliveryRow, ItemRow, RecalledRows, Rows, Table, TurnRows, day_of};
use super::work;
use crate::message::{ConversationKey, PersonKey, Platform};

pub type Result<T> = std::result::Result<T, StoreError>;

/// The form of sealed records. Another number is not read.
const FORM: u8 = 1;

/// Bytes of an id that name a receipt.
const NAME: usize = 10;

/// An open store. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) rows: Arc<dyn Rows>,
    pub(super) sealer: Arc<Sealer>,
}

/// What is known when a message comes in.
#[derive(Clone, Debug, Default)]
pub struct Recalled {
    pub conversation: Option<Kept>,
    /// A question waits for an answer.
    pub asked: bool,
    /// A question waited, and its guide has been let go since.
    pub lapsed: bool,
    /// To be given back with the turn; 0 for a conversation that is not kept.
    pub version: i64,
    pub person: Option<Person>,
    /// Their row is there and cannot be opened: the next turn makes it anew.
    pub damaged: bool,
    /// The day since 1970 on which they last wrote; nothing for somebody unknown or out of reach.
    pub wrote_on: Option<i64>,
    /// The platform let nobody write to them, and this is their first message since.
    pub unreachable: bool,
    /// This update was answered before.
    pub seen: bool,
    /// Its reply, if no platform has confirmed it.
    pub reply: Option<PendingReply>,
    pub held: Held,
}

/// One turn to commit.
#[derive(Clone, Debug)]
pub struct Turn<'a> {
    pub key: &'a ConversationKey,
    /// The platform's id of the update.
    pub update: &'a str,
    pub version: i64,
    /// Nothing where their row stays as it is: see [`Recalled::is_news`].
    pub person: Option<&'a Person>,
    pub conversation: &'a Kept,
    /// From when on the conversation counts no more, in seconds since 1970.
    pub expires_at: i64,
    /// Whether a question waits for an answer.
    pub asked: bool,
    /// To be sent again after a crash; nothing for what is never kept.
    pub reply: Option<&'a PendingReply>,
    pub changes: &'a [Change],
    /// Seconds since 1970.
    pub now: i64,
}

/// Proof that a reply was committed; to be given back when the platform has it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Receipt(pub(super) Id);

impl Recalled {
    /// Whether the person's row has to be written with a turn at `now`: it says something else, they could not be
    /// reached, or it is their first turn of a day.
    #[must_use]
    pub fn is_news(&self, person: &Person, now: i64) -> bool {
        self.wrote_on != Some(day_of(now)) || self.person.as_ref() != Some(person)
    }
}

impl Receipt {
    /// The same for the same update, in this process and in the next; nobody can tell the update from it.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.0.iter().take(NAME).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(a receipt)")
    }
}

impl Store {
    #[must_use]
    pub fn new(rows: Arc<dyn Rows>, sealer: Sealer) -> Self {
        Self { rows, sealer: Arc::new(sealer) }
    }

    /// What is known of a conversation and its person, and whether the update was answered before.
    ///
    /// # Errors
    /// When the database does not answer, or a key is missing. A damaged conversation is none, a damaged person unknown.
    pub async fn recall(&self, key: &ConversationKey, update: &str, now: i64) -> Result<Recalled> {
        let conversation = self.sealer.conversation(key);
        let person = self.sealer.person(&key.person);
        let update = self.sealer.update(key.person.platform, update);
        let rows = self.rows.recall(conversation, person, update, now).await?;
        self.open_recalled(&rows, conversation, person, update)
    }

    fn open_recalled(&self, rows: &RecalledRows, conversation: Id, person: Id, update: Id) -> Result<Recalled> {
        // Whoever damaged it, the person begins anew instead of getting no answer.
        let sealed = rows.conversation.as_ref().and_then(|row| row.sealed.as_ref());
        let kept = sealed.and_then(|sealed| self.open(Table::Conversation, &conversation.0, sealed).ok());
        let known = match rows.person.as_ref().map(|row| self.open(Table::Person, &person.0, &row.sealed)).transpose() {
            Err(StoreError::Damaged { .. }) => None,
            known => known?,
        };
        Ok(Recalled {
            lapsed: kept.is_none() && rows.conversation.as_ref().is_some_and(|row| row.asked),
            asked: kept.is_some() && rows.conversation.as_ref().is_some_and(|row| row.asked),
            conversation: kept,
            version: rows.conversation.as_ref().map_or(0, |row| row.version),
            damaged: known.is_none() && rows.person.is_some(),
            person: known,
            unreachable: rows.person.as_ref().is_some_and(|row| !row.reachable),
            wrote_on: rows.person.as_ref().filter(|row| row.reachable).map(|row| row.wrote_on),
            seen: rows.seen,
            reply: rows.reply.as_ref().and_then(|sealed| self.open(Table::Reply, &update.0, sealed).ok()),
            held: Held {
                reminders: rows.reminders.iter().filter_map(|row| self.open_reminder(row).ok()).collect(),
                documents: self.open_items::<Document>(Table::Document, &rows.documents),
                check_ins: self.open_items::<CheckIn>(Table::CheckIn, &rows.check_ins),
            },
        })
    }

    fn open_items<T: DeserializeOwned>(&self, table: Table, rows: &[ItemRow]) -> Vec<Item<T>> {
        let open = |row: &ItemRow| {
            let held = self.open(table, &row.id.to_be_bytes(), &row.sealed).ok()?;
            Some(Item { id: row.id, held, expires_at: row.expires_at })
        };
        rows.iter().filter_map(open).collect()
    }

    /// Commits a turn: all of it is kept, or nothing.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another instance was faster: recall and answer again.
    pub async fn commit(&self, turn: &Turn<'_>) -> Result<Receipt> {
        let platform = turn.key.person.platform;
        let conversation = self.sealer.conversation(turn.key);
        let person = self.sealer.person(&turn.key.person);
        let update = self.sealer.update(platform, turn.update);
        let reply = turn.reply.map(|reply| self.seal(Table::Reply, &update.0, reply)).transpose()?;
        let changes = self.seal_changes(turn.changes, person, platform, turn.now)?;
        self.rows
            .commit_turn(TurnRows {
                conversation,
                person,
                update,
                platform: platform_code(platform),
                version: turn.version,
                person_sealed: turn.person.map(|known| self.seal(Table::Person, &person.0, known)).transpose()?,
                state: self.seal(Table::Conversation, &conversation.0, turn.conversation)?,
                expires_at: turn.expires_at,
                asked: turn.asked,
                reply,
                at: turn.now,
                changes,
            })
            .await?;
        Ok(Receipt(update))
    }

    /// Seals changes in their order, so that one can belong to a reminder that is new in the same turn.
    fn seal_changes(&self, changes: &[Change], person: Id, platform: Platform, now: i64) -> Result<Vec<ChangeRow>> {
        let mut rows = Vec::with_capacity(changes.len());
        let mut newest = 0;
        for change in changes {
            let mut row = self.seal_change(change, person, platform, now)?;
            match &mut row {
                ChangeRow::Reminder(reminder) => newest = reminder.id,
                ChangeRow::Delivery(delivery) if delivery.reminder == 0 => delivery.reminder = newest,
                _ => {}
            }
            rows.push(row);
        }
        Ok(rows)
    }

    fn seal_change(&self, change: &Change, person: Id, platform: Platform, now: i64) -> Result<ChangeRow> {
        Ok(match change {
            Change::Reminder(reminder) => {
                let id = if reminder.id == 0 { work::number()? } else { reminder.id };
                let kept = Reminder { id, ..(**reminder).clone() };
                ChangeRow::Reminder(Box::new(self.seal_reminder(&kept, person, platform, now)?))
            }
            Change::DeleteReminder(id) => ChangeRow::DeleteReminder(*id),
            Change::Once { reminder, at, until } => ChangeRow::Delivery(DeliveryRow {
                id: work::number()?,
                reminder: *reminder,
                occurs_at: *at,
                starts_at: *until,
                expires_at: *until,
                due_at: *at,
            }),
            Change::Document { held, expires_at } => {
                ChangeRow::Document(self.seal_item(Table::Document, held, *expires_at)?)
            }
            Change::DeleteDocument(id) => ChangeRow::DeleteDocument(*id),
            Change::CheckIn { held, expires_at } => {
                ChangeRow::CheckIn(self.seal_item(Table::CheckIn, held, *expires_at)?)
            }
            Change::DeleteCheckIns => ChangeRow::DeleteCheckIns,
        })
    }

    fn seal_item<T: Serialize>(&self, table: Table, held: &T, expires_at: i64) -> Result<ItemRow> {
        let id = work::number()?;
        Ok(ItemRow { id, sealed: self.seal(table, &id.to_be_bytes(), held)?, expires_at })
    }

    /// The receipt of an update that was committed.
    #[must_use]
    pub fn receipt(&self, key: &ConversationKey, update: &str) -> Receipt {
        Receipt(self.sealer.update(key.person.platform, update))
    }

    /// The reply has reached the platform, or never can.
    ///
    /// # Errors
    /// When the database does not answer; the reply may then be sent again after a restart.
    pub async fn confirm(&self, receipt: Receipt) -> Result<()> {
        self.rows.confirm(receipt.0).await
    }

    /// Replies committed before `before` (seconds since 1970) that no platform has confirmed, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn unsent(&self, platform: Platform, before: i64, limit: i64) -> Result<Vec<(Receipt, PendingReply)>> {
        let rows = self.rows.unsent(platform_code(platform), before, limit).await?;
        let open = |(id, sealed): (Id, Vec<u8>)| Some((Receipt(id), self.open(Table::Reply, &id.0, &sealed).ok()?));
        Ok(rows.into_iter().filter_map(open).collect())
    }

    /// Deletes everything about a person.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget(&self, person: &PersonKey) -> Result<()> {
        self.rows.forget(self.sealer.person(person)).await
    }

    /// Changes beside a turn, by an operator or by what sends reminders.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn change(&self, person: &PersonKey, changes: &[Change], now: i64) -> Result<()> {
        let id = self.sealer.person(person);
        let rows = self.seal_changes(changes, id, person.platform, now)?;
        self.rows.change(id, platform_code(person.platform), rows).await
    }

    pub(super) fn seal<T: Serialize>(&self, table: Table, row: &[u8], held: &T) -> Result<Vec<u8>> {
        let plain = postcard::to_extend(held, vec![FORM]).map_err(|_| StoreError::Sealing)?;
        self.sealer.seal(table.name(), row, &plain)
    }

    pub(super) fn open<T: DeserializeOwned>(&self, table: Table, row: &[u8], sealed: &[u8]) -> Result<T> {
        let damaged = StoreError::Damaged { table: table.name() };
        match self.sealer.open(table.name(), row, sealed)?.split_first() {
            Some((&FORM, plain)) => postcard::from_bytes(plain).map_err(|_| damaged),
            _ => Err(damaged),
        }
    }
}
