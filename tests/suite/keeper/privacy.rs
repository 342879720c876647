//! A word that a person wrote is looked for in logs and database, at the most talkative level.

use std::io;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;

use super::party::{Party, said};
use crate::store::ground::{Backend, on};

const MARK: &str = "qzxmarker";

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self::Writer {
        self.clone()
    }
}

#[tokio::test]
async fn what_a_person_writes_reaches_no_log() {
    let captured = Captured::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(captured.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let party = Party::new().await;
    for (number, text) in ["hello", "remind me", "I want to kill myself", "yes"].into_iter().enumerate() {
        party.say(MARK, &number.to_string(), &format!("{text} {MARK}")).await;
    }
    let log = String::from_utf8_lossy(&captured.0.lock().unwrap()).into_owned();
    assert!(!log.contains(MARK), "{log}");
}

#[test]
fn what_a_person_writes_reaches_no_row() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        on(backend, async |ground| {
            let time = handrail::ops::Time::standing_at(super::party::start_of_time());
            let keeper = handrail::keeper::Keeper::new(
                super::party::library(),
                Some(ground.store.clone()),
                time,
                ground.tasks.clone(),
            );
            let texts = ["I am thinking of", "prepare", "first day", "I want to kill myself", "my name is", "yes"];
            for (number, text) in texts.into_iter().enumerate() {
                let inbound = said(MARK, &number.to_string(), &format!("{text} {MARK}"));
                let handrail::keeper::Taken::Reply(reply) = keeper.take(&inbound).await else { panic!("no answer") };
                keeper.sent(reply.receipt).await;
            }
            for (table, row) in ground.everything().await {
                assert!(!String::from_utf8_lossy(&row).contains(MARK), "{table}");
            }
        });
    }
}
