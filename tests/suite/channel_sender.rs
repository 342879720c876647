//! The sender: order, lanes, pace, retries, stop. Time is held: nothing here waits.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use handrail::channel::{Delivered, Jitter, Lane, Pace, Posted, Posts, Rate, Sender};
use handrail::ops::Tasks;
use tokio::time::Instant;

/// A platform that keeps what it was sent and answers as it was told.
#[derive(Default)]
struct Fake {
    sent: Mutex<Vec<(String, String, Duration)>>,
    answers: Mutex<VecDeque<(&'static str, Posted)>>,
    began: Mutex<Option<Instant>>,
    chat_rate: Option<Rate>,
    hangs: Mutex<u32>,
}

impl Fake {
    fn answering(answers: impl IntoIterator<Item = (&'static str, Posted)>) -> Arc<Self> {
        Arc::new(Self { answers: Mutex::new(answers.into_iter().collect()), ..Self::default() })
    }

    fn texts(&self) -> Vec<String> {
        self.sent.lock().unwrap().iter().map(|(_, text, _)| text.clone()).collect()
    }

    fn at(&self, text: &str) -> Duration {
        self.sent.lock().unwrap().iter().find(|(_, sent, _)| sent == text).unwrap().2
    }
}

#[async_trait]
impl Posts for Fake {
    type Piece = String;

    async fn post(&self, address: &str, piece: &String) -> Posted {
        let began = *self.began.lock().unwrap().get_or_insert_with(Instant::now);
        let hangs = {
            let mut hangs = self.hangs.lock().unwrap();
            let hang = *hangs > 0;
            *hangs = hangs.saturating_sub(1);
            hang
        };
        if hangs {
            std::future::pending::<()>().await;
        }
        assert_ne!(piece, "panic", "as the test wants it");
        let mut answers = self.answers.lock().unwrap();
        let next = answers.iter().position(|(to, _)| *to == address);
        let posted = next.and_then(|next| answers.remove(next)).map_or(Posted::Done, |(_, posted)| posted);
        if posted == Posted::Done {
            self.sent.lock().unwrap().push((address.to_owned(), piece.clone(), began.elapsed()));
        }
        posted
    }

    fn rate(&self, _address: &str) -> Rate {
        self.chat_rate.unwrap_or(Rate::UNLIMITED)
    }
}

fn sender(fake: &Arc<Fake>, pace: Pace, tasks: &Tasks) -> Sender<Fake> {
    Sender::new(Arc::clone(fake), pace, Duration::from_secs(10), tasks.clone(), Jitter::none())
}

fn free(fake: &Arc<Fake>) -> Sender<Fake> {
    sender(fake, Pace::UNLIMITED, &Tasks::new())
}

fn pieces(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_chat_gets_its_answers_in_order() {
    let fake = Arc::new(Fake::default());
    let sender = free(&fake);
    let first = sender.send("1", Lane::Reply, pieces(&["a", "b"]));
    let second = sender.send("1", Lane::Reply, pieces(&["c"]));
    assert_eq!((first.await, second.await), (Delivered::Sent, Delivered::Sent));
    assert_eq!(fake.texts(), ["a", "b", "c"]);
    assert_eq!(sender.waiting(Lane::Reply), 0);
}

#[tokio::test(start_paused = true)]
async fn a_crisis_answer_overtakes_what_its_chat_waits_for() {
    let fake = Fake::answering([("1", Posted::RetryAfter(Duration::from_secs(5)))]);
    let sender = free(&fake);
    let reply = sender.send("1", Lane::Reply, pieces(&["reply", "more"]));
    let reminder = sender.send("1", Lane::Reminder, pieces(&["reminder"]));
    tokio::time::sleep(Duration::from_secs(1)).await;
    let crisis = sender.send("1", Lane::Crisis, pieces(&["card"]));
    assert_eq!((crisis.await, reply.await, reminder.await), (Delivered::Sent, Delivered::Sent, Delivered::Sent));
    assert_eq!(fake.texts(), ["card", "reply", "more", "reminder"]);
    assert_eq!(fake.at("card"), Duration::from_secs(5), "the platform's wait is kept, once");
}

#[tokio::test(start_paused = true)]
async fn a_chat_that_must_wait_holds_no_other() {
    let fake = Fake::answering([("slow", Posted::RetryAfter(Duration::from_secs(30)))]);
    let sender = free(&fake);
    let slow = sender.send("slow", Lane::Reply, pieces(&["later"]));
    let quick = sender.send("quick", Lane::Reply, pieces(&["now"]));
    assert_eq!(quick.await, Delivered::Sent);
    assert_eq!(fake.at("now"), Duration::ZERO);
    assert_eq!(slow.await, Delivered::Sent);
    assert_eq!(fake.at("later"), Duration::from_secs(30));
}

#[tokio::test(start_paused = true)]
async fn what_did_not_happen_is_tried_until_it_does_and_order_holds() {
    let fake = Fake::answering(std::iter::repeat_n(("1", Posted::NotDone), 9));
    let sender = free(&fake);
    let first = sender.send("1", Lane::Reply, pieces(&["a"]));
    let second = sender.send("1", Lane::Reply, pieces(&["b"]));
    assert_eq!((first.await, second.await), (Delivered::Sent, Delivered::Sent));
    assert_eq!(fake.texts(), ["a", "b"]);
}

#[tokio::test(start_paused = true)]
async fn patience_ends() {
    let fake = Fake::answering(std::iter::repeat_n(("1", Posted::NotDone), 1000));
    let sender = free(&fake);
    let began = Instant::now();
    assert!(matches!(sender.send("1", Lane::Reply, pieces(&["a"])).await, Delivered::RetryAfter(_)));
    assert!(began.elapsed() <= Duration::from_mins(15), "{:?}", began.elapsed());
    assert!(began.elapsed() > Duration::from_mins(14), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_reminder_that_may_have_arrived_is_not_sent_again_and_a_reply_is() {
    let fake = Fake::answering([("1", Posted::Ambiguous), ("2", Posted::Ambiguous)]);
    let sender = free(&fake);
    assert_eq!(sender.send("1", Lane::Reminder, pieces(&["a"])).await, Delivered::Ambiguous);
    assert_eq!(sender.send("2", Lane::Reply, pieces(&["b"])).await, Delivered::Sent);
    assert_eq!(fake.texts(), ["b"]);
}

#[tokio::test(start_paused = true)]
async fn a_call_without_an_answer_counts_as_one_that_may_have_happened() {
    let fake = Arc::new(Fake { hangs: Mutex::new(1), ..Fake::default() });
    let sender = free(&fake);
    assert_eq!(sender.send("1", Lane::Reply, pieces(&["a"])).await, Delivered::Sent);
    assert!(fake.at("a") >= Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn nobody_is_written_to_who_cannot_be() {
    let fake = Fake::answering([("1", Posted::Unreachable)]);
    let sender = free(&fake);
    let first = sender.send("1", Lane::Reply, pieces(&["a", "b"]));
    let second = sender.send("1", Lane::Reminder, pieces(&["c"]));
    assert_eq!((first.await, second.await), (Delivered::Unreachable, Delivered::Unreachable));
    assert!(fake.texts().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_piece_that_is_refused_takes_no_other_with_it() {
    let fake = Fake::answering([("1", Posted::Refused("no")), ("1", Posted::Moved("2".to_owned()))]);
    let sender = free(&fake);
    assert_eq!(sender.send("1", Lane::Reply, pieces(&["a", "b"])).await, Delivered::Refused("no"));
    assert_eq!(fake.texts(), ["b"]);
    assert_eq!(fake.sent.lock().unwrap()[0].0, "2", "and a chat that moved is followed");
}

#[tokio::test(start_paused = true)]
async fn a_panic_costs_one_answer() {
    let fake = Arc::new(Fake::default());
    let sender = free(&fake);
    let first = sender.send("1", Lane::Reply, pieces(&["panic"]));
    let second = sender.send("1", Lane::Reply, pieces(&["after"]));
    assert!(matches!(first.await, Delivered::Refused(_)));
    assert_eq!(second.await, Delivered::Sent);
}

#[tokio::test(start_paused = true)]
async fn one_chat_is_written_to_once_a_second_after_a_short_burst() {
    let rate = Rate { burst: 2, every: Duration::from_secs(1) };
    let fake = Arc::new(Fake { chat_rate: Some(rate), ..Fake::default() });
    let sender = free(&fake);
    assert_eq!(sender.send("1", Lane::Reply, pieces(&["a", "b", "c", "d"])).await, Delivered::Sent);
    let times: Vec<u64> = ["a", "b", "c", "d"].iter().map(|text| fake.at(text).as_secs()).collect();
    assert_eq!(times, [0, 0, 1, 2]);
}

#[tokio::test(start_paused = true)]
async fn five_thousand_reminders_leave_room_for_people_who_talk_and_none_waits_in_danger() {
    let pace = Pace { all: Rate::per_second(30), reminders: Rate::per_second(20) };
    let fake = Arc::new(Fake::default());
    let sender = sender(&fake, pace, &Tasks::new());
    let reminders: Vec<_> =
        (0..5000).map(|chat| sender.send(&format!("r{chat}"), Lane::Reminder, pieces(&["reminder"]))).collect();
    tokio::time::sleep(Duration::from_secs(10)).await;
    let began = Instant::now();
    assert_eq!(sender.send("x", Lane::Crisis, pieces(&["card"])).await, Delivered::Sent);
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert_eq!(sender.send("y", Lane::Reply, pieces(&["reply"])).await, Delivered::Sent);
    assert!(began.elapsed() < Duration::from_millis(200), "{:?}", began.elapsed());
    for reminder in reminders {
        assert_eq!(reminder.await, Delivered::Sent);
    }
    let took = fake.sent.lock().unwrap().last().unwrap().2;
    assert!((Duration::from_secs(245)..Duration::from_secs(300)).contains(&took), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn many_replies_go_out_at_the_platforms_pace() {
    let pace = Pace { all: Rate::per_second(30), reminders: Rate::per_second(20) };
    let fake = Arc::new(Fake::default());
    let sender = sender(&fake, pace, &Tasks::new());
    let replies: Vec<_> = (0..300).map(|chat| sender.send(&chat.to_string(), Lane::Reply, pieces(&["x"]))).collect();
    for reply in replies {
        assert_eq!(reply.await, Delivered::Sent);
    }
    let took = fake.sent.lock().unwrap().last().unwrap().2;
    assert!((Duration::from_millis(8900)..Duration::from_millis(9200)).contains(&took), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_stop_sends_what_can_go_soon_and_gives_the_rest_back() {
    let tasks = Tasks::new();
    let fake = Fake::answering([
        ("long", Posted::RetryAfter(Duration::from_mins(5))),
        ("short", Posted::RetryAfter(Duration::from_secs(2))),
    ]);
    let sender = sender(&fake, Pace::UNLIMITED, &tasks);
    let long = sender.send("long", Lane::Reply, pieces(&["long"]));
    let short = sender.send("short", Lane::Reply, pieces(&["short"]));
    tokio::time::sleep(Duration::from_millis(10)).await;
    tasks.stop();
    assert!(tasks.finished(Duration::from_secs(10)).await);
    assert!(matches!(long.await, Delivered::RetryAfter(_)));
    assert_eq!(short.await, Delivered::Sent);
}
