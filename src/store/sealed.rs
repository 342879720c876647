//! Rows as they lie in the database, and the trait that both databases have: domain words, sealed bytes.
//!
//! Everything that could identify or describe a person arrives here sealed or as a keyed hash; what stands in plain is
//! what statements need to find a row: times, rules of reminders, states of deliveries, platforms.

use std::fmt::Debug;

use async_trait::async_trait;

use super::error::StoreError;
use super::seal::Id;

type Result<T> = std::result::Result<T, StoreError>;

/// What is known when a message comes in.
#[derive(Clone, Debug, Default)]
pub struct RecalledRows {
    pub conversation: Option<ConversationRow>,
    pub person: Option<PersonRow>,
    pub seen: bool,
    /// The sealed reply to this update, if no platform has confirmed it.
    pub reply: Option<Vec<u8>>,
    pub reminders: Vec<ReminderRow>,
    pub documents: Vec<ItemRow>,
    pub check_ins: Vec<ItemRow>,
}

#[derive(Clone, Debug)]
pub struct ConversationRow {
    pub version: i64,
    /// Nothing once it has expired.
    pub sealed: Option<Vec<u8>>,
    /// Whether a question waited for an answer.
    pub asked: bool,
}

#[derive(Clone, Debug)]
pub struct PersonRow {
    pub sealed: Vec<u8>,
    pub reachable: bool,
    /// The day on which they last wrote; see [`day_of`].
    pub wrote_on: i64,
}

/// The day since 1970, in UTC, of an instant in seconds.
#[must_use]
pub const fn day_of(second: i64) -> i64 {
    second.div_euclid(24 * 60 * 60)
}

/// A row with a number, sealed bytes and an end: a document or a check-in.
#[derive(Clone, Debug)]
pub struct ItemRow {
    pub id: i64,
    pub sealed: Vec<u8>,
    pub expires_at: i64,
}

/// A reminder. Times are seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderRow {
    pub id: i64,
    pub person: Id,
    pub platform: &'static str,
    pub sealed: Vec<u8>,
    pub kind: String,
    pub local_time: String,
    pub weekdays: i64,
    pub zone: String,
    pub lead: String,
    pub paused_until: Option<String>,
    pub skip_dates: String,
    pub first_day: String,
    pub last_day: Option<String>,
    pub status: String,
    pub consent_at: i64,
    pub tzdb_version: String,
    pub planned_until: i64,
    pub expires_at: Option<i64>,
}

/// One occurrence of a reminder, to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryRow {
    pub id: i64,
    pub reminder: i64,
    pub occurs_at: i64,
    pub starts_at: i64,
    pub expires_at: i64,
    /// When to try first; a little before `occurs_at` to spread a full hour.
    pub due_at: i64,
}

/// A delivery taken for sending, with the reminder it belongs to.
#[derive(Clone, Debug)]
pub struct ClaimedRow {
    pub id: i64,
    pub occurs_at: i64,
    pub starts_at: i64,
    pub expires_at: i64,
    pub attempts: i64,
    /// It was being sent when its lease ran out: whether it arrived is not known.
    pub interrupted: bool,
    pub reminder: ReminderRow,
    pub person: PersonRow,
}

/// How a delivery ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Sent,
    Skipped,
    Unknown,
    Dead,
}

impl Ended {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Skipped => "skipped",
            Self::Unknown => "unknown",
            Self::Dead => "dead",
        }
    }
}

/// Everything that one turn changes; done whole or not at all.
#[derive(Clone, Debug)]
pub struct TurnRows {
    pub conversation: Id,
    pub person: Id,
    pub update: Id,
    pub platform: &'static str,
    /// The version that was read; 0 for none.
    pub version: i64,
    /// Nothing where the person's row stays as it is.
    pub person_sealed: Option<Vec<u8>>,
    /// Sealed bytes and the time from which they count no more.
    pub state: Vec<u8>,
    pub expires_at: i64,
    /// Whether a question waits for an answer.
    pub asked: bool,
    /// The sealed reply, where it may have to be sent again.
    pub reply: Option<Vec<u8>>,
    pub at: i64,
    pub changes: Vec<ChangeRow>,
}

impl TurnRows {
    /// Whether it goes on with a conversation that is there, and changes nothing beside it.
    #[must_use]
    pub const fn is_usual(&self) -> bool {
        self.version > 0 && self.person_sealed.is_none() && self.changes.is_empty()
    }
}

/// One change beside the conversation.
#[derive(Clone, Debug)]
pub enum ChangeRow {
    /// Writes a reminder, new or changed; its deliveries that nobody has taken yet are planned anew.
    Reminder(Box<ReminderRow>),
    /// A delivery of its own: a snooze, a test.
    Delivery(DeliveryRow),
    DeleteReminder(i64),
    Document(ItemRow),
    DeleteDocument(i64),
    CheckIn(ItemRow),
    DeleteCheckIns,
}

/// How many rows were let go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Conversations whose answers were let go; what is left for a day is whether a question waited.
    pub emptied: u64,
    pub conversations: u64,
    pub seen: u64,
    pub replies: u64,
    pub deliveries: u64,
    pub reminders: u64,
    pub documents: u64,
    pub check_ins: u64,
    /// People of whom nothing else is held, and who have not written for long.
    pub people: u64,
    pub totals: u64,
}

impl Swept {
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.emptied
            + self.conversations
            + self.seen
            + self.replies
            + self.deliveries
            + self.reminders
            + self.documents
            + self.check_ins
            + self.people
            + self.totals
    }
}

/// A database that keeps rows.
#[async_trait]
pub trait Rows: Debug + Send + Sync {
    async fn recall(&self, conversation: Id, person: Id, update: Id, now: i64) -> Result<RecalledRows>;
    /// One turn, one commit.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the conversation is no longer at the version that was read.
    async fn commit_turn(&self, turn: TurnRows) -> Result<()>;
    /// The reply to this update has reached its platform.
    async fn confirm(&self, update: Id) -> Result<()>;
    /// Replies that were committed before `before` and not confirmed: update, person, sealed bytes.
    async fn unsent(&self, platform: &'static str, before: i64, limit: i64) -> Result<Vec<(Id, Vec<u8>)>>;
    async fn forget(&self, person: Id) -> Result<()>;
    /// Changes beside a turn: by an operator, or by the sender of reminders.
    async fn change(&self, person: Id, platform: &'static str, made: Vec<ChangeRow>) -> Result<()>;
    async fn sweep(&self, now: i64, limit: i64) -> Result<Swept>;

    /// Active reminders that are planned only up to a time before `until`.
    async fn to_plan(&self, until: i64, limit: i64) -> Result<Vec<ReminderRow>>;
    /// Active reminders planned by another version of the time zone rules.
    async fn planned_by_other_rules(&self, tzdb_version: &str, limit: i64) -> Result<Vec<ReminderRow>>;
    /// Adds deliveries that are not there yet. Those from `anew_from` on that nobody has taken are dropped first.
    async fn plan(
        &self,
        reminder: i64,
        deliveries: Vec<DeliveryRow>,
        until: i64,
        tzdb: String,
        anew_from: Option<i64>,
    ) -> Result<()>;
    async fn claim_due(&self, platform: &'static str, now: i64, limit: i64, lease: i64) -> Result<Vec<ClaimedRow>>;
    /// Marks a claimed delivery as being sent. `false` when the lease is not ours any more or the reminder was stopped.
    async fn begin_send(&self, delivery: i64, lease: i64, now: i64) -> Result<bool>;
    async fn finish(
        &self,
        delivery: i64,
        lease: i64,
        ended: Ended,
        failure: Option<&'static str>,
        now: i64,
    ) -> Result<()>;
    /// Puts a delivery back for a later try; with `count` off, this try does not count.
    async fn retry(&self, delivery: i64, lease: i64, at: i64, count: bool) -> Result<bool>;
    /// Ends what can be of no use any more, and gives it back.
    async fn expire(&self, platform: &'static str, now: i64, limit: i64, lease: i64) -> Result<Vec<ClaimedRow>>;
    async fn unreachable(&self, person: Id, now: i64) -> Result<()>;
    /// The instant for which one platform has the most deliveries to send, where they are more than this: platform,
    /// instant, deliveries.
    async fn fullest_slot(&self, more_than: i64) -> Result<Option<(String, i64, i64)>>;

    async fn take_lease(&self, name: &str, holder: &str, now: i64, seconds: i64) -> Result<bool>;
    async fn release_lease(&self, name: &str, holder: &str) -> Result<()>;
    async fn add_totals(&self, day: &str, amounts: Vec<(String, i64)>) -> Result<()>;
    async fn totals(&self, from_day: &str, to_day: &str) -> Result<Vec<(String, String, i64)>>;
    /// Ids and sealed values of people who can be written to and wrote on this day (since 1970) or later, the last first.
    async fn reached(&self, platform: &'static str, since_day: i64, limit: i64) -> Result<Vec<(Vec<u8>, Vec<u8>)>>;
    async fn community(&self, id: Id) -> Result<Option<Vec<u8>>>;
    async fn put_community(&self, id: Id, platform: &'static str, sealed: Option<Vec<u8>>) -> Result<()>;
    async fn fact(&self, name: &str) -> Result<Option<Vec<u8>>>;
    async fn put_fact(&self, name: &str, held: Vec<u8>) -> Result<()>;

    /// Sealed values of a table after a row, in order of row: for the rotation of keys.
    async fn sealed_of(&self, table: Table, after: Vec<u8>, limit: i64) -> Result<Vec<(Vec<u8>, Vec<u8>)>>;
    /// Puts new sealed bytes where the old ones still stand.
    async fn reseal(&self, table: Table, row: Vec<u8>, old: Vec<u8>, new: Vec<u8>) -> Result<bool>;
    /// Whether the database answers.
    async fn ping(&self) -> Result<()>;
    /// A consistent copy in a new file. Only SQLite does it by itself.
    async fn copy_to(&self, file: &std::path::Path) -> Result<()>;
    async fn close(&self);
}

/// The tables with sealed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    Person,
    Conversation,
    Reply,
    Reminder,
    Document,
    CheckIn,
    Community,
}

impl Table {
    pub const ALL: [Self; 7] =
        [Self::Person, Self::Conversation, Self::Reply, Self::Reminder, Self::Document, Self::CheckIn, Self::Community];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Conversation => "conversation",
            Self::Reply => "reply",
            Self::Reminder => "reminder",
            Self::Document => "document",
            Self::CheckIn => "check_in",
            Self::Community => "community",
        }
    }

    /// Whether rows have a number for an id, and not a keyed hash.
    #[must_use]
    pub const fn has_numbers(self) -> bool {
        matches!(self, Self::Reminder | Self::Document | Self::CheckIn)
    }
}
