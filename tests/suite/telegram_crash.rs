//! Telegram, end to end against a fake Bot API: the process is killed in the middle of everything.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use handrail::channel::telegram::{Mode, Settings, Webhook};
use handrail::keeper::Keeper;
use handrail::ops::{Tasks, Time};
use handrail::store::{Keys, Place, Store};
use tokio::net::TcpListener;

use crate::telegram::{Bot, Fake, Script, library};

/// Tells the child where everything is: the API, the folder, the webhook's port or nothing, one a line.
const TOLD: &str = "HANDRAIL_TEST_KILLED";
const PEOPLE: std::ops::Range<i64> = 5001..5051;

/// The process that is killed. It does nothing unless a test below starts it.
#[test]
#[ignore = "started by the tests below"]
#[expect(clippy::disallowed_methods, reason = "a child process is told by its environment")]
fn the_process_that_is_killed() {
    let Ok(told) = std::env::var(TOLD) else { return };
    let told: Vec<&str> = told.lines().collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let tasks = Tasks::new();
        let keys = Keys::read(&std::fs::read_to_string(Path::new(told[1]).join("keys")).unwrap()).unwrap();
        let place = Place::File(Path::new(told[1]).join("handrail.db"));
        let store = Store::open_at(&place, keys, &tasks).await.unwrap();
        let keeper = Keeper::new(library(), Some(store), Time::system(), tasks.clone());
        let mode = told.get(2).map_or(Mode::Polling, |port| {
            let public_url = format!("http://127.0.0.1:{port}/hook");
            Mode::Webhook(Webhook { public_url, listen: format!("127.0.0.1:{port}").parse().ok() })
        });
        let settings = Settings { mode, ..crate::telegram::settings_for(told[0]) };
        let _bot = Bot::answering(settings, keeper, tasks).await.unwrap();
        std::future::pending::<()>().await;
    });
}

fn start(fake: &Fake, folder: &Path, port: Option<u16>) -> Child {
    let port = port.map(|port| format!("\n{port}")).unwrap_or_default();
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "telegram_crash::the_process_that_is_killed"])
        .env(TOLD, format!("{}\n{}{port}", fake.url, folder.display()))
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// What somebody got, where the same again right behind it counts once; and how often it came again.
fn once(texts: Vec<String>) -> (Vec<String>, usize) {
    let all = texts.len();
    let mut once = texts;
    once.dedup();
    let again = all - once.len();
    (once, again)
}

/// Fifty people talk while the process is killed three times. How many answers came twice.
async fn killed_while_people_talk(fake: &Fake, port: Option<u16>) -> usize {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("keys"), Keys::generate().unwrap().written().as_bytes()).unwrap();
    let talk = |user: i64| {
        let fake = fake.clone();
        async move {
            let mut script = Script::default();
            let mut expected = script.says("/start");
            fake.says(user, "/start");
            wait_for(&fake, user, &expected).await;
            let payload = script.choices[usize::try_from(user).unwrap() % 2].payload.to_string();
            expected.extend(script.presses(&payload));
            fake.presses(user, &payload);
            wait_for(&fake, user, &expected).await;
            for question in ["what does it cost", "how many hours a week is it", "/menu"] {
                expected.extend(script.says(question));
                fake.says(user, question);
                wait_for(&fake, user, &expected).await;
            }
            expected.len()
        }
    };
    let killer = async {
        let mut child = start(fake, folder.path(), port);
        for sends in [40, 110, 180] {
            fake.called("sendmessage", sends).await;
            child.kill().unwrap();
            child.wait().unwrap();
            child = start(fake, folder.path(), port);
        }
        child
    };
    let (mut child, _) = tokio::join!(killer, futures::future::join_all(PEOPLE.map(talk)));
    fake.all_confirmed().await;
    child.kill().unwrap();
    child.wait().unwrap();
    PEOPLE.map(|user| once(fake.sent_now(user).into_iter().map(|sent| sent.text).collect()).1).sum()
}

async fn wait_for(fake: &Fake, user: i64, expected: &[String]) {
    fake.sent_until(user, |sent| {
        let (texts, _) = once(sent.iter().map(|sent| sent.text.clone()).collect());
        assert!(expected.starts_with(&texts[..texts.len().min(expected.len())]), "{user}: {texts:#?}");
        texts.len() >= expected.len()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scenario_11_a_kill_in_the_middle_of_fifty_conversations_loses_nothing_by_polling() {
    let fake = Fake::start().await;
    let again = killed_while_people_talk(&fake, None).await;
    assert!(again <= 3 * 50, "at most the one that was being sent, for each chat and kill: {again}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scenario_11_a_kill_in_the_middle_of_fifty_conversations_loses_nothing_by_webhook() {
    let fake = Fake::start().await;
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let again = killed_while_people_talk(&fake, Some(port)).await;
    assert!(again <= 3 * 50, "{again}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scenario_11_a_card_that_was_not_out_yet_comes_after_the_kill() {
    let fake = Fake::start().await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("keys"), Keys::generate().unwrap().written().as_bytes()).unwrap();
    let mut child = start(&fake, folder.path(), None);
    fake.fault("sendmessage", Some(5001), crate::telegram::Fault::Silence);
    fake.says(5001, "i want to kill myself");
    fake.faults_met().await;
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(fake.sent_now(5001).is_empty());
    let mut child = start(&fake, folder.path(), None);
    assert!(fake.sent(5001, 1).await[0].text.contains("988"));
    fake.all_confirmed().await;
    // The turn itself is noted right after; then the update is known.
    tokio::time::timeout(Duration::from_secs(10), fake.called("getupdates", 2)).await.unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(fake.sent_now(5001).len(), 1);
}
