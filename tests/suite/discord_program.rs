//! The program itself, serving a Discord of this process: killed while people talk, and what it says when it cannot
//! start.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use handrail::channel::discord::{Communities as _, Community, Kept};
use handrail::ops::Time;
use handrail::store::{Keys, Place};
use serde_json::{Value, json};

use crate::discord_world::shows_help;
use crate::fake_discord::{At, CHANNEL, Fake, Fault, MANAGER, Session, State, TOKEN, button, content};
use crate::store::ground::{Backend, Ground, on, on_both};

/// People of whom some write to the bot and some use it in the server.
const PEOPLE: u64 = 30;
const FIRST: u64 = 280_000_000_000_000_000;

/// `handrail run` on Discord alone. Another build of it can be named, for figures.
pub fn program(fake: &Fake, token: &str) -> Command {
    let built = std::env::var("HANDRAIL_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_handrail").to_owned());
    let mut command = Command::new(built);
    command
        .arg("run")
        .env_clear()
        .env("HANDRAIL__DISCORD__TOKEN", token)
        .env("HANDRAIL__DISCORD__API_URL", &fake.inner().origin)
        .env("HANDRAIL__ENCODER", "no")
        .env("HANDRAIL__HTTP__PUBLIC", "127.0.0.1:0")
        .env("HANDRAIL__HTTP__PRIVATE", "127.0.0.1:0")
        .env("HANDRAIL__LOG__LEVEL", "error")
        .stdout(Stdio::null());
    command
}

/// The same over a folder with a database.
pub fn start(fake: &Fake, folder: &Path, keys: &Keys) -> Child {
    let mut command = program(fake, TOKEN);
    command.env("HANDRAIL__DATA", folder).env("HANDRAIL__KEYS__TEXT", keys.written().as_str());
    command.spawn().unwrap()
}

fn folder(ground: &Ground) -> &Path {
    match &ground.place {
        Place::File(file) => file.parent().unwrap(),
        Place::Memory | Place::Postgres { .. } => panic!("it needs a file"),
    }
}

/// Killed, and begun anew: nobody waits for a lease of the killed process to end.
fn kill_and_start(child: &mut Child, fake: &Fake, ground: &Ground) -> Child {
    child.kill().unwrap();
    child.wait().unwrap();
    start(fake, folder(ground), &ground.keys)
}

/// Someone's conversation, and everything that they were answered.
struct Talk<'a> {
    fake: &'a Fake,
    user: u64,
    tokens: Vec<String>,
}

impl<'a> Talk<'a> {
    fn of(fake: &'a Fake, user: u64) -> Self {
        Self { fake, user, tokens: Vec::new() }
    }

    /// Every answer so far: direct messages, and answers to interactions, with where each stands.
    fn answers(&self) -> Vec<(At, Value)> {
        self.answers_in(&self.fake.state())
    }

    fn answers_in(&self, state: &State) -> Vec<(At, Value)> {
        let direct = state.to_person(self.user).into_iter().map(|message| (At::Dm, message));
        let shown = self.tokens.iter().flat_map(|token| state.asked[token].messages.clone());
        direct.chain(shown.map(|message| (At::Server, message))).collect()
    }

    /// Asks, and waits for the answer; `is` says whether it is the right one. Who is told that the database does not
    /// answer asks again, as a person would.
    async fn ask(&mut self, ask: impl Fn(&Fake, u64) -> Option<String>, is: impl Fn(&str) -> bool) -> (At, Value) {
        let mut told = 0;
        loop {
            self.tokens.extend(ask(self.fake, self.user));
            let (at, message) = self.wait(&is, told).await;
            if is(content(&message)) {
                return (at, message);
            }
            told = self.answers().iter().filter(|(_, message)| says_to_ask_again(content(message))).count();
        }
    }

    /// Waits for an answer that is the right one, or that asks for patience and was not there before.
    async fn wait(&self, is: impl Fn(&str) -> bool, told: usize) -> (At, Value) {
        let answered = self.fake.until("an answer", |state| {
            let all = self.answers_in(state);
            let right = all.iter().find(|(_, message)| is(content(message)));
            let again = all.iter().filter(|(_, message)| says_to_ask_again(content(message))).nth(told);
            right.or(again).cloned()
        });
        let Ok(answered) = tokio::time::timeout(Duration::from_secs(25), answered).await else {
            let all: Vec<String> = self.answers().iter().map(|(at, message)| format!("{at:?} {message}")).collect();
            panic!("person {} was left with {all:#?}", self.user)
        };
        answered
    }

    /// The guide of a person who writes to the bot, or who uses it in the server. What comes by another way than it
    /// was asked, because the program was gone meanwhile, is gone on with there.
    async fn go(&mut self, direct: bool) {
        let write = |text: &'static str| {
            move |fake: &Fake, user| {
                fake.dm(user, text);
                None
            }
        };
        let is_menu = |text: &str| text.contains("What would help today");
        let (at, menu) = if direct {
            self.ask(write("menu"), is_menu).await
        } else {
            self.ask(|fake, user| Some(fake.slash(user, At::Server, "iop", &json!([]))), is_menu).await
        };
        let press = |fake: &Fake, user| Some(fake.press(user, at, &button(&menu, "Learn the basics")));
        self.ask(press, |text| text.contains("What would you like to know")).await;
        let is_answer = |text: &str| text.contains("PHP");
        if direct {
            self.fake.dm(self.user, "does an iop help with sleep");
            self.ask(write("what is php"), is_answer).await;
        } else {
            self.ask(|fake, user| Some(fake.ask(user, At::Server, "what is php")), is_answer).await;
        }
    }
}

/// The words for a time in which the database does not answer.
fn says_to_ask_again(text: &str) -> bool {
    text.contains("I cannot look up where we were right now")
}

#[test]
fn a_kill_in_the_middle_of_conversations_strands_nobody() {
    on(Backend::Sqlite, async |ground| {
        let fake = Fake::start(Time::system()).await;
        let mut child = start(&fake, folder(&ground), &ground.keys);
        fake.until("the end of the log-in", |state| (!state.session.events.is_empty()).then_some(())).await;
        let people = (0..PEOPLE).map(|number| {
            let fake = &fake;
            async move {
                let mut talk = Talk::of(fake, FIRST + number);
                talk.go(number % 2 == 0).await;
                talk.answers()
            }
        });
        let killer = async {
            for answered in [PEOPLE as usize / 2, PEOPLE as usize * 3 / 2, PEOPLE as usize * 5 / 2] {
                fake.until("answers", |state| (state.requests.len() >= answered).then_some(())).await;
                child = kill_and_start(&mut child, &fake, &ground);
            }
            child
        };
        let (mut child, answers) = futures::future::join(killer, futures::future::join_all(people)).await;
        fake.settle().await;
        child.kill().unwrap();
        child.wait().unwrap();
        let mut again = 0;
        for answers in answers {
            let mut texts: Vec<String> = answers.iter().map(|(_, message)| content(message).to_owned()).collect();
            let all = texts.len();
            texts.sort();
            texts.dedup();
            again += all - texts.len();
        }
        assert!(again <= 3 * PEOPLE as usize, "only what was being sent comes again: {again}");
        assert!(fake.state().identifies.len() <= 4, "no storm of log-ins");
        fake.assert_clean();
    });
}

/// Waits until a session, with or without the words of messages, is on the disk, however long that takes a slow one.
async fn session_is_kept(ground: &Ground, words: bool) {
    let kept = async {
        while !ground.store.session(0).await.unwrap().is_some_and(|kept| kept.words == words && kept.session.is_some())
        {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), kept).await.expect("the session is kept");
}

#[test]
fn what_is_written_while_the_program_is_gone_is_answered_when_it_is_back() {
    on(Backend::Sqlite, async |ground| {
        let fake = Fake::start(Time::system()).await;
        let mut child = start(&fake, folder(&ground), &ground.keys);
        let screen = json!([{ "name": "screen", "type": 7, "value": CHANNEL.to_string() }]);
        fake.until("the end of the log-in", |state| (!state.session.events.is_empty()).then_some(())).await;
        let token = fake.administer(MANAGER, "setup", &screen);
        fake.answer(&token).await;
        fake.until("a log-in with the words of messages", |state| {
            let last = state.identifies.last()?["intents"].as_u64()?;
            (last & (1 << 15) != 0 && state.session.connection.is_some()).then_some(())
        })
        .await;
        session_is_kept(&ground, true).await;
        // What is told after that may come again.
        fake.dm(FIRST, "menu");
        fake.reply(FIRST, 0).await;
        fake.dm(FIRST + 1, "menu");
        fake.reply(FIRST + 1, 0).await;
        child.kill().unwrap();
        child.wait().unwrap();
        fake.change(|state| state.session.connection = None);
        fake.dm(FIRST + 2, "I want to kill myself");
        fake.say(FIRST + 3, CHANNEL, "I want to kill myself");
        // In a thread that was opened meanwhile.
        let thread = CHANNEL + 50;
        fake.change(|state| state.threads.insert(thread, CHANNEL));
        fake.say(FIRST + 4, thread, "I want to kill myself");
        let late = fake.slash(FIRST + 5, At::Server, "help-now", &json!([]));
        fake.change(|state| state.asked.get_mut(&late).unwrap().made_at -= 4000);
        let mut child = start(&fake, folder(&ground), &ground.keys);
        for number in 2..=5 {
            assert!(shows_help(&fake.reply(FIRST + number, 0).await), "person {number}");
        }
        fake.settle().await;
        child.kill().unwrap();
        child.wait().unwrap();
        let state = fake.state();
        for number in 0..=5 {
            assert_eq!(state.to_person(FIRST + number).len(), 1, "person {number} was answered once");
        }
        assert_eq!(state.identifies.len(), 2, "the session goes on");
        drop(state);
        fake.assert_clean();
    });
}

#[test]
fn what_was_written_in_an_outage_that_discord_did_not_wait_for_is_found() {
    on(Backend::Sqlite, async |ground| {
        let fake = Fake::start(Time::system()).await;
        let mut child = start(&fake, folder(&ground), &ground.keys);
        fake.until("the end of the log-in", |state| (!state.session.events.is_empty()).then_some(())).await;
        session_is_kept(&ground, false).await;
        for person in [FIRST, FIRST + 1] {
            fake.dm(person, "menu");
            fake.reply(person, 0).await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // Discord keeps a session for minutes, and what nobody heard in it is told no more.
        fake.change(|state| state.session = Session { id: "none".to_owned(), ..Session::default() });
        fake.dm(FIRST, "I want to kill myself");
        let mut child = start(&fake, folder(&ground), &ground.keys);
        assert!(shows_help(&fake.reply(FIRST, 1).await));
        fake.settle().await;
        child.kill().unwrap();
        child.wait().unwrap();
        let answers = [FIRST, FIRST + 1].map(|person| fake.state().to_person(person).len());
        assert_eq!(answers, [2, 1], "what was answered before is not answered again");
        assert_eq!(fake.state().resumes.len(), 1, "the session is tried");
        assert_eq!(fake.state().identifies.len(), 2);
        fake.assert_clean();
    });
}

#[test]
fn a_card_that_was_not_out_yet_comes_after_the_kill() {
    on(Backend::Sqlite, async |ground| {
        let fake = Fake::start(Time::system()).await;
        let mut child = start(&fake, folder(&ground), &ground.keys);
        fake.until("the end of the log-in", |state| (!state.session.events.is_empty()).then_some(())).await;
        let channel = fake.change(|state| state.dm_of(FIRST));
        fake.change(|state| state.faults.push(Fault::hold("POST", &format!("/channels/{channel}/messages"), 1)));
        fake.dm(FIRST, "I want to kill myself");
        fake.until("the send", |state| (!state.requests_to("POST", "/messages").is_empty()).then_some(())).await;
        let mut child = kill_and_start(&mut child, &fake, &ground);
        assert!(shows_help(&fake.reply(FIRST, 0).await));
        child.kill().unwrap();
        child.wait().unwrap();
    });
}

on_both! {
async fn what_a_server_has_set_comes_back_out_of_the_store(ground) {
    let guild = crate::fake_discord::GUILD.into();
    let set = Community {
        language: Some(handrail::message::Language::Es),
        country: handrail::message::Country::from_code("ES"),
        screened: [CHANNEL.into()].into(),
        answered: [CHANNEL.into(), (CHANNEL + 1).into()].into(),
        alerts: Some((CHANNEL + 2).into()),
        stay_out_of_dms: true,
    };
    ground.store.put(guild, &set).await.unwrap();
    assert_eq!(ground.store.get(guild).await.unwrap(), Some(set));
    let session = Kept { last: 7, of: 1, words: true, ..Kept::default() };
    ground.store.keep_session(0, &session).await.unwrap();
    assert_eq!(ground.store.session(0).await.unwrap(), Some(session));
    ground.store.delete(guild).await.unwrap();
    assert_eq!(ground.store.get(guild).await.unwrap(), None);
}
}

/// Runs a verb until it ends by itself, and gives what it says.
async fn said(fake: &Fake, token: &str, verb: &str, folder: &Path) -> String {
    let mut command = program(fake, token);
    command.env("HANDRAIL__DATA", folder).env("HANDRAIL__KEYS__TEXT", KEYS.written().as_str());
    command.env("HANDRAIL__LOG__LEVEL", "info").stdout(Stdio::piped()).stderr(Stdio::piped());
    if verb != "run" {
        let mut other = Command::new(command.get_program());
        other.arg(verb).env_clear();
        for (name, value) in command.get_envs() {
            if let Some(value) = value {
                other.env(name, value);
            }
        }
        command = other;
    }
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    String::from_utf8_lossy(&[output.stderr, output.stdout].concat()).into_owned()
}

static KEYS: std::sync::LazyLock<Keys> = std::sync::LazyLock::new(|| Keys::generate().unwrap());

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_that_cannot_succeed_says_why_in_a_sentence_each_time_and_ends() {
    let fake = Fake::start(Time::system()).await;
    let folder = tempfile::tempdir().unwrap();
    // Twice: what failed leaves nothing behind that the next start waits for.
    for _ in 0..2 {
        let wrong = said(&fake, "wrong.token", "run", folder.path()).await;
        assert!(wrong.contains("Discord does not accept the bot's token"), "{wrong}");
        assert!(!wrong.contains("wrong.token"), "{wrong}");
    }
    fake.change(|state| state.faults.push(Fault::status("GET", "/gateway/bot", 500, 99)));
    let away = said(&fake, TOKEN, "run", folder.path()).await;
    assert!(away.contains("could not be asked for its gateway"), "{away}");
    fake.change(|state| {
        state.faults.clear();
        state.logins_left = 0;
    });
    let often = said(&fake, TOKEN, "run", folder.path()).await;
    assert!(often.contains("logged in too often"), "{often}");
    assert!(fake.state().identifies.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_says_what_discord_knows_of_the_bot() {
    let fake = Fake::start(Time::system()).await;
    let folder = tempfile::tempdir().unwrap();
    let well = said(&fake, TOKEN, "doctor", folder.path()).await;
    assert!(well.contains("the application is called Handrail here") && !well.contains("Content Intent"), "{well}");
    fake.change(|state| state.content_intent = false);
    let without = said(&fake, TOKEN, "doctor", folder.path()).await;
    assert!(without.contains("Message Content Intent") && without.contains("Nothing is wrong"), "{without}");
    let wrong = said(&fake, "wrong.token", "doctor", folder.path()).await;
    assert!(wrong.contains("Discord does not accept the bot's token") && !wrong.contains("wrong.token"), "{wrong}");
}
