//! The two sets of tables are the same, and every statement is one that both databases understand.

use handrail::ops::Tasks;
use handrail::store::{Keys, Place, Store, postgres, sqlite};
use secrecy::SecretString;
use sqlx::{Connection as _, Executor as _, Row as _};

use super::ground::{Backend, TABLES, new_database, on};

#[test]
fn every_statement_is_prepared_on_sqlite() {
    on(Backend::Sqlite, async |ground| {
        let address = format!("sqlite://{}", ground.file().display());
        let mut connection = sqlx::SqliteConnection::connect(&address).await.unwrap();
        for statement in sqlite::statements() {
            let prepared = connection.prepare(sqlx::SqlSafeStr::into_sql_str(statement)).await;
            assert!(prepared.is_ok(), "{statement}\n{:?}", prepared.err());
        }
        connection.execute(sqlite::OPENING).await.unwrap();
        for statement in sqlite::long_statements() {
            let prepared = connection.prepare(sqlx::SqlSafeStr::into_sql_str(sqlx::AssertSqlSafe(statement))).await;
            assert!(prepared.is_ok(), "{:?}", prepared.err());
        }
    });
}

#[test]
fn every_statement_is_prepared_on_postgres() {
    on(Backend::Postgres, async |ground| {
        let Place::Postgres { address, .. } = &ground.place else { panic!("no address") };
        let mut connection = sqlx::PgConnection::connect(secrecy::ExposeSecret::expose_secret(address)).await.unwrap();
        for statement in postgres::statements() {
            let prepared = connection.prepare(sqlx::SqlSafeStr::into_sql_str(statement)).await;
            assert!(prepared.is_ok(), "{statement}\n{:?}", prepared.err());
        }
    });
}

/// What an older program has kept: somebody who wrote once, and is asked.
const OF_BEFORE: [&str; 3] = [
    "INSERT INTO person (id, platform, sealed, wrote_on) VALUES ('p', 'telegram', 's', 20000)",
    "INSERT INTO conversation (id, person_id, version, sealed, expires_at, asked) VALUES ('c', 'p', 7, 's', 1800000000, 1)",
    "INSERT INTO seen (id, person_id, at) VALUES ('u', 'p', 1799999999)",
];
const KEPT: &str = "SELECT COUNT(*) FROM person p JOIN seen s ON s.person_id = p.id AND s.id = 'u' JOIN conversation c \
     ON c.person_id = p.id AND c.version = 7 AND c.expires_at = 1800000000 AND c.expires_on = 20833";

/// The tables as they were, in a folder of their own.
fn first_tables(database: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["0001_first.sql", "0002_people.sql"] {
        let from = crate::support::path(&format!("migrations/{database}/{name}"));
        std::fs::copy(from, folder.path().join(name)).unwrap();
    }
    folder
}

#[tokio::test]
async fn what_an_older_program_kept_in_sqlite_is_there_after_an_update() {
    let (tables, folder) = (first_tables("sqlite"), tempfile::tempdir().unwrap());
    let file = folder.path().join("handrail.db");
    let address = format!("sqlite://{}?mode=rwc", file.display());
    let mut connection = sqlx::SqliteConnection::connect(&address).await.unwrap();
    sqlx::migrate::Migrator::new(tables.path()).await.unwrap().run(&mut connection).await.unwrap();
    for statement in OF_BEFORE {
        connection.execute(statement).await.unwrap();
    }
    connection.close().await.unwrap();
    let store = Store::open_at(&Place::File(file), Keys::generate().unwrap(), &Tasks::new()).await.unwrap();
    store.close().await;
    let mut connection = sqlx::SqliteConnection::connect(&address).await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, i64>(KEPT).fetch_one(&mut connection).await.unwrap(), 1);
}

#[tokio::test]
async fn what_an_older_program_kept_in_postgres_is_there_after_an_update() {
    let tables = first_tables("postgres");
    let address = new_database().await;
    let mut connection = sqlx::PgConnection::connect(&address).await.unwrap();
    sqlx::migrate::Migrator::new(tables.path()).await.unwrap().run(&mut connection).await.unwrap();
    for statement in OF_BEFORE {
        connection.execute(statement).await.unwrap();
    }
    let place = Place::Postgres { address: SecretString::from(address), connections: 2 };
    let store = Store::open_at(&place, Keys::generate().unwrap(), &Tasks::new()).await.unwrap();
    store.close().await;
    assert_eq!(sqlx::query_scalar::<_, i64>(KEPT).fetch_one(&mut connection).await.unwrap(), 1);
}

/// Table, column, type, whether it may be empty; the types by the names that SQLite has for them.
type Column = (String, String, String, bool);

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    let mut found: Vec<Vec<Column>> = Vec::new();
    on(Backend::Sqlite, async |ground| found.push(sqlite_columns(ground.file()).await));
    on(Backend::Postgres, async |ground| {
        let Place::Postgres { address, .. } = &ground.place else { panic!("no address") };
        found.push(postgres_columns(secrecy::ExposeSecret::expose_secret(address)).await);
    });
    assert_eq!(found[0], found[1]);
    let tables: std::collections::BTreeSet<&str> = found[0].iter().map(|(table, ..)| table.as_str()).collect();
    assert_eq!(tables, TABLES.into_iter().collect(), "tests walk every table");
}

async fn sqlite_columns(file: &std::path::Path) -> Vec<Column> {
    let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let sql = "SELECT m.name, c.name, c.type, c.\"notnull\" OR c.pk FROM sqlite_master m, pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND m.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%' \
         ORDER BY m.name, c.name";
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    let read = |row: &sqlx::sqlite::SqliteRow| (row.get(0), row.get(1), row.get(2), row.get::<i64, _>(3) == 0);
    rows.iter().map(read).collect()
}

async fn postgres_columns(address: &str) -> Vec<Column> {
    let mut connection = sqlx::PgConnection::connect(address).await.unwrap();
    let sql = "SELECT table_name::text, column_name::text, data_type::text, is_nullable = 'YES' \
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%' \
         ORDER BY table_name COLLATE \"C\", column_name COLLATE \"C\"";
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    let name = |kind: &str| match kind {
        "bigint" => "INTEGER",
        "bytea" => "BLOB",
        "text" => "TEXT",
        _ => "something else",
    };
    let read =
        |row: &sqlx::postgres::PgRow| (row.get(0), row.get(1), name(&row.get::<String, _>(2)).to_owned(), row.get(3));
    rows.iter().map(read).collect()
}
