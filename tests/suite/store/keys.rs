//! Keys: wrong ones are told before anything is written, old ones are replaced while everything goes on.

use handrail::store::{Kept, Keys, Person, StoreError};

use super::ground::{Backend, key, on_both, turn};

const NOW: i64 = 1_800_000_000;

on_both! {
    async fn wrong_keys_are_refused_and_nothing_is_written(ground) {
        let before = ground.everything().await;
        let other = Keys::generate().unwrap();
        let refused = ground.open_with(other).await;
        assert!(matches!(refused, Err(StoreError::WrongKeys)), "{refused:?}");
        assert_eq!(ground.everything().await, before);
    }

    async fn a_missing_key_is_named(ground) {
        let newer = ground.keys.with_new().unwrap();
        let store = ground.open_with(newer.clone()).await.unwrap();
        store.reseal_all().await.unwrap();
        let refused = ground.open_with(ground.keys.clone()).await;
        assert!(matches!(refused, Err(StoreError::KeyMissing { id: 2 })), "{refused:?}");
        ground.open_with(newer).await.unwrap();
    }

    async fn rotation_reseals_what_is_there_and_then_the_old_key_can_go(ground) {
        let of = (Person { user: "1".to_owned(), ..Person::default() }, Kept { state: vec![9], ..Kept::default() });
        for number in 0..450 {
            let (key, update) = (key(&format!("p{number}")), format!("u{number}"));
            ground.store.commit(&turn(&key, &update, 0, NOW, &of)).await.unwrap();
        }
        let both = ground.keys.with_new().unwrap();
        let store = ground.open_with(both.clone()).await.unwrap();
        assert_eq!(store.keys_in_use().await.unwrap().into_iter().collect::<Vec<_>>(), [(1, 900)]);
        let rotated = store.reseal_all().await.unwrap();
        assert_eq!((rotated.resealed, rotated.passed_over, rotated.damaged), (900, 0, 0));
        assert_eq!(store.keys_in_use().await.unwrap().into_iter().collect::<Vec<_>>(), [(2, 900)]);
        let store = ground.open_with(both.only_current()).await.unwrap();
        assert_eq!(store.recall(&key("p7"), "x", NOW).await.unwrap().conversation, Some(of.1));
    }

    async fn a_row_copied_to_another_person_does_not_open_there(ground) {
        let of = (Person { user: "1".to_owned(), ..Person::default() }, Kept::default());
        let other = (Person { user: "2".to_owned(), ..Person::default() }, Kept::default());
        ground.store.commit(&turn(&key("1"), "u1", 0, NOW, &of)).await.unwrap();
        ground.store.commit(&turn(&key("2"), "u2", 0, NOW, &other)).await.unwrap();
        ground.meddle("UPDATE person SET sealed = (SELECT sealed FROM person ORDER BY id LIMIT 1)").await;
        let both = [key("1"), key("2")];
        let mut refused = 0;
        for key in &both {
            let recalled = ground.store.recall(key, "x", NOW).await.unwrap();
            assert_ne!(recalled.damaged, recalled.person.is_some());
            refused += usize::from(recalled.damaged);
        }
        assert_eq!(refused, 1, "one of them holds what belongs to the other");
    }
}

#[test]
fn the_written_form_is_read_back_and_a_fault_in_it_is_told_by_its_line() {
    let keys = Keys::generate().unwrap().with_new().unwrap();
    let written = keys.written();
    let read = Keys::read(&written).unwrap();
    assert_eq!(*read.written(), *written);
    assert_eq!(read.numbers().collect::<Vec<_>>(), [1, 2]);
    let cut = written.replace("seal 2", "seal two");
    assert_eq!(Keys::read(&cut).unwrap_err().to_string(), StoreError::KeysUnreadable { line: 4 }.to_string());
    assert!(matches!(Keys::read("handrail-keys 1\n"), Err(StoreError::KeysIncomplete)));
    assert!(matches!(Keys::read("something else"), Err(StoreError::KeysUnreadable { line: 1 })));
}

#[test]
fn keys_say_nothing_in_debug() {
    let keys = Keys::generate().unwrap();
    let digits = keys.written().lines().last().unwrap().split(' ').last().unwrap().to_owned();
    let shown = format!("{keys:?}");
    assert!(shown.contains("numbers: [1]") && !shown.contains(&digits[..8]), "{shown}");
}
