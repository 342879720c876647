//! What can go wrong with the store, in words for an operator. No error holds anything of a person or of a key.

/// An error of the store.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database gave an error: {0}")]
    Database(String),
    #[error("the database does not answer: {0}")]
    Away(String),
    #[error("the disk is full")]
    DiskFull,
    #[error("the database can only be read, not written")]
    ReadOnly,
    #[error("another process changed the conversation in between")]
    Conflict,
    #[error("the tables could not be brought up to date: {0}")]
    Migration(String),
    #[error("a row of '{table}' is damaged or does not belong where it stands")]
    Damaged { table: &'static str },
    #[error("key {id} is missing from the key file: put it back from where you keep it")]
    KeyMissing { id: u32 },
    #[error("these keys do not belong to this database: use the key file that was made with it")]
    WrongKeys,
    #[error("line {line} of the keys cannot be read: lines are 'handrail-keys 1', 'look-up HEX', 'seal NUMBER HEX'")]
    KeysUnreadable { line: usize },
    #[error("the keys need one line 'look-up' and at least one line 'seal'")]
    KeysIncomplete,
    #[error("the system gives no random bytes")]
    NoRandomness,
    #[error("a value could not be sealed")]
    Sealing,
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// What kept the tables from being brought up to date. A full disk is told as one, and not as a matter of tables.
    pub(super) fn at_migration(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::Execute(error) => match Self::from(error) {
                Self::Database(why) => Self::Migration(why),
                clear => clear,
            },
            other => Self::Migration(other.to_string()),
        }
    }

    /// Whether doing the same again may help.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Away(_) | Self::Conflict)
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default().into_owned();
                // A code of five characters is an SQLSTATE of Postgres; SQLite's are shorter numbers.
                let primary = code.parse::<u32>().ok().filter(|_| code.len() < 5).map_or(0, |code| code & 0xff);
                match (primary, code.as_str()) {
                    // SQLite: SQLITE_FULL, SQLITE_READONLY, SQLITE_BUSY, SQLITE_LOCKED. Postgres: 53100 disk_full, 25006
                    // read_only_sql_transaction, 57P0x shutdown, 08xxx connection, 40001 serialization, 40P01 deadlock.
                    (13, _) | (_, "53100") => Self::DiskFull,
                    (8, _) | (_, "25006") => Self::ReadOnly,
                    (5 | 6, _) => Self::Away("it is locked by another process".to_owned()),
                    (_, "40001" | "40P01") => Self::Conflict,
                    (_, code) if code.starts_with("57P") || code.starts_with("08") => {
                        Self::Away("the server closed the connection".to_owned())
                    }
                    _ => Self::Database(database.message().to_owned()),
                }
            }
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Tls(_) => Self::Away(error.to_string()),
            _ => Self::Database(error.to_string()),
        }
    }
}
