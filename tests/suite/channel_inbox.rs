//! Events of one conversation come one after another, and a panic harms its own event only.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use handrail::channel::Inbox;
use handrail::ops::Tasks;

#[tokio::test(start_paused = true)]
async fn a_conversation_keeps_its_order_and_holds_no_other() {
    let tasks = Tasks::new();
    let inbox = Inbox::new(tasks.clone());
    let done: Arc<Mutex<Vec<&'static str>>> = Arc::default();
    for (conversation, name, takes) in [("a", "a1", 50), ("a", "a2", 0), ("b", "b1", 10)] {
        let done = Arc::clone(&done);
        inbox.push(conversation, async move {
            tokio::time::sleep(Duration::from_millis(takes)).await;
            done.lock().unwrap().push(name);
        });
    }
    assert!(tasks.finished(Duration::from_secs(1)).await);
    assert_eq!(*done.lock().unwrap(), ["b1", "a1", "a2"]);
}

#[tokio::test(start_paused = true)]
async fn a_panic_ends_its_own_event_only() {
    let tasks = Tasks::new();
    let inbox = Inbox::new(tasks.clone());
    let done: Arc<Mutex<bool>> = Arc::default();
    inbox.push("a", async { panic!("as the test wants it") });
    let after = Arc::clone(&done);
    inbox.push("a", async move { *after.lock().unwrap() = true });
    assert!(tasks.finished(Duration::from_secs(1)).await);
    assert!(*done.lock().unwrap());
}
