//! Somewhere to keep things: the same test runs on SQLite and on a real Postgres that the tests start themselves.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use handrail::message::{ConversationKey, PersonKey, Platform};
use handrail::ops::Tasks;
use handrail::store::{Kept, Keys, Person, Place, Store, StoreError, Turn};
use secrecy::SecretString;
use sqlx::Connection as _;
use tempfile::TempDir;

/// The two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// A database of a test's own.
pub struct Ground {
    pub store: Store,
    pub place: Place,
    pub keys: Keys,
    pub tasks: Tasks,
    pub backend: Backend,
    _folder: TempDir,
}

/// Runs a test on one database.
pub fn on<F, T>(backend: Backend, test: T)
where
    F: Future<Output = ()>,
    T: FnOnce(Ground) -> F,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { test(Ground::new(backend).await).await });
}

/// Each test twice: `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($(#[$note:meta])* async fn $name:ident($ground:ident) $body:block)+) => {$(
        mod $name {
            use super::*;
            $(#[$note])*
            async fn test($ground: crate::store::ground::Ground) $body
            #[test]
            fn sqlite() {
                crate::store::ground::on(Backend::Sqlite, test);
            }
            #[test]
            fn postgres() {
                crate::store::ground::on(Backend::Postgres, test);
            }
        }
    )+};
}
pub(crate) use on_both;

impl Ground {
    pub async fn new(backend: Backend) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = match backend {
            Backend::Sqlite => Place::File(folder.path().join("handrail.db")),
            Backend::Postgres => Place::Postgres { address: SecretString::from(new_database().await), connections: 8 },
        };
        let (keys, tasks) = (Keys::generate().unwrap(), Tasks::new());
        let store = Store::open_at(&place, keys.clone(), &tasks).await.unwrap();
        Self { store, place, keys, tasks, backend, _folder: folder }
    }

    /// Another instance on the same database.
    pub async fn open_with(&self, keys: Keys) -> Result<Store, StoreError> {
        Store::open_at(&self.place, keys, &self.tasks).await
    }

    pub fn file(&self) -> &Path {
        match &self.place {
            Place::File(file) => file,
            _ => panic!("this database has no file"),
        }
    }

    /// The same file, opened by a store that is told that there is no more room on the disk.
    pub async fn store_that_may_not_grow(&self) -> Store {
        let rows = handrail::store::sqlite::Database::open_within(self.file(), 64, &self.tasks).await.unwrap();
        Store::over(std::sync::Arc::new(rows), self.keys.clone()).await.unwrap()
    }

    /// The same file, opened by a store that may only read it.
    pub async fn store_that_may_only_read(&self) -> Store {
        let rows = handrail::store::sqlite::Database::open_to_read(self.file(), &self.tasks).await.unwrap();
        Store::over(std::sync::Arc::new(rows), self.keys.clone()).await.unwrap()
    }

    /// Everything that lies in the database, table by table, each row as one text with its bytes as they are.
    pub async fn everything(&self) -> Vec<(String, Vec<u8>)> {
        match &self.place {
            Place::File(file) => sqlite_rows(file).await,
            Place::Postgres { address, .. } => postgres_rows(secrecy::ExposeSecret::expose_secret(address)).await,
            Place::Memory => Vec::new(),
        }
    }

    /// What a statement counts, beside the store.
    pub async fn count(&self, statement: &'static str) -> i64 {
        match &self.place {
            Place::File(file) => {
                let address = format!("sqlite://{}", file.display());
                let mut connection = sqlx::SqliteConnection::connect(&address).await.unwrap();
                sqlx::query_scalar(statement).fetch_one(&mut connection).await.unwrap()
            }
            Place::Postgres { address, .. } => {
                let address = secrecy::ExposeSecret::expose_secret(address);
                let mut connection = sqlx::PgConnection::connect(address).await.unwrap();
                sqlx::query_scalar(statement).fetch_one(&mut connection).await.unwrap()
            }
            Place::Memory => 0,
        }
    }

    /// Runs one statement beside the store, as somebody with access to the database would.
    pub async fn meddle(&self, statement: &'static str) {
        match &self.place {
            Place::File(file) => {
                let address = format!("sqlite://{}", file.display());
                let mut connection = sqlx::SqliteConnection::connect(&address).await.unwrap();
                sqlx::query(statement).execute(&mut connection).await.unwrap();
            }
            Place::Postgres { address, .. } => {
                let address = secrecy::ExposeSecret::expose_secret(address);
                let mut connection = sqlx::PgConnection::connect(address).await.unwrap();
                sqlx::query(statement).execute(&mut connection).await.unwrap();
            }
            Place::Memory => {}
        }
    }
}

pub const TABLES: [&str; 12] = [
    "person",
    "conversation",
    "seen",
    "reply",
    "reminder",
    "delivery",
    "document",
    "check_in",
    "community",
    "total",
    "lease",
    "fact",
];

async fn sqlite_rows(file: &Path) -> Vec<(String, Vec<u8>)> {
    use sqlx::{Column as _, Row as _, TypeInfo as _, ValueRef as _};
    let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let mut found = Vec::new();
    for table in TABLES {
        let sql = sqlx::AssertSqlSafe(format!("SELECT * FROM {table}"));
        for row in sqlx::query(sql).fetch_all(&mut connection).await.unwrap() {
            let mut bytes = Vec::new();
            for column in row.columns() {
                let number = column.ordinal();
                if row.try_get_raw(number).unwrap().is_null() {
                    continue;
                }
                match row.try_get_raw(number).unwrap().type_info().name() {
                    "TEXT" => bytes.extend(row.get::<String, _>(number).into_bytes()),
                    "BLOB" => bytes.extend(row.get::<Vec<u8>, _>(number)),
                    _ => bytes.extend(row.get::<i64, _>(number).to_string().into_bytes()),
                }
                bytes.push(b'|');
            }
            found.push((table.to_owned(), bytes));
        }
    }
    found
}

async fn postgres_rows(address: &str) -> Vec<(String, Vec<u8>)> {
    use sqlx::{Column as _, Row as _, TypeInfo as _, ValueRef as _};
    let mut connection = sqlx::PgConnection::connect(address).await.unwrap();
    let mut found = Vec::new();
    for table in TABLES {
        let sql = sqlx::AssertSqlSafe(format!("SELECT * FROM {table}"));
        for row in sqlx::query(sql).fetch_all(&mut connection).await.unwrap() {
            let mut bytes = Vec::new();
            for column in row.columns() {
                let number = column.ordinal();
                if row.try_get_raw(number).unwrap().is_null() {
                    continue;
                }
                match column.type_info().name() {
                    "TEXT" => bytes.extend(row.get::<String, _>(number).into_bytes()),
                    "BYTEA" => bytes.extend(row.get::<Vec<u8>, _>(number)),
                    _ => bytes.extend(row.get::<i64, _>(number).to_string().into_bytes()),
                }
                bytes.push(b'|');
            }
            found.push((table.to_owned(), bytes));
        }
    }
    found
}

/// A person in their direct messages.
pub fn key(user: &str) -> ConversationKey {
    let person = PersonKey { platform: Platform::Telegram, user: user.to_owned() };
    ConversationKey { person, room: String::new() }
}

/// A turn with nothing special in it, to be changed by the test.
pub fn turn<'a>(key: &'a ConversationKey, update: &'a str, version: i64, now: i64, of: &'a (Person, Kept)) -> Turn<'a> {
    Turn {
        key,
        update,
        version,
        person: Some(&of.0),
        conversation: &of.1,
        expires_at: now + 1800,
        asked: true,
        reply: None,
        changes: &[],
        now,
    }
}

/// The server of this run: started on first use, ended with the program because its input ends then.
pub struct Server {
    folder: PathBuf,
    _child: Child,
    _input: ChildStdin,
}

static SERVER: OnceLock<Server> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The address of a new database on the tests' own server.
pub async fn new_database() -> String {
    let server = SERVER.get_or_init(start);
    let name = format!("t{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let mut connection = sqlx::PgConnection::connect(&address(server, "postgres")).await.unwrap();
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::query(create).execute(&mut connection).await.unwrap();
    address(server, &name)
}

fn address(server: &Server, database: &str) -> String {
    format!("postgres://postgres@localhost/{database}?host={}", server.folder.display())
}

/// Starts a server in a temporary folder, listening on a socket in it and nowhere else. `initdb` refuses root, so root
/// does it as the user `postgres`.
fn start() -> Server {
    start_with(&[])
}

/// The same with more to say to the script.
pub fn start_with(said: &[&str]) -> Server {
    let mut child = Command::new("sh")
        .arg(crate::support::path("tests/support/postgres.sh"))
        .args(said)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("ready ") {
        line.clear();
        let read = said.read_line(&mut line).unwrap();
        assert!(read > 0, "PostgreSQL did not start: scripts/check says what to install");
    }
    let folder = PathBuf::from(line.trim().trim_start_matches("ready "));
    // What the server says later has nowhere to go and must not fill the pipe.
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    let mut input = child.stdin.take().unwrap();
    input.flush().unwrap();
    Server { folder, _child: child, _input: input }
}
