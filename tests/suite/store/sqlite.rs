//! What only SQLite can meet: its file.

use std::path::Path;
use std::time::Duration;

use handrail::message::Outbound;
use handrail::ops::Tasks;
use handrail::store::{Kept, Keys, PendingReply, Person, Place, Receipt, Store, StoreError, Turn};
use sqlx::Connection as _;

use super::ground::{Backend, Ground, key, on, turn};

const NOW: i64 = 1_800_000_000;

fn somebody() -> (Person, Kept) {
    (Person { user: "1".to_owned(), ..Person::default() }, Kept::default())
}

#[test]
#[cfg(unix)]
fn the_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    on(Backend::Sqlite, async |ground| {
        let mode = std::fs::metadata(ground.file()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    });
}

#[test]
fn what_was_answered_is_there_after_a_crash() {
    on(Backend::Sqlite, async |ground| {
        let of = somebody();
        ground.store.commit(&turn(&key("1"), "u1", 0, NOW, &of)).await.unwrap();
        // Not closed: the file and its log are copied as a crash leaves them.
        let crashed = tempfile::tempdir().unwrap();
        for ending in ["", "-wal"] {
            let name = format!("{}{ending}", ground.file().display());
            std::fs::copy(name, crashed.path().join(format!("handrail.db{ending}"))).unwrap();
        }
        let place = Place::File(crashed.path().join("handrail.db"));
        let store = Store::open_at(&place, ground.keys.clone(), &Tasks::new()).await.unwrap();
        assert!(store.recall(&key("1"), "u1", NOW).await.unwrap().seen);
    });
}

/// How many transactions stand in the log: the last frame of each holds the size of the file after it
/// (<https://www.sqlite.org/fileformat.html#the_write_ahead_log>).
fn transactions(file: &Path) -> usize {
    const HEADER: usize = 32;
    const FRAME: usize = 24 + 4096;
    let log = std::fs::read(format!("{}-wal", file.display())).unwrap();
    log[HEADER..].chunks_exact(FRAME).filter(|frame| frame[4..8] != [0; 4]).count()
}

/// A turn whose reply waits for the platform.
async fn answered(store: &Store) -> Receipt {
    let (key, of) = (key("1"), somebody());
    let reply = PendingReply { reach: "1".to_owned(), outbound: Outbound::default() };
    let answered = Turn { reply: Some(&reply), ..turn(&key, "u1", 0, NOW, &of) };
    store.commit(&answered).await.unwrap()
}

#[tokio::test]
async fn a_confirmation_waits_a_moment_for_a_turn_to_share_its_flush() {
    let ground = Ground::new(Backend::Sqlite).await;
    let of = somebody();
    let receipt = answered(&ground.store).await;
    tokio::time::pause();
    let before = transactions(ground.file());
    let store = ground.store.clone();
    let confirmed = tokio::spawn(async move { store.confirm(receipt).await });
    // It has reached the writer, and the clock stands still.
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    assert!(!confirmed.is_finished());
    ground.store.commit(&turn(&key("1"), "u2", 1, NOW, &of)).await.unwrap();
    confirmed.await.unwrap().unwrap();
    assert_eq!(transactions(ground.file()), before + 1);
}

#[tokio::test]
async fn a_confirmation_that_nothing_follows_is_written_by_itself() {
    let ground = Ground::new(Backend::Sqlite).await;
    let receipt = answered(&ground.store).await;
    let before = transactions(ground.file());
    ground.store.confirm(receipt).await.unwrap();
    assert_eq!(transactions(ground.file()), before + 1);
}

#[test]
fn a_full_disk_is_a_clear_error_and_loses_nothing() {
    on(Backend::Sqlite, async |ground| {
        let of = somebody();
        ground.store.commit(&turn(&key("1"), "u1", 0, NOW, &of)).await.unwrap();
        let full = ground.store_that_may_not_grow().await;
        let big = (somebody().0, Kept { state: vec![7; 200_000], ..Kept::default() });
        let refused = full.commit(&turn(&key("1"), "u2", 1, NOW, &big)).await;
        assert!(matches!(refused, Err(StoreError::DiskFull)), "{refused:?}");
        let recalled = full.recall(&key("1"), "u2", NOW).await.unwrap();
        assert!(recalled.version == 1 && !recalled.seen && recalled.conversation.is_some());
        full.commit(&turn(&key("1"), "u3", 1, NOW, &of)).await.unwrap();
    });
}

#[test]
fn a_folder_that_cannot_be_made_is_told_by_its_name() {
    on(Backend::Sqlite, async |ground| {
        let below_a_file = ground.file().join("handrail.db");
        let place = Place::File(below_a_file);
        let refused = Store::open_at(&place, Keys::generate().unwrap(), &ground.tasks).await.unwrap_err();
        assert!(refused.to_string().contains("handrail.db"), "{refused}");
    });
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    on(Backend::Sqlite, async |ground| {
        let file = ground.file().with_file_name("letter.db");
        let letter = "Dear reader, ".repeat(400);
        std::fs::write(&file, &letter).unwrap();
        let refused = Store::open_at(&Place::File(file.clone()), Keys::generate().unwrap(), &ground.tasks).await;
        assert!(refused.is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), letter);
    });
}

#[test]
fn a_file_locked_by_another_program_is_waited_for() {
    on(Backend::Sqlite, async |ground| {
        let address = format!("sqlite://{}", ground.file().display());
        let mut other = sqlx::SqliteConnection::connect(&address).await.unwrap();
        sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
        let of = somebody();
        let key = key("1");
        let waiting = turn(&key, "u1", 0, NOW, &of);
        let commit = ground.store.commit(&waiting);
        tokio::pin!(commit);
        let early = tokio::time::timeout(Duration::from_millis(50), &mut commit).await;
        assert!(early.is_err(), "it should wait: {early:?}");
        let reading = ground.store.recall(&key, "u1", NOW).await.unwrap();
        assert!(!reading.seen, "reads go on meanwhile");
        sqlx::query("COMMIT").execute(&mut other).await.unwrap();
        commit.await.unwrap();
    });
}

#[test]
fn a_copy_taken_while_it_runs_opens_with_the_same_keys() {
    on(Backend::Sqlite, async |ground| {
        let of = somebody();
        ground.store.commit(&turn(&key("1"), "u1", 0, NOW, &of)).await.unwrap();
        let copy = ground.file().with_file_name("copy.db");
        ground.store.copy_to(&copy).await.unwrap();
        assert!(ground.store.copy_to(&copy).await.is_err(), "a copy never replaces a file");
        let store = Store::open_at(&Place::File(copy), ground.keys.clone(), &ground.tasks).await.unwrap();
        assert!(store.recall(&key("1"), "u1", NOW).await.unwrap().seen);
    });
}

#[test]
fn a_store_in_memory_keeps_while_it_is_open() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let tasks = Tasks::new();
        let store = Store::open_at(&Place::Memory, Keys::generate().unwrap(), &tasks).await.unwrap();
        let of = somebody();
        store.commit(&turn(&key("1"), "u1", 0, NOW, &of)).await.unwrap();
        assert!(store.recall(&key("1"), "u1", NOW).await.unwrap().seen);
        store.close().await;
        assert!(matches!(store.recall(&key("1"), "u1", NOW).await, Err(StoreError::Closed)));
    });
}
