//! A database that fails: a clear error, nothing half kept, and all as before once it is mended.

use handrail::store::{Kept, Keys, Person, Place, Store, StoreError};

use super::ground::{Backend, Ground, key, on, on_both, turn};

const NOW: i64 = 1_800_000_000;

fn somebody() -> (Person, Kept) {
    (Person { user: "1".to_owned(), reach: "chat-1".to_owned(), ..Person::default() }, Kept::default())
}

/// A turn is kept; then something is done to the database, and the next turn is refused; then that is mended.
async fn refused_and_mended(ground: &Ground, broken: &[&'static str], mended: &[&'static str]) -> StoreError {
    let (key, of) = (key("1"), somebody());
    ground.store.commit(&turn(&key, "u1", 0, NOW, &of)).await.unwrap();
    for statement in broken {
        ground.meddle(statement).await;
    }
    let refused = ground.store.commit(&turn(&key, "u2", 1, NOW, &of)).await.unwrap_err();
    let recalled = ground.store.recall(&key, "u2", NOW).await.unwrap();
    assert!(recalled.version == 1 && !recalled.seen && recalled.person.is_some(), "nothing is half kept");
    for statement in mended {
        ground.meddle(statement).await;
    }
    ground.store.commit(&turn(&key, "u2", 1, NOW, &of)).await.unwrap();
    refused
}

#[test]
fn a_full_disk_is_a_clear_error_on_postgres() {
    on(Backend::Postgres, async |ground| {
        // Postgres cannot be told how large a disk is; what it says at the end of one can be.
        let broken = [
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS \
             'BEGIN RAISE EXCEPTION ''could not extend file'' USING ERRCODE = ''53100''; END'",
            "CREATE TRIGGER full_disk BEFORE UPDATE ON conversation EXECUTE FUNCTION full_disk()",
        ];
        let refused = refused_and_mended(&ground, &broken, &["DROP TRIGGER full_disk ON conversation"]).await;
        assert!(matches!(refused, StoreError::DiskFull), "{refused:?}");
    });
}

#[test]
fn a_database_that_may_only_be_read_is_a_clear_error_on_postgres() {
    on(Backend::Postgres, async |ground| {
        // New connections are told; those that are open end, as at a fail-over.
        let broken = [
            "DO 'BEGIN EXECUTE format(''ALTER DATABASE %I SET default_transaction_read_only = on'', current_database()); END'",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'handrail' \
             AND datname = current_database()",
        ];
        let (key, of) = (key("1"), somebody());
        ground.store.commit(&turn(&key, "u1", 0, NOW, &of)).await.unwrap();
        for statement in broken {
            ground.meddle(statement).await;
        }
        let mut said = Vec::new();
        for _ in 0..20 {
            said.push(ground.store.commit(&turn(&key, "u2", 1, NOW, &of)).await.unwrap_err());
        }
        let is_clear = |error: &StoreError| matches!(error, StoreError::ReadOnly | StoreError::Away(_));
        assert!(said.iter().all(is_clear), "{said:?}");
        assert!(matches!(said.last(), Some(StoreError::ReadOnly)), "{said:?}");
        let recalled = ground.store.recall(&key, "u2", NOW).await.unwrap();
        assert!(recalled.version == 1 && !recalled.seen, "it is still read");
    });
}

#[test]
fn a_file_that_may_only_be_read_is_a_clear_error_on_sqlite() {
    on(Backend::Sqlite, async |ground| {
        let (key, of) = (key("1"), somebody());
        ground.store.commit(&turn(&key, "u1", 0, NOW, &of)).await.unwrap();
        let read_only = ground.store_that_may_only_read().await;
        let refused = read_only.commit(&turn(&key, "u2", 1, NOW, &of)).await.unwrap_err();
        assert!(matches!(refused, StoreError::ReadOnly), "{refused:?}");
        let recalled = read_only.recall(&key, "u2", NOW).await.unwrap();
        assert!(recalled.version == 1 && !recalled.seen, "it is still read");
    });
}

#[test]
fn a_dropped_connection_costs_at_most_one_error_and_loses_nothing_on_postgres() {
    on(Backend::Postgres, async |ground| {
        let (key, of) = (key("1"), somebody());
        ground.store.commit(&turn(&key, "u1", 0, NOW, &of)).await.unwrap();
        for round in 0..3 {
            ground
                .meddle(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'handrail' \
                     AND datname = current_database()",
                )
                .await;
            let update = format!("v{round}");
            let mut errors = 0;
            // As many as the pool may hold: each of its connections may be found dead once.
            loop {
                match ground.store.commit(&turn(&key, &update, round + 1, NOW, &of)).await {
                    Ok(_) => break,
                    Err(error) => assert!(error.is_passing() && errors < 8, "{error:?}"),
                }
                errors += 1;
            }
            assert!(ground.store.recall(&key, &update, NOW).await.unwrap().seen);
        }
    });
}

on_both! {
    async fn a_corrupt_row_of_a_conversation_or_of_a_person_is_told_and_made_anew_by_the_next_turn(ground) {
        let (key, of) = (key("1"), somebody());
        ground.store.commit(&turn(&key, "u1", 0, NOW, &of)).await.unwrap();
        ground.meddle("UPDATE conversation SET sealed = person_id").await;
        let recalled = ground.store.recall(&key, "u2", NOW).await.unwrap();
        assert!(recalled.conversation.is_none() && recalled.lapsed && recalled.version == 1);
        ground.store.commit(&turn(&key, "u2", 1, NOW, &of)).await.unwrap();
        assert!(ground.store.recall(&key, "u3", NOW).await.unwrap().conversation.is_some());
        ground.meddle("UPDATE person SET sealed = (SELECT sealed FROM conversation LIMIT 1)").await;
        let recalled = ground.store.recall(&key, "u3", NOW).await.unwrap();
        assert!(recalled.damaged && recalled.person.is_none() && recalled.version == 2, "it goes on from there");
        assert!(recalled.is_news(&of.0, NOW));
        let refused = ground.store.export(&key.person, NOW).await.unwrap_err();
        assert!(matches!(refused, StoreError::Damaged { table: "person" }), "{refused:?}");
        ground.store.commit(&turn(&key, "u3", 2, NOW, &of)).await.unwrap();
        let recalled = ground.store.recall(&key, "u4", NOW).await.unwrap();
        assert!(!recalled.damaged && recalled.person == Some(of.0));
    }

    async fn a_corrupt_row_among_many_that_are_read_at_once_is_one_persons_matter(ground) {
        let of = somebody();
        let keys: Vec<_> = (0..40).map(|number| key(&number.to_string())).collect();
        for (number, key) in keys.iter().enumerate() {
            ground.store.commit(&turn(key, &format!("u{number}"), 0, NOW, &of)).await.unwrap();
        }
        let damage = "UPDATE person SET sealed = (SELECT sealed FROM conversation LIMIT 1) \
             WHERE id = (SELECT id FROM person ORDER BY id LIMIT 1)";
        ground.meddle(damage).await;
        let looks = keys.iter().map(|key| ground.store.recall(key, "look", NOW));
        let found: Vec<_> = futures::future::join_all(looks).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(found.iter().filter(|recalled| recalled.damaged).count(), 1);
        assert!(found.iter().all(|recalled| recalled.damaged != recalled.person.is_some() && recalled.version == 1));
    }

    async fn a_clock_set_back_a_day_keeps_and_lets_go_of_nothing_twice(ground) {
        let (key, of) = (key("1"), somebody());
        ground.store.commit(&turn(&key, "u1", 0, NOW, &of)).await.unwrap();
        ground.store.commit(&turn(&key, "u2", 1, NOW - 86_400, &of)).await.unwrap();
        assert_eq!(ground.store.sweep(NOW - 86_400, 100).await.unwrap().all(), 0);
        assert!(ground.store.recall(&key, "u1", NOW - 86_400).await.unwrap().seen);
        assert_eq!(ground.store.recall(&key, "u3", NOW - 86_400).await.unwrap().version, 2);
    }

    async fn a_store_that_cannot_be_reached_is_told_before_anything_is_written(ground) {
        let nowhere = match ground.backend {
            Backend::Sqlite => Place::File("/dev/null/handrail.db".into()),
            Backend::Postgres => {
                Place::Postgres { address: "postgres://nobody@127.0.0.1:1/nothing".to_owned().into(), connections: 1 }
            }
        };
        let refused = Store::open_at(&nowhere, Keys::generate().unwrap(), &ground.tasks).await.unwrap_err();
        assert!(!refused.to_string().contains("nobody"), "{refused}");
    }
}
