//! The two sets of tables are the same, and every statement is one that both databases understand.

use sqlx::{Connection as _, Executor as _, Row as _};

use handrail::store::{Place, postgres, sqlite};

use super::ground::{Backend, TABLES, on};

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
